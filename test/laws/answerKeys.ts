import { isDeepStrictEqual } from 'node:util'
import { makeBundle } from '../../sim/bundle/bundle.ts'
import { type Run, simulate } from '../../sim/run/simulate.ts'
import type { Expectation } from '../../sim/scenario/spec.ts'
import { scenarioById, scenarioIds } from './state.ts'
import type { Trial } from './trial.ts'

/** Every scenario of the project, seed after seed. */
const SEEDS = 50
/** Of each scenario these many are rendered as well. */
const RENDERED = 3

const ids = scenarioIds()

export const answerKeys: Trial = {
  name: 'answer-keys',
  law: 'the scenarios of the project end as their answer keys say, whatever the seed',
  sample: 2 * ids.length,
  whole: () => SEEDS * ids.length,
  endless: true,
  marks: {},
  broken: n => notAsKey(idOf(n), Math.ceil(n / ids.length)),
}

/** The scenario of case n; all of them come before the next seed. */
export const idOf = (n: number): string => ids[(n - 1) % ids.length]!

function notAsKey(id: string, seed: number): string | undefined {
  const { scenario, text } = scenarioById(id)
  const run = simulate(scenario, { seed })
  const found = outcome(run)
  if (!isDeepStrictEqual(found, scenario.expect)) return `${id} with seed ${seed}: ${JSON.stringify(found)}`
  if (seed > RENDERED) return undefined
  const files = makeBundle(run, { scenarioName: id, scenarioText: text, toolVersion: '0.0.0' })
  return files.length > 10 ? undefined : `${id} with seed ${seed} makes ${files.length} files`
}

/** What an answer key says, as the run says it. */
function outcome({ attempts, servers }: Run): Expectation {
  const { initial, machine, facts } = servers[0]!
  const failed = facts.find(f => f.body.kind === 'action-ended' && f.body.value === 3)
  return {
    exitCodes: attempts.map(({ exitCode }) => exitCode),
    firstReturnValue3: failed?.body.kind === 'action-ended' ? failed.body.action : null,
    events: machine.logs.Application.slice(initial.logs.Application.length)
      .filter(e => e.source === 'MsiInstaller')
      .map(e => e.id),
  }
}
