import { fileAt, type Machine } from '../machine/machine.ts'
import { mayRead } from '../machine/verdict.ts'
import { WIN32 } from '../words/systemErrors.ts'
import { md5 } from './md5.ts'

/**
 * Functions of the installer that programs call: the hash and the version of a file, and how any of them hands out text.
 * What they say of their arguments stands on their pages; knows no package and no run.
 */

/** A buffer of the caller: without one the length is asked for, without a size nothing is. */
export interface TextBuffer {
  readonly given: boolean
  /** Characters that it holds, the end of the text included. */
  readonly size: number | undefined
}

/** `length`: of the whole text. `text`: what stands in the buffer now; undefined: what stood there before. */
export interface HandedOut {
  readonly error: number
  readonly length?: number
  readonly text?: string
}

/** A buffer that is too small takes what fits. */
export function handOut(text: string, { given, size }: TextBuffer): HandedOut {
  const { length } = text
  if (!given) return { error: WIN32.SUCCESS, ...(size !== undefined && { length }) }
  if (size === undefined) return { error: WIN32.INVALID_PARAMETER }
  if (size > length) return { error: WIN32.SUCCESS, length, text }
  return { error: WIN32.MORE_DATA, length, ...(size > 0 && { text: text.slice(0, size - 1) }) }
}

export interface FileVersion {
  readonly error: number
  readonly version?: HandedOut
  readonly language?: HandedOut
}

/** MsiGetFileVersion. The path is taken as it is, without a search. */
export function getFileVersion(
  machine: Machine,
  path: string | null,
  version: TextBuffer,
  language: TextBuffer,
): FileVersion {
  const unsized = [version, language].some(({ given, size }) => given && size === undefined)
  if (path === null || unsized) return { error: WIN32.INVALID_PARAMETER }
  const file = fileAt(machine, path)
  if (!file) return { error: WIN32.FILE_NOT_FOUND }
  if (file.version === undefined) return { error: WIN32.FILE_INVALID }
  const answers = {
    version: handOut(file.version, version),
    language: handOut((file.languages ?? [0]).join(','), language),
  }
  const error = [answers.version, answers.language].find(one => one.error !== WIN32.SUCCESS)?.error ?? WIN32.SUCCESS
  return { error, ...answers }
}

/** The size of MSIFILEHASHINFO: its own, and four numbers. */
const HASH_INFO_SIZE = 20

export interface FileHash {
  readonly error: number
  readonly parts?: readonly number[]
}

/** MsiGetFileHash. Options are reserved. */
export function getFileHash(
  machine: Machine,
  path: string | null,
  options: number,
  infoSize: number | undefined = HASH_INFO_SIZE,
): FileHash {
  if (path === null || options !== 0 || infoSize !== HASH_INFO_SIZE) return { error: WIN32.INVALID_PARAMETER }
  if (path === '') return { error: WIN32.PATH_NOT_FOUND }
  const error = mayRead(machine, path)
  if (error) return { error }
  const { content, hash = '' } = fileAt(machine, path)!
  return { error, parts: hashParts(content?.kind === 'text' ? content.text : hash) }
}

/**
 * Signed numbers, as a log and the MsiFileHash table have them; an empty file has zeros. One byte a character: of contents
 * that nobody reads only the identity is known, and that is hashed instead (modelled).
 */
export function hashParts(text: string): readonly number[] {
  if (text === '') return [0, 0, 0, 0]
  const known = hashes.get(text)
  if (known) return known
  const parts = md5(Uint8Array.from(text, character => character.charCodeAt(0)))
  if (text.length < 200) hashes.set(text, parts)
  return parts
}

/** Every run hashes the same identities; the memo only saves time. */
const hashes = new Map<string, readonly number[]>()
