import { lower } from '../../../model/words/letters.ts'
import type { FieldValue, Kind, Row } from '../observations/kinds.ts'
import { PLACE_FIELD } from '../observations/places.ts'
import { type Table, valueKey } from '../observations/table.ts'
import type { Bounds, FieldMatch, Fields, Pattern, Scalar } from './condition.ts'
import { regexOf } from './regex.ts'

/** Which rows a pattern means, and whether anything would show them. Knows no condition. */

type Test<T> = (value: T) => boolean

interface Key {
  readonly field: string
  readonly value: string
}

/** Fields that tell most rows of a kind apart, the best first; none of them is a list. */
const KEYS: readonly string[] = ['name', 'key', 'id', 'number']

/** A pattern made ready: rows are many, and a pattern is asked again and again. */
interface Ready {
  readonly kinds: readonly Kind[]
  /** What few rows have, where one value of it is wanted in one kind. */
  readonly key: Key | undefined
  readonly fits: Test<Row>
}

const readyPatterns = new WeakMap<Pattern, Ready>()
const readyFields = new WeakMap<Fields, Test<Row>>()

function ready(pattern: Pattern): Ready {
  const known = readyPatterns.get(pattern)
  if (known) return known
  const { is, ...fields } = pattern
  const kinds = kindsOf(pattern)
  const made = { kinds, key: kinds.length === 1 ? keyIn(fields) : undefined, fits: fieldsTest(fields) }
  readyPatterns.set(pattern, made)
  return made
}

function keyIn(fields: Readonly<Record<string, unknown>>): Key | undefined {
  const field = KEYS.find(key => isOneValue(fields[key]))
  return field === undefined ? undefined : { field, value: valueKey(fields[field] as Scalar) }
}

const isOneValue = (match: unknown): boolean =>
  typeof match === 'number' || (typeof match === 'string' && !regexOf(match))

export const kindsOf = ({ is }: Pattern): readonly Kind[] => (typeof is === 'string' ? [is] : is)

function fieldsTest(fields: Readonly<Record<string, unknown>>): Test<Row> {
  const tests = Object.entries(fields).map(([name, match]) => ({ name, test: matchTest(match as FieldMatch) }))
  return row => tests.every(({ name, test }) => test(row[name]))
}

/** Rows that a pattern means, in their order. */
export function matching(pattern: Pattern, table: Table): readonly Row[] {
  const { kinds, key, fits } = ready(pattern)
  const rows = key ? table.having(kinds[0]!, key.field, key.value) : table.of(kinds)
  return rows.filter(fits)
}

export function has(row: Row, fields: Fields): boolean {
  const known = readyFields.get(fields)
  if (known) return known(row)
  const test = fieldsTest(fields)
  readyFields.set(fields, test)
  return test(row)
}

// ------------------------------------------------------------------------------------------------------------ values

/** Longer than any text of Windows; what comes behind it no pattern sees. */
export const MOST_SUBJECT = 2000

function matchTest(match: FieldMatch): Test<FieldValue | undefined> {
  if (Array.isArray(match)) {
    const tests = match.map(scalarTest)
    return value => tests.some(test => test(value))
  }
  return typeof match === 'object' ? boundsTest(match as Bounds) : scalarTest(match as Scalar)
}

function scalarTest(wanted: Scalar): Test<FieldValue | undefined> {
  const one =
    typeof wanted === 'string' ? textTest(wanted) : (value: unknown) => value === wanted || value === String(wanted)
  return value => (Array.isArray(value) ? value.some(one) : one(value))
}

function textTest(wanted: string): Test<unknown> {
  const pattern = regexOf(wanted)
  if (pattern) return value => typeof value === 'string' && pattern.test(value.slice(0, MOST_SUBJECT))
  const folded = lower(wanted)
  // No letter becomes two, so most texts are told apart by their length.
  return value => typeof value === 'string' && value.length === folded.length && lower(value) === folded
}

function boundsTest({ least, most, below, present, not }: Bounds): Test<FieldValue | undefined> {
  const other = not === undefined ? undefined : matchTest(not)
  const bounded = least !== undefined || most !== undefined || below !== undefined
  return value =>
    (present === undefined || present === (value !== undefined)) &&
    !other?.(value) &&
    (!bounded ||
      (typeof value === 'number' &&
        value >= (least ?? value) &&
        value <= (most ?? value) &&
        !(value >= (below ?? Infinity))))
}

// ---------------------------------------------------------------------------------------------------------- witnesses

/** What was handed over is known without anybody who saw it: such rows are there or not. */
const SELF_EVIDENT: readonly Kind[] = ['listing', 'attempt']

/** Listings that would show such rows if there were any, of all the kinds that the pattern names. */
export function witnesses(pattern: Pattern, table: Table): { readonly all: boolean; readonly rows: number } {
  const listings = table.of(['listing'])
  const found = kindsOf(pattern).map(kind =>
    SELF_EVIDENT.includes(kind) ? 1 : listings.filter(listing => shows(listing, kind, pattern)).length,
  )
  return { all: found.every(count => count > 0), rows: found.reduce((sum, count) => sum + count, 0) }
}

function shows(listing: Row, kind: Kind, pattern: Pattern): boolean {
  if (listing.whole !== true || !(listing.of as readonly string[]).includes(kind)) return false
  const place = PLACE_FIELD[kind]
  return covers(listing.place, place && pattern[place]) && covers(listing.system, pattern.system)
}

/** A listing that names no place is of all of them. */
const covers = (listed: FieldValue | undefined, wanted: FieldMatch | undefined): boolean =>
  wanted === undefined || listed === undefined || matchTest(wanted)(listed)
