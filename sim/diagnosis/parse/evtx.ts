import { crc32 } from 'node:zlib'
import { LIMITS } from '../../limits.ts'
import { Exhausted, type FileBudget, ownBudget, reasonOf } from '../read/budget.ts'
import { BinXmlReader, type Element, type XmlContent } from './binXml.ts'
import { type BinXmlValue, filetimeMs, valueBytes, valueTexts } from './binXmlValue.ts'
import type { EntryType, EventLog, EventLogRecord, ParseWarning } from './eventRecord.ts'

/**
 * Reads `.evtx`, the log from Windows Vista on, chunk by chunk, also where it is damaged. Knows no source and no text
 * of an event.
 */

export const FILE_HEADER = 4096
export const CHUNK = 65_536
const CHUNK_HEADER = 512
const RECORD_HEADER = 24
const RECORD_MAGIC = 0x2a2a
/** Chunks that carry checksums say 1 here; nearly all do. */
const CHECKSUMMED = 1

const TYPES: Readonly<Record<string, EntryType>> = { 1: 'error', 2: 'error', 3: 'warning' }
const AUDIT_FAILURE = 0x10_0000_0000_0000n
const AUDIT_SUCCESS = 0x20_0000_0000_0000n

/**
 * Reads a Windows XML event log (`.evtx`, format 3). Never throws: what cannot be read is a warning. Records are
 * sorted by number, since a log that has wrapped keeps its chunks in another order.
 * Source: docs/eventlog-formats.md.
 */
export function parseEvtx(file: Uint8Array, budget: FileBudget = ownBudget()): EventLog {
  const warnings: ParseWarning[] = []
  if (ascii(file, 0, 8) !== 'ElfFile\0') return { records: [], warnings: [{ offset: 0, reason: 'not an EVTX file' }] }
  const records = budget.newest<EventLogRecord>('events', LIMITS.events, byNumber)
  for (let at = FILE_HEADER; at < file.length; at += CHUNK) {
    const warn = (offset: number, reason: string) => void warnings.push({ offset: at + offset, reason })
    for (const record of chunkRecords(file.subarray(at, at + CHUNK), warn, budget, recordFrom)) records.push(record)
  }
  return { records: records.rows().sort(byNumber), warnings }
}

const byNumber = (a: EventLogRecord, b: EventLogRecord): number => a.number - b.number

/** What is made of an event: of the chunk that it stands in, the place of its record there, and its element. */
export type RecordReader<T> = (xml: BinXmlReader, at: number, event: Element) => T

/** The records of one chunk; `warn` is told the offset in the chunk. */
export function* chunkRecords<T>(
  chunk: Uint8Array,
  warn: (offset: number, reason: string) => void,
  budget: FileBudget,
  read: RecordReader<T>,
): Generator<T> {
  // A live log is allocated ahead: its last chunks are all zero.
  if (ascii(chunk, 0, 8) === '\0'.repeat(8)) return
  if (ascii(chunk, 0, 8) !== 'ElfChnk\0') return warn(0, 'chunk without its signature')
  if (chunk.length < CHUNK) warn(0, `chunk cut off after ${chunk.length} bytes`)
  if (chunk.length < CHUNK_HEADER) return
  const steps = budget.steps.part(chunk.length)
  const xml = new BinXmlReader(chunk, steps)
  const end = Math.min(xml.view.getUint32(48, true), chunk.length)
  for (const reason of damage(chunk, xml.view, end)) warn(0, reason)
  for (let at = CHUNK_HEADER; at + RECORD_HEADER < end; ) {
    const size = xml.view.getUint32(at + 4, true)
    if (xml.view.getUint32(at, true) !== RECORD_MAGIC || size < RECORD_HEADER + 4 || at + size > end) {
      return warn(at, 'no record where one must be: the rest of the chunk is unreadable')
    }
    try {
      yield read(xml, at, child({ name: '', attributes: NONE, content: xml.fragment(at + RECORD_HEADER) }, 'Event'))
    } catch (error) {
      if (error instanceof Exhausted) return warn(at, `${error.message}: the rest of the chunk is not read`)
      warn(at, `record ${xml.view.getBigUint64(at + 8, true)}: ${reasonOf(error)}`)
    }
    at += size
  }
}

/** What the checksums of a chunk say against it. Its records are read all the same. */
function damage(chunk: Uint8Array, view: DataView, end: number): string[] {
  if (view.getUint32(120, true) !== CHECKSUMMED) return []
  const header = crc32(chunk.subarray(128, CHUNK_HEADER), crc32(chunk.subarray(0, 120)))
  const reasons: string[] = []
  if (header !== view.getUint32(124, true)) reasons.push('wrong checksum of the chunk header')
  if (crc32(chunk.subarray(CHUNK_HEADER, end)) !== view.getUint32(52, true))
    reasons.push('wrong checksum of the records')
  return reasons
}

const NONE: Element['attributes'] = new Map()

export function recordFrom(xml: BinXmlReader, at: number, event: Element): EventLogRecord {
  const { view } = xml
  const system = child(event, 'System')
  const read = (name: string) => texts(xml, child(system, name).content).join('')
  const attribute = (name: string, key: string) => texts(xml, child(system, name).attributes.get(key) ?? []).join('')
  const keywords = BigInt(read('Keywords') || 0)
  return {
    number: Number(read('EventRecordID') || view.getBigUint64(at + 8, true)),
    timeUtc: created(view, system) ?? filetimeMs(view.getBigUint64(at + 16, true)),
    source: attribute('Provider', 'Name'),
    id: Number(read('EventID')),
    type: eventType(read('Level'), keywords),
    category: Number(read('Task')),
    strings: strings(xml, event),
    data: data(xml, child(event, 'EventData')),
    userSid: attribute('Security', 'UserID') || undefined,
    computer: read('Computer'),
    channel: read('Channel'),
    qualifiers: Number(attribute('EventID', 'Qualifiers')),
    keywords,
  }
}

/** Audits have level 0 and say in their keywords how they ended. */
function eventType(level: string, keywords: bigint): EntryType {
  if ((keywords & AUDIT_FAILURE) !== 0n) return 'audit-failure'
  if ((keywords & AUDIT_SUCCESS) !== 0n) return 'audit-success'
  return TYPES[level] ?? 'information'
}

/** The time of the event itself: the record's own time is another one in some exported logs. */
function created(view: DataView, system: Element): number | undefined {
  const [value] = child(system, 'TimeCreated').attributes.get('SystemTime') ?? []
  return isValue(value) && value.type === 0x11 && value.size === 8
    ? filetimeMs(view.getBigUint64(value.offset, true))
    : undefined
}

/** The insertion strings, or the texts of the innermost elements where the event carries elements of its own. */
function strings(xml: BinXmlReader, event: Element): string[] {
  const data = child(event, 'EventData').content.filter(isElement)
  const own = event.content.filter(isElement).filter(({ name }) => name !== 'System' && name !== 'EventData')
  return [...data.filter(({ name }) => name !== 'Binary'), ...own.flatMap(leaves)].flatMap(one => dataTexts(xml, one))
}

/** Those of one element: several where it holds an array. */
export const dataTexts = (xml: BinXmlReader, { content }: Element): string[] =>
  content.length === 0 ? [''] : content.every(isValue) ? texts(xml, content) : [texts(xml, content).join('')]

function leaves(element: Element): Element[] {
  const inner = element.content.filter(isElement)
  return inner.length === 0 ? [element] : inner.flatMap(leaves)
}

function data({ view, steps }: BinXmlReader, eventData: Element): Uint8Array | undefined {
  const [value] = child(eventData, 'Binary').content
  if (!isValue(value) || value.size === 0) return undefined
  steps.spend(value.size)
  return valueBytes(view, value)
}

const MISSING: Element = { name: '', attributes: NONE, content: [] }

/** The first child element of that name, or an empty one. */
export function child(element: Element, name: string): Element {
  return element.content.find((inner): inner is Element => isElement(inner) && inner.name === name) ?? MISSING
}

export function texts({ view, steps }: BinXmlReader, content: readonly XmlContent[]): string[] {
  const found: string[] = []
  for (const item of content) {
    if (typeof item === 'string') found.push(item)
    else if (isValue(item)) {
      steps.spend(item.size)
      for (const text of valueTexts(view, item)) found.push(text)
    }
  }
  return found
}

export function isElement(content: XmlContent): content is Element {
  return typeof content === 'object' && 'name' in content
}

function isValue(content: XmlContent | undefined): content is BinXmlValue {
  return typeof content === 'object' && 'type' in content
}

function ascii(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end))
}
