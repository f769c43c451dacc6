import type fc from 'fast-check'
import type { Machine } from '../model/machine/machine.ts'
import { loadUsable } from '../sim/run/usable.ts'
import { buildServer } from '../sim/scenario/build.ts'
import type { ChangeSpec } from '../sim/scenario/spec.ts'
import { anyScenario as anythingWritten, type Written } from './arbitraries/anything.ts'
import { FAULTS, type Fault } from './arbitraries/composed.ts'
import { type Drawn, faulty, healthy } from './arbitraries/scenario.ts'

/**
 * What lab1603 is tested with, for the tests of others: arbitraries of fast-check for servers, what is wrong with them,
 * whole scenarios and combinations. What is drawn simulates without contradiction; that is what our own tests hold it to.
 */

export type { Written } from './arbitraries/anything.ts'
export {
  anywhere as anyCombination,
  type Composed,
  type Fault,
  meanwhile as anyScenarioWithMore,
} from './arbitraries/composed.ts'
export { type Drawn, faulty as anyFaulty, healthy as anyHealthy } from './arbitraries/scenario.ts'

/** Whatever a scenario may say, as the text of its file. */
export const anyScenario: fc.Arbitrary<Written> = anythingWritten.filter(({ text }) => loadUsable(text, '').ok)

/** What the scenarios of lab1603 have wrong with their servers, by cause. */
export const faults: readonly Fault[] = FAULTS

const machineOf = ({ scenario, seed }: Drawn): Machine => buildServer(scenario, 0, seed).recorder.machine

/** A server before anything is done on it, with nothing wrong. */
export const healthyMachine: fc.Arbitrary<Machine> = healthy.map(machineOf)

/** One with up to three things wrong. */
export const faultyMachine: fc.Arbitrary<Machine> = faulty.map(machineOf)

export type { ChangeSpec, Machine }
