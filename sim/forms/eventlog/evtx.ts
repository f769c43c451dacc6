import { crc32 } from 'node:zlib'
import { fileTime } from '../fileTime.ts'
import { END_OF_FRAGMENT, type Template, TYPE } from './binXml.ts'
import { CHUNK, ChunkWriter } from './evtxChunk.ts'
import { INNER_TEMPLATE, namedTemplate, outerTemplate, userTemplate } from './evtxTemplates.ts'
import { guidBytes } from './guid.ts'
import { joined, type LogWriter, type Piece, piecesOf } from './pieces.ts'
import { checkRecord, type EventElement, type EventRecord, textsIn } from './record.ts'
import { keywordsOf, levelOf, shapeOf } from './shape.ts'
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
/** More values than this, with an element for each, are larger than a chunk or close to it. */
const VALUES_MAX = 1_000
/** Set while a log is being written. */
const DIRTY = 1
/** What an empty log has in place of record identifiers. */
const NO_RECORD = 0xffff_ffff_ffff_ffffn

/**
 * Writes the event log format 3.1 of Windows Vista to Server 2012 R2 (`.evtx`), clean and with all checksums; events of
 * classic sources with the two templates that Windows has for them.
 * Source: docs/eventlog-formats.md.
 * @param records oldest first.
 * @throws RangeError naming the record that cannot be written: a field out of its range, or more than a chunk holds.
 */
export function writeEvtx(records: readonly EventRecord[], options: EvtxOptions = {}): Uint8Array {
  return joined(piecesOf(new EvtxWriter(options), records))
}

/** The same, piece by piece: the chunks that are full, and the one that records go to. */
export class EvtxWriter implements LogWriter {
  readonly #allocate: number
  readonly #writer = new ChunkWriter()
  readonly #templates = new Templates()
  #chunks = 0
  #written = 0
  #last = 0
  /** Of the chunk under construction: how many records, the first and last identifier, the last offset. */
  #current = { count: 0, first: NO_RECORD, last: NO_RECORD, offset: 0 }

  constructor({ allocate = 0 }: EvtxOptions = {}) {
    this.#allocate = allocate
  }

  begin(): Piece {
    return { at: 0, bytes: this.#header(DIRTY) }
  }

  add(record: EventRecord): readonly Piece[] {
    checkRecord(record, this.#last)
    const encoded = encode(record, this.#templates)
    const sealed: Piece[] = []
    if (!this.#put(encoded)) {
      if (this.#writer.empty) throw tooLarge(record)
      sealed.push(this.#seal())
      if (!this.#put(encoded)) throw tooLarge(record)
    }
    this.#last = record.number
    return sealed
  }

  /** A file without records has one chunk. */
  end(): readonly Piece[] {
    const chunk = !this.#writer.empty || this.#chunks === 0 ? [this.#seal()] : []
    const places = Math.max(this.#chunks, Math.ceil((this.#allocate - FILE_HEADER) / CHUNK))
    if (places > CHUNKS_MAX) throw tooMany(places)
    const zeros = Array.from({ length: places - this.#chunks }, (_, i) => ({
      at: FILE_HEADER + (this.#chunks + i) * CHUNK,
      bytes: new Uint8Array(CHUNK),
    }))
    return [...chunk, ...zeros, { at: 0, bytes: this.#header(0) }]
  }

  /** Whether the record fitted. If not, the chunk is as before. */
  #put(encoded: Encoded): boolean {
    const start = this.#writer.end
    putRecord(this.#writer, encoded)
    if (this.#writer.overflown) {
      this.#writer.cut(start)
      return false
    }
    const { count, first } = this.#current
    const identifier = BigInt(encoded.record.number)
    this.#current = { count: count + 1, first: count === 0 ? identifier : first, last: identifier, offset: start }
    return true
  }

  #seal(): Piece {
    const { count, first, last, offset } = this.#current
    const numbers = [BigInt(this.#written + 1), count === 0 ? NO_RECORD : BigInt(this.#written + count)]
    const piece = {
      at: FILE_HEADER + this.#chunks * CHUNK,
      bytes: this.#writer.seal(numbers, [first, last], offset),
    }
    this.#writer.clear()
    this.#templates.clear()
    this.#written += count
    this.#current = { count: 0, first: NO_RECORD, last: NO_RECORD, offset: 0 }
    if (++this.#chunks > CHUNKS_MAX) throw tooMany(this.#chunks)
    return piece
  }

  #header(flags: number): Uint8Array {
    const bytes = Buffer.alloc(FILE_HEADER)
    bytes.write('ElfFile\0', 0, 'latin1')
    bytes.writeBigUInt64LE(BigInt(Math.max(this.#chunks - 1, 0)), 16)
    bytes.writeBigUInt64LE(BigInt(this.#last + 1), 24)
    bytes.writeUInt32LE(128, 32)
    bytes.writeUInt16LE(1, 36)
    bytes.writeUInt16LE(3, 38)
    bytes.writeUInt16LE(FILE_HEADER, 40)
    bytes.writeUInt16LE(this.#chunks, 42) // those in use, not those allocated
    bytes.writeUInt32LE(flags, 120)
    bytes.writeUInt32LE(crc32(bytes.subarray(0, 120)), 124)
    return bytes
  }
}

const tooMany = (chunks: number): RangeError =>
  new RangeError(`${chunks} chunks: an .evtx file has at most ${CHUNKS_MAX}`)

// -------------------------------------------------------------------------------------------------------- encoding

/** Templates by what they say: a chunk tells them apart by identity. */
class Templates {
  readonly #known = new Map<string, Template>()

  of(key: string, make: () => Template): Template {
    const known = this.#known.get(key)
    if (known) return known
    const made = make()
    this.#known.set(key, made)
    return made
  }

  /** Between two chunks they may be forgotten: records of many forms do not fill the memory. */
  clear(): void {
    if (this.#known.size > MOST_TEMPLATES) this.#known.clear()
  }
}

const MOST_TEMPLATES = 1_000

/** A value: its type, and a whole number of its width, bytes, or a text. */
type Value = readonly [type: number, content: Uint8Array | string | number | bigint]

const WIDTHS: Readonly<Record<number, number>> = { [TYPE.u8]: 1, [TYPE.u16]: 2, [TYPE.u32]: 4 }

function sizeOf([type, content]: Value): number {
  if (typeof content === 'string') return 2 * content.length
  return typeof content === 'object' ? content.length : (WIDTHS[type] ?? 8)
}

interface Encoded {
  readonly record: EventRecord
  readonly outer: Template
  readonly inner: Template
  readonly values: readonly Value[]
  readonly data: readonly Value[]
}

/** @throws RangeError if the record is larger than any chunk, so that the chunk's buffer can hold what it is given. */
function encode(record: EventRecord, templates: Templates): Encoded {
  const outer = shapeOf(record)
  const { source, channel, computer, providerGuid = '', eventSourceName = '' } = record
  const literals = [source, channel, computer, providerGuid, eventSourceName].join('').length
  const { template: inner, data, names } = dataOf(record, templates)
  const size = data.reduce((sum, value) => sum + sizeOf(value), 0)
  if (size > 2 * VALUE_MAX || data.some(value => sizeOf(value) > VALUE_MAX)) throw tooLarge(record)
  if (2 * (literals + names) > VALUE_MAX || data.length > VALUES_MAX) throw tooLarge(record)
  return {
    record,
    outer: templates.of(Object.values(outer).join('\0'), () => outerTemplate(outer)),
    inner,
    values: systemValues(record),
    data,
  }
}

interface Data {
  readonly template: Template
  readonly data: readonly Value[]
  /** Characters of names, which stand in the template. */
  readonly names: number
}

/** The data part: what an event says. What is absent is null, and its element vanishes. */
function dataOf({ strings, names, userData, data }: EventRecord, templates: Templates): Data {
  const binary: Value = data === undefined || data.length === 0 ? NULL : [TYPE.binary, data]
  if (userData) {
    const form = JSON.stringify(formOf(userData))
    return {
      template: templates.of(form, () => userTemplate(userData)),
      data: textsIn(userData).map(text => [TYPE.string, text]),
      names: form.length,
    }
  }
  if (names) {
    return {
      template: templates.of(JSON.stringify({ names }), () => namedTemplate(names)),
      data: [...strings.map((text): Value => [TYPE.string, text]), binary],
      names: names.reduce((sum, name = '') => sum + name.length, 0),
    }
  }
  const all = strings.map(text => `${text}\0`).join('')
  return {
    template: INNER_TEMPLATE,
    data: [all === '' ? NULL : [TYPE.strings, all], [TYPE.u32, data?.length ?? 0], binary],
    names: 0,
  }
}

/** An element without its texts: what its template depends on. */
const formOf = ({ name, attributes = {}, content }: EventElement): unknown => [
  name,
  Object.keys(attributes),
  content.map(item => (typeof item === 'string' ? '' : formOf(item))),
]

const NULL: Value = [TYPE.null, '']

/** The nineteen values in front of the data; what has no element is there all the same. */
function systemValues(record: EventRecord): readonly Value[] {
  const owner = `record ${record.number}`
  const guid = (text: string | undefined): Value => (text === undefined ? NULL : [TYPE.guid, guidBytes(text, owner)])
  return [
    [TYPE.u8, levelOf(record)],
    [TYPE.u8, record.opcode ?? 0],
    [TYPE.u16, record.category],
    [TYPE.u16, record.id],
    [TYPE.u16, record.qualifiers],
    [TYPE.hex64, keywordsOf(record)],
    [TYPE.filetime, timeOf(record)],
    guid(record.activityId),
    [TYPE.u32, record.processId ?? 0],
    [TYPE.u32, record.threadId ?? 0],
    [TYPE.u64, BigInt(record.number)],
    [TYPE.u8, record.version ?? 0],
    record.userSid === undefined ? NULL : [TYPE.sid, sidBytes(record.userSid, owner)],
    ...NULLS,
    guid(record.relatedActivityId),
  ]
}
const NULLS: readonly Value[] = Array.from({ length: 5 }, () => NULL)

const timeOf = ({ timeUtc, ticks = 0 }: EventRecord): bigint => fileTime(timeUtc) + BigInt(ticks)

function tooLarge({ number, source, id }: EventRecord): RangeError {
  return new RangeError(`record ${number} (${source} ${id}) is too large: a chunk of an .evtx file has 65,024 bytes`)
}

// --------------------------------------------------------------------------------------------------------- writing

/** A record: header, event, padding to a multiple of eight, its size once more. */
function putRecord(out: ChunkWriter, encoded: Encoded): void {
  const { record } = encoded
  const start = out.end
  out.u32(RECORD_SIGNATURE)
  out.skip(4)
  out.u64(BigInt(record.number))
  out.u64(record.writtenUtc === undefined ? timeOf(record) : fileTime(record.writtenUtc))
  putEvent(out, encoded)
  out.skip((8 - ((out.end - start + 4) % 8)) % 8)
  const size = out.end - start + 4
  out.u32(size)
  out.patchU32(start + 4, size)
}

/** The event: its values, and the data as the last of them, whose size is known only afterwards. */
function putEvent(out: ChunkWriter, { outer, inner, values, data }: Encoded): void {
  out.instance(outer)
  putDescriptors(out, [...values, [TYPE.binxml, '']])
  const lastSize = out.end - 4
  putContents(out, values)
  const start = out.end
  out.instance(inner)
  putDescriptors(out, data)
  putContents(out, data)
  out.u8(END_OF_FRAGMENT)
  // A larger one overruns the chunk, so this record will be taken back.
  out.patchU16(lastSize, Math.min(out.end - start, VALUE_MAX))
  out.u8(END_OF_FRAGMENT)
}

function putDescriptors(out: ChunkWriter, values: readonly Value[]): void {
  out.u32(values.length)
  for (const value of values) {
    out.u16(sizeOf(value))
    out.u8(value[0])
    out.u8(0)
  }
}

function putContents(out: ChunkWriter, values: readonly Value[]): void {
  for (const [type, content] of values) {
    if (typeof content === 'string') out.utf16(content)
    else if (typeof content === 'bigint') out.u64(content)
    else if (typeof content === 'object') out.bytes(content)
    else if (type === TYPE.u8) out.u8(content)
    else if (type === TYPE.u16) out.u16(content)
    else out.u32(content)
  }
}
