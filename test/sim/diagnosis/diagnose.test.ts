import { readFileSync } from 'node:fs'
import { memfs } from 'memfs'
import { describe, expect, test } from 'vitest'
import { CAUSES, type Cause } from '../../../sim/causes.ts'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { evidenceFrom, readEvidence } from '../../../sim/diagnosis/evidence.ts'
import { builtIn } from '../../../sim/diagnosis/packs/builtIn.ts'
import { causes, finding, fixture, linesIn, read, remedyIds, texts } from './helpers.ts'

const DLL = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\Microsoft.Exchange.Management.dll'

describe('a file in use, for the first time', () => {
  const evidence = read(fixture('file-in-use'))

  test('only the evidence of a bundle is read, by relative paths', () => {
    expect(evidence.files.map(({ path }) => path)).toContain('evidence/C/WINDOWS/Temp/MSI4e8f1.LOG')
    expect(evidence.files.some(({ path }) => /truth|bundle/.test(path))).toBe(false)
    expect(evidence.warnings).toEqual([])
  })

  test('the first finding names the file, by the verbose log, before the first return value 3', () => {
    const [first] = diagnose(evidence).findings
    expect(first).toMatchObject({ cause: 'file-in-use' })
    expect(first!.title).toContain('Microsoft.Exchange.Management.dll')
    expect(first!.confidence).toBeGreaterThan(0.9)
    expect(first!.evidence[0]).toMatchObject({ path: 'evidence/C/WINDOWS/Temp/MSI4e8f1.LOG' })
    expect(first!.evidence[0]!.text).toContain(`1306 2: ${DLL}`)
    expect(first!.evidence.map(({ text }) => text)).toContain('Action ended 3:12:59: InstallFinalize. Return value 3.')
  })

  test('what is left is saved, then AfterPatch, then the file, then the rollup again from where it was', () => {
    const found = finding(evidence, 'file-in-use')
    expect(found.remedies.map(({ commands }) => commands)).toEqual([
      [
        'md "C:\\Evidence-1"',
        ...['ServiceControl.log', 'ServiceState.xml', 'ServiceStartupMode.xml'].map(
          name => `copy "C:\\ExchangeSetupLogs\\${name}" "C:\\Evidence-1"`,
        ),
      ],
      ['cd "C:\\Program Files\\Microsoft\\Exchange Server\\Bin"', '.\\ServiceControl.ps1 AfterPatch'],
      [`handle.exe "${DLL}"`, 'taskkill /f /pid <process id from handle>'],
      ['msiexec /p "C:\\Update\\Exchange2007-KB935490-x64-EN.msp" /lxv* "C:\\KB935490.log"'],
    ])
    const [placeholder] = found.remedies[2]!.placeholders!
    expect(placeholder).toMatchObject({ name: 'process id from handle', from: `handle.exe "${DLL}"` })
    const printed = `bkagent.exe       pid: 3512    40C: ${DLL}`
    expect(new RegExp(placeholder!.pattern, 'im').exec(printed)?.[1]).toBe('3512')
  })

  test('the services are a consequence, the state is not lost, the message properties are none', () => {
    expect(causes(diagnose(evidence))).toEqual(['file-in-use', 'services-disabled', 'verbose-logging-left-on'])
  })

  test('herrings', () => {
    const { herrings } = diagnose(evidence)
    expect(herrings.map(({ id }) => id)).toEqual(
      expect.arrayContaining([
        'error-table-note',
        'message-property',
        'temporary-file-busy',
        'result-note',
        'transforming-error-table',
        'propagated-failure',
        'configuration-failed-event',
        'script-completed',
      ]),
    )
    expect(herrings.find(({ id }) => id === 'propagated-failure')?.text).toContain('INSTALL. Return value 3')
  })

  test('a success afterwards makes it history', () => {
    const log = linesIn(readFileSync(fixture('file-in-use/evidence/C/WINDOWS/Temp/MSI4e8f1.LOG')))
    const success = [
      '=== Verbose logging started: 8/28/2007  4:00:00  Build type: SHIP UNICODE 3.01.4000.4042  Calling process: x ===',
      'MSI (s) (20:7C) [04:00:09:000]: Product: Microsoft Exchange Server -- Configuration completed successfully.',
      'MSI (c) (20:7C) [04:00:09:000]: MainEngineThread is returning 0',
    ].join('\r\n')
    const both = texts({ 'a.log': log.join('\r\n'), 'b.log': success })
    const { findings } = diagnose(both)
    expect(findings).toMatchObject([{ cause: 'file-in-use', remedies: [] }])
    expect(findings[0]!.title).toContain('before one that succeeded')
    expect(findings[0]).toMatchObject({ state: 'settled', confidence: 0.95 })
  })

  test('from the Application log alone', () => {
    const events = evidence.eventFiles.find(({ path }) => path.endsWith('Application.txt'))!
    const found = finding({ ...texts({}), eventFiles: [events] }, 'file-in-use')
    expect(found.evidence[0]!.text).toContain('11306')
    expect(remedyIds(found)).toEqual(['save-evidence', 'restore-services', 'release-file', 'install-again'])
    expect(found.remedies[3]!.placeholders![0]!.from).toBe('dir /s /b "C:\\Exchange2007-KB935490*.msp"')
  })

  test('a program that the log names needs no search', () => {
    const named = texts({
      'a.log': `Info 1603.The file ${DLL} is being held in use by the following process: Name: bkagent, Id: 3512, Window Title: ''.  Close that application and retry.\nError 1306. Another application has exclusive access to the file '${DLL}'. Please\nAction ended 3:12:59: InstallFinalize. Return value 3.\n`,
    })
    const [released] = finding(named, 'file-in-use').remedies.filter(({ id }) => id === 'release-file')
    expect(released!.commands).toEqual(['taskkill /f /im "bkagent.exe"'])
  })

  test('a text in a property, or after the failure, is none', () => {
    const text = `Error 1306. Another application has exclusive access to the file '${DLL}'.`
    for (const log of [
      `Property(S): msg1306 = ${text}\nAction ended 3:12:59: InstallFinalize. Return value 3.\n`,
      `Action ended 3:12:59: InstallFinalize. Return value 3.\n${text}\n`,
    ]) {
      expect(causes(diagnose(texts({ 'a.log': log })))).not.toContain('file-in-use')
    }
  })
})

describe('the saved state lost', () => {
  const evidence = read(fixture('saved-state-lost'))

  test('found beside the held file, and it decides what is done first', () => {
    const diagnosis = diagnose(evidence)
    expect(causes(diagnosis).slice(0, 2)).toEqual(['file-in-use', 'saved-state-lost'])
    for (const found of diagnosis.findings.slice(0, 2)) {
      expect(remedyIds(found)).toEqual([
        'services-by-hand',
        'save-evidence',
        'forget-saved-state',
        'release-file',
        'install-again',
      ])
    }
    expect(finding(evidence, 'saved-state-lost').evidence[0]!.text).toContain('Overwrite is specified')
  })

  test('services by hand: dependencies first, original start types by event 7040, what starts on demand is left', () => {
    const commands: readonly string[] = finding(evidence, 'saved-state-lost').remedies[0]!.commands
    expect(commands.slice(0, 2)).toEqual(['sc config WinMgmt start= auto', 'net start "WinMgmt"'])
    expect(commands.indexOf('net start "IISAdmin"')).toBeLessThan(commands.indexOf('net start "W3Svc"'))
    expect(commands.indexOf('net start "MSExchangeADTopology"')).toBeLessThan(
      commands.indexOf('net start "MSExchangeIS"'),
    )
    expect(commands).toContain('sc config MSExchangeIMAP4 start= demand')
    expect(commands).not.toContain('net start "MSExchangeIMAP4"')
    expect(commands.filter(c => c.startsWith('sc config'))).toHaveLength(9)
  })

  test('a second BeforePatch that found services to stop has saved a good state', () => {
    const good = read(fixture('file-in-use/evidence/C/ExchangeSetupLogs/ServiceControl.log'))
    const [block] = good.serviceControl[0]!.blocks
    const again = { ...good, serviceControl: [{ ...good.serviceControl[0]!, blocks: [block!, block!] }] }
    expect(causes(diagnose(again))).toEqual(['services-disabled'])
  })

  test('services that run again settle it', () => {
    const services = 'SERVICE_NAME: MSExchangeIS\n        START_TYPE         : 2   AUTO_START\n'
    const repaired = { ...evidence, services: texts({ 'services.txt': services }).services }
    const found = causes(diagnose(repaired))
    expect(found).not.toContain('saved-state-lost')
    expect(found).not.toContain('services-disabled')
  })
})

/** Causes that no rule finds yet, in the order of sim/causes.ts. A rule for one takes it off. */
const WITHOUT_RULE: readonly Cause[] = []

describe('the others', () => {
  const policy = (value: string) =>
    `Windows Registry Editor Version 5.00\n\n[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell]\n"ExecutionPolicy"="${value}"\n`
  const failedScript =
    'MSI (s) (DC!BC) [06:51:04:902]: PROPERTY CHANGE: Deleting QtExecCmdLine property. Its current value is \'"QuietExe.exe"\'.\nCAQuietExec:  Error 0x80070001: Command line returned an error.\nMSI (s) (DC!C8) [06:51:06:355]: Closing MSIHANDLE (1) of type 790542 for thread 6776\nAction ended 6:51:06: CA_SAVEDATA_STOP_SERVICES. Return value 3.\n'
  const script = '[05:00:00] * ServiceControl.ps1: 8/27/2007 5:00:00 AM\n'

  test('the wrong baseline, and what is installed', () => {
    const diagnosis = diagnose(read(fixture('wrong-baseline.log')))
    expect(causes(diagnosis)).toEqual(['wrong-baseline'])
    expect(diagnosis.findings[0]!.title).toContain('Service Pack 1 (8.1.240.6)')
    expect(diagnosis.findings[0]!.evidence[0]!.text).toContain('is not applicable')
  })

  test('no product at all: what stands nowhere in a whole log, and what an excerpt does not tell', () => {
    const excerpt =
      'The upgrade patch cannot be installed by the Windows Installer service because the program\nMSI (c) (EC:D4) [09:57:50:267]: MainEngineThread is returning 1642\n'
    const start =
      '=== Verbose logging started: 8/28/2007  9:57:50  Build type: SHIP UNICODE 3.01.4000.4042  Calling process: x ===\n'
    expect(causes(diagnose(texts({ 'a.log': start + excerpt })))).toEqual(['product-absent'])
    const { findings, candidates } = diagnose(texts({ 'a.log': excerpt }))
    expect(findings).toEqual([])
    expect(candidates.map(({ cause }) => cause)).toEqual(['wrong-baseline', 'product-absent'])
    expect(candidates[0]!.evidence.map(({ line }) => line)).toEqual([2, 1])
  })

  test('execution policy: with the registry, surer with the log of the scripts, and none where scripts run', () => {
    const alone = finding(texts({ 'a.log': failedScript, 'r.reg': policy('Restricted') }), 'execution-policy-local')
    const more = finding(texts({ 'a.log': failedScript, 'r.reg': policy('Restricted'), 's.log': script }), alone.cause)
    expect(more.confidence).toBeGreaterThan(alone.confidence)
    expect(more.evidence[0]!.text).toContain('CA_SAVEDATA_STOP_SERVICES. Return value 3')
    expect(causes(diagnose(texts({ 'a.log': failedScript, 'r.reg': policy('RemoteSigned') })))).not.toContain(
      alone.cause,
    )
    const wrote = `${script.replaceAll('05:00:00', '06:51:05')}[06:51:05] Saving service and registry data\n`
    expect(causes(diagnose(texts({ 'a.log': failedScript, 's.log': wrote })))).not.toContain(alone.cause)
  })

  test('the script that stops the services failed, and nothing tells why', () => {
    const could = (files: Readonly<Record<string, string>>) =>
      diagnose(texts({ 'a.log': failedScript, ...files })).candidates.map(({ cause }) => cause)
    const all = ['execution-policy-local', 'setup-logs-unwritable', 'service-will-not-stop', 'setup-logs-missing']
    expect(could({})).toEqual(all)
    const wrote = `${script.replaceAll('05:00:00', '06:51:05')}[06:51:05] Saving service and registry data\n`
    expect(could({ 's.log': wrote })).toEqual(['service-will-not-stop'])
    expect(could({ 'r.reg': policy('Restricted') })).toEqual([])
  })

  test('the folder of the logs under another name', () => {
    const evidence = texts({
      'C/WINDOWS/Temp/MSI1.LOG': failedScript,
      'C/ExchangeSetupLogs-OLD/ServiceControl.log': script,
      'exports/registry.reg': policy('RemoteSigned'),
      'exports/owa.txt': 'https://exch01/owa\nThe browser is redirected to a blank page.\n',
    })
    const [first] = diagnose(evidence).findings
    expect(first).toMatchObject({ cause: 'setup-logs-missing' })
    // What is in it is saved from where it lies: moved back, the scripts write on in it.
    expect(first!.remedies.slice(0, 2).map(({ commands }) => commands)).toEqual([
      ['md "C:\\Evidence-1"', 'copy "C:\\ExchangeSetupLogs-OLD\\ServiceControl.log" "C:\\Evidence-1"'],
      ['ren "C:\\ExchangeSetupLogs-OLD" ExchangeSetupLogs'],
    ])
  })

  const shown: readonly (readonly [string, string])[] = [
    ['superseded', 'this Update Rollup has been superseded by the currently installed Update Rollup. Installation'],
    [
      'wrong-architecture',
      "The version of this file is not compatible with the version of Exchange Server 2007 that you're running.",
    ],
    ['interim-update-installed', 'a previous Interim Update for Exchange Server 2007 has been installed. Please use'],
    ['interim-update-blocks-removal', 'cannot be uninstalled until the Interim Update has been uninstalled.'],
    [
      'interim-update-incompatible',
      'this Interim Update is incompatible with the current Exchange Server 2007 configuration.',
    ],
    ['install-in-progress', 'Another installation is already in progress.'],
    ['installer-service-disabled', 'The Windows Installer Service could not be accessed.'],
    ['patching-forbidden', 'This installation is forbidden by system policy.  Contact your system administrator.'],
    [
      'package-damaged',
      'This patch package could not be opened.  Contact the application vendor to verify that this is a valid Windows Installer patch package.',
    ],
  ]
  test.each(shown)('%s: the message, but not the property', (cause, text) => {
    expect(causes(diagnose(texts({ 'dialogs.txt': `13:12:59  ${text}\n` })))).toEqual([cause])
    expect(causes(diagnose(texts({ 'a.log': `Property(C): msgX = ${text}\n` })))).toEqual([])
  })

  test('code 1643: the policy, or the package; without the registry it could be either', () => {
    const key = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer]'
    const reg = (value: string) => `Windows Registry Editor Version 5.00\n\n${key}\n${value}\n`
    const log = 'MSI (c) (EC:D4) [09:57:50:267]: MainEngineThread is returning 1643\n'
    const alone = diagnose(texts({ 'a.log': log }))
    expect(causes(alone)).toEqual([])
    expect(alone.candidates.map(({ cause }) => cause)).toEqual(['patching-forbidden', 'package-damaged'])
    const forbidden = texts({ 'a.log': log, 'r.reg': reg('"DisablePatch"=dword:00000001') })
    const found = finding(forbidden, 'patching-forbidden')
    expect(causes(diagnose(forbidden))).toEqual(['patching-forbidden'])
    expect(found.remedies[0]!.commands).toEqual([
      'reg delete "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer" /v DisablePatch /f',
    ])
    expect(causes(diagnose(texts({ 'a.log': log, 'r.reg': reg('"DisablePatch"=dword:00000000') })))).toEqual([
      'package-damaged',
    ])
  })

  test('code 1632: the folder or the drive, by the room that there is', () => {
    const log = 'MSI (c) (EC:D4) [09:57:50:267]: MainEngineThread is returning 1632\n'
    const disk = (free: number) => `DeviceID  FreeSpace  \r\nC:        ${free}  \r\nD:        0  \r\n`
    const shown = (free: number) => diagnose(texts({ 'a.log': log, 'disk.txt': disk(free) }))
    expect(causes(shown(43_000_000_000))).toEqual(['temp-unusable'])
    expect(causes(shown(3_000_000))).toEqual(['disk-full'])
    expect(shown(3_000_000).candidates).toEqual([])
    const alone = diagnose(texts({ 'a.log': log }))
    expect(alone.findings).toEqual([])
    expect(alone.candidates.map(({ cause }) => cause)).toEqual(['temp-unusable'])
  })

  test('a copy that is lost begins with the sentence of a damaged package', () => {
    const lost =
      'This update package could not be opened. Verify that the update package exists and that you can access it'
    expect(causes(diagnose(texts({ 'dialogs.txt': `13:12:59  ${lost}\n` })))).toEqual([])
  })

  test('what the update client said last', () => {
    const failed = (code: string) =>
      `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-WindowsUpdateClient'/><EventID>20</EventID><Level>2</Level><TimeCreated SystemTime='2008-10-18T02:00:03.003Z'/><Channel>System</Channel></System><RenderingInfo><Message>Installation Failure: Windows failed to install the following update with error ${code}: x.</Message></RenderingInfo></Event>`
    const said = (code: string) => causes(diagnose(texts({ 'System.xml': `<Events>${failed(code)}</Events>` })))
    expect(said('0x80070652')).toEqual(['install-in-progress'])
    expect(said('0x80070659')).toEqual(['patching-forbidden'])
    expect(said('0x80070664')).toEqual(['package-damaged'])
    expect(said('0x80070643')).toEqual([])
  })

  test('codes of an engine that could not begin', () => {
    const line = (text: string) => `MSI (c) (EC:D4) [09:57:50:267]: ${text}\n`
    const busy = line('Failed to grab execution mutex. System error 258.') + line('MainEngineThread is returning 1618')
    expect(causes(diagnose(texts({ 'a.log': busy })))).toEqual(['install-in-progress'])
    const off = line('Failed to connect to server. Error: 0x80070422') + line('MainEngineThread is returning 1601')
    expect(finding(texts({ 'a.log': off }), 'installer-service-disabled').confidence).toBeGreaterThan(0.9)
  })

  test('a policy of a group: the second script cannot begin', () => {
    const key = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell]'
    const reg = (value: string) => `Windows Registry Editor Version 5.00\n\n${key}\n${value}\n`
    const log = 'Action ended 22:03:54: CA_START_REMOVEDATA_SERVICES. Return value 3.\n'
    const set = texts({ 'a.log': log, 'r.reg': reg('"ExecutionPolicy"="RemoteSigned"') })
    expect(causes(diagnose(set))).toEqual(['execution-policy-gpo'])
    expect(finding(set, 'execution-policy-gpo').confidence).toBeGreaterThan(0.9)
    const other = diagnose(texts({ 'a.log': log, 'r.reg': reg('"Other"="x"') }))
    expect([other.findings, other.candidates]).toEqual([[], []])
    const alone = diagnose(texts({ 'a.log': log }))
    expect(alone.findings).toEqual([])
    expect(alone.candidates.map(({ cause }) => cause)).toEqual(['execution-policy-gpo'])
  })

  test('a folder of logs that is there, and in which the script wrote nothing', () => {
    const files = {
      'C/WINDOWS/Temp/MSI1.LOG': failedScript,
      'C/ExchangeSetupLogs/ServiceControl.log': script,
      'exports/registry.reg': policy('RemoteSigned'),
    }
    expect(causes(diagnose(texts(files)))).toEqual(['setup-logs-unwritable'])
    const wrote = `${script.replaceAll('05:00:00', '06:51:05')}[06:51:05] Saving service and registry data\n`
    for (const other of [
      { 'C/ExchangeSetupLogs/ServiceControl.log': wrote },
      { 'exports/registry.reg': policy('Restricted') },
    ]) {
      expect(causes(diagnose(texts({ ...files, ...other })))).not.toContain('setup-logs-unwritable')
    }
  })

  test('a service that does not stop, as long as no later run could stop it', () => {
    const run = (...lines: string[]) =>
      ['[23:00:14] * ServiceControl.ps1: 9/8/2007 11:00:14 PM', '[23:00:14] Saving service and registry data', ...lines]
        .map(line => `${line}\n`)
        .join('')
    const stuck = run(
      "[23:02:57] Stopping service 'MSExchangeIS'.",
      '[23:03:57] Unable to stop all services for Mailbox.',
    )
    expect(causes(diagnose(texts({ 'ServiceControl.log': stuck })))).toEqual(['service-will-not-stop'])
    const later = run("[23:02:57] Stopping service 'MSExchangeIS'.").replaceAll('9/8', '9/9')
    expect(causes(diagnose(texts({ 'ServiceControl.log': stuck + later })))).not.toContain('service-will-not-stop')
  })

  test('Outlook Web Access: given up, and made good by a later run', () => {
    const title = '[22:05:38] * UpdateOwa.ps1: 9/8/2007 10:05:38 PM\n'
    const bad = `${title}[22:05:39] Error updating OWA: Access is denied.\n`
    const good = `${title}[22:05:39] Saving changes to 'IIS://EXCH01/W3SVC/1/ROOT/owa'\n`
    expect(causes(diagnose(texts({ 'UpdateOwa.log': good + bad })))).toEqual(['owa-not-updated'])
    expect(causes(diagnose(texts({ 'UpdateOwa.log': bad + good })))).toEqual([])
  })

  test('a filtered token: the message, or the preparation where Windows has one', () => {
    const log = (version: number) =>
      `Action ended 8:53:12: CA_PREPARE_OWA. Return value 3.\nProperty(S): VersionNT = ${version}\n`
    expect(causes(diagnose(texts({ 'a.log': log(600) })))).toEqual(['not-elevated'])
    expect(causes(diagnose(texts({ 'a.log': log(502) })))).not.toContain('not-elevated')
    const told =
      'Error 1925. You do not have sufficient privileges to complete this installation for all users.\nMSI (c) (AC:44) [08:53:16:562]: MainEngineThread is returning 1603\n'
    expect(causes(diagnose(texts({ 'a.log': told })))).toEqual(['not-elevated'])
  })

  test('a node of a cluster, and a server that has all its updates', () => {
    const dialogs = '03:00:00  There are no updates for this computer.\n'
    const services = (name: string) => `SERVICE_NAME: ${name}\n        START_TYPE         : 2   AUTO_START\n`
    const shown = (name: string) => causes(diagnose(texts({ 'dialogs.txt': dialogs, 'services.txt': services(name) })))
    expect(shown('ClusSvc')).toEqual(['cluster-not-offered'])
    expect(shown('MSExchangeIS')).toEqual([])
  })

  test('a full drive', () => {
    const log =
      'MSI (s) (18:F4) [12:02:18:090]: Note: 1: 1310 2: C:\\x.dll 3: 112 \nError 1310. Error writing to file: C:\\x.dll.   System error 112.  Verify\nAction ended 12:02:18: InstallFinalize. Return value 3.\n'
    expect(causes(diagnose(texts({ 'a.log': log })))).toEqual(['disk-full'])
    expect(causes(diagnose(texts({ 'a.log': log.replaceAll('112', '5') })))).toEqual([])
  })

  test('a restart that is owed, and one that was made', () => {
    const key = '[HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet\\Control\\Session Manager]\n'
    const reg = (rest: string) => `Windows Registry Editor Version 5.00\n\n${key}${rest}`
    const renames = '"PendingFileRenameOperations"=hex(7):5c,00,61,00,00,00,00,00,00,00\n'
    const log = 'MSI (c) (EC:D4) [09:57:50:267]: MainEngineThread is returning 3010\n'
    const owed = finding(texts({ 'a.log': log, 'r.reg': reg(renames) }), 'restart-pending')
    expect(owed.confidence).toBeGreaterThan(0.8)
    const made = finding(texts({ 'a.log': log, 'r.reg': reg('') }), 'restart-pending')
    expect(made).toMatchObject({ state: 'settled', remedies: [] })
    expect(made.title).toContain('made good since')
  })

  test('every cause has a rule, or stands in WITHOUT_RULE', () => {
    const found = new Set<string>(builtIn.entries.map(({ rule }) => rule.cause))
    expect(
      CAUSES.filter(cause => !found.has(cause)),
      'the list is in test/sim/diagnosis/diagnose.test.ts',
    ).toEqual(WITHOUT_RULE)
  })
})

describe('reading', () => {
  test('a memfs volume is a file system like any other', () => {
    const { fs } = memfs({ '/C/ExchangeSetupLogs/ServiceControl.log': '[1]', '/C/x.dll': 'MZ' })
    expect(readEvidence(fs, ['/C']).files).toEqual([
      { path: 'ExchangeSetupLogs/ServiceControl.log', kind: 'service-control' },
      { path: 'x.dll', kind: 'unknown', unopened: true },
    ])
  })

  test('several arguments keep their names', () => {
    const { fs } = memfs({ '/a/1.txt': 'x', '/b.txt': 'y' })
    expect(readEvidence(fs, ['/a/', '/b.txt', '/none']).files.map(({ path }) => path)).toEqual(['/a/1.txt', '/b.txt'])
    expect(readEvidence(fs, ['/none']).warnings).toHaveLength(1)
  })

  test('servers are looked at one by one', () => {
    const mailbox = '[03:12:40] * ServiceControl.ps1: x\n[03:12:40] Saving service and registry data\n'
    const files = (server: string, text: string) => ({
      path: `evidence/${server}/C/ExchangeSetupLogs/ServiceControl.log`,
      bytes: Buffer.from(text),
    })
    const down = `${mailbox}[03:12:41] Disabling service 'MSExchangeIS'.\n`
    const two = evidenceFrom([files('CAS01', mailbox), files('MBX01', down)])
    const { findings } = diagnose(two)
    expect(findings).toMatchObject([
      { cause: 'services-disabled', evidence: [{ path: expect.stringContaining('MBX01') }] },
    ])
  })
})

test('what a remedy has saved is not read, and that is told', () => {
  const log = 'MainEngineThread is returning 1618\nMSI (s) (00:00) [00:00:00:000]: MainEngineThread is returning 1618\n'
  const evidence = texts({ 'C/Evidence-1/a.log': log, 'b.log': log })
  expect(evidence.installerLogs.map(({ path }) => path)).toEqual(['b.log'])
  expect(diagnose(evidence).unread).toEqual([
    { path: 'C/Evidence-1/a.log', why: expect.stringContaining('saved before a remedy') },
  ])
})
