import { describe, expect, test } from 'vitest'
import { debts } from '../../../sim/remedy/debts.ts'
import { differences } from '../../../sim/remedy/state.ts'
import { twinOf } from '../../../sim/remedy/twin.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import type { ChangeSpec, Scenario } from '../../../sim/scenario/spec.ts'
import { scenarioById } from '../../laws/state.ts'

const unlike = (scenario: Scenario): string[] => {
  const twin = twinOf(scenario, { seed: 1 })
  return simulate(scenario, { seed: 1 }).servers.flatMap((server, i) => [
    ...differences(server.machine, twin.run.servers[i]!.machine),
    ...debts(server.machine, twin.run.servers[i]!.machine),
  ])
}

const changed = (id: string, ...change: ChangeSpec[]): Scenario => {
  const { scenario } = scenarioById(id)
  return { ...scenario, servers: scenario.servers.map(s => ({ ...s, change: [...s.change, ...change] })) }
}

describe('the healthy twin', () => {
  test.each(['clean-install', 'clean-install-sp3', 'rollup-removed', 'revocation-checked-off'])(
    'of %s is what the scenario itself ends as',
    id => {
      expect(unlike(scenarioById(id).scenario)).toEqual([])
    },
  )

  test.each([
    ['file-in-use', 'Update Rollup 2 for Exchange Server 2007 (KB935490) 8.0.711.2 is absent and should be installed'],
    ['services-disabled', 'MSExchangeIS is disabled, stopped and should be automatic, running'],
    ['setup-logs-missing', 'C:\\ExchangeSetupLogs is absent and should be a folder'],
    [
      'interim-update-blocks-removal',
      'Update Rollup 1 for Exchange Server 2007 (KB930809) is installed and should be absent',
    ],
    [
      'owa-customisation-lost',
      'customised themes\\base\\logo.png is left behind in an older folder and should be in place',
    ],
    ['owa-logon-edited', 'Outlook Web Access is blank and should be logon'],
    [
      'patching-forbidden',
      'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer\\DisablePatch is 1 and should be absent',
    ],
    ['verbose-logging-left-on', 'turn verbose logging off'],
  ])('of %s differs where the server is not right', (id, difference) => {
    expect(unlike(scenarioById(id).scenario).some(text => text.startsWith(difference))).toBe(true)
  })

  test.each([
    'superseded',
    'wrong-architecture',
    'wrong-baseline',
    'product-absent',
    'cluster-not-offered',
    'interim-update-incompatible',
  ])('of %s refuses what was wanted, and is the server as it was', id => {
    expect(twinOf(scenarioById(id).scenario, { seed: 1 }).refused).toBe(true)
    expect(unlike(scenarioById(id).scenario)).toEqual([])
  })

  test('keeps what is not marked where anything is, and nothing but customised pages where nothing is', () => {
    const stopped = { kind: 'service', name: 'MSExchangeIS', start: 'disabled', state: 'stopped' } as const
    expect(unlike(changed('file-in-use', stopped)).some(text => text.startsWith('MSExchangeIS'))).toBe(false)
    expect(unlike(changed('clean-install', stopped)).some(text => text.startsWith('MSExchangeIS'))).toBe(true)
  })
})
