import { eventText, isErrorEvent } from '../../../model/words/events.ts'
import { lower } from '../../../model/words/letters.ts'
import type { EntryType } from './eventRecord.ts'
import { type EventEntry, isoTime, oneLine, parseLocalTime } from './events.ts'

/**
 * What an event has, by the names that Event Viewer, wevtutil and the commands of PowerShell have for it. Does not know how
 * names and values are written.
 */

export type EventField = 'source' | 'id' | 'instance' | 'type' | 'date' | 'time' | 'computer' | 'message'

/** Of two names for one thing the first that has a value counts. */
const NAMES: Readonly<Record<EventField, readonly string[]>> = {
  source: ['Event Source', 'Source', 'ProviderName', 'SourceName'],
  id: ['Event ID', 'Id'],
  instance: ['InstanceId'],
  type: ['Event Type', 'LevelDisplayName', 'EntryType', 'Level', 'Type'],
  date: ['Date', 'Date and Time', 'TimeCreated', 'TimeGenerated', 'Logged'],
  time: ['Time'],
  computer: ['Computer', 'MachineName'],
  message: ['Description', 'Message'],
}

const keyOf = (name: string): string => lower(name.replaceAll(' ', ''))

/** As they are written, and without regard to blanks and case. */
const FIELDS: ReadonlyMap<string, EventField> = new Map(
  Object.entries(NAMES).flatMap(([field, names]) =>
    names.flatMap(name => [name, keyOf(name)].map(key => [key, field as EventField] as const)),
  ),
)

export const eventField = (name: string): EventField | undefined => FIELDS.get(name) ?? FIELDS.get(keyOf(name.trim()))

/** By word, or by number as XML and PowerShell have it. */
const TYPES: ReadonlyMap<string, EntryType> = new Map([
  ['critical', 'error'],
  ['error', 'error'],
  ['warning', 'warning'],
  ['information', 'information'],
  ['successaudit', 'audit-success'],
  ['failureaudit', 'audit-failure'],
  ['1', 'error'],
  ['2', 'error'],
  ['3', 'warning'],
  ['4', 'information'],
])

export const eventType = (name: string): EntryType | undefined => TYPES.get(keyOf(name.trim()))

export type EventFields = ReadonlyMap<EventField, string>

/** An event of its fields as texts. */
export function eventOf(line: number, fields: EventFields, strings: readonly string[] = []): EventEntry {
  const of = (field: EventField): string => fields.get(field)?.trim() ?? ''
  const source = of('source')
  const id = Number.parseInt(of('id'), 10) || eventNumber(of('instance'))
  const told = of('message') === '' ? eventText({ source, id, strings }) : of('message')
  const time = timeOf(`${of('date')} ${of('time')}`)
  // A list of PowerShell leaves it out.
  const type = eventType(of('type')) ?? (isErrorEvent(source, id) ? 'error' : undefined)
  return { line, source, id, type, time, message: oneLine(told), computer: of('computer'), strings }
}

/** What stands above the number in an identifier is severity and facility. */
const eventNumber = (identifier: string): number => (Number.parseInt(identifier, 10) || 0) & 0xffff

/** The serializer of Windows PowerShell writes milliseconds. */
const SERIALIZED = /^\/Date\((\d{1,15})\)\//

function timeOf(text: string): number | undefined {
  const serialized = SERIALIZED.exec(text)?.[1]
  return serialized === undefined ? (isoTime(text) ?? parseLocalTime(text)) : Number(serialized)
}
