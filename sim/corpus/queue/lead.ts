import type { Failure } from '../generate.ts'
import { Digests } from '../lock.ts'
import { type CorpusPlan, folderAt, rangeOf } from '../plan.ts'
import { type Exchange, type GivenUp, gather, partsOf } from './gather.ts'
import { failedIn, type PartAnswer } from './part.ts'

/** A corpus that workers make: its digests, gathered. Does not know where they are, nor where the bundles go. */

export interface Gathered {
  readonly digests: Digests
  readonly made: number
  readonly kept: number
  readonly aside: readonly string[]
}

/** A bundle could not be made by anybody. */
export class UnmadeError extends Error {
  readonly index: number
  readonly failure: Failure
  readonly finished: number

  constructor(index: number, failure: Failure, finished: number) {
    super(failure.message)
    this.index = index
    this.failure = failure
    this.finished = finished
  }
}

/** Whoever took this part did not come back. */
export class LostError extends Error {
  readonly part: number
  readonly of: number
  readonly finished: number

  constructor({ part, why }: GivenUp, of: number, finished: number) {
    super(why)
    this.part = part
    this.of = of
    this.finished = finished
  }
}

/** @throws UnmadeError, LostError */
export async function gatherCorpus(
  plan: CorpusPlan,
  exchange: Exchange<PartAnswer>,
  onPart: (finished: number, more: number) => void,
): Promise<Gathered> {
  const of = partsOf(plan.count)
  const digests = new Digests(rangeOf(plan).to)
  const counts = { made: 0, kept: 0 }
  const aside: string[] = []
  const finished = (): number => counts.made + counts.kept
  const lost = await gather(of, exchange, (part, answer) => {
    if (answer.kind === 'failed') throw new UnmadeError(answer.index, answer.failure, finished())
    digests.setPart(rangeOf(plan, { part, of }).from, answer.digests)
    counts.made += answer.made
    counts.kept += answer.kept
    aside.push(...answer.aside)
    onPart(finished(), answer.made + answer.kept)
  })
  if (!lost) return { digests, ...counts, aside }
  const told = failedIn(lost.why)
  throw told ? new UnmadeError(told.index, told.failure, finished()) : new LostError(lost, of, finished())
}

/** Which bundle that was. */
export const bundleOf = (plan: CorpusPlan, { index }: UnmadeError) => folderAt(plan, index)
