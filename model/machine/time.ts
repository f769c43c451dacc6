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

/** The date and time on a clock that is `offsetMinutes` ahead of UTC. */
export function toCivil(time: number, offsetMinutes = 0): Civil {
  const local = time + offsetMinutes * 60_000
  const days = Math.floor(local / DAY)
  const rest = local - days * DAY
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
    millisecond: rest % 1000,
  }
}

/** `07`: a number of a date or a time. */
export const two = (n: number): string => (n < 10 ? `0${n}` : String(n))

/** `2007-08-27T13:12:00` as the clock on the wall shows it, offset `-480` for `-08:00`. */
export function parseLocal(text: string, offsetMinutes: number): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = text.split(/[-T:]/).map(Number)
  return fromCivil({ year, month, day, hour, minute, second }) - offsetMinutes * 60_000
}

/** `2007-08-27T13:12:00`. */
export function isoLocal(time: number, offsetMinutes: number): string {
  const c = toCivil(time, offsetMinutes)
  return `${c.year}-${two(c.month)}-${two(c.day)}T${two(c.hour)}:${two(c.minute)}:${two(c.second)}`
}

/** `2007-08-27T21:12:00.000Z`. */
export function isoUtc(time: number): string {
  return `${isoLocal(time, 0)}.${String(toCivil(time).millisecond).padStart(3, '0')}Z`
}

/** `2008-10-18T20:05:05.496125000Z`: nine digits, of which the last two are always 0. */
export function longIso(time: number, ticks = 0): string {
  return isoUtc(time).replace('Z', `${String(ticks).padStart(4, '0')}00Z`)
}

/** `20070827`, the form of InstallDate and Installed in the registry. */
export function yyyymmdd(time: number, offsetMinutes: number): string {
  const c = toCivil(time, offsetMinutes)
  return `${c.year}${two(c.month)}${two(c.day)}`
}

/** `13:12:59`. */
export function clockText(time: number, offsetMinutes: number): string {
  const c = toCivil(time, offsetMinutes)
  return `${two(c.hour)}:${two(c.minute)}:${two(c.second)}`
}

/** `8/27/2007`, the short date of en-US. */
export function shortDate(time: number, offsetMinutes: number): string {
  const c = toCivil(time, offsetMinutes)
  return `${c.month}/${c.day}/${c.year}`
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Mon 27 Aug 2007`: nobody takes the day for the month. */
export function dayText(time: number, offsetMinutes: number): string {
  const { year, month, day } = toCivil(time, offsetMinutes)
  // 1970 began on a Thursday.
  const weekday = (((daysFromCivil(year, month, day) + 4) % 7) + 7) % 7
  return `${WEEKDAYS[weekday]} ${day} ${MONTHS[month - 1]} ${year}`
}

/** `1:12:59 PM`, the long time of en-US. */
export function longTime(time: number, offsetMinutes: number): string {
  const c = toCivil(time, offsetMinutes)
  return `${c.hour % 12 || 12}:${two(c.minute)}:${two(c.second)} ${c.hour < 12 ? 'AM' : 'PM'}`
}

/** `-08:00` -> -480. */
export function parseZone(text: string): number {
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6))
  return text.startsWith('-') ? -minutes : minutes
}

/** What the clock shows that advances only once per tick (15.625 ms on Server 2003 and 2008). */
export function onTick(time: number, tickMs: number): number {
  return Math.floor(Math.floor(time / tickMs) * tickMs)
}
