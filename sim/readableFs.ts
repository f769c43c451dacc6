import { readdirSync, readFileSync, statSync } from 'node:fs'
import { withoutEnd } from '../model/words/ends.ts'

/** As much of Node's `fs` as reading takes: the real one, a memfs volume, or one of these with something put in. */
export interface ReadableFs {
  readdirSync(path: string): readonly unknown[]
  statSync(path: string): { isDirectory(): boolean; isFile(): boolean; readonly size: number | bigint }
  readFileSync(path: string): Uint8Array | string
}

export const realDisk: ReadableFs = { readdirSync, readFileSync, statSync }

/** Both separators name the same folders; results show one. */
export function pathIn(folder: string, name: string): string {
  return folder === '' ? name : `${withoutEnd(folder, '\\/')}/${name}`
}

/** Not so for what only looks like one: a folder, a pipe that nobody writes to. */
export function isFile(fs: ReadableFs, path: string): boolean {
  try {
    return fs.statSync(path).isFile()
  } catch (error) {
    if (NOTHING_THERE.has((error as NodeJS.ErrnoException).code ?? '')) return false
    throw error
  }
}

const NOTHING_THERE: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR'])

export function readBytes(fs: ReadableFs, path: string): Buffer {
  const content = fs.readFileSync(path)
  if (typeof content === 'string') return Buffer.from(content)
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength)
}
