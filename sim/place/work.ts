import { join } from 'node:path'
import { type Disk, entriesOf, entryAt, isThere, makeFolder, refusalOf, removeEmpty, removeHollow } from './disk.ts'
import { discard, type Exchange, finish, isUnderWay, putAside, STATES } from './exchange.ts'
import type { ListForm } from './list.ts'
import { isTag, type Owner, processOf } from './owner.ts'

/**
 * Where a process works while it fills a place: a folder named after it, in a hidden one in the place or, where there is no
 * place yet, in one beside it. Whoever finds nobody else there may go on; what one that is gone has left is brought to
 * its end first. Does not know what is made.
 */

/** Everything that is asked of the machine. */
export interface Host {
  readonly disk: Disk
  readonly owner: Owner
  /** Waits for others; false when it has been long enough. */
  readonly wait: (turn: number) => boolean
}

export interface Site {
  readonly host: Host
  readonly form: ListForm
  /** The place. */
  readonly target: string
  /** `inside` or `beside` it. */
  readonly hidden: string
  readonly aside: string
  readonly onAside: (path: string) => void
}

/** Somebody else writes there. */
export class Occupied extends Error {
  readonly process: number

  constructor(tag: string) {
    super(`process ${processOf(tag)} writes there`)
    this.process = processOf(tag)
  }
}

/** Somebody else took this process for gone. */
export class TakenOver extends Error {}

/** @throws Occupied, TakenOver, and what the file system says */
export function atWork<T>(site: Site, act: (at: Exchange) => T): T {
  const at = enter(site)
  const done = orLeave(site, at, () => act(at))
  leave(site, at)
  return done
}

function orLeave<T>(site: Site, at: Exchange, act: () => T): T {
  try {
    return act()
  } catch (error) {
    const isLost = !isThere(at.disk, at.work)
    quietly(() => leave(site, at))
    throw isLost ? new TakenOver() : error
  }
}

/** A flag is raised before anybody looks round, so that of two who meet at least one sees the other. */
function enter(site: Site): Exchange {
  const { host, hidden } = site
  const { disk, owner, wait } = host
  const at = { ...site, disk, work: join(hidden, owner.tag) }
  for (let turn = 0; ; turn++) {
    if (!raise(disk, hidden, at.work)) continue
    const others = tagsIn(disk, hidden).filter(tag => tag !== owner.tag)
    const living = others.find(tag => !owner.isGone(tag))
    if (living === undefined) {
      orLeave(site, at, () => inherit(site, at, others))
      return at
    }
    removeEmpty(disk, at.work)
    if (!wait(turn)) throw new Occupied(living)
  }
}

/** False where the hidden folder was removed meanwhile, by somebody who has done. */
function raise(disk: Disk, hidden: string, work: string): boolean {
  makeFolder(disk, hidden)
  try {
    makeFolder(disk, work)
    return true
  } catch (error) {
    if (refusalOf(error) === 'ENOENT') return false
    throw error
  }
}

function leave({ hidden }: Site, at: Exchange): void {
  discard(at)
  removeEmpty(at.disk, at.work)
  removeEmpty(at.disk, hidden)
}

// ------------------------------------------------------------------------------------------------ what others left

const LEFT = 'left'

/** Once it bears another name, nobody goes on with it by mistake: every step of a process names its own folder. */
function inherit(site: Site, at: Exchange, gone: readonly string[]): void {
  bringToEnd(at)
  for (const tag of gone) if (takeOver(at.disk, join(site.hidden, tag), join(at.work, LEFT))) bringToEnd(at)
}

/** False where it is gone already. */
function takeOver(disk: Disk, from: string, to: string): boolean {
  try {
    disk.renameSync(from, to)
    return true
  } catch (error) {
    if (refusalOf(error) === 'ENOENT') return false
    throw error
  }
}

/** What was taken over may have taken over something itself. */
function bringToEnd(at: Exchange): void {
  const left = join(at.work, LEFT)
  if (isThere(at.disk, left)) {
    bringToEnd({ ...at, work: left })
    if (!removeHollow(at.disk, left)) putAside(at, left)
  }
  finish(at)
}

function quietly(act: () => void): void {
  try {
    act()
  } catch {
    // What cannot be removed now is found by the next one.
  }
}

// ------------------------------------------------------------------------------------------------- hidden folders

const HIDDEN = '.lab1603'

export const inside = (target: string): string => join(target, HIDDEN)
export const beside = (target: string): string => target + HIDDEN

/** The place that a folder beside it is for; undefined for other names. */
export function placeOf(hidden: string): string | undefined {
  return hidden.endsWith(HIDDEN) && hidden !== HIDDEN ? hidden.slice(0, -HIDDEN.length) : undefined
}

/** Does nothing stand there but the work of our own processes? */
export function isWork(disk: Disk, hidden: string): boolean {
  if (entryAt(disk, hidden)?.isDirectory() !== true) return false
  const holdsFolders = (folder: string, isKnown: (name: string) => boolean): boolean =>
    entriesIn(disk, folder).every(entry => entry.isDirectory() && isKnown(entry.name))
  return (
    holdsFolders(hidden, isTag) &&
    tagsIn(disk, hidden).every(tag => holdsFolders(join(hidden, tag), name => name === LEFT || STATES.includes(name)))
  )
}

/** Is the place neither what it was nor what it will be? */
export function isBetween(disk: Disk, target: string, form: ListForm): boolean {
  const hidden = inside(target)
  return isWork(disk, hidden) && tagsIn(disk, hidden).some(tag => isBegun(disk, join(hidden, tag), form))
}

function isBegun(disk: Disk, work: string, form: ListForm): boolean {
  return isThere(disk, work) && (isUnderWay(disk, work, form) || isBegun(disk, join(work, LEFT), form))
}

function tagsIn(disk: Disk, hidden: string): string[] {
  return entriesIn(disk, hidden)
    .map(({ name }) => name)
    .filter(isTag)
}

/** Whoever has done removes his folder, even while others look. */
function entriesIn(disk: Disk, folder: string): ReturnType<Disk['readdirSync']> {
  try {
    return entriesOf(disk, folder)
  } catch (error) {
    if (refusalOf(error) === 'ENOENT') return []
    throw error
  }
}
