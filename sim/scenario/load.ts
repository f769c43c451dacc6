import { load } from '../written/load.ts'
import type { Problem } from '../written/problems.ts'
import type { Locate } from '../written/source.ts'
import { scenarioSchema } from './schema.ts'
import type { Scenario } from './spec.ts'

/** From the text of a scenario to the scenario, or to everything that is wrong with it. Knows no key: schema.ts. */

export { formatProblems, type Problem } from '../written/problems.ts'
export type { Locate, Position } from '../written/source.ts'

export type Loaded =
  | {
      readonly ok: true
      readonly scenario: Scenario
      /** Where a path such as `['servers', 0, 'rollups', 1]` stands, for whoever finds fault with it later. */
      readonly locate: Locate
    }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/**
 * The text of a scenario file, read and checked. `file` is only the name that problems carry. Never throws; if anything is
 * wrong, everything that is wrong comes back at once, up to a thousand entries, in the order of the file: YAML and contract.
 */
export function loadScenario(text: string, file: string): Loaded {
  const loaded = load(scenarioSchema, text, file)
  return loaded.ok ? { ok: true, scenario: loaded.value, locate: loaded.locate } : loaded
}
