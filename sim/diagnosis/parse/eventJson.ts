import { LIMITS } from '../../limits.ts'
import { type FileBudget, ownBudget } from '../read/budget.ts'
import { type EventField, eventOf } from './eventFields.ts'
import { type EventEntry, oldestFirst } from './events.ts'

/**
 * Events as JSON: a line for each, as collectors ship them and programs dump them, or the list that `ConvertTo-Json`
 * makes. Does not know what an event means.
 */

type Path = readonly string[]

/** Where a field may stand: Winlogbeat, PowerShell, and what XML becomes. */
const FIELDS: Readonly<Record<EventField, readonly Path[]>> = {
  source: [
    ['winlog', 'provider_name'],
    ['event', 'provider'],
    ['ProviderName'],
    ['Source'],
    ['Event', 'System', 'Provider', '#attributes', 'Name'],
    ['Event', 'System', 'Provider_attributes', 'Name'],
  ],
  id: [
    ['winlog', 'event_id'],
    ['event', 'code'],
    ['Id'],
    ['EventID'],
    ['Event', 'System', 'EventID', '#text'],
    ['Event', 'System', 'EventID'],
  ],
  instance: [['InstanceId']],
  type: [['log', 'level'], ['LevelDisplayName'], ['EntryType'], ['Level'], ['Event', 'System', 'Level']],
  date: [
    ['@timestamp'],
    ['TimeCreated'],
    ['TimeGenerated'],
    ['Event', 'System', 'TimeCreated', '#attributes', 'SystemTime'],
    ['Event', 'System', 'TimeCreated_attributes', 'SystemTime'],
  ],
  time: [],
  computer: [['winlog', 'computer_name'], ['MachineName'], ['Computer'], ['Event', 'System', 'Computer']],
  message: [['message'], ['Message']],
}

const EACH_FIELD = Object.entries(FIELDS) as readonly [EventField, readonly Path[]][]

const STRINGS: readonly Path[] = [
  ['winlog', 'event_data'],
  ['winlog', 'user_data'],
  ['ReplacementStrings'],
  ['Event', 'EventData', 'Data', '#text'],
  ['Event', 'EventData', 'Data'],
]

/** Events of JSON, oldest first. */
export function parseEventJson(text: string, file: FileBudget = ownBudget()): EventEntry[] {
  const events = file.newest<EventEntry>('events', LIMITS.events, (a, b) => (a.time ?? 0) - (b.time ?? 0))
  let any = false
  for (const [i, line] of text.split('\n').entries()) {
    file.line = i + 1
    const values = line.trimStart().startsWith('{') ? parsed(line.trimEnd().replace(/,$/, '')) : undefined
    if (values === undefined) continue
    any = true
    for (const event of eventsIn(values, i + 1)) events.push(event)
  }
  if (!any) for (const event of eventsIn(parsed(text), 1)) events.push(event)
  return oldestFirst(events.rows())
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const eventsIn = (value: unknown, line: number): EventEntry[] =>
  (Array.isArray(value) ? value : [value]).flatMap(one => {
    const event = entryOf(one, line)
    return event.source === '' && event.message === '' ? [] : [event]
  })

function entryOf(value: unknown, line: number): EventEntry {
  const fields = new Map<EventField, string>()
  for (const [field, paths] of EACH_FIELD) {
    const found = textAt(value, paths)
    if (found !== undefined) fields.set(field, found)
  }
  return eventOf(line, fields, stringsAt(value))
}

function textAt(value: unknown, paths: readonly Path[]): string | undefined {
  const found = firstAt(value, paths, one => typeof one === 'string' || typeof one === 'number')
  return found === undefined ? undefined : String(found)
}

function stringsAt(value: unknown): string[] {
  const found = firstAt(value, STRINGS)
  if (typeof found === 'string') return [found]
  if (typeof found !== 'object' || found === null) return []
  // Winlogbeat tells the name of an element of the event's own beside what stands in it.
  return Object.entries(found).flatMap(([name, one]) => (name === 'xml_name' ? [] : [String(one)]))
}

function firstAt(value: unknown, paths: readonly Path[], counts = (found: unknown) => found !== undefined): unknown {
  for (const path of paths) {
    const found = at(value, path)
    if (counts(found)) return found
  }
  return undefined
}

/** What stands below these names; a name that is not there leads nowhere. */
function at(value: unknown, path: Path): unknown {
  let found = value
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as Readonly<Record<string, unknown>>)[name]
  }
  return found
}
