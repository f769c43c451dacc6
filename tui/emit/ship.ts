import type { Pace } from '../../sim/pipeline/pace.ts'
import type { Noted } from '../../sim/pipeline/records.ts'
import type { Line } from '../../sim/pipeline/stream.ts'
import type { Clock } from './clock.ts'
import { type Destination, Undeliverable } from './destination.ts'

/** Hands records to a place at their pace, until there are no more, the place takes no more, or somebody stops it. Knows neither. */
export interface Shipping {
  readonly lines: Iterable<Line<Noted>>
  readonly to: Destination
  readonly pace: Pace | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
  /** Sees every record that is handed over, with its number from 1. */
  readonly onLine?: (line: Line<Noted>, number: number) => Promise<void> | undefined
}

export interface Shipped {
  /** Records that were to go. */
  readonly asked: number
  readonly why?: Undeliverable | 'stopped'
}

export async function ship({ lines, to, pace, clock, signal, onLine }: Shipping): Promise<Shipped> {
  let asked = 0
  const stopped = new Promise<'stopped'>(settle => {
    if (signal.aborted) settle('stopped')
    signal.addEventListener('abort', () => settle('stopped'), { once: true })
  })
  const unlessStopped = async (work: Promise<void>): Promise<void> => {
    if ((await Promise.race([work, stopped])) === 'stopped' || signal.aborted) throw STOPPED
  }
  const began = clock.now()
  try {
    for (const line of lines) {
      if (signal.aborted) throw STOPPED
      const due = pace && began + pace(line.record.at, asked)
      if (due !== undefined && due > clock.now()) {
        await unlessStopped(to.flush())
        await unlessStopped(clock.sleep(due - clock.now(), signal))
      }
      asked++
      const taken = to.take(line.text)
      if (taken) await unlessStopped(taken)
      const seen = onLine?.(line, asked)
      if (seen) await unlessStopped(seen)
    }
    await unlessStopped(to.end())
    return { asked }
  } catch (error) {
    if (error !== STOPPED && !(error instanceof Undeliverable)) throw error
    to.abandon()
    return { asked, why: error instanceof Undeliverable ? error : 'stopped' }
  }
}

const STOPPED = Symbol('stopped')
