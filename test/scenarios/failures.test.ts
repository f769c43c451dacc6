import { describe, expect, test } from 'vitest'
import { levelFile, owaFolder, USUAL_FOLDER } from '../../model/exchange/files.ts'
import { exchangeServices } from '../../model/exchange/services.ts'
import { KEYS } from '../../model/installer/registration.ts'
import { fileAt, type Machine, registryText, serviceNamed, within } from '../../model/machine/machine.ts'
import { normalPath } from '../../model/machine/names.ts'
import { clockOf, renderInstallerLog } from '../../sim/forms/installerLog.ts'
import { type Run, type ServerRun, simulate } from '../../sim/run/simulate.ts'
import { loadScenario } from '../../sim/scenario/load.ts'
import { excerpt, notFound } from '../excerpts.ts'
import { scenarioById, servicesThatMatter } from '../laws/state.ts'

/** The failures of the documents: not only how they end, but what on the server makes them end so. */
const IDS = [
  'cas-proxy-order',
  'cas-proxy-order-2008',
  'cluster-installed-by-hand',
  'cluster-not-offered',
  'execution-policy-gpo',
  'execution-policy-gpo-2008',
  'execution-policy-local',
  'execution-policy-local-silent',
  'installer-service-disabled',
  'installer-service-disabled-interactive',
  'not-elevated',
  'not-elevated-mailbox',
  'not-elevated-silent',
  'owa-customisation-lost',
  'owa-not-updated',
  'owa-not-updated-silent',
  'patching-forbidden',
  'patching-forbidden-msi',
  'power-fails',
  'registration-corrupt',
  'registration-corrupt-silent',
  'restart-pending',
  'restart-pending-2008',
  'revocation-checked-off',
  'revocation-unreachable',
  'revocation-unreachable-silent',
  'service-will-not-stop',
  'service-will-not-stop-silent',
  'services-disabled',
  'services-timeout-revocation',
  'services-timeout-revocation-2008',
  'setup-logs-missing',
  'setup-logs-missing-silent',
  'setup-logs-unwritable',
  'setup-logs-unwritable-silent',
  'temp-unusable',
  'temp-unusable-silent',
  'verbose-logging-left-on',
] as const

/** As the server of the bulletin has it. */
const USUAL: Edit = ['roles: [', `install-path: '${normalPath(USUAL_FOLDER)}'\n    roles: [`]
const LOGS = 'C:\\ExchangeSetupLogs'

type Edit = readonly [from: string, to: string]

/** A scenario of the project, with a part of its text replaced: the same server but for that. */
function run(id: (typeof IDS)[number], ...edits: readonly Edit[]): Run {
  let { text } = scenarioById(id)
  for (const [from, to] of edits) {
    expect(text).toContain(from)
    text = text.replaceAll(from, to)
  }
  const loaded = loadScenario(text, `${id}.yaml`)
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return simulate(loaded.scenario, { seed: 1 })
}

const server = (of: Run): ServerRun => of.servers[0]!

function textOf(machine: Machine, path: string): string {
  const content = fileAt(machine, path)?.content
  return content?.kind === 'text' ? content.text : ''
}

const events = ({ machine, initial }: ServerRun, log: 'Application' | 'System') =>
  machine.logs[log].slice(initial.logs[log].length)

function logOf({ facts, machine }: ServerRun, call = 0): string[] {
  const clock = clockOf(machine)
  return renderInstallerLog(facts, [call], clock).text.split('\r\n')
}

const minutes = (of: Run): number => (of.attempts[0]!.endedAt - of.attempts[0]!.startedAt) / 60_000
const exitCodes = (of: Run) => of.attempts.map(a => a.exitCode)

/** The services of the product; one of Windows that somebody had started by hand does not come back with a restart. */
const exchangeOf = (machine: Machine) =>
  exchangeServices.map(({ name }) => [name, serviceNamed(machine, name)?.start, serviceNamed(machine, name)?.state])

// ------------------------------------------------------------------------------------- the excerpts of the bulletin

describe('the excerpts of the bulletin', () => {
  test.each(['execution-policy-local', 'execution-policy-local-silent'] as const)(
    'the restricted script is in the log of %s, line by line',
    id => {
      const letters: Edit = ['value: voicewarmup', "value: 'voicewarmupx'"]
      const edits = id === 'execution-policy-local' ? [USUAL] : [USUAL, letters]
      expect(notFound(excerpt('execution-policy.txt'), logOf(server(run(id, ...edits))))).toEqual([])
    },
  )

  test('the end of the client without elevation is in the log of not-elevated, line by line', () => {
    expect(notFound(excerpt('temp-msp.txt'), logOf(server(run('not-elevated'))))).toEqual([])
  })

  test('a form that is not there is told', () => {
    expect(notFound(excerpt('execution-policy.txt'), logOf(server(run('not-elevated')))).length).toBeGreaterThan(0)
  })
})

// ------------------------------------------------------------------------------------------------- script and policy

describe('an execution policy from Group Policy', () => {
  test.each(['execution-policy-gpo', 'execution-policy-gpo-2008'] as const)(
    '%s: BeforePatch stops WinMgmt, so AfterPatch is not allowed to run, and the files are patched',
    id => {
      const { machine, initial, facts } = server(run(id))
      const log = textOf(machine, `${LOGS}\\ServiceControl.log`)
      const calls = (text: string): number => text.split('* ServiceControl.ps1').length - 1
      expect(calls(log) - calls(textOf(initial, `${LOGS}\\ServiceControl.log`))).toBe(1)
      expect(log).toContain("Stopping service 'WinMgmt'.")
      expect(serviceNamed(machine, 'winmgmt')).toMatchObject({ start: 'disabled', state: 'stopped' })
      expect(facts.some(f => f.body.kind === 'committed')).toBe(true)
      expect(facts.some(f => f.body.kind === 'rollback')).toBe(false)
      expect(serviceNamed(machine, 'MSExchangeIS')?.start).toBe('disabled')
      // The saved state is good: what is owed can still be paid.
      expect(fileAt(machine, `${LOGS}\\ServiceState.xml`)).toBeDefined()
    },
  )

  test('with the same policy set locally nothing is wrong', () => {
    expect(exitCodes(run('execution-policy-gpo', ['scope: machine-policy', 'scope: local']))).toEqual([0])
  })
})

describe('a service that does not stop', () => {
  test('ends the stopping at its line, disables nothing, and everything runs again afterwards', () => {
    const { machine, initial } = server(run('service-will-not-stop'))
    const log = textOf(machine, `${LOGS}\\ServiceControl.log`)
    const stopped = [...log.matchAll(/Stopping service '(\S+)'/g)].map(m => m[1])
    expect(stopped.at(-1)).toBe('MSExchangeIS')
    expect(log).not.toContain('Disabling service')
    expect(log).toContain('Unable to stop all services for')
    expect(servicesThatMatter(machine)).toEqual(servicesThatMatter(initial))
  })
})

// ------------------------------------------------------------------------------------------------------- revocation

describe('without the Internet', () => {
  const ONLINE: Edit = ['internet: false', 'internet: true']

  test('every managed program waits twenty seconds, and the result is the same', () => {
    const slow = run('revocation-unreachable')
    const quick = run('revocation-unreachable', ONLINE)
    // Three shells, and a process for each batch of native images.
    expect(minutes(slow) - minutes(quick)).toBeCloseTo((15 * 20) / 60, 1)
    expect(servicesThatMatter(server(slow).machine)).toEqual(servicesThatMatter(server(quick).machine))
  })

  test('nothing waits once the installing account does not check, and only that account counts', () => {
    const off = run('revocation-checked-off')
    expect(minutes(off) - minutes(run('revocation-checked-off', ONLINE))).toBeCloseTo(0, 1)
    const asSystem: Edit = ["by: administrator, log: 'C:\\KB940006.log', options: 'lxv*'", 'by: microsoft-update']
    const other = run('revocation-checked-off', asSystem)
    expect(minutes(other) - minutes(run('revocation-checked-off', asSystem, ONLINE))).toBeCloseTo(5, 1)
  })
})

describe('managed services that check their signatures', () => {
  const isManaged = new Map(exchangeServices.map(s => [s.name.toLowerCase(), s.managed]))

  test.each(['services-timeout-revocation', 'services-timeout-revocation-2008'] as const)(
    '%s: they miss the time-out and stay stopped with their start type, native ones run',
    id => {
      const one = server(run(id))
      for (const before of one.initial.services.values()) {
        const managed = isManaged.get(before.name.toLowerCase())
        if (managed === undefined || before.state !== 'running') continue
        const after = serviceNamed(one.machine, before.name)
        expect(after, before.name).toMatchObject({ start: before.start, state: managed ? 'stopped' : 'running' })
      }
      const system = events(one, 'System')
      const first = system.findIndex(e => e.id === 7009)
      expect(system[first]!.strings[0]).toBe('30000')
      expect(system[first + 1]).toMatchObject({ id: 7000, strings: [system[first]!.strings[1], '%%1053'] })
      expect(system.some(e => e.id === 7001)).toBe(true)
      const log = textOf(one.machine, `${LOGS}\\ServiceControl.log`)
      expect(log.trimEnd().endsWith('Script completed with one or more errors.')).toBe(true)
    },
  )

  test.each([
    ['services-timeout-revocation', 'KB941421', 'KB940006', 'rollups: [KB940006]', 'rollups: [KB935490]'],
    ['services-timeout-revocation-2008', 'KB952580', 'KB953467', 'baseline: sp1', 'baseline: sp1'],
  ] as const)('%s: not %s but %s, and nothing times out', (id, from, to, rollups, instead) => {
    const one = server(run(id, [rollups, instead], [from, to]))
    expect(events(one, 'System').filter(e => e.id === 7009)).toEqual([])
    expect(servicesThatMatter(one.machine)).toEqual(servicesThatMatter(one.initial))
  })

  test('a longer time-out counts after a restart, and then suffices', () => {
    const one = server(run('services-timeout-revocation'))
    const key = 'HKLM\\SYSTEM\\CurrentControlSet\\Control'
    one.type(`reg add "${key}" /v ServicesPipeTimeout /t REG_DWORD /d 60000 /f`)
    one.type('net start MSExchangeADTopology')
    expect(serviceNamed(one.machine, 'MSExchangeADTopology')?.state).toBe('stopped')
    one.type('shutdown /r /t 0')
    expect(exchangeOf(one.machine)).toEqual(exchangeOf(one.initial))
  })
})

// -------------------------------------------------------------------------------------------------------- elevation

describe('a filtered token', () => {
  test('is refused by the server at the first action that the user runs, and nothing has changed', () => {
    const { machine, initial, facts } = server(run('not-elevated'))
    expect(servicesThatMatter(machine)).toEqual(servicesThatMatter(initial))
    const owa = (m: Machine) => within(m, owaFolder(m)).map(node => node.path)
    expect(owa(machine)).toEqual(owa(initial))
    expect(facts.some(f => f.body.kind === 'rollback' && f.body.undone > 0)).toBe(false)
    expect([...machine.files.values()].filter(f => /\\Temp\\2\\.*\.msp$/.test(f.path))).toEqual([])
  })

  test('on a mailbox server ends the first script at its log', () => {
    const { machine, initial } = server(run('not-elevated-mailbox'))
    const log = `${LOGS}\\ServiceControl.log`
    expect(textOf(machine, log)).toBe(textOf(initial, log))
    expect(servicesThatMatter(machine)).toEqual(servicesThatMatter(initial))
  })

  test('exists on Windows Server 2008 only', () => {
    const os: Edit = ['windows-server-2008', 'windows-server-2003']
    expect(exitCodes(run('not-elevated', os))).toEqual([0])
    expect(exitCodes(run('not-elevated', ['elevated: false', 'elevated: true']))).toEqual([0])
  })

  test('cannot have its log in the root of the drive, but in the profile: 1622 instead of 1603', () => {
    const logged = (path: string): Edit => ['elevated: false', `elevated: false, log: '${path}', options: 'lxv*'`]
    expect(exitCodes(run('not-elevated', logged('C:\\KB952580.log')))).toEqual([1622])
    expect(exitCodes(run('not-elevated', logged('C:\\Users\\Administrator\\KB952580.log')))).toEqual([1603])
  })

  test('has nobody to ask in a silent run: message 1925', () => {
    const one = server(run('not-elevated-silent'))
    expect(one.facts.some(f => f.body.kind === 'error' && f.body.number === 1925)).toBe(true)
    expect(servicesThatMatter(one.machine)).toEqual(servicesThatMatter(one.initial))
  })
})

// ---------------------------------------------------------------------------------------------- before anything runs

describe('what stops the engine before it has done anything', () => {
  test.each([
    ['patching-forbidden', 1643],
    ['patching-forbidden-msi', 1625],
    ['temp-unusable', 1632],
    ['temp-unusable-silent', 1632],
    ['registration-corrupt', 1610],
    ['registration-corrupt-silent', 1610],
    ['installer-service-disabled', 1601],
  ] as const)('%s: refused with %i, and the server is as it was', (id, code) => {
    const one = server(run(id))
    const refused = one.facts.flatMap(f => (f.body.kind === 'refused' ? [f.body] : []))
    expect(refused.map(r => r.code)).toContain(code)
    expect(refused[0]!.text).not.toBe('')
    expect(servicesThatMatter(one.machine)).toEqual(servicesThatMatter(one.initial))
    expect(one.facts.some(f => f.body.kind === 'replaced')).toBe(false)
  })

  test('a policy is named in the log with its value', () => {
    expect(
      logOf(server(run('patching-forbidden'))).some(l => l.includes("Machine policy value 'DisablePatch' is 1")),
    ).toBe(true)
  })

  test('a lower value of DisableMSI bars only what is not managed', () => {
    expect(exitCodes(run('patching-forbidden-msi', ['value: 2', 'value: 1']))).toEqual([0])
  })

  test('an installer service that is disabled is named by event 10005 of DCOM', () => {
    const [event] = events(server(run('installer-service-disabled')), 'System').filter(e => e.source === 'DCOM')
    expect(event).toMatchObject({ id: 10_005, strings: ['%%1058', 'MSIServer', '', expect.any(String)] })
  })
})

// ------------------------------------------------------------------------------------------------ after a success

describe('what a success hides', () => {
  test('Outlook Web Access is not entered in the metabase, and the script says so while the installer does not', () => {
    for (const id of ['owa-not-updated', 'owa-not-updated-silent'] as const) {
      const { machine } = server(run(id))
      expect(textOf(machine, `${LOGS}\\UpdateOwa.log`)).toContain('Error updating OWA: ')
      const metabase = textOf(machine, `${machine.windows.systemRoot}\\system32\\inetsrv\\MetaBase.xml`)
      expect(metabase).not.toMatch(/owa\/8\.0\.744\.0|owa\/8\.1\.311\.3/)
    }
  })

  test('a customised file stays in the folder of the old version', () => {
    const { machine } = server(run('owa-customisation-lost'))
    const logo = (version: string) => `${owaFolder(machine)}\\${version}\\themes\\base\\logo.png`
    expect(textOf(machine, logo('8.0.685.25'))).toBe('our own logo')
    expect(textOf(machine, logo('8.0.813.0'))).toBe('')
    expect(within(machine, `${owaFolder(machine)}\\8.0.813.0`).length).toBeGreaterThan(3)
  })

  test('services that were disabled are so afterwards', () => {
    const { machine, initial } = server(run('services-disabled'))
    expect(servicesThatMatter(machine)).toEqual(servicesThatMatter(initial))
    expect(serviceNamed(machine, 'MSExchangeIS')).toMatchObject({ start: 'disabled', state: 'stopped' })
  })

  test('two Client Access servers have different levels', () => {
    const [inside, outside] = run('cas-proxy-order').servers
    const level = (s: ServerRun) => fileAt(s.machine, levelFile(s.machine))?.version
    expect([level(inside!), level(outside!)]).toEqual(['8.0.813.0', '8.0.711.2'])
  })

  test('users behind a newer Client Access server get no further, and the older one says so', () => {
    for (const id of ['cas-proxy-order', 'cas-proxy-order-2008'] as const) {
      const [inside, outside] = run(id).servers
      const version = (s: ServerRun) =>
        fileAt(s.machine, `${owaFolder(s.machine)}\\bin\\Microsoft.Exchange.Clients.Owa.dll`)!.version
      const owa = (s: ServerRun) => events(s, 'Application').filter(e => e.source === 'MSExchange OWA')
      expect(owa(inside!)).toEqual([])
      expect(owa(outside!).map(({ id: number, type, strings }) => [number, type, strings])).toEqual([
        [46, 'error', ['https://cas-dmz/owa', version(outside!), 'https://cas-int/owa', version(inside!)]],
      ])
    }
  })

  test.each<[string, string[], number]>([
    ['first the server outside', ['CAS-DMZ', 'CAS-INT'], 0],
    ['first the server inside', ['CAS-INT', 'CAS-DMZ'], 0],
    ['only the server outside', ['CAS-DMZ'], 1],
  ])('%s: %s', (_, order, said) => {
    const { text } = scenarioById('cas-proxy-order')
    const step = (server: string) => `  - install: {rollup: KB953469, by: administrator}\n    server: ${server}\n`
    const loaded = loadScenario(text.replace(/steps:\n.*(?=expect:)/s, `steps:\n${order.map(step).join('')}`), 'x.yaml')
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
    const { servers } = simulate(loaded.scenario, { seed: 1 })
    expect(servers.flatMap(s => events(s, 'Application').filter(e => e.id === 46))).toHaveLength(said)
  })

  test('where a web service does not run nobody is sent on', () => {
    const { text } = scenarioById('cas-proxy-order')
    const stopped = text.replace('steps:\n', all => `${all}  - {command: net stop W3SVC, server: CAS-DMZ}\n`)
    const loaded = loadScenario(stopped, 'x.yaml')
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
    const { servers } = simulate(loaded.scenario, { seed: 1 })
    expect(servers.flatMap(s => events(s, 'Application').filter(e => e.id === 46))).toEqual([])
    expect(servers.flatMap(s => s.facts.filter(f => f.body.kind === 'signed-in'))).toEqual([])
  })

  test('a restart that was due before is a property of the run, and the next restart pays it', () => {
    const one = server(run('restart-pending-2008'))
    const added = "PROPERTY CHANGE: Adding MsiSystemRebootPending property. Its value is '1'."
    expect(logOf(one).some(line => line.endsWith(added))).toBe(true)
    expect(within(one.machine, 'C:\\Config.Msi').filter(f => f.path.endsWith('.rbf'))).toEqual([])
  })

  test('a logging policy that nobody has removed writes a log for SYSTEM', () => {
    const { machine } = server(run('verbose-logging-left-on'))
    const logs = [...machine.files.values()].filter(f => f.content?.kind === 'installer-log')
    expect(logs.map(f => f.path.replace(/MSI\w+/, 'MSI'))).toEqual(['C:\\WINDOWS\\Temp\\MSI.LOG'])
  })
})

describe('a node of a cluster', () => {
  test('is not offered the rollup, and nobody calls the installer', () => {
    const of = run('cluster-not-offered')
    expect(of.attempts).toEqual([])
    expect(serviceNamed(server(of).machine, 'ClusSvc')?.state).toBe('running')
    expect(server(of).facts.filter(f => f.body.kind === 'not-offered')).toHaveLength(1)
    expect(exitCodes(run('cluster-not-offered', ['cluster: true', 'cluster: false']))).toEqual([0])
  })
})

// ------------------------------------------------------------------------------------------------------- power loss

describe('a loss of power', () => {
  test('leaves the transaction open over the restart, and the next call undoes it before its own work', () => {
    const of = run('power-fails')
    const one = server(of)
    expect(of.attempts[0]!.exitCode).toBeNull()
    const kinds = one.facts.map(f => f.body.kind)
    const lost = kinds.indexOf('power-lost')
    expect(kinds.indexOf('restarted')).toBeGreaterThan(lost)
    const undone = one.facts.flatMap(f =>
      f.body.kind === 'rollback' && f.body.phase === 'ended' ? [f.body.undone] : [],
    )
    expect(undone[0]).toBeGreaterThan(50)
    expect(events(one, 'System').filter(e => e.id === 6008)).toHaveLength(1)
    expect(registryText(one.machine, KEYS.inProgress, '')).toBeUndefined()
    expect(exchangeOf(one.machine)).toEqual(exchangeOf(one.initial))
  })

  test('behind the last change of a call does not happen, and a later call is not cut off', () => {
    const of = run('power-fails', ['after-change: 330', 'after-change: 900000'])
    expect(exitCodes(of)).toEqual([0, expect.any(Number)])
  })

  test('the log of a call that was cut off ends where it was cut', () => {
    const log = logOf(server(run('power-fails')))
    expect(log.filter(line => line.startsWith('=== Verbose logging'))).toHaveLength(1)
  })
})
