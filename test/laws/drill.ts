import { isDeepStrictEqual } from 'node:util'
import { type Grade, OF, type PartId } from '../../sim/drill/grade.ts'
import { judgeOf } from '../../sim/drill/marking/judge.ts'
import { grade } from '../../sim/drill/marking/marking.ts'
import { debts } from '../../sim/remedy/debts.ts'
import { differences } from '../../sim/remedy/state.ts'
import { twinOf } from '../../sim/remedy/twin.ts'
import { simulate } from '../../sim/run/simulate.ts'
import type { Scenario } from '../../sim/scenario/spec.ts'
import { HAND_IN, header, solution } from '../sim/drill/solver.ts'
import { scenarioById, scenarioIds } from './state.ts'
import type { Trial } from './trial.ts'

/** Every scenario of the project as a lab, seed after seed: solved by its documents, and not touched at all. */
const SEEDS = 10
const ids = scenarioIds()

export const drillSolved: Trial = {
  name: 'drill-solved',
  law: 'of every scenario the documented remedy, typed, gives 100, and doing nothing gives exactly the floor',
  sample: 3,
  whole: () => SEEDS * ids.length,
  endless: false,
  marks: { 'worth nothing': 20, 'right as it was': 10 },
  broken(n, reach) {
    const [id, seed] = [ids[(n - 1) % ids.length]!, Math.ceil(n / ids.length)]
    const { scenario } = scenarioById(id)
    const solved = grade(scenario, header(seed), solution(id, scenario, seed))
    if (solved.score !== 100) return `${id} with seed ${seed}: ${toldOf(solved)}`
    const untouched = grade(scenario, header(seed), [HAND_IN])
    const floor = floorOf(scenario, seed)
    reach(floor.repair === 0 ? 'worth nothing' : 'right as it was')
    const points = Object.fromEntries(untouched.parts.map(({ id, points }) => [id, points]))
    return isDeepStrictEqual(points, floor)
      ? undefined
      : `${id} with seed ${seed}, untouched: ${JSON.stringify(points)} and not ${JSON.stringify(floor)}`
  },
}

const toldOf = ({ parts }: Grade): string =>
  parts.flatMap(({ id, points, of, why }) => (points < of ? [`${id} ${points} of ${of}: ${why}`] : [])).join('\n')

/** What whoever does nothing gets, by what repair says of the servers as they stand. */
function floorOf(scenario: Scenario, seed: number): Record<PartId, number> {
  const [run, twin] = [simulate(scenario, { seed }), twinOf(scenario, { seed })]
  const pairs = run.servers.map(({ machine }, i) => [machine, twin.run.servers[i]!.machine] as const)
  const { offered } = judgeOf(run)
  const nothingIs = scenario.causes.length === 0
  const all = (part: PartId, isMet: boolean): number => (isMet ? OF[part] : 0)
  return {
    cause: all('cause', nothingIs),
    evidence: all('evidence', nothingIs || (offered.causes.size === 0 && offered.symptoms.length === 0)),
    looked: all('looked', nothingIs),
    repair: all('repair', nothingIs || pairs.every(([is, should]) => differences(is, should).length === 0)),
    owed: all(
      'owed',
      pairs.every(([is, should]) => debts(is, should).length === 0),
    ),
    harm: OF.harm,
  }
}
