import { isUtf8 } from 'node:buffer'
import { grouped, LIMITS } from '../../limits.ts'
import { type FileBudget, reasonOf } from '../read/budget.ts'

/** Bytes as text, and text as lines. Does not know what kind of file it is. */

export type TextEncoding = 'utf-16le' | 'utf-16be' | 'utf-8' | 'latin1'

const MARKS: readonly (readonly [TextEncoding, readonly number[]])[] = [
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
  ['utf-8', [0xef, 0xbb, 0xbf]],
]

interface Encoded {
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

function decode(bytes: Buffer, encoding: TextEncoding, from = 0, to = bytes.length): string {
  return encoding === 'utf-16be'
    ? swapped(bytes.subarray(from, to)).toString('utf-16le')
    : bytes.toString(encoding, from, to)
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

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
function wholeCharacters(bytes: Uint8Array): Uint8Array {
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
const withoutReturn = (line: string): string => {
  const from = line.charCodeAt(0) === 0xfeff ? 1 : 0
  let to = line.length
  while (to > from && line.charCodeAt(to - 1) === 13) to--
  return to - from === line.length ? line : line.slice(from, to)
}

/**
 * The lines of a text that comes in pieces. Each is a part of a longer string, which it keeps in memory: whoever keeps a
 * line takes it `detached`. A line over the limit is without its middle. Counts lines and steps.
 */
export function* linesOf(pieces: Iterable<Uint8Array>, file: FileBudget): Generator<string> {
  let cutter: LineCutter | undefined
  for (const piece of pieces) {
    cutter ??= new LineCutter(encodingOf(piece), lineEndIn(piece), file)
    cutter.take(bufferOf(piece))
    for (let lines = cutter.next(); lines; lines = cutter.next()) {
      for (const line of lines) {
        file.line++
        yield line
      }
    }
  }
  const last = cutter?.rest()
  if (last === undefined) return
  file.line++
  yield last
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

/** Bytes of a line that are kept of its beginning, and of its end. */
const KEPT = 2 * LIMITS.line.most

/**
 * Bytes that are decoded at once: a string of more costs several times as much for each character. No line in it is over
 * the limit.
 */
const BLOCK = LIMITS.line.most

/** Cuts lines out of what was decoded a block at a time: there are many, and little should be made for one. */
class LineCutter {
  #encoding: TextEncoding
  #mark: number
  /** What is not cut yet, from the place at which the next line begins. */
  #bytes: Buffer = Buffer.alloc(0)
  #start = 0
  /** The beginning of a line that is too long to be kept, and how many characters of it were dropped since. */
  #head = ''
  #dropped = 0
  readonly #end: number
  readonly #file: FileBudget

  constructor({ encoding, mark }: Encoded, end: number, file: FileBudget) {
    this.#encoding = encoding
    this.#mark = mark
    this.#end = end
    this.#file = file
  }

  /** All lines of the piece before were taken. */
  take(piece: Buffer): void {
    const fresh = piece.subarray(this.#mark)
    this.#mark = 0
    this.#bytes = this.#bytes.length === 0 ? fresh : Buffer.concat([this.#bytes, fresh])
    this.#start = 0
    // Where a text stops to be UTF-8 it is single bytes from there on.
    if (this.#encoding === 'utf-8' && !isUtf8(wholeCharacters(this.#bytes))) this.#encoding = 'latin1'
  }

  /** The next lines; undefined where the piece has no line end any more. */
  next(): readonly string[] | undefined {
    const from = this.#start
    const last = this.#head === '' ? this.#lastEnd(from) : -1
    const end = last < 0 ? lineEnd(this.#bytes, from, this.#encoding, this.#end) : last
    if (end < 0) return void this.#keep(this.#bytes.subarray(from))
    this.#start = end + widthOf(this.#encoding)
    return last < 0 ? [this.#line(from, end)] : this.#lines(from, end)
  }

  /** What stands behind the last line end; half a character is nothing. */
  rest(): string | undefined {
    const size = this.#bytes.length + this.#head.length
    return size < widthOf(this.#encoding) ? undefined : this.#line(0, this.#bytes.length)
  }

  /** Where the last line of the next block ends; -1: nowhere in it. */
  #lastEnd(from: number): number {
    return lineEndBefore(this.#bytes, from, from + BLOCK, this.#encoding, this.#end)
  }

  #lines(from: number, to: number): string[] {
    const text = decode(this.#bytes, this.#encoding, from, to)
    this.#file.steps.spend(text.length + 1)
    const lines = text.split(String.fromCharCode(this.#end))
    for (let i = 0; i < lines.length; i++) lines[i] = withoutReturn(lines[i]!)
    return lines
  }

  /** One that may be over the limit. */
  #line(from: number, to: number): string {
    const text = withoutReturn(this.#head + decode(this.#bytes, this.#encoding, from, to))
    const length = text.length + this.#dropped
    this.#head = ''
    this.#dropped = 0
    this.#file.steps.spend(text.length + 1)
    if (length <= LIMITS.line.most) return text
    this.#file.warn(`line ${this.#file.line + 1} has ${grouped(length)} characters: its middle is not looked at`)
    const half = LIMITS.line.most / 2
    return `${text.slice(0, half)} [${grouped(length - 2 * half)} characters] ${text.slice(-half)}`
  }

  #keep(rest: Buffer): void {
    let from = 0
    if (rest.length > 2 * KEPT) {
      const head = this.#head === '' ? KEPT : 0
      if (head > 0) this.#head = decode(rest, this.#encoding, 0, head)
      from = characterAt(rest, rest.length - KEPT, this.#encoding)
      this.#dropped += Math.floor((from - head) / widthOf(this.#encoding))
    }
    // A copy: what is carried over must not keep its piece.
    this.#bytes = Buffer.from(rest.subarray(from))
  }
}

const widthOf = (encoding: TextEncoding): number => (encoding.startsWith('utf-16') ? 2 : 1)

/** The next place from `at` on where a character begins. */
function characterAt(bytes: Buffer, at: number, encoding: TextEncoding): number {
  if (encoding !== 'utf-8') return at - (at % widthOf(encoding))
  while ((bytes[at]! & 0xc0) === 0x80) at++
  return at
}

/** What ends a line: CR where the beginning has no LF. */
const lineEndIn = (piece: Uint8Array): number => (piece.includes(10) || !piece.includes(13) ? 10 : 13)

/** Where the next line end stands; -1: nowhere. */
function lineEnd(bytes: Buffer, from: number, encoding: TextEncoding, end: number): number {
  for (let at = bytes.indexOf(end, from); at >= 0; at = bytes.indexOf(end, at + 1)) {
    const start = endAt(bytes, at, encoding)
    if (start >= 0) return start
  }
  return -1
}

/** Where the last one before `to` stands; -1: none from `from` on. */
function lineEndBefore(bytes: Buffer, from: number, to: number, encoding: TextEncoding, end: number): number {
  for (let at = bytes.lastIndexOf(end, to - 1); at >= from; at = at === 0 ? -1 : bytes.lastIndexOf(end, at - 1)) {
    const start = endAt(bytes, at, encoding)
    if (start >= from) return start
  }
  return -1
}

/** Where the character begins of which this byte is the one that tells; -1: it is half of another. */
function endAt(bytes: Buffer, at: number, encoding: TextEncoding): number {
  if (widthOf(encoding) === 1) return at
  const low = encoding === 'utf-16le' ? 0 : 1
  return at % 2 === low && bytes[at + (low === 0 ? 1 : -1)] === 0 ? at - low : -1
}

/** The same text in memory of its own. What is put together is copied once it is read, and a part of it is of that copy. */
export function detached(text: string): string {
  const copy = `${text} `
  return copy.charCodeAt(0) >= 0 ? copy.slice(0, -1) : text
}
