import { accountDomain, sidOf } from '../../../model/installer/accounts.ts'
import { computerName, isServer2003, type Machine } from '../../../model/machine/machine.ts'
import type { EventType, LogName, ReportedEvent } from '../../../model/machine/parts.ts'
import { isoUtc, longTime, shortDate } from '../../../model/machine/time.ts'
import { eventText } from '../../../model/words/events.ts'
import { lower } from '../../../model/words/letters.ts'
import { keywordNamesOf, namesOf, type Provider, providerOn, taskName } from '../../../model/words/providers.ts'
import { escaped } from '../cliXml.ts'
import { csvCell, lines, utf8, utf16 } from '../encode.ts'
import { eventXml } from '../eventlog/eventXml.ts'
import { recordOf } from '../eventlog/records.ts'
import type { Export } from './export.ts'

/**
 * An event log as engineers export it: the text of Event Viewer (2003 or 2008 shape), the XML of wevtutil, CSV, and
 * JSON lines as Winlogbeat ships them. Shapes: formats.md 4. Does not know which of the events matter.
 */

export const TYPE_NAMES: Readonly<Record<EventType, string>> = {
  error: 'Error',
  warning: 'Warning',
  information: 'Information',
}

export const providerOf = ({ windows }: Machine, { source }: ReportedEvent): Provider => providerOn(windows.id, source)

/** The category of an event by its name. */
export const taskOf = (machine: Machine, event: ReportedEvent): string =>
  taskName(providerOf(machine, event), event.category)

function when({ zone }: Machine, { time }: ReportedEvent): { date: string; clock: string } {
  return { date: shortDate(time, zone), clock: longTime(time, zone) }
}

const ACCOUNTS: Readonly<Record<string, string>> = { system: 'NT AUTHORITY\\SYSTEM' }

export function userOfEvent(machine: Machine, event: ReportedEvent): string {
  if (event.user === undefined) return 'N/A'
  return (
    ACCOUNTS[lower(event.user)] ?? (event.user.includes('\\') ? event.user : `${accountDomain(machine)}\\${event.user}`)
  )
}

// ---------------------------------------------------------------------------------------------------------- text

export function eventsAsText(machine: Machine, log: LogName): Uint8Array {
  const blocks = machine.logs[log].map(event => eventRows(machine, log, event))
  return utf16(lines(blocks.flatMap(block => [...block, ''])))
}

/** One event, as the viewer of that Windows copies it. */
export function eventRows(machine: Machine, log: LogName, event: ReportedEvent): string[] {
  return isServer2003(machine) ? text2003(machine, event) : text2008(machine, log, event)
}

function text2003(machine: Machine, event: ReportedEvent): string[] {
  const { date, clock } = when(machine, event)
  return [
    `Event Type:\t${TYPE_NAMES[event.type]}`,
    `Event Source:\t${event.source}`,
    `Event Category:\t${taskOf(machine, event)}`,
    `Event ID:\t${event.id}`,
    `Date:\t\t${date}`,
    `Time:\t\t${clock}`,
    `User:\t\t${userOfEvent(machine, event)}`,
    `Computer:\t${computerName(machine)}`,
    'Description:',
    ...eventText(event).split('\r\n'),
    '',
    'For more information, see Help and Support Center at http://go.microsoft.com/fwlink/events.asp.',
    ...(event.data === undefined ? [] : ['Data:', ...hexDump(event.data)]),
  ]
}

/** `0000: 7b 32 34 42 32 43 31 36   {24B2C16`: eight bytes a row. */
export function hexDump(data: string): string[] {
  const rows: string[] = []
  for (let at = 0; at < data.length; at += 8) {
    const part = data.slice(at, at + 8)
    const hex = [...part].map(c => c.charCodeAt(0).toString(16).padStart(2, '0')).join(' ')
    const shown = [...part].map(c => (c >= ' ' && c <= '~' ? c : '.')).join('')
    rows.push(`${at.toString(16).padStart(4, '0')}: ${hex.padEnd(23)}   ${shown}`)
  }
  return rows
}

function text2008(machine: Machine, log: LogName, event: ReportedEvent): string[] {
  const { date, clock } = when(machine, event)
  return [
    `Log Name:      ${log}`,
    `Source:        ${event.source}`,
    `Date:          ${date} ${clock}`,
    `Event ID:      ${event.id}`,
    `Task Category: ${taskOf(machine, event)}`,
    `Level:         ${TYPE_NAMES[event.type]}`,
    `Keywords:      ${keywordNamesOf(providerOf(machine, event), event.type).join(',')}`,
    `User:          ${userOfEvent(machine, event)}`,
    `Computer:      ${computerName(machine)}`,
    'Description:',
    ...eventText(event).split('\r\n'),
  ]
}

// ----------------------------------------------------------------------------------------------------------- xml

export function eventsAsXml(machine: Machine, log: LogName): Uint8Array {
  return utf8(lines(['<Events>', ...eventXmls(machine, log, machine.logs[log], true), '</Events>']))
}

/** Some events of a log, each on a line; `rendered` with the text that a viewer makes of them. */
export function eventXmls(
  machine: Machine,
  log: LogName,
  events: readonly ReportedEvent[],
  rendered: boolean,
): string[] {
  return events.map(event => eventXml(recordOf(machine, log, event), rendered ? rendering(machine, event) : ''))
}

/** What a viewer puts in words: the text, and the names of what the record has by number. */
function rendering(machine: Machine, event: ReportedEvent): string {
  const provider = providerOf(machine, event)
  const keywords = keywordNamesOf(provider, event.type).map(name => `<Keyword>${name}</Keyword>`)
  const task = event.category === 0 ? '' : taskName(provider, event.category)
  const words = [
    ['Message', escaped(eventText(event))],
    ['Level', TYPE_NAMES[event.type]],
    ['Task', escaped(task)],
    ['Opcode', provider.opcodeName ?? ''],
    ['Channel', ''],
    ['Provider', ''],
    ['Keywords', keywords.join('')],
  ]
  return `<RenderingInfo Culture='en-US'>${words.map(([name, text]) => `<${name}>${text}</${name}>`).join('')}</RenderingInfo>`
}

// ---------------------------------------------------------------------------------------------------- csv, json

export function eventsAsCsv(machine: Machine, log: LogName): Uint8Array {
  const old = isServer2003(machine)
  const rows = machine.logs[log].map(event => {
    const { date, clock } = when(machine, event)
    const task = taskOf(machine, event)
    const type = TYPE_NAMES[event.type]
    const text = eventText(event)
    const cells = old
      ? [
          date,
          clock,
          event.source,
          type,
          task,
          String(event.id),
          userOfEvent(machine, event),
          computerName(machine),
          text,
        ]
      : [type, `${date} ${clock}`, event.source, String(event.id), task, text]
    return cells.map(csvCell).join(',')
  })
  return utf8(lines(old ? rows : ['Level,Date and Time,Source,Event ID,Task Category', ...rows]))
}

/** Names of unnamed data count from 1, as the Winlogbeat documentation has them; elements of its own are `user_data`. */
export function eventsAsJson(machine: Machine, log: LogName): Uint8Array {
  const rows = machine.logs[log].map(event => {
    const provider = providerOf(machine, event)
    return JSON.stringify({
      '@timestamp': isoUtc(event.time),
      event: { code: String(event.id), provider: event.source, kind: 'event' },
      log: { level: event.type },
      message: eventText(event),
      winlog: {
        channel: log,
        provider_name: event.source,
        provider_guid: provider.guid,
        event_id: String(event.id),
        record_id: event.number,
        computer_name: computerName(machine),
        version: provider.version || undefined,
        task: event.category === 0 ? undefined : taskName(provider, event.category),
        opcode: provider.opcodeName,
        keywords: keywordNamesOf(provider, event.type),
        process: event.writer && { pid: event.writer.process, thread: { id: event.writer.thread } },
        user: { identifier: event.user === undefined ? undefined : sidOf(event.user, machine.texture) },
        ...dataOf(provider, event),
      },
    })
  })
  return utf8(rows.map(row => `${row}\n`).join(''))
}

function dataOf(provider: Provider, { id, strings }: ReportedEvent): object {
  const names = namesOf(provider, id, strings.length)
  const data = Object.fromEntries(strings.map((text, i) => [names?.[i] ?? `param${i + 1}`, text]))
  return provider.userData ? { user_data: { xml_name: provider.userData.name, ...data } } : { event_data: data }
}

// ----------------------------------------------------------------------------------------------------------- files

export const eventFiles = (log: LogName): readonly Export[] => [
  { name: `${log}.csv`, encoding: 'utf-8', bytes: ({ machine }) => eventsAsCsv(machine, log) },
  { name: `${log}.jsonl`, encoding: 'utf-8', bytes: ({ machine }) => eventsAsJson(machine, log) },
  { name: `${log}.txt`, encoding: 'utf-16le', bytes: ({ machine }) => eventsAsText(machine, log) },
  { name: `${log}.xml`, encoding: 'utf-8', bytes: ({ machine }) => eventsAsXml(machine, log) },
]
