import { crc32 } from 'node:zlib'
import { fileTime } from '../fileTime.ts'
import { END_OF_FRAGMENT, type Template, TYPE } from './binXml.ts'
import { CHUNK, ChunkWriter } from './evtxChunk.ts'
import { INNER_TEMPLATE, outerTemplate } from './evtxTemplates.ts'
import { checkRecords, type EventRecord, type RecordType } from './record.ts'
import { sidBytes } from './sid.ts'

/** Writes `.evtx`, the log of Windows Vista to Server 2012 R2. Knows no machine: records come in. */

export type EvtxOptions = {
  /**
   * Bytes that the file has at least, filled up with zeros, as a live log is allocated ahead (typically
   * 1,052,672 or 1,118,208). Default: no more than its records need, as in an exported log.
   */
  readonly allocate?: number
}

const FILE_HEADER = 4096
const RECORD_SIGNATURE = 0x2a2a
const CHUNKS_MAX = 0xffff
/** Sizes of values are 16 bits wide. */
const VALUE_MAX = 0xffff
/** What an empty log has in place of record identifiers. */
const NO_RECORD = 0xffff_ffff_ffff_ffffn

/** Level and keywords by type: 0x80... is Classic, 0x20... and 0x10... are the two outcomes of an audit. */
const TYPES: Readonly<Record<RecordType, { level: number; keywords: bigint }>> = {
  error: { level: 2, keywords: 0x80_0000_0000_0000n },
  warning: { level: 3, keywords: 0x80_0000_0000_0000n },
  information: { level: 4, keywords: 0x80_0000_0000_0000n },
  'audit-success': { level: 0, keywords: 0xa0_0000_0000_0000n },
  'audit-failure': { level: 0, keywords: 0x90_0000_0000_0000n },
}

/**
 * Writes the event log format 3.1 of Windows Vista to Server 2012 R2 (`.evtx`), clean and with all checksums, with
 * the two templates that events of classic sources have.
 * Source: docs/eventlog-formats.md.
 * @param records oldest first.
 * @throws RangeError naming the record that cannot be written: a field out of its range, or more than a chunk holds.
 */
export function writeEvtx(records: readonly EventRecord[], options: EvtxOptions = {}): Uint8Array {
  checkRecords(records)
  const chunks = new Chunks()
  for (const record of records) chunks.add(record)
  return file(chunks.finish(), (records.at(-1)?.number ?? 0) + 1, options.allocate ?? 0)
}

/** The chunks of a file: those that are full, and the one that records go to. */
class Chunks {
  readonly #sealed: Uint8Array[] = []
  readonly #writer = new ChunkWriter()
  readonly #templates = new Map<string, Template>()
  #written = 0
  /** Of the chunk under construction: how many records, the first and last identifier, the last offset. */
  #current = { count: 0, first: NO_RECORD, last: NO_RECORD, offset: 0 }

  add(record: EventRecord): void {
    const template = this.#template(record)
    const values = encodeValues(record)
    if (this.#put(record, template, values)) return
    if (this.#writer.empty) throw tooLarge(record)
    this.#seal()
    if (!this.#put(record, template, values)) throw tooLarge(record)
  }

  /** All chunks; one without records if there are none. */
  finish(): readonly Uint8Array[] {
    if (!this.#writer.empty || this.#sealed.length === 0) this.#seal()
    return this.#sealed
  }

  /** Whether the record fitted. If not, the chunk is as before. */
  #put(record: EventRecord, template: Template, values: RecordValues): boolean {
    const start = this.#writer.end
    putRecord(this.#writer, record, template, values)
    if (this.#writer.overflown) {
      this.#writer.cut(start)
      return false
    }
    const { count, first } = this.#current
    const identifier = BigInt(record.number)
    this.#current = { count: count + 1, first: count === 0 ? identifier : first, last: identifier, offset: start }
    return true
  }

  #seal(): void {
    const { count, first, last, offset } = this.#current
    const numbers = [BigInt(this.#written + 1), count === 0 ? NO_RECORD : BigInt(this.#written + count)]
    this.#sealed.push(this.#writer.seal(numbers, [first, last], offset))
    this.#writer.clear()
    this.#written += count
    this.#current = { count: 0, first: NO_RECORD, last: NO_RECORD, offset: 0 }
  }

  /** Source, channel and computer are part of the template: one each for every combination. */
  #template({ source, channel, computer }: EventRecord): Template {
    const key = [source, channel, computer].join('\0')
    const known = this.#templates.get(key) ?? outerTemplate(source, channel, computer)
    this.#templates.set(key, known)
    return known
  }
}

/** The values of a record whose size varies, encoded. */
type RecordValues = { readonly sid: Uint8Array; readonly strings: string; readonly data: Uint8Array }

/** @throws RangeError if the record is larger than any chunk, so that the chunk's buffer can hold what it is given. */
function encodeValues(record: EventRecord): RecordValues {
  const strings = record.strings.map(text => `${text}\0`).join('')
  const data = record.data ?? new Uint8Array()
  const literals = record.source.length + record.channel.length + record.computer.length
  if (2 * strings.length > VALUE_MAX || data.length > VALUE_MAX || 2 * literals > VALUE_MAX) throw tooLarge(record)
  const sid = record.userSid === undefined ? new Uint8Array() : sidBytes(record.userSid, `record ${record.number}`)
  return { sid, strings, data }
}

function tooLarge({ number, source, id }: EventRecord): RangeError {
  return new RangeError(`record ${number} (${source} ${id}) is too large: a chunk of an .evtx file has 65,024 bytes`)
}

/** A record: header, event, padding to a multiple of eight, its size once more. */
function putRecord(out: ChunkWriter, record: EventRecord, template: Template, values: RecordValues): void {
  const start = out.end
  const time = fileTime(record.timeUtc)
  out.u32(RECORD_SIGNATURE)
  out.skip(4)
  out.u64(BigInt(record.number))
  out.u64(time)
  putEvent(out, record, template, values, time)
  out.skip((8 - ((out.end - start + 4) % 8)) % 8)
  const size = out.end - start + 4
  out.u32(size)
  out.patchU32(start + 4, size)
}

/** Sizes and types of the twenty values of an event; the size of the last is known only afterwards. */
function descriptors(sid: Uint8Array): readonly (readonly [size: number, type: number])[] {
  return [
    [1, TYPE.u8],
    [1, TYPE.u8],
    [2, TYPE.u16],
    [2, TYPE.u16],
    [2, TYPE.u16],
    [8, TYPE.hex64],
    [8, TYPE.filetime],
    [0, TYPE.null],
    [4, TYPE.u32],
    [4, TYPE.u32],
    [8, TYPE.u64],
    [1, TYPE.u8],
    [sid.length, sid.length === 0 ? TYPE.null : TYPE.sid],
    ...NULLS,
    [0, TYPE.binxml],
  ]
}
const NULLS = Array.from({ length: 6 }, () => [0, TYPE.null] as const)

function putEvent(out: ChunkWriter, record: EventRecord, template: Template, values: RecordValues, time: bigint): void {
  const { level, keywords } = TYPES[record.type]
  out.instance(template)
  putDescriptors(out, descriptors(values.sid))
  const lastSize = out.end - 4
  out.u8(level)
  out.u8(0) // opcode
  out.u16(record.category)
  out.u16(record.id)
  out.u16(record.qualifiers)
  out.u64(record.keywords ?? keywords)
  out.u64(time)
  out.u32(0) // process
  out.u32(0) // thread
  out.u64(BigInt(record.number))
  out.u8(0) // version
  out.bytes(values.sid)
  const inner = out.end
  putData(out, values)
  // A larger one overruns the chunk, so this record will be taken back.
  out.patchU16(lastSize, Math.min(out.end - inner, VALUE_MAX))
  out.u8(END_OF_FRAGMENT)
}

/** The data part: strings, the count of bytes, bytes. What is absent is null, and its element vanishes. */
function putData(out: ChunkWriter, { strings, data }: RecordValues): void {
  out.instance(INNER_TEMPLATE)
  putDescriptors(out, [
    [2 * strings.length, strings.length === 0 ? TYPE.null : TYPE.strings],
    [4, TYPE.u32],
    [data.length, data.length === 0 ? TYPE.null : TYPE.binary],
  ])
  out.utf16(strings)
  out.u32(data.length)
  out.bytes(data)
  out.u8(END_OF_FRAGMENT)
}

function putDescriptors(out: ChunkWriter, list: readonly (readonly [size: number, type: number])[]): void {
  out.u32(list.length)
  for (const [size, type] of list) {
    out.u16(size)
    out.u8(type)
    out.u8(0)
  }
}

function file(chunks: readonly Uint8Array[], next: number, allocate: number): Uint8Array {
  const places = Math.max(chunks.length, Math.ceil((allocate - FILE_HEADER) / CHUNK))
  if (places > CHUNKS_MAX) throw new RangeError(`${places} chunks: an .evtx file has at most ${CHUNKS_MAX}`)
  const bytes = Buffer.alloc(FILE_HEADER + places * CHUNK)
  bytes.write('ElfFile\0', 0, 'latin1')
  bytes.writeBigUInt64LE(BigInt(chunks.length - 1), 16)
  bytes.writeBigUInt64LE(BigInt(next), 24)
  bytes.writeUInt32LE(128, 32)
  bytes.writeUInt16LE(1, 36)
  bytes.writeUInt16LE(3, 38)
  bytes.writeUInt16LE(FILE_HEADER, 40)
  bytes.writeUInt16LE(chunks.length, 42) // those in use, not those allocated
  bytes.writeUInt32LE(crc32(bytes.subarray(0, 120)), 124)
  chunks.forEach((chunk, i) => void bytes.set(chunk, FILE_HEADER + i * CHUNK))
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}
