import { describe, expect, test } from 'vitest'
import { eventsOf } from '../../../../library/eventlog.ts'
import type { Machine } from '../../../../model/machine/machine.ts'
import type { LogName } from '../../../../model/machine/parts.ts'
import { providerOn } from '../../../../model/words/providers.ts'
import { eventXml } from '../../../../sim/forms/eventlog/eventXml.ts'
import { writeEvtx } from '../../../../sim/forms/eventlog/evtx.ts'
import type { EventRecord } from '../../../../sim/forms/eventlog/record.ts'
import { recordsOf } from '../../../../sim/forms/eventlog/records.ts'
import { simulate } from '../../../../sim/run/simulate.ts'
import { scenarioById, scenarioIds } from '../../../laws/state.ts'
import { needing, programs } from '../../../needs.ts'
import { all, output } from './programs.ts'

/**
 * The system part and the data of an event are those that its provider writes: compared with real events, of which what
 * varies from one to the next is masked. For every kind of event that a scenario brings.
 */

const LOGS: readonly LogName[] = ['Application', 'System']

/**
 * Real events of Windows 7 and Server 2008 R2 without what varies (`~`): the control manager's from the log of a public
 * image that plaso tests with, the update client's from the tests of agents that ship logs, the installer's from formats.md 3.
 */
const REAL: Readonly<Record<string, string>> = {
  'Service Control Manager':
    '<System><Provider Name="Service Control Manager" Guid="{555908d1-a6d7-4695-8e1e-26931d2012f4}" EventSourceName="Service Control Manager"/><EventID Qualifiers="~">~</EventID><Version>0</Version><Level>~</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x8080000000000000</Keywords><TimeCreated SystemTime="~"/><EventRecordID>~</EventRecordID><Correlation/><Execution ProcessID="~" ThreadID="~"/><Channel>System</Channel><Computer>~</Computer><Security/></System><EventData>+<Data Name="param+">~</Data></EventData>',
  'Service Control Manager by':
    '<System><Provider Name="Service Control Manager" Guid="{555908d1-a6d7-4695-8e1e-26931d2012f4}" EventSourceName="Service Control Manager"/><EventID Qualifiers="~">~</EventID><Version>0</Version><Level>~</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x8080000000000000</Keywords><TimeCreated SystemTime="~"/><EventRecordID>~</EventRecordID><Correlation/><Execution ProcessID="~" ThreadID="~"/><Channel>System</Channel><Computer>~</Computer><Security UserID="~"/></System><EventData>+<Data Name="param+">~</Data></EventData>',
  'Microsoft-Windows-WindowsUpdateClient 19':
    '<System><Provider Name="Microsoft-Windows-WindowsUpdateClient" Guid="{945A8954-C147-4ACD-923F-40C45405A658}"/><EventID>~</EventID><Version>0</Version><Level>~</Level><Task>1</Task><Opcode>13</Opcode><Keywords>0x8000000000000018</Keywords><TimeCreated SystemTime="~"/><EventRecordID>~</EventRecordID><Correlation/><Execution ProcessID="~" ThreadID="~"/><Channel>System</Channel><Computer>~</Computer><Security UserID="~"/></System><EventData><Data Name="updateTitle">~</Data><Data Name="updateGuid">~</Data><Data Name="updateRevisionNumber">~</Data></EventData>',
  'Microsoft-Windows-WindowsUpdateClient 20':
    '<System><Provider Name="Microsoft-Windows-WindowsUpdateClient" Guid="{945A8954-C147-4ACD-923F-40C45405A658}"/><EventID>~</EventID><Version>0</Version><Level>~</Level><Task>1</Task><Opcode>13</Opcode><Keywords>0x8000000000000028</Keywords><TimeCreated SystemTime="~"/><EventRecordID>~</EventRecordID><Correlation/><Execution ProcessID="~" ThreadID="~"/><Channel>System</Channel><Computer>~</Computer><Security UserID="~"/></System><EventData><Data Name="errorCode">~</Data><Data Name="updateTitle">~</Data><Data Name="updateGuid">~</Data><Data Name="updateRevisionNumber">~</Data></EventData>',
  'Microsoft-Windows-RestartManager':
    '<System><Provider Name="Microsoft-Windows-RestartManager" Guid="{0888E5EF-9B98-4695-979D-E92CE4247224}"/><EventID>~</EventID><Version>0</Version><Level>~</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x8000000000000000</Keywords><TimeCreated SystemTime="~"/><EventRecordID>~</EventRecordID><Correlation/><Execution ProcessID="~" ThreadID="~"/><Channel>Application</Channel><Computer>~</Computer><Security UserID="~"/></System><UserData><RmSessionEvent xmlns:auto-ns2="http://schemas.microsoft.com/win/2004/08/events" xmlns="http://www.microsoft.com/2005/08/Windows/Reliability/RestartManager/"><RmSessionId>~</RmSessionId><UTCStartTime>~</UTCStartTime></RmSessionEvent></UserData>',
  'Microsoft-Windows-DistributedCOM':
    '<System><Provider Name="Microsoft-Windows-DistributedCOM" Guid="{1B562E86-B7AA-4131-BADC-B6F3A001407E}" EventSourceName="DCOM"/><EventID Qualifiers="~">~</EventID><Version>0</Version><Level>~</Level><Task>0</Task><Opcode>0</Opcode><Keywords>0x80000000000000</Keywords><TimeCreated SystemTime="~"/><EventRecordID>~</EventRecordID><Correlation/><Execution ProcessID="~" ThreadID="~"/><Channel>System</Channel><Computer>~</Computer><Security UserID="~"/></System><EventData>+<Data Name="param+">~</Data></EventData>',
  MsiInstaller:
    '<System><Provider Name="MsiInstaller"/><EventID Qualifiers="~">~</EventID><Level>~</Level><Task>0</Task><Keywords>0x80000000000000</Keywords><TimeCreated SystemTime="~"/><EventRecordID>~</EventRecordID><Channel>Application</Channel><Computer>~</Computer><Security UserID="~"/></System><EventData>+<Data>~</Data></EventData>',
}

const VARYING = /<(Data|RmSessionId|UTCStartTime|EventID|Level|EventRecordID|Computer)((?: [^>]*)?)>[^<]*<\/\1>/g

/** What varies from event to event, and how many strings there are. */
function masked(xml: string): string {
  return xml
    .replace(/>\s+</g, '><')
    .replaceAll("'", '"')
    .replace(/<Data([^>]*?)\/>/g, '<Data$1></Data>')
    .replace(VARYING, '<$1$2>~</$1>')
    .replace(/(Qualifiers|SystemTime|ProcessID|ThreadID|UserID)="[^"]*"/g, '$1="~"')
    .replace(/0x0+(?=[1-9a-f])/g, '0x')
    .replace(/<Binary>[^<]*<\/Binary>/, '')
    .replace(/(?:<Data>~<\/Data>)+/, '+<Data>~</Data>')
    .replace(/(?:<Data Name="param\d+">~<\/Data>)+/, '+<Data Name="param+">~</Data>')
}

const inside = (xml: string): string => /<Event [^>]*>([\s\S]*?)<\/Event>/.exec(xml)?.[1]?.trim() ?? ''

const machines: readonly Machine[] = scenarioIds().flatMap(id => {
  const { scenario } = scenarioById(id)
  return simulate(scenario, { seed: 1 }).servers.map(({ machine }) => machine)
})
const on = (windows: Machine['windows']['id']): EventRecord[] =>
  machines.filter(m => m.windows.id === windows).flatMap(m => LOGS.flatMap(log => recordsOf(m, log)))

const nameOf = ({ source, id, userSid }: EventRecord): string[] => [
  `${source} ${id}`,
  ...(source === 'Service Control Manager' && userSid !== undefined ? [`${source} by`] : []),
  source,
]

const newer = on('windows-server-2008')
/** One of each kind, with numbers of their own. */
const kinds: readonly EventRecord[] = [
  ...new Map(newer.map(record => [`${record.source} ${record.id} ${record.type}`, record])).values(),
].map((record, i) => ({ ...record, number: i + 1 }))

describe('events of Server 2008', () => {
  const compared = kinds.flatMap(record => {
    const name = nameOf(record).find(each => each in REAL)
    return name === undefined ? [] : [{ record, real: REAL[name]! }]
  })

  test.each(compared)('$record.source $record.id has the shape of a real one', ({ record, real }) => {
    expect(masked(inside(eventXml(record)))).toBe(real)
  })

  test('have it where libevtx reads them', needing(programs('evtxexport')), () => {
    const xml = output('evtxexport', ['-f', 'xml'], writeEvtx(compared.map(({ record }) => record)), 'evtx')
    const shown = all(xml, /(<Event [^>]*>[\s\S]*?<\/Event>)/g).map(one => masked(inside(one)))
    expect(shown).toEqual(compared.map(({ real }) => real))
  })

  test('are read back as they were written', () => {
    const read = [...eventsOf(writeEvtx(kinds))].map(({ keywords: _keywords, ...record }) => record)
    const plain = (record: EventRecord) => ({ ...record, data: record.data && Uint8Array.from(record.data) })
    expect(read).toEqual(kinds.map(plain).map(({ keywords: _keywords, ...record }) => record))
  })

  test('all but those of classic sources have a shape that was compared, or say that theirs is modelled', () => {
    const rest = kinds.filter(record => nameOf(record).every(name => !(name in REAL)))
    const uncompared = rest.filter(({ providerGuid }) => providerGuid !== undefined)
    expect(uncompared.filter(({ source }) => providerOn('windows-server-2008', source).grade !== 'modelled')).toEqual(
      [],
    )
    expect(compared.length).toBeGreaterThan(12)
  })

  test.each([7000, 7036, 7040])('a rule on param1 of %i matches each', id => {
    const found = newer.filter(record => record.id === id)
    expect(found.length).toBeGreaterThan(0)
    for (const record of found) expect(eventXml(record)).toMatch(/<Data Name='param1'>[^<]+<\/Data>/)
  })

  test('say which process wrote them', () => {
    const managed = newer.filter(({ source }) => source === 'Service Control Manager')
    expect(managed.filter(({ processId = 0, threadId = 0 }) => processId < 4 || threadId < 4)).toEqual([])
  })

  test('come from a computer with its full name', () => {
    expect(newer.filter(({ computer }) => !computer.includes('.')).map(({ number }) => number)).toEqual([])
  })
})

describe('events of Server 2003', () => {
  const older = on('windows-server-2003')

  test('are those of classic sources', () => {
    const beyond = older.filter(r => r.providerGuid ?? r.names ?? r.userData ?? r.processId ?? r.ticks)
    expect(beyond).toEqual([])
    expect(older.filter(({ timeUtc }) => timeUtc % 1000 !== 0)).toEqual([])
    expect(older.filter(({ computer }) => computer.includes('.'))).toEqual([])
  })

  test('have who sent each control', () => {
    const sent = older.filter(({ id, source }) => id === 7035 && source === 'Service Control Manager')
    expect(sent.length).toBeGreaterThan(100)
    expect(sent.filter(({ userSid }) => userSid === undefined)).toEqual([])
    expect(newer.filter(({ id }) => id === 7035)).toEqual([])
  })
})

test('numbers go on from the life of a server, without a gap', () => {
  for (const machine of machines) {
    for (const log of LOGS) {
      const numbers = machine.logs[log].map(({ number }) => number)
      expect(numbers).toEqual(numbers.map((_, i) => numbers[0]! + i))
      if (numbers.length > 0) expect(numbers[0]).toBeGreaterThan(1000)
    }
  }
})
