import type { Machine } from '../../../model/machine/machine.ts'
import { fold, parentOf, printed } from '../../../model/machine/names.ts'
import type { Denial } from '../../../model/machine/parts.ts'
import type { Row } from './export.ts'

/**
 * `icacls PATH`, for the prompt and for the export: formats.md 4. The model has no access lists, only what is refused to
 * everybody: those entries stand first, as Windows sorts them; the two below are on every file.
 */

const DENIED: Readonly<Record<Denial['access'], string>> = { read: '(R)', write: '(W)', full: '(F)' }

const GRANTED: readonly Row[] = ['NT AUTHORITY\\SYSTEM:(I)(OI)(CI)(F)', 'BUILTIN\\Administrators:(I)(OI)(CI)(F)']

function denied(machine: Machine, path: string): Row[] {
  const rows: Row[] = []
  for (let at: string | undefined = path; at !== undefined; at = parentOf(at)) {
    const denial = machine.denials.get(fold(at))
    if (!denial) continue
    const text = `Everyone:${at === path ? '' : '(I)'}(OI)(CI)(DENY)${DENIED[denial.access]}`
    rows.push({ text, about: { kind: 'right', path: denial.path } })
  }
  return rows
}

function entriesOf(machine: Machine, path: string): Row[] {
  const rows = [...denied(machine, path), ...GRANTED].map((row, i): Row => {
    const name = printed(path)
    const before = i === 0 ? name : ' '.repeat(name.length)
    return typeof row === 'string' ? `${before} ${row}` : { ...row, text: `${before} ${row.text}` }
  })
  return [...rows, '']
}

export const processed = (done: number, failed: number): string =>
  `Successfully processed ${done} files; Failed processing ${failed} files`

/** Files that are there, each with its entries; one that is missing is counted. */
export function icaclsRows(machine: Machine, paths: readonly string[]): Row[] {
  return [...paths.flatMap(path => entriesOf(machine, path)), processed(paths.length, 0)]
}
