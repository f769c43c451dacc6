import { WIN32 } from '../words/systemErrors.ts'
import type { Change } from './change.ts'
import type { Host } from './host.ts'
import { clockTime, fileAt, keyPath, registryKey, registryValue, spelled, within } from './machine.ts'
import { fold, isKeyWithin, parentOf } from './names.ts'
import type { FileContent, FileNode, RegistryData, RegistryKey, RegistryType } from './parts.ts'

/**
 * The system calls of the simulation: each makes a change value from the machine as it stands and attempts it. All
 * return a Win32 error, 0 when done. Whether a change may happen, the host says.
 */

/** Something through which changes are attempted: the host itself, or a transaction that also keeps a journal. */
export type AttemptChange = (change: Change) => number

export interface NewFile {
  readonly size?: number
  readonly version?: string
  readonly languages?: readonly number[]
  readonly hash?: string
  readonly content?: FileContent
  readonly attributes?: string
  /** Of a copy, which keeps the time of what it was made from; otherwise now. */
  readonly modified?: number
}

/** Creates or overwrites a file. */
export function writeFile(
  host: Host,
  path: string,
  file: NewFile,
  attempt: AttemptChange = c => host.attempt(c),
): number {
  const before = fileAt(host.machine, path)
  const node: FileNode = {
    path: before?.path ?? spelled(host.machine, path),
    folder: false,
    size: file.size ?? sizeOf(file.content),
    created: before?.created ?? clockTime(host.machine),
    modified: file.modified ?? clockTime(host.machine),
    attributes: file.attributes ?? before?.attributes ?? '',
    ...(file.version !== undefined && { version: file.version }),
    ...(file.languages !== undefined && { languages: file.languages }),
    ...(file.hash !== undefined && { hash: file.hash }),
    ...(file.content !== undefined && { content: file.content }),
  }
  return attempt({ kind: 'file', path: node.path, before, after: node })
}

function sizeOf(content: FileContent | undefined): number {
  return content?.kind === 'text' ? content.text.length : 0
}

/** Adds text to the end of a text file, which is created if need be. */
export function appendText(host: Host, path: string, text: string): number {
  const before = fileAt(host.machine, path)?.content
  const whole = before?.kind === 'text' ? before.text + text : text
  return writeFile(host, path, { content: { kind: 'text', text: whole } })
}

/** Creates a folder and those above it; one that is there is no error. */
export function makeFolder(
  host: Host,
  path: string,
  attempt: AttemptChange = c => host.attempt(c),
  attributes = '',
): number {
  const there = fileAt(host.machine, path)
  if (there) return there.folder ? WIN32.SUCCESS : WIN32.ALREADY_EXISTS
  const parent = parentOf(path)
  if (parent === undefined) return WIN32.PATH_NOT_FOUND
  const error = makeFolder(host, parent, attempt)
  if (error) return error === WIN32.ALREADY_EXISTS ? WIN32.PATH_NOT_FOUND : error
  const now = clockTime(host.machine)
  const node: FileNode = {
    path: spelled(host.machine, path),
    folder: true,
    size: 0,
    created: now,
    modified: now,
    attributes,
  }
  return attempt({ kind: 'file', path: node.path, before: undefined, after: node })
}

export function deleteFile(host: Host, path: string, attempt: AttemptChange = c => host.attempt(c)): number {
  const before = fileAt(host.machine, path)
  if (!before) return WIN32.FILE_NOT_FOUND
  return attempt({ kind: 'file', path: before.path, before, after: undefined })
}

/** Deletes a folder and what is below it, deepest first; stops at the first error. */
export function deleteTree(host: Host, path: string): number {
  for (const node of within(host.machine, path).reverse()) {
    const error = deleteFile(host, node.path)
    if (error) return error
  }
  return deleteFile(host, path)
}

export function renameFile(
  host: Host,
  from: string,
  to: string,
  attempt: AttemptChange = c => host.attempt(c),
): number {
  return attempt({ kind: 'rename', from: spelled(host.machine, from), to })
}

// ------------------------------------------------------------------------------------------------------ registry

export function createKey(host: Host, key: string, attempt: AttemptChange = c => host.attempt(c)): number {
  const path = keyPath(key)
  if (registryKey(host.machine, path)) return WIN32.SUCCESS
  const parent = parentOf(path)
  const error = parent === undefined ? WIN32.SUCCESS : createKey(host, parent, attempt)
  return error || attempt({ kind: 'key', path, before: undefined, after: true })
}

export function setValue(
  host: Host,
  key: string,
  name: string,
  type: RegistryType,
  data: RegistryData,
  attempt: AttemptChange = c => host.attempt(c),
): number {
  const error = createKey(host, key, attempt)
  if (error) return error
  const before = registryValue(host.machine, key, name)
  return attempt({ kind: 'value', key: keyPath(key), name, before, after: { name, type, data } })
}

export function deleteValue(
  host: Host,
  key: string,
  name: string,
  attempt: AttemptChange = c => host.attempt(c),
): number {
  const before = registryValue(host.machine, key, name)
  if (!before) return WIN32.FILE_NOT_FOUND
  return attempt({ kind: 'value', key: keyPath(key), name, before, after: undefined })
}

/** Deletes a key with its values and sub-keys. */
export function deleteKey(host: Host, key: string, attempt: AttemptChange = c => host.attempt(c)): number {
  const start = fold(keyPath(key))
  const keys: RegistryKey[] = []
  for (const [path, entry] of host.machine.registry) if (isKeyWithin(path, start)) keys.push(entry)
  if (keys.length === 0) return WIN32.FILE_NOT_FOUND
  for (const entry of keys.sort((a, b) => b.path.length - a.path.length)) {
    for (const value of [...entry.values.values()]) {
      const error = attempt({ kind: 'value', key: entry.path, name: value.name, before: value, after: undefined })
      if (error) return error
    }
    const error = attempt({ kind: 'key', path: entry.path, before: true, after: undefined })
    if (error) return error
  }
  return WIN32.SUCCESS
}
