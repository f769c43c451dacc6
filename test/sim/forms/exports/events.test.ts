import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Machine } from '../../../../model/machine/machine.ts'
import type { LogName, ReportedEvent } from '../../../../model/machine/parts.ts'
import { recordsOf } from '../../../../sim/forms/eventlog/records.ts'
import { eventsAsJson, eventsAsXml } from '../../../../sim/forms/exports/events.ts'
import { simulate } from '../../../../sim/run/simulate.ts'
import { scenarioById } from '../../../laws/state.ts'
import { needing, programs } from '../../../needs.ts'
import { output } from '../eventlog/programs.ts'
import { exported, withKeywords } from '../eventlog/xml.ts'

const LOGS: readonly LogName[] = ['Application', 'System']

const AWKWARD: readonly ReportedEvent[] = [
  { source: "O'Neil & <Söhne>", strings: ['<a b="c">&amp;\'</a>', ']]>', '&lt;', '%1 %%2'] },
  {
    source: 'MsiInstaller',
    strings: ['Größe', '更新プログラム', '\u{1f600}', ''],
    data: '\x00<&>\xff',
    user: 'SYSTEM',
  },
  { source: 'Service Control Manager', strings: [' two  blanks ', 'tab\there'], user: 'Administrator' },
  { source: 'x', strings: [] },
].map((event, i) => ({
  number: i + 1,
  time: Date.UTC(2007, 7, 27),
  id: 1000 + i,
  type: 'error',
  category: i,
  ...event,
}))

function machineOf(id: string): Machine {
  return simulate(scenarioById(id).scenario, { seed: 1 }).servers[0]!.machine
}

const awkward = (): Machine => ({ ...machineOf('clean-install'), logs: { Application: AWKWARD, System: [] } })

const canonical = (xml: Uint8Array): string => output('xmllint', ['--nonet', '--c14n'], xml, 'xml')

describe('the XML of an event log', () => {
  const ids = readdirSync('scenarios').map(name => name.replace(/\.yaml$/, ''))

  test('is well-formed, and says what the log file says, in every scenario', needing(programs('xmllint')), () => {
    for (const machine of [awkward(), ...ids.map(machineOf)]) {
      for (const log of LOGS) {
        const shown = exported(canonical(eventsAsXml(machine, log)), 'hex')
        expect(shown).toEqual(recordsOf(machine, log).map(plainData).map(withKeywords))
      }
    }
  })

  test('is refused if a tag is cut off', needing(programs('xmllint')), () => {
    const xml = eventsAsXml(awkward(), 'Application')
    expect(() => canonical(xml.subarray(0, -20))).toThrow('xmllint ended with 1')
  })
})

const plainData = ({ data, ...record }: ReturnType<typeof recordsOf>[number]) => {
  return { ...record, data: data && Uint8Array.from(data) }
}

test('the JSON lines of an event log say what the log file says', () => {
  for (const machine of [awkward(), machineOf('execution-policy-gpo-2008'), machineOf('restart-pending')]) {
    const rows = Buffer.from(eventsAsJson(machine, 'Application')).toString('utf8').split('\n').slice(0, -1)
    const shown = rows.map(row => {
      const { event, log, winlog, '@timestamp': time } = JSON.parse(row)
      const { xml_name: _name, ...data } = winlog.event_data ?? winlog.user_data
      return {
        number: winlog.record_id,
        timeUtc: Date.parse(time),
        source: event.provider,
        id: Number(event.code),
        type: log.level,
        strings: Object.values(data),
        userSid: winlog.user.identifier,
        computer: winlog.computer_name,
        channel: winlog.channel,
      }
    })
    const written = recordsOf(machine, 'Application').map(record =>
      Object.keys(shown[0]!).map(key => [key, record[key as keyof typeof record]]),
    )
    expect(shown.map(Object.entries)).toEqual(written)
  }
})
