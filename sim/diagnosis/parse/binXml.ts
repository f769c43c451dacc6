import type { Steps } from '../read/budget.ts'
import { type BinXmlValue, Unreadable } from './binXmlValue.ts'

/**
 * Binary XML, the content of a record of an `.evtx`, as elements. Knows no event: what an element says is read in
 * evtx.ts.
 */

/** An element with its substitutions filled in. Text is a string, anything typed stays a value. */
export type Element = {
  readonly name: string
  readonly attributes: ReadonlyMap<string, readonly XmlContent[]>
  readonly content: readonly XmlContent[]
}
export type XmlContent = Element | BinXmlValue | string

/** Deepest nesting accepted. Windows events stay below ten; damage can point a template at itself. */
const DEPTH_MAX = 64
const BINXML = 0x21
const NO_DEPENDENCY = 0xffff

/** The values of the template whose definition is being read; none outside a template. */
type TemplateValues = readonly BinXmlValue[] | undefined

/** A token's low bits; 0x40 says that more follows and is read with each token where it matters. */
const TOKENS = {
  end: 0x00,
  open: 0x01,
  closeStart: 0x02,
  closeEmpty: 0x03,
  closeElement: 0x04,
  text: 0x05,
  attribute: 0x06,
  cdata: 0x07,
  character: 0x08,
  entity: 0x09,
  instructionTarget: 0x0a,
  instructionData: 0x0b,
  template: 0x0c,
  substitution: 0x0d,
  optional: 0x0e,
  fragment: 0x0f,
} as const
const MORE = 0x40

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Spreading would put a long list on the stack. */
function append<T>(list: T[], more: readonly T[]): void {
  for (const item of more) list.push(item)
}

/**
 * Reads the binary XML of one chunk. Offsets in it are relative to the chunk, so one reader serves the whole
 * chunk and remembers the names it has met.
 * Source: MS-EVEN6 2.2.12 for the tokens; the file form, which differs, as in docs/eventlog-formats.md.
 */
export class BinXmlReader {
  readonly view: DataView
  readonly #bytes: Buffer
  readonly #names = new Map<number, string>()
  readonly steps: Steps
  #at = 0
  #depth = 0

  /**
   * @param chunk the 65,536 bytes of a chunk, or as many as the file has.
   * @param steps a template can use templates, each of them twice: what is read again is paid again.
   */
  constructor(chunk: Uint8Array, steps: Steps) {
    this.steps = steps
    this.view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    this.#bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  }

  /** The top elements of the fragment at `offset`. @throws Unreadable if it does not follow the format, Exhausted. */
  fragment(offset: number): Element[] {
    const back = this.#at
    this.#at = offset
    const elements = this.#nested(() => this.#fragment(undefined))
    this.#at = back
    return elements
  }

  /** Runs `read` one level deeper. */
  #nested<T>(read: () => T): T {
    if (this.#depth === DEPTH_MAX) throw new Unreadable(`nested deeper than ${DEPTH_MAX} at ${this.#at}`)
    this.#depth++
    try {
      return read()
    } finally {
      this.#depth--
    }
  }

  #fragment(values: TemplateValues): Element[] {
    const elements: Element[] = []
    for (;;) {
      const start = this.#at
      const token = this.#u8() & ~MORE
      if (token === TOKENS.end) return elements
      else if (token === TOKENS.fragment) this.#skip(3)
      else if (token === TOKENS.template) return this.#template()
      else if (token === TOKENS.open) append(elements, this.#element(start, values))
      else if (token === TOKENS.instructionTarget) this.#name()
      else if (token === TOKENS.instructionData) this.#text()
      else throw new Unreadable(`token ${token} between elements at ${start}`)
    }
  }

  /** A template instance: where its definition is, and the values for it. The definition stands at its first use. */
  #template(): Element[] {
    this.#skip(5)
    const definition = this.#u32()
    if (definition === this.#at) this.#skip(24 + this.#u32At(definition + 20))
    const values = this.#values()
    const back = this.#at
    this.#at = definition + 24
    const elements = this.#nested(() => this.#fragment(values))
    this.#at = back
    return elements
  }

  #values(): BinXmlValue[] {
    const count = this.#u32()
    const descriptors = this.#at
    this.#skip(count * 4)
    const values: BinXmlValue[] = []
    for (let i = 0; i < count; i++) {
      const size = this.view.getUint16(descriptors + 4 * i, true)
      values.push({ type: this.view.getUint8(descriptors + 4 * i + 2), offset: this.#at, size })
      this.#skip(size)
    }
    return values
  }

  /** Nothing if the element hangs on a value that is null: the format leaves such an element out. */
  #element(start: number, values: TemplateValues): Element[] {
    // Outside a template there is nothing to depend on, and the field is absent.
    const dependency = values === undefined ? NO_DEPENDENCY : this.#u16()
    const size = this.#u32()
    const end = this.#at + size
    if (dependency !== NO_DEPENDENCY && values?.[dependency]?.type === 0) {
      this.#skip(size)
      return []
    }
    const name = this.#name()
    const attributes = (this.view.getUint8(start) & MORE) === 0 ? new Map() : this.#attributes(values)
    const token = this.#u8()
    if (token === TOKENS.closeEmpty) return [{ name, attributes, content: [] }]
    if (token !== TOKENS.closeStart) throw new Unreadable(`token ${token} in the start of <${name}> at ${this.#at - 1}`)
    const content = this.#nested(() => this.#content(values))
    if (this.#at !== end) throw new Unreadable(`<${name}> at ${start} ends at ${this.#at}, not at ${end}`)
    return [{ name, attributes, content }]
  }

  #attributes(values: TemplateValues): Map<string, XmlContent[]> {
    const attributes = new Map<string, XmlContent[]>()
    const end = this.#u32() + this.#at
    while (this.#at < end) {
      if ((this.#u8() & ~MORE) !== TOKENS.attribute) throw new Unreadable(`no attribute at ${this.#at - 1}`)
      const name = this.#name()
      const content: XmlContent[] = []
      while (this.#at < end && !this.#attributeStarts()) append(content, this.#item(values))
      attributes.set(name, content)
    }
    return attributes
  }

  #attributeStarts(): boolean {
    return (this.view.getUint8(this.#at) & ~MORE) === TOKENS.attribute
  }

  #content(values: TemplateValues): XmlContent[] {
    const content: XmlContent[] = []
    while (this.view.getUint8(this.#at) !== TOKENS.closeElement) append(content, this.#item(values))
    this.#skip(1)
    return content
  }

  /** One piece of content: an element, a text, a reference or a substitution. */
  #item(values: TemplateValues): XmlContent[] {
    const start = this.#at
    const token = this.#u8() & ~MORE
    switch (token) {
      case TOKENS.open:
        return this.#element(start, values)
      case TOKENS.text:
        this.#skip(1)
        return [this.#text()]
      case TOKENS.cdata:
        return [this.#text()]
      case TOKENS.character:
        return [String.fromCharCode(this.#u16())]
      case TOKENS.entity:
        return [this.#entity()]
      case TOKENS.substitution:
      case TOKENS.optional:
        return this.#substitution(values)
      case TOKENS.instructionTarget:
        this.#name()
        return []
      case TOKENS.instructionData:
        this.#text()
        return []
      case TOKENS.template:
        return this.#template()
      default:
        throw new Unreadable(`token ${token} in content at ${start}`)
    }
  }

  #substitution(values: TemplateValues): XmlContent[] {
    const value = values?.[this.#u16()]
    this.#skip(1)
    if (value === undefined || value.type === 0) return []
    if (value.type !== BINXML) return [value]
    return value.size === 0 ? [] : this.fragment(value.offset)
  }

  #entity(): string {
    const name = this.#name()
    return ENTITIES[name] ?? `&${name};`
  }

  /** A name by its offset. Where the offset is the place just reached, the name stands there and is passed over. */
  #name(): string {
    const offset = this.#u32()
    if (offset === this.#at) this.#skip(10 + 2 * this.#u16At(offset + 6))
    const known = this.#names.get(offset)
    if (known !== undefined) return known
    const name = this.#utf16(offset + 8, this.#u16At(offset + 6))
    this.#names.set(offset, name)
    return name
  }

  /** UTF-16 after its length in characters. */
  #text(): string {
    const length = this.#u16()
    this.#skip(2 * length)
    return this.#utf16(this.#at - 2 * length, length)
  }

  #utf16(offset: number, length: number): string {
    this.#within(offset + 2 * length)
    this.steps.spend(2 * length)
    return this.#bytes.toString('utf16le', offset, offset + 2 * length)
  }

  #u8(): number {
    this.#skip(1)
    return this.view.getUint8(this.#at - 1)
  }

  #u16(): number {
    this.#skip(2)
    return this.view.getUint16(this.#at - 2, true)
  }

  #u32(): number {
    this.#skip(4)
    return this.view.getUint32(this.#at - 4, true)
  }

  #u16At(offset: number): number {
    this.#within(offset + 2)
    return this.view.getUint16(offset, true)
  }

  #u32At(offset: number): number {
    this.#within(offset + 4)
    return this.view.getUint32(offset, true)
  }

  #skip(count: number): void {
    this.#within(this.#at + count)
    this.steps.spend(count)
    this.#at += count
  }

  #within(end: number): void {
    if (end > this.view.byteLength) throw new Unreadable(`runs past the end of its chunk (${end})`)
  }
}
