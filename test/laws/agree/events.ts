import { type EventEntry, eventEntries, parseEventXml, parseLocalTime } from '../../../sim/diagnosis/parse/events.ts'
import { parseEventText } from '../../../sim/diagnosis/parse/eventText.ts'
import { readCsv } from './csv.ts'
import { differs, exportOf, linesOf, logOf, type ServerFiles } from './files.ts'

/** What five forms of an event log say. Knows no event. */

const LOGS = ['Application', 'System'] as const

/** The log itself, wherever it lies. Whose it is, a file of Server 2003 does not say. */
function eventsInFile({ files }: ServerFiles, log: string): EventEntry[] | undefined {
  const place = [...files].find(([path, { kind }]) => kind === 'event-log' && NAMES[log]!.test(path))
  return place && eventEntries(logOf(place[1]))
}

const NAMES: Readonly<Record<string, RegExp>> = {
  Application: /(AppEvent\.Evt|Application\.evtx)$/i,
  System: /(SysEvent\.Evt|System\.evtx)$/i,
}

const second = (time: number | undefined): number => Math.floor((time ?? 0) / 1000)
const shownStrings = (strings: readonly string[]): string => JSON.stringify(strings)
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

const whole = ({ id, source, type, time, message, strings }: EventEntry): string =>
  `${id} ${source} ${type} ${second(time)} ${oneLine(message)} ${shownStrings(strings)}`

/** Without what a text alone has not: strings, and the zone. */
const partial = ({ id, source, type, message }: Pick<EventEntry, 'id' | 'source' | 'type' | 'message'>): string =>
  `${id} ${source} ${type} ${oneLine(message)}`

interface JsonEvent {
  readonly '@timestamp': string
  readonly event: { readonly provider: string }
  readonly log: { readonly level: EventEntry['type'] }
  readonly message: string
  readonly winlog: {
    readonly event_id: string
    readonly record_id: number
    readonly event_data?: Readonly<Record<string, string>>
    /** The name of the element stands in it, too. */
    readonly user_data?: Readonly<Record<string, string>> & { readonly xml_name: string }
  }
}

function eventsInJson(server: ServerFiles, log: string): EventEntry[] {
  return linesOf(server, `${log}.jsonl`).map(row => {
    const {
      '@timestamp': at,
      event,
      log: { level },
      message,
      winlog,
    } = JSON.parse(row) as JsonEvent
    const { event_id: id, record_id: line, event_data, user_data } = winlog
    const { xml_name: _name, ...data } = event_data ?? user_data ?? {}
    const strings = Object.values(data)
    return { line, source: event.provider, id: Number(id), type: level, time: Date.parse(at), message, strings }
  })
}

/** With the local time of each, in seconds. */
function eventsInCsv(
  server: ServerFiles,
  log: string,
): (Pick<EventEntry, 'id' | 'source' | 'type' | 'message'> & { readonly time: number })[] {
  const rows = readCsv(exportOf(server, `${log}.csv`))
  const recent = rows[0]?.[0] === 'Level'
  return rows.slice(recent ? 1 : 0).map(cells => {
    const [type, time, source, id, message] = recent
      ? [cells[0], cells[1], cells[2], cells[3], cells[5]]
      : [cells[3], `${cells[0]} ${cells[1]}`, cells[2], cells[5], cells[8]]
    return {
      id: Number(id),
      source: source!,
      type: type!.toLowerCase() as EventEntry['type'],
      message: message!,
      time: second(parseLocalTime(time!)),
    }
  })
}

const HOUR = 3600

/** More than one distance to UTC, but for the hour of daylight saving that may begin or end within a log. */
function isApart(shifts: ReadonlySet<number>): boolean {
  const all = [...shifts]
  return all.length > 2 || (all.length === 2 && Math.abs(all[0]! - all[1]!) !== HOUR)
}

export function eventsContradict(server: ServerFiles): string | undefined {
  for (const log of LOGS) {
    const json = eventsInJson(server, log)
    const file = eventsInFile(server, log)
    const xml = parseEventXml(exportOf(server, `${log}.xml`))
    const csv = eventsInCsv(server, log)
    const text = parseEventText(linesOf(server, `${log}.txt`))
    const shifts = new Set(json.map(({ time }, i) => second(time) - (csv[i]?.time ?? 0)))
    const difference =
      (file && differs(`${log}, file and XML, record`, file.map(whole), xml.map(whole))) ??
      differs(`${log}, XML and JSON, record`, xml.map(whole), json.map(whole)) ??
      differs(`${log}, JSON and CSV, record`, json.map(partial), csv.map(partial)) ??
      differs(`${log}, CSV and text, record`, csv.map(partial), text.map(partial)) ??
      differs(
        `${log}, times of CSV and text, record`,
        csv.map(e => String(e.time)),
        text.map(e => String(second(e.time))),
      ) ??
      (isApart(shifts) ? `${log}: local times are apart from UTC by ${[...shifts].join(' and ')} s` : undefined)
    if (difference) return difference
  }
  return undefined
}
