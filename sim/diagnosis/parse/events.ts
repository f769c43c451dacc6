import { eventText } from '../../../model/words/events.ts'
import { upper } from '../../../model/words/letters.ts'
import { LIMITS } from '../../limits.ts'
import { type FileBudget, type Newest, ownBudget, reasonOf } from '../read/budget.ts'
import type { EntryType, EventLog } from './eventRecord.ts'
import { attributesOf, tellXml, type XmlTeller } from './xml.ts'

/**
 * Events of log files and of XML, and what is common to every form in which events are handed over. Does not know what an
 * event means, nor the forms of eventText.ts, eventTable.ts and eventJson.ts.
 */

/** One event, whatever the file it comes from. */
export interface EventEntry {
  /** Line on which it begins; in a binary log, its record number. */
  readonly line: number
  readonly source: string
  readonly id: number
  readonly type: EntryType | undefined
  /** Milliseconds; what the zone is the file says or not, so only times of one file compare. */
  readonly time: number | undefined
  /** The text of the event on one line, each blank a single one: the same whatever the file. */
  readonly message: string
  /** That has written it. */
  readonly computer?: string
  /** Insertion strings; empty where only the text is left. */
  readonly strings: readonly string[]
}

/** Records of `.evt` and `.evtx`: the files store strings without the text. */
export function eventEntries(log: EventLog): EventEntry[] {
  return log.records.map(record => {
    const { number, source, id, type, timeUtc, strings, computer } = record
    return { line: number, source, id, type, time: timeUtc, message: oneLine(eventText(record)), strings, computer }
  })
}

// ---------------------------------------------------------------------------------------------------------- XML

interface XmlDraft {
  line: number
  record: number
  source: string
  id: number
  level: string
  time: number | undefined
  message: string
  computer: string
  strings: string[]
}

const LEVELS: Readonly<Record<string, EntryType>> = { 1: 'error', 2: 'error', 3: 'warning', 4: 'information' }

/** Windows events as XML (`wevtutil qe`, with or without a root, with or without the rendered text), oldest first. */
export function parseEventXml(text: string, file: FileBudget = ownBudget()): EventEntry[] {
  const reader = new EventXmlReader(file)
  try {
    tellXml(text, reader, file.steps)
  } catch (error) {
    file.warn(reasonOf(error))
  }
  return reader.entries()
}

class EventXmlReader implements XmlTeller {
  readonly #file: FileBudget
  readonly #events: Newest<XmlDraft>
  readonly #path = new Path()
  #event: XmlDraft | undefined

  constructor(file: FileBudget) {
    this.#file = file
    this.#events = file.newest<XmlDraft>('events', LIMITS.events, byRecord)
  }

  open(name: string, within: string, line: number): void {
    this.#file.line = line
    if (name === 'Event') {
      this.#done()
      this.#event = newDraft(line)
    }
    this.#path.open(name)
    if (this.#event) openXml(this.#event, this.#path, name, within)
  }

  close(name: string, line: number): void {
    this.#file.line = line
    this.#path.close(name)
  }

  text(text: string, line: number): void {
    this.#file.line = line
    if (this.#event) textXml(this.#event, this.#path, text)
  }

  #done(): void {
    if (this.#event) this.#events.push(this.#event)
    this.#event = undefined
  }

  entries(): EventEntry[] {
    this.#done()
    return this.#events.rows().sort(byRecord).map(xmlEntry)
  }
}

const byRecord = (a: XmlDraft, b: XmlDraft): number => a.record - b.record

function newDraft(line: number): XmlDraft {
  return { line, record: 0, source: '', id: 0, level: '', time: undefined, message: '', computer: '', strings: [] }
}

/** No event is deeper; a file of nothing but opening tags would be. */
const DEEPEST = 32

/** Which elements are open. An event in another begins anew. */
class Path {
  readonly #names: string[] = []
  #open = 0

  open(name: string): void {
    const depth = name === 'Event' ? 0 : Math.min(this.#open, DEEPEST)
    this.#names[depth] = name
    this.#open = depth + 1
  }

  /** What was left open inside it is closed as well. */
  close(name: string): void {
    const at = this.#open === 0 ? -1 : this.#names.lastIndexOf(name, this.#open - 1)
    if (at >= 0) this.#open = at
  }

  /** The part of an event in which the innermost element stands: `System` of `System/EventID`; empty elsewhere. */
  get part(): string {
    return this.#open === 3 && this.#names[0] === 'Event' ? this.#names[1]! : ''
  }

  /** Of the innermost element. */
  get name(): string {
    return this.#names[this.#open - 1] ?? ''
  }

  /** An element of an event's own: `UserData/RmSessionEvent/RmSessionId`. */
  get isUserData(): boolean {
    return this.#open === 4 && this.#names[0] === 'Event' && this.#names[1] === 'UserData'
  }

  /** What stands here is an insertion string. */
  get isString(): boolean {
    return this.isUserData || (this.part === 'EventData' && this.name === 'Data')
  }
}

function openXml(event: XmlDraft, path: Path, name: string, within: string): void {
  if (path.part === 'System') {
    if (name === 'Provider') event.source = attributesOf(within).get('Name') ?? ''
    if (name === 'TimeCreated') event.time = isoTime(attributesOf(within).get('SystemTime') ?? '')
  } else if (path.isString) event.strings.push('')
}

function textXml(event: XmlDraft, path: Path, text: string): void {
  const { part, name } = path
  if (part === 'System') systemXml(event, name, text)
  else if (part === 'RenderingInfo' && name === 'Message') event.message += text
  else if (path.isString) addToLast(event, text)
}

function systemXml(event: XmlDraft, name: string, text: string): void {
  switch (name) {
    case 'EventID':
      event.id = Number.parseInt(text, 10) || 0
      break
    case 'EventRecordID':
      event.record = Number.parseInt(text, 10) || 0
      break
    case 'Level':
      event.level = text.trim()
      break
    case 'Computer':
      event.computer += text.trim()
  }
}

function addToLast({ strings }: XmlDraft, text: string): void {
  if (strings.length > 0) strings[strings.length - 1] += text
}

function xmlEntry({ line, source, id, level, time, message, computer, strings }: XmlDraft): EventEntry {
  const told = message.trim() === '' ? eventText({ source, id, strings }) : message
  return { line, source, id, type: LEVELS[level], time, message: oneLine(told), computer, strings }
}

// -------------------------------------------------------------------------------------------------------- common

/** Event Viewer lists the newest event first; events of the same second tell by the order of the whole. */
export function oldestFirst(entries: EventEntry[]): EventEntry[] {
  const times = entries.flatMap(e => (e.time === undefined ? [] : [e.time]))
  const newestFirst = times.length > 1 && times[0]! > times.at(-1)!
  return newestFirst ? entries.reverse() : entries
}

export const oneLine = (text: string): string => text.replace(NO_BLANK, ' ').trim()

/** White space that is more or other than a blank. */
const NO_BLANK = /\s{2,}|[^\S ]/g

// -------------------------------------------------------------------------------------------------------- times

/** `2007-08-27T21:13:10.000000000Z` */
export function isoTime(text: string): number | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)/.exec(text)
  if (!match) return undefined
  const [y, mo, d, h, mi, s] = match.slice(1).map(Number)
  return clock(y!, mo!, d!, h!, mi!, s!)
}

/**
 * `8/27/2007 1:12:59 PM`, `27.08.2007 13:12:59`, `2007-08-27 13:12:59`: a number above 12 tells the day, and otherwise
 * the month comes first, unless points stand between.
 */
export function parseLocalTime(text: string): number | undefined {
  const date = /(\d{1,4})([./-])(\d{1,2})[./-](\d{1,4})/.exec(text)
  if (!date) return undefined
  const [a, b, c] = [Number(date[1]), Number(date[3]), Number(date[4])]
  const time = /(\d{1,2}):(\d\d)(?::(\d\d))?\s*([AP]M)?/i.exec(text.slice(date.index + date[0].length))
  const half = upper(time?.[4] ?? '')
  const hour = Number(time?.[1] ?? 0)
  const h = half === '' ? hour : (hour % 12) + (half === 'PM' ? 12 : 0)
  const [year, month, day] = a > 31 ? [a, b, c] : a > 12 || date[2] === '.' ? [c, b, a] : [c, a, b]
  return clock(year!, month!, day!, h, Number(time?.[2] ?? 0), Number(time?.[3] ?? 0))
}

/** Milliseconds since 1970 of a civil time, by the Gregorian calendar. */
function clock(year: number, month: number, day: number, h: number, mi: number, s: number): number {
  // Years that begin in March have their leap day at the end.
  const y = month <= 2 ? year - 1 : year
  const m = month <= 2 ? month + 9 : month - 3
  const days = 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400) + Math.floor((153 * m + 2) / 5)
  return (((days + day - 719_469) * 24 + h) * 60 + mi) * 60_000 + s * 1000
}
