import { describe, expect, test } from 'vitest'
import { USUAL_FOLDER } from '../../model/exchange/files.ts'
import { type Run, simulate } from '../../sim/run/simulate.ts'
import { unlike } from './judge.ts'
import { remediesHarmless, repair } from './repairs.ts'
import { restored } from './restored.ts'
import { testSample } from './sampled.ts'
import { scenarioById } from './state.ts'

describe('the judge', () => {
  const healthy = simulate(scenarioById('clean-install').scenario, { seed: 1 })

  test('finds nothing between two runs of the same', () => {
    expect(unlike(simulate(scenarioById('clean-install').scenario, { seed: 1 }), healthy)).toEqual([])
  })

  test.each([
    ['sc config MSExchangeIS start= disabled', /^service msexchangeis: DISABLED/],
    ['net stop MSExchangePOP3', /^service msexchangepop3: .*STOPPED/],
    [
      'reg add HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer /v DisablePatch /t REG_DWORD /d 1 /f',
      /disablepatch/,
    ],
    ['del "C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\ExSetup.exe"', /^file .*exsetup\.exe: absent/],
    ['rd /s /q C:\\ExchangeSetupLogs', /^folder c:\\exchangesetuplogs: absent/],
    ['del C:\\WINDOWS\\Installer\\*.msi', /^copy for .*: gone/],
    [
      'msiexec /uninstall "C:\\Documents and Settings\\Administrator\\Desktop\\Exchange2007-KB935490-x64-EN.msp" /package {24B2C164-DE66-44FE-B468-A46D9D5E6B31} /qn',
      /^update /,
    ],
  ])('sees what %s has done', (line, row) => {
    const { scenario } = scenarioById('clean-install')
    const servers = scenario.servers.map(server => ({ ...server, installPath: USUAL_FOLDER }))
    const [run, other] = [1, 2].map(() => simulate({ ...scenario, servers }, { seed: 1 })) as [Run, Run]
    run.servers[0]!.type('net start MSExchangePOP3')
    other.servers[0]!.type('net start MSExchangePOP3')
    run.servers[0]!.type(line)
    expect(unlike(run, other).some(text => row.test(text))).toBe(true)
  })
})

describe('repair', () => {
  testSample(repair)
  testSample(restored)
  testSample(remediesHarmless)
})
