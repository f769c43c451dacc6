import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { extname } from 'node:path'
import {
  type Action,
  HEADER_BEGINS,
  type Header,
  lineOf,
  NOTHING_WRITTEN,
  readSession,
  type Written,
} from '../../sim/drill/session.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { INPUT_LIMITS } from '../../sim/limits.ts'
import { readBytes, realDisk } from '../../sim/readableFs.ts'
import { EXIT, Stop } from '../exit.ts'
import { note } from '../output.ts'
import { atPlace } from '../place.ts'

/**
 * The file that a session is kept in: a line is on the disk before it is acted upon, so that whatever ends this program, only
 * the line that is being typed is lost. Does not know what a line says.
 */
export interface SessionFile {
  /** Where it is kept now; undefined: nowhere. */
  readonly path: string | undefined
  append(entry: Header | Action): void
  close(): void
}

/** What there is of a session; nothing where no file is. @throws Stop where the file is another one */
export function storedSession(path: string): Written {
  const read = sessionAt(path)
  if (read.cutOff) note(told`${path}: the last line was cut off and is dropped`)
  for (const line of read.ignored)
    note(told`${path}:${line}:1 this is nothing that somebody does in a session; it is ignored`)
  return read
}

/** Whether a file is one, by how it begins, whatever its name is. */
export function isSession(path: string): boolean {
  if (!existsSync(path) || !statSync(path).isFile()) return false
  const bytes = atPlace(told`cannot read ${path}`, () => readBytes(realDisk, path, INPUT_LIMITS.session))
  return Buffer.from(bytes.subarray(0, HEADER_BEGINS.length)).toString() === HEADER_BEGINS
}

/** The same without a word, for whoever looks while somebody writes. */
export function sessionAt(path: string): Written & { readonly cutOff: boolean } {
  if (!existsSync(path)) return { ...NOTHING_WRITTEN, cutOff: false }
  const bytes = atPlace(told`cannot read ${path}`, () => readBytes(realDisk, path, INPUT_LIMITS.session))
  const read = readSession(bytes)
  if ('why' in read) throw new Stop(EXIT.unusable, told`${path}:${read.line}:1 ${read.why}`)
  return { ...read, cutOff: bytes.length > read.whole }
}

/** Goes on behind what stands of the file. */
export function sessionFile(path: string, { whole }: Written): SessionFile {
  let kept = atPlace(told`cannot write ${path}`, () => {
    if (existsSync(path) && statSync(path).size > whole) truncateSync(path, whole)
    return { path, file: openSync(path, 'a+') }
  })
  return {
    get path() {
      return kept.path
    },
    append(entry) {
      atPlace(told`cannot write ${kept.path}`, () => {
        kept = stillThere(kept)
        write(kept.file, Buffer.from(lineOf(entry)))
      })
    },
    close: () => closeSync(kept.file),
  }
}

function write(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
  fsyncSync(file)
}

// --------------------------------------------------------------------------------------- removed or replaced meanwhile

interface Kept {
  readonly path: string
  readonly file: number
}

/** What somebody has taken away is written again, there or, where another file has come, beside it. */
function stillThere(kept: Kept): Kept {
  const there = statSync(kept.path, { throwIfNoEntry: false })
  const own = fstatSync(kept.file)
  if (there?.ino === own.ino && there.dev === own.dev) return kept
  const anew = firstFree(kept.path)
  write(anew.file, contentOf(kept.file))
  closeSync(kept.file)
  note(
    there
      ? told`${kept.path}: another file stands there now; the session goes on in ${anew.path}, with all that was done before`
      : told`${kept.path}: it was removed; it is there again, with all that was done before`,
  )
  return anew
}

function firstFree(path: string): Kept {
  const extension = extname(path)
  const stem = path.slice(0, path.length - extension.length)
  for (let number = 1; ; number++) {
    const free = number === 1 ? path : `${stem}-${number}${extension}`
    if (!existsSync(free)) return { path: free, file: openSync(free, 'ax+') }
  }
}

/** Of an open file, be its name gone. */
function contentOf(file: number): Buffer {
  const bytes = Buffer.alloc(fstatSync(file).size)
  for (let at = 0; at < bytes.length; ) {
    const read = readSync(file, bytes, at, bytes.length - at, at)
    if (read === 0) return bytes.subarray(0, at)
    at += read
  }
  return bytes
}

/** Where nobody asked for a file. */
export const UNKEPT: SessionFile = { path: undefined, append() {}, close() {} }
