import { SCENARIO_FILE } from '../sim/bundle/bundleFile.ts'
import { type Combine, type Fault, faultsOf, mostTogether } from '../sim/corpus/faults.ts'
import { type CorpusScenario, corpusScenario, type PlannedBundle } from '../sim/corpus/plan.ts'
import { told } from '../sim/foreign/terminal.ts'
import { asOptions } from '../sim/scenario/choice.ts'
import { EXIT, Stop } from './exit.ts'
import { readOwnScenario, scenarioIds } from './input.ts'
import { checked, reproduction, type UsableScenario, usableScenario } from './scenario.ts'

/** Which bundles are meant, from what was typed. Does not know what is done with them. */

export type Range = Pick<Combine, 'least' | 'most'>

/** Those that are named, or all that are listed. @throws Stop where one cannot be simulated */
export async function chosenScenarios(given: readonly string[] | undefined): Promise<readonly UsableScenario[]> {
  if (given === undefined) return scenarioIds().map(id => checked(readOwnScenario(id)))
  const scenarios: UsableScenario[] = []
  for (const one of given) scenarios.push(await usableScenario(one))
  return scenarios
}

/** A file of somebody's own may lie anywhere; the bundle carries it, and where it lay changes no byte. */
export function asPlanned({ id, name, text, scenario }: UsableScenario): CorpusScenario {
  return corpusScenario(id, name === id ? id : SCENARIO_FILE, text, scenario)
}

/** @throws Stop where fewer faults stand together than are asked for */
export function combineOf(usable: readonly UsableScenario[], { least, most }: Range): Combine {
  const faults: readonly Fault[] = faultsOf(usable.map(({ text }) => text))
  const together = mostTogether(faults)
  if (most <= together) return { least, most, faults }
  throw new Stop(
    EXIT.wrongUsage,
    told`--combine asks for ${most} faults at once; of these scenarios, ${together} can stand together on one server`,
  )
}

/** What was typed of a plan. */
export interface PlanOptions {
  readonly scenario?: readonly string[]
  readonly seed: number
  readonly combine?: Range
  readonly logLevel?: string
}

/** The command that makes one bundle of a plan alone. */
export function remade(
  { scenario, combine, seed, logLevel }: PlanOptions,
  usable: readonly UsableScenario[],
  bundle: PlannedBundle,
): string {
  const { from, number, mutant } = bundle
  const mutate = mutant === undefined ? '' : ` --mutate ${mutant}`
  if (!('faults' in from)) return reproduction('run', usable[(number - 1) % usable.length]!.name, bundle) + mutate
  const named = scenario === undefined ? '' : ` --scenario ${scenario.join(' ')}`
  const faults = `--combine ${combine!.least}-${combine!.most}`
  return `lab1603 generate${named} ${faults} ${asOptions({ seed, logLevel })}${mutate} --count ${number} --shard ${number}/${number} --out DIR`
}
