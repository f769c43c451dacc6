import { setTimeout } from 'node:timers/promises'

/** Time as it goes by outside the simulation. Handed in, so that a test need not wait. */
export interface Clock {
  /** ms, from wherever. */
  now(): number
  /** Ends early where the signal comes. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

export const realClock: Clock = {
  now: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await setTimeout(ms, undefined, { ...(signal && { signal }) })
    } catch {
      // The signal came.
    }
  },
}

/** Longer and longer, up to some seconds. */
const FIRST_MS = 100
const LONGEST_MS = 5000
/** About ten seconds in all. */
export const TRIES = 8

export const backOff = (attempt: number): number => Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt)
