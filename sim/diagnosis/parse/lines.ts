import { isAscii, isUtf8 } from 'node:buffer'
import { grouped, LIMITS } from '../../limits.ts'
import type { FileBudget } from '../read/budget.ts'
import {
  bufferOf,
  decode,
  type Encoded,
  encodingOf,
  type TextEncoding,
  wholeCharacters,
  withoutReturn,
} from './text.ts'

/**
 * The lines of a text that comes in pieces. It is decoded a block at a time, and each line is shown where it stands in its
 * block: whoever needs few of them looks at some letters there, and has only those made that say something. Does not know
 * what a line says.
 */
export interface Lines extends LineThere {
  /** To the next line; false where there is none. */
  next(): boolean
}

/** What a line stands in, and where, without what ends it. */
export interface LineThere {
  readonly text: string
  readonly from: number
  readonly to: number
}

/** The line by itself. It is a part of a longer string, which it keeps in memory: whoever keeps it takes it `detached`. */
export const lineAt = ({ text, from, to }: LineThere): string => text.slice(from, to)

/** Lines that are strings already. */
export function linesIn(strings: Iterable<string>): Lines {
  const rest = strings[Symbol.iterator]()
  const lines = {
    text: '',
    from: 0,
    to: 0,
    next(): boolean {
      const { done, value } = rest.next()
      lines.text = done ? '' : value
      lines.to = lines.text.length
      return !done
    },
  }
  return lines
}

export function* linesOf(pieces: Iterable<Uint8Array>, file: FileBudget): Generator<string> {
  const lines = new LinesOfPieces(pieces, file)
  while (lines.next()) yield lineAt(lines)
}

/** Bytes of a line that are kept of its beginning, and of its end. */
const KEPT = 2 * LIMITS.line.most

/**
 * Bytes that are decoded at once: a string of more costs several times as much for each character. No line in it is over
 * the limit.
 */
const BLOCK = LIMITS.line.most

const [LF, CR, MARK] = [10, 13, 0xfeff]

/** Counts lines and steps. A line over the limit is without its middle. */
export class LinesOfPieces implements Lines {
  text = ''
  from = 0
  to = 0
  /** Where the line end stands in the text. */
  #at = 0
  #blocks: Iterator<string>
  #end = '\n'
  readonly #file: FileBudget

  constructor(pieces: Iterable<Uint8Array>, file: FileBudget) {
    this.#blocks = this.#blocksOf(pieces)
    this.#file = file
  }

  next(): boolean {
    if (this.#at === this.text.length && !this.#nextBlock()) return false
    let from = this.#at + 1
    const end = this.text.indexOf(this.#end, from)
    let to = end < 0 ? this.text.length : end
    this.#at = to
    // A mark begins a file, also one behind another; a line that went through several programs may end in several CR.
    if (this.text.charCodeAt(from) === MARK) from++
    while (to > from && this.text.charCodeAt(to - 1) === CR) to--
    this.from = from
    this.to = to
    this.#file.line++
    return true
  }

  #nextBlock(): boolean {
    const { done, value } = this.#blocks.next()
    if (done) return false
    this.text = value
    this.#at = -1
    return true
  }

  /** What ends a line: CR where the beginning has no LF. */
  #begun(piece: Uint8Array): Decoder {
    const end = piece.includes(LF) || !piece.includes(CR) ? LF : CR
    this.#end = String.fromCharCode(end)
    return new Decoder(encodingOf(piece), end, this.#file)
  }

  *#blocksOf(pieces: Iterable<Uint8Array>): Generator<string> {
    let decoder: Decoder | undefined
    for (const piece of pieces) {
      decoder ??= this.#begun(piece)
      decoder.take(bufferOf(piece))
      for (let text = decoder.next(); text !== undefined; text = decoder.next()) yield text
    }
    const last = decoder?.rest()
    if (last !== undefined) yield last
  }
}

/** Whole lines, a block at a time, of bytes that come in pieces. */
class Decoder {
  #encoding: TextEncoding
  #mark: number
  /** What is not decoded yet, from the place at which the next line begins. */
  #bytes: Buffer = Buffer.alloc(0)
  #start = 0
  /** Holds a piece behind what was left of the one before. */
  #room: Buffer = Buffer.alloc(0)
  /** Nothing in the bytes needs more than a look. */
  #ascii = false
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

  /** All blocks of the piece before were taken. */
  take(piece: Buffer): void {
    const fresh = piece.subarray(this.#mark)
    this.#mark = 0
    this.#bytes = this.#bytes.length === 0 ? fresh : this.#behind(this.#bytes, fresh)
    this.#start = 0
    this.#ascii = this.#encoding === 'utf-8' && isAscii(this.#bytes)
    // Where a text stops to be UTF-8 it is single bytes from there on.
    if (this.#encoding === 'utf-8' && !this.#ascii && !isUtf8(wholeCharacters(this.#bytes))) this.#encoding = 'latin1'
  }

  /** Memory that was used before costs less than new one. */
  #behind(rest: Buffer, fresh: Buffer): Buffer {
    const size = rest.length + fresh.length
    if (this.#room.length < size) this.#room = Buffer.alloc(size)
    rest.copy(this.#room)
    fresh.copy(this.#room, rest.length)
    return this.#room.subarray(0, size)
  }

  /** The next lines; undefined where the piece has no line end any more. */
  next(): string | undefined {
    const from = this.#start
    const last = this.#head === '' ? this.#lastEnd(from) : -1
    const end = last < 0 ? lineEnd(this.#bytes, from, this.#encoding, this.#end) : last
    if (end < 0) return void this.#keep(this.#bytes.subarray(from))
    this.#start = end + widthOf(this.#encoding)
    return last < 0 ? this.#line(from, end) : this.#lines(from, end)
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

  #lines(from: number, to: number): string {
    const text = this.#text(from, to)
    this.#file.steps.spend(text.length + 1)
    return text
  }

  /** One that may be over the limit. */
  #line(from: number, to: number): string {
    const given = this.#head + this.#text(from, to)
    const text = withoutReturn(given)
    const length = text.length + this.#dropped
    this.#head = ''
    this.#dropped = 0
    this.#file.steps.spend(text.length + 1)
    if (length <= LIMITS.line.most) return given
    this.#file.warn(`line ${this.#file.line + 1} has ${grouped(length)} characters: its middle is not looked at`)
    const half = LIMITS.line.most / 2
    return `${text.slice(0, half)} [${grouped(length - 2 * half)} characters] ${text.slice(-half)}`
  }

  #text(from: number, to: number): string {
    return decode(this.#bytes, this.#ascii ? 'latin1' : this.#encoding, from, to)
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
