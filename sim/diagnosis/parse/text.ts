import { isUtf8 } from 'node:buffer'
import { type FileBudget, reasonOf } from '../read/budget.ts'

/** Bytes as text, and text as lines. Does not know what kind of file it is. */

export type TextEncoding = 'utf-16le' | 'utf-16be' | 'utf-8' | 'latin1'

const MARKS: readonly (readonly [TextEncoding, readonly number[]])[] = [
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
]

export interface Encoded {
  readonly encoding: TextEncoding
  /** Bytes of the mark. */
  readonly mark: number
}

/**
 * The encoding of a text by its beginning, with or without byte order mark: any in which Windows writes logs. A file
 * without a mark is UTF-16 if every other byte of its start is mostly zero, UTF-8 if it is valid, and single bytes
 * otherwise.
 */
export function encodingOf(bytes: Uint8Array): Encoded {
  for (const [encoding, mark] of MARKS) {
    if (mark.every((byte, i) => bytes[i] === byte)) return { encoding, mark: mark.length }
  }
  return { encoding: guess(bytes), mark: 0 }
}

export function decodeText(bytes: Uint8Array): { readonly text: string; readonly encoding: TextEncoding } {
  const { encoding, mark } = encodingOf(bytes)
  return { text: decode(bufferOf(bytes), encoding, mark), encoding }
}

export function decode(bytes: Buffer, encoding: TextEncoding, from = 0, to = bytes.length): string {
  return encoding === 'utf-16be'
    ? swapped(bytes.subarray(from, to)).toString('utf-16le')
    : bytes.toString(encoding, from, to)
}

export const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** Swapping wants whole pairs; a last odd byte is half a character and says nothing. */
const swapped = (buffer: Buffer): Buffer => Buffer.from(buffer.subarray(0, buffer.length & ~1)).swap16()

const SAMPLE = 4096

function guess(bytes: Uint8Array): TextEncoding {
  const size = Math.min(SAMPLE, bytes.length & ~1)
  const zeros = [0, 0]
  for (let i = 0; i < size; i++) if (bytes[i] === 0) zeros[i & 1]! += 1
  const [even, odd] = [zeros[0]!, zeros[1]!]
  if (odd > size / 5 && even < odd / 4) return 'utf-16le'
  if (even > size / 5 && odd < even / 4) return 'utf-16be'
  return isUtf8(wholeCharacters(bytes)) ? 'utf-8' : 'latin1'
}

/** Without a last character of UTF-8 that the end cuts in two. */
export function wholeCharacters(bytes: Uint8Array): Uint8Array {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return bytes
    if (byte >= 0xc0) return bytes.subarray(0, bytes.length - back)
  }
  return bytes
}

// -------------------------------------------------------------------------------------------------------- lines

/** Lines as an editor numbers them: ended by LF, CR LF or CR CR LF, or by CR where there is no LF; the empty line after a last line end is none. */
export function splitLines(text: string): string[] {
  const lines = withLineFeeds(text).split('\n')
  if (lines.at(-1) === '') lines.pop()
  return lines.map(withoutReturn)
}

export const withLineFeeds = (text: string): string => (text.includes('\n') ? text : text.replaceAll('\r', '\n'))

/** A line that went through several programs may have several; a mark begins a file, also one behind another. */
export const withoutReturn = (line: string): string => {
  const from = line.charCodeAt(0) === 0xfeff ? 1 : 0
  let to = line.length
  while (to > from && line.charCodeAt(to - 1) === 13) to--
  return to - from === line.length ? line : line.slice(from, to)
}

/** Hands over lines with their index, as far as the budget goes; each is a string of its own. */
export function eachLine(lines: Iterable<string>, file: FileBudget, take: (line: string, index: number) => void): void {
  let index = 0
  try {
    for (const line of lines) take(detached(line), index++)
  } catch (error) {
    file.warn(`${reasonOf(error)}: read up to line ${index}`)
  }
}

/** A part that is shorter never is a view of the whole: V8 copies it. */
const SHORT = 13

/** The same text in memory of its own: what is put together is copied once it is read. */
export function detached(text: string): string {
  if (text.length < SHORT) return text
  const copy = text.slice(0, 1) + text.slice(1)
  return copy.charCodeAt(0) >= 0 ? copy : text
}
