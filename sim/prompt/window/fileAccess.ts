import { PRODUCT_SOURCE } from '../../../model/exchange/server.ts'
import { appendText, writeFile } from '../../../model/machine/calls.ts'
import { childrenOf, fileAt, within } from '../../../model/machine/machine.ts'
import { driveOf, fold, isWithin, joinPath, leafOf, parentOf, printed } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { mayRead } from '../../../model/machine/verdict.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { asListed, renderFile } from '../../forms/contents.ts'
import type { Rendered } from '../../forms/kinds.ts'
import { fullPath, machineOf, type PromptSession } from './session.ts'

/**
 * What the commands on files of both shells share. All functions that change something return a Win32 error, 0 when
 * done, and change files through the host only. Prints nothing: what an error is called is known to the shell.
 */

const BAD_NAME = 123
const BAD_DIRECTORY = 267
const NOT_EMPTY = 145

/** Can a file of this name be made at all? A drive must be there, and names may not hold some characters. */
export function mayCreate(session: PromptSession, path: string): number {
  if (!/^[A-Z]:/.test(path)) return WIN32.PATH_NOT_FOUND
  if (/[<>:"|?*]|\p{Cc}/u.test(path.slice(2))) return BAD_NAME
  if (!fileAt(machineOf(session), driveOf(path))) return WIN32.PATH_NOT_FOUND
  if (isOnMedium(path)) return WIN32.WRITE_PROTECT
  return fileAt(machineOf(session), path)?.folder || /^[A-Z]:$/.test(path) ? WIN32.ACCESS_DENIED : WIN32.SUCCESS
}

/** On the medium of the product nothing is made, changed or deleted. */
const isOnMedium = (path: string): boolean => driveOf(path) === driveOf(PRODUCT_SOURCE)

/** Why a path leads nowhere: no such file in its folder, or no such folder. */
export function missing(session: PromptSession, path: string): number {
  const parent = parentOf(path)
  const there = parent !== undefined && fileAt(machineOf(session), parent)?.folder === true
  return there ? WIN32.FILE_NOT_FOUND : WIN32.PATH_NOT_FOUND
}

export const hasWildcard = (path: string): boolean => /[*?]/.test(leafOf(path))

/** `*.log` as a test of names; `*.*` is everything, also what has no dot. */
export function wildcard(pattern: string): (name: string) => boolean {
  if (pattern === '*.*' || pattern === '*') return () => true
  const parts = fold(pattern).split(/\*+/)
  return name => fits(fold(name), parts)
}

/** The first part begins the name, the last ends it, and each between them is where it is found first: no way back. */
function fits(name: string, parts: readonly string[]): boolean {
  const [first = '', ...others] = parts
  const last = others.pop()
  if (last === undefined) return name.length === first.length && standsAt(name, first, 0)
  const end = name.length - last.length
  let from = first.length
  if (from > end || !standsAt(name, first, 0) || !standsAt(name, last, end)) return false
  for (const part of others) {
    while (from + part.length <= end && !standsAt(name, part, from)) from++
    from += part.length
  }
  return from <= end
}

/** `?` is any character. */
function standsAt(name: string, part: string, at: number): boolean {
  for (let i = 0; i < part.length; i++) if (part[i] !== '?' && part[i] !== name[at + i]) return false
  return true
}

/** What a typed path names: the file, the folder, or everything that a pattern finds in a folder. */
export function nodesNamed(session: PromptSession, typed: string): FileNode[] {
  const path = fullPath(session, typed)
  if (!hasWildcard(path)) {
    const node = fileAt(machineOf(session), path)
    return node ? [node] : []
  }
  const test = wildcard(leafOf(path))
  return childrenOf(machineOf(session), parentOf(path) ?? path).filter(node => test(leafOf(node.path)))
}

/** What a list leaves out unless it is asked for: hidden, or of the system. */
export const isHidden = ({ attributes }: FileNode): boolean => /[HS]/.test(attributes)

/** Goes to a folder. */
export function changeFolder(session: PromptSession, typed: string): number {
  const path = fullPath(session, typed)
  const node = fileAt(machineOf(session), path)
  if (!node) return WIN32.PATH_NOT_FOUND
  if (!node.folder) return BAD_DIRECTORY
  session.folders.set(driveOf(session.folder), session.folder)
  session.folder = node.path
  return WIN32.SUCCESS
}

/** The lines of a file as `type` shows them; a number is a Win32 error, undefined: the model has no contents for it. */
export function readLines(session: PromptSession, path: string): readonly string[] | number | undefined {
  const rendered = readFile(session, path)
  if (rendered === undefined || typeof rendered === 'number') return rendered
  const text = Buffer.from(rendered.bytes).toString(rendered.encoding === 'utf-8' ? 'utf8' : 'utf16le')
  return rowsOf(text.replace(/^\ufeff/, ''))
}

/** The same for a program that knows no Unicode: every other byte of UTF-16 is in its way. */
export function readByteLines(session: PromptSession, path: string): readonly string[] | number | undefined {
  const rendered = readFile(session, path)
  if (rendered === undefined || typeof rendered === 'number' || rendered.encoding === 'utf-8') {
    return typeof rendered === 'object' ? readLines(session, path) : rendered
  }
  return rowsOf(Buffer.from(rendered.bytes).toString('latin1')).map(row => row.replace(/(?!\t)\p{Cc}/gu, ' '))
}

function readFile(session: PromptSession, path: string): Rendered | number | undefined {
  const node = fileAt(machineOf(session), path)
  if (!node) return missing(session, path)
  if (node.folder) return WIN32.ACCESS_DENIED
  const error = mayRead(machineOf(session), path)
  if (error) return error
  const rendered = renderFile(machineOf(session), session.recorder.facts, node)
  return rendered?.encoding === 'binary' ? undefined : rendered
}

function rowsOf(text: string): readonly string[] {
  const rows = text.split(/\r?\n/)
  return rows.at(-1) === '' ? rows.slice(0, -1) : rows
}

/** One file with everything that the model knows of it. */
export function copyFile(session: PromptSession, from: FileNode, to: string): number {
  const refused = mayRead(machineOf(session), from.path) || mayCreate(session, to)
  if (refused) return refused
  const { size, modified, version, hash, content } = asListed(session.recorder, from)
  session.recorder.transfer(size)
  return writeFile(session.recorder, to, {
    size,
    modified,
    ...(version !== undefined && { version }),
    ...(hash !== undefined && { hash }),
    ...(content && { content }),
  })
}

/** Renames or moves; a file cannot go where there is one, nor a folder into itself. */
export function moveNode(session: PromptSession, from: FileNode, to: string): number {
  if (isOnMedium(from.path)) return WIN32.WRITE_PROTECT
  const target = fileAt(machineOf(session), to)
  if (target && fold(target.path) !== fold(from.path)) return WIN32.ALREADY_EXISTS
  const refused = target ? WIN32.SUCCESS : mayCreate(session, to)
  if (refused) return refused
  if (fold(to) !== fold(from.path) && isWithin(to, from.path)) return WIN32.SHARING_VIOLATION
  if (from.folder && isWithin(session.folder, from.path)) return WIN32.SHARING_VIOLATION
  if (from.folder && driveOf(from.path) !== driveOf(to)) return WIN32.ACCESS_DENIED
  if (driveOf(from.path) !== driveOf(to)) return copyFile(session, from, to) || removeNode(session, from)
  return session.recorder.attempt({ kind: 'rename', from: from.path, to })
}

/** A file, or an empty folder in which nobody stands. */
export function removeNode(session: PromptSession, node: FileNode): number {
  if (node.folder && childrenOf(machineOf(session), node.path).length > 0) return NOT_EMPTY
  return removeEmpty(session, node)
}

export interface Refused {
  readonly path: string
  readonly error: number
}

/** A folder with everything below, as far as it can go; what stayed, and why. */
export function removeTree(session: PromptSession, folder: string): Refused[] {
  const refused: Refused[] = []
  const node = fileAt(machineOf(session), folder)
  const nodes = [...(node ? [node] : []), ...within(machineOf(session), folder)]
  for (const each of nodes.reverse()) {
    const kept = refused.some(r => r.path !== each.path && isWithin(r.path, each.path))
    const error = kept ? NOT_EMPTY : removeEmpty(session, each)
    if (error) refused.push({ path: each.path, error })
  }
  return refused.filter(r => r.error !== NOT_EMPTY)
}

function removeEmpty(session: PromptSession, node: FileNode): number {
  if (node.folder && isWithin(session.folder, node.path)) return WIN32.SHARING_VIOLATION
  if (parentOf(node.path) === undefined) return WIN32.ACCESS_DENIED
  if (isOnMedium(node.path)) return WIN32.WRITE_PROTECT
  return session.recorder.attempt({ kind: 'file', path: node.path, before: node, after: undefined })
}

/** Sets or takes letters of `attrib`. */
export function changeAttributes(session: PromptSession, node: FileNode, change: ReadonlyMap<string, boolean>): number {
  const attributes = [...'HRS'].filter(letter => change.get(letter) ?? node.attributes.includes(letter)).join('')
  if (attributes === [...'HRS'].filter(letter => node.attributes.includes(letter)).join('')) return WIN32.SUCCESS
  if (isOnMedium(node.path)) return WIN32.WRITE_PROTECT
  return session.recorder.attempt({ kind: 'file', path: node.path, before: node, after: { ...node, attributes } })
}

/** Where a copy or a move ends: in a folder under its old name, otherwise where it was told. */
export function destinationOf(session: PromptSession, from: FileNode, typed: string): string {
  const path = fullPath(session, typed)
  const isFolder = fileAt(machineOf(session), path)?.folder === true || /[\\/]"?\s*$/.test(typed)
  return isFolder ? joinPath(printed(path), leafOf(from.path)) : path
}

/** Text into a file, new or at its end. */
export function writeRows(session: PromptSession, path: string, rows: readonly string[], append: boolean): number {
  const text = rows.map(row => `${row}\r\n`).join('')
  const refused = mayCreate(session, path)
  if (refused) return refused
  return append
    ? appendText(session.recorder, path, text)
    : writeFile(session.recorder, path, { content: { kind: 'text', text } })
}
