import { dirname, join } from 'node:path'
import { evidenceFiles } from '../sim/bundle/bundle.ts'
import { type Evidence, evidenceFrom } from '../sim/diagnosis/evidence.ts'
import { BUILT_IN } from '../sim/diagnosis/packs/builtIn.ts'
import { libraryOf } from '../sim/diagnosis/packs/library.ts'
import { beside, told } from '../sim/foreign/terminal.ts'
import { type Tried, tried } from '../sim/workbench/examples.ts'
import { evidenceAt } from './evidence.ts'
import { EXIT, Stop } from './exit.ts'
import { scenarioIds } from './input.ts'
import { DEFAULT_SEED } from './options.ts'
import type { BroughtPack } from './rules.ts'
import { simulateOrStop, usableScenario } from './scenario.ts'

/** The examples of packs that somebody brings: their evidence is had, and asked. Does not know whether one holds: sim/workbench. */

/** Evidence that is had once, for all rules that speak of it. */
type Had = Map<string, Evidence>

/** @throws Stop with the place of an example whose evidence is not to be had */
export async function triedExamples(packs: readonly BroughtPack[]): Promise<readonly Tried[]> {
  const library = libraryOf([...BUILT_IN, ...packs.map(({ pack }) => pack)])
  const had: Had = new Map()
  const all: Tried[] = []
  for (const brought of packs) {
    for (const [i, { id, examples = [] }] of brought.pack.rules.entries()) {
      for (const [k, example] of examples.entries()) {
        const evidence = await atExample(brought, i, k, () => evidenceOf(example, brought.file, had))
        all.push(tried(id, example, evidence, library))
      }
    }
  }
  return all
}

type Example = NonNullable<BroughtPack['pack']['rules'][number]['examples']>[number]

/** Paths are written as seen from the pack. */
async function evidenceOf({ scenario, evidence }: Example, pack: string, had: Had): Promise<Evidence> {
  const given = (scenario ?? evidence)!
  const place = scenario !== undefined && scenarioIds().includes(scenario) ? scenario : join(dirname(pack), given)
  const known = had.get(place)
  if (known) return known
  const found = scenario === undefined ? evidenceAt([place]) : await simulatedFrom(place)
  had.set(place, found)
  return found
}

async function simulatedFrom(place: string): Promise<Evidence> {
  const run = simulateOrStop(await usableScenario(place), { seed: DEFAULT_SEED }, 'run')
  return evidenceFrom(evidenceFiles(run))
}

async function atExample<T>({ file, locate }: BroughtPack, rule: number, k: number, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Stop) || error.code !== EXIT.unusable) throw error
    const { line, column } = locate(['rules', rule, 'examples', k])
    throw new Stop(error.code, beside(told`${file}:${line}:${column} this example cannot be had: `, error.message))
  }
}
