import { fstatSync, writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { jsonForTerminal, type Shown, told } from '../sim/foreign/terminal.ts'
import { EXIT, Stop } from './exit.ts'
import { isPlaceTrouble, wordsFor } from './place.ts'
import { SCHEMA_VERSION } from './version.ts'

/**
 * Where text goes: data to stdout, everything else to stderr. Data arrives whole, or the exit code says that it has not;
 * only a reader that has gone is no trouble. Nothing else writes to either. Does not know of a stdout that was closed before the start: Node opens the
 * null device in its place.
 */

/** @throws Stop where stdout is a file that does not take it */
export function print(text: Shown): void {
  const whole = ended(text)
  if (isFile(STDOUT)) writeWhole(STDOUT, Buffer.from(whole))
  else process.stdout.write(whole)
}

/** The one object of `--json`. */
export function printJson(content: object): void {
  print(jsonForTerminal(JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...content }, undefined, 2)))
}

/** One object of several, each on a line of its own. */
export function printRow(content: object): void {
  print(jsonForTerminal(JSON.stringify({ schemaVersion: SCHEMA_VERSION, ...content })))
}

export function note(text: Shown): void {
  process.stderr.write(ended(text))
}

/** Whoever read stdout has gone. */
export class ReaderGone extends Error {}

let passage: Socket | undefined

/**
 * Bytes that are no text for a person, for a reader that is no terminal: kept when they are on their way, so that nobody
 * hands over more than is read. A pipe is written to without waiting, or nothing else could happen while its reader stands still.
 * @throws ReaderGone, and Stop where stdout is a file that does not take it
 */
export async function pass(bytes: Uint8Array): Promise<void> {
  if (isFile(STDOUT)) {
    writeWhole(STDOUT, bytes)
    return
  }
  passage ??= new Socket({ fd: STDOUT, readable: false, writable: true }).on('error', () => {})
  const stream = passage
  await new Promise<void>((taken, refused) => {
    stream.write(bytes, error => (error ? refused(new ReaderGone()) : taken()))
  })
}

/** What is still on its way there is given up. */
export function cutPassage(): void {
  passage?.destroy()
}

/** What moves the cursor of a terminal: drawing, and no line of its own. */
export function steer(stream: NodeJS.WriteStream, codes: Shown): void {
  stream.write(codes)
}

const ended = (text: Shown): string => (text.endsWith('\n') ? text : `${text}\n`)

const STDOUT = 1

/** A file, or a device that is no terminal. */
function isFile(fd: number): boolean {
  if (process.stdout.isTTY) return false
  const stat = fstatSync(fd)
  return !stat.isFIFO() && !stat.isSocket()
}

/** A file takes what there is room for, and Node's own stream for files takes that for all. */
function writeWhole(fd: number, bytes: Uint8Array): void {
  try {
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done)
  } catch (error) {
    throw isPlaceTrouble(error) ? lost(error) : error
  }
}

const lost = (error: NodeJS.ErrnoException): Stop =>
  new Stop(EXIT.unusable, told`cannot write to stdout: ${wordsFor(error)}`)

/** Whoever reads may stop reading: `lab1603 list | head -1` ends without a word. */
const READER_GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ECONNRESET'])

/** What a pipe or a terminal says later. Of trouble with stderr nobody could be told. */
export function watchStreams(): void {
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (READER_GONE.has(error.code)) return
    const { code, message } = lost(error)
    note(message)
    process.exit(code)
  })
}
