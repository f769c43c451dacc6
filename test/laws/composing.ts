import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { CAUSES } from '../../sim/causes.ts'
import { isCall, type Run, simulate } from '../../sim/run/simulate.ts'
import type { ChangeSpec, InstallSpec, Scenario } from '../../sim/scenario/spec.ts'
import { installStep, manner, scenarioOf, server } from '../arbitraries/scenario.ts'
import { ALWAYS, type Law, observe } from './laws.ts'
import { STAGES } from './stages.ts'
import { scenarioById, scenarioIds, servicesThatMatter } from './state.ts'
import { drawn, type Reach, type Trial } from './trial.ts'

/**
 * Causes compose: whatever is wrong in any scenario of the project is put, up to four things at once, on servers of every
 * kind, and on the server of every other scenario. What cannot be put on a server (a file that its roles do not have) is
 * passed over.
 */

interface Fault {
  readonly name: string
  readonly change: readonly ChangeSpec[]
}

const SCENARIOS: readonly Scenario[] = scenarioIds().map(id => scenarioById(id).scenario)

/** What a scenario changes for one cause, on its first server. */
const FAULTS: readonly Fault[] = SCENARIOS.flatMap(({ causes, servers }) =>
  causes.flatMap(name => {
    const change = servers[0]!.change.filter(c => c.cause === name)
    return change.length > 0 ? [{ name, change }] : []
  }),
)

/** What an installation of a rollup can return. */
const CODES = [0, 1601, 1602, 1603, 1610, 1612, 1618, 1625, 1632, 1635, 1636, 1642, 1643, 3010]

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

interface Composed {
  readonly scenario: Scenario
  readonly faults: readonly Fault[]
  readonly seed: number
}

const seed = fc.nat({ max: 9999 })

const upTo = (most: number): fc.Arbitrary<Fault[]> =>
  fc.uniqueArray(fc.constantFrom(...FAULTS), { maxLength: most, selector: fault => fault.name })

/** Any server, one call of any kind. */
const anywhere: fc.Arbitrary<Composed> = fc
  .record({ base: server, how: manner, call: fc.constantFrom(...CALLS), faults: upTo(4), seed })
  .map(({ base: { spec, rollup }, how, call, faults, seed }) => {
    const step = { ...installStep(rollup.kb, how), ...call }
    const change = faults.flatMap(fault => fault.change)
    return { scenario: scenarioOf({ ...spec, change }, [step]), faults, seed }
  })

/** What else is wrong while a scenario takes its course. */
const meanwhile: fc.Arbitrary<Composed> = fc
  .record({ base: fc.constantFrom(...SCENARIOS), faults: upTo(3), seed })
  .map(({ base, faults, seed }) => {
    const [first, ...others] = base.servers
    const change = [...first!.change, ...faults.flatMap(fault => fault.change)]
    return { scenario: { ...base, servers: [{ ...first!, change }, ...others] }, faults, seed }
  })

/** The first law that a run breaks, of those that speak of runs like it. */
function brokenLaw({ scenario }: Composed, run: Run): string | undefined {
  if (run.attempts.length === 0) return undefined
  const last = scenario.steps.findLast(isCall)!
  const kb = last.kind === 'install' && last.patch.kind === 'rollup' ? last.patch.kb : undefined
  const observed = observe(run, kb)
  const returned = observed.attempt.exitCode !== null
  // A law about a single call speaks of a rollup's installation; where the package is blocked, the step brings a policy along.
  const blocked = last.kind === 'install' && last.package === 'blocked'
  const single = scenario.steps.length === 1 && kb !== undefined && !blocked
  const speaks = ({ of }: Law): boolean => of === 'run' || (returned && (single || of !== 'single-call'))
  for (const law of ALWAYS.filter(speaks)) {
    const wrong = law.broken(observed)
    if (wrong !== undefined) return `${law.name}: ${wrong}`
  }
  return undefined
}

const FOUR = 'four things wrong at once'
const ended = (code: number | null): string => `return code ${code}`
const once = (marks: readonly string[]): Trial['marks'] => Object.fromEntries(marks.map(mark => [mark, 1]))

function broken(composed: Composed, reach: Reach): string | undefined {
  const run = simulate(composed.scenario, { seed: composed.seed })
  const names = [...composed.scenario.causes, ...composed.faults.map(fault => fault.name)]
  for (const name of new Set(names)) reach(name)
  for (const { exitCode } of run.attempts) reach(ended(exitCode))
  for (const stage of STAGES) if (stage.reached(run)) reach(stage.name)
  if (names.length >= 4) reach(FOUR)
  const wrong = brokenLaw(composed, run)
  return wrong && `${names.join(', ')}: ${wrong}`
}

export const severalFaults = drawn({
  name: 'several-faults',
  law: 'causes compose on any server, up to four at once: every law holds',
  sample: 600,
  whole: 2500,
  marks: { ...once([...FAULTS.map(({ name }) => name), ...CODES.map(ended)]), [FOUR]: 250 },
  from: anywhere,
  broken,
})

export const onTopOfScenario = drawn({
  name: 'on-top-of-scenario',
  law: 'causes compose on top of any scenario of the project: every law holds',
  sample: 600,
  whole: 2000,
  marks: { ...once([...CAUSES, ...CODES.map(ended), ...STAGES.map(({ name }) => name)]), [FOUR]: 250 },
  from: meanwhile,
  broken,
})

export const inAnyOrder = drawn({
  name: 'in-any-order',
  law: 'causes that do not touch each other do the same in any order',
  sample: 100,
  whole: 5000,
  from: anywhere.filter(({ faults }) => !faults.some((a, i) => faults.slice(0, i).some(b => touch(a, b)))),
  broken({ scenario, faults, seed }) {
    const turned = { ...scenario.servers[0]!, change: faults.toReversed().flatMap(f => f.change) }
    const other = outcome(simulate({ ...scenario, servers: [turned] }, { seed }))
    return firstDifference(outcome(simulate(scenario, { seed })), other)
  },
})

function firstDifference(one: Outcome, other: Outcome): string | undefined {
  const part = (Object.keys(one) as (keyof Outcome)[]).find(name => !isDeepStrictEqual(one[name], other[name]))
  return part && `other ${part}: ${JSON.stringify(other[part])}, not ${JSON.stringify(one[part])}`
}

function touch(a: Fault, b: Fault): boolean {
  const others = b.change.flatMap(subjects)
  return a.change.flatMap(subjects).some(one => others.some(other => one.startsWith(other) || other.startsWith(one)))
}

/** The things of the machine that a change names. */
function subjects(change: ChangeSpec): string[] {
  switch (change.kind) {
    case 'process':
      return [change.name, ...change.holds].map(lower)
    case 'rename':
    case 'pending-rename':
      return [change.from, change.to ?? ''].filter(Boolean).map(lower)
    case 'registry':
      return [lower(`${change.key}\\${change.name}`)]
    case 'service':
      return [lower(change.name)]
    case 'delete':
    case 'write':
    case 'deny':
      return [lower(change.path)]
    case 'cached-package':
    case 'source':
      return [lower(change.of)]
    default:
      return [change.kind]
  }
}

const lower = (text: string): string => text.toLowerCase()

/** Without times and process ids: those are drawn in the order of the changes. */
function outcome({ attempts, servers }: Run) {
  const { machine } = servers[0]!
  return {
    attempts: attempts.map(({ exitCode, dialogs }) => ({ exitCode, dialogs })),
    events: machine.logs.Application.map(e => [e.source, e.id]),
    services: servicesThatMatter(machine),
    files: [...machine.files.keys()].filter(path => !/\\config\.msi|\\installer\\|\\temp\\/i.test(path)).sort(),
  }
}

type Outcome = ReturnType<typeof outcome>
