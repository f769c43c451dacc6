import { describe, expect, test } from 'vitest'
import { KINDS, PLACES, pointsOf } from './microscope.ts'

describe.each(KINDS)('the transaction under a microscope: $name', kind => {
  const total = PLACES.reduce((sum, place) => sum + kind.count(place), 0)
  const thin = Math.max(1, total / kind.sample)

  test(`${Math.min(kind.sample, total)} of ${total} points are there`, () => {
    expect(total).toBeGreaterThanOrEqual(kind.sample)
  })

  test.each(PLACES)('in $name', place => {
    for (const n of pointsOf(kind.count(place), thin)) expect(kind.broken(place, n), `point ${n}`).toBeUndefined()
  })
})
