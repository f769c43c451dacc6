import type { Scenario } from '../../scenario/spec.ts'
import { type Grade, HINT_PRICES, OF, PART_IDS, type PartId, UNDO_PRICE } from '../grade.ts'
import type { Action, Header } from '../session.ts'
import { claimsOf, markCause } from './cause.ts'
import { type Course, courseOf } from './course.ts'
import { markEvidence } from './evidence.ts'
import { harmOf, markHarm } from './harm.ts'
import { markLooked, touchedFirst } from './looked.ts'
import type { Mark } from './mark.ts'
import { markOwed } from './owed.ts'
import { markRepair } from './repair.ts'
import type { Right } from './right.ts'

/**
 * The grade of a session: everything in it is done again, so nothing that somebody wrote into the file counts. Whoever shows
 * the lab must not see it before the hand-in.
 */

export const grade = (scenario: Scenario, header: Header, actions: readonly Action[]): Grade =>
  graderOf(scenario, header)(actions)

/** For whoever grades the same lab again and again: what is right is found out once. */
export function graderOf(scenario: Scenario, header: Header): (actions: readonly Action[]) => Grade {
  let right: Right | undefined
  return actions => {
    const course = courseOf(scenario, header, actions, right)
    right = course.right
    return gradeOf(course)
  }
}

function gradeOf(course: Course): Grade {
  const harm = harmOf(course)
  const marks: Readonly<Record<PartId, Mark>> = {
    cause: markCause(course, OF.cause),
    evidence: markEvidence(course, OF.evidence),
    looked: markLooked(course, OF.looked),
    repair: markRepair(course, harm, OF.repair),
    owed: markOwed(course, OF.owed),
    harm: markHarm(harm, OF.harm),
  }
  const parts = PART_IDS.map(id => ({ id, points: whole(marks[id].points, OF[id]), of: OF[id], why: marks[id].why }))
  const { hints, undos } = course.standing
  const sum = parts.reduce((all, { points }) => all + points, 0)
  return {
    score: Math.max(0, sum - priceOf(course)),
    parts,
    claims: claimsOf(course),
    citations: course.citations,
    harm,
    touchedFirst: touchedFirst(course) !== undefined,
    hints,
    undone: undos,
  }
}

function priceOf({ standing: { hints, undos } }: Course): number {
  return HINT_PRICES.slice(0, hints).reduce((all, price) => all + price, 0) + UNDO_PRICE * undos
}

const whole = (points: number, of: number): number => Math.min(of, Math.max(0, Math.round(points)))
