import type { Path } from '../../written/paths.ts'
import type { Edit } from './weakening.ts'

/** Numbers that bound something, shifted. Does not know what is counted. */

/** Of a share: it is at most 1. */
const PART = 0.1
const LARGE = 100

const stepOf = (value: number): number => (value >= LARGE ? Math.round(value / 10) : value > 0 && value < 1 ? PART : 1)

/** One more and one less, if that can be. */
export function shiftsOf(key: string, value: number, path: Path, about: string): Edit[] {
  const step = stepOf(value)
  return [value - step, value + step]
    .filter(to => to >= 0 && !(key === 'lines' && to < 1))
    .map(to => Math.round(to * 1000) / 1000)
    .map(to => ({
      operator: 'shift-bound',
      path,
      to,
      wanted: `a bundle in which what \`${key}: ${value}\` bounds ${about} lies between that and ${to}`,
    }))
}
