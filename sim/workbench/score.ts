import type { Claim } from '../diagnosis/findings.ts'
import type { Rule } from '../diagnosis/packs/schema.ts'
import type { Answered } from './answers.ts'

/**
 * How well causes are found: counts over bundles that were answered. Pure; does not know where bundles come from, nor who
 * answered.
 *
 * A claim is what one rule says of one bundle, however often. It is true where the cause is in the answer key, in whatever
 * attempt: what was made good since is true of the past. A rule of the role `state` says what stands on the server and not
 * what went wrong, so that its claims are never false. Found is counted of the causes that the evidence shows.
 */
export interface Score {
  readonly bundles: number
  readonly whole: Whole
  readonly rules: readonly RuleScore[]
  readonly causes: readonly CauseScore[]
  readonly confusion: readonly Confusion[]
  readonly calibration: readonly Tenth[]
  readonly unanswered: readonly Unanswered[]
}

/** What is counted of a rule, and all that there is of a program that knows a cause. */
export type Scored = Pick<Rule, 'id' | 'cause' | 'role' | 'signs'>

/** A bundle of which nothing was said: its causes count as missed. */
export interface Unanswered {
  readonly bundle: string
  readonly why: string
}

/** All rules and causes together. */
export interface Whole {
  /** Of faults. */
  readonly claims: number
  readonly true: number
  readonly false: number
  readonly visible: number
  readonly found: number
  /** Bundles whose evidence shows a cause, and those of them of which the first finding is a cause. */
  readonly showing: number
  readonly first: number
}

export interface RuleScore {
  readonly id: string
  readonly cause: string
  readonly claims: number
  readonly true: number
  readonly false: number
  /** Bundles whose evidence shows its cause, and those of them in which this rule claims it. */
  readonly visible: number
  readonly found: number
  /** `true / (true + false)` and `found / visible`; null where there is nothing to divide by. */
  readonly precision: number | null
  readonly recall: number | null
  /** How often its claim is true and stands above all others. */
  readonly first: number
  /** Bundles whose evidence shows its cause. */
  readonly exercisedBy: readonly string[]
  /** Bundles in which it claims what is not so. */
  readonly fooledBy: readonly string[]
  readonly signsNeverSeen: readonly string[]
}

export interface CauseScore {
  readonly cause: string
  readonly inTruth: number
  readonly visible: number
  readonly found: number
  /** Bundles that show it and in which nobody named it. */
  readonly missedIn: readonly string[]
}

/** A cause that the evidence shows and nobody named, and a fault that was named in that bundle; null: none was. */
export interface Confusion {
  readonly missed: string
  readonly beside: string | null
  readonly count: number
}

/** Claims of faults with a confidence from, and below, so much; the last tenth has 1 as well. */
export interface Tenth {
  readonly from: number
  readonly to: number
  readonly claims: number
  readonly true: number
  /** The share that would be true if every confidence were right: their mean. Null where there is no claim. */
  readonly said: number | null
}

export function score(rules: readonly Scored[], bundles: readonly Answered[]): Score {
  return {
    bundles: bundles.length,
    whole: wholeOf(bundles),
    rules: rules.map(rule => ruleScore(rule, bundles)),
    causes: causesIn(bundles).map(cause => causeScore(cause, bundles)),
    confusion: confusionIn(bundles),
    calibration: calibrationOf(bundles),
    unanswered: bundles.flatMap(({ bundle, trouble: why }) => (why === undefined ? [] : [{ bundle, why }])),
  }
}

const holdsFor = ({ answer }: Answered, { cause }: Pick<Claim, 'cause'>): boolean => answer.causes.includes(cause)

/** Those of one bundle, each rule once: the surest of several servers comes first. */
function faultsClaimed({ claims }: Answered): Claim[] {
  const faults = claims.filter(({ role }) => role === 'fault')
  return [...new Map(faults.toReversed().map(claim => [claim.rule, claim])).values()]
}

const claims = ({ claims }: Answered, cause: string): boolean => claims.some(claim => claim.cause === cause)

const shows = ({ answer }: Answered, cause: string): boolean => answer.visible.includes(cause)

// ------------------------------------------------------------------------------------------------------- together

function wholeOf(bundles: readonly Answered[]): Whole {
  const made = bundles.flatMap(bundle => faultsClaimed(bundle).map(claim => holdsFor(bundle, claim)))
  const showing = bundles.filter(({ answer }) => answer.visible.length > 0)
  const sum = (count: (bundle: Answered) => number): number => bundles.reduce((all, bundle) => all + count(bundle), 0)
  return {
    claims: made.length,
    true: made.filter(Boolean).length,
    false: made.filter(holds => !holds).length,
    visible: sum(({ answer }) => answer.visible.length),
    found: sum(bundle => bundle.answer.visible.filter(cause => claims(bundle, cause)).length),
    showing: showing.length,
    first: showing.filter(bundle => bundle.claims[0] && holdsFor(bundle, bundle.claims[0])).length,
  }
}

// ------------------------------------------------------------------------------------------------ by rule and cause

function ruleScore({ id, cause, role, signs }: Scored, bundles: readonly Answered[]): RuleScore {
  const byRule = (bundle: Answered): boolean => bundle.claims.some(({ rule }) => rule === id)
  const claimed = bundles.filter(byRule)
  const right = claimed.filter(bundle => holdsFor(bundle, { cause }))
  const wrong = role === 'state' ? [] : claimed.filter(bundle => !holdsFor(bundle, { cause }))
  const visible = bundles.filter(bundle => shows(bundle, cause))
  const found = visible.filter(byRule)
  const seen = new Set(
    bundles.flatMap(bundle => bundle.signs.filter(({ rule }) => rule === id).map(({ sign }) => sign)),
  )
  return {
    id,
    cause,
    claims: claimed.length,
    true: right.length,
    false: wrong.length,
    visible: visible.length,
    found: found.length,
    precision: share(right.length, right.length + wrong.length),
    recall: share(found.length, visible.length),
    first: right.filter(bundle => bundle.claims[0]!.rule === id).length,
    exercisedBy: visible.map(({ bundle }) => bundle),
    fooledBy: wrong.map(({ bundle }) => bundle),
    signsNeverSeen: Object.keys(signs).filter(sign => !seen.has(sign)),
  }
}

/** Four digits are more than any count of bundles gives. */
export const share = (part: number, of: number): number | null =>
  of === 0 ? null : Math.round((part / of) * 10_000) / 10_000

const causesIn = (bundles: readonly Answered[]): string[] =>
  [...new Set(bundles.flatMap(({ answer }) => answer.causes))].sort()

function causeScore(cause: string, bundles: readonly Answered[]): CauseScore {
  const visible = bundles.filter(bundle => shows(bundle, cause))
  const missed = visible.filter(bundle => !claims(bundle, cause))
  return {
    cause,
    inTruth: bundles.filter(bundle => holdsFor(bundle, { cause })).length,
    visible: visible.length,
    found: visible.length - missed.length,
    missedIn: missed.map(({ bundle }) => bundle),
  }
}

// ----------------------------------------------------------------------------------------------- what is taken for it

function confusionIn(bundles: readonly Answered[]): Confusion[] {
  const counts = new Map<string, Confusion>()
  for (const bundle of bundles) {
    const named = new Set(faultsClaimed(bundle).map(({ cause }) => cause))
    for (const missed of bundle.answer.visible.filter(cause => !claims(bundle, cause))) {
      for (const beside of named.size === 0 ? [null] : named) {
        const key = JSON.stringify([missed, beside])
        counts.set(key, { missed, beside, count: (counts.get(key)?.count ?? 0) + 1 })
      }
    }
  }
  return [...counts.values()].sort((a, b) => b.count - a.count)
}

// --------------------------------------------------------------------------------------------------------- confidence

const TENTHS = Array.from({ length: 10 }, (_, i) => i)

/** In whole hundredths, for a tenth is none of the numbers that a computer has. */
export const tenthOf = ({ confidence }: Claim): number => Math.min(9, Math.floor(Math.round(confidence * 100) / 10))

function calibrationOf(bundles: readonly Answered[]): Tenth[] {
  const made = bundles.flatMap(bundle =>
    faultsClaimed(bundle).map(claim => ({ ...claim, tenth: tenthOf(claim), holds: holdsFor(bundle, claim) })),
  )
  return TENTHS.map(tenth => {
    const within = made.filter(claim => claim.tenth === tenth)
    const said = within.reduce((sum, { confidence }) => sum + confidence, 0)
    return {
      from: tenth / 10,
      to: (tenth + 1) / 10,
      claims: within.length,
      true: within.filter(({ holds }) => holds).length,
      said: share(said, within.length),
    }
  })
}
