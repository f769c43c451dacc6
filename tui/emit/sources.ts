import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { lockName } from '../../sim/corpus/lock.ts'
import { told } from '../../sim/foreign/terminal.ts'
import type { Source, StreamPlan } from '../../sim/pipeline/stream.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { usableBundle } from '../bundle.ts'
import { lockedCorpus } from '../corpus.ts'
import { EXIT, Stop } from '../exit.ts'
import { isFolder } from '../input.ts'
import { DEFAULT_SEED } from '../options.ts'
import { orContradiction, reproduction, usableScenario } from '../scenario.ts'

/** What is to be simulated, from what was typed: a scenario, a bundle, or a corpus bundle by bundle. */
export async function sourcesOf(given: string, seed: number | undefined): Promise<StreamPlan['sources']> {
  if (!isFolder(given)) {
    const { id, name, scenario } = await usableScenario(given)
    const choice = { seed: seed ?? DEFAULT_SEED }
    return [() => ({ id: `${id}-${choice.seed}`, name, scenario, choice })]
  }
  if (existsSync(join(given, lockName()))) {
    if (seed !== undefined) throw fixedSeed(given)
    return lockedCorpus(given).bundles.map(
      ({ folder }) =>
        () =>
          sourceIn(folder),
    )
  }
  const source = sourceIn(given)
  if (seed !== undefined && seed !== source.choice.seed) throw fixedSeed(given)
  return [() => source]
}

function sourceIn(folder: string): Source {
  const { choice, scenario } = usableBundle(folder)
  const { id, name, scenario: run } = scenario
  return { id, name, scenario: run, choice }
}

const fixedSeed = (given: string): Stop =>
  new Stop(EXIT.wrongUsage, told`${given} was made with a seed, which cannot be changed`)

export const simulated: StreamPlan['simulate'] = ({ name, scenario, choice }) =>
  orContradiction(reproduction('run', name, choice), () => simulate(scenario, choice))
