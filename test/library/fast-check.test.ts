import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as arbitraries from '../../library/fast-check.ts'
import { loadScenario, simulate } from '../../library/index.ts'

/** The whole of them is drawn by the laws; here it is whether they hang together. */
const FEW = { numRuns: 5, seed: 1 }

describe('what is drawn', () => {
  test('is a scenario that simulates, or its text', () => {
    const { anyFaulty, anyHealthy, anyCombination, anyScenarioWithMore, anyScenario } = arbitraries
    fc.assert(
      fc.property(fc.oneof(anyFaulty, anyHealthy, anyCombination, anyScenarioWithMore), ({ scenario, seed }) => {
        expect(simulate(scenario, { seed }).servers.length).toBe(scenario.servers.length)
      }),
      FEW,
    )
    fc.assert(
      fc.property(anyScenario, ({ text }) => loadScenario(text).ok),
      { ...FEW, numRuns: 100 },
    )
  })

  test('is a machine', () => {
    fc.assert(
      fc.property(fc.oneof(arbitraries.healthyMachine, arbitraries.faultyMachine), machine => {
        expect(machine.services.size).toBeGreaterThan(20)
      }),
      FEW,
    )
  })

  test('has the faults of the scenarios', () => {
    expect(arbitraries.faults.length).toBeGreaterThan(30)
    expect(new Set(arbitraries.faults.map(({ name }) => name))).toContain('file-in-use')
  })
})
