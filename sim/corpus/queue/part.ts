import type { Failure } from '../generate.ts'
import { makeRange } from '../generate.ts'
import { Digests } from '../lock.ts'
import type { Made } from '../make.ts'
import { type CorpusPlan, type PlannedBundle, rangeOf } from '../plan.ts'
import type { PlanOrder } from './order.ts'

/** One part of a corpus, and what is told of it. Does not know who asks, nor where a bundle goes. */

/** What a worker has to know. */
export interface CorpusOrder {
  readonly kind: 'corpus'
  readonly plan: PlanOrder
  readonly parts: number
  /** A folder that all machines see, or `s3://BUCKET/PREFIX`. */
  readonly out: string
}

/** Plain data. */
export type PartAnswer = PartMade | PartFailed

export interface PartMade {
  readonly kind: 'made'
  /** SHA-256 of each bundle.json, 32 bytes each, in base64. */
  readonly digests: string
  readonly made: number
  readonly kept: number
  readonly aside: readonly string[]
}

/** Another worker would fare no better. */
export interface PartFailed {
  readonly kind: 'failed'
  /** Of the folder. */
  readonly index: number
  readonly failure: Failure
}

/** Another try, or another machine, may fare better. Its message is a PartFailed, for that is all that a queue keeps of an error. */
export class PartError extends Error {}

/** What follows from plan and number, and from nothing of a machine. */
const EVERYWHERE: ReadonlySet<Failure['kind']> = new Set(['unbuilt', 'contradiction'])

/** @throws PartError */
export async function makePart(
  plan: CorpusPlan,
  shard: { readonly part: number; readonly of: number },
  lanes: number,
  make: (bundle: PlannedBundle) => Promise<Made>,
): Promise<PartAnswer> {
  const range = rangeOf(plan, shard)
  const digests = new Digests(range.to - range.from)
  const counts = { made: 0, kept: 0 }
  const aside: string[] = []
  const [failed] = await makeRange(plan, range, lanes, async (bundle, index) => {
    const made = await make(bundle)
    if ('sha256' in made) {
      digests.set(index - range.from, made.sha256)
      counts[made.kind]++
      aside.push(...(made.aside ?? []))
    }
    return made
  })
  if (!failed) return { kind: 'made', digests: digests.part(), ...counts, aside }
  const answer: PartFailed = { kind: 'failed', index: failed.index, failure: failed.failure }
  if (EVERYWHERE.has(failed.failure.kind)) return answer
  throw new PartError(JSON.stringify(answer))
}

/** Of a part that was given up: undefined where the workers themselves were lost and nothing was said. */
export function failedIn(why: string): PartFailed | undefined {
  try {
    const told = JSON.parse(why) as PartFailed
    return told.kind === 'failed' ? told : undefined
  } catch {
    return undefined
  }
}
