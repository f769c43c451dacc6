import { describe, expect, test } from 'vitest'
import { packageName, patchCode } from '../../../model/exchange/builds.ts'
import { writeFile } from '../../../model/machine/calls.ts'
import { fileAt } from '../../../model/machine/machine.ts'
import { runPrompt } from '../../../sim/prompt/prompt.ts'
import { holder, type Server, server } from './helpers.ts'

describe('a line', () => {
  test('is several commands', () => {
    const { type, prompt } = server()
    expect(type('hostname & hostname')).toEqual(['EXCH01', 'EXCH01'])
    expect(type('sc query nope && hostname')).not.toContain('EXCH01')
    expect(type('sc query nope || hostname')).toContain('EXCH01')
    expect(prompt.run('sc query nope & hostname').exitCode).toBe(0)
    expect(type('echo a ^& b')).toEqual(['a & b'])
  })

  test('sends output where it is told', () => {
    const { type } = server()
    expect(type('sc query nope > nul')).toEqual([])
    expect(type('net start nope 2>nul')).toEqual([])
    type('net start nope > C:\\x.txt 2>&1')
    expect(type('type nope > C:\\o.txt 2>&1')).toEqual([])
    expect(type('type C:\\o.txt')).toEqual(['The system cannot find the file specified.'])
    expect(type('type nope 2>&1 > C:\\p.txt')).toEqual(['The system cannot find the file specified.'])
    expect(type('type C:\\p.txt')).toEqual([])
    expect(type('hostname > C:\\no\\such\\folder.txt')).toEqual(['The system cannot find the path specified.'])
  })

  test('fills in variables', () => {
    const { type } = server()
    type('sc query nope')
    expect(type('echo %ERRORLEVEL% %computername% %SystemRoot% %nope%')).toEqual(['1060 EXCH01 C:\\WINDOWS %nope%'])
  })

  test.each(['', '   ', 'rem anything & hostname', ':: remark', '@rem'])('%j does nothing', line => {
    expect(server().prompt.run(line)).toEqual({ exitCode: 0, output: [] })
  })

  test('has a grammar', () => {
    const { type, code } = server()
    expect(type('& hostname')).toEqual(['& was unexpected at this time.'])
    expect(type('hostname &&& hostname')).toEqual(['& was unexpected at this time.'])
    expect(type('hostname |')).toEqual(['The syntax of the command is incorrect.'])
    expect(code('hostname >')).toBe(255)
  })

  test('of nobody knows what', () => {
    const { prompt } = server()
    expect(prompt.run('frobnicate /x')).toEqual({
      exitCode: 9009,
      output: ["'frobnicate' is not recognized as an internal or external command,", 'operable program or batch file.'],
    })
    expect(prompt.run('C:\\tools\\sc.exe query').exitCode).toBe(9009)
    expect(prompt.run('%windir%\\system32\\sc.exe query MSExchangeIS').exitCode).toBe(0)
    // It came with Server 2008.
    expect(prompt.run('wevtutil qe Application').exitCode).toBe(9009)
    expect(server('windows-server-2008').code('wevtutil qe Application /c:1')).toBe(0)
    expect(prompt.run('ipconfig /all')).toEqual({ exitCode: 1, output: ['lab1603: ipconfig is not simulated.'] })
    expect(prompt.run('services.msc').output[0]).toContain('opens a window')
  })

  test('help lists one line a command', () => {
    const rows = server().type('help')
    for (const name of [
      'sc ',
      'net ',
      'tasklist',
      'taskkill',
      'handle',
      'reg ',
      'msiexec',
      'iisreset',
      'Get-Service',
    ]) {
      expect(rows.some(row => row.startsWith(`  ${name}`))).toBe(true)
    }
    expect(new Set(rows).size).toBe(rows.length)
  })

  test('small ones', () => {
    expect(server('windows-server-2008').type('ver')).toEqual(['', 'Microsoft Windows [Version 6.0.6001]'])
    expect(server().type('whoami')).toEqual(['exch01\\administrator'])
    expect(server().type('date /t')).toEqual(['Mon 08/27/2007'])
  })
})

describe('a question', () => {
  test('holds the rest of the line back', () => {
    const { type, service } = server()
    expect(type('net stop IISADMIN & hostname')).not.toContain('EXCH01')
    expect(type('y').at(-1)).toBe('EXCH01')
    expect(service('IISADMIN').state).toBe('stopped')
  })
})

describe('a restart', () => {
  test('brings automatic services up and a fresh window', () => {
    const { type, service, prompt, recorder } = server()
    type('ems')
    type('cd C:\\ & x')
    type('cd C:\\')
    type('net stop MSExchangeIS')
    const { bootedAt } = recorder.machine.settings
    type('shutdown /r /t 0')
    expect(service('MSExchangeIS').state).toBe('running')
    expect(prompt.text).toBe('C:\\Documents and Settings\\Administrator>')
    expect(recorder.machine.settings.bootedAt).toBeGreaterThan(bootedAt)
    expect(recorder.facts.at(-1)?.body).toEqual({ kind: 'restarted' })
  })
})

describe('the installer', () => {
  const PACKAGE = packageName({ kb: 'KB935490' }, 'x64')

  function delivered(os: 'windows-server-2003' | 'windows-server-2008' = 'windows-server-2003'): Server {
    const machine = server(os)
    const { windows } = machine.recorder.machine
    const content = { kind: 'package', code: patchCode('KB935490', 'x64') } as const
    writeFile(machine.recorder, `${windows.adminDesktop}\\${PACKAGE}`, { size: 30_000_000, content })
    machine.type(`cd /d "${windows.adminDesktop}"`)
    return machine
  }

  test.each([
    ['msiexec', `msiexec /p ${PACKAGE} /qn /lxv* C:\\kb.log REBOOT=ReallySuppress`],
    ['the long spelling', `start /wait msiexec.exe /update "${PACKAGE}" /quiet /log C:\\kb.log`],
    ['the package alone', `${PACKAGE} /qn /lxv* C:\\kb.log`],
    ['PowerShell', `powershell msiexec /p ${PACKAGE} /qn /lxv* C:\\kb.log`],
  ])('applies a rollup: %s', (_, line) => {
    const machine = delivered()
    expect(machine.prompt.run(line)).toEqual({ exitCode: 0, output: [] })
    expect(machine.calls.map(({ package: kb, mode, updateClient }) => ({ kb, mode, updateClient }))).toEqual([
      { kb: 'KB935490', mode: 'administrator, silent', updateClient: false },
    ])
    expect(fileAt(machine.recorder.machine, 'C:\\kb.log')?.content).toEqual({ kind: 'installer-log', runs: [0] })
    expect(machine.recorder.facts.map(fact => fact.body).find(body => body.kind === 'run-started')).toMatchObject({
      package: `C:\\Documents and Settings\\Administrator\\Desktop\\${PACKAGE}`,
      by: 'Administrator',
      ui: 'none',
    })
    expect(machine.type('type C:\\kb.log | find "=== Logging started"')).toHaveLength(1)
  })

  test('its code is the exit code of the line', () => {
    const machine = delivered()
    const dll = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\Microsoft.Exchange.Management.dll'
    holder(machine, 9000, [dll])
    expect(machine.code(`msiexec /p ${PACKAGE} /qb`)).toBe(1603)
    expect(machine.type('echo %errorlevel%')).toEqual(['1603'])
    expect(machine.calls[0]?.mode).toBe('administrator, basic user interface')
  })

  test('full user interface unless told otherwise, elevated on Server 2008', () => {
    const machine = delivered('windows-server-2008')
    expect(machine.code(PACKAGE)).toBe(0)
    expect(machine.calls[0]?.mode).toBe('administrator, full user interface')
  })

  test('a package that is not there is for the installer to miss', () => {
    const machine = server()
    expect(machine.code('msiexec /p C:\\nope.msp /qn')).toBe(1635)
    expect(machine.calls[0]?.package).toBe('nope.msp')
    expect(machine.code('C:\\nope.msp')).toBe(9009)
  })

  test('what the engine does not simulate is refused, what it cannot read is explained', () => {
    const { prompt, calls } = server()
    expect(prompt.run('msiexec /x {24B2C164-DE66-44FE-B468-A46D9D5E6B31}').output[0]).toMatch(
      /^lab1603: .*not simulated/,
    )
    expect(prompt.run('msiexec /nonsense').exitCode).toBe(1639)
    expect(prompt.run('msiexec /?').output[0]).toContain('Windows ® Installer. V 3.01.4000.4042')
    expect(calls).toHaveLength(0)
  })
})

describe('runPrompt', () => {
  test('keeps one window for a server, whoever counts the runs', () => {
    const { recorder } = server()
    const none = () => 0
    runPrompt(recorder, 'cd C:\\ExchangeSetupLogs', none)
    expect(runPrompt(recorder, 'cd', none)).toEqual({ exitCode: 0, output: ['C:\\ExchangeSetupLogs'] })
    expect(runPrompt(recorder, 'msiexec /p x.msp', () => 42).exitCode).toBe(42)
    expect(runPrompt(server().recorder, 'cd', none).output).not.toEqual(['C:\\ExchangeSetupLogs'])
  })
})

test('start finds no such program', () => {
  expect(server().type('start nosuch.exe')).toEqual(['The system cannot find the file nosuch.exe.'])
  expect(server().type('start "" /wait "C:\\no such.exe" /q')).toEqual([
    'The system cannot find the file C:\\no such.exe.',
  ])
})

test.each([
  ['windows-server-2003', 'C:\\WINDOWS\\system32'],
  ['windows-server-2008', 'C:\\Windows\\System32'],
] as const)('the folder of programs has one spelling on %s', (os, folder) => {
  const { recorder, type } = server(os)
  type('copy C:\\windows\\SYSTEM32\\cmd.exe C:\\windows\\SYSTEM32\\x.exe')
  const paths = [...recorder.machine.files.values()].map(({ path }) => path)
  const inside = paths.filter(path => /^C:\\Windows\\System32(?:\\|$)/i.test(path))
  expect(inside.length).toBeGreaterThan(10)
  expect(inside.filter(path => !path.startsWith(folder))).toEqual([])
})
