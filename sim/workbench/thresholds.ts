import { type CauseScore, type Score, share } from './score.ts'

/** What is asked of rules, and what of it they miss. An average would hide the one rule that lies, so that each is held to it. */
export interface Thresholds {
  /** Of the claims of each rule so large a share is true. */
  readonly minPrecision?: number
  /** Of the bundles that show a cause that some rule knows, so large a share is found. */
  readonly minRecall?: number
}

/** In words; what was never tried is no shortcoming, and a bundle of which nothing was said is one in any case. */
export function shortcomings(
  { rules, causes, unanswered }: Score,
  { minPrecision = 0, minRecall = 0 }: Thresholds,
): string[] {
  const known = new Set(rules.map(({ cause }) => cause))
  return [
    ...rules
      .filter(({ precision }) => precision !== null && precision < minPrecision)
      .map(({ id, true: right, false: wrong }) => `${id}: ${right} of ${right + wrong} claims are true`),
    ...causes
      .filter(cause => known.has(cause.cause) && (recallOf(cause) ?? 1) < minRecall)
      .map(({ cause, found, visible }) => `${cause}: found in ${found} of ${visible} bundles that show it`),
    ...(unanswered.length === 0
      ? []
      : [`${unanswered.length} ${unanswered.length === 1 ? 'bundle was' : 'bundles were'} not answered`]),
  ]
}

export const recallOf = ({ found, visible }: CauseScore): number | null => share(found, visible)
