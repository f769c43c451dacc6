import { serviceNamed } from '../../../model/machine/machine.ts'
import { startService } from '../../../model/machine/services.ts'
import { systemErrorText, WIN32 } from '../../../model/words/systemErrors.ts'
import type { PromptSession } from './session.ts'

/**
 * Whoever asks WMI has COM start its service first, where it is not running: a service that is disabled answers nobody. Does not
 * know what is asked.
 */
export interface Unreachable {
  readonly error: number
  readonly text: string
}

/** Starts the service where it has to; undefined where it answers. */
export function unreachableWmi({ recorder }: PromptSession): Unreachable | undefined {
  if (serviceNamed(recorder.machine, 'winmgmt')?.state === 'running') return undefined
  const error = startService(recorder, 'winmgmt')
  if (error === WIN32.SUCCESS || error === WIN32.SERVICE_ALREADY_RUNNING) return undefined
  return { error, text: systemErrorText(error) ?? `Win32 error ${error}` }
}
