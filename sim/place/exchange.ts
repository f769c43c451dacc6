import { dirname, join } from 'node:path'
import { type Disk, isThere, makeFolder, makeFolders, makeParents, removeHollow, removeUnused } from './disk.ts'
import { isAsListed, type Listed, type ListForm, listIn, walk } from './list.ts'

/**
 * New files take the place of old ones, one by one, by rename. What is where says how far it has come, so that whoever finds
 * it cut short goes on: the list of the old files leaves first, that of the new ones comes last, and as long as this one has
 * not come the exchange is under way. Knows neither who does it nor why.
 */
export interface Exchange {
  readonly disk: Disk
  readonly form: ListForm
  readonly target: string
  /** Has the folders of the states below. */
  readonly work: string
  /** Where files go that stood in the way and were not as listed; it gets a number if it is there. */
  readonly aside: string
  readonly onAside: (path: string) => void
}

/** New files, not all of them written. */
export const WRITING = 'writing'
/** New files, all written: there is no way back from here but by an error. */
const NEW = 'new'
const OLD = 'old'
/** What came in between. */
const STRANGE = 'strange'

export const STATES: readonly string[] = [WRITING, NEW, OLD, STRANGE]

/** @throws what the file system says, with everything as it was, or, where not even that can be done, to be gone on with */
export function exchange(at: Exchange, written: string): void {
  at.disk.mkdirSync(join(at.work, OLD))
  at.disk.renameSync(written, join(at.work, NEW))
  forwards(at)
}

/** Brings to its end what was begun: forwards where all is written, else back. */
export function finish(at: Exchange): void {
  if (isThere(at.disk, join(at.work, NEW))) forwards(at)
  discard(at)
  clear(at)
}

export function isUnderWay(disk: Disk, work: string, form: ListForm): boolean {
  return isThere(disk, join(work, NEW, form.name))
}

// -------------------------------------------------------------------------------------------------- there and back

interface Sides {
  readonly old: string
  readonly fresh: string
  readonly going: readonly string[]
  readonly coming: readonly string[]
}

function forwards(at: Exchange): void {
  const fresh = join(at.work, NEW)
  if (isThere(at.disk, join(fresh, at.form.name))) {
    const sides = sidesOf(at, fresh)
    try {
      moveOut(at, sides)
      moveIn(at, sides)
    } catch (error) {
      back(at, sides)
      throw error
    }
  }
  removeHollow(at.disk, fresh)
  clear(at)
}

/** Whatever stands where a new file comes goes as well, whoever has put it there. */
function moveOut({ disk, form, target }: Exchange, { old, fresh, going, coming }: Sides): void {
  const yetToCome = walk(disk, fresh, coming).found
  const expected = new Set(coming)
  const paths = [...new Set([form.name, ...going, ...coming])]
  const leaving = standing(disk, target, paths).filter(path => yetToCome.has(path) || !expected.has(path))
  makeFolders(disk, old, leaving)
  for (const path of leaving) disk.renameSync(join(target, path), join(old, path))
  removeUnused(disk, target, going, coming)
}

function moveIn(at: Exchange, { fresh, coming }: Sides): void {
  makeFolders(at.disk, at.target, coming)
  for (const path of standing(at.disk, fresh, coming)) moveTo(at, fresh, path)
}

/** Somebody may have put something there since it was empty. */
function moveTo({ disk, target, work }: Exchange, from: string, path: string): void {
  const to = join(target, path)
  if (isThere(disk, to)) {
    const strange = join(work, STRANGE)
    makeFolder(disk, strange)
    makeFolders(disk, strange, [path])
    disk.renameSync(to, freeName(disk, join(strange, path)))
  }
  disk.renameSync(join(from, path), to)
}

/** Until it is done, going forwards again is possible at any moment. */
function back(at: Exchange, { old, fresh, going, coming }: Sides): void {
  const { disk, target, work } = at
  const yetToCome = walk(disk, fresh, coming).found
  const moved = standing(disk, target, coming).filter(path => !yetToCome.has(path))
  for (const path of moved) disk.renameSync(join(target, path), join(fresh, path))
  removeUnused(disk, target, coming, going)
  const left = standing(disk, old, [...new Set([...going, ...coming])])
  makeFolders(disk, target, left)
  for (const path of left) moveTo(at, old, path)
  disk.renameSync(fresh, join(work, WRITING))
  clear(at)
  discard(at)
}

/** The order is that in which they are asked for. */
function standing(disk: Disk, folder: string, paths: readonly string[]): string[] {
  const { found, strange } = walk(disk, folder, paths)
  const there = new Set([...found, ...strange.filter(({ entry }) => !entry.isDirectory()).map(({ path }) => path)])
  return paths.filter(path => there.has(path))
}

/** The list itself is the last one that comes. */
function sidesOf({ disk, form, target, work }: Exchange, fresh: string): Sides {
  const old = join(work, OLD)
  return {
    old,
    fresh,
    going: pathsOf(listIn(disk, old, form) ?? listIn(disk, target, form)),
    coming: [...pathsOf(listIn(disk, fresh, form)), form.name],
  }
}

const pathsOf = (rows: readonly Listed[] = []): string[] => rows.map(({ path }) => path)

// ---------------------------------------------------------------------------------------------------- what is left

/** What was never complete: a file may have been cut short in the middle. */
export function discard(at: Exchange): void {
  remove(at, WRITING, true)
}

/** What has been replaced. A file that is not as listed is somebody's own. */
function clear(at: Exchange): void {
  remove(at, OLD, false)
  const strange = join(at.work, STRANGE)
  if (isThere(at.disk, strange)) putAside(at, strange)
}

/** Removes our own files, their list at last; what is left goes aside. */
function remove(at: Exchange, state: string, mayBeCutShort: boolean): void {
  const { disk, form, work } = at
  const folder = join(work, state)
  if (!isThere(disk, folder)) return
  const own = listIn(disk, folder, form)
  // Without a list of its own, what is now in the place as well is no loss.
  const rows = own ?? listIn(disk, at.target, form)
  const { found, strange } = walk(disk, folder, [form.name, ...pathsOf(rows)])
  const isOurs = (path: string, row: Listed): boolean =>
    isAsListed(disk, path, row) || (mayBeCutShort && disk.lstatSync(path).size < row.bytes)
  for (const row of rows ?? []) {
    const path = join(folder, row.path)
    if (found.has(row.path) && isOurs(path, row)) disk.unlinkSync(path)
  }
  // The list is written before anything else: one that was cut short is alone.
  const isOurList = own !== undefined || (mayBeCutShort && strange.length === 0)
  if (isOurList && found.has(form.name)) disk.unlinkSync(join(folder, form.name))
  if (!removeHollow(disk, folder)) putAside(at, folder)
}

/** It bears a name of its own then, and nothing of it is touched again. */
export function putAside({ disk, aside, onAside }: Exchange, folder: string): void {
  makeParents(disk, dirname(aside))
  const name = freeName(disk, aside)
  disk.renameSync(folder, name)
  onAside(name)
}

/** `aside`, `aside-2`, `aside-3`. */
function freeName(disk: Disk, name: string): string {
  for (let n = 1; ; n++) {
    const free = n === 1 ? name : `${name}-${n}`
    if (!isThere(disk, free)) return free
  }
}
