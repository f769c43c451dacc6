import type { Cause } from '../../causes.ts'
import type { Evidence } from '../evidence.ts'
import type { Quote, Remedy } from '../finding.ts'

/** What a rule is, and how its signs are weighed. Knows no particular rule. */

/** What a rule has seen. */
export interface Match {
  /** Instead of the rule's own, where a name makes it plainer. */
  readonly title?: string
  readonly confidence: number
  /** At least one; the first decides. */
  readonly evidence: readonly Quote[]
  readonly remedies: readonly Remedy[]
}

/** A rule looks at what an engineer was handed, and at nothing else. */
export interface Rule {
  readonly id: string
  readonly cause: Cause
  readonly title: string
  /** Which artifacts it looks at, in words. */
  readonly where: string
  readonly match: (evidence: Evidence) => Match | undefined
}

/** Independent signs together: each leaves less room for doubt. */
export function together(...weights: readonly number[]): number {
  const doubt = weights.reduce((rest, weight) => rest * (1 - weight), 1)
  return Math.min(0.99, Math.round((1 - doubt) * 100) / 100)
}

/** Enough quotes to be believed, and not a list. */
export const MOST_QUOTES = 6

export function firstQuotes(...groups: readonly (readonly Quote[])[]): Quote[] {
  const seen = new Set<string>()
  return groups
    .flat()
    .filter(({ path, line }) => !seen.has(`${path}:${line}`) && seen.add(`${path}:${line}`))
    .slice(0, MOST_QUOTES)
}
