import { typedAs } from '../../sim/classroom/watched.ts'
import { openLab } from '../../sim/drill/lab.ts'
import { loadUsable } from '../../sim/run/usable.ts'
import type { Submitted } from '../sessions.ts'

/** What somebody sees who sits there: the session typed again, with all that it printed. Draws nothing. */
export function overShoulder({ lab, header, written: { actions } }: Submitted): readonly string[] {
  const loaded = loadUsable(lab.text, lab.name)
  if (!loaded.ok) throw new Error('a scenario that was read cannot be read')
  const open = openLab(loaded.scenario, header)
  const rows: string[] = []
  for (const action of actions) {
    rows.push(`${open.prompt}${typedAs(action)}`)
    for (const row of open.do(action)) rows.push(row)
  }
  return [...rows, open.prompt]
}
