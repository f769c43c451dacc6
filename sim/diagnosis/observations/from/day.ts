/** A moment, in ms since 1970, as rules ask for it: which day, and how late on it. Knows no zone. */

const DAY_MS = 86_400_000

/** Days since 1970. */
export const dayIn = (time: number): number => Math.floor(time / DAY_MS)

/** Seconds since midnight. */
export const clockIn = (time: number): number => (time % DAY_MS) / 1000
