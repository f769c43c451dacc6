import type { Machine } from '../../../model/machine/machine.ts'
import { fold, parentOf, printed } from '../../../model/machine/names.ts'
import type { Denial } from '../../../model/machine/parts.ts'
import type { Row } from './export.ts'

/**
 * What `icacls PATH` and the older `cacls` print, for the prompt and for the export: formats.md 4. The model has no access lists,
 * only what is refused to everybody: those entries stand first, as Windows sorts them; the two below are on every file.
 */

interface Entry {
  readonly who: string
  readonly isInherited: boolean
  /** What is refused; undefined: everything is granted. */
  readonly denied: Denial | undefined
}

const GRANTED: readonly Entry[] = ['NT AUTHORITY\\SYSTEM', 'BUILTIN\\Administrators'].map(who => ({
  who,
  isInherited: true,
  denied: undefined,
}))

function entriesOf(machine: Machine, path: string): readonly Entry[] {
  const entries: Entry[] = []
  for (let at: string | undefined = path; at !== undefined; at = parentOf(at)) {
    const denied = machine.denials.get(fold(at))
    if (denied) entries.push({ who: 'Everyone', isInherited: at !== path, denied })
  }
  return [...entries, ...GRANTED]
}

const DENIED: Readonly<Record<Denial['access'], string>> = { read: '(R)', write: '(W)', full: '(F)' }

/** `NT AUTHORITY\SYSTEM:(I)(OI)(CI)(F)` */
const newer = ({ who, isInherited, denied }: Entry): string =>
  `${who}:${isInherited ? '(I)' : ''}(OI)(CI)${denied ? `(DENY)${DENIED[denied.access]}` : '(F)'}`

/** `NT AUTHORITY\SYSTEM:(OI)(CI)(ID)F` */
const older = ({ who, isInherited, denied }: Entry): string =>
  `${who}:(OI)(CI)${isInherited ? '(ID)' : ''}${denied ? 'N' : 'F'}`

/** The entries of a file, one below the other behind its name, and an empty row. */
function rowsOf(machine: Machine, path: string, text: (entry: Entry) => string): Row[] {
  const name = printed(path)
  const rows = entriesOf(machine, path).map((entry, i): Row => {
    const row = `${i === 0 ? name : ' '.repeat(name.length)} ${text(entry)}`
    return entry.denied ? { text: row, about: { kind: 'right', path: entry.denied.path } } : row
  })
  return [...rows, '']
}

export const processed = (done: number, failed: number): string =>
  `Successfully processed ${done} files; Failed processing ${failed} files`

/** Files that are there, each with its entries; one that is missing is counted. */
export function icaclsRows(machine: Machine, paths: readonly string[]): Row[] {
  return [...paths.flatMap(path => rowsOf(machine, path, newer)), processed(paths.length, 0)]
}

/** As cacls has them; undefined where it shows rights that are denied in part, which is not simulated. */
export function caclsRows(machine: Machine, paths: readonly string[]): Row[] | undefined {
  const isPartly = ({ denied }: Entry): boolean => denied !== undefined && denied.access !== 'full'
  if (paths.some(path => entriesOf(machine, path).some(isPartly))) return undefined
  return paths.flatMap(path => rowsOf(machine, path, older))
}
