import { lower } from '../../../model/words/letters.ts'
import { groupedBy } from '../../grouped.ts'
import type { FieldValue, Kind, Observed, Row } from './kinds.ts'

/** Observations in order, found by kind and by attempt. Knows no kind. */

type ByKind = ReadonlyMap<Kind, readonly Row[]>

/** As values are compared: without regard to case, and a number like its digits. */
export const valueKey = (value: FieldValue | undefined): string => lower(String(value))

export class Table {
  readonly #byKind: ByKind
  readonly #asked = new Map<string, readonly Row[]>()
  readonly #byValue = new Map<string, ReadonlyMap<string, readonly Row[]>>()
  readonly #attempts = new Map<number, Table>()
  #parts: Parts | undefined
  #ours: Table | undefined

  constructor(byKind: ByKind) {
    this.#byKind = byKind
  }

  /** Rows of these kinds in the order of the table. */
  of(kinds: readonly Kind[]): readonly Row[] {
    if (kinds.length === 1) return this.#byKind.get(kinds[0]!) ?? []
    const key = kinds.join()
    const known = this.#asked.get(key)
    if (known) return known
    const rows = inOrder([...new Set(kinds)].flatMap(kind => this.#byKind.get(kind) ?? []))
    this.#asked.set(key, rows)
    return rows
  }

  /** Rows of a kind in which this field has one value, folded. */
  having(kind: Kind, field: string, value: string): readonly Row[] {
    const asked = `${kind} ${field}`
    const known = this.#byValue.get(asked)
    const byValue = known ?? groupedBy(this.of([kind]), row => valueKey(row[field]))
    if (!known) this.#byValue.set(asked, byValue)
    return byValue.get(value) ?? []
  }

  /** The same without what is known to be about another product. */
  get ours(): Table {
    this.#ours ??= this.#withoutForeign()
    return this.#ours
  }

  #withoutForeign(): Table {
    const foreign = [...this.#byKind.values()].some(rows => rows.some(isForeign))
    if (!foreign) return this
    return new Table(new Map([...this.#byKind].map(([kind, rows]) => [kind, rows.filter(row => !isForeign(row))])))
  }

  /** All rows in order. */
  rows(): readonly Row[] {
    return inOrder([...this.#byKind.values()].flat())
  }

  /** The same without what was observed in any other attempt. */
  ofAttempt(attempt: number): Table {
    const known = this.#attempts.get(attempt)
    if (known) return known
    const made = this.#madeOf(attempt)
    this.#attempts.set(attempt, made)
    return made
  }

  #madeOf(attempt: number): Table {
    this.#parts ??= partsOf(this.rows())
    const { shared, own } = this.#parts
    const byKind = new Map(shared)
    for (const [kind, rows] of rowsByKind(own.get(attempt) ?? [])) {
      byKind.set(kind, inOrder([...(shared.get(kind) ?? []), ...rows]))
    }
    return new Table(byKind)
  }
}

interface Parts {
  readonly shared: ByKind
  readonly own: ReadonlyMap<number | undefined, readonly Row[]>
}

function partsOf(rows: readonly Row[]): Parts {
  const own = groupedBy(rows, ({ attempt }) => attempt)
  return { shared: rowsByKind(own.get(undefined) ?? []), own }
}

const rowsByKind = (rows: readonly Row[]): Map<Kind, Row[]> => groupedBy(rows, ({ kind }) => kind)

const isForeign = ({ ours }: Row): boolean => ours === false

const inOrder = (rows: readonly Row[]): Row[] => rows.toSorted((a, b) => a.seq - b.seq)

/** Rows in the order in which they come: they are this table's own from now on. */
export function tableOf(observed: Iterable<Observed>, server = ''): Table {
  const rows: Row[] = []
  for (const one of observed) {
    const row = one as object as { -readonly [K in keyof Row]: Row[K] }
    row.server = server
    row.seq = rows.length
    rows.push(row)
  }
  return new Table(rowsByKind(rows))
}

/** Several servers as one, for what only a comparison shows; an attempt of one is none of another. */
export function joined(tables: readonly Table[]): Table {
  if (tables.length === 1) return tables[0]!
  const rows = tables.flatMap(table => table.rows()).map(({ attempt: _, ...row }, seq) => ({ ...row, seq }) as Row)
  return new Table(rowsByKind(rows))
}
