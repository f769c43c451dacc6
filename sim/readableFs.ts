import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs'
import { withoutEnd } from '../model/words/ends.ts'
import type { FileStats, ReadableFs } from './disk.ts'
import { grouped, type Limit } from './limits.ts'

/**
 * The one way in which a file that somebody names is opened: it is a regular file, and only so much of it is read as its
 * kind may have. A pipe would keep whoever opens it, a device has no end. Does not know what is in it.
 */

export type { FileStats, ReadableFs } from './disk.ts'

export const realDisk: ReadableFs = { readdirSync, statSync, realpathSync, openSync, fstatSync, readSync, closeSync }

/** It is there and cannot be read as a file: the end of a sentence that begins with its name. */
export class UnreadableError extends Error {}

/** Both separators name the same folders; results show one. */
export function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${withoutEnd(folder, '\\/')}/${name}`
}

/** Not so for what only looks like one: a folder, a pipe that nobody writes to. */
export function isFile(fs: ReadableFs, path: string): boolean {
  try {
    return fs.statSync(path).isFile()
  } catch (error) {
    if (NOTHING_THERE.has((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

const NOTHING_THERE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR'])

/** Whatever takes its place meanwhile is not waited for. Windows has no such flag. */
const AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)
/** Of a piece there are copies for a while; a beginning by which a file is recognised has to be in the first. */
const PIECE = 512 * 1024

/**
 * The bytes of a regular file, a piece at a time and each valid until the next. A file that grows meanwhile ends where it
 * ended at first.
 * @throws UnreadableError where it is none, and what the file system says
 */
export function* piecesOf(fs: ReadableFs, path: string): Generator<Uint8Array> {
  refuseOthers(fs.statSync(path))
  const file = fs.openSync(path, AT_ONCE)
  try {
    const stats = fs.fstatSync(file)
    refuseOthers(stats)
    yield* piecesFrom(fs, file, Number(stats.size))
  } finally {
    fs.closeSync(file)
  }
}

function refuseOthers(stats: FileStats): void {
  if (stats.isDirectory()) throw new UnreadableError('is a folder')
  if (!stats.isFile()) throw new UnreadableError('is no regular file')
}

function* piecesFrom(fs: ReadableFs, file: number, size: number): Generator<Uint8Array> {
  const piece = Buffer.alloc(Math.min(PIECE, size))
  for (let at = 0; at < size; ) {
    const read = fs.readSync(file, piece, 0, Math.min(piece.length, size - at), at)
    if (read === 0) return
    at += read
    yield piece.subarray(0, read)
  }
}

/**
 * What comes through a descriptor that was open at the start, such as stdin. Waits for whoever writes to a pipe; a piece is as
 * large as that of a file.
 */
export function* piecesOfStream(fs: ReadableFs, descriptor: number): Generator<Uint8Array> {
  const piece = Buffer.alloc(PIECE)
  let size = 0
  for (let read = readSome(fs, descriptor, piece); read > 0; read = readSome(fs, descriptor, piece.subarray(size))) {
    size += read
    if (size < PIECE) continue
    yield piece
    size = 0
  }
  if (size > 0) yield piece.subarray(0, size)
}

function readSome(fs: ReadableFs, descriptor: number, piece: Uint8Array): number {
  for (;;) {
    try {
      return fs.readSync(descriptor, piece, 0, piece.length, null)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      // The end of a pipe on Windows.
      if (code === 'EOF') return 0
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE)
    }
  }
}

/** Milliseconds between two looks at a pipe that has nothing. */
const PAUSE = 10

/** @throws UnreadableError where it is no regular file, or a larger one; and what the file system says */
export function readBytes(fs: ReadableFs, path: string, limit: Limit): Buffer {
  return together(piecesOf(fs, path), limit)
}

/** @throws UnreadableError where there are more */
export function together(pieces: Iterable<Uint8Array>, { most, unit }: Limit): Buffer {
  const kept: Buffer[] = []
  let size = 0
  for (const piece of pieces) {
    size += piece.length
    if (size > most) throw new UnreadableError(`has more than ${grouped(most)} ${unit}`)
    kept.push(Buffer.from(piece))
  }
  return kept.length === 1 ? kept[0]! : Buffer.concat(kept)
}
