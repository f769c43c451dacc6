import type { Stated } from '../grade.ts'
import type { Certainty, Claim } from '../session.ts'
import { NO_CAUSE } from '../session.ts'
import type { Course } from './course.ts'
import { listed, type Mark } from './mark.ts'

/** What was claimed to be wrong, against what is. Several causes share the points; a wrong claim costs, a certain one more. */

const WRONG: Readonly<Record<Certainty, number>> = { guess: 5, likely: 5, certain: 8 }

export function claimsOf({
  standing: { done },
  scenario: { causes },
}: Pick<Course, 'standing' | 'scenario'>): Stated[] {
  const last = new Map<Claim, Certainty>()
  for (const action of done) if (action.kind === 'claim') last.set(action.cause, action.sure)
  const isRight = (cause: Claim): boolean =>
    cause === NO_CAUSE ? causes.length === 0 : causes.some(one => one === cause)
  return [...last].map(([cause, sure]) => ({ cause, sure, right: isRight(cause) }))
}

/** How many of the causes were named, from 0 to 1; where nothing is wrong there is nothing to name. */
export function shareNamed(course: Pick<Course, 'standing' | 'scenario'>): number {
  const { causes } = course.scenario
  const right = claimsOf(course).filter(({ right }) => right).length
  return causes.length === 0 ? 1 : right / causes.length
}

export function markCause(course: Course, of: number): Mark {
  const claims = claimsOf(course)
  const wrong = claims.filter(({ right }) => !right)
  const named = new Set<Claim>(claims.map(({ cause }) => cause))
  const missed = course.scenario.causes.filter(cause => !named.has(cause))
  const points = of * shareNamed(course) - wrong.reduce((all, { sure }) => all + WRONG[sure], 0)
  const sentences = [
    course.scenario.causes.length === 0 ? 'Nothing is wrong with it.' : `It was ${listed(course.scenario.causes)}.`,
    ...(missed.length > 0 ? [`Not named: ${listed(missed)}.`] : []),
    ...(wrong.length > 0 ? [`Not so: ${listed(wrong.map(({ cause, sure }) => `${cause} (${sure})`))}.`] : []),
  ]
  return { points, why: sentences.join(' ') }
}
