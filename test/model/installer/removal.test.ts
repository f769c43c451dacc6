import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patchCode, product, rollupOf } from '../../../model/exchange/builds.ts'
import { owaPage } from '../../../model/exchange/owaPreparation.ts'
import { KEYS, localPatch, registeredPatches } from '../../../model/installer/registration.ts'
import { fileAt, type Machine, registryNumber, registryText } from '../../../model/machine/machine.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import type { Scenario, StepSpec } from '../../../sim/scenario/spec.ts'
import { installStep, manner, scenarioOf, server } from '../../arbitraries/scenario.ts'
import { differentService } from '../../laws/laws.ts'
import { isLeftBehind } from '../../laws/state.ts'

/** Installing a rollup and removing it again: everything is as before, apart from what is meant to stay. */

type Remove = Extract<StepSpec, { kind: 'remove' }>

const removeStep = (kb: string, more: Partial<Remove> = {}): Remove => ({
  kind: 'remove',
  rollup: kb as Remove['rollup'],
  by: 'administrator',
  ui: 'none',
  elevated: true,
  answers: {},
  ...more,
})

/** Caches of the installer stay, and so does what custom actions leave. */
function stays(path: string, machine: Machine): boolean {
  const node = fileAt(machine, path)!
  return isLeftBehind(node, machine) || /\\Installer\\\$PatchCache\$(\\|$)/.test(path) || /MetaBase\.xml$/.test(path)
}

function files(machine: Machine): string[] {
  return [...machine.files.values()]
    .filter(node => !stays(node.path, machine))
    .map(({ path, size, version, hash }) => [path, size, version, hash].join('|'))
    .sort()
}

/** Keys without a value of their own are containers. */
function values(machine: Machine): string[] {
  return [...machine.registry.values()]
    .flatMap(({ path, values: own }) => [...own.values()].map(v => [path, v.name, v.type, String(v.data)].join('|')))
    .sort()
}

const drawn = fc.record({ base: server, how: manner, seed: fc.nat({ max: 9999 }) })

function run(steps: Scenario['steps'], base: { spec: Parameters<typeof scenarioOf>[0] }, seed: number) {
  return simulate(scenarioOf(base.spec, steps), { seed })
}

describe('a rollup that is installed and removed', () => {
  test('leaves files, registry and services as they were', () => {
    fc.assert(
      fc.property(drawn, manner, ({ base, how, seed }, back) => {
        const { kb } = base.rollup
        const steps = [installStep(kb, how), removeStep(kb, { ui: back.ui })]
        const { attempts, servers } = run(steps, base, seed)
        expect(attempts.map(a => a.exitCode)).toEqual([0, 0])
        const { initial, machine } = servers[0]!
        expect(files(machine)).toEqual(files(initial))
        expect(values(machine)).toEqual(values(initial))
        expect(differentService(initial, machine)).toBeUndefined()
        expect(owaPage(machine)).toBe(owaPage(initial))
        expect(machine.journal).toEqual([])
      }),
      { numRuns: 150 },
    )
  })

  test('makes the rollup below it the applied one again', () => {
    fc.assert(
      fc.property(drawn, ({ base, how, seed }) => {
        const below = base.spec.rollups.at(-1)
        fc.pre(below !== undefined)
        const { machine } = run([installStep(base.rollup.kb, how), removeStep(base.rollup.kb)], base, seed).servers[0]!
        const code = patchCode(below.kb, 'x64')
        expect(registeredPatches(machine, product.code)).not.toContain(patchCode(base.rollup.kb, 'x64'))
        expect(registryNumber(machine, KEYS.userPatch(product.code, code), 'State')).toBe(1)
        const level = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\ExSetup.exe'
        expect(fileAt(machine, level)?.version).toBe(rollupOf(below.kb)!.version)
      }),
      { numRuns: 50 },
    )
  })

  test('a removal that fails restores everything', () => {
    const failing = fc.record({ base: server, seed: fc.nat({ max: 9999 }), at: fc.integer({ min: 1, max: 400 }) })
    let failed = 0
    fc.assert(
      fc.property(failing, ({ base, seed, at }) => {
        const installed = run([installStep(base.rollup.kb, { by: 'microsoft-update', ui: 'none' })], base, seed)
        const { recorder, type } = installed.servers[0]!
        const before = { files: files(recorder.machine), values: values(recorder.machine) }
        let left = at
        recorder.interfere(change => (change.journal && --left === 0 ? WIN32.ACCESS_DENIED : 0))
        const code = patchCode(base.rollup.kb, 'x64')
        const { exitCode } = type(`msiexec /i ${product.code} MSIPATCHREMOVE=${code} /qn`)
        recorder.interfere(undefined)
        if (exitCode === 0) return
        failed++
        expect(exitCode).toBe(1603)
        expect(files(recorder.machine)).toEqual(before.files)
        expect(values(recorder.machine)).toEqual(before.values)
        expect(fileAt(recorder.machine, localPatch(recorder.machine, code)!)).toBeDefined()
      }),
      { numRuns: 60 },
    )
    expect(failed).toBeGreaterThan(10)
  })
})

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
