import { groupedBy } from '../../grouped.ts'
import type { Kind, Row } from '../observations/kinds.ts'
import type { Table } from '../observations/table.ts'
import { type Condition, type Operator, operatorOf, type Pattern } from './condition.ts'
import { has, kindsOf, matching, witnesses } from './match.ts'
import { either, every, opposite, type Verdict } from './verdict.ts'

/**
 * What a condition says of a table: yes, no, or unknown, with the rows that show it. Every part is looked at, whatever the
 * others said, so that the trace explains the verdict. Pure; knows no rule.
 */

export interface Trace {
  readonly op: Operator
  readonly condition: Condition
  readonly verdict: Verdict
  /** Rows that held, in the order in which a reader should see them. */
  readonly held: readonly Row[]
  /** Of a condition about rows: among what it was looked for, and how many listings would show it. */
  readonly looked?: Looked
  /** Of a named condition or another rule. */
  readonly name?: string
  readonly parts: readonly Trace[]
}

export interface Looked {
  readonly kinds: readonly Kind[]
  readonly rows: number
  readonly witnesses: number
}

/** In what a condition is looked at. */
export interface Scope {
  readonly table: Table
  /** What `use` names. */
  readonly named: (name: string) => Trace
  /** The verdict of another rule. */
  readonly rule: (id: string) => Verdict
}

type Of<K extends Operator> = Extract<Condition, { readonly [P in K]: unknown }>
type Seen = Omit<Trace, 'op' | 'condition'>

const OPERATIONS: { readonly [K in Operator]: (condition: Of<K>, scope: Scope) => Seen } = {
  some: ({ some }, { table }) => existence(some, table, matching(some, table)),
  none: ({ none }, { table }) => {
    const found = existence(none, table, matching(none, table))
    return { ...found, verdict: opposite(found.verdict), held: [] }
  },
  all: ({ all }, scope) => {
    const parts = all.map(part => evaluate(part, scope))
    return { verdict: every(parts.map(({ verdict }) => verdict)), held: heldBy(parts), parts }
  },
  any: ({ any }, scope) => {
    const parts = any.map(part => evaluate(part, scope))
    return { verdict: either(parts.map(({ verdict }) => verdict)), held: heldBy(parts), parts }
  },
  not: ({ not }, scope) => {
    const part = evaluate(not, scope)
    return { verdict: opposite(part.verdict), held: [], parts: [part] }
  },
  last: ({ last, be }, { table }) => {
    const row = matching(last, table).at(-1)
    const found = existence(last, table, row && has(row, be) ? [row] : [])
    return row && found.verdict === 'unknown' ? { ...found, verdict: 'no' } : found
  },
  pair: ({ pair, first, second }, { table }) => {
    const neighbours = byPath(matching(pair, table)).flatMap(rows => rows.slice(1).map((row, i) => [rows[i]!, row]))
    const found = neighbours.filter(([one, other]) => has(one!, first) && has(other!, second))
    // What came later is what decides.
    return existence(
      pair,
      table,
      found.flatMap(([one, other]) => [other!, one!]),
    )
  },
  near: ({ near, to, lines, seconds }, { table }) => {
    const [rows, others] = [matching(near, table), matching(to, table)]
    const found = lines === undefined ? nearInTime(rows, others, seconds ?? 0) : nearInFile(rows, others, lines)
    const sides = [existence(near, table, rows), existence(to, table, others)]
    // Without a clock nothing is far from anything.
    const measured = lines !== undefined || [rows, others].every(hasClock)
    const apart = rows.length > 0 && others.length > 0 && measured ? 'no' : 'unknown'
    const verdict = found.length > 0 ? 'yes' : every([...sides.map(side => side.verdict), apart])
    return { ...sides[0]!, held: found, verdict }
  },
  share: ({ share, be, least }, { table }) => {
    const groups = byPath(matching(share, table)).map(rows => ({ rows, such: rows.filter(row => has(row, be)) }))
    const found = groups.find(({ rows, such }) => such.length > 0 && such.length >= least * rows.length)
    const seen = existence(share, table, found?.such ?? [])
    return groups.length > 0 && !found ? { ...seen, verdict: 'no' } : seen
  },
  count: ({ count, least, most }, { table }) => {
    const rows = matching(count, table)
    const { all } = witnesses(count, table)
    // More may be there than was handed over, never fewer.
    const enough = least === undefined || rows.length >= least ? 'yes' : all ? 'no' : 'unknown'
    const few = most === undefined ? 'yes' : rows.length > most ? 'no' : all ? 'yes' : 'unknown'
    return { ...existence(count, table, rows), verdict: every([enough, few]) }
  },
  use: ({ use }, scope) => {
    const trace = scope.named(use)
    return { verdict: trace.verdict, held: trace.held, name: use, parts: [trace] }
  },
  rule: ({ rule }, scope) => ({ verdict: scope.rule(rule), held: [], name: rule, parts: [] }),
}

/** Looks at a condition and all of its parts. */
export function evaluate(condition: Condition, scope: Scope): Trace {
  const op = operatorOf(condition)
  const operation = OPERATIONS[op] as (condition: Condition, scope: Scope) => Seen
  return { op, condition, ...operation(condition, scope) }
}

/** Rows that were found say yes; without any, only what would show them says no. */
function existence(pattern: Pattern, table: Table, held: readonly Row[]): Seen {
  const { all, rows } = witnesses(pattern, table)
  const kinds = kindsOf(pattern)
  return {
    verdict: held.length > 0 ? 'yes' : all ? 'no' : 'unknown',
    held,
    looked: { kinds, rows: table.of(kinds).length, witnesses: rows },
    parts: [],
  }
}

/** Of the parts that hold; each row once. */
function heldBy(parts: readonly Trace[]): Row[] {
  const rows = parts.flatMap(({ verdict, held }) => (verdict === 'yes' ? held : []))
  return [...new Map(rows.map(row => [row.seq, row])).values()]
}

const byPath = (rows: readonly Row[]): Row[][] => [...groupedBy(rows, ({ path }) => path).values()]

// -------------------------------------------------------------------------------------------------------- near

/** Places of rows, each list in order. */
const sortedBy = <K>(rows: readonly Row[], keyOf: (row: Row) => K, placeOf: (row: Row) => number): Map<K, number[]> =>
  new Map([...groupedBy(rows, keyOf)].map(([key, group]) => [key, group.map(placeOf).sort((a, b) => a - b)]))

/** One of the numbers, which are in order, is at most so far away. */
function isNear(numbers: readonly number[], from: number, far: number): boolean {
  const next = numbers[firstFrom(numbers, from - far)]
  return next !== undefined && next <= from + far
}

/** Index of the first number that is not below. */
function firstFrom(numbers: readonly number[], least: number): number {
  let [from, to] = [0, numbers.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if (numbers[middle]! < least) from = middle + 1
    else to = middle
  }
  return from
}

/** Rows with one of the others in the same file and attempt at most so many lines away. */
function nearInFile(rows: readonly Row[], others: readonly Row[], lines: number): Row[] {
  const keyOf = ({ path, attempt }: Row): string => JSON.stringify([path, attempt])
  const places = sortedBy(others, keyOf, ({ line }) => line)
  return rows.filter(row => isNear(places.get(keyOf(row)) ?? [], row.line, lines))
}

const DAY_S = 86_400
const hasClock = (rows: readonly Row[]): boolean => rows.some(({ clock }) => clock !== undefined)

/** Rows with one of the others at most so many seconds away; dates that one of the two does not tell are no contradiction. */
function nearInTime(rows: readonly Row[], others: readonly Row[], seconds: number): Row[] {
  const timed = others.filter(({ clock }) => clock !== undefined)
  const days = [
    ...sortedBy(
      timed,
      ({ day }) => day,
      ({ clock }) => clock!,
    ),
  ]
  return rows.filter(({ day, clock }) => {
    if (clock === undefined) return false
    const sameDay = days.filter(([other]) => day === undefined || other === undefined || other === day)
    // A file that gives its date once goes on behind midnight.
    return sameDay.some(([, clocks]) => [clock, clock - DAY_S, clock + DAY_S].some(at => isNear(clocks, at, seconds)))
  })
}
