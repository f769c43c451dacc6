import { describe, expect, test } from 'vitest'
import type { OsId } from '../../../model/exchange/os.ts'
import { GROUP_POLICY_KEY } from '../../../model/exchange/scripts/powershell.ts'
import { setValue } from '../../../model/machine/calls.ts'
import { fileAt } from '../../../model/machine/machine.ts'
import { printItems } from '../../../sim/prompt/powershell/printing.ts'
import { BIN, LOGS, server } from './helpers.ts'

const SYSTEMS: readonly OsId[] = ['windows-server-2003', 'windows-server-2008']

describe('the scripts of the product', () => {
  const AFTER: readonly (readonly [string, ...string[]])[] = [
    ['cd and a relative name', `cd ${BIN}`, '.\\ServiceControl.ps1 AfterPatch'],
    ['one line with a semicolon', `cd '${BIN}'; .\\ServiceControl.ps1 AfterPatch`],
    ['the call operator', `& '${BIN}\\ServiceControl.ps1' AfterPatch`],
    ['the dot', `. '${BIN}\\ServiceControl.ps1' AfterPatch`],
    ['the path of the article', 'ems', 'ServiceControl.ps1 AfterPatch'],
    ['powershell -command', `powershell -command "& '${BIN}\\ServiceControl.ps1' AfterPatch"`],
    ['the call of the rollup', `powershell.exe -command . '${BIN}\\servicecontrol.ps1' AfterPatch`],
    ['powershell, then the script', 'powershell', `cd "${BIN}"`, '.\\ServiceControl AfterPatch'],
    ['the shell of Exchange', 'ems', 'cd $exbin', '.\\servicecontrol.ps1 afterpatch'],
    ['from cmd in cmd', `cmd /c powershell -command "& '${BIN}\\ServiceControl.ps1' AfterPatch"`],
  ]

  test.each(AFTER)('AfterPatch by %s', (_, ...lines) => {
    const { code, service, recorder } = server()
    expect(code(`& '${BIN}\\ServiceControl.ps1' BeforePatch`)).toBe(0)
    expect(service('MSExchangeIS')).toEqual({ start: 'disabled', state: 'stopped' })
    for (const line of lines) expect(code(line)).toBe(0)
    expect(service('MSExchangeIS')).toEqual({ start: 'automatic', state: 'running' })
    expect(fileAt(recorder.machine, `${LOGS}\\ServiceState.xml`)).toBeUndefined()
  })

  test('a refused script says why, and where', () => {
    const { type, code, service } = server()
    type('Set-ExecutionPolicy Restricted')
    const rows = type(`& '${BIN}\\ServiceControl.ps1' BeforePatch`)
    expect(rows[0]).toMatch(/^File .* cannot be loaded because the execution of scripts is disabled on this system\./)
    expect(rows[1]).toMatch(/^At line:1 char:\d+$/)
    expect(code('.\\nope.ps1')).toBe(1)
    expect(service('MSExchangeIS').state).toBe('running')
  })

  test.each(['ServiceControl.ps1 BeforePatch', `"${BIN}\\ServiceControl.ps1" BeforePatch`])(
    'cmd does not run %s',
    line => {
      const { prompt, service } = server()
      const { exitCode, output } = prompt.run(line)
      expect(exitCode).toBe(1)
      expect(output[0]).toMatch(/opens ServiceControl\.ps1 in Notepad/i)
      expect(service('MSExchangeIS').state).toBe('running')
    },
  )

  test('updateowa.ps1 writes its log', () => {
    const { code, type } = server()
    type('ems')
    expect(code('updateowa.ps1')).toBe(0)
    expect(type(`type ${LOGS}\\UpdateOwa.log`).join('\n')).toContain('* UpdateOwa.ps1:')
  })

  test('a script without a model is not run', () => {
    const { type } = server()
    type('echo x> C:\\own.ps1')
    expect(type("& 'C:\\own.ps1'")).toEqual(['lab1603: the script own.ps1 is not simulated.'])
  })
})

describe('the execution policy', () => {
  test('is read and set', () => {
    const { type, code } = server()
    expect(type('Get-ExecutionPolicy')).toEqual(['RemoteSigned'])
    expect(type('set-executionpolicy unrestricted; get-executionpolicy')).toEqual(['Unrestricted'])
    expect(type('powershell -command Get-ExecutionPolicy')).toEqual(['Unrestricted'])
    expect(code('Set-ExecutionPolicy Bypass')).toBe(1)
    expect(code('Set-ExecutionPolicy')).toBe(1)
  })

  test('of group policy stands above, and with WMI down means Restricted', () => {
    const { type, recorder, prompt } = server()
    setValue(recorder, GROUP_POLICY_KEY, 'ExecutionPolicy', 'sz', 'AllSigned')
    const { exitCode, output } = prompt.run('Set-ExecutionPolicy RemoteSigned')
    expect(exitCode).toBe(1)
    expect(output[0]).toContain('is overridden by the group policy applied to your system')
    expect(output[0]).toContain('"AllSigned"')
    expect(type('Get-ExecutionPolicy')).toEqual(['AllSigned'])
    type('net stop winmgmt')
    expect(type('Get-ExecutionPolicy')).toEqual(['Restricted'])
  })

  test('there is no switch for it in version 1.0', () => {
    const { code, service } = server()
    code(`powershell -ExecutionPolicy Bypass -command "& '${BIN}\\ServiceControl.ps1' BeforePatch"`)
    expect(service('MSExchangeIS').state).toBe('running')
  })

  test('nor one for a file', () => {
    const { type, service } = server()
    const rows = type(`powershell -NoProfile -File "${BIN}\\ServiceControl.ps1" BeforePatch`)
    expect(rows.slice(0, 2)).toEqual(["Missing expression after unary operator '-'.", 'At line:1 char:2'])
    expect(service('MSExchangeIS').state).toBe('running')
  })
})

describe('services', () => {
  test('a table as wide as a window', () => {
    expect(server().type('Get-Service MSExchangeIS, MSExchangeADTopology')).toEqual([
      '',
      'Status   Name               DisplayName',
      '------   ----               -----------',
      'Running  MSExchangeIS       Microsoft Exchange Information Store',
      'Running  MSExchangeADTop... Microsoft Exchange Active Directory...',
      '',
    ])
  })

  test('through a pipe', () => {
    const { type, service } = server()
    type('ems')
    type(`& '${BIN}\\ServiceControl.ps1' BeforePatch`)
    type("Get-Service MSExchange* | where {$_.Status -eq 'Stopped'} | Set-Service -StartupType Automatic")
    expect(service('MSExchangeTransport').start).toBe('automatic')
    type(
      'Get-WmiObject Win32_Service -filter "StartMode=\'Disabled\'" | foreach { Set-Service $_.Name -startuptype manual }',
    )
    // WMI itself is stopped: nothing came through.
    expect(service('IISADMIN').start).toBe('disabled')
    type('Set-Service WinMgmt -StartupType Automatic; Start-Service WinMgmt')
    type('gwmi Win32_Service -filter "StartMode=\'Disabled\'" | foreach { Set-Service $_.Name -startuptype manual }')
    expect(service('IISADMIN').start).toBe('manual')
    type('gsv MSExchangeADTopology, MSExchangeTransport | Start-Service')
    expect(service('MSExchangeTransport').state).toBe('running')
  })

  test('errors have the name of the cmdlet and the place', () => {
    const { prompt, service } = server()
    expect(prompt.run('Get-Service nope')).toEqual({
      exitCode: 1,
      output: [
        "Get-Service : Cannot find any service with service name 'nope'.",
        'At line:1 char:12',
        '+ Get-Service  <<<< nope',
      ],
    })
    expect(prompt.run('Stop-Service IISADMIN').output[0]).toContain('It can only be stopped if the Force flag is set.')
    expect(service('IISADMIN').state).toBe('running')
    expect(prompt.run('Stop-Service IISADMIN -Force').exitCode).toBe(0)
    expect(service('W3SVC').state).toBe('stopped')
    expect(prompt.run('Set-Service IISADMIN -StartupType Sometimes').output[0]).toContain(
      '"Automatic, Manual, Disabled"',
    )
    expect(prompt.run('Start-Service IISADMIN -nonsense').output[0]).toContain("parameter name 'nonsense'")
    expect(prompt.run('Get-Service nope -ea SilentlyContinue').output).toEqual([])
  })

  test('Restart-Service brings dependents back', () => {
    const { code, service } = server()
    expect(code('Restart-Service IISADMIN -Force')).toBe(0)
    expect(service('W3SVC').state).toBe('running')
  })
})

describe('processes, files, registry', () => {
  test('a process by name', () => {
    const { type, service } = server()
    expect(type('Get-Process store').at(-2)).toMatch(/ \d+ store$/)
    // -Force came with 2.0.
    expect(type('Stop-Process -Name store -Force')[0]).toContain("parameter name 'Force'")
    type('Stop-Process -Name store')
    expect(service('MSExchangeIS').state).toBe('stopped')
    expect(type('Get-Process store')[0]).toContain("Cannot find a process with the name 'store'.")
  })

  test('the version of a file', () => {
    const { type } = server()
    expect(type(`(Get-Item '${BIN}\\ExSetup.exe').VersionInfo.FileVersion`)).toEqual(['08.00.0685.025'])
    expect(type(`(Get-Item '${BIN}\\ExSetup.exe').VersionInfo`)[1]).toMatch(/^ProductVersion FileVersion +FileName$/)
  })

  test('values of a key', () => {
    const { type } = server()
    const key = 'HKCU:\\Software\\Microsoft\\Windows\\CurrentVersion\\WinTrust\\Trust Providers\\Software Publishing'
    expect(type(`Get-ItemProperty "${key}"`)).toContain('State        : 146432')
    type(`Set-ItemProperty "${key}" State 146944`)
    expect(type(`(Get-ItemProperty '${key}').State`)).toEqual(['146944'])
    type(`Remove-ItemProperty "${key}" -Name State`)
    expect(type(`Get-ItemProperty "${key}" State`)[0]).toContain('Property State does not exist')
  })

  test('files in a list', () => {
    const { type } = server()
    type('powershell')
    type('mkdir C:\\a; mkdir C:\\a\\b; Set-Content C:\\a\\x.txt one')
    const [first, second, head, third, fourth, titles, rules, folder, file, ...rest] = type('dir C:\\a')
    expect([first, second, third, fourth, rest]).toEqual(['', '', '', '', ['']])
    expect(head).toBe('    Directory: Microsoft.PowerShell.Core\\FileSystem::C:\\a')
    expect(titles).toBe('Mode                LastWriteTime     Length Name')
    expect(rules).toBe('----                -------------     ------ ----')
    expect(folder).toMatch(/^d---- {9}8\/27\/2007 {2,3}\d?\d:\d\d [AP]M {12}b$/)
    expect(file).toMatch(/^-a--- {9}8\/27\/2007 {2,3}\d?\d:\d\d [AP]M {10}5 x\.txt$/)
    expect(type('Get-Item C:\\WINDOWS')[2]).toBe('    Directory: Microsoft.PowerShell.Core\\FileSystem::C:\\')
  })

  test('files as items', () => {
    const { type } = server()
    type('ems')
    expect(type(`Test-Path ${LOGS}`)).toEqual(['True'])
    type('mkdir C:\\a; Set-Content C:\\a\\x.txt one; Add-Content C:\\a\\x.txt two')
    expect(type('Get-Content C:\\a\\x.txt')).toEqual(['one', 'two'])
    type('Copy-Item C:\\a\\x.txt C:\\a\\y.txt; Rename-Item C:\\a\\y.txt z.txt; Get-Service MSExchangeIS > C:\\a\\s.txt')
    expect(type('dir C:\\a -name')).toEqual(['s.txt', 'x.txt', 'z.txt'])
    expect(type('rd C:\\a')[0]).toContain('has children')
    type('Remove-Item C:\\a -Recurse')
    expect(type('Test-Path C:\\a')).toEqual(['False'])
  })
})

describe('the cmdlets of Exchange', () => {
  const SNAP_IN = 'Add-PSSnapin Microsoft.Exchange.Management.PowerShell.Admin'

  test('are not known to a PowerShell that was opened by itself until their snap-in is added', () => {
    const { type } = server()
    type('powershell')
    for (const name of ['Test-ServiceHealth', 'Get-ExchangeServer']) {
      expect(type(name)[0]).toContain(`The term '${name}' is not recognized as a cmdlet`)
    }
    expect(type('"$exbin"')).toEqual([''])
    expect(type(SNAP_IN)).toEqual([])
    expect(type('Test-ServiceHealth').join('\n')).toContain('RequiredServicesRunning')
    expect(type('Get-ExchangeServer')).toEqual(['lab1603: Get-ExchangeServer is not simulated.'])
    expect(type(SNAP_IN)[0]).toContain('because it is already added')
    // Another PowerShell has a memory of its own.
    type('powershell')
    expect(type('Test-ServiceHealth')[0]).toContain('is not recognized')
    expect(type('Add-PSSnapin Some.Other')).toEqual(['lab1603: the snap-in Some.Other is not simulated.'])
  })

  test('are there in the Exchange Management Shell', () => {
    const { type } = server()
    type('ems')
    expect(type('Test-ServiceHealth').join('\n')).toContain('RequiredServicesRunning')
    expect(type(SNAP_IN)[0]).toContain('because it is already added')
  })
})

describe('the shell itself', () => {
  test('opens, shows where it is, and closes', () => {
    const { type, prompt } = server()
    type('powershell')
    expect([prompt.shell, prompt.text]).toEqual(['powershell', 'PS C:\\Documents and Settings\\Administrator>'])
    type('exit')
    type('ems')
    type('cd C:\\')
    expect([prompt.shell, prompt.text]).toEqual(['ems', '[PS] C:\\>'])
    type('exit')
    expect([prompt.shell, prompt.text]).toEqual(['cmd', 'C:\\Documents and Settings\\Administrator>'])
  })

  test('sc is Set-Content there; sc.exe is the program', () => {
    const { type, code, service } = server()
    type('ems')
    expect(code('sc config MSExchangePOP3 start= auto')).toBe(1)
    expect(service('MSExchangePOP3').start).toBe('manual')
    expect(code('sc.exe config MSExchangePOP3 start= auto')).toBe(0)
    expect(service('MSExchangePOP3').start).toBe('automatic')
  })

  test('unknown words, reserved signs, open quotes', () => {
    const { type } = server()
    type('ems')
    expect(type('bogus a')).toEqual([
      "The term 'bogus' is not recognized as a cmdlet, function, operable program, or script file. Verify the term and try again.",
      'At line:1 char:6',
      '+ bogus  <<<< a',
    ])
    expect(type('hostname && hostname')[0]).toContain("The token '&&' is not a valid statement separator")
    expect(type("Get-Content 'C:\\x")[0]).toBe('Encountered end of line while processing a string token.')
    expect(type('Get-Service | | x')[0]).toBe('An empty pipe element is not permitted.')
    expect(type('Get-ExchangeServer')).toEqual(['lab1603: Get-ExchangeServer is not simulated.'])
    expect(type('# a remark')).toEqual([])
  })

  test('programs work in both', () => {
    const { type } = server()
    type('ems')
    expect(type('hostname; whoami')).toEqual(['EXCH01', 'exch01\\administrator'])
    expect(type('net stop MSExchangePOP3 | find "not started"')).toHaveLength(1)
    expect(type('tasklist | findstr store')).toHaveLength(1)
  })

  test.each(SYSTEMS)('a program that asks gets its answer (%s)', os => {
    const { type, service } = server(os)
    type('ems')
    type('net stop RpcSs; hostname')
    expect(type('n')).toEqual(['EXCH01'])
    expect(service('RpcSs').state).toBe('running')
  })
})

test('seconds beside milliseconds are refused', () => {
  const { type, code } = server()
  type('ems')
  expect(code('Start-Sleep -milliseconds 4711')).toBe(0)
  expect(type('sleep -milliseconds 4711 7').join(' ')).toContain('Parameter set cannot be resolved')
})

describe('a value of several lines', () => {
  const { machine } = server().recorder
  const item = { kind: 'fields', rows: [['Message', 'one\r\ntwo']] } as const

  test('goes on below itself in a list', () => {
    expect(printItems(machine, [{ ...item, table: false }])).toEqual(['', 'Message : one', '          two', ''])
  })

  test('shows its first line in a table', () => {
    expect(printItems(machine, [{ ...item, table: true }])).toContain('one...')
  })
})
