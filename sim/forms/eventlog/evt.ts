import { joined, type LogWriter, type Piece, piecesOf } from './pieces.ts'
import { checkRecord, type EventRecord, type RecordType } from './record.ts'
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
/** Set while a log is being written. */
const DIRTY = 1
/** Set on a log that was saved, and then alone: neither dirty nor wrapped (2) nor full (4). */
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
 * @param records oldest first; what only `.evtx` can hold has no place in the format, milliseconds are cut off.
 * @throws RangeError naming the record that cannot be written, or if the log is larger than `maxSize`.
 */
export function writeEvt(records: readonly EventRecord[], options: EvtOptions = {}): Uint8Array {
  return joined(piecesOf(new EvtWriter(options), records))
}

/** The same, piece by piece. */
export class EvtWriter implements LogWriter {
  readonly #options: EvtOptions
  #end = HEADER
  #oldest = 0
  #last = 0

  constructor(options: EvtOptions = {}) {
    this.#options = options
  }

  begin(): Piece {
    return { at: 0, bytes: this.#header(0, DIRTY) }
  }

  add(record: EventRecord): readonly Piece[] {
    checkRecord(record, this.#last)
    const encoded = encode(record)
    const piece = { at: this.#end, bytes: bytesOf(encoded) }
    if (this.#oldest === 0) this.#oldest = record.number
    this.#last = record.number
    this.#end += encoded.length
    return [piece]
  }

  end(): readonly Piece[] {
    const size = this.#end + END_RECORD
    const maxSize = this.#options.maxSize ?? Math.ceil(size / GRANULE) * GRANULE
    if (size > maxSize) throw new RangeError(`a log of ${size} bytes does not fit into maxSize ${maxSize}`)
    const end = Buffer.alloc(END_RECORD)
    putU32s(end, 0, [END_RECORD, 0x11111111, 0x22222222, 0x33333333, 0x44444444, ...this.#bounds(), END_RECORD])
    return [
      { at: this.#end, bytes: end },
      { at: 0, bytes: this.#header(maxSize, ARCHIVE) },
    ]
  }

  #header(maxSize: number, flags: number): Uint8Array {
    const retention = this.#options.retentionSeconds ?? SEVEN_DAYS
    const header = Buffer.alloc(HEADER)
    putU32s(header, 0, [HEADER, SIGNATURE, 1, 1, ...this.#bounds(), maxSize, flags, retention, HEADER])
    return header
  }

  /** What the header and the closing record both say: where the records are, and their numbers. */
  #bounds(): readonly number[] {
    return [HEADER, this.#end, this.#last + 1, this.#oldest]
  }
}

function encode(record: EventRecord): EncodedRecord {
  const texts = terminated([record.source, record.computer])
  const sid = record.userSid === undefined ? new Uint8Array() : sidBytes(record.userSid, `record ${record.number}`)
  const strings = terminated(record.strings)
  const data = record.data ?? new Uint8Array()
  const end = RECORD_HEADER + texts.length + sid.length + strings.length + data.length
  const latest = Math.max(record.timeUtc, record.writtenUtc ?? 0)
  if (record.number > U32_MAX || latest / 1000 >= U32_MAX + 1 || record.strings.length > 0xffff) {
    throw new RangeError(`record ${record.number}: its number, its time or its count of strings is too large for .evt`)
  }
  if (record.userData) throw new RangeError(`record ${record.number}: .evt has no place for userData`)
  // One to four bytes of padding: never none, although the end may be aligned already.
  return { record, texts, sid, strings, data, length: end + 4 - (end % 4) + 4 }
}

/** The parts follow each other without alignment. */
function bytesOf({ record, texts, sid, strings, data, length }: EncodedRecord): Uint8Array {
  const bytes = Buffer.alloc(length)
  const [generated, written] = [record.timeUtc, record.writtenUtc ?? record.timeUtc].map(secondsOf)
  const sidAt = RECORD_HEADER + texts.length
  const stringsAt = sidAt + sid.length
  const dataAt = stringsAt + strings.length
  const identifier = record.qualifiers * 0x10000 + record.id
  putU32s(bytes, 0, [length, SIGNATURE, record.number, generated!, written!, identifier])
  putU16s(bytes, 24, [TYPES[record.type], record.strings.length, record.category, 0])
  putU32s(bytes, 32, [0, stringsAt, sid.length, sidAt, data.length, dataAt])
  bytes.set(texts, RECORD_HEADER)
  bytes.set(sid, sidAt)
  bytes.set(strings, stringsAt)
  bytes.set(data, dataAt)
  bytes.writeUInt32LE(length, length - 4)
  return bytes
}

const secondsOf = (time: number): number => Math.floor(time / 1000)

function terminated(texts: readonly string[]): Buffer {
  return Buffer.from(texts.map(text => `${text}\0`).join(''), 'utf16le')
}

function putU32s(file: Buffer, at: number, values: readonly number[]): void {
  values.forEach((value, i) => void file.writeUInt32LE(value, at + 4 * i))
}

function putU16s(file: Buffer, at: number, values: readonly number[]): void {
  values.forEach((value, i) => void file.writeUInt16LE(value, at + 2 * i))
}
