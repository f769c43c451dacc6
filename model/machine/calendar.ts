/**
 * Simulated time: milliseconds since 1970-01-01T00:00:00Z as an integer. Civil dates by arithmetic, because the host's
 * calendar would bring its clock and time zone with it. The day count is the usual proleptic Gregorian one. What time
 * it is, the machine says.
 */

export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly millisecond: number
}

export const DAY = 86_400_000

function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** A date and time taken as UTC. */
export function fromCivil(civil: Partial<Civil> & Pick<Civil, 'year' | 'month' | 'day'>): number {
  const { hour = 0, minute = 0, second = 0, millisecond = 0 } = civil
  const days = daysFromCivil(civil.year, civil.month, civil.day)
  return days * DAY + ((hour * 60 + minute) * 60 + second) * 1000 + millisecond
}

/** 0 for a Sunday, of a time taken as UTC. 1970 began on a Thursday. */
export const weekday = (time: number): number => (((Math.floor(time / DAY) + 4) % 7) + 7) % 7
