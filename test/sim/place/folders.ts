import { hash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { INPUT_LIMITS } from '../../../sim/limits.ts'
import { type Disk, writableDisk } from '../../../sim/place/disk.ts'
import type { Listed, ListForm } from '../../../sim/place/list.ts'
import type { PlacedFile } from '../../../sim/place/place.ts'
import type { Host } from '../../../sim/place/work.ts'

/** Small folders with a list in them, and what can be seen of a folder from outside. */

export const FORM: ListForm = {
  name: 'list.json',
  limit: INPUT_LIMITS.manifest,
  read(bytes) {
    try {
      const rows: Listed[] = JSON.parse(bytes.toString('utf8'))
      return listText(rows) === bytes.toString('utf8') ? rows : undefined
    } catch {
      return undefined
    }
  },
}

const listText = (rows: readonly Listed[]): string => `${JSON.stringify(rows)}\n`

export type Content = Readonly<Record<string, string>>

export const MTIME = Date.UTC(2007, 7, 27)

/** As they are handed to the writer, the list at last. */
export function filesOf(content: Content): PlacedFile[] {
  const files = Object.entries(content).map(([path, text]) => ({ path, bytes: Buffer.from(text), mtime: MTIME }))
  const rows = files.map(({ path, bytes }) => ({ path, bytes: bytes.length, sha256: hash('sha256', bytes) }))
  return [...files, { path: FORM.name, bytes: Buffer.from(listText(rows)), mtime: MTIME }]
}

/** Everything that is there, by path: what it is and holds and, but for folders, when it was changed. */
export function seen(folder: string, below = ''): Record<string, string> {
  const all: Record<string, string> = {}
  for (const name of readdirSync(join(folder, below)).sort()) {
    const path = below === '' ? name : `${below}/${name}`
    all[path] = described(join(folder, path))
    if (lstatSync(join(folder, path)).isDirectory()) Object.assign(all, seen(folder, path))
  }
  return all
}

function described(path: string): string {
  const stat = lstatSync(path)
  if (stat.isDirectory()) return 'folder'
  if (stat.isSymbolicLink()) return `link to ${readlinkSync(path)}`
  if (!stat.isFile()) return `no file, ${stat.mtimeMs}`
  return `${Math.round(stat.mtimeMs)} ${readFileSync(path, 'latin1')}`
}

/** All of that, and whether it is still the same file or folder, changed by nobody. */
export function exactly(folder: string): Record<string, string> {
  const all = Object.entries({ '.': '', ...seen(folder) }).map(([path, what]) => {
    const { ino, mode, mtimeMs, nlink } = lstatSync(join(folder, path))
    return [path, `${[ino, mode, mtimeMs, nlink]} ${what}`]
  })
  return Object.fromEntries(all)
}

/** What is seen of a folder that holds these files and nothing else. */
export function seenOf(content: Content): Record<string, string> {
  const all: Record<string, string> = {}
  for (const { path, bytes, mtime } of filesOf(content)) {
    for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) all[path.slice(0, at)] = 'folder'
    all[path] = `${mtime} ${Buffer.from(bytes).toString('latin1')}`
  }
  return all
}

/** In memory where there is such a place: thousands of small folders are made and removed. */
const FAST = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

export function inTemp<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(FAST, 'lab1603-place-'))
  try {
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true })
  return path
}

// ------------------------------------------------------------------------------------------------------- processes

/** A process by its number, on a disk; all others but the living are gone. Nobody waits. */
export function processOn(disk: Disk, pid: number, living: readonly number[] = []): Host {
  const alive = new Set(living.map(other => `${other}-0`))
  return { disk, owner: { tag: `${pid}-0`, isGone: tag => !alive.has(tag) }, wait: () => false }
}

/** kill -9: nothing that comes later is done, nothing is tidied up. */
export class Killed extends Error {}

export type Step = (call: string, number: number, given: readonly unknown[]) => void

/** The real disk, with something that happens before each call. */
export function diskWith(before: Step): Disk {
  let number = 0
  const calls = Object.entries(writableDisk).map(([name, call]) => [
    name,
    (...given: unknown[]) => {
      before(name, ++number, given)
      return (call as (...all: unknown[]) => unknown)(...given)
    },
  ])
  return Object.fromEntries(calls)
}

/** The process is killed before its n-th call. */
export function killedAt(n: number): Disk {
  return diskWith((_call, number) => {
    if (number >= n) throw new Killed()
  })
}

/** The n-th call that changes something is refused; with `forEver`, those after it as well. */
export function refusing(code: string, n: number, forEver: boolean, onChange: () => void = () => {}): Disk {
  let changes = 0
  return diskWith(call => {
    if (LOOKS.has(call)) return
    onChange()
    changes++
    if (changes === n || (forEver && changes > n)) {
      throw Object.assign(new Error(`${code}: refused, ${call}`), { code, syscall: call })
    }
  })
}

const LOOKS: ReadonlySet<string> = new Set(['lstatSync', 'readdirSync', 'readFileSync', 'realpathSync'])
