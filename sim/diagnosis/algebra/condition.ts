import type { FieldValue, Kind } from '../observations/kinds.ts'

/**
 * Conditions as data, in the form in which a rule writes them. Each has one key that says what it is. What a condition says
 * of a table: evaluate.ts; what may be written: packs/schema.ts.
 */

export type Scalar = string | number | boolean

/**
 * What a field must be: a value, one of several, or bounds. Text compares without regard to case; `/a.b/i` is a pattern;
 * of a list of texts one is enough. A field that is not there is nothing of that.
 */
export type FieldMatch = Scalar | readonly Scalar[] | Bounds

export interface Bounds {
  readonly least?: number
  readonly most?: number
  readonly below?: number
  /** Whether the field is there at all. */
  readonly present?: boolean
  /** Anything else, and no field either. */
  readonly not?: FieldMatch
}

/** Fields of a row, all of which must be so. */
export type Fields = Readonly<Record<string, FieldMatch>>

/** Rows of these kinds with such fields. */
export type Pattern = { readonly is: Kind | readonly Kind[] } & { readonly [field: string]: FieldMatch }

export type Condition =
  | { readonly some: Pattern }
  | { readonly none: Pattern }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly last: Pattern; readonly be: Fields }
  | { readonly pair: Pattern; readonly first: Fields; readonly second: Fields }
  | { readonly near: Pattern; readonly to: Pattern; readonly lines?: number; readonly seconds?: number }
  | { readonly share: Pattern; readonly be: Fields; readonly least: number }
  | { readonly count: Pattern; readonly least?: number; readonly most?: number }
  | { readonly use: string }
  | { readonly rule: string }

type KeyOf<T> = T extends unknown ? keyof T : never

/** What a condition is called after; the other keys of it stand beside that. */
export const OPERATORS = [
  'some',
  'none',
  'all',
  'any',
  'not',
  'last',
  'pair',
  'near',
  'share',
  'count',
  'use',
  'rule',
] as const satisfies readonly KeyOf<Condition>[]
export type Operator = (typeof OPERATORS)[number]

export const operatorOf = (condition: Condition): Operator =>
  OPERATORS.find(operator => Object.hasOwn(condition, operator))!

/** Conditions inside a condition. */
export function partsOf(condition: Condition): readonly Condition[] {
  if ('all' in condition) return condition.all
  if ('any' in condition) return condition.any
  return 'not' in condition ? [condition.not] : []
}

/** A condition and all inside it. */
export const everyPartOf = (condition: Condition): Condition[] => [
  condition,
  ...partsOf(condition).flatMap(everyPartOf),
]

/** Patterns that a condition itself has. */
export function patternsOf(condition: Condition): readonly Pattern[] {
  if ('near' in condition) return [condition.near, condition.to]
  const operator = operatorOf(condition)
  const own = (condition as unknown as Readonly<Record<string, unknown>>)[operator]
  return ['some', 'none', 'last', 'pair', 'share', 'count'].includes(operator) ? [own as Pattern] : []
}

/** Fields that it asks of rows beside its patterns. */
export function fieldsOf(condition: Condition): readonly Fields[] {
  if ('pair' in condition) return [condition.first, condition.second]
  return 'be' in condition ? [condition.be] : []
}

export type { FieldValue }
