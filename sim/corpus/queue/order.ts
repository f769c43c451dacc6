import { INPUT_LIMITS } from '../../limits.ts'
import { loadScenario } from '../../scenario/load.ts'
import { faultsOf } from '../faults.ts'
import { type CorpusPlan, corpusScenario } from '../plan.ts'

/**
 * A plan on its way to workers: what it follows from, as JSON, from which each works it out again. Does not know what is
 * done with its bundles.
 */
export interface PlanOrder {
  readonly seed: number
  readonly count: number
  readonly scenarios: readonly { readonly id: string; readonly name: string; readonly text: string }[]
  readonly combine?: { readonly least: number; readonly most: number }
  readonly logLevel?: string
  readonly mutants: readonly string[]
}

export function planOrder({ seed, count, scenarios, combine, logLevel, mutants = [] }: CorpusPlan): PlanOrder {
  return {
    seed,
    count,
    scenarios: scenarios.map(({ id, name, text }) => ({ id, name, text })),
    ...(combine && { combine: { least: combine.least, most: combine.most } }),
    ...(logLevel !== undefined && { logLevel }),
    mutants,
  }
}

/** @throws RangeError where a text is no scenario to this version of the program */
export function planOf({ seed, count, scenarios, combine, logLevel, mutants }: PlanOrder): CorpusPlan {
  return {
    seed,
    count,
    scenarios: scenarios.map(({ id, name, text }) => {
      const loaded = text.length > INPUT_LIMITS.scenario.most ? undefined : loadScenario(text, id)
      if (!loaded?.ok) throw new RangeError(`the order has a scenario ${id} that cannot be read here`)
      return corpusScenario(id, name, text, loaded.scenario)
    }),
    combine: combine && { ...combine, faults: faultsOf(scenarios.map(({ text }) => text)) },
    logLevel,
    mutants,
  }
}
