import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { told } from '../../sim/foreign/terminal.ts'
import type { Shelf } from '../../sim/pipeline/merged.ts'
import type { Noted } from '../../sim/pipeline/records.ts'
import type { Line } from '../../sim/pipeline/stream.ts'
import { atPlace } from '../place.ts'

/**
 * Lines that wait on the disk until it is their turn, in one file that has no name: whatever ends the program, nothing of it
 * is left. Does not know what they say.
 */
export function shelfOnDisk(): Shelf & { readonly end: () => void } {
  let file: number | undefined
  let size = 0
  const write = (text: string): void => {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; ) at += writeSync(file!, bytes, at, bytes.length - at, size + at)
    size += bytes.length
  }
  return {
    keep(lines) {
      const from = size
      atPlace(told`cannot write to ${tmpdir()}, where the lines of a fleet wait`, () => {
        file ??= unnamedFile()
        let waiting = ''
        for (const { record, text } of lines) {
          waiting += `${JSON.stringify([notedOf(record), text])}\n`
          if (waiting.length < CHUNK) continue
          write(waiting)
          waiting = ''
        }
        write(waiting)
      })
      return linesFrom(file!, from, size)
    },
    end() {
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

const CHUNK = 1 << 16
/** Each of the hosts has so much in memory. */
const READ = 1 << 14

function unnamedFile(): number {
  const folder = mkdtempSync(join(tmpdir(), 'lab1603-'))
  try {
    return openSync(join(folder, 'lines'), 'wx+')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a record is told by, and nothing of the machine. */
function notedOf(record: Noted): Noted {
  const { at, host, label } = record
  return record.kind === 'event'
    ? { kind: 'event', at, host, label, log: record.log, event: { number: record.event.number } }
    : { kind: record.kind, at, host, label, path: record.path, line: record.line }
}

function* linesFrom(file: number, from: number, to: number): Generator<Line<Noted>> {
  const bytes = Buffer.alloc(READ)
  let pieces: Buffer[] = []
  for (let at = from; at < to; ) {
    const read = readSync(file, bytes, 0, Math.min(READ, to - at), at)
    at += read
    let begin = 0
    for (let end = bytes.indexOf(LINE_FEED); end >= 0 && end < read; end = bytes.indexOf(LINE_FEED, begin)) {
      const [record, text] = JSON.parse(Buffer.concat([...pieces, bytes.subarray(begin, end)]).toString('utf8'))
      pieces = []
      begin = end + 1
      yield { record, text }
    }
    pieces.push(Buffer.from(bytes.subarray(begin, read)))
  }
}

const LINE_FEED = 10
