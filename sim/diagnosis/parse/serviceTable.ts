import { upper } from '../../../model/words/letters.ts'
import { START_TYPES } from '../../../model/words/startTypes.ts'

/**
 * Tables of services as wmic and PowerShell print them: a line of heads, and below it a row for each service. Does not know
 * which services there should be.
 */

const HEADS = ['Name', 'DisplayName', 'StartMode', 'State', 'Status'] as const
type Head = (typeof HEADS)[number]

/** Where each column begins. */
export type Columns = readonly { readonly head: string; readonly from: number }[]

export interface TableRow {
  readonly name: string
  readonly displayName: string | undefined
  /** As `sc qc` prints it. */
  readonly start: string | undefined
  /** As `sc query` prints it. */
  readonly state: string | undefined
}

/** With which such a line begins; what stands in the columns behind them is not asked for. */
export const SERVICE_HEADS =
  /^(?:DisplayName|Name|StartMode|State|Status) {1,99}(?:DisplayName|Name|StartMode|StartName|State|Status)(?: |\r?$)/m

/** The columns of a line of heads; undefined where it is none. */
export function columnsIn(line: string): Columns | undefined {
  if (!SERVICE_HEADS.test(line)) return undefined
  return [...line.matchAll(/\S+/g)].map(({ 0: head, index }) => ({ head, from: index }))
}

const MODES: ReadonlyMap<string | undefined, string> = new Map(
  Object.values(START_TYPES).map(({ wmi, sc }) => [wmi, sc]),
)
const STATES: ReadonlyMap<string | undefined, string> = new Map(
  ['Running', 'Stopped', 'Paused'].map(word => [word, upper(word)]),
)

/** A row; undefined where it names no service, or says nothing of it that is known. */
export function rowIn(line: string, columns: Columns): TableRow | undefined {
  const cell = (wanted: Head): string | undefined => {
    const at = columns.findIndex(({ head }) => head === wanted)
    return at < 0 ? undefined : line.slice(columns[at]!.from, columns[at + 1]?.from).trim()
  }
  const name = cell('Name')
  const start = MODES.get(cell('StartMode'))
  const state = STATES.get(cell('State') ?? cell('Status'))
  // A window has no room for a long name, and shows its beginning.
  if (!name || name.includes('...') || (start ?? state) === undefined) return undefined
  return { name, displayName: cell('DisplayName') || undefined, start, state }
}
