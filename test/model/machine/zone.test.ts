import { describe, expect, test } from 'vitest'
import { isoLocal, isoUtc, parseLocal } from '../../../model/machine/time.ts'
import { offsetAt, zoneOf } from '../../../model/machine/zone.ts'
import { TIME_ZONES, timeZoneNamed } from '../../../model/words/timeZones.ts'

/** Documented days of change (IANA time zone database), the last second before each and the first after it. */
const TURNS: readonly (readonly [zone: string, last: string, wall: string, next: string])[] = [
  ['Pacific Standard Time', '2006-04-02T09:59:59.000Z', '2006-04-02T01:59:59', '2006-04-02T03:00:00'],
  ['Pacific Standard Time', '2006-10-29T08:59:59.000Z', '2006-10-29T01:59:59', '2006-10-29T01:00:00'],
  ['Pacific Standard Time', '2007-03-11T09:59:59.000Z', '2007-03-11T01:59:59', '2007-03-11T03:00:00'],
  ['Pacific Standard Time', '2007-11-04T08:59:59.000Z', '2007-11-04T01:59:59', '2007-11-04T01:00:00'],
  ['W. Europe Standard Time', '2007-03-25T00:59:59.000Z', '2007-03-25T01:59:59', '2007-03-25T03:00:00'],
  ['GMT Standard Time', '2008-10-26T00:59:59.000Z', '2008-10-26T01:59:59', '2008-10-26T01:00:00'],
  ['AUS Eastern Standard Time', '2007-10-27T15:59:59.000Z', '2007-10-28T01:59:59', '2007-10-28T03:00:00'],
  ['AUS Eastern Standard Time', '2008-04-05T15:59:59.000Z', '2008-04-06T02:59:59', '2008-04-06T02:00:00'],
  ['New Zealand Standard Time', '2007-09-29T13:59:59.000Z', '2007-09-30T01:59:59', '2007-09-30T03:00:00'],
]

test.each(TURNS)('%s turns after %s', (name, last, wall, next) => {
  const zone = timeZoneNamed(name)!
  const at = Date.parse(last)
  expect([isoUtc(at), isoLocal(at, zone), isoLocal(at + 1000, zone)]).toEqual([last, wall, next])
})

describe('a time on the wall', () => {
  test.each(TIME_ZONES)('of $name comes back', zone => {
    for (const day of ['2006-01-15T12:00:00', '2007-03-20T08:30:00', '2007-08-27T13:12:00', '2008-04-20T23:59:59']) {
      expect(isoLocal(parseLocal(day, zone), zone)).toBe(day)
    }
  })

  test('that is skipped is the one behind', () => {
    const zone = timeZoneNamed('Pacific Standard Time')!
    expect(isoLocal(parseLocal('2007-03-11T02:30:00', zone), zone)).toBe('2007-03-11T03:30:00')
  })
})

test('an offset stays what it is, and has a name where Windows has one', () => {
  expect(offsetAt(-480, Date.parse('2007-08-27T00:00:00Z'))).toBe(-480)
  expect([-480, 330, 844].map(offset => zoneOf(offset)?.name)).toEqual([
    'Pacific Standard Time',
    'India Standard Time',
    undefined,
  ])
})

test('each zone has a name of its own', () => {
  expect(new Set(TIME_ZONES.map(({ name }) => name)).size).toBe(TIME_ZONES.length)
})
