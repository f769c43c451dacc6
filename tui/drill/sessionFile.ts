import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import {
  type Action,
  HEADER_BEGINS,
  type Header,
  lineOf,
  NOTHING_WRITTEN,
  readSession,
  type Written,
} from '../../sim/drill/session.ts'
import { beside, type Shown, told } from '../../sim/foreign/terminal.ts'
import { INPUT_LIMITS } from '../../sim/limits.ts'
import { makeParents, writableDisk } from '../../sim/place/disk.ts'
import { readBytes, realDisk } from '../../sim/readableFs.ts'
import { EXIT, Stop } from '../exit.ts'
import { note } from '../output.ts'
import { atPlace, isPlaceTrouble, wordsFor } from '../place.ts'

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
  const where = read.header?.exam ? 'an exam' : 'a session'
  for (const line of read.ignored)
    note(told`${path}:${line}:1 this is nothing that somebody does in ${where}; it is ignored`)
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
export function sessionFile(path: string, stored: Written): SessionFile {
  let kept = atPlace(told`cannot write ${path}`, () => opened(path, stored))
  return {
    get path() {
      return kept.path
    },
    append(entry) {
      const act = (): void => {
        kept = appended(kept, Buffer.from(lineOf(entry)))
      }
      atPlace(told`cannot write ${kept.path}`, act, 'kind' in entry ? NOT_DONE : told``)
    },
    close: () => closeSync(kept.file),
  }
}

/** Nothing comes of a line that is not on the disk. */
const NOT_DONE = told`; the last line was not done: free the room it needs, and the same command goes on from the line before`

/** A name for the file, as it is told and as it holds wherever this program stands. */
interface Place {
  readonly path: string
  readonly real: string
}

interface Kept extends Place {
  readonly file: number
  /** All that was written: the file holds nothing else as long as nobody else writes to it. */
  readonly bytes: Buffer
  /** Where it goes on when nothing can be written there any more. */
  readonly otherwise: Place
}

function opened(path: string, { whole, unended }: Written): Kept {
  const real = join(realpathSync(dirname(path)), basename(path))
  if (existsSync(path) && statSync(path).size > whole) truncateSync(path, whole)
  const file = openSync(path, 'a+')
  if (unended) write(file, Buffer.from('\n'))
  const name = basename(path)
  return { path, real, file, bytes: contentOf(file), otherwise: { path: name, real: join(process.cwd(), name) } }
}

function write(file: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
  fsyncSync(file)
}

function appended(kept: Kept, line: Buffer): Kept {
  const bytes = Buffer.concat([kept.bytes, line])
  const trouble = troubleWith(kept) ?? unlessRefused(() => write(kept.file, line))
  return trouble ? anew({ ...kept, bytes }, trouble) : { ...kept, bytes }
}

// --------------------------------------------------------------------------- taken away, or become another's, meanwhile

/** What has become of the file, as the middle of a sentence. */
function troubleWith({ real, file, bytes }: Kept): Shown | undefined {
  let there: ReturnType<typeof statSync>
  try {
    there = statSync(real, { throwIfNoEntry: false })
  } catch (error) {
    if (isPlaceTrouble(error)) return told`it cannot be reached any more: ${wordsFor(error)}`
    throw error
  }
  if (!there) return told`it was removed`
  const own = fstatSync(file)
  if (there.ino !== own.ino || there.dev !== own.dev) return told`another file stands there now`
  return own.size === bytes.length && contentOf(file).equals(bytes) ? undefined : told`somebody else has written to it`
}

function unlessRefused(act: () => void): Shown | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    if (isPlaceTrouble(error)) return refusedWith(error)
    throw error
  }
}

const refusedWith = (error: NodeJS.ErrnoException): Shown => told`it cannot be written: ${wordsFor(error)}`

/** All of it once more: there or, where a file stands, beside it; otherwise in the folder in which this program was started. */
function anew(kept: Kept, trouble: Shown): Kept {
  const [at, refused] = firstWritten(kept)
  closeSync(kept.file)
  const where = at.path === kept.path ? told`it is there again` : told`the session goes on in ${at.path}`
  const why = refused && refused !== trouble ? beside(told`, and `, refused) : told``
  note(beside(told`${kept.path}: `, trouble, why, told`; `, where, told`, with all that was done before`))
  return { ...kept, ...at }
}

/** With the reason where it is not the first place. @throws what the file system says of the last */
function firstWritten({ path, real, otherwise, bytes }: Kept): [Place & { file: number }, Shown | undefined] {
  try {
    return [writtenAt({ path, real }, bytes), undefined]
  } catch (error) {
    if (!isPlaceTrouble(error)) throw error
    return [writtenAt(otherwise, bytes), refusedWith(error)]
  }
}

function writtenAt(place: Place, bytes: Buffer): Place & { file: number } {
  makeParents(writableDisk, dirname(place.real))
  const free = firstFree(place)
  try {
    write(free.file, bytes)
    return free
  } catch (error) {
    closeSync(free.file)
    rmSync(free.real, { force: true })
    throw error
  }
}

/** `NAME`, `NAME-2` and so on: whatever stands somewhere stays. */
function firstFree({ path, real }: Place): Place & { file: number } {
  for (let number = 1; ; number++) {
    const free = { path: numbered(path, number), real: numbered(real, number) }
    try {
      return { ...free, file: openSync(free.real, 'ax+') }
    } catch (error) {
      if (!isPlaceTrouble(error) || error.code !== 'EEXIST') throw error
    }
  }
}

function numbered(path: string, number: number): string {
  const extension = extname(path)
  return number === 1 ? path : `${path.slice(0, path.length - extension.length)}-${number}${extension}`
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
