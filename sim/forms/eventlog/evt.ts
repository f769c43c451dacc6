import { checkRecords, type EventRecord, type RecordType } from './record.ts'
import { sidBytes } from './sid.ts'

/** Writes `.evt`, the log of Windows NT to Server 2003. Knows no machine: records come in. */

export type EvtOptions = {
  /** The size to which the log may grow, in bytes, a multiple of 65,536. Default: the next one that holds the file. */
  readonly maxSize?: number
  /** How long records are kept, in seconds; 0 overwrites as needed. Default: seven days, as an untouched log has. */
  readonly retentionSeconds?: number
}

const HEADER = 48
const RECORD_HEADER = 56
const END_RECORD = 40
const SIGNATURE = 0x654c664c
const GRANULE = 65_536
/** Set on a log that was saved, and then alone: neither dirty (1) nor wrapped (2) nor full (4). */
const ARCHIVE = 8
const U32_MAX = 0xffffffff
const SEVEN_DAYS = 604_800

const TYPES: Readonly<Record<RecordType, number>> = {
  error: 1,
  warning: 2,
  information: 4,
  'audit-success': 8,
  'audit-failure': 16,
}

/** A record with its parts encoded; `length` counts the padding and the closing length too. */
type EncodedRecord = {
  record: EventRecord
  texts: Buffer
  sid: Uint8Array
  strings: Buffer
  data: Uint8Array
  length: number
}

/**
 * Writes the event log format of Windows NT to Server 2003 (`.evt`), as a saved log is: clean, in order, exact.
 * Source: MSDN EVENTLOGRECORD, ELF_LOGFILE_HEADER; docs/eventlog-formats.md.
 * @param records oldest first; `channel` and `keywords` have no place in the format, milliseconds are cut off.
 * @throws RangeError naming the record that cannot be written, or if the log is larger than `maxSize`.
 */
export function writeEvt(records: readonly EventRecord[], options: EvtOptions = {}): Uint8Array {
  checkRecords(records)
  const parts = records.map(encode)
  const end = parts.reduce((sum, part) => sum + part.length, HEADER)
  const size = end + END_RECORD
  const maxSize = options.maxSize ?? Math.ceil(size / GRANULE) * GRANULE
  if (size > maxSize) throw new RangeError(`a log of ${size} bytes does not fit into maxSize ${maxSize}`)
  const file = Buffer.alloc(size)
  // What the header and the closing record both say: where the records are, and their numbers.
  const oldest = records[0]?.number ?? 0
  const next = (records.at(-1)?.number ?? 0) + 1
  const bounds = [HEADER, end, next, oldest]
  const retention = options.retentionSeconds ?? SEVEN_DAYS
  putU32s(file, 0, [HEADER, SIGNATURE, 1, 1, ...bounds, maxSize, ARCHIVE, retention, HEADER])
  parts.reduce((at, part) => put(file, at, part), HEADER)
  putU32s(file, end, [END_RECORD, 0x11111111, 0x22222222, 0x33333333, 0x44444444, ...bounds, END_RECORD])
  return new Uint8Array(file.buffer, file.byteOffset, file.length)
}

function encode(record: EventRecord): EncodedRecord {
  const texts = terminated([record.source, record.computer])
  const sid = record.userSid === undefined ? new Uint8Array() : sidBytes(record.userSid, `record ${record.number}`)
  const strings = terminated(record.strings)
  const data = record.data ?? new Uint8Array()
  const end = RECORD_HEADER + texts.length + sid.length + strings.length + data.length
  if (record.number > U32_MAX || record.timeUtc / 1000 >= U32_MAX + 1 || record.strings.length > 0xffff) {
    throw new RangeError(`record ${record.number}: its number, its time or its count of strings is too large for .evt`)
  }
  // One to four bytes of padding: never none, although the end may be aligned already.
  return { record, texts, sid, strings, data, length: end + 4 - (end % 4) + 4 }
}

/** Writes a record at `at`; returns where the next one starts. The parts follow each other without alignment. */
function put(file: Buffer, at: number, { record, texts, sid, strings, data, length }: EncodedRecord): number {
  const seconds = Math.floor(record.timeUtc / 1000)
  const sidAt = RECORD_HEADER + texts.length
  const stringsAt = sidAt + sid.length
  const dataAt = stringsAt + strings.length
  const identifier = record.qualifiers * 0x10000 + record.id
  putU32s(file, at, [length, SIGNATURE, record.number, seconds, seconds, identifier])
  putU16s(file, at + 24, [TYPES[record.type], record.strings.length, record.category, 0])
  putU32s(file, at + 32, [0, stringsAt, sid.length, sidAt, data.length, dataAt])
  file.set(texts, at + RECORD_HEADER)
  file.set(sid, at + sidAt)
  file.set(strings, at + stringsAt)
  file.set(data, at + dataAt)
  file.writeUInt32LE(length, at + length - 4)
  return at + length
}

function terminated(texts: readonly string[]): Buffer {
  return Buffer.from(texts.map(text => `${text}\0`).join(''), 'utf16le')
}

function putU32s(file: Buffer, at: number, values: readonly number[]): void {
  values.forEach((value, i) => void file.writeUInt32LE(value, at + 4 * i))
}

function putU16s(file: Buffer, at: number, values: readonly number[]): void {
  values.forEach((value, i) => void file.writeUInt16LE(value, at + 2 * i))
}
