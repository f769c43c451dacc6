import { fold, leafOf, normalPath, parentOf } from '../machine/names.ts'
import { shortNames } from '../machine/shortNames.ts'
import type { Database } from './database.ts'

/**
 * The Directory table: a tree in which every folder has its parent, up to TARGETDIR. A package brings it, and a patch the
 * rows of its new folders; of one that only says where its components lie, it is made here. Knows no package.
 */
export interface DirectoryRow {
  /** Primary key, and the property that has the path. */
  readonly directory: string
  /** Key of the row above; TARGETDIR has none. */
  readonly parent?: string
  /** DefaultDir: its name in the source, `SHORT~1|long` where it has two. */
  readonly defaultDir: string
  /** Resolved, with a backslash at its end. */
  readonly path: string
}

export const TARGET: DirectoryRow = { directory: 'TARGETDIR', defaultDir: 'SourceDir', path: 'C:\\' }

/**
 * The rows that these folders and all above them need beyond those that are known. A key is the folder's name; where that is
 * taken its parent's key stands before it, and then a number behind it.
 */
export function directoryRows(folders: Iterable<string>, known: readonly DirectoryRow[]): DirectoryRow[] {
  const byPath = new Map(known.map(row => [fold(normalPath(row.path)), row]))
  const keys = new Set(known.map(row => fold(row.directory)))
  const added: DirectoryRow[] = []
  const rowOf = (path: string): DirectoryRow => {
    const there = byPath.get(fold(path))
    if (there) return there
    const above = parentOf(path)
    const parent = above === undefined ? TARGET : rowOf(above)
    const row = { directory: freeKey(leafOf(path), parent, keys), parent: parent.directory, defaultDir: leafOf(path) }
    return put({ ...row, path: `${path}\\` })
  }
  const put = (row: DirectoryRow): DirectoryRow => {
    keys.add(fold(row.directory))
    byPath.set(fold(normalPath(row.path)), row)
    added.push(row)
    return row
  }
  for (const folder of folders) rowOf(normalPath(folder))
  return withShortNames(added, known)
}

function freeKey(name: string, parent: DirectoryRow, taken: ReadonlySet<string>): string {
  const plain = name.replace(/[^\w.]/g, '_').replace(/^(?=[\d.])/, '_')
  const long = `${parent.directory}_${plain}`
  let key = taken.has(fold(plain)) ? long : plain
  for (let n = 2; taken.has(fold(key)); n++) key = `${long}_${n}`
  return key
}

/** Short names are those of all folders that lie in one. */
function withShortNames(rows: readonly DirectoryRow[], known: readonly DirectoryRow[]): DirectoryRow[] {
  const names = new Map<string, string[]>()
  for (const { parent = '', defaultDir } of [...known, ...rows]) {
    const beside = names.get(parent) ?? []
    names.set(parent, beside)
    beside.push(defaultDir.slice(defaultDir.indexOf('|') + 1))
  }
  const short = new Map([...names].map(([parent, beside]) => [parent, shortNames(beside)]))
  return rows.map(row => {
    const other = short.get(row.parent ?? '')?.get(row.defaultDir)
    return other === undefined ? row : { ...row, defaultDir: `${other}|${row.defaultDir}` }
  })
}

interface Tree {
  readonly rows: readonly DirectoryRow[]
  /** By folded path: where the source has the folder, as `SetSourceFolder` prints it. */
  readonly sources: ReadonlyMap<string, string>
}

const trees = new WeakMap<Database, Tree>()

/** Made once for each view. */
function treeOf(view: Database): Tree {
  const known = trees.get(view)
  if (known) return known
  const { directory = [TARGET], component } = view
  const rows = [
    ...directory,
    ...directoryRows(
      component.map(row => row.directory),
      directory,
    ),
  ]
  const tree = { rows, sources: sourcesOf(rows) }
  trees.set(view, tree)
  return tree
}

/** Every folder of the package, parents before children. */
export const directoriesOf = (view: Database): readonly DirectoryRow[] => treeOf(view).rows

/** `PFiles\MICROS~1\|PFiles\Microsoft\`: below the root of the source, once where both are the same. */
export function sourceFolder(view: Database, folder: string): string {
  return treeOf(view).sources.get(fold(normalPath(folder))) ?? ''
}

function sourcesOf(rows: readonly DirectoryRow[]): ReadonlyMap<string, string> {
  const paths = new Map<string, readonly [short: string, long: string]>([[TARGET.directory, ['', '']]])
  const sources = new Map<string, string>()
  for (const { directory, parent, defaultDir, path } of rows) {
    const above = paths.get(parent ?? '')
    if (!above) continue
    const [short = '', long = short] = defaultDir.split('|')
    const both = [`${above[0]}${short}\\`, `${above[1]}${long}\\`] as const
    paths.set(directory, both)
    sources.set(fold(normalPath(path)), both[0] === both[1] ? both[0] : both.join('|'))
  }
  return sources
}
