import { describe, expect, test } from 'vitest'
import { KINDS, PLACES, pointsOf } from './microscope.ts'

/** An even sample of the points; `npm run campaign -- --points` takes every one. */
const SAMPLE = 5000

const total = PLACES.reduce((sum, place) => sum + KINDS.reduce((n, kind) => n + kind.count(place), 0), 0)
const thin = Math.max(1, total / SAMPLE)

describe(`the transaction under a microscope: ${Math.min(SAMPLE, total)} of ${total} points`, () => {
  test('there are as many as asked', () => {
    expect(total).toBeGreaterThanOrEqual(SAMPLE)
  })

  describe.each(PLACES)('$name', place => {
    test.each(KINDS)('$name', kind => {
      for (const n of pointsOf(kind.count(place), thin)) expect(kind.broken(place, n), `point ${n}`).toBeUndefined()
    })
  })
})
