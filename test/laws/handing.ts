import { makeBundle } from '../../sim/bundle/bundle.ts'
import { diagnose } from '../../sim/diagnosis/diagnose.ts'
import { evidenceFrom, type RawFile } from '../../sim/diagnosis/evidence.ts'
import { type EventEntry, parseEventXml } from '../../sim/diagnosis/parse/events.ts'
import { csvCell } from '../../sim/forms/encode.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { bundleFiles, exportOf, type ServerFiles } from './agree/files.ts'
import { scenarioById, scenarioIds } from './state.ts'
import type { Reach, Trial } from './trial.ts'

/** Event logs say the same in whichever form they are handed over. */

const ids = scenarioIds()

export const handed: Trial = {
  name: 'handed',
  law: 'in whichever form event logs are handed over, alone, the same causes are found',
  sample: 20,
  whole: () => ids.length,
  endless: false,
  marks: { finding: 200, silent: 50 },
  broken(n, reach) {
    const id = ids[n - 1]!
    const { scenario, text } = scenarioById(id)
    const files = makeBundle(simulate(scenario, { seed: 1 }), {
      scenarioName: id,
      scenarioText: text,
      toolVersion: 'test',
    })
    return bundleFiles(files)
      .servers.map(server => disagreement(server, id, reach))
      .find(wrong => wrong !== undefined)
  },
}

const LOGS = ['Application', 'System'] as const

type Form = (server: ServerFiles, log: (typeof LOGS)[number]) => Uint8Array

const exported =
  (ending: string): Form =>
  ({ files }, log) =>
    files.get(`exports/${log}.${ending}`)!.bytes

/** Written anew, from what the XML says. */
const made =
  (write: (events: readonly EventEntry[]) => string): Form =>
  (server, log) =>
    Buffer.from(write(parseEventXml(exportOf(server, `${log}.xml`))))

const blocks = (rows: (event: EventEntry, i: number) => readonly string[]): Form =>
  made(events => events.map((event, i) => `${rows(event, i).join('\r\n')}\r\n\r\n`).join(''))

const two = (n: number): string => String(n).padStart(2, '0')
const isoOf = ({ time = 0 }: EventEntry): string => new Date(time).toISOString()

/** As America writes it. */
function localOf(event: EventEntry): readonly [date: string, time: string] {
  const [date, time] = isoOf(event).split(/[T.]/)
  const [y, mo, d] = date!.split('-').map(Number)
  const [h, mi, s] = time!.split(':').map(Number)
  return [`${mo}/${d}/${y}`, `${h! % 12 || 12}:${two(mi!)}:${two(s!)} ${h! < 12 ? 'AM' : 'PM'}`]
}

const LEVELS = { error: 'Error', warning: 'Warning', information: 'Information' } as const
const levelOf = ({ type }: EventEntry): string => LEVELS[type as keyof typeof LEVELS]

/** Names padded to the longest, and values word by word on lines that are indented. */
const listed = (rows: (event: EventEntry, i: number) => readonly (readonly [name: string, value: string])[]): Form =>
  blocks((event, i) => {
    const pairs = rows(event, i)
    const pad = Math.max(...pairs.map(([name]) => name.length))
    return pairs.flatMap(([name, value]) => {
      const lines = value.match(new RegExp(`.{1,${76 - pad}}(?:\\s|$)|\\S+`, 'g')) ?? ['']
      return lines.map((line, j) => `${(j === 0 ? name : '').padEnd(pad)} ${j === 0 ? ':' : ' '} ${line.trimEnd()}`)
    })
  })

const quotedRow = (cells: readonly string[]): string =>
  `${cells.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`

const FORMS: Readonly<Record<string, Form>> = {
  'CSV of the bundle': exported('csv'),
  'JSON lines': exported('jsonl'),
  'text of the bundle': exported('txt'),
  'log file': ({ files }, log) => {
    const name = new RegExp(`/(?:${log}\\.evtx|${log.slice(0, 3)}Event\\.Evt)$`)
    return [...files.values()].find(({ path }) => name.test(path))!.bytes
  },
  'XML without a root': (server, log) => Buffer.from(exportOf(server, `${log}.xml`).replace(/<\/?Events>/g, '')),
  'text of 2003': blocks(event => {
    const [date, time] = localOf(event)
    return [
      `Event Type:\t${levelOf(event)}`,
      `Event Source:\t${event.source}`,
      'Event Category:\tNone',
      `Event ID:\t${event.id}`,
      `Date:\t\t${date}`,
      `Time:\t\t${time}`,
      'User:\t\tN/A',
      'Computer:\tEXCH01',
      'Description:',
      event.message,
      '',
      'For more information, see Help and Support Center at http://go.microsoft.com/fwlink/events.asp.',
    ]
  }),
  'text of 2008': blocks(event => [
    'Log Name:      Application',
    `Source:        ${event.source}`,
    `Date:          ${localOf(event).join(' ')}`,
    `Event ID:      ${event.id}`,
    'Task Category: None',
    `Level:         ${levelOf(event)}`,
    'Keywords:      Classic',
    'User:          N/A',
    'Computer:      EXCH01',
    'Description:',
    event.message,
  ]),
  'wevtutil qe /f:text': blocks((event, i) => [
    `Event[${i}]:`,
    '  Log Name: Application',
    `  Source: ${event.source}`,
    `  Date: ${isoOf(event).slice(0, -1)}`,
    `  Event ID: ${event.id}`,
    '  Task: N/A',
    `  Level: ${levelOf(event)}`,
    '  Opcode: N/A',
    '  Keyword: Classic',
    '  User: S-1-5-18',
    '  User Name: NT AUTHORITY\\SYSTEM',
    '  Computer: EXCH01',
    '  Description: ',
    event.message,
  ]),
  'Get-WinEvent | fl': listed(event => [
    ['TimeCreated', localOf(event).join(' ')],
    ['ProviderName', event.source],
    ['Id', String(event.id)],
    ['Message', event.message],
  ]),
  'Get-WinEvent | fl *': listed((event, i) => [
    ['Message', event.message],
    ['Id', String(event.id)],
    ['Version', ''],
    ['Qualifiers', '0'],
    ['Level', '2'],
    ['RecordId', String(i + 1)],
    ['ProviderName', event.source],
    ['LogName', 'Application'],
    ['MachineName', 'EXCH01'],
    ['TimeCreated', localOf(event).join(' ')],
    ['LevelDisplayName', levelOf(event)],
  ]),
  'Get-EventLog | fl': listed((event, i) => [
    ['Index', String(i + 1)],
    ['EntryType', levelOf(event)],
    ['InstanceId', String(0x4000_0000 + event.id)],
    ['Message', event.message],
    ['Category', '(0)'],
    ['CategoryNumber', '0'],
    ['ReplacementStrings', `{${event.strings.join(', ')}}`],
    ['Source', event.source],
    ['TimeGenerated', localOf(event).join(' ')],
    ['TimeWritten', localOf(event).join(' ')],
    ['UserName', 'NT AUTHORITY\\SYSTEM'],
  ]),
  'Get-WinEvent | Export-Csv': made(events => {
    const rows = events.map(event => [event.message, String(event.id), event.source, isoOf(event), levelOf(event)])
    const head = ['Message', 'Id', 'ProviderName', 'TimeCreated', 'LevelDisplayName']
    return `#TYPE System.Diagnostics.Eventing.Reader.EventLogRecord\r\n${[head, ...rows].map(quotedRow).join('')}`
  }),
  'Event Viewer of 2003, saved with tabs': made(events =>
    events
      .map(event =>
        [...localOf(event), event.source, levelOf(event), 'None', event.id, 'N/A', 'EXCH01', event.message].join('\t'),
      )
      .map(row => `${row}\r\n`)
      .join(''),
  ),
  'Event Viewer of 2008, in a language with semicolons': made(events =>
    ['Level;Date and Time;Source;Event ID;Task Category', ...events.map(rowOf2008)].map(row => `${row}\r\n`).join(''),
  ),
  'Get-WinEvent | ConvertTo-Json': made(events =>
    JSON.stringify(
      events.map(event => ({
        Id: event.id,
        ProviderName: event.source,
        LevelDisplayName: levelOf(event),
        TimeCreated: `/Date(${event.time})/`,
        Message: event.message,
      })),
      undefined,
      4,
    ),
  ),
}

const rowOf2008 = (event: EventEntry): string =>
  [levelOf(event), localOf(event).join(' '), event.source, event.id, 'None', event.message]
    .map(cell => csvCell(String(cell)))
    .join(';')

function causesOf(server: ServerFiles, form: Form): string {
  const files = LOGS.map((log): RawFile => ({ path: `${log}.dat`, bytes: form(server, log) }))
  return diagnose(evidenceFrom(files))
    .findings.map(({ cause, confidence }) => `${cause} ${confidence}`)
    .join('\n')
}

function disagreement(server: ServerFiles, id: string, reach: Reach): string | undefined {
  const told = causesOf(server, exported('xml'))
  for (const [name, form] of Object.entries(FORMS)) {
    const found = causesOf(server, form)
    if (found !== '') reach(id.endsWith('-silent') ? 'silent' : 'finding')
    if (found !== told) return `${id}, ${server.name}, ${name}: ${JSON.stringify({ told, found }, undefined, 1)}`
  }
  return undefined
}
