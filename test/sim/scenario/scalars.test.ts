import { describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { timeZoneNamed } from '../../../model/words/timeZones.ts'
import * as scalars from '../../../sim/scenario/scalars.ts'
import { nearest } from '../../../sim/written/nearest.ts'

const read = (schema: z.ZodType, written: unknown): unknown => {
  const result = schema.safeParse(written)
  return result.success ? result.data : 'refused'
}

describe('scalars', () => {
  it.each([
    ['500ms', 500],
    ['0s', 0],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['720h', 2_592_000_000],
    ['721h', 'refused'],
    ['-1s', 'refused'],
    ['1.5s', 'refused'],
    ['1d', 'refused'],
    ['s', 'refused'],
    ['', 'refused'],
  ])('a duration of %s', (written, expected) => {
    expect(read(scalars.duration, written)).toBe(expected)
  })

  it.each([
    ['2007-08-27T13:12:00', true],
    ['2008-02-29T23:59:59', true],
    ['2000-02-29T00:00:00', true],
    ['2007-02-29T00:00:00', false],
    ['2100-02-28T00:00:00', false],
    ['1979-12-31T00:00:00', false],
    ['2007-13-01T00:00:00', false],
    ['2007-00-01T00:00:00', false],
    ['2007-04-31T00:00:00', false],
    ['2007-08-27T24:00:00', false],
    ['2007-08-27T13:60:00', false],
    ['2007-08-27T13:12:60', false],
    ['2007-08-27T13:12:00Z', false],
  ])('the local time %s', (written, valid) => {
    expect(read(scalars.localTime, written)).toBe(valid ? written : 'refused')
  })

  it.each([
    ['+00:00', 0],
    ['-00:00', 0],
    ['-08:00', -480],
    ['+05:45', 345],
    ['+14:00', 840],
    ['+14:15', 'refused'],
    ['+08:60', 'refused'],
    ['08:00', 'refused'],
    ['Pacific Standard Time', timeZoneNamed('Pacific Standard Time')],
    ['Pacific Daylight Time', 'refused'],
  ])('the zone %s', (written, expected) => {
    expect(read(scalars.zone, written)).toBe(expected)
  })

  it.each([
    ['lxv*', 'xv*'],
    ['L*V', '*v'],
    ['*vx', '*vx'],
    ['iwearucmopvx+!', 'iwearucmopvx+!'],
    ['l', 'refused'],
    ['', 'refused'],
    ['lz', 'refused'],
  ])('the log letters %s', (written, expected) => {
    expect(read(scalars.logLetters, written)).toBe(expected)
  })

  it('names of hives come out short', () => {
    expect(read(scalars.keyInHive, 'HKEY_LOCAL_MACHINE\\SOFTWARE\\x')).toBe('HKLM\\SOFTWARE\\x')
    expect(read(scalars.keyInHive, 'HKEY_USERS\\S-1-5-18\\x')).toBe('HKU\\S-1-5-18\\x')
    expect(read(scalars.keyInHive, 'HKCR\\x')).toBe('HKCR\\x')
    expect(read(scalars.keyInHive, 'HKLMX\\x')).toBe('refused')
    expect(read(scalars.keyInHive, 'HKLM\\x\\')).toBe('refused')
  })

  it('security identifiers of a domain come out as their numbers', () => {
    expect(read(scalars.domainSid, 'S-1-5-21-1-2-4294967295')).toEqual([1, 2, 4_294_967_295])
    expect(read(scalars.domainSid, 'S-1-5-32-544')).toBe('refused')
  })

  it('drives come out in capitals', () => {
    expect(read(scalars.path, 'c:\\temp')).toBe('C:\\temp')
    expect(read(scalars.drive, 'c:')).toBe('C:')
  })

  it('KB numbers have six or seven digits', () => {
    expect(['KB12345', 'KB123456', 'KB1234567', 'KB12345678'].map(kb => read(scalars.kb, kb))).toEqual([
      'refused',
      'KB123456',
      'KB1234567',
      'refused',
    ])
  })
})

describe('nearest', () => {
  it.each([
    ['rols', ['roles', 'rollups'], 'roles'],
    ['ROLES', ['roles'], 'roles'],
    ['lets_go', ['lets-go'], 'lets-go'],
    ['windows-2003', ['windows-server-2008', 'windows-server-2003'], 'windows-server-2003'],
    ['windows', ['windows-server-2003', 'windows-server-2008'], undefined],
    ['nope', ['none', 'read'], 'none'],
    ['no', ['retry'], undefined],
    ['fro', ['kb', 'for'], 'for'],
    ['', ['retry'], undefined],
    ['x', [], undefined],
    ['abd', ['abc', 'abe'], 'abc'],
  ])('of %s among %j is %s', (written, candidates, expected) => {
    expect(nearest(written, candidates)).toBe(expected)
  })
})
