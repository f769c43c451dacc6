import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { KEY_BYTES } from '../sim/classroom/sealed.ts'
import { told } from '../sim/foreign/terminal.ts'
import { INPUT_LIMITS, type Limit } from '../sim/limits.ts'
import { readBytes, realDisk } from '../sim/readableFs.ts'
import { EXIT, Stop } from './exit.ts'
import { isFolder } from './input.ts'
import type { NewFile } from './newFiles.ts'
import { atPlace } from './place.ts'

/** Sealed labs and the trainer's key as files. Does not know what is in a lab. */

export const LAB = /\.lab$/i

/** Files that were named, and those of folders, in the order of their names. */
export function filesIn(paths: readonly string[], isWanted: RegExp): string[] {
  return paths.flatMap(path =>
    atPlace(told`cannot read ${path}`, () =>
      isFolder(path)
        ? readdirSync(path)
            .filter(name => isWanted.test(name))
            .sort()
            .map(name => join(path, name))
        : [path],
    ),
  )
}

/** The same, each file once however often it is named; there has to be one. @throws Stop where there is none */
export function someIn(paths: readonly string[], isWanted: RegExp, what: string): string[] {
  const files = [
    ...new Map(
      filesIn(paths, isWanted)
        .map(path => [sameFor(path), path] as const)
        .reverse(),
    ).values(),
  ].reverse()
  if (files.length === 0) throw new Stop(EXIT.unusable, told`there is no ${what} in ${paths.join(', ')}`)
  return files
}

const sameFor = (path: string): string => (existsSync(path) ? realpathSync(path) : path)

/** @throws Stop where it is none, or larger than any */
export const bytesAt = (path: string, limit: Limit): Buffer =>
  atPlace(told`cannot read ${path}`, () => readBytes(realDisk, path, limit))

/** The same. */
export const textAt = (path: string, limit: Limit): string => bytesAt(path, limit).toString('utf8')

/** A key as a file: bytes in hex, and nothing else. */
const KEY = new RegExp(`^[0-9a-f]{${2 * KEY_BYTES}}\\s*$`, 'i')

/** @throws Stop where no key is */
export function keyAt(path: string): Uint8Array {
  const text = textAt(path, INPUT_LIMITS.key)
  if (!KEY.test(text)) {
    throw new Stop(EXIT.unusable, told`${path}:1:1 it is no key: ${2 * KEY_BYTES} digits from 0 to f`)
  }
  return Buffer.from(text.trim(), 'hex')
}

/** One that nobody can guess: the only thing here that chance decides. */
export const newKey = (): Uint8Array => randomBytes(KEY_BYTES)

/** For nobody else to read. */
export const keyFile = (path: string, key: Uint8Array): NewFile => ({
  path,
  bytes: Buffer.from(`${Buffer.from(key).toString('hex')}\n`),
  mode: 0o600,
})

export const isKeyThere = (path: string): boolean => existsSync(path)
