import { describe, expect, test } from 'vitest'
import { diagnose } from '../../../sim/diagnosis/diagnose.ts'
import type { Diagnosis } from '../../../sim/diagnosis/finding.ts'
import { texts } from './helpers.ts'

/** What people write: an event, some lines of a log, what a prompt printed, and their own words between. */

const lookedAt = (...blocks: readonly string[]): Diagnosis => diagnose(texts({ 'mail.txt': blocks.join('\n\n') }))

const event = (id: number, text: string): string =>
  [
    'Event Type:\tError',
    'Event Source:\tMsiInstaller',
    `Event ID:\t${id}`,
    'Date:\t\t8/3/2009',
    'Time:\t\t9:14:22 PM',
    'Computer:\tMAIL01',
    'Description:',
    text,
  ].join('\n')
const failed = (code: number): string =>
  event(
    1023,
    `Product: Microsoft Exchange Server - Update 'Update Rollup 9 for Exchange Server 2007 Service Pack 1 (KB970162) 8.1.393.1' could not be installed. Error code ${code}. Additional information is available in the log file C:\\Temp\\MSI57a1c.LOG.`,
  )
const HELP = 'For more information, see Help and Support Center at http://go.microsoft.com/fwlink/events.asp.'

const IN_USE =
  "Error 1306. Another application has exclusive access to the file 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\a.dll'. Please shut down all other applications, then click Retry."
const LOG = [
  'MSI (s) (54:A0) [21:13:58:222]: Executing op: ActionStart(Name=InstallFiles,,)',
  IN_USE,
  'Action ended 21:14:19: InstallFinalize. Return value 3.',
].join('\n')
const STOPPED = [
  'C:\\>sc query MSExchangeIS',
  'SERVICE_NAME: MSExchangeIS',
  '        TYPE               : 10  WIN32_OWN_PROCESS',
  '        STATE              : 1  STOPPED',
  '        WIN32_EXIT_CODE    : 1058  (0x422)',
].join('\n')
const POLICY = [
  'C:\\>reg query HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer',
  '',
  '! REG.EXE VERSION 3.0',
  '',
  'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer',
  '    DisablePatch        REG_DWORD       0x1',
].join('\n')

describe('evidence of several kinds in one text', () => {
  test.each([
    ['an event, and below it a log', [failed(1603), HELP, 'And this is from the log:', LOG, 'Any ideas?']],
    ['a log, and below it an event', ['Log excerpt:', LOG, 'Then the event log says', failed(1603)]],
    ['a listing of services between', [LOG, STOPPED, failed(1603)]],
  ])('%s', (_, blocks) => {
    const { findings, failures } = lookedAt(...blocks)
    const line = blocks.join('\n\n').split('\n').indexOf(IN_USE) + 1
    expect(findings.find(({ role }) => role === 'fault')).toMatchObject({ cause: 'file-in-use' })
    expect(failures).toMatchObject([{ line, text: IN_USE, error: 1306, code: 1603, action: 'InstallFinalize' }])
  })

  test('what several commands printed, and an event', () => {
    const { findings } = lookedAt(STOPPED, POLICY, 'In the event viewer:', failed(1625), HELP, 'Thanks')
    expect(findings[0]).toMatchObject({ cause: 'patching-forbidden', title: expect.stringContaining('DisablePatch') })
  })

  test('a message in words beside a listing', () => {
    expect(lookedAt(STOPPED, `Setup said:\n${IN_USE}`).failures).toMatchObject([{ error: 1306, line: 8 }])
  })

  test('the words below an event are none of it', () => {
    const [failure] = lookedAt(failed(1603), 'I do not know what to do now.').failures
    expect(failure).toMatchObject({ missing: { what: 'log', at: 'C:\\Temp\\MSI57a1c.LOG' } })
    expect(failure!.text).not.toContain('I do not know')
  })
})

describe('what a custom action returned', () => {
  const RETURNED =
    'CustomAction AddPrinter returned actual error code 1603 (note this may not be 100% accurate if translation happened inside sandbox)'

  test.each([
    ['is what failed, where the log ends', [RETURNED]],
    [
      'is what failed in the action that runs the script',
      [RETURNED, 'Action ended 14:18:54: InstallExecute. Return value 3.'],
    ],
    ['is quoted whole or in part', ['CustomAction AddPrinter returned actual error code 1603']],
  ])('%s', (_, lines) => {
    expect(lookedAt(lines.join('\n')).failures).toMatchObject([{ line: 1, action: 'AddPrinter', part: 'excerpt' }])
  })

  test('is no failure where the action may fail', () => {
    const line =
      'CustomAction A returned actual error code 1603 but will be translated to success due to continue marking'
    expect(lookedAt(line).failures).toEqual([])
  })

  test('tells of the script that it ran', () => {
    const refused =
      'CAQuietExec:  File C:\\x\\ServiceControl.ps1 cannot be loaded because the execution of scripts is disabled on this system.'
    const ended = RETURNED.replace('AddPrinter', 'CA_SAVEDATA_STOP_SERVICES')
    expect(lookedAt(`${refused}\n${ended}`).findings[0]).toMatchObject({ cause: 'execution-policy-local' })
  })
})

describe('messages that begin with the same words', () => {
  const PACKAGE = 'There is a problem with this Windows Installer package.'
  test.each([
    [1721, `${PACKAGE} A program required for this install to complete could not be run.`],
    [1722, `${PACKAGE} A program run as part of the setup did not finish as expected.`],
    [1723, `${PACKAGE} A DLL required for this install to complete could not be run.`],
    [
      1310,
      'Error 1310. Error writing to file: C:\\a.exe. System error 5. Verify that you have access to that directory.',
    ],
  ])('%i', (error, text) => {
    expect(lookedAt(`It said:\n${text} Contact your support personnel.`).failures).toMatchObject([{ error }])
  })
})

test('an internal error that somebody was shown is what failed, if nothing else is told', () => {
  const shown =
    'The installer has encountered an unexpected error installing this package. This may indicate a problem with this package. The error code is 2711.'
  expect(lookedAt(shown).failures).toMatchObject([{ error: 2711 }])
})

test('the end of a result is quoted by itself', () => {
  const log = 'MSI (s) (2C:C4) [02:22:15:651]: SECREPAIR: Crypt Provider not initialized. Error:-2146892987'
  expect(lookedAt('In the log:\n\nInstallation success or error status: 1603.', log).failures).toMatchObject([
    { code: 1603 },
  ])
})

test('what is quoted of a text begins with what Windows says', () => {
  const text =
    'This is the error in the log:\nThe installer has encountered an unexpected error installing this package. The error code is 2711.'
  expect(lookedAt(text).failures).toMatchObject([{ line: 2 }])
})

describe('a package that refuses to go on', () => {
  test.each([
    [
      'wrong-architecture',
      "The version of this file is not compatible with the version of Exchange Server 2007 that you're running.",
    ],
    [
      'interim-update-installed',
      'Unable to install because a previous Interim Update for Exchange Server 2007 has been installed.',
    ],
    ['superseded', 'This Update Rollup has been superseded by the currently installed Update Rollup.'],
  ])('%s', (cause, text) => {
    const { findings, failures } = lookedAt('I double-click the package and get:', `"${text}" What does it want?`)
    expect(findings).toMatchObject([{ cause }])
    expect(failures).toMatchObject([{ line: 3 }])
  })
})

test('a package that no source has, by the message alone', () => {
  const text =
    "Error 1706. An installation package for the product Microsoft Exchange Server cannot be found. Try the installation again using a valid copy of the installation package 'EXCHANGESERVER.msi'."
  expect(lookedAt(text).findings).toMatchObject([{ cause: 'cached-package-missing' }])
})

describe('tables of services', () => {
  test.each([
    [
      'of Get-WmiObject',
      [
        'Name                      StartMode       State',
        '----                      ---------       -----',
        'MSExchangeADTopology      Disabled        Stopped',
        'MSExchangeIS              Disabled        Stopped',
      ],
    ],
    [
      'of wmic',
      [
        'DisplayName                           Name          StartMode  State    ',
        'Microsoft Exchange Information Store  MSExchangeIS  Disabled   Stopped  ',
      ],
    ],
    ['and words above', ['Nothing starts since then:', '', 'Name          StartMode', 'MSExchangeIS  Disabled']],
  ])('%s', (_, lines) => {
    expect(lookedAt(lines.join('\n')).findings).toMatchObject([{ cause: 'services-disabled' }])
  })

  test('of Get-Service say what runs, and nothing of how it starts', () => {
    const lines = ['Status   Name               DisplayName', '------   ----               -----------']
    expect(lookedAt([...lines, 'Running  MSExchangeIS       Microsoft Exchange'].join('\n')).findings).toEqual([])
  })
})
