import { describe, expect, test } from 'vitest'
import type { Machine } from '../../../model/machine/machine.ts'
import type { LogName, ReportedEvent } from '../../../model/machine/parts.ts'
import { EVENT_LOG_EVENTS, KERNEL_EVENTS, SHUTDOWN_EVENTS } from '../../../model/words/bootEvents.ts'
import { DAILY_EVENTS } from '../../../model/words/dailyEvents.ts'
import {
  COMPONENT_SOURCE,
  CONTROL_MANAGER_SOURCE,
  EVENT_LOG_SOURCE,
  INSTALLER_SOURCE,
  KERNEL_SOURCE,
  OWA_SOURCE,
  RESTART_MANAGER_SOURCE,
  SHUTDOWN_SOURCE,
  UPDATE_CLIENT_SOURCE,
} from '../../../model/words/eventSources.ts'
import {
  COMPONENT_EVENTS,
  CONTROL_MANAGER_EVENTS,
  eventText,
  INSTALLER_EVENTS,
  LOGGED_MESSAGES,
  MESSAGE_EVENTS,
  OWA_EVENTS,
  RESTART_MANAGER_EVENTS,
  UPDATE_CLIENT_EVENTS,
} from '../../../model/words/events.ts'
import { messageText, productError } from '../../../model/words/messages.ts'
import { SYSTEM_ERRORS } from '../../../model/words/systemErrors.ts'
import type { WindowsId } from '../../../model/words/wording.ts'
import { type EventEntry, eventEntries, parseEventXml } from '../../../sim/diagnosis/parse/events.ts'
import { parseEventText } from '../../../sim/diagnosis/parse/eventText.ts'
import { parseEvt } from '../../../sim/diagnosis/parse/evt.ts'
import { parseEvtx } from '../../../sim/diagnosis/parse/evtx.ts'
import { decodeText, splitLines } from '../../../sim/diagnosis/parse/text.ts'
import { explain } from '../../../sim/explain/explain.ts'
import { writeEvt } from '../../../sim/forms/eventlog/evt.ts'
import { writeEvtx } from '../../../sim/forms/eventlog/evtx.ts'
import { recordsOf } from '../../../sim/forms/eventlog/records.ts'
import { eventsAsCsv, eventsAsJson, eventsAsText, eventsAsXml } from '../../../sim/forms/exports/events.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { scenarioById, scenarioIds } from '../../laws/state.ts'

/**
 * An event says the same wherever it is read: in the log as a viewer renders it, in each export, in `explain`, and in what
 * diagnosis makes of a log or an export. For every event that a scenario brings, and for every row of the tables.
 */
const LOGS: readonly LogName[] = ['Application', 'System']
const WINDOWS: readonly WindowsId[] = ['windows-server-2003', 'windows-server-2008']

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
const decoded = (bytes: Uint8Array): string => decodeText(bytes).text

/** How diagnosis reads the log file that this Windows keeps. */
function readLog(machine: Machine, log: LogName): EventEntry[] {
  const records = recordsOf(machine, log)
  if (machine.windows.id === 'windows-server-2003') return eventEntries(parseEvt(writeEvt(records), log))
  return eventEntries(parseEvtx(writeEvtx(records)))
}

/** As `wevtutil` writes it without the rendered text: strings alone. */
const unrendered = (xml: string): string => xml.replace(/<RenderingInfo[\s\S]*?<\/RenderingInfo>/g, '')

/** The texts of a log by the way in which they were read. */
function everyReading(machine: Machine, log: LogName): Readonly<Record<string, readonly string[]>> {
  const xml = decoded(eventsAsXml(machine, log))
  const said = (entries: readonly EventEntry[]): string[] => entries.map(({ message }) => message)
  const json = decoded(eventsAsJson(machine, log)).split('\n').slice(0, -1)
  return {
    'the log file': said(readLog(machine, log)),
    'the export as text': said(parseEventText(splitLines(decoded(eventsAsText(machine, log))))),
    'the export as XML': said(parseEventXml(xml)),
    'the export as XML, without its texts': said(parseEventXml(unrendered(xml))),
    'the export as JSON': json.map(row => oneLine(JSON.parse(row).message)),
    'the export as CSV': cellsOf(decoded(eventsAsCsv(machine, log))).map(cells => oneLine(cells.at(-1)!)),
  }
}

/** Rows of cells, quoted where they must be; without the header of Server 2008. */
function cellsOf(csv: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare!)
    if (end === '\r\n') rows.push([])
  }
  return rows.slice(rows[0]![0] === 'Level' ? 1 : 0, -1)
}

/** The text that `explain` has for an event, its places filled in as a viewer does it. */
function explained({ source, id, strings }: ReportedEvent): string {
  const found = explain(`event ${id}`)
  const meaning = found.known ? found.meanings.find(({ name }) => name === `${source} ${id}`) : undefined
  if (!meaning) return `${source} ${id} is not explained`
  return meaning.text.replace(/%(\d)/g, (_, place: string) => withErrors(strings[Number(place) - 1] ?? ''))
}

const errors = new Map<string, string>(Object.values(SYSTEM_ERRORS).map(({ code, text }) => [`%%${code}`, text]))
const withErrors = (text: string): string => text.replace(/%%\d+/g, error => errors.get(error) ?? error)

/** A message is about a product and has fields: what stands in brackets may be anything. */
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const patternOf = (text: string): RegExp =>
  new RegExp(
    `^${oneLine(text)
      .split(/\[\w+\]/)
      .map(escaped)
      .join('.*')}$`,
  )

function expectOneText(machine: Machine, log: LogName): void {
  const events = machine.logs[log]
  const expected = events.map(event => oneLine(eventText(event)))
  for (const [way, texts] of Object.entries(everyReading(machine, log))) expect(texts, way).toEqual(expected)
  for (const [i, event] of events.entries()) expect(expected[i]).toMatch(patternOf(explained(event)))
}

const machines = scenarioIds().flatMap(id =>
  simulate(scenarioById(id).scenario, { seed: 1 }).servers.map(({ machine, facts }) => ({ id, machine, facts })),
)

describe('the text of an event', () => {
  test.each(machines)('is one and the same in $id', ({ machine }) => {
    for (const log of LOGS) expectOneText(machine, log)
  })

  test.each(machines)('is that of the line that the verbose log has of it in $id', ({ machine, facts }) => {
    const texts = new Set(machine.logs.Application.map(eventText))
    const lines = facts.flatMap(({ body }) => (body.kind === 'log' && body.key === 'eventText' ? [body.args[0]] : []))
    expect(lines.filter(line => !texts.has(String(line)))).toEqual([])
  })

  test.each(WINDOWS)('has been seen for twenty kinds of events on %s', windows => {
    const seen = machines
      .filter(({ machine }) => machine.windows.id === windows)
      .flatMap(({ machine }) => LOGS.flatMap(log => machine.logs[log]))
    expect(new Set(seen.map(({ source, id }) => `${source} ${id}`)).size).toBeGreaterThanOrEqual(20)
  })
})

// ------------------------------------------------------------------------------------------------ rows of the tables

/** Strings that a viewer changes, and such that it must leave alone. */
const STRINGS = ['Größe <&> "x", y', '%%1058', "an 'update' %2", '1603', 'C:\\a b\\%%5', '%%4711 of nobody', '']

function everyKind(windows: WindowsId): Pick<ReportedEvent, 'source' | 'id' | 'strings'>[] {
  const kinds = (source: string, rows: object) =>
    Object.keys(rows).map(id => ({ source, id: Number(id), strings: STRINGS }))
  return [
    ...kinds(INSTALLER_SOURCE, INSTALLER_EVENTS),
    ...kinds(CONTROL_MANAGER_SOURCE, CONTROL_MANAGER_EVENTS),
    ...kinds(RESTART_MANAGER_SOURCE, RESTART_MANAGER_EVENTS),
    ...kinds(UPDATE_CLIENT_SOURCE[windows], UPDATE_CLIENT_EVENTS),
    ...kinds(COMPONENT_SOURCE[windows], COMPONENT_EVENTS),
    ...kinds(EVENT_LOG_SOURCE, EVENT_LOG_EVENTS),
    ...kinds(SHUTDOWN_SOURCE, SHUTDOWN_EVENTS),
    ...kinds(KERNEL_SOURCE, KERNEL_EVENTS),
    ...kinds(OWA_SOURCE, OWA_EVENTS),
    ...DAILY_EVENTS.flatMap(([sources, rows]) => kinds(sources[0], rows)),
    ...LOGGED_MESSAGES.map(number => ({
      source: INSTALLER_SOURCE,
      id: MESSAGE_EVENTS + number,
      strings: [told(number), '(NULL)', '(NULL)', '(NULL)'],
    })),
  ]
}

/** Results are no errors: `Product: X -- Configuration failed.` */
const RESULTS = /^17(?:0[78]|1[567]|2[4-9])$/

function told(number: (typeof LOGGED_MESSAGES)[number]): string {
  const text = messageText(number, 'C:\\x.dll', 5, 'c', 'd', 'e', 'f', 'g')
  return RESULTS.test(String(number)) ? `Product: X -- ${text}` : productError('X', number, text)
}

describe.each(WINDOWS)('each row of the tables on %s', windows => {
  const { machine } = machines.find(each => each.machine.windows.id === windows)!
  const events = everyKind(windows).map(
    (kind, i): ReportedEvent => ({
      ...kind,
      number: i + 1,
      time: 1_188_249_190_000 + i * 1000,
      type: 'error',
      category: 0,
    }),
  )

  test('reads the same everywhere', () => {
    expect(events.length).toBeGreaterThan(150)
    for (const log of LOGS) expectOneText({ ...machine, logs: { Application: [], System: [], [log]: events } }, log)
  })

  test('has the text of an error where a string has its number, in a log file too', () => {
    const log: Machine = { ...machine, logs: { Application: [], System: events } }
    const found = readLog(log, 'System').find(({ id }) => id === 7000)
    expect(found?.message).toContain(`following error: ${SYSTEM_ERRORS.ERROR_SERVICE_DISABLED.text}`)
    const unknown = readLog(log, 'System').find(({ id }) => id === 7003)
    expect(unknown?.message).toContain('depends on the following nonexistent service: ')
  })
})

test('an event of an unknown source says what its strings say', () => {
  expect(eventText({ source: 'Backup', id: 1, strings: ['a', '', '(NULL)', 'b'] })).toBe('a b')
  expect(eventText({ source: '__proto__', id: 1, strings: [] })).toBe('')
})

test('a source is known however it is spelled', () => {
  const strings = ['Exchange', 'running']
  const texts = ['Service Control Manager', 'service control manager', 'Microsoft-Windows-Service Control Manager'].map(
    source => eventText({ source, id: 7036, strings }),
  )
  expect(new Set(texts)).toEqual(new Set(['The Exchange service entered the running state.']))
})
