import { DAYLIGHT_MINUTES, type DaylightRule, TIME_ZONES, type TimeZone, type Turn } from '../words/timeZones.ts'
import { DAY, fromCivil, weekday } from './calendar.ts'

/** Local time: an offset in minutes that never changes, or a zone that Windows knows, with its daylight saving. */
export type Zone = number | TimeZone

/** Minutes that the clock on the wall is ahead of UTC at a moment. */
export function offsetAt(zone: Zone, time: number): number {
  if (typeof zone === 'number') return zone
  const local = time + zone.offset * 60_000
  const year = yearOf(local)
  const saving = ruleOf(zone, year)?.saving
  if (!saving) return zone.offset
  const starts = momentOf(year, saving.starts)
  // The clock that shows this hour is ahead by then.
  const ends = momentOf(year, saving.ends) - DAYLIGHT_MINUTES * 60_000
  const isDaylight = starts < ends ? local >= starts && local < ends : local >= starts || local < ends
  return zone.offset + (isDaylight ? DAYLIGHT_MINUTES : 0)
}

/** What the clock on the wall shows at a moment, written as if it were UTC. */
export const wallTime = (zone: Zone, time: number): number => time + offsetAt(zone, time) * 60_000

/** The moment at which the clock on the wall shows this, written as if it were UTC. An hour that it skips is the one behind. */
export function momentAt(zone: Zone, wall: number): number {
  if (typeof zone === 'number') return wall - zone * 60_000
  const winter = wall - zone.offset * 60_000
  const summer = winter - DAYLIGHT_MINUTES * 60_000
  return offsetAt(zone, summer) > zone.offset ? summer : winter
}

/** The rule that a zone has in a year, as its key in the registry has it. */
export const ruleOf = ({ rules }: TimeZone, year: number): DaylightRule | undefined =>
  rules.findLast(rule => rule.since <= year) ?? rules[0]

/** The zone by which Windows calls an offset, if it has one: the first in the control panel. */
export const zoneOf = (zone: Zone): TimeZone | undefined =>
  typeof zone === 'number' ? TIME_ZONES.find(({ offset }) => offset === zone) : zone

const YEAR = 365.2425 * DAY

function yearOf(time: number): number {
  const guess = 1970 + Math.floor(time / YEAR)
  if (time >= fromCivil({ year: guess + 1, month: 1, day: 1 })) return guess + 1
  return time < fromCivil({ year: guess, month: 1, day: 1 }) ? guess - 1 : guess
}

const LAST = 5

function momentOf(year: number, { month, sunday, hour }: Turn): number {
  const first = fromCivil({ year, month, day: 1, hour })
  const firstSunday = first + ((7 - weekday(first)) % 7) * DAY
  if (sunday !== LAST) return firstSunday + (sunday - 1) * 7 * DAY
  const next =
    month === 12 ? fromCivil({ year: year + 1, month: 1, day: 1 }) : fromCivil({ year, month: month + 1, day: 1 })
  const fifth = firstSunday + 28 * DAY
  return fifth < next ? fifth : fifth - 7 * DAY
}
