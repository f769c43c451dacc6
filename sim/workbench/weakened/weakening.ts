import type { Path } from '../../written/paths.ts'
import { flow } from '../flow.ts'

/** One thing of a rule pack, made weaker: what there is to weaken, and which bundle would show it. Knows no rule. */

export interface Weakening {
  /** The rule, or the condition of `define`. */
  readonly rule: string
  readonly operator: WeakeningOperator
  /** In the rule, or in the pack where it is a condition of `define`: `signs.told.when.any[0].some.open`. */
  readonly where: string
  /** The place in the pack, and what stands there instead; nothing where it is taken out. */
  readonly path: Path
  readonly to?: unknown
  /** A bundle that would show it, in words. */
  readonly wanted: string
}

/** Where something stands, and what it is weakened to, before anybody knows in which pack. */
export type Edit = Pick<Weakening, 'operator' | 'path' | 'wanted'> & { readonly to?: unknown }

/** What each takes away. */
export const WEAKENINGS = {
  'drop-field': 'a field of a pattern is not asked for',
  'drop-part': 'a part of `all` or `any`, or one of `cases`, is gone',
  'drop-sign': 'a sign is gone',
  'drop-must': 'a sign that must be there need not be',
  'drop-not': 'what is denied is asked for instead',
  'drop-unless': 'what prevents a finding, caps it or makes it settled no longer does',
  'drop-each': 'attempts, or servers, are no longer looked at as `each`, `latest` or `across` say',
  'swap-all-any': '`all` is `any`, or the other way round',
  'swap-open': '`open` is the opposite',
  'shift-bound': 'a number is one more or one less; of one from 100 on, a tenth',
  'halve-weight': 'a weight, or a cap, is half as large',
  'loosen-pattern': 'an end or a word boundary of a pattern is not asked for',
  'drop-alternative': 'one of several values, kinds or alternatives is not looked for',
} as const

export type WeakeningOperator = keyof typeof WEAKENINGS

/** Long enough to recognise it. */
const LONGEST = 160

/** As the pack writes it, on one line. */
export function written(value: unknown): string {
  const text = flow(value)
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)} ...`
}
