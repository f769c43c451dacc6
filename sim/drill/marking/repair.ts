import { repair } from '../../remedy/repair.ts'
import { PARTS, type Part } from '../../remedy/state.ts'
import type { Harm } from '../grade.ts'
import { shareNamed } from './cause.ts'
import type { Course } from './course.ts'
import { listed, type Mark } from './mark.ts'
import { keyOf, type Wrong } from './right.ts'

/**
 * How far the servers have come to what they should be: by parts (rollup, services, policies, files, Outlook Web Access), each of
 * them by what of it is right now. What was right and is not any more costs; what counts as harm is not counted again.
 */
export function markRepair(course: Course, harm: readonly Harm[], of: number): Mark {
  const counted = new Set(harm.flatMap(({ rows }) => rows))
  const wrong = course.wrong.filter(row => !counted.has(keyOf(row)))
  const broken = brokenSince(course, wrong)
  const lost = (of / PARTS.length) * broken.size
  if (wrong.length > 0 && broken.size === 0 && isBeyondRepair(course)) {
    const why = 'No command brings this server back: naming the cause, so that it is built anew, is the repair.'
    return { points: of * shareNamed(course), why }
  }
  const share = shareMended(course, wrong)
  const why = wrong.length === 0 ? 'Every server is as its healthy twin.' : `Not as it should be: ${rowsText(wrong)}.`
  return { points: of * share - lost, why }
}

const groupOf = (part: Part, rows: readonly Wrong[]): readonly Wrong[] => rows.filter(row => row.part === part)

/** Parts in which something was right and is not any more. */
function brokenSince({ opening }: Course, wrong: readonly Wrong[]): ReadonlySet<Part> {
  const before = new Set(opening.wrong.map(keyOf))
  return new Set(wrong.filter(row => !before.has(keyOf(row))).map(({ part }) => part))
}

/** Each part that was not right counts the same, by the share of it that is right now. */
function shareMended({ opening }: Course, wrong: readonly Wrong[]): number {
  const still = new Set(wrong.map(keyOf))
  const shares = PARTS.flatMap(part => {
    const rows = groupOf(part, opening.wrong)
    if (rows.length === 0) return []
    return [rows.filter(row => !still.has(keyOf(row))).length / rows.length]
  })
  return shares.length === 0 ? 1 : shares.reduce((all, share) => all + share, 0) / shares.length
}

/** Whether all advice comes down to giving up what stands on the server. */
const isBeyondRepair = ({ scenario, run: { seed } }: Course): boolean =>
  repair(scenario, { seed }).result.outcome === 'rebuild'

const rowsText = (rows: readonly Wrong[]): string =>
  listed(rows.map(({ server, name, is, should }) => `${server}: ${name} is ${is} and should be ${should}`))
