import type { Course } from './course.ts'
import type { Mark } from './mark.ts'
import { quoted } from './typed.ts'

/** Whether somebody had an idea of what is wrong before anything was changed. Where nothing is wrong there is none to have. */
export function markLooked({ deeds, touching, scenario }: Course, of: number): Mark {
  if (scenario.causes.length === 0) return { points: of, why: 'There was no cause to be found first.' }
  const claim = deeds.findIndex(({ action }) => action.kind === 'claim')
  const [touch] = touching
  if (claim < 0) return { points: 0, why: 'No cause was claimed.' }
  if (touch === undefined || claim < touch)
    return { points: of, why: 'A cause was claimed before anything was changed.' }
  return { points: 0, why: `${quoted(deeds[touch]!)} changed the server before any cause was claimed.` }
}
