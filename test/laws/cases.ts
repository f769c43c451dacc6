import fc from 'fast-check'
import { simulate } from '../../sim/run/simulate.ts'
import { faulty } from '../arbitraries/scenario.ts'
import { ALWAYS, observe } from './laws.ts'

/** A case is a number: the generator draws the same scenario from it every time. */
export const FAILURES = 'test/failures'

export interface StoredFailure {
  readonly case: number
  readonly law: string
  readonly detail: string
}

export function drawCase(number: number) {
  return fc.sample(faulty, { seed: number, numRuns: 1 })[0]!
}

/** Simulates a case and checks every law. */
export function observeCase(number: number) {
  const { scenario, seed, kb } = drawCase(number)
  return observe(simulate(scenario, { seed }), kb)
}

export function brokenLaw(number: number): StoredFailure | undefined {
  const observed = observeCase(number)
  for (const law of ALWAYS) {
    const detail = law.broken(observed)
    if (detail !== undefined) return { case: number, law: law.name, detail }
  }
  return undefined
}
