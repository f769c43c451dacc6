import { expect, test } from 'vitest'
import { randomFrom } from '../../../sim/server/random.ts'
import { areaLeftOut, areaShuffled, areaUnderCurve, type Sample } from './validation.ts'

/** Whether the area says what it is to say, where it is known how much there is to be told. */

const random = randomFrom('samples')
const noise = (): number => random.fraction() - 0.5

/** Eight groups of each class, four samples in each; a row is what the sample's class and group make it, and noise. */
function samples(row: (positive: boolean, group: number) => readonly number[]): Sample[] {
  return Array.from({ length: 64 }, (_, i) => {
    const group = i >> 2
    const positive = group % 2 === 0
    const own = row(positive, group)
    return { group: `${group}`, positive, row: Float64Array.from([...own, noise(), noise(), noise()]) }
  })
}

const told = samples(positive => [positive ? 1 : -1])

test('what tells the classes apart is found', () => {
  expect(areaLeftOut(told)).toBe(1)
})

test('where nothing does, nothing is found', () => {
  expect(areaLeftOut(samples(() => []))).toBeGreaterThan(0.3)
  expect(areaLeftOut(samples(() => []))).toBeLessThan(0.7)
})

test('classes that are dealt out anew are not told apart, whatever the rows say', () => {
  const areas = Array.from({ length: 20 }, (_, seed) => areaShuffled(told, seed))
  const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length
  expect(mean).toBeGreaterThan(0.35)
  expect(mean).toBeLessThan(0.65)
})

test('to know the group is no help: it is left out', () => {
  const known = samples((_, group) => Array.from({ length: 16 }, (_, i) => (i === group ? 1 : 0)))
  expect(areaLeftOut(known)).toBeLessThan(0.7)
})

test('one column out of all bounds does not decide alone', () => {
  const odd = told.map((sample, i) =>
    i === 5 ? { ...sample, row: sample.row.map((v, j) => (j === 1 ? 1e6 : v)) } : sample,
  )
  expect(areaLeftOut(odd)).toBe(1)
})

test('the same samples give the same area', () => {
  expect(areaShuffled(told, 3)).toBe(areaShuffled(told, 3))
})

test('the area under the curve: wins of all pairs, a tie is half', () => {
  const of = (...scores: readonly (readonly [boolean, number])[]): number =>
    areaUnderCurve(scores.map(([positive, score]) => ({ positive, score })))
  expect(of([true, 2], [true, 1], [false, 0])).toBe(1)
  expect(of([true, 1], [false, 1])).toBe(0.5)
  expect(of([true, 0], [true, 2], [false, 1])).toBe(0.5)
})
