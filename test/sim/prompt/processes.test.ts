import { describe, expect, test } from 'vitest'
import { BIN, holder, server } from './helpers.ts'

const DLL = `${BIN}\\Microsoft.Exchange.Management.dll`

describe('tasklist', () => {
  test('one row a process below a ruler', () => {
    const rows = server().type('tasklist')
    expect(rows[1]).toBe('Image Name                     PID Session Name        Session#    Mem Usage')
    expect(rows[2]).toBe('========================= ======== ================ =========== ============')
    expect(rows.find(row => row.startsWith('store.exe'))).toMatch(/^store\.exe {16} +\d+ Console/)
  })

  test('/m finds who has loaded a library, not who has opened the file', () => {
    const machine = server()
    holder(machine, 5000, [DLL], 'none')
    const none = 'INFO: No tasks are running which match the specified criteria.'
    expect(machine.type('tasklist /m Microsoft.Exchange.Management.dll')).toEqual([none])
    holder(machine, 5004, [DLL], 'all')
    expect(machine.type('tasklist /m Microsoft.Exchange.Management*').at(-1)).toMatch(
      /^bkagent\.exe +5004 Microsoft\.Exc/,
    )
  })

  test('/svc with a filter names the services of a host', () => {
    const { type } = server()
    const rows = type('tasklist /svc /fi "services eq winmgmt"')
    expect(rows.join(' ')).toContain('winmgmt')
    expect(rows.filter(row => row.startsWith('svchost.exe'))).toHaveLength(1)
    expect(type('tasklist /fi "nonsense"')).toEqual(['ERROR: The search filter cannot be recognized.'])
  })

  test('has what nobody has started, which nobody ends', () => {
    const machine = server()
    expect(machine.type('tasklist')[3]).toBe(
      'System Idle Process              0 Console                    0         28 K',
    )
    expect(machine.type('taskkill /f /pid 4')[1]).toMatch(/critical system process/)
    expect(machine.type('powershell "Get-Process -id 0 | % { $_.Name }"')).toEqual(['Idle'])
  })

  test('after a restart has what Windows starts besides services', () => {
    const machine = server()
    machine.type('shutdown /r /t 0')
    const names = ['csrss.exe', 'winlogon.exe', 'explorer.exe', 'store.exe']
    const rows = machine.type('tasklist /fo csv /nh').join('\n')
    expect(names.filter(name => !rows.includes(`"${name}"`))).toEqual([])
  })

  test('as CSV without a head', () => {
    const rows = server().type('tasklist /fo csv /nh /fi "imagename eq store.exe"')
    expect(rows).toEqual([expect.stringMatching(/^"store\.exe","\d+","Console","0","612,848 K"$/)])
  })
})

describe('handle', () => {
  test('names the holder of a file', () => {
    const machine = server()
    holder(machine, 5000, [DLL])
    const { exitCode, output } = machine.prompt.run(`handle.exe "${DLL}"`)
    expect(exitCode).toBe(0)
    expect(output.at(-1)).toMatch(/^bkagent\.exe +pid: 5000 +[0-9A-F]+: C:\\.*Management\.dll$/)
  })

  test('finds nothing where nobody has the file open', () => {
    expect(server().prompt.run('handle nothing.txt')).toMatchObject({ exitCode: 1 })
  })
})

test('whoever ends a process ends all services in it, and the manager counts how often that happened to each', () => {
  const {
    type,
    recorder: { machine },
  } = server()
  const end = (): string[] => {
    const { pid } = [...machine.processes.values()].find(({ services }) => services.includes('CryptSvc'))!
    const { services } = machine.processes.get(pid)!
    expect(services.length).toBeGreaterThan(1)
    type(`taskkill /f /pid ${pid}`)
    for (const name of services) expect(type(`sc query ${name}`).join('\n')).toContain('STOPPED')
    return machine.logs.System.filter(({ id }) => id === 7034).map(({ strings }) => strings.join(' '))
  }
  expect(end()).toContain('Cryptographic Services 1')
  expect(machine.logs.System.filter(({ strings }) => strings.join() === 'Cryptographic Services,stopped')).toEqual([])
  type('net start CryptSvc & net start winmgmt')
  expect(end()).toContain('Cryptographic Services 2')
})

describe('taskkill', () => {
  test('ends a process and stops its services', () => {
    const { type, service } = server()
    expect(type('taskkill /im store.exe /f')[0]).toMatch(
      /^SUCCESS: The process "store\.exe" with PID \d+ has been term/,
    )
    expect(service('MSExchangeIS').state).toBe('stopped')
  })

  test('frees a held file', () => {
    const machine = server()
    holder(machine, 5000, [DLL])
    expect(machine.type('taskkill /f /pid 5000')).toEqual(['SUCCESS: The process with PID 5000 has been terminated.'])
    expect(machine.code('handle Management.dll')).toBe(1)
  })

  test('a service does not hear a message to close', () => {
    const { prompt, service } = server()
    const { exitCode, output } = prompt.run('taskkill /im store.exe')
    expect(exitCode).toBe(1)
    expect(output[1]).toBe('Reason: This process can only be terminated forcefully (with /F option).')
    expect(service('MSExchangeIS').state).toBe('running')
  })

  test('errors', () => {
    const { prompt, code } = server()
    expect(prompt.run('taskkill /im nope.exe')).toEqual({
      exitCode: 128,
      output: ['ERROR: The process "nope.exe" not found.'],
    })
    expect(code('taskkill')).toBe(1)
    expect(code('taskkill /f /im csrss.exe')).toBe(1)
  })

  test('the installer that hangs gives its mutex back', () => {
    const machine = server()
    holder(machine, 5000, [])
    machine.recorder.record({ kind: 'setting', before: { installMutex: 0 }, after: { installMutex: 5000 } })
    machine.type('taskkill /f /pid 5000')
    expect(machine.recorder.machine.settings.installMutex).toBe(0)
  })
})

describe('a program by its path', () => {
  test('runs again after somebody has ended it, and the prompt is there at once', () => {
    const machine = server()
    const { recorder, type, code } = machine
    holder(machine, 5000, [])
    const path = 'C:\\Program Files\\bkagent\\bkagent.exe'
    type('md "C:\\Program Files\\bkagent"')
    type(`copy "${BIN}\\ExSetup.exe" "${path}"`)
    const running = (): number => [...recorder.machine.processes.values()].filter(p => p.name === 'bkagent.exe').length
    type('taskkill /f /im bkagent.exe')
    expect(running()).toBe(0)
    expect(code(`start "" "${path}"`)).toBe(0)
    expect(running()).toBe(1)
  })

  test('is not simulated where it is one of Exchange or of a service', () => {
    expect(server().type(`"${BIN}\\store.exe"`)).toEqual(['lab1603: store.exe is not simulated.'])
  })
})
