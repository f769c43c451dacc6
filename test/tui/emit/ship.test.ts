import { describe, expect, test } from 'vitest'
import { told } from '../../../sim/foreign/terminal.ts'
import { paceOf } from '../../../sim/pipeline/pace.ts'
import type { Line } from '../../../sim/pipeline/stream.ts'
import { type Destination, Tally, Undeliverable } from '../../../tui/emit/destination.ts'
import { ship } from '../../../tui/emit/ship.ts'
import { fakeClock, recordAt } from './helpers.ts'

/** Records at their pace, by a clock that goes only when somebody waits. */

function noting(now: () => number, most = Number.POSITIVE_INFINITY) {
  const tally = new Tally()
  const taken: number[] = []
  const calls: string[] = []
  const to: Destination = {
    tally,
    take() {
      if (taken.length >= most) throw new Undeliverable(told`full`)
      taken.push(now())
      tally.delivered++
      return undefined
    },
    async flush() {
      calls.push('flush')
    },
    async end() {
      calls.push('end')
    },
    abandon() {
      calls.push('abandon')
    },
  }
  return { to, taken, calls }
}

const linesAt = (...times: readonly number[]): Line[] => times.map(at => ({ record: recordAt(at), text: 'x' }))
const signal = new AbortController().signal

describe('a pace', () => {
  test('of sixty seconds in one', async () => {
    const clock = fakeClock()
    const { to, taken } = noting(clock.now)
    await ship({ lines: linesAt(0, 60_000, 60_000, 180_000), to, pace: paceOf({ speed: 60 }), clock, signal })
    expect(taken).toEqual([1000, 2000, 2000, 4000])
  })

  test('of so many a second, whatever their times', async () => {
    const clock = fakeClock()
    const { to, taken } = noting(clock.now)
    await ship({ lines: linesAt(5, 5, 9_000_000), to, pace: paceOf({ rate: 4 }), clock, signal })
    expect(taken).toEqual([1000, 1250, 1500])
  })

  test('sends what was taken before it waits, and waits for nothing without one', async () => {
    const clock = fakeClock()
    const { to, calls } = noting(clock.now)
    await ship({ lines: linesAt(0, 1000), to, pace: paceOf({ speed: 1 }), clock, signal })
    expect(calls).toEqual(['flush', 'end'])
    const free = noting(clock.now)
    await ship({ lines: linesAt(0, 1e12), to: free.to, pace: undefined, clock, signal })
    expect(clock.slept).toEqual([1000])
  })
})

describe('an end before the end', () => {
  test('of a place that takes no more', async () => {
    const clock = fakeClock()
    const { to, calls } = noting(clock.now, 2)
    const { asked, why } = await ship({ lines: linesAt(1, 2, 3, 4), to, pace: undefined, clock, signal })
    expect([asked, (why as Error).message, calls]).toEqual([3, 'full', ['abandon']])
  })

  test('by somebody who stops it', async () => {
    const clock = fakeClock()
    const stop = new AbortController()
    const { to, taken, calls } = noting(clock.now)
    const onLine = (_: unknown, number: number): undefined => void (number === 2 && stop.abort())
    const shipped = await ship({ lines: linesAt(1, 2, 3), to, pace: undefined, clock, signal: stop.signal, onLine })
    expect([shipped, taken.length, calls]).toEqual([{ asked: 2, why: 'stopped' }, 2, ['abandon']])
  })
})
