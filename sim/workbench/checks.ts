import type { Answered } from './answers.ts'
import type { Sighting } from './bundles.ts'
import type { Scored } from './score.ts'

/**
 * A test of rules as test runners know one: cases that passed or failed, one for each cause and scenario, each failure with
 * the line of the evidence that was missed. Does not know in what form they are reported.
 */

export interface Case {
  /** What it belongs to: a scenario, or the examples of a pack. */
  readonly group: string
  readonly name: string
  /** One for each bundle that it failed in, in words; none where it passed. */
  readonly failures: readonly string[]
  /** Bundles of which nothing was said, and why. */
  readonly errors?: readonly string[]
  /** Why it was not to be passed. */
  readonly skipped?: string
}

export interface Check extends Case {
  /** Rules that a failure is about. */
  readonly rules: readonly string[]
}

export const hasFailed = ({ failures, errors = [], skipped }: Case): boolean =>
  skipped === undefined && failures.length + errors.length > 0

/** In the order in which the scenarios come, of each its causes by name, then what it does not have. */
export function checksOf(rules: readonly Scored[], answers: readonly Answered[]): Check[] {
  const scenarios = [...new Set(answers.map(({ scenario }) => scenario))]
  return scenarios.flatMap(scenario => {
    const own = answers.filter(answer => answer.scenario === scenario)
    const causes = [...new Set(own.flatMap(({ answer }) => answer.visible))].sort()
    return [...causes.map(cause => foundCheck(cause, rules, own)), falseCheck(own)]
  })
}

function foundCheck(cause: string, rules: readonly Scored[], answers: readonly Answered[]): Check {
  const known = rules.filter(rule => rule.cause === cause).map(({ id }) => id)
  const missed = answers.filter(
    ({ answer, claims }) => answer.visible.includes(cause) && !claims.some(claim => claim.cause === cause),
  )
  return {
    group: answers[0]!.scenario,
    name: cause,
    failures: missed.map(
      ({ bundle, sightings }) =>
        `${cause} is not found in ${bundle}: ${seenAt(sightings.find(s => s.cause === cause))}`,
    ),
    ...(known.length === 0 && { skipped: 'no rule knows this cause' }),
    rules: known,
  }
}

function seenAt(sighting: Sighting | undefined): string {
  if (!sighting) return 'its evidence shows it'
  const { artifact, place, text } = sighting
  return `${artifact}, ${place}${text === undefined ? '' : `: ${text}`}`
}

/** A rule for a state says what stands there, and is never false. */
function falseCheck(answers: readonly Answered[]): Check {
  const wrong = answers.flatMap(({ bundle, answer, claims }) =>
    claims
      .filter(({ role, cause }) => role === 'fault' && !answer.causes.includes(cause))
      .map(({ rule, cause, confidence }) => ({
        rule,
        text: `${rule} claims ${cause} in ${bundle}, by ${confidence}; it is not so`,
      })),
  )
  const errors = answers.flatMap(({ bundle, trouble }) => (trouble === undefined ? [] : [`${bundle}: ${trouble}`]))
  return {
    group: answers[0]!.scenario,
    name: 'nothing that is not so',
    failures: [...new Set(wrong.map(({ text }) => text))],
    errors,
    rules: [...new Set(wrong.map(({ rule }) => rule))],
  }
}
