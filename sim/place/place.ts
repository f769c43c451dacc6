import { dirname, join, resolve } from 'node:path'
import { type Shown, told } from '../foreign/terminal.ts'
import {
  type Disk,
  entryAt,
  fits,
  isThere,
  makeFolder,
  makeFolders,
  makeParents,
  refusalOf,
  removeEmpty,
  writableDisk,
} from './disk.ts'
import { PlaceError } from './errors.ts'
import { exchange, WRITING } from './exchange.ts'
import { differences, type ListForm, listBytes } from './list.ts'
import { thisProcess } from './owner.ts'
import { atWork, beside, type Host, inside, isBetween, isWork, Occupied, type Site, TakenOver } from './work.ts'

/**
 * Files go into a folder, all of them or none, and nothing of anybody else's is lost for it.
 *
 * Ours is what the list in the folder names, with the bytes that it says, and the list itself as long as it has the form
 * in which it is written and something that it lists is there. Everything else in the folder is somebody else's: a
 * file more, an empty folder, a link, a listed file that was changed. Where there is any of that nothing is
 * touched at all, and the error names it. A link to the folder stays and is followed; the folder itself stays too, with the
 * folders in it that are needed again, since a shell may stand there.
 *
 * The new files are written in a hidden folder first: beside the place, if there is none yet, which then takes its name in one
 * step; otherwise in it, from where they are exchanged with the old ones (exchange.ts). Whoever is killed leaves the old files or
 * the new ones, or an exchange that the next one brings to its end before anything else (work.ts). That holds for
 * processes that end, not for a machine that loses power: nothing is forced to the disk, since that costs more than all the
 * rest. What is lost so, the hashes of the list tell.
 */
export interface Order {
  readonly form: ListForm
  /** The list among them. */
  readonly files: readonly PlacedFile[]
  /** As it was given. */
  readonly folder: string
  /**
   * Takes the files of ours that somebody has changed; it gets a number if it is there. Without it they are in the way.
   */
  readonly aside?: string | undefined
}

export interface PlacedFile {
  readonly path: string
  readonly bytes: Uint8Array
  /** ms since 1970 UTC. */
  readonly mtime: number
}

/** Waits for others two seconds and more, unevenly, so that two who meet do not go on meeting. */
function waitInTurn(turn: number): boolean {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10 + (process.pid % 13))
  return turn < 150
}

export const thisHost: Host = { disk: writableDisk, owner: thisProcess, wait: waitInTurn }

/**
 * Returns where something was put aside: by order, or because somebody changed it at that very moment.
 * @throws PlaceError, and what the file system says
 */
export function place(order: Order, host: Host = thisHost): readonly string[] {
  return atPlace(order, host, job => {
    endWhatWasLeft(job, job.beside)
    if (isThere(host.disk, job.beside.target) || !appear(job)) replace(job)
  })
}

/**
 * Brings to its end what a process that is gone has left in a place and beside it.
 * @throws PlaceError where another one works there, and what the file system says
 */
export function recover(order: Omit<Order, 'files'>, host: Host = thisHost): void {
  atPlace({ ...order, files: [] }, host, job => {
    endWhatWasLeft(job, job.beside)
    endWhatWasLeft(job, job.inside)
  })
}

interface Job {
  readonly order: Order
  readonly disk: Disk
  readonly inside: Site
  readonly beside: Site
  /** Folders that were not there. */
  readonly made: string[]
}

function atPlace(order: Order, host: Host, act: (job: Job) => void): readonly string[] {
  const { form, folder } = order
  const { disk } = host
  const target = targetOf(disk, folder)
  const aside: string[] = []
  const site = { host, form, target, onAside: (path: string) => aside.push(path) }
  const job: Job = {
    order,
    disk,
    inside: { ...site, hidden: inside(target), aside: order.aside ?? join(target, SET_ASIDE) },
    beside: { ...site, hidden: beside(target), aside: order.aside ?? `${target}.${SET_ASIDE}` },
    made: [],
  }
  try {
    act(job)
    return aside
  } catch (error) {
    for (const made of job.made.reverse()) removeIfPossible(disk, made)
    throw inWords(error, folder)
  }
}

const SET_ASIDE = 'set-aside'

function endWhatWasLeft({ disk }: Job, site: Site): void {
  if (isWork(disk, site.hidden)) atWork(site, () => {})
}

function inWords(error: unknown, folder: string): unknown {
  if (error instanceof Occupied) {
    return new PlaceError(
      told`${folder}: another lab1603 writes there (process ${error.process}); try again when it has done`,
    )
  }
  if (error instanceof TakenOver)
    return new PlaceError(told`${folder}: another lab1603 took over while this one wrote there`)
  return error
}

/** Where a link leads. */
function targetOf(disk: Disk, folder: string): string {
  const path = resolve(folder)
  const entry = entryAt(disk, path)
  if (!entry) return path
  const target = entry.isSymbolicLink() ? followed(disk, path, folder) : path
  if (entryAt(disk, target)?.isDirectory()) return target
  throw new PlaceError(told`${folder} is there and is no folder; choose another place with --out`)
}

function followed(disk: Disk, path: string, folder: string): string {
  try {
    return disk.realpathSync(path)
  } catch (error) {
    if (refusalOf(error) !== 'ENOENT') throw error
    throw new PlaceError(told`${folder} is a link to something that is not there; choose another place with --out`)
  }
}

function removeIfPossible(disk: Disk, folder: string): void {
  try {
    removeEmpty(disk, folder)
  } catch {
    // An empty folder that stays is no loss.
  }
}

// -------------------------------------------------------------------------------------------- where nothing is yet

/** False where the place is there after all: somebody was faster, or there is no room for a longer name beside it. */
function appear({ order, disk, beside: site, made }: Job): boolean {
  const { target, hidden } = site
  made.push(...makeParents(disk, dirname(target)))
  if (!fits(disk, hidden)) {
    if (makeFolder(disk, target)) made.push(target)
    return false
  }
  if (isThere(disk, hidden) && !isWork(disk, hidden)) {
    throw new PlaceError(
      told`${order.folder}: ${hidden} is in the way; move it away, or choose another place with --out`,
    )
  }
  return atWork(site, ({ work }) => !isThere(disk, target) && takesName(disk, write(order, disk, work), target))
}

function takesName(disk: Disk, written: string, target: string): boolean {
  try {
    disk.renameSync(written, target)
    return true
  } catch (error) {
    if (isThere(disk, target)) return false
    throw error
  }
}

// ------------------------------------------------------------------------------------------------- where something is

/** Looks before it touches anything, and again when nobody else can be at work. */
function replace({ order, disk, inside: site }: Job): void {
  const { form, folder } = order
  const { target, hidden } = site
  const look = (): Looked => lookAt(order, disk, target)
  const seen = isWork(disk, hidden) ? undefined : readWhole(form, folder, look, disk)
  if (seen && isAsItWillBe(order, seen)) stamp(order, disk, target)
  else
    atWork(site, at => {
      if (isAsItWillBe(order, look())) stamp(order, disk, target)
      else exchange(at, write(order, disk, at.work))
    })
}

interface Looked {
  /** Not ours; some of it, if it is much. */
  readonly foreign: readonly string[]
  readonly isSame: boolean
}

function lookAt({ form, files, aside }: Order, disk: Disk, target: string): Looked {
  const list = listBytes(disk, target, form)
  const coming = listOf(form, files)
  const isSameList = list !== undefined && coming.equals(list)
  // Where changes go aside, a list that was changed or lost does too: what is to come tells the files as well.
  const rows = (list && form.read(list)) ?? (aside === undefined ? undefined : form.read(coming))
  const foreign: string[] = []
  let lost = 0
  for (const { path, problem } of differences(disk, target, rows && form.name, rows ?? [])) {
    if (problem !== 'unexpected') lost++
    if (problem === 'changed' && aside === undefined) foreign.push(`${path} (changed)`)
    if (problem === 'unexpected' && !isHidden(disk, target, path)) foreign.push(path)
    if (foreign.length > NAMED) break
  }
  // A paper that lists what is not there proves nothing, unless it is the very one that is to be written.
  if (list && rows && !isSameList && lost >= rows.length) foreign.unshift(`${form.name} (nothing is there as it says)`)
  return { foreign, isSame: isSameList && lost === 0 }
}

/** @throws PlaceError where anything there is not ours */
function isAsItWillBe({ folder }: Order, { foreign, isSame }: Looked): boolean {
  if (foreign.length > 0) throw new PlaceError(inTheWay(folder, foreign))
  return isSame
}

/** So many names are enough to find the rest by. */
const NAMED = 5

function inTheWay(folder: string, foreign: readonly string[]): Shown {
  const names = foreign.slice(0, NAMED).join(', ') + (foreign.length > NAMED ? ' and others' : '')
  return told`${folder} holds what lab1603 did not write: ${names}; nothing there was touched; move it away, or choose another place with --out`
}

function isHidden(disk: Disk, target: string, path: string): boolean {
  const hidden = inside(target)
  return `${join(target, path)}/`.startsWith(`${hidden}/`) && isWork(disk, hidden)
}

/** Files that were copied have lost their times. */
function stamp({ files }: Order, disk: Disk, target: string): void {
  for (const { path, mtime } of files) {
    const full = join(target, path)
    if (Math.round(disk.lstatSync(full).mtimeMs) !== mtime) disk.utimesSync(full, mtime / 1000, mtime / 1000)
  }
}

// ------------------------------------------------------------------------------------------------------------ writing

/** The list first: whatever is there then can be told from what is not ours. Nothing is written over, nor through a link. */
function write({ form, files }: Order, disk: Disk, work: string): string {
  const writing = join(work, WRITING)
  makeFolder(disk, writing)
  const list = files.filter(({ path }) => path === form.name)
  const others = files.filter(({ path }) => path !== form.name)
  for (const file of list) writeOne(disk, writing, file)
  makeFolders(
    disk,
    writing,
    others.map(({ path }) => path),
  )
  for (const file of others) writeOne(disk, writing, file)
  return writing
}

function writeOne(disk: Disk, folder: string, { path, bytes, mtime }: PlacedFile): void {
  const full = join(folder, path)
  disk.writeFileSync(full, bytes, { flag: 'wx' })
  disk.utimesSync(full, mtime / 1000, mtime / 1000)
}

function listOf({ name }: ListForm, files: readonly PlacedFile[]): Buffer {
  return Buffer.from(files.find(({ path }) => path === name)!.bytes)
}

// ------------------------------------------------------------------------------------------------------------ reading

/** Reads files that all belong together. @throws PlaceError where they were exchanged meanwhile, or an exchange is under way */
export function readWhole<T>(form: ListForm, folder: string, read: () => T, disk: Disk = writableDisk): T {
  const before = stateOf(form, folder, disk)
  const result = read()
  if (stateOf(form, folder, disk) === before) return result
  throw new PlaceError(told`${folder} was exchanged for another while it was read; try again`)
}

/** Nothing written anew is the same file. */
function stateOf(form: ListForm, folder: string, disk: Disk): string {
  if (isBetween(disk, folder, form)) {
    throw new PlaceError(
      told`${folder} is half exchanged: a lab1603 is at it, or was killed; lab1603 verify ${folder} brings it to an end`,
    )
  }
  const list = entryAt(disk, join(folder, form.name))
  return list ? [list.ino, list.size, list.mtimeMs, list.ctimeMs].join() : ''
}

/** The nearest folder around a file, or the folder itself, that has a list or is about to have one; undefined: none. */
export function folderAround(
  { name }: Pick<ListForm, 'name'>,
  path: string,
  disk: Disk = writableDisk,
): string | undefined {
  for (let at = resolve(path); ; at = dirname(at)) {
    if (isWork(disk, inside(at)) || isThere(disk, join(at, name))) return at
    if (at === dirname(at)) return undefined
  }
}
