import fc from 'fast-check'
import type { ChangeSpec, InstallSpec, Scenario } from '../../sim/scenario/spec.ts'
import { loadScenario, scenarioIds, scenarioText } from '../index.ts'
import { installStep, manner, scenarioOf, server } from './scenario.ts'

/** Whatever is wrong in any scenario of the project, put together on servers of every kind. */

/** What a scenario changes for one cause, on its first server. */
export interface Fault {
  readonly name: string
  readonly change: readonly ChangeSpec[]
}

const SCENARIOS: readonly Scenario[] = scenarioIds.map(id => {
  const loaded = loadScenario(scenarioText(id), id)
  if (!loaded.ok) throw new Error(`the scenario ${id} cannot be used`)
  return loaded.scenario
})

export const FAULTS: readonly Fault[] = SCENARIOS.flatMap(({ causes, servers }) =>
  causes.flatMap(name => {
    const change = servers[0]!.change.filter(c => c.cause === name)
    return change.length > 0 ? [{ name, change }] : []
  }),
)

/** What is wrong with the call itself; not `blocked`, which is a policy that the step itself would add to the registry. */
const CALLS: readonly Partial<InstallSpec>[] = [
  {},
  {},
  {},
  { elevated: false },
  { package: 'missing' },
  { package: 'damaged' },
  { arch: 'x86' },
  { patch: { kind: 'rollup', kb: 'KB952580' } },
]

export interface Composed {
  readonly scenario: Scenario
  readonly faults: readonly Fault[]
  readonly seed: number
}

const seed = fc.nat({ max: 9999 })

const upTo = (most: number): fc.Arbitrary<Fault[]> =>
  fc.uniqueArray(fc.constantFrom(...FAULTS), { maxLength: most, selector: fault => fault.name })

/** Any server, one call of any kind. */
export const anywhere: fc.Arbitrary<Composed> = fc
  .record({ base: server, how: manner, call: fc.constantFrom(...CALLS), faults: upTo(4), seed })
  .map(({ base: { spec, rollup }, how, call, faults, seed }) => {
    const step = { ...installStep(rollup.kb, how), ...call }
    const change = faults.flatMap(fault => fault.change)
    return { scenario: scenarioOf({ ...spec, change }, [step]), faults, seed }
  })

/** What else is wrong while a scenario takes its course. */
export const meanwhile: fc.Arbitrary<Composed> = fc
  .record({ base: fc.constantFrom(...SCENARIOS), faults: upTo(3), seed })
  .map(({ base, faults, seed }) => {
    const [first, ...others] = base.servers
    const change = [...first!.change, ...faults.flatMap(fault => fault.change)]
    return { scenario: { ...base, servers: [{ ...first!, change }, ...others] }, faults, seed }
  })
