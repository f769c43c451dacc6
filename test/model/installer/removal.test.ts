import { describe, expect, test } from 'vitest'
import { installStep, scenarioOf } from '../../../library/arbitraries/scenario.ts'
import { patchCode, product } from '../../../model/exchange/builds.ts'
import { KEYS, registeredPatches } from '../../../model/installer/registration.ts'
import { type Machine, registryNumber, registryText } from '../../../model/machine/machine.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import type { Scenario, StepSpec } from '../../../sim/scenario/spec.ts'
import { files, removeStep, values } from '../../laws/removal.ts'

/** What a removal reports, and what refuses it. That it leaves everything as it was stands among the laws. */

// ------------------------------------------------------------------------------------------------------- one server

const RTM: Parameters<typeof scenarioOf>[0] = {
  name: 'EXCH01',
  os: 'windows-server-2003',
  installer: '3.1',
  zone: 0,
  arch: 'x64',
  roles: ['mailbox', 'client-access', 'hub-transport'],
  baseline: 'rtm',
  rollups: [{ kind: 'rollup', kb: 'KB930809' }],
  cluster: false,
  background: 'none',
  change: [],
}
const IU = { kind: 'interim', kb: 'KB000001', forRollup: 'KB930809' } as const
const VISTA = { ...RTM, os: 'windows-server-2008', installer: '4.5' } as const
const ids = ({ machine, initial }: { machine: Machine; initial: Machine }): number[] =>
  machine.logs.Application.slice(initial.logs.Application.length)
    .filter(e => e.source === 'MsiInstaller')
    .map(e => e.id)

describe('events of a removal', () => {
  test('without a log and with one, done and failed', () => {
    const done = simulate(scenarioOf(VISTA, [removeStep('KB930809')]), { seed: 1 })
    expect(ids(done.servers[0]!)).toEqual([1040, 1019, 1037, 11728, 1035, 1042])
    const old = simulate(scenarioOf(RTM, [removeStep('KB930809')]), { seed: 1 })
    expect(ids(old.servers[0]!)).toEqual([1019, 11728])
    const held: Scenario['servers'][0]['change'][0] = {
      kind: 'process',
      name: 'bkagent.exe',
      user: 'system',
      holds: ['C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\ExSetup.exe'],
      share: 'none',
    }
    const failed = scenarioOf({ ...RTM, change: [held] }, [
      removeStep('KB930809', { log: { path: 'C:\\r.log', letters: 'v*' } }),
      removeStep('KB930809'),
    ])
    expect(ids(simulate(failed, { seed: 1 }).servers[0]!)).toEqual([11306, 1020, 11729, 11306, 1021, 11729])
  })
})

const policy = (name: string): Scenario['servers'][0]['change'][0] => ({
  kind: 'registry',
  key: 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer',
  name,
  value: { type: 'dword', data: 1 },
})
const lost: Scenario['servers'][0]['change'] = [
  { kind: 'cached-package', of: 'product', state: 'missing' },
  { kind: 'source', of: 'product', reachable: false },
]

describe('a removal is refused', () => {
  const uninstallable: Scenario['servers'][0]['change'][0] = {
    kind: 'registry',
    key: KEYS.userPatch(product.code, patchCode('KB930809', 'x64')),
    name: 'Uninstallable',
    value: { type: 'dword', data: 0 },
  }
  test.each([
    ['of a patch that is not there', { ...RTM, rollups: [] }, 1647],
    ['by policy', { ...RTM, change: [policy('DisablePatchUninstall')] }, 1649],
    ['of a patch that does not allow it', { ...RTM, change: [uninstallable] }, 1646],
    ['without the product', { ...RTM, rollups: [], baseline: 'none' as const }, 1605],
    ['when the product cannot be opened', { ...RTM, change: lost }, 1612],
    [
      'when a cached patch is gone',
      {
        ...RTM,
        change: [
          { kind: 'cached-package', of: 'KB930809', state: 'missing' },
          { kind: 'source', of: 'KB930809', reachable: false },
        ] as const,
      },
      1635,
    ],
    ['with an interim update on top', { ...RTM, rollups: [...RTM.rollups, IU] }, 1603],
  ])('%s', (_says, spec, code) => {
    for (const ui of ['none', 'full'] as const) {
      const { attempts, servers } = simulate(scenarioOf(spec, [removeStep('KB930809', { ui })]), { seed: 2 })
      expect(attempts[0]!.exitCode).toBe(code)
      const { initial, machine } = servers[0]!
      expect(files(machine)).toEqual(files(initial))
      expect(values(machine)).toEqual(values(initial))
    }
  })

  test('without the old files: neither baseline cache nor source', () => {
    const change = [
      { kind: 'delete', path: 'C:\\WINDOWS\\Installer\\$PatchCache$' },
      { kind: 'source', of: 'product', reachable: false },
    ] as const
    const scenario = scenarioOf({ ...RTM, change }, [removeStep('KB930809'), removeStep('KB930809', { ui: 'full' })])
    const { attempts, servers } = simulate(scenario, { seed: 2 })
    expect(attempts.map(a => a.exitCode)).toEqual([1603, 1602])
    expect(attempts[1]!.dialogs[0]).toMatch(/^An installation package for the product Microsoft Exchange Server/)
    expect(ids(servers[0]!)).toContain(11706)
  })

  test('with the source alone it succeeds', () => {
    const change = [{ kind: 'delete', path: 'C:\\WINDOWS\\Installer\\$PatchCache$' }] as const
    const { attempts } = simulate(scenarioOf({ ...RTM, change }, [removeStep('KB930809')]), { seed: 2 })
    expect(attempts[0]!.exitCode).toBe(0)
  })
})

describe('an interim update', () => {
  const install = (patch: Extract<StepSpec, { kind: 'install' }>['patch']): StepSpec => ({
    ...installStep(patch.kb, { by: 'administrator', ui: 'full' }),
    patch,
  })

  test('is a patch of its own above its rollup, and goes without a trace', () => {
    const { attempts, servers } = simulate(scenarioOf(RTM, [install(IU)]), { seed: 3 })
    expect(attempts[0]!.exitCode).toBe(0)
    const { machine } = servers[0]!
    expect(registryText(machine, 'HKLM\\SOFTWARE\\Microsoft\\Exchange\\Setup', 'InterimUpdate')).toMatch(/KB000001/)
    expect([...machine.files.values()].filter(f => f.version === '8.0.709.0')).toHaveLength(3)
    const states = registeredPatches(machine, product.code).map(code =>
      registryNumber(machine, KEYS.userPatch(product.code, code), 'State'),
    )
    expect(states).toEqual([1, 1])
    const both = simulate(scenarioOf(RTM, [install(IU), removeStep('KB000001'), removeStep('KB930809')]), { seed: 3 })
    expect(both.attempts.map(a => a.exitCode)).toEqual([0, 0, 0])
    const after = both.servers[0]!
    const none = simulate(scenarioOf({ ...RTM, rollups: [] }, [{ kind: 'wait', ms: 1 }]), { seed: 3 }).servers[0]!
    const versions = (m: Machine): string[] => files(m).filter(row => /Bin\\/.test(row))
    expect(versions(after.machine)).toEqual(versions(none.machine))
  })

  test('keeps the next rollup away, and a second one', () => {
    const scenario = scenarioOf({ ...RTM, rollups: [...RTM.rollups, IU] }, [
      install({ kind: 'rollup', kb: 'KB935490' }),
      install({ ...IU, kb: 'KB000002' }),
    ])
    const { attempts } = simulate(scenario, { seed: 3 })
    expect(attempts.map(a => a.exitCode)).toEqual([1603, 1603])
    for (const { dialogs } of attempts)
      expect(dialogs[0]).toMatch(/^Unable to install because a previous Interim Update/)
  })

  test.each([
    ['another rollup', [{ kind: 'rollup', kb: 'KB935490' }] as const],
    ['no rollup', []],
  ])('is refused on %s', (_says, rollups) => {
    const { attempts } = simulate(scenarioOf({ ...RTM, rollups }, [install(IU)]), { seed: 3 })
    expect(attempts[0]!.exitCode).toBe(1603)
    expect(attempts[0]!.dialogs[0]).toMatch(/this Interim Update is incompatible/)
  })
})
