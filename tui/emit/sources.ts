import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { lockName } from '../../sim/corpus/lock.ts'
import { told } from '../../sim/foreign/terminal.ts'
import type { Source, StreamPlan } from '../../sim/pipeline/stream.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { isArchive, isOtherArchive } from '../archive.ts'
import { usableBundle } from '../bundle.ts'
import { lockedCorpus, type StoredCorpus, wholeBundle } from '../corpus.ts'
import { EXIT, Stop } from '../exit.ts'
import { isFolder } from '../input.ts'
import { DEFAULT_SEED } from '../options.ts'
import { orContradiction, reproduction, usableScenario } from '../scenario.ts'

export interface Sources {
  readonly sources: StreamPlan['sources']
  /** They ran at the same time, and not one behind the other. */
  readonly together: boolean
}

/** What is to be simulated, from what was typed: a scenario, a bundle, a corpus bundle by bundle, or the hosts of a fleet. */
export async function sourcesOf(given: string, seed: number | undefined): Promise<Sources> {
  if (!isFolder(given)) {
    if (given !== '-' && (isArchive(given) || isOtherArchive(given)))
      throw new Stop(EXIT.unusable, told`${given} is an archive: unpack it, and give the folder`)
    const { id, name, scenario } = await usableScenario(given)
    const choice = { seed: seed ?? DEFAULT_SEED }
    return { sources: [() => ({ id: `${id}-${choice.seed}`, name, from: name, scenario, choice })], together: false }
  }
  if (existsSync(join(given, lockName()))) {
    if (seed !== undefined) throw fixedSeed(given)
    return sourcesIn(lockedCorpus(given))
  }
  const source = sourceIn(wholeBundle(given))
  if (seed !== undefined && seed !== source.choice.seed) throw fixedSeed(given)
  return { sources: [() => source], together: false }
}

/** What mutants leave of a run is no other run. */
function sourcesIn({ bundles, mutants, isFleet }: StoredCorpus): Sources {
  const forms = 1 + mutants.length
  const whole = bundles.filter((_, i) => i % forms === 0)
  return {
    sources: whole.map(
      ({ folder }) =>
        () =>
          sourceIn(folder),
    ),
    together: isFleet,
  }
}

function sourceIn(folder: string): Source {
  const { manifest, choice, scenario } = usableBundle(folder)
  const { mutant } = manifest
  if (mutant) {
    throw new Stop(
      EXIT.unusable,
      told`${folder} is what ${mutant.name} left of a run, which is simulated again here: give the whole bundle`,
    )
  }
  const { id, name, scenario: run } = scenario
  return { id, name, from: manifest.scenario, scenario: run, choice }
}

const fixedSeed = (given: string): Stop =>
  new Stop(EXIT.wrongUsage, told`${given} was made with a seed, which cannot be changed`)

export const simulated: StreamPlan['simulate'] = ({ name, scenario, choice }) =>
  orContradiction(reproduction('run', name, choice), () => simulate(scenario, choice))
