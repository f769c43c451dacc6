import type { FileStats, ReadableFs } from './disk.ts'

/** Files that are in memory, as a disk to read from: the root is `''`. Does not know what is in them. */

export interface MemoryFile {
  /** With forward slashes. */
  readonly path: string
  readonly bytes: Uint8Array
}

/** @throws RangeError where two files have one path, or a file is the folder of another */
export function memoryDisk(given: Iterable<MemoryFile>): ReadableFs {
  const files = new Map<string, Uint8Array>()
  const folders = new Map<string, Set<string>>([['', new Set()]])
  for (const { path, bytes } of given) {
    const names = path.split('/').filter(name => name !== '')
    const place = names.join('/')
    if (files.has(place)) throw new RangeError(`two files have the path "${path}"`)
    files.set(place, bytes)
    names.forEach((name, depth) => {
      const folder = names.slice(0, depth).join('/')
      const inside = folders.get(folder) ?? new Set()
      folders.set(folder, inside.add(name))
    })
  }
  for (const place of files.keys()) if (folders.has(place)) throw new RangeError(`"${place}" is a file and a folder`)

  const opened: Uint8Array[] = []
  const found = <T>(map: ReadonlyMap<string, T>, path: string): T => {
    const entry = map.get(path)
    if (entry === undefined) throw Object.assign(new Error(`there is no "${path}"`), { code: 'ENOENT' })
    return entry
  }
  return {
    readdirSync: path => [...found(folders, path)],
    statSync: path => (folders.has(path) ? FOLDER : statsOf(found(files, path))),
    realpathSync: path => path,
    openSync: path => opened.push(found(files, path)) - 1,
    fstatSync: file => statsOf(opened[file]!),
    readSync(file, into, offset, length, position) {
      const piece = opened[file]!.subarray(position ?? 0, (position ?? 0) + length)
      into.set(piece, offset)
      return piece.length
    },
    closeSync: () => {},
  }
}

const FOLDER: FileStats = { isDirectory: () => true, isFile: () => false, size: 0 }

const statsOf = ({ length }: Uint8Array): FileStats => ({ isDirectory: () => false, isFile: () => true, size: length })
