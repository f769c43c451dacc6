import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import { remedyIds, texts } from './helpers.ts'

/** What stands on a server and has not struck yet, each beside the near miss that it must not be taken for. */

const registry = (...lines: readonly string[]): string =>
  `${['Windows Registry Editor Version 5.00', ...lines].join('\n')}\n`

const UNDER = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Installer\\UserData\\S-1-5-18'
const CODE = '4BE97690D23B01F4889C4392B963C6B5'
const PRODUCT = '461C2B4266EDEF444B864AD6D9E5B613'

const listing = (folder: string, ...names: readonly string[]): string =>
  [
    ` Directory of ${folder}`,
    '',
    ...['.', '..'].map(name => `03/28/2007  03:00 AM    <DIR>          ${name}`),
    ...names,
    '               1 File(s)     31,457,280 bytes',
    '               2 Dir(s)  43,356,023,618 bytes free',
    '',
  ].join('\n')

const file = (name: string, day = '03/28/2007', size = '10,412'): string =>
  `${day}  03:00 AM ${size.padStart(17)} ${name}`

const folder = (name: string): string => `03/28/2007  03:00 AM    <DIR>          ${name}`

const latent = (files: Readonly<Record<string, string>>): string[] =>
  diagnose(texts(files))
    .findings.filter(({ state }) => state === 'latent')
    .map(({ cause }) => cause)

describe('a cached package', () => {
  const values = [
    `[${UNDER}\\Patches\\${CODE}]`,
    '"LocalPackage"="C:\\\\WINDOWS\\\\Installer\\\\36d4c4c.msp"',
    '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Classes\\Installer\\Patches\\4BE97690D23B01F4889C4392B963C6B5\\SourceList]',
    '"PackageName"="Exchange2007-KB935490-x64-EN.msp"',
    `[${UNDER}\\Products\\${PRODUCT}\\InstallProperties]`,
    '"LocalPackage"="C:\\\\WINDOWS\\\\Installer\\\\353cce9.msi"',
  ]
  const shown = (...names: readonly string[]) => ({
    'r.reg': registry(...values),
    'folders.txt': listing('C:\\WINDOWS\\Installer', ...names),
  })

  test('that the folder does not have is lost', () => {
    expect(latent(shown(file('353CCE9.msi')))).toEqual(['cached-patch-missing'])
    expect(latent(shown(file('36d4c4c.msp')))).toEqual(['cached-package-missing'])
  })

  test('that is there, or of which no whole listing speaks, is not', () => {
    const both = shown(file('353cce9.msi'), file('36d4c4c.msp'))
    expect(latent(both)).toEqual([])
    expect(latent({ 'r.reg': both['r.reg'] })).toEqual([])
    const cut = shown(file('353cce9.msi'))['folders.txt'].split('               1 File')[0]!
    expect(latent({ 'r.reg': both['r.reg'], 'folders.txt': cut })).toEqual([])
  })

  test('that somebody has written to since its patch was installed is as good as lost', () => {
    const own = [`[${UNDER}\\Products\\${PRODUCT}\\Patches\\${CODE}]`, '"Installed"="20070328"']
    const dated = (day: string, ...more: readonly string[]) =>
      latent({
        'r.reg': registry(...values, ...more),
        'folders.txt': listing('C:\\WINDOWS\\Installer', file('353cce9.msi'), file('36d4c4c.msp', day)),
      })
    expect(dated('04/02/2007', ...own)).toEqual(['cached-patch-missing'])
    expect(dated('03/29/2007', ...own)).toEqual([])
    expect(dated('03/20/2007', ...own)).toEqual([])
    expect(dated('04/02/2007')).toEqual([])
  })

  test('comes back from the package that the registry names', () => {
    const [found] = diagnose(texts(shown(file('353cce9.msi')))).findings
    expect(found!.remedies[0]!.commands).toEqual([
      'dir /s /b "C:\\Exchange2007-KB935490-x64-EN.msp"',
      'copy /y "<path of Exchange2007-KB935490-x64-EN.msp>" "C:\\WINDOWS\\Installer\\36d4c4c.msp"',
    ])
  })
})

test('a patch that a product lists and nothing describes', () => {
  const listed = (code: string) =>
    registry(
      `[${UNDER}\\Patches\\${CODE}]`,
      '"LocalPackage"="C:\\\\WINDOWS\\\\Installer\\\\36d4c4c.msp"',
      `[${UNDER}\\Products\\${PRODUCT}\\Patches]`,
      `"AllPatches"=hex(7):${Buffer.from(`${code}\0\0`, 'utf16le')
        .toString('hex')
        .replace(/..(?=.)/g, '$&,')}`,
    )
  expect(latent({ 'r.reg': listed('D8A7C0E3B1F2495A8C6D7E0F1A2B3C4D') })).toEqual(['registration-corrupt'])
  expect(latent({ 'r.reg': listed(CODE) })).toEqual([])
})

describe('the folder of the setup logs', () => {
  const exchange = registry('[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Exchange\\v8.0]', '"a"="b"')
  const root = (...names: string[]) =>
    ['C:\\>dir /a C:\\', listing('C:\\', ...names).replace(/.*<DIR> +\.\.?\n/g, '')].join('\n')

  test('is missing where a listing of the root does not show it, on a server with Exchange', () => {
    const bare = root(folder('WINDOWS'), folder('Program Files'))
    expect(latent({ 'r.reg': exchange, 'folders.txt': bare })).toEqual(['setup-logs-missing'])
    expect(latent({ 'folders.txt': bare })).toEqual([])
    expect(latent({ 'r.reg': exchange })).toEqual([])
    expect(latent({ 'r.reg': exchange, 'folders.txt': root(folder('exchangesetuplogs')) })).toEqual([])
    const moved = root(folder('WINDOWS'), folder('ExchangeSetupLogs-OLD'))
    const [found] = diagnose(texts({ 'r.reg': exchange, 'folders.txt': moved })).findings
    expect(found!.remedies[0]!.commands).toEqual(['ren "C:\\ExchangeSetupLogs-OLD" ExchangeSetupLogs'])
  })

  test('is on the drive of Windows, and no other drive tells of it', () => {
    const onE = root(folder('WINDOWS'), folder('Program Files')).replaceAll('C:\\', 'E:\\')
    const other = root(folder('Backup')).replaceAll('C:\\', 'D:\\')
    expect(latent({ 'r.reg': exchange, 'e.txt': onE })).toEqual(['setup-logs-missing'])
    expect(latent({ 'r.reg': exchange, 'd.txt': other })).toEqual([])
    const withFolder = root(folder('WINDOWS'), folder('ExchangeSetupLogs')).replaceAll('C:\\', 'E:\\')
    expect(latent({ 'r.reg': exchange, 'd.txt': other, 'e.txt': withFolder })).toEqual([])
  })

  test('is closed where somebody who writes in it is refused', () => {
    const rights = (first: string) =>
      `C:\\ExchangeSetupLogs ${first}\n                     NT AUTHORITY\\SYSTEM:(I)(OI)(CI)(F)\n`
    expect(latent({ 'f.txt': rights('Everyone:(OI)(CI)(DENY)(W)') })).toEqual(['setup-logs-unwritable'])
    expect(latent({ 'f.txt': rights('Everyone:(OI)(CI)N') })).toEqual(['setup-logs-unwritable'])
    expect(latent({ 'f.txt': rights('Everyone:(OI)(CI)(DENY)(RX)') })).toEqual([])
    expect(latent({ 'f.txt': rights('EXCH01\\guest:(OI)(CI)(DENY)(W)') })).toEqual([])
  })
})

test('a Temp folder that is not there, or closed', () => {
  const gone = 'C:\\>dir /a C:\\WINDOWS\\Temp\n Directory of C:\\WINDOWS\n\nFile Not Found\n'
  expect(latent({ 'f.txt': gone })).toEqual(['temp-unusable'])
  expect(latent({ 'f.txt': gone.replaceAll('Temp', 'Tempest') })).toEqual([])
  const closed = (right: string) => `C:\\WINDOWS\\Temp Everyone:${right}\n                BUILTIN\\Administrators:F\n`
  expect(latent({ 'f.txt': closed('(OI)(CI)N') })).toEqual(['temp-unusable'])
  expect(latent({ 'f.txt': closed('R') })).toEqual([])
})

test('a drive without room', () => {
  const disk = (drive: string, free: number) => ({ 'd.txt': `DeviceID  FreeSpace  \n${drive}        ${free}  \n` })
  expect(latent(disk('C:', 3_000_000))).toEqual(['disk-full'])
  expect(latent(disk('C:', 3_000_000_000))).toEqual([])
  expect(latent(disk('D:', 0))).toEqual([])
  const windowsOnD = ' Directory of D:\\WINDOWS\n\n09/01/2007  10:00 AM    <DIR>          Temp\n'
  expect(latent({ ...disk('D:', 0), 'f.txt': windowsOnD })).toEqual(['disk-full'])
})

test('a file of Exchange that a program holds for itself', () => {
  const held = (program: string, shares: string, leaf = 'x.dll') => ({
    'p.txt': `${program} pid: 42 NT AUTHORITY\\SYSTEM\n   44: File  (${shares})   C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\${leaf}\n`,
  })
  expect(latent(held('bkagent.exe', '---'))).toEqual(['file-in-use'])
  const [found] = diagnose(texts(held('bkagent.exe', '---'))).findings
  expect(found!.remedies[0]!.commands).toEqual(['taskkill /f /im "bkagent.exe"'])
  expect(latent(held('bkagent.exe', 'RWD'))).toEqual([])
  expect(latent(held('store.exe', '---'))).toEqual([])
  expect(latent(held('bkagent.exe', '---', 'x.log'))).toEqual([])
})

test('an installation that runs, and the service that one left behind', () => {
  const tasks = (...rows: readonly string[]) => ({
    'processes.txt': [
      'Image Name                     PID Services                                    ',
      '========================= ======== ============================================',
      ...rows,
    ].join('\n'),
  })
  expect(latent(tasks('msiexec.exe                   4416 N/A'))).toEqual(['install-in-progress'])
  expect(latent(tasks('msiexec.exe                   4416 MSIServer'))).toEqual([])
  expect(latent(tasks('setup.exe                     4416 N/A'))).toEqual([])
  const plain = [
    'Image Name                     PID Session Name        Session#    Mem Usage',
    '========================= ======== ================ =========== ============',
    'msiexec.exe                   4416 Console                    0      3,028 K',
  ].join('\n')
  expect(latent({ 'processes.txt': plain })).toEqual([])
})

test('Outlook Web Access that cannot be updated, where IIS alone is disabled', () => {
  const found = (role: string, iis: string, transport: string) =>
    latent({
      'r.reg': registry(`[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Exchange\\v8.0\\${role}]`, '"x"="y"'),
      's.txt': [
        'SERVICE_NAME: IISADMIN',
        `        START_TYPE         : ${iis}`,
        '',
        'SERVICE_NAME: MSExchangeTransport',
        `        START_TYPE         : ${transport}`,
      ].join('\n'),
    })
  const [auto, disabled] = ['2   AUTO_START', '4   DISABLED']
  expect(found('ClientAccessRole', disabled, auto)).toEqual(['owa-not-updated'])
  expect(found('MailboxRole', disabled, auto)).toEqual([])
  expect(found('ClientAccessRole', auto, auto)).toEqual([])
  expect(found('ClientAccessRole', disabled, disabled)).toEqual([])
})

test('an execution policy that lets no script run, and one of a group', () => {
  const policy = (value: string) => ({
    'r.reg': registry(
      '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\PowerShell\\1\\ShellIds\\Microsoft.PowerShell]',
      `"ExecutionPolicy"="${value}"`,
    ),
  })
  expect(latent(policy('Restricted'))).toEqual(['execution-policy-local'])
  expect(latent(policy('RemoteSigned'))).toEqual([])
  const group = registry(
    '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\PowerShell]',
    '"ExecutionPolicy"="RemoteSigned"',
  )
  expect(latent({ 'r.reg': group })).toEqual(['execution-policy-gpo'])
  const both = [group, policy('Restricted')['r.reg'].replace(/^.*\n/, '')].join('')
  expect(latent({ 'r.reg': both }).sort()).toEqual(['execution-policy-gpo', 'execution-policy-local'])
})

describe('a file of Outlook Web Access that somebody changed', () => {
  const OWA = 'C:\\Program Files\\Microsoft\\Exchange Server\\ClientAccess\\owa'
  const base = ['appt.gif', 'attch.gif', 'cal.gif'].map(name => file(name))
  const theme = (version: string, ...names: readonly string[]) => listing(`${OWA}\\${version}\\themes\\base`, ...names)
  const own = file('logo.png', '07/12/2007', '12')
  const found = (text: string) =>
    diagnose(texts({ 'f.txt': text })).findings.map(({ cause, state }) => `${cause} ${state}`)

  test('is lost where the next version has another, or none', () => {
    const old = theme('8.0.685.25', ...base, own)
    expect(found(old)).toEqual(['owa-customisation-lost latent'])
    expect(found(old + theme('8.0.744.0', ...base))).toEqual(['owa-customisation-lost open'])
    expect(found(theme('8.0.744.0', ...base, file('logo.png')) + old)).toEqual(['owa-customisation-lost open'])
    expect(found(old + theme('8.0.744.0', ...base, own))).toEqual(['owa-customisation-lost latent'])
    expect(found(theme('8.0.685.25', ...base))).toEqual([])
  })

  test('is the logon page where it is newer than all of its folder', () => {
    const pages = (logon: string, error: string) =>
      listing(`${OWA}\\auth`, file('logon.aspx', logon), file('error.aspx', error), file('logoff.aspx'))
    expect(found(pages('07/12/2007', '03/28/2007'))).toEqual(['owa-not-updated latent'])
    expect(found(pages('07/12/2007', '07/12/2007'))).toEqual([])
    expect(found(pages('03/28/2007', '03/28/2007'))).toEqual([])
  })
})

test('a service of Exchange that waits for one that is disabled', () => {
  const services = (start: string) =>
    [
      'SERVICE_NAME: MSExchangeIS',
      '        START_TYPE         : 2   AUTO_START',
      '        DEPENDENCIES       : MSExchangeSA',
      '                           : FSCController',
      '',
      'SERVICE_NAME: FSCController',
      `        START_TYPE         : ${start}`,
    ].join('\n')
  const [found, ...others] = diagnose(texts({ 's.txt': services('4   DISABLED') })).findings
  expect(found).toMatchObject({ cause: 'services-disabled', role: 'state' })
  expect(found!.title).toContain('FSCController')
  expect(found!.remedies[0]!.commands).toEqual([
    'sc config FSCController start= auto',
    'net start "FSCController"',
    'net start "MSExchangeIS"',
  ])
  expect(others).toEqual([])
  expect(diagnose(texts({ 's.txt': services('2   AUTO_START') })).findings).toEqual([])
})

test('services that are late together, and one alone', () => {
  const late = (name: string) =>
    `Event Type:\tError\nEvent Source:\tService Control Manager\nEvent ID:\t7009\nDate:\t\t11/10/2007\nTime:\t\t10:05:00 PM\nDescription:\nTimeout (30000 milliseconds) waiting for the ${name} service to connect.\n\n`
  const names = ['Microsoft Exchange Transport', 'Microsoft Exchange Service Host', 'Microsoft Exchange EdgeSync']
  const one = diagnose(texts({ 'System.txt': late(names[0]!) }))
  expect([one.findings, one.candidates.map(({ cause }) => cause)]).toEqual([[], ['revocation-unreachable']])
  const all = diagnose(texts({ 'System.txt': names.map(late).join('') })).findings
  expect(all.map(({ cause, role }) => [cause, role])).toEqual([
    ['revocation-unreachable', 'fault'],
    ['services-timeout-revocation', 'state'],
  ])
  expect(all.map(remedyIds)).toEqual([['skip-revocation-checks'], ['wait-longer-for-services']])
})

test('scripts that take long to begin, again and again', () => {
  const start = (time: string, mode: string) =>
    `MSI (s) (34:28) [${time}:906]: PROPERTY CHANGE: Adding QtExecCmdLine property. Its value is '"QuietExe.exe" "powershell.exe" " -command . 'C:\\Bin\\servicecontrol.ps1' ${mode}"'.\n`
  const log = `=== Verbose logging started: 9/8/2007  22:00:00  Build type: SHIP UNICODE 3.01.4000.4042  Calling process: x ===\n${start('22:00:11', 'BeforePatch')}${start('22:04:20', 'AfterPatch')}`
  const script = (before: string, after: string) =>
    `[${before}] * ServiceControl.ps1: 9/8/2007 10:00:00 PM\n[${after}] * ServiceControl.ps1: 9/8/2007 10:00:00 PM\n`
  const found = (before: string, after: string) =>
    diagnose(texts({ 'a.log': log, 'ServiceControl.log': script(before, after) })).findings.map(({ cause }) => cause)
  expect(found('22:00:34', '22:04:43')).toEqual(['revocation-unreachable'])
  expect(found('22:00:34', '22:04:22')).toEqual([])
  expect(found('22:00:13', '22:04:22')).toEqual([])
})
