import { PARTS, type Part } from '../../remedy/state.ts'
import type { Harm } from '../grade.ts'
import { shareNamed } from './cause.ts'
import type { Course } from './course.ts'
import { listed, type Mark, onServer } from './mark.ts'
import { keyOf, type Wrong } from './right.ts'

/**
 * How far the servers have come to what they should be: by parts (rollup, services, policies, files, Outlook Web Access), each of
 * them by what of it is right now. What was right and is not any more costs; what counts as harm is not counted again.
 */
export function markRepair(course: Course, harm: readonly Harm[], of: number): Mark {
  const counted = new Set(harm.flatMap(({ rows }) => rows))
  const wrong = course.wrong.filter(row => !counted.has(keyOf(row)))
  if (wrong.length === 0) return { points: of, why: 'Every server is as its healthy twin.' }
  if (brokenSince(course.opening.wrong, wrong).size === 0 && course.right.isBeyondRepair()) {
    const why = 'No command brings this server back: naming the cause, so that it is built anew, is the repair.'
    return { points: of * shareNamed(course), why }
  }
  return {
    points: repairPoints(course.opening.wrong, wrong, of),
    why: `Not as it should be: ${rowsText(course, wrong)}.`,
  }
}

/** Each part that was not right at the opening counts the same, by the share of it that is right now. */
export function repairPoints(opening: readonly Wrong[], wrong: readonly Wrong[], of: number): number {
  const still = new Set(wrong.map(keyOf))
  const shares = PARTS.flatMap(part => {
    const rows = opening.filter(row => row.part === part)
    return rows.length === 0 ? [] : [rows.filter(row => !still.has(keyOf(row))).length / rows.length]
  })
  const share = shares.length === 0 ? 1 : shares.reduce((all, one) => all + one, 0) / shares.length
  return of * share - (of / PARTS.length) * brokenSince(opening, wrong).size
}

/** Parts in which something was right and is not any more. */
function brokenSince(opening: readonly Wrong[], wrong: readonly Wrong[]): ReadonlySet<Part> {
  const before = new Set(opening.map(keyOf))
  return new Set(wrong.filter(row => !before.has(keyOf(row))).map(({ part }) => part))
}

/** Files of the product, of which there are hundreds, come last. */
function rowsText({ run }: Course, rows: readonly Wrong[]): string {
  const isFile = ({ part, name }: Wrong): boolean => part === 'rollup' && /^[A-Z]:\\/.test(name)
  const ordered = [...rows.filter(row => !isFile(row)), ...rows.filter(isFile)]
  return listed(
    ordered.map(({ server, name, is, should }) => onServer(run, server, `${name} is ${is} and should be ${should}`)),
  )
}
