import { describe, expect, test } from 'vitest'
import { KINDS, pointsOf, totalOf } from './points.ts'

describe.each(KINDS)('at any point of any scenario: $name', kind => {
  const points = pointsOf(kind, kind.sample)
  const names = [...new Set(points.map(point => point.spot.name))]

  test(`${points.length} of ${totalOf(kind)} points are taken`, () => {
    expect(points.length).toBeGreaterThanOrEqual(kind.sample)
  })

  test.each(names)('in %s', name => {
    for (const { spot, n } of points) if (spot.name === name) expect(spot.broken(n), `point ${n}`).toBeUndefined()
  })
})
