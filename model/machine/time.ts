import { type Civil, DAY, fromCivil, weekday } from './calendar.ts'
import { momentAt, wallTime, type Zone } from './zone.ts'

/** Simulated time as the clock on the wall shows it, and how it is written. What time it is, the machine says. */

export type { Civil }
export { DAY, fromCivil }

/** The date and time that the clock on the wall shows. */
export function toCivil(time: number, zone: Zone = 0): Civil {
  const local = wallTime(zone, time)
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

/** `2007-08-27T13:12:00` as the clock on the wall shows it, zone `-480` for `-08:00`. */
export function parseLocal(text: string, zone: Zone): number {
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = text.split(/[-T:]/).map(Number)
  return momentAt(zone, fromCivil({ year, month, day, hour, minute, second }))
}

/** `2007-08-27T13:12:00`. */
export function isoLocal(time: number, zone: Zone): string {
  const c = toCivil(time, zone)
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
export function yyyymmdd(time: number, zone: Zone): string {
  const c = toCivil(time, zone)
  return `${c.year}${two(c.month)}${two(c.day)}`
}

/** `13:12:59`. */
export function clockText(time: number, zone: Zone): string {
  const c = toCivil(time, zone)
  return `${two(c.hour)}:${two(c.minute)}:${two(c.second)}`
}

/** `8/27/2007`, the short date of en-US. */
export function shortDate(time: number, zone: Zone): string {
  const c = toCivil(time, zone)
  return `${c.month}/${c.day}/${c.year}`
}

/** As en-US shortens them; Sunday and January come first. */
export const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Mon 27 Aug 2007`: nobody takes the day for the month. */
export function dayText(time: number, zone: Zone): string {
  const { year, month, day } = toCivil(time, zone)
  return `${WEEKDAYS[weekday(fromCivil({ year, month, day }))]} ${day} ${MONTHS[month - 1]} ${year}`
}

/** `1:12:59 PM`, the long time of en-US. */
export function longTime(time: number, zone: Zone): string {
  const c = toCivil(time, zone)
  return `${c.hour % 12 || 12}:${two(c.minute)}:${two(c.second)} ${c.hour < 12 ? 'AM' : 'PM'}`
}

/** -480 -> `-0800`, or with a colon between. */
export function offsetText(minutes: number, between = ''): string {
  const ahead = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(ahead / 60))}${between}${two(ahead % 60)}`
}

/** `-08:00` -> -480. */
export function parseZone(text: string): number {
  const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(4, 6))
  return text.startsWith('-') ? -minutes : minutes
}
