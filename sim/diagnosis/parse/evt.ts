import { LIMITS } from '../../limits.ts'
import { type FileBudget, ownBudget, type Steps } from '../read/budget.ts'
import type { EntryType, EventLog, EventLogRecord, ParseWarning } from './eventRecord.ts'
import { sidText } from './sid.ts'

/**
 * Reads `.evt`, the log of Windows NT to Server 2003, also where it is torn or wrapped. Knows no source and no text of
 * an event.
 */

export const HEADER = 48
export const RECORD_HEADER = 56
export const END_RECORD = 40
export const SIGNATURE = 0x654c664c
export const END_SIGNATURE = 0x11111111
export const CUT_OFF = 'no end record: the log is cut off'
/** Fills the end of a wrapped log where not even the fixed part of a record fits. */
const FILLER = 0x27

const TYPES: Readonly<Record<number, EntryType>> = { 1: 'error', 2: 'warning', 8: 'audit-success', 16: 'audit-failure' }

/**
 * Reads an event log of Windows NT to Server 2003 (`.evt`), also a live copy: dirty, with a stale header, wrapped.
 * Never throws: what cannot be read is a warning.
 * Source: MSDN EVENTLOGRECORD, ELF_LOGFILE_HEADER; docs/eventlog-formats.md.
 * @param channel which log it is. The file does not say; the name of the file usually does.
 */
export function parseEvt(file: Uint8Array, channel = 'Application', budget: FileBudget = ownBudget()): EventLog {
  const warnings: ParseWarning[] = []
  // The oldest comes first.
  const records = budget.newest<EventLogRecord>('events', LIMITS.events, () => 0)
  for (const record of evtRecords(file, channel, warnings, budget.steps)) records.push(record)
  return { records: records.rows(), warnings }
}

/** The same, one record after another. */
export function* evtRecords(
  file: Uint8Array,
  channel: string,
  warnings: ParseWarning[],
  steps: Steps,
): Generator<EventLogRecord> {
  const header = new DataView(file.buffer, file.byteOffset, file.byteLength)
  if (file.length < HEADER || header.getUint32(4, true) !== SIGNATURE) {
    return void warnings.push({ offset: 0, reason: 'not an EVT file' })
  }
  const ring = new Ring(file)
  const end = ring.find(at => ring.u32(at) === END_RECORD && ring.u32(at + 4) === END_SIGNATURE, 0)
  if (end === undefined) warnings.push({ offset: file.length, reason: CUT_OFF })
  // The end record is kept up to date; the header of a live log is not.
  const first = (end === undefined ? header.getUint32(16, true) : ring.u32(end + 20)) - HEADER
  const known = first >= 0 && first < ring.size
  if (!known) warnings.push({ offset: 16, reason: 'the oldest record is said to be outside of the file' })
  yield* walk(ring, known ? first : 0, end ?? ring.size, channel, warnings, steps)
}

/** What follows the header, read as if it had no end: a record may run over the end of the file and go on after the header. */
class Ring {
  readonly size: number
  readonly view: DataView

  constructor(file: Uint8Array) {
    const body = file.subarray(HEADER)
    this.size = body.length
    const twice = new Uint8Array(2 * body.length)
    twice.set(body)
    twice.set(body, body.length)
    this.view = new DataView(twice.buffer)
  }

  /** The word at a place of the ring; 0 where a very short file has none. */
  u32(at: number): number {
    return at >= 0 && at + 4 <= this.view.byteLength ? this.view.getUint32(at, true) : 0
  }

  /** The first place from `start` on, in steps of four bytes and once around, at which `test` holds. */
  find(test: (at: number) => boolean, start: number): number | undefined {
    for (let at = start; at < start + this.size; at += 4) {
      const place = at % this.size
      if (test(place)) return place
    }
    return undefined
  }

  /** The length of the record at `at` if one stands there whole: its length stands at both of its ends. */
  recordLength(at: number): number | undefined {
    const length = this.u32(at)
    const plausible = this.u32(at + 4) === SIGNATURE && length >= RECORD_HEADER + 4 && length <= this.size
    return plausible && this.u32(at + length - 4) === length ? length : undefined
  }
}

/** The records from `first` up to `end`, once around at most. */
function* walk(
  ring: Ring,
  first: number,
  end: number,
  channel: string,
  warnings: ParseWarning[],
  steps: Steps,
): Generator<EventLogRecord> {
  let at = first
  // How far `end` is: it lies before `first` in a wrapped log.
  let left = end >= first ? end - first : end + ring.size - first
  const advance = (count: number) => {
    steps.spend(count)
    left -= count
    at = (at + count) % ring.size
  }
  while (left > 0) {
    const length = ring.recordLength(at)
    if (length !== undefined) {
      const record = evtRecord(ring.view, at, length, channel)
      if (record === undefined) warnings.push({ offset: at + HEADER, reason: 'record with parts outside of it' })
      else yield record
      advance(length)
    } else if (ring.u32(at) === FILLER) advance(Math.min(4, ring.size - at))
    else {
      warnings.push({ offset: at + HEADER, reason: 'no record where one must be' })
      const next = ring.find(place => ring.recordLength(place) !== undefined, at)
      if (next === undefined) return
      advance((next - at + ring.size) % ring.size)
    }
  }
}

/** `undefined` if a part of the record would lie outside it. */
export function evtRecord(view: DataView, start: number, length: number, channel: string): EventLogRecord | undefined {
  const u32 = (offset: number) => view.getUint32(start + offset, true)
  const u16 = (offset: number) => view.getUint16(start + offset, true)
  const record = new DataView(view.buffer, view.byteOffset + start, length - 4)
  const [sidSize, sidAt, dataSize, dataAt] = [u32(40), u32(44), u32(48), u32(52)]
  const names = terminated(record, RECORD_HEADER, 2)
  const strings = terminated(record, u32(36), u16(26))
  if (names === undefined || strings === undefined || dataAt + dataSize > record.byteLength) return undefined
  return {
    number: u32(8),
    timeUtc: u32(12) * 1000,
    ...(u32(16) !== u32(12) && { writtenUtc: u32(16) * 1000 }),
    source: names[0]!,
    id: u32(20) & 0xffff,
    type: TYPES[u16(24)] ?? 'information',
    category: u16(28),
    strings,
    data: dataSize === 0 ? undefined : new Uint8Array(record.buffer, record.byteOffset + dataAt, dataSize).slice(),
    userSid: sidText(record, sidAt, sidSize),
    computer: names[1]!,
    channel,
    qualifiers: u32(20) >>> 16,
  }
}

/** `count` texts of UTF-16, each ended by NUL, from `offset` on; `undefined` if there are not as many. */
function terminated(record: DataView, offset: number, count: number): string[] | undefined {
  const texts: string[] = []
  let start = offset
  for (let at = offset; texts.length < count && at + 2 <= record.byteLength; at += 2) {
    if (record.getUint16(at, true) !== 0) continue
    texts.push(Buffer.from(record.buffer, record.byteOffset + start, at - start).toString('utf16le'))
    start = at + 2
  }
  return texts.length === count ? texts : undefined
}
