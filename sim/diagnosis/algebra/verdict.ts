/** Yes, no, and not known: what a condition says of the evidence. Knows no condition. */

export const VERDICTS = ['yes', 'no', 'unknown'] as const
export type Verdict = (typeof VERDICTS)[number]

const RANK: Readonly<Record<Verdict, number>> = { no: 0, unknown: 1, yes: 2 }

/** The least sure of a conjunction's parts; nothing at all holds. */
export const every = (parts: readonly Verdict[]): Verdict =>
  parts.reduce<Verdict>((least, part) => (RANK[part] < RANK[least] ? part : least), 'yes')

/** The surest of a disjunction's parts; of nothing, none. */
export const either = (parts: readonly Verdict[]): Verdict =>
  parts.reduce<Verdict>((most, part) => (RANK[part] > RANK[most] ? part : most), 'no')

const OPPOSITE: Readonly<Record<Verdict, Verdict>> = { yes: 'no', no: 'yes', unknown: 'unknown' }

export const opposite = (verdict: Verdict): Verdict => OPPOSITE[verdict]
