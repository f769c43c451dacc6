/**
 * A plan in parts, done by whoever takes one, and what came of each, once. Pure: does not know where parts wait, who takes
 * them, what is done of them, or what time it is. What may go wrong there, the test of this file simulates.
 */

/** So many bundles are taken at once. */
const MOST_OF_A_PART = 100

/** Of a small plan there are so many parts at least, that more than one worker has something to do. */
const FEWEST_PARTS = 16

/** Part i of n is the shard i/n of the plan, so that it can be made without a queue as well. */
export const partsOf = (count: number): number =>
  Math.max(Math.ceil(count / MOST_OF_A_PART), Math.min(count, FEWEST_PARTS))

export interface Answered<Answer> {
  readonly part: number
  readonly answer: Answer
}

/** Nobody could do it. */
export interface GivenUp {
  readonly part: number
  readonly why: string
}

/** Where parts wait and answers lie. It may hand over an answer twice, bring one back, or lose what it was told last. */
export interface Exchange<Answer> {
  /** A part that waits there already, or is being done, or was given up, stays as it is. */
  put(parts: readonly number[]): Promise<void>
  /** Some of those that lie there, none if none does; they lie there until they are forgotten. */
  answers(): Promise<readonly Answered<Answer>[]>
  forget(parts: readonly number[]): Promise<void>
  /** All of them: also those of which an answer came after all. */
  givenUp(): Promise<readonly GivenUp[]>
  /** A moment. */
  pause(): Promise<void>
}

/** So many parts lie at the exchange at most: more than there are workers, and few enough for its memory. */
export const WINDOW = 10_000

/** So many moments without an answer, and it is looked whether parts were lost or given up. */
export const QUIET = 20

/**
 * Has all parts done: each is taken once, whatever is done twice. Returns the first that was given up, if one was.
 * @throws what `take` throws
 */
export async function gather<Answer>(
  parts: number,
  exchange: Exchange<Answer>,
  take: (part: number, answer: Answer) => void,
): Promise<GivenUp | undefined> {
  const open = new Set<number>()
  let last = 0
  let quiet = 0
  while (open.size > 0 || last < parts) {
    const fresh: number[] = []
    while (last < parts && open.size < WINDOW) {
      open.add(++last)
      fresh.push(last)
    }
    if (fresh.length > 0) await exchange.put(fresh)
    const came = await exchange.answers()
    for (const { part, answer } of came) if (open.delete(part)) take(part, answer)
    if (came.length > 0) {
      quiet = 0
      await exchange.forget(came.map(({ part }) => part))
      continue
    }
    if (++quiet % QUIET === 0) {
      const lost = (await exchange.givenUp()).find(({ part }) => open.has(part))
      if (lost) return lost
      await exchange.put([...open])
    }
    await exchange.pause()
  }
  return undefined
}
