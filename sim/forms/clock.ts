import { weekday } from '../../model/machine/calendar.ts'
import { clockTime, type Machine } from '../../model/machine/machine.ts'
import { type Civil, fromCivil, longTime, shortDate, toCivil, two, WEEKDAYS } from '../../model/machine/time.ts'

/** Dates, times and numbers as en-US programs of Windows print them. Knows no program. */

/** `08/27/2007  01:12 PM`, the columns of `dir`. */
export function listingTime(machine: Machine, time: number): string {
  const t = toCivil(time, machine.zone)
  return `${two(t.month)}/${two(t.day)}/${t.year}  ${shortTime(t)}`
}

/** `01:12 PM`, as `time /t` has it. */
export const shortTimeOf = (machine: Machine): string => shortTime(toCivil(clockTime(machine), machine.zone))

const shortTime = ({ hour, minute }: Pick<Civil, 'hour' | 'minute'>): string =>
  `${two(hour % 12 || 12)}:${two(minute)} ${hour < 12 ? 'AM' : 'PM'}`

/** `Mon 08/27/2007` */
export function longDateOf(machine: Machine): string {
  const t = toCivil(clockTime(machine), machine.zone)
  const day = weekday(fromCivil({ year: t.year, month: t.month, day: t.day }))
  return `${WEEKDAYS[day]} ${two(t.month)}/${two(t.day)}/${t.year}`
}

/** `13:12:00.12` with the hour padded by a blank. */
export function timeOf(machine: Machine): string {
  const t = toCivil(clockTime(machine), machine.zone)
  const hundredths = two(Math.floor(t.millisecond / 10))
  return `${String(t.hour).padStart(2)}:${two(t.minute)}:${two(t.second)}.${hundredths}`
}

/** `8/27/2007 1:12:00 PM`, a date in the shell. */
export function shellTime(machine: Machine, time: number): string {
  return `${shortDate(time, machine.zone)} ${longTime(time, machine.zone)}`
}

/** `8/27/2007   1:12 PM`, a time in a list of the shell. */
export function shellMinute(machine: Machine, time: number): string {
  const t = toCivil(time, machine.zone)
  return `${shortDate(time, machine.zone).padStart(10)}  ${hourAndMinute(t).padStart(8)}`
}

const hourAndMinute = ({ hour, minute }: Civil): string =>
  `${hour % 12 || 12}:${two(minute)} ${hour < 12 ? 'AM' : 'PM'}`

/** `48000` -> `48,000` */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ',')
}
