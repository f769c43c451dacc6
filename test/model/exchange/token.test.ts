import { describe, expect, test } from 'vitest'
import { healthyServer } from '../../../model/exchange/server.ts'
import { renameFile, setValue, writeFile } from '../../../model/machine/calls.ts'
import { serviceNamed } from '../../../model/machine/machine.ts'
import { configureService, startService, stopService } from '../../../model/machine/services.ts'
import { actingAs } from '../../../model/machine/token.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { sourceOf } from '../../../sim/server/random.ts'
import { newRecorder } from '../../../sim/server/recorder.ts'

/** What an administrator's filtered token may do on Windows Server 2008, and that a whole one may do everything. */
function administrator(filtered: boolean) {
  const machine = healthyServer(
    {
      name: 'EXCH01',
      os: 'windows-server-2008',
      installer: '4.5',
      arch: 'x64',
      zone: 0,
      roles: ['mailbox'],
      baseline: 'sp1',
      installPath: 'C:\\Program Files\\Microsoft\\Exchange Server\\',
      start: 1_224_000_000_000,
    },
    () => 1,
  )
  return actingAs(newRecorder(machine, sourceOf('token')), { user: 'Administrator', filtered })
}

const BIN = 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin'
const PROFILE = 'C:\\Users\\Administrator'

describe.each([
  [false, WIN32.SUCCESS],
  [true, WIN32.ACCESS_DENIED],
])('with a token that is filtered: %s', (filtered, expected) => {
  const text = { content: { kind: 'text', text: 'x' } } as const

  test.each([`${BIN}\\new.txt`, 'C:\\new.txt', 'C:\\ExchangeSetupLogs\\new.txt', 'C:\\Windows\\Temp\\new.txt'])(
    'writing %s',
    path => expect(writeFile(administrator(filtered), path, text)).toBe(expected),
  )

  test('writing the registry of the machine, and renaming a program', () => {
    expect(setValue(administrator(filtered), 'HKLM\\SOFTWARE\\New', 'x', 'sz', 'y')).toBe(expected)
    expect(renameFile(administrator(filtered), `${BIN}\\ExSetup.exe`, `${BIN}\\ExSetup.old`)).toBe(expected)
    expect(renameFile(administrator(filtered), `${BIN}\\ExSetup.exe`, `${PROFILE}\\ExSetup.exe`)).toBe(expected)
  })

  test('stopping, starting and configuring a service', () => {
    const host = administrator(filtered)
    expect(stopService(host, 'MSExchangeIS')).toBe(expected)
    expect(configureService(host, 'MSExchangeIS', 'manual')).toBe(expected)
    expect(startService(host, 'NtLmSsp')).toBe(serviceNamed(host.machine, 'NtLmSsp') ? expected : 1060)
  })

  test('what is its own is writable either way', () => {
    expect(writeFile(administrator(filtered), `${PROFILE}\\Desktop\\new.txt`, text)).toBe(WIN32.SUCCESS)
    expect(setValue(administrator(filtered), 'HKCU\\Software\\New', 'x', 'sz', 'y')).toBe(WIN32.SUCCESS)
  })
})
