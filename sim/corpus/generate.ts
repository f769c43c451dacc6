import { readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ShownError } from '../foreign/shownError.ts'
import { type Shown, told } from '../foreign/terminal.ts'
import { makeParents, writableDisk } from '../place/disk.ts'
import { isWork, placeOf } from '../place/work.ts'
import { isBeside, writeBeside } from './beside.ts'
import { Digests, isLockName, isOurLock, writeLock } from './lock.ts'
import type { Made, Task } from './make.ts'
import { type CorpusPlan, folderAt, isPlanned, type PlannedBundle, type Range, rangeOf } from './plan.ts'

/** Makes the bundles of a plan, several at a time, and locks them. Does not know how one is made: make.ts, pool.ts. */

/** Makes one bundle, here or in a worker. */
export type Make = (task: Task) => Made | Promise<Made>

export interface Order {
  readonly plan: CorpusPlan
  readonly folder: string
  readonly toolVersion: string
  readonly make: Make
  /** Bundles under way at the same time. */
  readonly lanes: number
  /** In whatever order they are there. */
  readonly onBundle?: (bundle: PlannedBundle, made: Done, index: number) => void
}

export interface Corpus {
  readonly made: number
  /** Were there already, as they should be. */
  readonly kept: number
  /** Where the lock is. */
  readonly lock: string
  /** Folders with what somebody had changed of bundles that were made again. */
  readonly aside: readonly string[]
}

/** A bundle could not be made; the others stand, and the same order goes on from there. */
export class BundleError extends Error {
  readonly bundle: PlannedBundle
  readonly failure: Failure
  readonly finished: number
  /** What stands in the way of others. */
  readonly alsoTaken: readonly string[]

  constructor({ bundle, failure }: Failed, finished: number, alsoTaken: readonly string[]) {
    super(failure.message)
    this.bundle = bundle
    this.failure = failure
    this.finished = finished
    this.alsoTaken = alsoTaken
  }
}

export interface Failed {
  readonly bundle: PlannedBundle
  readonly index: number
  readonly failure: Failure
}

/** It is there. */
export type Done = Extract<Made, { readonly sha256: string }>

export type Failure = Exclude<Made, { readonly sha256: string }>

/** The folder holds what is no part of the corpus. */
export class ForeignFolderError extends ShownError {}

/**
 * Makes what is missing of a corpus, then its lock. Few bundles are under way at a time and none is kept in memory; of
 * each, 32 bytes stay. A bundle that something else stands in the way of is left as it is, and the others are made.
 * @throws BundleError, ForeignFolderError, and what the file system says of the folder and the lock
 */
export async function generateCorpus(order: Order): Promise<Corpus> {
  const { plan, folder, toolVersion } = order
  const { from, to } = rangeOf(plan, plan.shard)
  prepare(folder, plan)
  writeBeside(plan.beside ?? [], folder)
  const changes = changesOf(folder)
  const digests = new Digests(to - from)
  const counts = { made: 0, kept: 0 }
  const aside: string[] = []
  const failed = await makeRange(plan, { from, to }, order.lanes, async (bundle, index) => {
    const made = await order.make({ ...bundle, folder, aside: join(changes, bundle.path), toolVersion })
    if ('sha256' in made) {
      digests.set(index - from, made.sha256)
      counts[made.kind]++
      aside.push(...(made.aside ?? []))
      order.onBundle?.(bundle, made, index)
    }
    return made
  })
  const [first, ...others] = failed
  if (first) {
    const alsoTaken = others.map(({ failure }) => failure.message)
    throw new BundleError(first, counts.made + counts.kept, alsoTaken)
  }
  return { ...counts, lock: writeLock(folder, plan, `lab1603 ${toolVersion}`, digests), aside }
}

/** The folder that takes what somebody has changed of the bundles of a corpus. */
export const changesOf = (folder: string): string => `${realpathSync(folder)}.set-aside`

/**
 * Makes the folders from one index to another. What failed: the first thing that ends it, or else all that are taken.
 */
export async function makeRange(
  plan: CorpusPlan,
  { from, to }: Range,
  lanes: number,
  make: (bundle: PlannedBundle, index: number) => Promise<Made>,
): Promise<readonly Failed[]> {
  let next = from
  let end: Failed | undefined
  const taken: Failed[] = []
  const lane = async (): Promise<void> => {
    while (next < to && !end) {
      const index = next++
      const bundle = folderAt(plan, index)
      const made = await make(bundle, index)
      if ('sha256' in made) continue
      if (made.kind === 'taken') taken.push({ bundle, index, failure: made })
      else end ??= { bundle, index, failure: made }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return end ? [end, ...taken] : taken
}

/** Makes the folder, or looks at what is in it before anything is touched: only what the plan has a name for may stay. */
export function prepare(folder: string, plan: CorpusPlan): void {
  makeParents(writableDisk, folder)
  const foreign = readdirSync(folder).filter(name => !isPart(folder, plan, name))
  if (foreign.length > 0) throw new ForeignFolderError(foreignWords(folder, foreign))
}

/** A bundle, or one that was under way, of this shard or of another one that may be at work; a lock. */
function isPart(folder: string, plan: CorpusPlan, name: string): boolean {
  const path = join(folder, name)
  if (isLockName(name)) return isOurLock(path)
  if (isBeside(plan.beside ?? [], folder, name)) return true
  if (isPlanned(plan, name)) return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
  const place = placeOf(name)
  return place !== undefined && isPlanned(plan, place) && isWork(writableDisk, path)
}

function foreignWords(folder: string, [first, ...others]: readonly string[]): Shown {
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return told`${folder} holds what is no part of this corpus: ${first}${more}; choose another place with --out`
}
