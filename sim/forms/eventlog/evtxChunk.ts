import { crc32 } from 'node:zlib'
import {
  END_OF_FRAGMENT,
  FRAGMENT,
  hash16,
  type Pattern,
  type Slot,
  type Template,
  TOKEN,
  TYPE,
  utf16Units,
  words,
} from './binXml.ts'

/** One chunk of an `.evtx`: its names, its templates, its records, its checksums. Does not know what a record says. */

export const CHUNK = 65_536
const HEADER = 512
const NAME_BUCKETS = { at: 128, count: 64 }
const TEMPLATE_BUCKETS = { at: 384, count: 32 }
const NO_DEPENDENCY = 0xffff
/** Room past the end: a record's size is known only once it is encoded, and none encoded here is larger than this. */
const OVERFLOW = 4 * CHUNK

/**
 * One chunk under construction. Binary XML holds offsets from the start of the chunk, so a record is encoded where
 * it will stand; if it turns out not to fit, `cut` takes it back, names and templates included.
 * Source: docs/eventlog-formats.md.
 */
export class ChunkWriter {
  readonly #buffer = Buffer.alloc(CHUNK + OVERFLOW)
  /** Where each name and each definition stands. Insertion order is the order of offsets. */
  readonly #names = new Map<string, number>()
  readonly #templates = new Map<Template, number>()
  #end = HEADER

  /** Offset of the next byte. */
  get end(): number {
    return this.#end
  }

  get empty(): boolean {
    return this.#end === HEADER
  }

  /** A record that ends where its chunk does is one that libevtx does not count. */
  get overflown(): boolean {
    return this.#end >= CHUNK
  }

  u8(value: number): void {
    this.#end = this.#buffer.writeUInt8(value, this.#end)
  }

  u16(value: number): void {
    this.#end = this.#buffer.writeUInt16LE(value, this.#end)
  }

  u32(value: number): void {
    this.#end = this.#buffer.writeUInt32LE(value, this.#end)
  }

  u64(value: bigint): void {
    this.#end = this.#buffer.writeBigUInt64LE(value, this.#end)
  }

  utf16(text: string): void {
    this.#end += this.#buffer.write(text, this.#end, 'utf16le')
  }

  bytes(bytes: ArrayLike<number>): void {
    this.#buffer.set(bytes, this.#end)
    this.#end += bytes.length
  }

  /** Zeros: everything past the end of a chunk under construction is zero already. */
  skip(count: number): void {
    this.#end += count
  }

  patchU16(at: number, value: number): void {
    this.#buffer.writeUInt16LE(value, at)
  }

  patchU32(at: number, value: number): void {
    this.#buffer.writeUInt32LE(value, at)
  }

  /** Begins a fragment that is an instance of `template`; its values follow. The first use carries the definition. */
  instance(template: Template): void {
    this.bytes(FRAGMENT)
    this.u8(TOKEN.template)
    this.u8(1)
    this.bytes(template.guid.subarray(0, 4))
    const known = this.#templates.get(template)
    this.u32(known ?? this.#end + 4)
    if (known === undefined) this.#definition(template)
  }

  /** Forgets everything from `start` on, and leaves zeros there. */
  cut(start: number): void {
    forget(this.#names, start)
    forget(this.#templates, start)
    for (const { at, count } of [NAME_BUCKETS, TEMPLATE_BUCKETS]) {
      for (let bucket = at; bucket < at + 4 * count; bucket += 4) this.#cutChain(bucket, start)
    }
    this.#buffer.fill(0, start, this.#end)
    this.#end = start
  }

  /** New entries are at the head of a chain, so those to forget come first. */
  #cutChain(bucket: number, start: number): void {
    let head = this.#buffer.readUInt32LE(bucket)
    while (head >= start) head = this.#buffer.readUInt32LE(head)
    this.patchU32(bucket, head)
  }

  /**
   * Completes the header and returns a copy of the chunk.
   * @param numbers first and last record, counted from 1 through the file.
   * @param identifiers first and last record identifier.
   * @param lastRecord offset of the last record.
   */
  seal(numbers: readonly bigint[], identifiers: readonly bigint[], lastRecord: number): Uint8Array {
    const chunk = this.#buffer
    chunk.write('ElfChnk\0', 0, 'latin1')
    ;[...numbers, ...identifiers].forEach((value, i) => void chunk.writeBigUInt64LE(value, 8 + 8 * i))
    const checksum = crc32(chunk.subarray(HEADER, this.#end))
    ;[128, lastRecord, this.#end, checksum].forEach((value, i) => void this.patchU32(40 + 4 * i, value))
    this.patchU32(120, 1)
    // The checksum of the header leaves out the eight bytes in which it stands.
    this.patchU32(124, crc32(chunk.subarray(128, HEADER), crc32(chunk.subarray(0, 120))))
    return new Uint8Array(chunk.subarray(0, CHUNK))
  }

  /** Readies the writer for the next chunk. */
  clear(): void {
    this.#names.clear()
    this.#templates.clear()
    this.#buffer.fill(0, 0, this.#end)
    this.#end = HEADER
  }

  #definition(template: Template): void {
    this.#templates.set(template, this.#end)
    this.#link(TEMPLATE_BUCKETS, hash16(words(template.guid)))
    this.bytes(template.guid)
    this.#sized(() => {
      this.bytes(FRAGMENT)
      this.#element(template.root)
      this.u8(END_OF_FRAGMENT)
    })
  }

  /** Puts the place just reached at the head of its bucket, and writes the old head here. */
  #link({ at, count }: { at: number; count: number }, hash: number): void {
    const bucket = at + 4 * (hash % count)
    const here = this.#end
    this.u32(this.#buffer.readUInt32LE(bucket))
    this.patchU32(bucket, here)
  }

  /** A 32-bit size, then what `write` writes, which it counts. */
  #sized(write: () => void): void {
    const at = this.#end
    this.skip(4)
    write()
    this.patchU32(at, this.#end - at - 4)
  }

  #element({ name, attributes, content }: Pattern): void {
    this.u8(attributes === undefined ? TOKEN.open : TOKEN.open | TOKEN.more)
    this.u16(content?.find(isSlot)?.value ?? NO_DEPENDENCY)
    this.#sized(() => {
      this.#name(name)
      if (attributes !== undefined) this.#sized(() => this.#attributes(attributes))
      this.u8(content === undefined ? TOKEN.closeEmpty : TOKEN.closeStart)
      content?.forEach(item => void this.#content(item))
      if (content !== undefined) this.u8(TOKEN.closeElement)
    })
  }

  #attributes(attributes: NonNullable<Pattern['attributes']>): void {
    attributes.forEach(([name, content], i) => {
      this.u8(i === attributes.length - 1 ? TOKEN.attribute : TOKEN.attribute | TOKEN.more)
      this.#name(name)
      this.#content(content)
    })
  }

  #content(content: string | Slot | Pattern): void {
    if (typeof content === 'string') this.#text(content)
    else if (isSlot(content)) this.#slot(content)
    else this.#element(content)
  }

  #text(text: string): void {
    this.u8(TOKEN.text)
    this.u8(TYPE.string)
    this.u16(text.length)
    this.utf16(text)
  }

  #slot({ value, type }: Slot): void {
    this.u8(TOKEN.optional)
    this.u16(value)
    this.u8(type)
  }

  /** A reference to a name. The name itself stands after its first reference in the chunk. */
  #name(name: string): void {
    const known = this.#names.get(name)
    this.u32(known ?? this.#end + 4)
    if (known !== undefined) return
    const hash = hash16(utf16Units(name)) & 0xffff
    this.#names.set(name, this.#end)
    this.#link(NAME_BUCKETS, hash)
    this.u16(hash)
    this.u16(name.length)
    this.utf16(`${name}\0`)
  }
}

/** Removes what stands at `start` or later. */
function forget<K>(offsets: Map<K, number>, start: number): void {
  for (const [key, at] of offsets) if (at >= start) offsets.delete(key)
}

function isSlot(content: string | Slot | Pattern): content is Slot {
  return typeof content === 'object' && 'value' in content
}
