import { TAR_END, tarPart } from '../tar.ts'
import { BundleError, type Failure } from './generate.ts'
import { Digests, lockLines, lockName } from './lock.ts'
import type { Packed, Unplaced } from './make.ts'
import { type CorpusPlan, folderAt, type PlannedBundle, rangeOf } from './plan.ts'

/**
 * A corpus as one archive: its folders in the order of the plan, the lock behind them. The same plan gives the same bytes,
 * however many make bundles. Does not know how one is made, nor where the bytes go.
 */

export interface ArchiveOrder {
  readonly plan: CorpusPlan
  readonly toolVersion: string
  readonly make: (task: Unplaced) => Promise<Packed>
  /** Bundles under way, or waiting for one before them, at the same time. */
  readonly lanes: number
  readonly onBundle?: (bundle: PlannedBundle, sha256: string) => void
}

/** Piece by piece, as they are asked for. @throws BundleError where one could not be made; the archive has no end then */
export async function* corpusArchive(order: ArchiveOrder): AsyncGenerator<Uint8Array> {
  const { plan, toolVersion, onBundle } = order
  const { from, to } = rangeOf(plan, plan.shard)
  const digests = new Digests(to - from)
  let finished = 0
  for await (const { bundle, packed } of inOrder(order)) {
    if (!('archive' in packed)) {
      const failure = packed as Failure
      throw new BundleError({ bundle, index: from + finished, failure }, finished, [])
    }
    digests.set(finished++, packed.sha256)
    onBundle?.(bundle, packed.sha256)
    yield packed.archive
  }
  const beside = (plan.beside ?? []).map(({ path, text }) => ({ path, bytes: Buffer.from(text), mtime: TIMELESS }))
  const lock = Buffer.from([...lockLines(plan, `lab1603 ${toolVersion}`, digests)].join(''))
  yield await tarPart([...beside, { path: lockName(plan.shard), bytes: lock, mtime: TIMELESS }])
  yield TAR_END
}

/** A plan knows no clock. */
const TIMELESS = 0

interface Ready {
  readonly bundle: PlannedBundle
  readonly packed: Packed
}

/** As many are under way as there are lanes; one that is ready waits for those before it. */
async function* inOrder({ plan, toolVersion, make, lanes }: ArchiveOrder): AsyncGenerator<Ready> {
  const { from, to } = rangeOf(plan, plan.shard)
  const underWay: Promise<Ready>[] = []
  const begin = async (index: number): Promise<Ready> => {
    const bundle = folderAt(plan, index)
    return { bundle, packed: await make({ ...bundle, toolVersion, as: 'tar' }) }
  }
  try {
    for (let next = from; next < to || underWay.length > 0; ) {
      while (underWay.length < lanes && next < to) underWay.push(begin(next++))
      yield await underWay.shift()!
    }
  } finally {
    // Whoever wants no more of them does not wait for those either.
    for (const left of underWay) left.catch(() => {})
  }
}
