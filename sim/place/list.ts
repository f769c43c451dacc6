import { hash } from 'node:crypto'
import { join } from 'node:path'
import type { Limit } from '../limits.ts'
import { type Disk, type Entry, entriesOf, entryAt, foldersOf } from './disk.ts'

/** A folder held against the list of its files that stands in it. Changes nothing, and knows no bundle. */

/** The file that says what else is in its folder. */
export interface ListForm {
  readonly name: string
  /** No list that this program wrote is larger. */
  readonly limit: Limit
  /** Undefined where the file is none that this program wrote. */
  read(bytes: Buffer): readonly Listed[] | undefined
}

export interface Listed {
  /** With forward slashes, below the folder. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
}

export interface Difference {
  readonly path: string
  readonly problem: 'missing' | 'changed' | 'unexpected'
}

/** What the list of a folder says; undefined where it has none, or one of somebody else. */
export function listIn(disk: Disk, folder: string, form: ListForm): readonly Listed[] | undefined {
  const bytes = listBytes(disk, folder, form)
  return bytes && form.read(bytes)
}

/** A pipe that bears the name is not opened. */
export function listBytes(disk: Disk, folder: string, { name, limit }: ListForm): Buffer | undefined {
  const path = join(folder, name)
  const entry = entryAt(disk, path)
  return entry?.isFile() && entry.size <= limit.most ? disk.readFileSync(path) : undefined
}

/** Looked for only when it is asked for: whoever needs the first one has not read the rest. */
export function* differences(
  disk: Disk,
  folder: string,
  list: string | undefined,
  rows: readonly Listed[],
): Generator<Difference> {
  const paths = rows.map(({ path }) => path)
  const { found, strange } = walk(disk, folder, list === undefined ? paths : [list, ...paths])
  for (const row of rows) {
    if (!found.has(row.path)) yield { path: row.path, problem: 'missing' }
    else if (!isAsListed(disk, join(folder, row.path), row)) yield { path: row.path, problem: 'changed' }
  }
  for (const root of strange) for (const path of namesIn(disk, folder, root)) yield { path, problem: 'unexpected' }
}

export function isAsListed(disk: Disk, path: string, { bytes, sha256 }: Listed): boolean {
  return disk.lstatSync(path).size === bytes && hash('sha256', disk.readFileSync(path)) === sha256
}

export interface Walked {
  /** Paths that were looked for and have a file of their own, not by way of a link. */
  readonly found: ReadonlySet<string>
  /** Everything else; a folder with all that is in it is one. */
  readonly strange: readonly Strange[]
}

interface Strange {
  readonly path: string
  readonly entry: Entry
}

/** Goes only into the folders that the wanted paths lead through: a path leads nowhere by itself. */
export function walk(disk: Disk, folder: string, wanted: readonly string[]): Walked {
  const files = new Set(wanted)
  const ways = new Set(foldersOf(wanted))
  const found = new Set<string>()
  const strange: Strange[] = []
  const into = (below: string): void => {
    for (const entry of entriesOf(disk, join(folder, below))) {
      const path = below + entry.name
      if (entry.isDirectory() && ways.has(path)) into(`${path}/`)
      else if (entry.isFile() && files.has(path)) found.add(path)
      else strange.push({ path, entry })
    }
  }
  into('')
  return { found, strange }
}

/** The files below, of which a person knows what they are; a folder without any by its own name. */
function* namesIn(disk: Disk, folder: string, { path, entry }: Strange): Generator<string> {
  if (!entry.isDirectory()) return yield entry.isFile() ? path : `${path} (no file)`
  let named = false
  for (const inner of readable(disk, join(folder, path))) {
    named = true
    yield* namesIn(disk, folder, { path: `${path}/${inner.name}`, entry: inner })
  }
  if (!named) yield `${path}/`
}

/** A folder that lets nobody look is as good as empty: its name is all there is to say. */
function readable(disk: Disk, folder: string): readonly (Entry & { readonly name: string })[] {
  try {
    return entriesOf(disk, folder)
  } catch {
    return []
  }
}
