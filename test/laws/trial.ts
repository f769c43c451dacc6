import fc from 'fast-check'

/**
 * A law, and the numbered cases in which it has to hold. A test takes a sample of them, the same in every run; the campaign
 * takes all. What a case is, only the law knows.
 */
export interface Trial {
  /** As the command line calls it: `npm run campaign -- --only NAME`. */
  readonly name: string
  /** In words. */
  readonly law: string
  /** How many cases a test takes. */
  readonly sample: number
  /** How many cases there are; of cases without an end, how many the campaign takes. */
  readonly whole: () => number
  /** Every number is a case: it is the seed of one. */
  readonly endless: boolean
  /** What the whole has to reach, and how often at least; a sample in proportion. Where nothing happens, every law holds. */
  readonly marks: Readonly<Record<string, number>>
  /** What is wrong in case n, counted from 1; or undefined. */
  readonly broken: (n: number, reach: Reach, keep: Keep) => string | undefined
  /** Of a law about all cases together: what is wrong, by what they left behind. */
  readonly together?: (kept: readonly unknown[]) => readonly string[]
  /** Where cases are drawn: the smallest one like case n that is wrong, as text. */
  readonly smallest?: (n: number) => string
  /** Where a case is a file of its own, which outlives another way of drawing: case n as that file. */
  readonly text?: (n: number) => string
}

export type Reach = (mark: string) => void

/** Leaves something behind for the judgement of all cases: plain data, for they may be looked at in several processes. */
export type Keep = (left: unknown) => void

interface Drawn<T> extends Pick<Trial, 'name' | 'law' | 'sample'> {
  readonly whole: number
  readonly marks?: Trial['marks']
  readonly from: fc.Arbitrary<T>
  readonly broken: (drawn: T, reach: Reach) => string | undefined
  /** How a case is written as a file. */
  readonly text?: (drawn: T) => string
}

/** Cases from a generator, which draws the same one from the same number. */
export function drawn<T>({ from, broken, whole, text, marks = {}, ...rest }: Drawn<T>): Trial {
  const draw = (n: number): T => fc.sample(from, { seed: n, numRuns: 1 })[0]!
  return {
    ...rest,
    ...(text && { text: n => text(draw(n)) }),
    marks,
    whole: () => whole,
    endless: true,
    broken: (n, reach) => broken(draw(n), reach),
    smallest(n) {
      const holds = fc.property(from, value => broken(value, () => {}) === undefined)
      const [value] = fc.check(holds, { seed: n, numRuns: 1, ...SHRINKING }).counterexample ?? [draw(n)]
      return text ? text(value) : fc.stringify(value)
    },
  }
}

const SHRINKING = { interruptAfterTimeLimit: 20_000 }

/** The cases of a sample: the first ones, or, where there is an end, spread evenly. */
export function sampleOf({ sample, whole, endless }: Trial): readonly number[] {
  const step = endless ? 1 : Math.max(1, whole() / sample)
  return Array.from({ length: sample }, (_, i) => Math.floor(i * step) + 1)
}

/** What is wrong in case n; an exception is wrong as well. */
export function wrongIn(trial: Trial, n: number, reach: Reach, keep: Keep = () => {}): string | undefined {
  try {
    return trial.broken(n, reach, keep)
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}

/** The command that shows a case again. */
export const again = ({ name }: Pick<Trial, 'name'>, n: number): string =>
  `npm run campaign -- --only ${name} --seed ${n} --cases 1`

/** Counts what is reached. */
export function counting(): { readonly reach: Reach; readonly counts: ReadonlyMap<string, number> } {
  const counts = new Map<string, number>()
  return { counts, reach: mark => counts.set(mark, (counts.get(mark) ?? 0) + 1) }
}

/** The marks that were reached too rarely, in the whole or in a share of it. */
export function unreached({ marks }: Trial, counts: ReadonlyMap<string, number>, share = 1): string[] {
  return Object.keys(marks).filter(mark => (counts.get(mark) ?? 0) < Math.max(1, Math.floor(marks[mark]! * share)))
}
