import { again, counting, type Trial, wrongIn } from '../laws/trial.ts'

/** A job's share of a campaign: some of the cases of each law, one after the other, and what came of them. */

/** How far a campaign goes. */
export interface Order {
  /** The first case; the others follow from it. */
  readonly seed: number
  /** How many cases of each law; all, or as many as the campaign takes, where it is not said. */
  readonly cases?: number | undefined
  /** How long each law takes at most, and at least where its cases have no end. */
  readonly seconds?: number | undefined
}

export interface Broken {
  readonly law: string
  readonly case: number
  readonly detail: string
  /** The command that shows it again. */
  readonly again: string
  /** The smallest case like it, of a law's first in this job. */
  readonly smallest?: string | undefined
  /** Where a case is a file: this one, or the smallest like it. */
  readonly text?: string | undefined
}

/** What came of the cases of a law since the last report. */
export interface Report {
  readonly law: string
  readonly cases: number
  readonly broken: readonly Broken[]
  readonly reached: readonly (readonly [mark: string, times: number])[]
  /** What they left behind for the judgement of all. */
  readonly kept: readonly unknown[]
  /** The case that begins now. */
  readonly next: number
  /** No more of this law from this job: after how many milliseconds, and whether its time was up before its cases were. */
  readonly done?: { readonly ms: number; readonly cut: boolean }
}

const EVERY_MS = 500

/** Every job takes each `jobs`-th case, so that together they miss none. */
export function work(trial: Trial, order: Order, job: number, jobs: number, report: (report: Report) => void): void {
  const { name: law } = trial
  const limit = limitOf(trial, order)
  const end = performance.now() + (order.seconds ?? Number.POSITIVE_INFINITY) * 1000
  const start = performance.now()
  let told = start
  let some = nothing()
  let next = caseAt(trial, order.seed, job)
  const tell = (done?: Report['done']): void => {
    const { cases, broken, kept, counts } = some
    report({ law, cases, broken, kept, reached: [...counts], next, ...(done && { done }) })
    some = nothing()
    told = performance.now()
  }
  let i = job
  let { smallest } = trial
  for (; i < limit && performance.now() < end; i += jobs) {
    const n = caseAt(trial, order.seed, i)
    next = n
    if (performance.now() - told > EVERY_MS) tell()
    const detail = wrongIn(trial, n, some.reach, left => some.kept.push(left))
    some.cases++
    if (detail !== undefined) {
      const less = smallest?.(n)
      const text = trial.text && (less ?? trial.text(n))
      some.broken.push({ law, case: n, detail, again: again(trial, n), smallest: less, text })
      smallest = undefined
    }
  }
  tell({ ms: performance.now() - start, cut: i < limit })
}

const nothing = () => ({ cases: 0, broken: [] as Broken[], kept: [] as unknown[], ...counting() })

/** How many cases of a law an order asks for. */
export function limitOf({ whole, endless }: Trial, { cases, seconds }: Order): number {
  if (cases !== undefined) return endless ? cases : Math.min(cases, whole())
  return endless && seconds !== undefined ? Number.POSITIVE_INFINITY : whole()
}

/** The case number of the i-th, from 0. Where there is an end they lie far apart: also a short campaign sees every place. */
export function caseAt({ whole, endless }: Trial, seed: number, i: number): number {
  if (endless) return seed + i
  const size = whole()
  return ((Math.max(seed, 1) - 1 + i * strideOf(size)) % size) + 1
}

const GOLDEN = 0.618

/** Leads to every number below `size` before it comes back. */
function strideOf(size: number): number {
  let stride = Math.max(1, Math.round(size * GOLDEN))
  while (commonDivisor(stride, size) > 1) stride++
  return stride
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b)
}
