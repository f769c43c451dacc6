import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

/** As much of Node's `fs` as writing takes. Nothing here follows a link but `realpathSync`, and nothing removes a full folder. */
export interface Disk {
  lstatSync(
    path: string,
  ): Entry & { readonly ino: number; readonly size: number; readonly mtimeMs: number; readonly ctimeMs: number }
  readdirSync(path: string, options: { readonly withFileTypes: true }): (Entry & { readonly name: string })[]
  readFileSync(path: string): Buffer
  realpathSync(path: string): string
  mkdirSync(path: string): unknown
  renameSync(from: string, to: string): void
  rmdirSync(path: string): void
  unlinkSync(path: string): void
  utimesSync(path: string, accessed: number, modified: number): void
  writeFileSync(path: string, bytes: Uint8Array, options: { readonly flag: 'wx' }): void
}

export interface Entry {
  isDirectory(): boolean
  isFile(): boolean
  isSymbolicLink(): boolean
}

export const writableDisk: Disk = {
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
}

// -------------------------------------------------------------------------------------------------------- looking

export type Refusal = NodeJS.ErrnoException['code']

export function refusalOf(error: unknown): Refusal {
  return (error as NodeJS.ErrnoException | undefined)?.code
}

/** What stands at a place, be it a link that leads nowhere; undefined: nothing. */
export function entryAt(disk: Disk, path: string): ReturnType<Disk['lstatSync']> | undefined {
  try {
    return disk.lstatSync(path)
  } catch (error) {
    if (NOTHING.has(refusalOf(error))) return undefined
    throw error
  }
}

/** Nothing can be in a file, or under a name that is too long. */
const NOTHING: ReadonlySet<Refusal> = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'])

export function fits(disk: Disk, path: string): boolean {
  try {
    disk.lstatSync(path)
    return true
  } catch (error) {
    return refusalOf(error) !== 'ENAMETOOLONG'
  }
}

export function isThere(disk: Disk, path: string): boolean {
  return entryAt(disk, path) !== undefined
}

/** In the same order on every disk. */
export function entriesOf(disk: Disk, folder: string): ReturnType<Disk['readdirSync']> {
  return disk.readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
}

// ----------------------------------------------------------------------------------------------- making and removing

/** Folders that were made, the outer ones first. One by one: a recursive mkdir does not come back from places such as /proc. */
export function makeParents(disk: Disk, folder: string): string[] {
  if (isThere(disk, folder)) return []
  const made = makeParents(disk, dirname(folder))
  return makeFolder(disk, folder) ? [...made, folder] : made
}

/** False where the folder was there already. Never makes the one that it would be in. */
export function makeFolder(disk: Disk, folder: string): boolean {
  try {
    disk.mkdirSync(folder)
    return true
  } catch (error) {
    // A link to a folder is none: what is put behind it would be somewhere else.
    if (refusalOf(error) === 'EEXIST' && entryAt(disk, folder)?.isDirectory()) return false
    throw error
  }
}

/** The folders in which files of these paths stand, the outer ones first. */
export function foldersOf(paths: Iterable<string>): string[] {
  const folders = new Set<string>()
  for (const path of paths)
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at))
  return [...folders].sort((a, b) => a.length - b.length)
}

export function makeFolders(disk: Disk, base: string, paths: Iterable<string>): void {
  for (const folder of foldersOf(paths)) makeFolder(disk, join(base, folder))
}

/** There is something in it, in the words of one system or another; or there is none. */
const STAYS: ReadonlySet<Refusal> = new Set(['ENOTEMPTY', 'EEXIST', 'ENOTDIR', 'ENOENT'])

/** Removes a folder if it is one and empty. */
export function removeEmpty(disk: Disk, folder: string): void {
  try {
    disk.rmdirSync(folder)
  } catch (error) {
    if (!STAYS.has(refusalOf(error))) throw error
  }
}

/** Of the folders in which the first files stood, those that are empty and that the second have no use for. */
export function removeUnused(disk: Disk, base: string, paths: Iterable<string>, staying: Iterable<string>): void {
  const used = new Set(foldersOf(staying))
  for (const folder of foldersOf(paths).reverse()) if (!used.has(folder)) removeEmpty(disk, join(base, folder))
}

/** Removes a folder if there are only folders in it. False where there is anything else: that stays. */
export function removeHollow(disk: Disk, folder: string): boolean {
  let isHollow = true
  for (const entry of entriesOf(disk, folder)) {
    const inner = entry.isDirectory() && removeHollow(disk, join(folder, entry.name))
    isHollow &&= inner
  }
  if (isHollow) removeEmpty(disk, folder)
  return isHollow
}
