import { hash } from 'node:crypto'
import { closeSync, existsSync, fsyncSync, openSync, statSync, truncateSync, writeSync } from 'node:fs'
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
  append(entry: Header | Action): void
  close(): void
}

/** What there is of a session; nothing where no file is. @throws Stop where the file is another one */
export function storedSession(path: string): Written {
  if (!existsSync(path)) return NOTHING_WRITTEN
  const bytes = atPlace(told`cannot read ${path}`, () => readBytes(realDisk, path, INPUT_LIMITS.session))
  const read = readSession(bytes)
  if ('why' in read) throw new Stop(EXIT.unusable, told`${path}:${read.line}:1 ${read.why}`)
  if (bytes.length > read.whole) note(told`${path}: the last line was cut off and is dropped`)
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

/** Goes on behind what stands of the file. */
export function sessionFile(path: string, { whole }: Written): SessionFile {
  const file = atPlace(told`cannot write ${path}`, () => {
    if (existsSync(path) && statSync(path).size > whole) truncateSync(path, whole)
    return openSync(path, 'a')
  })
  return {
    append(entry) {
      atPlace(told`cannot write ${path}`, () => {
        const bytes = Buffer.from(lineOf(entry))
        for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
        fsyncSync(file)
      })
    },
    close: () => closeSync(file),
  }
}

/** What a session calls its scenario by. */
export const digestOf = (scenarioText: string): string => hash('sha256', scenarioText)

/** Where nobody asked for a file. */
export const UNKEPT: SessionFile = { append() {}, close() {} }
