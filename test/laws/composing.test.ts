import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ChangeSpec, InstallSpec, Scenario } from '../../sim/scenario/spec.ts'
import { type Run, simulate } from '../../sim/simulate.ts'
import { installStep, manner, scenarioOf, server } from '../arbitraries/scenario.ts'
import { ALWAYS, observe } from './laws.ts'
import { scenarioById, servicesThatMatter } from './state.ts'

/**
 * Causes compose: whatever is wrong in any scenario of the project is put, up to four things at once, on servers of every
 * kind. What cannot be put on a server (a file that its roles do not have) is passed over.
 */

interface Fault {
  readonly name: string
  readonly change: readonly ChangeSpec[]
}

/** What a scenario changes for one cause, on its first server. */
const FAULTS: readonly Fault[] = readdirSync('scenarios').flatMap(name => {
  const { scenario } = scenarioById(name.replace('.yaml', ''))
  const changes = scenario.servers[0]!.change
  return scenario.causes.flatMap(cause => {
    const change = changes.filter(c => c.cause === cause)
    return change.length > 0 ? [{ name: cause, change }] : []
  })
})

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
  readonly kb: string
}

const composed: fc.Arbitrary<Composed> = fc
  .record({
    base: server,
    how: manner,
    call: fc.constantFrom(...CALLS),
    faults: fc.uniqueArray(fc.constantFrom(...FAULTS), { maxLength: 4, selector: fault => fault.name }),
    seed: fc.nat({ max: 9999 }),
  })
  .map(({ base: { spec, rollup }, how, call, faults, seed }) => {
    const step = { ...installStep(rollup.kb, how), ...call }
    const change = faults.flatMap(fault => fault.change)
    const kb = step.patch.kb
    return { scenario: scenarioOf({ ...spec, change }, [step]), faults, seed, kb }
  })

describe('causes compose', () => {
  test(`${new Set(FAULTS.map(f => f.name)).size} causes, up to four at once: every law holds, and every cause and code is reached`, () => {
    const met = new Set<string>()
    const codes = new Set<number | null>()
    let several = 0
    fc.assert(
      fc.property(composed, drawn => {
        const observed = observe(simulate(drawn.scenario, { seed: drawn.seed }), drawn.kb)
        for (const law of ALWAYS)
          expect(law.broken(observed), `${law.name}: ${drawn.faults.map(f => f.name).join(', ')}`).toBeUndefined()
        for (const { name } of drawn.faults) met.add(name)
        codes.add(observed.attempt.exitCode)
        if (drawn.faults.length === 4) several++
      }),
      { numRuns: 2500, seed: 1603 },
    )
    expect([...new Set(FAULTS.map(f => f.name))].filter(name => !met.has(name))).toEqual([])
    expect(CODES.filter(code => !codes.has(code))).toEqual([])
    expect(several).toBeGreaterThan(100)
  })

  test('in any order, as long as they do not touch each other', () => {
    fc.assert(
      fc.property(composed, ({ scenario, faults, seed }) => {
        fc.pre(!faults.some((a, i) => faults.slice(0, i).some(b => touch(a, b))))
        const turned = { ...scenario.servers[0]!, change: faults.toReversed().flatMap(f => f.change) }
        const other = simulate({ ...scenario, servers: [turned] }, { seed })
        expect(outcome(other)).toEqual(outcome(simulate(scenario, { seed })))
      }),
      { numRuns: 300, seed: 1603 },
    )
  })
})

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
function outcome({ attempts, servers }: Run): object {
  const { machine } = servers[0]!
  return {
    attempts: attempts.map(({ exitCode, dialogs }) => ({ exitCode, dialogs })),
    events: machine.logs.Application.map(e => [e.source, e.id]),
    services: servicesThatMatter(machine),
    files: [...machine.files.keys()].filter(path => !/\\config\.msi|\\installer\\|\\temp\\/i.test(path)).sort(),
  }
}
