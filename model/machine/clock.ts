/**
 * The clock that Windows keeps: it stands still between two interrupts of the timer, so programs read the same time
 * several times and then a later one. Times of a log, of events and of files are all read from it. Knows no calendar.
 */
export interface Clock {
  /** Milliseconds between two interrupts: 15.625, or 10 by hardware (docs/facts/msi-log-anatomy.md 2.2). */
  readonly tickMs: number
  /** A moment at which it advanced, ms since 1970 UTC: its phase to the full second. */
  readonly advancedAt: number
  /** Parts per million by which an interrupt comes later than it should; the phase wanders. */
  readonly drift: number
  /** While a program has raised the timer, it advances about once a millisecond. */
  readonly raised?: Raised
}

/** Stretches of time, each as long as the other and as far from the next. */
export interface Raised {
  readonly from: number
  readonly everyMs: number
  readonly forMs: number
}

/** What the clock shows at a moment, in whole milliseconds. It never shows less than at a moment before. */
export const shown = (clock: Clock, time: number): number => Math.floor(shownExactly(clock, time))

/** The same with what Windows keeps below the millisecond. */
export function shownExactly(clock: Clock, time: number): number {
  const { raised, tickMs } = clock
  const since = raised ? stretchBefore(raised, time) : Number.NEGATIVE_INFINITY
  if (raised && time < since + raised.forMs) return ticked(clock, time, tickMs / FINE)
  const lowered = raised ? ticked(clock, since + raised.forMs - 1, tickMs / FINE) : since
  return Math.max(lowered, ticked(clock, time, tickMs))
}

/** The finest that the timer can be set to divides the tick: both advance together. */
const FINE = 16

const stretchBefore = ({ from, everyMs }: Raised, time: number): number =>
  from + Math.floor((time - from) / everyMs) * everyMs

function ticked({ advancedAt, drift }: Clock, time: number, tickMs: number): number {
  const length = tickMs * (1 + drift / 1_000_000)
  return advancedAt + Math.floor((time - advancedAt) / length) * length
}
