import { join } from 'node:path'
import { told } from '../foreign/terminal.ts'
import { makeParents, writableDisk } from '../place/disk.ts'
import { type Beside, type Promised, problemWith, readBeside, writeBeside } from './beside.ts'
import { Digests, type Lock, LockError, locksIn, readOne, writeLock } from './lock.ts'
import { folderNamed, type LockedPlan, rangeOf, type Shard } from './plan.ts'

/**
 * The locks of parts, in one folder or in many, as the one lock of the whole. One of them is in memory at a time, and of each bundle 32
 * bytes; and what lies beside the bundles of all of them. Opens no bundle, and moves none.
 */

export interface Merged {
  readonly lock: string
  readonly parts: number
  readonly bundles: number
}

interface Place {
  readonly folder: string
  readonly name: string
  readonly shard: Shard
}

/** @throws LockError where a part is missing, there twice, or of another plan; and what the file system says */
export function mergeLocks(folders: readonly string[], out: string): Merged {
  const places = folders.flatMap(partsIn)
  const [first] = places
  if (!first) throw new LockError(told`there is no folder`)
  const byPart = new Map<number, Place>()
  for (const place of places) {
    const twin = byPart.get(place.shard.part)
    if (place.shard.of !== first.shard.of)
      throw new LockError(told`${at(place)} is a part of ${place.shard.of}, and ${at(first)} one of ${first.shard.of}`)
    if (twin) throw new LockError(told`${at(place)} is the part that ${at(twin)} is`)
    byPart.set(place.shard.part, place)
  }
  const missing = Array.from({ length: first.shard.of }, (_, i) => i + 1).filter(part => !byPart.has(part))
  if (missing.length > 0) {
    const more = missing.length > NAMED ? ` and ${missing.length - NAMED} more` : ''
    throw new LockError(
      told`of ${first.shard.of} parts there is no lock of part ${missing.slice(0, NAMED).join(', ')}${more}`,
    )
  }
  const { plan, tool, bundleVersion, digests } = joined(places)
  const beside = (plan.beside ?? []).map(file => besideFrom(folders, out, file))
  makeParents(writableDisk, out)
  writeBeside(beside, out)
  return {
    lock: writeLock(out, plan, tool, digests, bundleVersion),
    parts: places.length,
    bundles: rangeOf(plan).to,
  }
}

function besideFrom(folders: readonly string[], out: string, file: Promised): Beside {
  if (problemWith(out, file) === 'changed')
    throw new LockError(told`${join(out, file.path)} is not as the locks promise it`)
  const found = readBeside(file, [out, ...folders])
  if (!found) throw new LockError(told`no folder has ${file.path} as the locks promise it`)
  return found
}

/** So many missing parts are enough to find the rest by. */
const NAMED = 10

const at = ({ folder, name }: Place): string => join(folder, name)

function partsIn(folder: string): Place[] {
  const places = locksIn(folder).flatMap(({ name, shard }) => (shard ? [{ folder, name, shard }] : []))
  if (places.length === 0) throw new LockError(told`${folder} holds no lock of a part, such as corpus.1-of-4.lock`)
  return places
}

interface Whole {
  readonly plan: LockedPlan
  readonly tool: string
  readonly bundleVersion: number
  readonly digests: Digests
}

function joined(places: readonly Place[]): Whole {
  let whole: (Whole & { readonly head: string; readonly from: Place }) | undefined
  for (const place of places) {
    const lock = readOne(place.folder, place)
    const head = headOf(lock)
    whole ??= { ...wholeOf(lock), head, from: place }
    if (head !== whole.head) throw new LockError(told`${at(place)} is of another plan than ${at(whole.from)}`)
    take(lock, place, whole)
  }
  return whole!
}

const headOf = ({ shard: _, bundles: __, ...head }: Lock): string => JSON.stringify(head)

function wholeOf({ seed, count, scenarios, combine, logLevel, mutants, beside, tool, bundleVersion }: Lock): Whole {
  const [least, most = least] = (combine ?? '').split('-').map(Number)
  const plan = {
    seed,
    count,
    scenarios,
    logLevel,
    mutants,
    beside,
    combine: combine === undefined ? undefined : { least: least!, most: most! },
  }
  return { plan, tool, bundleVersion, digests: new Digests(rangeOf(plan).to) }
}

function take({ bundles }: Lock, place: Place, { plan, digests }: Whole): void {
  const { from } = rangeOf(plan, place.shard)
  for (const [i, { path, sha256 }] of bundles.entries()) {
    if (path !== folderNamed(plan, from + i).path)
      throw new LockError(told`${at(place)}: ${path} is no bundle of that plan`)
    digests.set(from + i, sha256)
  }
}
