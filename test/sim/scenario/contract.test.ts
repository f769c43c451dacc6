import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { loadScenario } from '../../../sim/scenario/load.ts'
import { type Scenario, scenarioSchema } from '../../../sim/scenario/schema.ts'
import { CONTRACT, needing } from '../../needs.ts'
import { around, problemsOf } from './helpers.ts'

const example = readFileSync(new URL('contract.yaml.txt', import.meta.url), 'utf8')

/** The example of the contract, read. */
const whole: Scenario = {
  title: 'A backup agent holds a file while Microsoft Update installs the rollup',
  sources: ['kb935490'],
  causes: ['file-in-use'],
  start: '2007-08-27T13:12:00',
  servers: [
    {
      name: 'EXCH01',
      os: 'windows-server-2003',
      installer: '3.1',
      zone: -480,
      arch: 'x64',
      roles: ['mailbox', 'client-access', 'hub-transport'],
      baseline: 'rtm',
      rollups: [{ kind: 'rollup', kb: 'KB930809' }],
      cluster: false,
      installPath: 'C:\\Program Files\\Microsoft\\Exchange Server\\',
      background: { days: 1, busy: 'normal' },
      change: [
        {
          kind: 'process',
          name: 'bkagent.exe',
          user: 'system',
          holds: ['C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\Microsoft.Exchange.Management.dll'],
          share: 'none',
          letsGoMs: 240_000,
        },
        { kind: 'delete', path: 'C:\\ExchangeSetupLogs' },
        { kind: 'rename', from: 'C:\\ExchangeSetupLogs', to: 'C:\\ExchangeSetupLogs-OLD' },
        { kind: 'write', path: 'C:\\Program Files\\...\\owa\\auth\\logon.aspx', text: 'customised' },
        { kind: 'deny', path: 'C:\\ExchangeSetupLogs', access: 'write' },
        {
          kind: 'registry',
          key: 'HKCU\\Software\\...\\Software Publishing',
          name: 'State',
          value: { type: 'dword', data: 0x23c00 },
        },
        { kind: 'service', name: 'MSExchangeIS', start: 'automatic', state: 'running', stopMs: 'never' },
        { kind: 'execution-policy', scope: 'local', value: 'Restricted' },
        { kind: 'network', internet: false },
        { kind: 'free-space', drive: 'C:', bytes: 20_000_000 },
        { kind: 'pending-rename', from: 'C:\\Config.Msi\\ac0f3.rbf', to: null },
        { kind: 'cached-package', of: 'KB930809', state: 'missing' },
        { kind: 'source', of: 'product', reachable: false },
        { kind: 'installing', product: 'Another product', untilMs: 600_000 },
      ],
    },
  ],
  steps: [
    {
      kind: 'install',
      patch: { kind: 'rollup', kb: 'KB935490' },
      by: 'microsoft-update',
      ui: 'none',
      elevated: true,
      answers: {},
    },
    {
      kind: 'install',
      patch: { kind: 'rollup', kb: 'KB935490' },
      arch: 'x86',
      by: 'administrator',
      ui: 'full',
      elevated: false,
      log: { path: 'C:\\KB935490.log', letters: 'xv*' },
      answers: {
        'files-in-use': [{ say: 'retry' }],
        'error-1306': [{ say: 'retry', afterMs: 300_000 }, { say: 'cancel' }],
      },
    },
    {
      kind: 'install',
      patch: { kind: 'interim', kb: 'KB000001', forRollup: 'KB930809' },
      by: 'administrator',
      ui: 'full',
      elevated: true,
      answers: {},
    },
    {
      kind: 'repair',
      packagePath: 'C:\\Documents and Settings\\Administrator\\Desktop\\EXCHANGESERVER.msi',
      by: 'administrator',
      ui: 'full',
      elevated: true,
      answers: {},
    },
    { kind: 'remove', rollup: 'KB935490', by: 'administrator', ui: 'full', elevated: true, answers: {} },
    { kind: 'command', line: 'sc config MSExchangeIS start= auto' },
    { kind: 'wait', ms: 30_000 },
    { kind: 'restart' },
    { kind: 'power-off', afterChange: 120 },
  ],
  expect: { exitCodes: [1603], firstReturnValue3: 'InstallFinalize', events: [11306, 1023, 11729] },
}

describe('the example of the contract', () => {
  it('is the one of DESIGN.md', needing(CONTRACT), () => {
    expect(readFileSync(CONTRACT.path, 'utf8')).toContain(`\`\`\`yaml\n${example}\`\`\``)
  })

  it('is read completely by the schema', () => {
    expect(scenarioSchema.parse(parse(example))).toStrictEqual(whole)
  })

  it('is refused for nothing, and loads as it stands', () => {
    expect(problemsOf(example)).toEqual([])
    const loaded = loadScenario(example, 'contract.yaml')
    expect(loaded.ok && loaded.scenario).toStrictEqual(whole)
  })
})

describe('defaults', () => {
  const load = (text: string): Scenario => {
    const loaded = loadScenario(text, 'small.yaml')
    if (!loaded.ok) throw new Error(loaded.problems.map(problem => problem.message).join('\n'))
    return loaded.scenario
  }

  it('fill in what a small scenario leaves out', () => {
    const text = 'title: Small\nservers: [{name: EXCH01}]\nsteps: [{install: {rollup: KB935490}}]\n'
    expect(load(text)).toStrictEqual({
      title: 'Small',
      sources: [],
      causes: [],
      start: '2007-08-27T13:12:00',
      servers: [
        {
          name: 'EXCH01',
          os: 'windows-server-2003',
          installer: '3.1',
          zone: 0,
          arch: 'x64',
          roles: ['mailbox', 'client-access', 'hub-transport'],
          baseline: 'rtm',
          rollups: [],
          cluster: false,
          background: { days: 1, busy: 'normal' },
          change: [],
        },
      ],
      steps: [
        {
          kind: 'install',
          patch: { kind: 'rollup', kb: 'KB935490' },
          by: 'administrator',
          ui: 'full',
          elevated: true,
          answers: {},
        },
      ],
      expect: {},
    })
  })

  it('give Windows Server 2008 its own installer', () => {
    expect(load(around({ server: ['os: windows-server-2008'] })).servers[0]?.installer).toBe('4.5')
  })

  it('do not leak from one scenario into the next', () => {
    const text = around({})
    const first = load(text).servers[0] as unknown as { roles: string[]; rollups: unknown[] }
    first.roles.push('changed')
    first.rollups.push('changed')
    expect(load(text).servers[0]).toMatchObject({ roles: ['mailbox', 'client-access', 'hub-transport'], rollups: [] })
  })

  it('keep where a change or a step belongs', () => {
    const scenario = load(
      around({
        server: ['change: [{delete: C:\\x, cause: setup-logs-missing}]'],
        steps: ['- wait: 1h', '  server: EXCH01', '  cause: restart-pending'],
      }),
    )
    expect(scenario.servers[0]?.change).toEqual([{ kind: 'delete', path: 'C:\\x', cause: 'setup-logs-missing' }])
    expect(scenario.steps).toEqual([{ kind: 'wait', ms: 3_600_000, server: 'EXCH01', cause: 'restart-pending' }])
  })
})

describe('positions', () => {
  it('are known for whatever was loaded', () => {
    const loaded = loadScenario(around({ server: ['rollups: [KB930809,', '  KB935490]'] }), 'x.yaml')
    expect(loaded.ok && loaded.locate(['servers', 0, 'rollups', 1])).toEqual({ line: 5, column: 7 })
    expect(loaded.ok && loaded.locate(['servers', 0, 'rollups'], 'key')).toEqual({ line: 4, column: 5 })
    expect(loaded.ok && loaded.locate(['servers', 0, 'change', 3])).toEqual({ line: 3, column: 5 })
  })

  it('follow an alias', () => {
    const text = around({ server: ['rollups: &those [KB930809]'] }).replace(
      'steps:',
      '  - name: EXCH02\n    rollups: *those\nsteps:',
    )
    const loaded = loadScenario(text, 'x.yaml')
    expect(loaded.ok && loaded.scenario.servers[1]?.rollups).toEqual([{ kind: 'rollup', kb: 'KB930809' }])
    expect(loaded.ok && loaded.locate(['servers', 1, 'rollups', 0])).toEqual({ line: 4, column: 22 })
  })
})
