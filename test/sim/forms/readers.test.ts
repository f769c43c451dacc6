import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { LogName } from '../../../model/machine/parts.ts'
import { writeEvt } from '../../../sim/forms/eventlog/evt.ts'
import { writeEvtx } from '../../../sim/forms/eventlog/evtx.ts'
import { recordsOf } from '../../../sim/forms/eventlog/records.ts'
import { softwareHive } from '../../../sim/forms/exports/hive.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById } from '../../laws/state.ts'
import { needing, programs } from '../../needs.ts'
import { output } from './eventlog/programs.ts'

const LOGS: readonly LogName[] = ['Application', 'System']

const ids = readdirSync('scenarios').map(name => name.replace(/\.yaml$/, ''))
const machines = ids.flatMap(id =>
  simulate(scenarioById(id).scenario, { seed: 1 }).servers.map(({ machine }) => machine),
)
const old = machines.filter(({ windows }) => windows.id === 'windows-server-2003')
const recent = machines.filter(({ windows }) => windows.id !== 'windows-server-2003')

function expectSound(report: string, count: number): void {
  expect(report).not.toContain('Is corrupted')
  expect(report).toMatch(new RegExp(`Number of records\\s*: ${count}\n`))
  expect(report).toMatch(/Number of recovered records\s*: 0\n/)
}

describe('the files of every scenario are sound to independent readers', () => {
  test('the logs of Server 2003 to evtinfo', needing(programs('evtinfo')), () => {
    for (const records of old.flatMap(machine => LOGS.map(log => recordsOf(machine, log)))) {
      expectSound(output('evtinfo', [], writeEvt(records), 'evt'), records.length)
    }
  })

  test('the logs of Server 2008 to evtxinfo and evtx_info.py', needing(programs('evtxinfo', 'evtx_info.py')), () => {
    for (const records of recent.flatMap(machine => LOGS.map(log => recordsOf(machine, log)))) {
      const file = writeEvtx(records)
      expectSound(output('evtxinfo', [], file, 'evtx'), records.length)
      expect(output('evtx_info.py', [], file, 'evtx')).not.toMatch(/\bfail\b/i)
    }
  })

  test('the hives to hivexml', needing(programs('hivexml')), () => {
    for (const machine of machines) {
      const keys = output('hivexml', [], softwareHive(machine), 'hive').match(/<node /g) ?? []
      const written = [...machine.registry.values()].filter(({ path }) => /^HKLM\\SOFTWARE(\\|$)/i.test(path))
      expect(keys.length).toBe(written.length)
    }
  })
})
