import { describe, expect, test } from 'vitest'
import { USUAL_FOLDER } from '../../model/exchange/files.ts'
import { catalogueAt } from '../../model/exchange/package.ts'
import { serviceControl } from '../../model/exchange/scripts/serviceControl.ts'
import { fileAt } from '../../model/machine/machine.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { scenarioById, servicesThatMatter } from '../laws/state.ts'

/** Why the services stay disabled, and why AfterPatch repairs once and not twice. */

const STATE = 'C:\\ExchangeSetupLogs\\ServiceState.xml'
const MODES = 'C:\\ExchangeSetupLogs\\ServiceStartupMode.xml'

describe('BeforePatch', () => {
  test('is an immediate action before the transaction, and nothing in the package undoes it', () => {
    for (const transform of [...catalogueAt(USUAL_FOLDER).patches.values()].flatMap(p => p.transforms)) {
      const row = transform.executeSequence.find(r => r.action === 'CA_SAVEDATA_STOP_SERVICES')!
      expect(row.sequence).toBeLessThan(1500)
      for (const action of transform.customAction) expect(action.type & 0x700).toBe(0)
    }
  })

  test('is no part of the journal: rollback undoes files and registry only', () => {
    const { scenario } = scenarioById('file-in-use')
    const { facts } = simulate(scenario, { seed: 1 }).servers[0]!
    const from = facts.findIndex(f => f.body.kind === 'rollback' && f.body.phase === 'started')
    const to = facts.findIndex(f => f.body.kind === 'rollback' && f.body.phase === 'ended')
    const kinds = new Set(facts.slice(from, to).flatMap(f => (f.body.kind === 'change' ? [f.body.change.kind] : [])))
    expect(from).toBeGreaterThan(0)
    expect([...kinds].sort()).toEqual(['file', 'key', 'rename', 'value'])
  })
})

describe('AfterPatch by hand', () => {
  test('puts every service back after the first failure', () => {
    const { scenario } = scenarioById('file-in-use')
    const server = simulate(scenario, { seed: 3 }).servers[0]!
    expect(servicesThatMatter(server.machine)).not.toEqual(servicesThatMatter(server.initial))
    expect(serviceControl(server.recorder, 'AfterPatch')).toBe(0)
    expect(servicesThatMatter(server.machine)).toEqual(servicesThatMatter(server.initial))
    for (const path of [STATE, MODES]) expect(fileAt(server.machine, path)).toBeUndefined()
  })

  test('cannot after the second: it restores faithfully what the second BeforePatch saved', () => {
    const { scenario } = scenarioById('saved-state-lost')
    const server = simulate(scenario, { seed: 3 }).servers[0]!
    const left = servicesThatMatter(server.machine)
    const modes = fileAt(server.machine, MODES)?.content
    const rows = modes?.kind === 'clixml' ? modes.rows : []
    expect(rows.find(r => r.Name === 'MSExchangeIS')?.StartMode).toBe('Disabled')
    expect(serviceControl(server.recorder, 'AfterPatch')).toBe(0)
    expect(servicesThatMatter(server.machine)).toEqual(left)
    expect(servicesThatMatter(server.machine)).not.toEqual(servicesThatMatter(server.initial))
    // The saved files go whatever happened, so there is nothing left to try again with.
    for (const path of [STATE, MODES]) expect(fileAt(server.machine, path)).toBeUndefined()
    const log = fileAt(server.machine, 'C:\\ExchangeSetupLogs\\ServiceControl.log')?.content
    expect(log?.kind === 'text' && log.text.trimEnd().endsWith('Script completed succesfully.')).toBe(true)
  })
})
