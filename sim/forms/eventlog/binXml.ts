import { createHash } from 'node:crypto'

/** Binary XML as `.evtx` has it: templates, and the bytes of names and values. Knows no event and no chunk. */

/** A place for a value of the record: its index among them, and the type it is shown as. Always an optional one. */
export type Slot = { readonly value: number; readonly type: number }

/** An element of a template. Without `content` it is empty: `<Provider Name="..."/>`. */
export type Pattern = {
  readonly name: string
  readonly attributes?: readonly (readonly [name: string, content: string | Slot])[]
  readonly content?: readonly (string | Slot | Pattern)[]
}

/** A template definition: 16 bytes of GUID and the element it stands for. */
export type Template = { readonly guid: Uint8Array; readonly root: Pattern }

/** Types of values. Source: MS-EVEN6 2.2.12 (BinXml). */
export const TYPE = {
  null: 0x00,
  string: 0x01,
  u8: 0x04,
  u16: 0x06,
  u32: 0x08,
  u64: 0x0a,
  binary: 0x0e,
  guid: 0x0f,
  filetime: 0x11,
  sid: 0x13,
  hex64: 0x15,
  binxml: 0x21,
  strings: 0x81,
} as const

/** Tokens of binary XML; `more` is added where attributes, or more of them, follow. Source: MS-EVEN6 2.2.12. */
export const TOKEN = {
  open: 0x01,
  closeStart: 0x02,
  closeEmpty: 0x03,
  closeElement: 0x04,
  text: 0x05,
  attribute: 0x06,
  template: 0x0c,
  optional: 0x0e,
  more: 0x40,
} as const

/** The header of every fragment: its token, version 1.1, no flags. */
export const FRAGMENT = [0x0f, 1, 1, 0] as const
export const END_OF_FRAGMENT = 0x00

/** A template whose GUID follows from what it says, marked as name-based with MD5 (RFC 4122 version 3). */
export function template(root: Pattern): Template {
  const guid = new Uint8Array(createHash('md5').update(JSON.stringify(root)).digest())
  // The third group is stored little endian, so the version stands in the upper half of byte 7.
  guid[7] = (guid[7]! & 0x0f) | 0x30
  guid[8] = (guid[8]! & 0x3f) | 0x80
  return { guid, root }
}

/** The hash of Windows over 16-bit units: multiply by 65599 and add. Its low 16 bits are the hash of a name. */
export function hash16(units: Iterable<number>): number {
  let hash = 0
  for (const unit of units) hash = (Math.imul(hash, 65_599) + unit) >>> 0
  return hash
}

/** The 16-bit units of a text. */
export function* utf16Units(text: string): Generator<number> {
  for (let i = 0; i < text.length; i++) yield text.charCodeAt(i)
}

/** The 16-bit words of bytes, little endian. */
export function* words(bytes: Uint8Array): Generator<number> {
  for (let i = 0; i + 1 < bytes.length; i += 2) yield bytes[i]! | (bytes[i + 1]! << 8)
}
