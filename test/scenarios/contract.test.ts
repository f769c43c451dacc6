import { describe, expect, test } from 'vitest'
import { parse, stringify } from 'yaml'
import { fileAt, serviceNamed } from '../../model/machine/machine.ts'
import { makeBundle } from '../../sim/bundle/bundle.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { loadScenario } from '../../sim/scenario/load.ts'
import { scenarioById } from '../laws/state.ts'

/**
 * Scenarios that other people will write: the outcome follows from what stands there, whatever the file, the program or
 * the order.
 */
const BIN = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin'

interface Variation {
  readonly os?: string
  readonly roles?: readonly string[]
  readonly baseline?: string
  readonly change?: readonly object[]
  readonly steps: readonly object[]
}

function run(variation: Variation, seed = 1) {
  const { steps, ...server } = variation
  const text = stringify({ title: 'a variation', servers: [{ name: 'MAIL7', ...server }], steps })
  const loaded = loadScenario(text, 'variation.yaml')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems, undefined, 1))
  return simulate(loaded.scenario, { seed })
}

const INSTALLER_POLICY = 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer'
const RM_POLICY = 'DisableAutomaticApplicationShutdown'

const update = { install: { rollup: 'KB935490', by: 'microsoft-update' } }
const holder = (more: object = {}) => ({
  process: { name: 'avscan.exe', holds: `${BIN}\\ExSetup.exe`, share: 'none', ...more },
})

interface Case {
  readonly says: string
  readonly variation: Variation
  readonly codes: readonly number[]
}

const CASES: readonly Case[] = [
  { says: 'another held file', variation: { change: [holder()], steps: [update] }, codes: [1603] },
  { says: 'shared for reading', variation: { change: [holder({ share: 'read' })], steps: [update] }, codes: [3010] },
  { says: 'held as a loaded image', variation: { change: [holder({ share: 'all' })], steps: [update] }, codes: [3010] },
  {
    says: 'a held file that is not in the rollup',
    variation: { change: [holder({ holds: 'C:\\WINDOWS\\system32\\cmd.exe' })], steps: [update] },
    codes: [0],
  },
  {
    says: 'a file of a role that this server has not',
    variation: {
      roles: ['hub-transport'],
      change: [holder({ holds: 'C:\\Program Files\\Microsoft\\Exchange Server\\ClientAccess\\owa\\auth\\logon.aspx' })],
      steps: [update],
    },
    codes: [0],
  },
  {
    says: 'a holder that lets go while the services are being stopped',
    variation: { change: [holder({ 'lets-go': '1m' })], steps: [update] },
    codes: [0],
  },
  {
    says: 'a service that the Restart Manager can stop',
    variation: {
      os: 'windows-server-2008',
      change: [holder({ service: 'AvScan' })],
      steps: [update],
    },
    codes: [0],
  },
  {
    says: 'the same service, which will not stop',
    variation: {
      os: 'windows-server-2008',
      change: [holder({ service: 'AvScan' }), { service: { name: 'AvScan', stop: 'never' } }],
      steps: [update],
    },
    codes: [1603],
  },
  ...[1, 2].map(policy => ({
    says: `the same service where policy ${policy} does not let the Restart Manager stop it`,
    variation: {
      os: 'windows-server-2008',
      change: [
        holder({ service: 'AvScan' }),
        { registry: { key: INSTALLER_POLICY, name: RM_POLICY, type: 'dword', value: policy } },
      ],
      steps: [update],
    },
    codes: [1603],
  })),
  {
    says: 'a program of SYSTEM without a window on Server 2008',
    variation: { os: 'windows-server-2008', change: [holder()], steps: [update] },
    codes: [1603],
  },
  {
    says: 'the holder is ended at the prompt between two installs',
    variation: {
      change: [holder()],
      steps: [update, { command: 'taskkill /f /im avscan.exe' }, update],
    },
    codes: [1603, 0],
  },
  {
    says: 'the Installer service is disabled',
    variation: { change: [{ service: { name: 'msiserver', start: 'disabled' } }], steps: [update] },
    codes: [1601],
  },
  {
    says: 'a missing ExchangeSetupLogs folder',
    variation: { change: [{ delete: 'C:\\ExchangeSetupLogs' }], steps: [update] },
    codes: [1603],
  },
  {
    says: 'the rollup of another service pack',
    variation: { baseline: 'sp1', steps: [update] },
    codes: [1642],
  },
]

describe('a scenario that nobody here has written', () => {
  test.each(CASES)('$says gives $codes', ({ variation, codes }) => {
    expect(run(variation).attempts.map(a => a.exitCode)).toEqual(codes)
  })

  test('a service that the Restart Manager stopped runs again afterwards', () => {
    const { variation } = CASES.find(c => c.says.startsWith('a service that the Restart'))!
    const { machine } = run(variation).servers[0]!
    expect(serviceNamed(machine, 'AvScan')?.state).toBe('running')
  })

  test('a loaded image is renamed, the new file stands at once, and a restart removes the old one', () => {
    const change = [holder({ share: 'all' })]
    const before = run({ change, steps: [update] }).servers[0]!.machine
    expect(fileAt(before, `${BIN}\\ExSetup.exe`)?.version).toBe('8.0.711.2')
    const left = [...before.files.values()].filter(f => f.path.startsWith('C:\\Config.Msi\\'))
    expect(left.map(f => f.version)).toEqual(['8.0.685.25'])
    const after = run({ change, steps: [update, { restart: {} }] }).servers[0]!.machine
    expect([...after.files.values()].filter(f => /Config\.Msi\\.*\.rbf$/.test(f.path))).toEqual([])
  })

  test('changes that do not touch each other may stand in any order', () => {
    const changes = [holder(), { 'execution-policy': { scope: 'local', value: 'Unrestricted' } }, { delete: 'C:\\x' }]
    const one = run({ change: changes, steps: [update] })
    const other = run({ change: [...changes].reverse(), steps: [update] })
    expect(other.attempts.map(a => a.exitCode)).toEqual(one.attempts.map(a => a.exitCode))
  })
})

describe('the answer key', () => {
  test('changes no byte of the evidence', () => {
    const { scenario, text } = scenarioById('saved-state-lost')
    const document = parse(text)
    document.title = 'x'
    delete document.causes
    delete document.expect
    for (const change of document.servers[0].change) delete change.cause
    for (const step of document.steps) delete step.cause
    const blanked = loadScenario(stringify(document), 'blank.yaml')
    if (!blanked.ok) throw new Error(JSON.stringify(blanked.problems))
    const options = { scenarioText: text, scenarioName: 'saved-state-lost', toolVersion: 'test' }
    const evidence = (files: ReturnType<typeof makeBundle>) =>
      files.filter(f => f.path.startsWith('evidence/')).map(f => [f.path, Buffer.from(f.bytes).toString('base64')])
    const first = evidence(makeBundle(simulate(scenario, { seed: 5 }), options))
    const second = evidence(makeBundle(simulate(blanked.scenario, { seed: 5 }), options))
    expect(second).toEqual(first)
  })
})

describe('a seed', () => {
  const files = (seed: number) => {
    const { scenario, text } = scenarioById('file-in-use')
    const bundle = makeBundle(simulate(scenario, { seed }), {
      scenarioText: text,
      scenarioName: 'file-in-use',
      toolVersion: 'test',
    })
    return new Map(bundle.map(f => [f.path, Buffer.from(f.bytes).toString('base64')]))
  }

  test('gives the same bytes twice', () => {
    expect([...files(7)]).toEqual([...files(7)])
  })

  test('gives another machine than another seed', () => {
    const logs = (bundle: Map<string, string>) => [...bundle].filter(([path]) => path.endsWith('.LOG'))
    const [one, two] = [logs(files(7)), logs(files(8))]
    expect(one[0]![0]).not.toBe(two[0]![0])
    expect(one[0]![1]).not.toBe(two[0]![1])
  })
})
