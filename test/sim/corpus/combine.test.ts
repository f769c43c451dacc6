import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { baselines, rollupOf } from '../../../model/exchange/builds.ts'
import { fileAt } from '../../../model/machine/machine.ts'
import { makeBundle } from '../../../sim/bundle/bundle.ts'
import { CombinationError, combination } from '../../../sim/corpus/combine.ts'
import { type Combine, type Fault, faultsOf, mostTogether } from '../../../sim/corpus/faults.ts'
import { type Run, simulate } from '../../../sim/run/simulate.ts'
import { loadScenario } from '../../../sim/scenario/load.ts'
import type { Scenario } from '../../../sim/scenario/schema.ts'

const text = (id: string): string => readFileSync(`scenarios/${id}.yaml`, 'utf8')
const ALL = faultsOf(readdirSync('scenarios').map(name => readFileSync(`scenarios/${name}`, 'utf8')))
const SEEDS = Array.from({ length: 120 }, (_, seed) => seed)

const of = (faults: readonly Fault[], least: number, most = least): Combine => ({ least, most, faults })

function read(written: string): Scenario {
  const loaded = loadScenario(written, 'scenario.yaml')
  if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
  return loaded.scenario
}

const causesMade = ({ servers, steps }: Scenario): string[] =>
  [...servers[0]!.change, ...steps].flatMap(({ cause }) => cause ?? [])

describe('the faults of a scenario', () => {
  it('are what it marks on its first server', () => {
    expect(faultsOf([text('cached-package-missing')])).toEqual([
      {
        causes: ['cached-package-missing'],
        sources: ['bulletin', 'kb2784788'],
        change: [
          { 'cached-package': { of: 'product', state: 'missing' }, cause: 'cached-package-missing' },
          { source: { of: 'product', reachable: false }, cause: 'cached-package-missing' },
        ],
      },
    ])
  })

  it('are a mistake in the call, with the kind of server on which it is one', () => {
    expect(faultsOf([text('not-elevated')])).toMatchObject([
      {
        causes: ['not-elevated'],
        change: [],
        call: {
          says: { elevated: false },
          server: { os: 'windows-server-2008', roles: ['mailbox', 'client-access', 'hub-transport'] },
        },
      },
    ])
  })

  it.each(['superseded', 'wrong-baseline', 'interim-update-installed', 'cluster-not-offered', 'product-absent'])(
    'are none where the mistake is what is installed on which server: %s',
    id => expect(faultsOf([text(id)])).toEqual([]),
  )

  it('are none in a healthy server, and the same ones only once', () => {
    expect(faultsOf([text('clean-install')])).toEqual([])
    expect(faultsOf([text('disk-full-late'), text('disk-full-late')])).toHaveLength(1)
  })

  it('can stand together if their causes and changes are different and no two are in the call', () => {
    const together = (...ids: string[]): number => mostTogether(faultsOf(ids.map(text)))
    expect(together('disk-full-late', 'disk-full-early')).toBe(1)
    expect(together('not-elevated', 'package-damaged')).toBe(1)
    expect(together('not-elevated', 'disk-full-late', 'file-in-use')).toBe(3)
    expect(together('revocation-unreachable', 'services-timeout-revocation')).toBe(1)
    expect(together()).toBe(0)
  })
})

describe('a combination', () => {
  const runs: readonly Run[] = SEEDS.map(seed => simulate(read(combination(of(ALL, 1, 4), seed).text), { seed }))

  it('follows from the seed', () => {
    for (const seed of SEEDS.slice(0, 20)) {
      const { text: written, scenario } = combination(of(ALL, 1, 4), seed)
      expect(combination(of(ALL, 1, 4), seed).text).toBe(written)
      expect(read(written)).toEqual(scenario)
    }
  })

  it('has as many faults as are asked for, of all causes that there are, on servers of every kind', () => {
    const counts = new Set(runs.map(({ scenario }) => scenario.causes.length))
    expect([...counts].sort()).toEqual([1, 2, 3, 4])
    const met = (values: readonly unknown[]): number => new Set(values.map(value => JSON.stringify(value))).size
    const servers = runs.map(({ scenario }) => scenario.servers[0]!)
    expect(met(servers.map(({ os, installer }) => [os, installer]))).toBe(4)
    expect(met(servers.map(({ roles }) => roles))).toBe(8)
    expect(
      met(runs.map(({ scenario: { steps } }) => steps.flatMap(s => (s.kind === 'install' ? [s.by, s.ui] : [])))),
    ).toBe(4)
    expect(met(servers.map(({ baseline }) => baseline))).toBe(baselines.length)
    const causes = new Set(runs.flatMap(({ scenario }) => scenario.causes))
    expect([...new Set(ALL.flatMap(fault => fault.causes))].filter(cause => !causes.has(cause as never))).toEqual([])
  })

  it('marks every cause of its answer key, once, and each is there: a change was made, a held file is a file', () => {
    for (const { scenario, servers } of runs) {
      expect([...new Set(causesMade(scenario))].sort()).toEqual(scenario.causes.toSorted())
      const { origins, initial } = servers[0]!
      for (const { cause, changes, step } of origins) {
        if (cause !== undefined && step === undefined) expect(changes.length).toBeGreaterThan(0)
      }
      const held = scenario.servers[0]!.change.flatMap(c => (c.kind === 'process' && c.cause ? c.holds : []))
      for (const path of held) expect(fileAt(initial, path), path).toBeDefined()
    }
  })

  it('has a label for every cause, or the reason why nothing shows it', () => {
    for (const run of runs.slice(0, 40)) {
      const files = makeBundle(run, { scenarioName: 'x', scenarioText: 'x', toolVersion: 'test' })
      const json = (path: string): string => Buffer.from(files.find(file => file.path === path)!.bytes).toString()
      const truth = JSON.parse(json('truth/truth.json'))
      const labels = json('truth/labels.jsonl')
        .split('\n')
        .filter(Boolean)
        .map(row => JSON.parse(row))
      const shown = new Set(labels.map(label => label.cause))
      expect(truth.causes).toEqual(run.scenario.causes)
      const silent = truth.causes.filter((cause: string) => !shown.has(cause))
      expect(silent.filter((cause: string) => truth.withoutEvidence[cause] === undefined)).toEqual([])
    }
  })

  it('passes over a server on which the fault cannot stand', () => {
    const faults = faultsOf([text('owa-customisation-lost')])
    for (const seed of SEEDS.slice(0, 20)) {
      expect(combination(of(faults, 1), seed).scenario.servers[0]!.roles).toContain('client-access')
    }
  })

  it('has installed before what the fault speaks of', () => {
    const faults = faultsOf([text('cached-patch-missing')])
    const { of: kb } = faults[0]!.change[0]!['cached-package'] as { of: string }
    for (const seed of SEEDS.slice(0, 20)) {
      const [server] = combination(of(faults, 1), seed).scenario.servers
      expect(server!.rollups.map(rollup => rollup.kb)).toContain(kb)
    }
  })

  it('makes a wrong call on a server of the kind on which it was wrong', () => {
    const faults = faultsOf([text('not-elevated'), text('file-in-use')])
    for (const seed of SEEDS.slice(0, 10)) {
      const { servers, steps } = combination(of(faults, 2), seed).scenario
      expect(servers[0]!.os).toBe('windows-server-2008')
      expect(steps[0]).toMatchObject({ elevated: false, cause: 'not-elevated', by: 'administrator' })
    }
  })

  it('is of a time after its rollup came out, however well that is known', () => {
    for (const seed of SEEDS) {
      const { start, steps } = combination(of(ALL, 0), seed).scenario
      const [step] = steps
      const kb = step?.kind === 'install' ? step.patch.kb : ''
      expect(start.slice(0, 7) >= rollupOf(kb)!.date.slice(0, 7)).toBe(true)
    }
  })

  it('of no faults is a healthy server', () => {
    const { causes, servers } = combination(of(ALL, 0), 1).scenario
    expect(causes).toEqual([])
    expect(servers[0]!.change.filter(({ cause }) => cause !== undefined)).toEqual([])
  })

  it('gives up where they cannot stand together', () => {
    const faults = faultsOf([text('not-elevated'), text('package-damaged')])
    expect(() => combination(of(faults, 2), 1)).toThrow(CombinationError)
  })
})
