import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { makeParents } from '../bundle/write.ts'
import { Digests, isLockName, writeLock } from './lock.ts'
import type { Made, Task } from './make.ts'
import { bundleAt, type CorpusPlan, numberOf, type PlannedBundle, rangeOf } from './plan.ts'

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
  readonly onBundle?: (bundle: PlannedBundle) => void
}

export interface Corpus {
  readonly made: number
  /** Were there already, as they should be. */
  readonly kept: number
  /** Where the lock is. */
  readonly lock: string
}

/** A bundle could not be made; the ones before it stand, and the same order goes on from there. */
export class BundleError extends Error {
  readonly bundle: PlannedBundle
  readonly failure: Failure
  readonly finished: number

  constructor(bundle: PlannedBundle, failure: Failure, finished: number) {
    super(failure.message)
    this.bundle = bundle
    this.failure = failure
    this.finished = finished
  }
}

export type Failure = Exclude<Made, { readonly sha256: string }>

/** The folder holds what is no part of the corpus. */
export class ForeignFolderError extends Error {}

/**
 * Makes what is missing of a corpus, then its lock. Few bundles are under way at a time and none is kept in memory; of
 * each, 32 bytes stay.
 * @throws BundleError, ForeignFolderError, and what the file system says of the folder and the lock
 */
export async function generateCorpus(order: Order): Promise<Corpus> {
  const { plan, folder, toolVersion } = order
  const { from, to } = rangeOf(plan.count, plan.shard)
  prepare(folder, plan)
  const digests = new Digests(to - from + 1)
  const counts = { made: 0, kept: 0 }
  let next = from
  let failed: { readonly bundle: PlannedBundle; readonly failure: Failure } | undefined

  const lane = async (): Promise<void> => {
    while (next <= to && !failed) {
      const number = next++
      const bundle = bundleAt(plan, number)
      const made = await order.make({ ...bundle, folder, toolVersion })
      if ('sha256' in made) {
        digests.set(number - from, made.sha256)
        counts[made.kind]++
        order.onBundle?.(bundle)
      } else {
        failed ??= { bundle, failure: made }
      }
    }
  }
  await Promise.all(Array.from({ length: order.lanes }, lane))
  if (failed) throw new BundleError(failed.bundle, failed.failure, counts.made + counts.kept)
  return { ...counts, lock: writeLock(folder, plan, `lab1603 ${toolVersion}`, digests) }
}

/** Makes the folder, or looks at what is in it: bundles of the plan may stay, what a killed run left half-written goes. */
function prepare(folder: string, plan: CorpusPlan): void {
  makeParents(folder)
  const names = readdirSync(folder)
  const foreign = names.filter(name => !isLockName(name) && numberOf(plan, finalName(name)) === undefined)
  if (foreign.length > 0) throw new ForeignFolderError(foreignWords(folder, foreign))
  const { from, to } = rangeOf(plan.count, plan.shard)
  for (const name of names) {
    const number = numberOf(plan, finalName(name))
    // Another shard may be at work beside this one: its folders are its own affair.
    const ours = number !== undefined && number >= from && number <= to
    if (ours && name !== finalName(name)) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

/** Until a bundle is complete its folder has a longer name: see writeBundle. */
function finalName(name: string): string {
  return name.replace(/\.new-\w{6}$/, '')
}

function foreignWords(folder: string, [first, ...others]: readonly string[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return `${folder} holds what is no part of this corpus: ${first}${more}; choose another place with --out`
}
