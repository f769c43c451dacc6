import { type Untold, withoutTrace } from '../sim/bundle/truth/untold.ts'
import { type Shown, told } from '../sim/foreign/terminal.ts'
import type { Run } from '../sim/run/simulate.ts'

/** Faults of a scenario that nothing in the run met, in words. Whoever sits in a lab is not told: they are part of the answer. */
export const untoldNotes = (run: Run): Shown[] => withoutTrace(run).map(untoldNote)

/** `servers[0].change[0] (started the process bkagent.exe): nothing in this run met it, as C:\boot.ini is replaced by nothing in this run; ...` */
function untoldNote({ change, did, why, shownBy }: Untold): Shown {
  const reason = why === null ? '' : `, as ${why}`
  const shown = shownBy.length === 0 ? 'no evidence shows it' : `it shows only in ${shownBy.join(' and ')}`
  return told`${change} (${did}): nothing in this run met it${reason}; ${shown}`
}
