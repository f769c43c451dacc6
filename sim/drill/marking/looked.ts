import type { Course } from './course.ts'
import type { Mark } from './mark.ts'
import { quoted } from './typed.ts'

/** Whether somebody had an idea of what is wrong before anything was changed. Where nothing is wrong there is none to have. */
export function markLooked(course: Course, of: number): Mark {
  const { deeds, scenario } = course
  if (scenario.causes.length === 0) return { points: of, why: 'There was no cause to be found first.' }
  if (claimIn(course) < 0) return { points: 0, why: 'No cause was claimed.' }
  const touch = touchedFirst(course)
  if (touch === undefined) return { points: of, why: 'A cause was claimed before anything was changed.' }
  return { points: 0, why: `${quoted(deeds[touch]!)} changed the server before any cause was claimed.` }
}

/** Place of the deed that changed something before any claim, or without one; whoever changed nothing has none. */
export function touchedFirst(course: Course): number | undefined {
  const [touch] = course.touching
  const claim = claimIn(course)
  return course.scenario.causes.length === 0 || (touch !== undefined && claim >= 0 && claim < touch) ? undefined : touch
}

const claimIn = ({ deeds }: Course): number => deeds.findIndex(({ action }) => action.kind === 'claim')
