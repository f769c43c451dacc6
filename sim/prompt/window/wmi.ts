import { serviceNamed } from '../../../model/machine/machine.ts'
import { startService } from '../../../model/machine/services.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import type { PromptSession } from './session.ts'

/**
 * Whoever asks WMI has COM start its service first, where it is not running: a service that is disabled answers nobody. Does not
 * know what is asked.
 */

/** Starts the service where it has to. Returns why it does not answer; undefined: it does. */
export function unreachableWmi({ recorder }: PromptSession): number | undefined {
  if (serviceNamed(recorder.machine, 'winmgmt')?.state === 'running') return undefined
  const error = startService(recorder, 'winmgmt')
  return error === WIN32.SUCCESS || error === WIN32.SERVICE_ALREADY_RUNNING ? undefined : error
}
