import { withoutEnd } from '../../../model/words/ends.ts'
import { upper } from '../../../model/words/letters.ts'
import { sidText } from './sid.ts'

/** Typed values of binary XML as text. Does not know where a value comes from. */

/** A typed value: `size` bytes at `offset` of the chunk. */
export type BinXmlValue = { readonly type: number; readonly offset: number; readonly size: number }

/** A record that does not follow the format. The reader of the file turns it into a warning. */
export class Unreadable extends Error {}

const ARRAY = 0x80
const STRING = 0x01

/** The texts of a value: one for a plain value, one per item for an array, none for null. @throws Unreadable */
export function valueTexts(view: DataView, value: BinXmlValue): string[] {
  if (value.type === 0) return []
  if (value.type === ARRAY + STRING) return strings(view, value)
  if (value.type < ARRAY) return [scalar(view, value)]
  const type = value.type - ARRAY
  const width = WIDTHS[type]
  if (width === undefined) throw new Unreadable(`array of type ${value.type} at ${value.offset}`)
  const items = Array.from({ length: Math.floor(value.size / width) }, (_, i) => value.offset + i * width)
  return items.map(offset => scalar(view, { type, offset, size: width }))
}

/** A copy of the bytes of a value. */
export function valueBytes(view: DataView, { offset, size }: BinXmlValue): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + offset, size).slice()
}

/** Every string of an array ends in NUL, so an empty last string is a lone NUL. */
function strings(view: DataView, { offset, size }: BinXmlValue): string[] {
  const all = text(view, offset, size, 'utf16le')
  return size === 0 ? [] : (all.endsWith('\0') ? all.slice(0, -1) : all).split('\0')
}

function scalar(view: DataView, { type, offset, size }: BinXmlValue): string {
  const read = SCALARS[type]?.(view, offset, size)
  if (read === undefined) throw new Unreadable(`value of type ${type} and ${size} bytes at ${offset}`)
  return read
}

type Scalar = (view: DataView, offset: number, size: number) => string | undefined

/** Bytes of one item of an array, by the type of the item. Strings have their own rule. */
const WIDTHS: Readonly<Record<number, number>> = {
  3: 1,
  4: 1,
  5: 2,
  6: 2,
  7: 4,
  8: 4,
  9: 8,
  10: 8,
  11: 4,
  12: 8,
  13: 4,
  15: 16,
  17: 8,
  18: 16,
  20: 4,
  21: 8,
}

const fixed =
  (width: number, read: (view: DataView, offset: number) => string): Scalar =>
  (view, offset, size) =>
    size === width ? read(view, offset) : undefined

const hex = (value: number | bigint, digits: number): string => value.toString(16).padStart(digits, '0')

/** Text of a value, by its type; `undefined` where the size does not fit. Source: MS-EVEN6 2.2.12.3. */
const SCALARS: Readonly<Record<number, Scalar>> = {
  1: (view, offset, size) => withoutEnd(text(view, offset, size, 'utf16le'), '\0'),
  2: (view, offset, size) => withoutEnd(text(view, offset, size, 'latin1'), '\0'),
  3: fixed(1, (view, offset) => String(view.getInt8(offset))),
  4: fixed(1, (view, offset) => String(view.getUint8(offset))),
  5: fixed(2, (view, offset) => String(view.getInt16(offset, true))),
  6: fixed(2, (view, offset) => String(view.getUint16(offset, true))),
  7: fixed(4, (view, offset) => String(view.getInt32(offset, true))),
  8: fixed(4, (view, offset) => String(view.getUint32(offset, true))),
  9: fixed(8, (view, offset) => String(view.getBigInt64(offset, true))),
  10: fixed(8, (view, offset) => String(view.getBigUint64(offset, true))),
  11: fixed(4, (view, offset) => String(view.getFloat32(offset, true))),
  12: fixed(8, (view, offset) => String(view.getFloat64(offset, true))),
  13: fixed(4, (view, offset) => String(view.getUint32(offset, true) !== 0)),
  14: (view, offset, size) => upper(text(view, offset, size, 'hex')),
  15: fixed(16, guidText),
  16: (view, offset, size) => SCALARS[size === 8 ? 21 : 20]?.(view, offset, size),
  17: fixed(8, (view, offset) => filetimeText(view.getBigUint64(offset, true))),
  18: fixed(16, systemtimeText),
  19: sidText,
  20: fixed(4, (view, offset) => `0x${hex(view.getUint32(offset, true), 1)}`),
  21: fixed(8, (view, offset) => `0x${hex(view.getBigUint64(offset, true), 1)}`),
}

function text(view: DataView, offset: number, size: number, encoding: 'utf16le' | 'latin1' | 'hex'): string {
  return Buffer.from(view.buffer, view.byteOffset + offset, size).toString(encoding)
}

function guidText(view: DataView, offset: number): string {
  const head = [hex(view.getUint32(offset, true), 8), hex(view.getUint16(offset + 4, true), 4)]
  const tail = [hex(view.getUint16(offset + 6, true), 4), hex(view.getUint16(offset + 8), 4)]
  const node = hex(view.getUint16(offset + 10), 4) + hex(view.getUint32(offset + 12), 8)
  return upper(`{${[...head, ...tail, node].join('-')}}`)
}

/** Days from 1601-01-01 to 1970-01-01, in milliseconds: FILETIME counts from the former. */
const EPOCH_MS = 11_644_473_600_000n

/** FILETIME (100 ns since 1601, UTC) as whole milliseconds since 1970; the rest is cut off. */
export function filetimeMs(filetime: bigint): number {
  return Number(filetime / 10_000n - EPOCH_MS)
}

function filetimeText(filetime: bigint): string {
  const seconds = Number(filetime / 10_000_000n)
  const [year, month, day] = civil(Math.floor(seconds / 86_400))
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60].map(pad2).join(':')
  const fraction = `${filetime % 10_000_000n}`.padStart(7, '0')
  return `${String(year).padStart(4, '0')}-${pad2(month)}-${pad2(day)}T${clock}.${fraction}00Z`
}

function systemtimeText(view: DataView, offset: number): string {
  const part = (i: number, digits: number) => String(view.getUint16(offset + 2 * i, true)).padStart(digits, '0')
  // The third word is the day of the week.
  const date = `${part(0, 4)}-${part(1, 2)}-${part(3, 2)}`
  return `${date}T${part(4, 2)}:${part(5, 2)}:${part(6, 2)}.${part(7, 3)}Z`
}

const pad2 = (value: number): string => String(value).padStart(2, '0')

/** Year, month and day of a number of days since 1601-01-01, which starts a cycle of 400 years. */
function civil(days: number): [number, number, number] {
  const cycle = Math.floor(days / 146_097)
  let left = days % 146_097
  const century = Math.min(Math.floor(left / 36_524), 3)
  left -= century * 36_524
  const four = Math.floor(left / 1461)
  left -= four * 1461
  const year = Math.min(Math.floor(left / 365), 3)
  left -= year * 365
  const leap = year === 3 && (four !== 24 || century === 3)
  let month = 0
  for (const length of [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
    if (left < length) break
    left -= length
    month++
  }
  return [1601 + cycle * 400 + century * 100 + four * 4 + year, month + 1, left + 1]
}
