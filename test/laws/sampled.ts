import { expect, test } from 'vitest'
import { again, counting, type Keep, type Reach, sampleOf, type Trial, unreached, wrongIn } from './trial.ts'

/** The test of a law: a sample of its cases, the same in every run. */
export function testSample(trial: Trial): void {
  test(`${trial.name}: ${trial.law}`, () => {
    const { reach, counts } = counting()
    const cases = sampleOf(trial)
    expect(new Set(cases).size).toBe(trial.sample)
    const kept: unknown[] = []
    for (const n of cases) expectHolds(trial, n, reach, left => kept.push(left))
    expect(unreached(trial, counts, trial.sample / trial.whole()), 'not reached by the sample').toEqual([])
    expect(trial.together?.(kept) ?? [], 'of the sample together').toEqual([])
  })
}

export function expectHolds(trial: Trial, n: number, reach: Reach = () => {}, keep?: Keep): void {
  expect(wrongIn(trial, n, reach, keep), `case ${n}, shown again by: ${again(trial, n)}`).toBeUndefined()
}
