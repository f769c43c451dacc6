import type { Pattern } from '../diagnosis/algebra/condition.ts'
import { matching } from '../diagnosis/algebra/match.ts'
import type { Observed } from '../diagnosis/observations/kinds.ts'
import { type Table, tableOf } from '../diagnosis/observations/table.ts'
import { type Case, type Example, type ExampleRow, withFields } from '../diagnosis/packs/examples.ts'
import { flow } from './flow.ts'

/** What was observed, as an example has it otherwise: rows left out, changed, added. Does not know what follows from that. */

export type Otherwise = (observed: Table) => Table

/** Undefined where an example takes what was observed as it is. */
export function otherwiseOf({ without = [], change = [] }: Example, { rows: added }: Case): Otherwise | undefined {
  const gone = without.filter((one): one is Pattern => typeof one !== 'string')
  if (gone.length + change.length + added.length === 0) return undefined
  return table => {
    const left = new Set(gone.flatMap(pattern => matching(pattern, table)))
    const changes = change.map(({ rows, to }) => ({ rows: new Set(matching(rows, table)), to }))
    const kept = table
      .rows()
      .filter(row => !left.has(row))
      .map(row => changes.filter(({ rows }) => rows.has(row)).reduce((one, { to }) => withFields(one, to), { ...row }))
    return tableOf([...kept, ...added.map(madeUp)] as readonly object[] as readonly Observed[], serverOf(table))
  }
}

const serverOf = (table: Table): string => table.rows()[0]?.server ?? ''

/** A row that nobody observed; it stands nowhere unless it says so. */
function madeUp({ is, ...fields }: ExampleRow, i: number): object {
  return { path: 'example', line: i + 1, text: flow({ is, ...fields }), ...fields, kind: is }
}
