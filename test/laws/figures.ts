import { faultsOf } from '../../sim/corpus/faults.ts'
import { builtIn } from '../../sim/diagnosis/packs/builtIn.ts'
import { type Answered, answersOf, askRules } from '../../sim/workbench/answers.ts'
import { exercisesOf } from '../../sim/workbench/bundles.ts'
import { type CauseScore, type Score, score, type Tenth } from '../../sim/workbench/score.ts'
import { scenarioById, scenarioIds } from './state.ts'
import type { Trial } from './trial.ts'

/** How well the rules of the program do. A case is a server with one to three faults; the figures are those of all cases. */

const FOUND = 0.98
const FIRST = 0.97
/** Of each cause that so many servers show. */
const OF_EACH = 0.9
const SHOWN = 10
/** How far what is said may lie from what comes true, in each tenth of confidence with so many claims. */
const POINTS = 0.05
const ENOUGH = 50

const faults = faultsOf(scenarioIds().map(id => scenarioById(id).text))

/** What is said of the servers that a plan draws: one to three faults, or none. */
export function answersTo(seed: number, count: number, [least, most]: readonly [number, number]): Answered[] {
  const plan = { seed, count, scenarios: [], combine: { least, most, faults } }
  return [...answersOf(exercisesOf(plan), askRules(builtIn))]
}

export const scored = (answers: readonly Answered[]): Score =>
  score(
    builtIn.entries.map(({ rule }) => rule),
    answers,
  )

export const figures: Trial = {
  name: 'figures',
  law: 'of one to three faults what the evidence shows is found and told first, nothing else is, and as surely as it is true',
  sample: 60,
  whole: () => 600,
  endless: true,
  marks: {},
  broken(n, _reach, keep) {
    const [answered] = answersTo(n, 1, [1, 3])
    const { bundle, claims, answer } = answered!
    keep({ ...answered!, signs: [] })
    const untrue = claims.filter(({ role, cause }) => role === 'fault' && !answer.causes.includes(cause))
    return untrue.length === 0 ? undefined : `${bundle}: claims ${untrue.map(({ rule }) => rule).join(', ')}`
  },
  together: kept => shortOf(scored(kept as readonly Answered[])),
}

function shortOf({ whole, causes, calibration }: Score): string[] {
  return [
    ...(whole.found < FOUND * whole.visible ? [`found ${whole.found} of ${whole.visible}`] : []),
    ...(whole.first < FIRST * whole.showing ? [`first in ${whole.first} of ${whole.showing}`] : []),
    ...causes.filter(isRarelyFound).map(({ cause, found, visible }) => `${cause}: found ${found} of ${visible}`),
    ...calibration.filter(isFarOff).map(tenth => `said ${tenth.said}: true ${tenth.true} of ${tenth.claims}`),
  ]
}

/** A cause that few servers show may fall short by chance: by two standard deviations. */
function isRarelyFound({ found, visible }: CauseScore): boolean {
  const missed = visible * (1 - OF_EACH)
  return visible >= SHOWN && visible - found > missed + 2 * Math.sqrt(missed * OF_EACH)
}

const isFarOff = ({ claims, true: right, said }: Tenth): boolean =>
  claims >= ENOUGH && Math.abs(right / claims - said!) > POINTS
