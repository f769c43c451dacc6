import { once } from '../../library/arbitraries/once.ts'
import type { Trial } from './trial.ts'

/** Something that can go wrong at numbered points of a place. */
export interface Spot {
  readonly name: string
  /** Points are numbered from 1 to this. */
  readonly count: number
  /** Lets it happen at point n; what is wrong afterwards, or undefined. */
  readonly broken: (n: number) => string | undefined
}

/** A trial of every point of all spots, as if they were one row. */
export function pointsOf({ spots, ...rest }: Pick<Trial, 'name' | 'law' | 'sample'> & { spots: () => Spot[] }): Trial {
  const row = once(spots)
  return {
    ...rest,
    whole: once(() => row().reduce((sum, { count }) => sum + count, 0)),
    endless: false,
    marks: {},
    broken(n) {
      let point = n
      const spot = row().find(({ count }) => {
        if (point <= count) return true
        point -= count
        return false
      })!
      const wrong = spot.broken(point)
      return wrong && `${spot.name}, point ${point}: ${wrong}`
    },
  }
}
