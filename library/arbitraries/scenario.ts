import fc from 'fast-check'
import { rollupsOf } from '../../model/exchange/builds.ts'
import { filesOf } from '../../model/exchange/contents.ts'
import { installedFiles, USUAL_FOLDER } from '../../model/exchange/files.ts'
import type { Role } from '../../model/exchange/roles.ts'
import type { Share } from '../../model/machine/parts.ts'
import { withInstallPaths } from '../../sim/scenario/installPath.ts'
import type { ChangeSpec, InstallSpec, KbNumber, Scenario, ServerSpec } from '../../sim/scenario/spec.ts'

/** Generators of scenarios, as the loader would hand them over. Small choices first, so that failures shrink well. */

const SYSTEMS = [
  { os: 'windows-server-2003', installer: '3.1' },
  { os: 'windows-server-2003', installer: '4.5' },
  { os: 'windows-server-2008', installer: '4.5' },
  { os: 'windows-server-2008', installer: '4.0' },
] as const

const ROLES: readonly (readonly Role[])[] = [
  ['mailbox', 'client-access', 'hub-transport'],
  ['mailbox'],
  ['client-access'],
  ['hub-transport'],
  ['client-access', 'hub-transport'],
  ['mailbox', 'client-access', 'hub-transport', 'unified-messaging'],
  ['edge-transport'],
  ['management-tools'],
]

export interface Drawn {
  readonly scenario: Scenario
  readonly seed: number
}

export const server = fc
  .record({
    system: fc.constantFrom(...SYSTEMS),
    roles: fc.constantFrom(...ROLES),
    baseline: fc.constantFrom('rtm' as const, 'sp1' as const, 'sp2' as const, 'sp3' as const),
    zone: fc.constantFrom(0, -480, 330),
    target: fc.nat({ max: 4 }),
    past: fc.nat({ max: 2 }),
    background: fc.constantFrom<ServerSpec['background']>('none', { days: 1, busy: 'low' }),
    installPath: fc.constantFrom(USUAL_FOLDER, 'E:\\Exchange Server\\'),
  })
  .map(({ system, roles, baseline, zone, target, past, background, installPath }) => {
    const series = rollupsOf(baseline)
    const wanted = series[target]!
    const rollups = series.slice(Math.max(0, target - past), target)
    const spec: ServerSpec = {
      name: 'EXCH01',
      ...system,
      zone,
      arch: 'x64',
      roles,
      baseline,
      rollups: rollups.map(r => ({ kind: 'rollup', kb: r.kb as KbNumber })),
      cluster: false,
      installPath,
      background,
      change: [],
    }
    return { spec, rollup: wanted }
  })

export const manner = fc.constantFrom(
  { by: 'microsoft-update', ui: 'none' },
  { by: 'administrator', ui: 'none' },
  { by: 'administrator', ui: 'basic' },
  { by: 'administrator', ui: 'full' },
) as fc.Arbitrary<Pick<InstallSpec, 'by' | 'ui'>>

export const LOGGING: ChangeSpec = {
  kind: 'registry',
  key: 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer',
  name: 'Logging',
  value: { type: 'sz', data: 'voicewarmup' },
}

/** A process that holds a file of the rollup that this server has, or one of its baseline. */
export function holder(spec: ServerSpec, kb: string): fc.Arbitrary<ChangeSpec> {
  const baseline = spec.baseline === 'none' ? 'rtm' : spec.baseline
  const installed = new Set(installedFiles(spec.roles, baseline).map(f => f.path))
  const carried = filesOf(rollupsOf(baseline).find(r => r.kb === kb)!).filter(f => installed.has(f.path))
  const paths = [...carried, ...installedFiles(spec.roles, baseline)].map(f => `${spec.installPath}${f.path}`)
  return fc
    .record({
      path: fc.constantFrom(...paths),
      share: fc.constantFrom('none', 'read', 'all') as fc.Arbitrary<Share>,
      user: fc.constantFrom('system' as const, 'administrator' as const),
      service: fc.boolean(),
    })
    .map(({ path, share, user, service }) => ({
      kind: 'process',
      name: 'bkagent.exe',
      user,
      holds: [path],
      share,
      ...(service && { service: 'BackupAgent' }),
    }))
}

/** Entries that stand together for one thing that is wrong. */
function otherFault({ installPath }: ServerSpec): fc.Arbitrary<ChangeSpec[]> {
  return fc.constantFrom<ChangeSpec[]>(
    [{ kind: 'delete', path: 'C:\\ExchangeSetupLogs' }],
    [{ kind: 'rename', from: 'C:\\ExchangeSetupLogs', to: 'C:\\ExchangeSetupLogs-OLD' }],
    [{ kind: 'deny', path: 'C:\\ExchangeSetupLogs', access: 'write' }],
    [{ kind: 'execution-policy', scope: 'local', value: 'Restricted' }],
    [{ kind: 'execution-policy', scope: 'machine-policy', value: 'RemoteSigned' }],
    [{ kind: 'deny', path: `${installPath}Bin`, access: 'write' }],
    [{ kind: 'service', name: 'msiserver', start: 'disabled' }],
    [{ kind: 'service', name: 'RemoteRegistry', stopMs: 'never' }],
    [{ kind: 'cached-package', of: 'product', state: 'missing' }],
    [
      { kind: 'cached-package', of: 'product', state: 'missing' },
      { kind: 'source', of: 'product', reachable: false },
    ],
  )
}

export function installStep(kb: string, how: Pick<InstallSpec, 'by' | 'ui'>): InstallSpec {
  return { kind: 'install', patch: { kind: 'rollup', kb: kb as KbNumber }, ...how, elevated: true, answers: {} }
}

export function scenarioOf(spec: ServerSpec, steps: Scenario['steps']): Scenario {
  return withInstallPaths({
    title: 'generated',
    sources: [],
    causes: [],
    start: '2008-01-14T10:00:00',
    servers: [spec],
    steps,
    expect: {},
  })
}

/** One server, up to three things wrong with it, one install. */
export const faulty: fc.Arbitrary<Drawn & { readonly kb: string }> = fc
  .record({ base: server, how: manner, seed: fc.nat({ max: 9999 }), logged: fc.boolean() })
  .chain(({ base, how, seed, logged }) =>
    fc
      .array(
        fc.oneof({ weight: 3, arbitrary: holder(base.spec, base.rollup.kb).map(h => [h]) }, otherFault(base.spec)),
        {
          maxLength: 3,
        },
      )
      .map(faults => {
        const change = [...(logged ? [LOGGING] : []), ...faults.flat()]
        const scenario = scenarioOf({ ...base.spec, change }, [installStep(base.rollup.kb, how)])
        return { scenario, seed, kb: base.rollup.kb }
      }),
  )

/** The same without anything wrong. */
export const healthy: fc.Arbitrary<Drawn & { readonly kb: string }> = fc
  .record({ base: server, how: manner, seed: fc.nat({ max: 9999 }) })
  .map(({ base, how, seed }) => ({
    scenario: scenarioOf(base.spec, [installStep(base.rollup.kb, how)]),
    seed,
    kb: base.rollup.kb,
  }))

/** A held file that stops a silent install, by whoever holds it without sharing and cannot be stopped. */
export const held: fc.Arbitrary<Drawn & { readonly kb: string }> = fc
  .record({ base: server, seed: fc.nat({ max: 9999 }) })
  .filter(({ base }) => !base.spec.roles.includes('management-tools'))
  .map(({ base, seed }) => {
    const change: ChangeSpec[] = [
      LOGGING,
      {
        kind: 'process',
        name: 'bkagent.exe',
        user: 'system',
        holds: [`${base.spec.installPath}Bin\\Microsoft.Exchange.Management.dll`],
        share: 'none',
      },
    ]
    const step = installStep(base.rollup.kb, { by: 'microsoft-update', ui: 'none' })
    return { scenario: scenarioOf({ ...base.spec, change }, [step]), seed, kb: base.rollup.kb }
  })
