import { isDetected } from '../../model/exchange/detection.ts'
import { NOT_OFFERED } from '../../model/words/updateClient.ts'
import { titleOf } from './install.ts'
import type { Recorder } from './recorder.ts'

/** What the update client looks at before it calls anybody. Does not know how the call then goes. */

/** Does the update client detect the rollup on this server? Where it does not, it says so and nothing is called. */
export function offered(recorder: Recorder, kb: string): boolean {
  if (isDetected(recorder.machine)) return true
  const title = titleOf(recorder.machine, kb)
  recorder.note({ kind: 'not-offered', title, text: NOT_OFFERED.text })
  return false
}
