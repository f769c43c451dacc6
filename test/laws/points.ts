import { powerLost } from './crash.ts'
import { accessDenied, cancel, diskFull } from './microscope.ts'
import type { Spot } from './spot.ts'

export interface Kind {
  readonly name: string
  /** How many points the tests take, spread evenly; `npm run campaign -- --points` takes every one. */
  readonly sample: number
  readonly spots: readonly Spot[]
}

export const KINDS: readonly Kind[] = [
  { name: 'access denied', sample: 1000, spots: accessDenied },
  { name: 'disk full', sample: 1000, spots: diskFull },
  { name: 'Cancel', sample: 1000, spots: cancel },
  { name: 'power lost', sample: 5000, spots: powerLost },
]

export function totalOf({ spots }: Kind): number {
  return spots.reduce((sum, spot) => sum + spot.count, 0)
}

export interface Point {
  readonly spot: Spot
  readonly n: number
}

/** As many points as asked for, or all; spread evenly over all spots as if they were one row. */
export function pointsOf(kind: Kind, wanted: number): Point[] {
  const total = totalOf(kind)
  const thin = Math.max(1, total / wanted)
  const points: Point[] = []
  let passed = 0
  let next = 0
  for (const spot of kind.spots) {
    for (; Math.floor(next) < passed + spot.count; next += thin) points.push({ spot, n: Math.floor(next) - passed + 1 })
    passed += spot.count
  }
  return points
}
