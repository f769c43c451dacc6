import { describe, expect, test } from 'vitest'
import { server } from './helpers.ts'

const MISSING = 'The specified service does not exist as an installed service.'
const DISABLED =
  'The service cannot be started, either because it is disabled or because it has no enabled devices associated with it.'

describe('without its service WMI answers nobody', () => {
  test.each([
    ['powershell -command Get-WmiObject Win32_Service', `${DISABLED} (Exception from HRESULT: 0x80070422)`],
    ['wmic os get Version', `Code = 0x80070422\nDescription = ${DISABLED}\nFacility = Win32`],
    ['wmic logicaldisk get DeviceID,FreeSpace', `Description = ${DISABLED}`],
    ['systeminfo', `ERROR: ${DISABLED}`],
  ])('%s', (line, said) => {
    const { type, code, service } = server()
    expect(type(line).join('\n')).not.toContain(said)
    type('net stop winmgmt /y')
    expect(code(line)).toBe(0)
    expect(service('winmgmt').state).toBe('running')
    type('sc config winmgmt start= disabled & net stop winmgmt /y')
    expect(type(line).join('\n')).toContain(said)
    expect(code(line)).not.toBe(0)
  })
})

describe('sc', () => {
  test('query prints the block of Server 2003', () => {
    expect(server().type('sc query MSExchangeIS')).toEqual([
      '',
      'SERVICE_NAME: MSExchangeIS ',
      '        TYPE               : 10  WIN32_OWN_PROCESS  ',
      '        STATE              : 4  RUNNING ',
      '                                (STOPPABLE,NOT_PAUSABLE,ACCEPTS_SHUTDOWN)',
      '        WIN32_EXIT_CODE    : 0  (0x0)',
      '        SERVICE_EXIT_CODE  : 0  (0x0)',
      '        CHECKPOINT         : 0x0',
      '        WAIT_HINT          : 0x0',
      '',
    ])
  })

  test('query and qc on Server 2008 have blanks between flags and another first line', () => {
    const { type } = server('windows-server-2008')
    expect(type('SC.EXE QUERY msexchangeis')[4]).toContain('(STOPPABLE, NOT_PAUSABLE, ACCEPTS_SHUTDOWN)')
    expect(type('sc qc MSExchangeIS')[0]).toBe('[SC] QueryServiceConfig SUCCESS')
    expect(server().type('sc qc MSExchangeIS')[0]).toBe('[SC] GetServiceConfig SUCCESS')
  })

  test('queryex adds process id and flags; query state= all has them all', () => {
    const { type, recorder } = server()
    expect(type('sc queryex MSExchangeIS').slice(-3)[0]).toMatch(/^ {8}PID {16}: \d+$/)
    const names = (line: string) => type(line).filter(row => row.startsWith('SERVICE_NAME')).length
    expect(names('sc query state= all')).toBe(recorder.machine.services.size)
    expect(names('sc query') + names('sc query state= inactive')).toBe(recorder.machine.services.size)
  })

  test.each([
    ['sc query nope', '[SC] OpenService FAILED 1060:'],
    ['sc qc nope', '[SC] OpenService FAILED 1060:'],
    ['sc start nope', '[SC] StartService: OpenService FAILED 1060:'],
    ['sc stop nope', '[SC] OpenService FAILED 1060:'],
    ['sc config nope start= auto', '[SC] OpenService FAILED 1060:'],
  ])('%s names the error', (line, first) => {
    const { prompt } = server()
    expect(prompt.run(line)).toEqual({ exitCode: 1060, output: [first, '', MISSING, ''] })
  })

  test('query on 2008 names the call that failed', () => {
    expect(server('windows-server-2008').type('sc query nope')[0]).toBe(
      '[SC] EnumQueryServicesStatus:OpenService FAILED 1060:',
    )
  })

  test('config wants a blank behind start=', () => {
    const { code, type, service } = server()
    expect(code('sc config MSExchangeIS start=disabled')).toBe(1639)
    expect(type('sc config MSExchangeIS start=disabled')).toContain('USAGE:')
    expect(service('MSExchangeIS').start).toBe('automatic')
    expect(type('sc config MSExchangeIS start= disabled')).toEqual(['[SC] ChangeServiceConfig SUCCESS'])
    expect(service('MSExchangeIS').start).toBe('disabled')
    code('sc config MSExchangeIS start= demand')
    expect(service('MSExchangeIS').start).toBe('manual')
    expect(code('sc config MSExchangeIS start= boot')).toBe(87)
    expect(code('sc config MSExchangeIS start= nonsense')).toBe(1639)
  })

  test('a changed start type is in the System log, with the administrator', () => {
    const { code, recorder } = server()
    code('sc config MSExchangePOP3 start= disabled')
    expect(recorder.machine.logs.System.at(-1)).toMatchObject({ id: 7040, user: 'Administrator' })
  })

  test('stop and start change the state, and say why not', () => {
    const { code, type, service } = server()
    expect(type('sc stop MSExchangeIS')[3]).toBe('        STATE              : 3  STOP_PENDING ')
    expect(service('MSExchangeIS').state).toBe('stopped')
    expect(code('sc stop MSExchangeIS')).toBe(1062)
    const started = type('sc start MSExchangeIS')
    expect(started[3]).toBe('        STATE              : 2  START_PENDING ')
    expect(started.join('\n')).toMatch(/PID {16}: [1-9]/)
    expect(service('MSExchangeIS').state).toBe('running')
    expect(code('sc start MSExchangeIS')).toBe(1056)
    expect(code('sc stop IISADMIN')).toBe(1051)
    code('sc stop MSExchangeIS & sc config MSExchangeIS start= disabled')
    expect(type('sc start MSExchangeIS')).toEqual(['[SC] StartService FAILED 1058:', '', DISABLED, ''])
  })

  test('unknown verbs and missing names show how to call it', () => {
    const { code } = server()
    expect(code('sc')).toBe(1639)
    expect(code('sc frobnicate x')).toBe(1639)
    expect(code('sc stop')).toBe(1639)
  })
})

describe('net', () => {
  test('starts and stops by either name', () => {
    const { type, service } = server()
    expect(type('net stop "Microsoft Exchange Information Store"')).toEqual([
      'The Microsoft Exchange Information Store service is stopping.',
      'The Microsoft Exchange Information Store service was stopped successfully.',
      '',
    ])
    expect(service('MSExchangeIS').state).toBe('stopped')
    expect(type('NET START MSExchangeIS')).toEqual([
      'The Microsoft Exchange Information Store service is starting.',
      'The Microsoft Exchange Information Store service was started successfully.',
      '',
    ])
  })

  test.each([
    ['net start MSExchangeIS', 'The requested service has already been started.', 2182],
    ['net stop msiserver', 'The Windows Installer service is not started.', 3521],
    ['net start nope', 'The service name is invalid.', 2185],
  ])('%s', (line, text, number) => {
    const { prompt } = server()
    const output = [text, '', `More help is available by typing NET HELPMSG ${number}.`, '']
    expect(prompt.run(line)).toEqual({ exitCode: 2, output })
  })

  test('a disabled service is a system error', () => {
    const { type, code } = server()
    type('sc config MSExchangePOP3 start= disabled')
    type('sc stop MSExchangePOP3')
    expect(code('net start MSExchangePOP3')).toBe(2)
    expect(type('net start MSExchangePOP3')).toEqual(['System error 1058 has occurred.', '', DISABLED, ''])
  })

  test('dependents are asked about, and stopped with /y', () => {
    const { type, service, prompt, code } = server()
    const asked = type('net stop IISADMIN')
    expect(asked).toContain('   World Wide Web Publishing Service')
    expect(asked.at(-1)).toBe('Do you want to continue this operation? (Y/N) [N]: ')
    expect(prompt.text).toBe(asked.at(-1))
    type('n')
    expect(service('IISADMIN').state).toBe('running')
    expect(code('net stop IISADMIN /y')).toBe(0)
    expect([service('IISADMIN').state, service('W3SVC').state]).toEqual(['stopped', 'stopped'])
    type('net start W3SVC')
    expect(service('IISADMIN').state).toBe('running')
    type('echo y | net stop IISADMIN')
    expect(service('IISADMIN').state).toBe('stopped')
  })

  test('the list has running services by display name', () => {
    const { type } = server()
    const rows = type('net start')
    expect(rows[0]).toBe('These Windows services are started:')
    expect(rows).toContain('   Microsoft Exchange Information Store')
    expect(rows).not.toContain('   Windows Installer')
    expect(rows.at(-2)).toBe('The command completed successfully.')
  })

  test('a service that never stops could not be stopped', () => {
    const { recorder, type, service } = server()
    const before = recorder.machine.services.get('msexchangeis')!
    recorder.record({ kind: 'service', name: before.name, before, after: { ...before, stopMs: 'never' } })
    expect(type('net stop MSExchangeIS')).toContain(
      'The Microsoft Exchange Information Store service could not be stopped.',
    )
    expect(service('MSExchangeIS').state).toBe('running')
  })

  test('helpmsg explains a code', () => {
    expect(server().type('net helpmsg 1058')).toEqual(['', DISABLED, ''])
  })
})

describe('iisreset', () => {
  test('stops and starts what ran', () => {
    const { type, service } = server()
    expect(type('iisreset /noforce')).toEqual([
      '',
      'Attempting stop...',
      'Internet services successfully stopped',
      'Attempting start...',
      'Internet services successfully restarted',
    ])
    expect(service('W3SVC').state).toBe('running')
    type('iisreset /stop')
    expect([service('IISADMIN').state, service('W3SVC').state]).toEqual(['stopped', 'stopped'])
  })

  test('cannot start what is disabled', () => {
    const { type, code } = server('windows-server-2008')
    type('sc config IISADMIN start= disabled')
    expect(type('iisreset').slice(0, 4)).toEqual([
      '',
      'Attempting stop...',
      'Internet services successfully stopped',
      'Attempting start...',
    ])
    expect(code('iisreset')).toBe(1058)
  })
})

test('programs take time', () => {
  const { recorder, type } = server()
  const before = recorder.machine.now
  type('net stop MSExchangeTransport')
  expect(recorder.machine.now - before).toBeGreaterThan(10_000)
})
