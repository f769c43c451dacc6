import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { simulate } from '../../sim/run/simulate.ts'
import { faulty, healthy } from '../arbitraries/scenario.ts'
import { brokenLaw, FAILURES, type StoredFailure } from './cases.ts'
import { ALWAYS, observe, SOMETIMES } from './laws.ts'

const RUNS = 1000

describe('cases that a campaign has found', () => {
  const files = existsSync(FAILURES) ? readdirSync(FAILURES) : []
  test(`${files.length} stored cases hold now`, () => {
    for (const file of files) {
      const stored = JSON.parse(readFileSync(`${FAILURES}/${file}`, 'utf8')) as StoredFailure
      expect(brokenLaw(stored.case), file).toBeUndefined()
    }
  })
})

describe('the laws of an installation', () => {
  test(`${ALWAYS.length} laws hold in ${RUNS} runs with anything wrong, and every mark is reached`, () => {
    const unreached = new Set(SOMETIMES)
    fc.assert(
      fc.property(faulty, ({ scenario, seed, kb }) => {
        const observed = observe(simulate(scenario, { seed }), kb)
        for (const law of ALWAYS) expect(law.broken(observed), law.name).toBeUndefined()
        for (const mark of unreached) if (mark.reached(observed)) unreached.delete(mark)
      }),
      { numRuns: RUNS },
    )
    expect([...unreached].map(mark => mark.name)).toEqual([])
  })

  test(`hold in ${RUNS} runs with nothing wrong, which all succeed and leave the services as they were`, () => {
    fc.assert(
      fc.property(healthy, ({ scenario, seed, kb }) => {
        const observed = observe(simulate(scenario, { seed }), kb)
        expect(observed.attempt.exitCode).toBe(0)
        for (const law of ALWAYS) expect(law.broken(observed), law.name).toBeUndefined()
      }),
      { numRuns: RUNS },
    )
  })
})
