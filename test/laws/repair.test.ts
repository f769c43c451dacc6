import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { repair } from '../../sim/remedy/repair.ts'
import { held } from '../arbitraries/scenario.ts'
import { scenarioById } from './state.ts'

/** Diagnosis sees the evidence only; its advice, typed at the prompt, brings the server back. */

describe('repair', () => {
  test('brings file-in-use and saved-state-lost back, by different ways', () => {
    const ways = ['file-in-use', 'saved-state-lost'].map(id => {
      const result = repair(scenarioById(id).scenario, { seed: 1 })
      expect(result).toMatchObject({ restored: true, differences: [], owed: [] })
      return result.rounds.flatMap(r => r.commands.map(c => c.line))
    })
    expect(ways[0]!.some(line => /AfterPatch/.test(line))).toBe(true)
    expect(ways[0]!.some(line => /^sc config/.test(line))).toBe(false)
    expect(ways[1]!.some(line => /AfterPatch/.test(line))).toBe(false)
    expect(ways[1]!.some(line => /^sc config MSExchangeIS start= auto/.test(line))).toBe(true)
  })

  test('brings back whatever server has a held file, after the first failure and after the second', () => {
    fc.assert(
      fc.property(held, fc.boolean(), ({ scenario, seed }, twice) => {
        const steps = twice
          ? [...scenario.steps, { kind: 'wait', ms: 3_600_000 } as const, ...scenario.steps]
          : scenario.steps
        const result = repair({ ...scenario, steps }, { seed })
        expect(result.differences).toEqual([])
        expect(result.owed).toEqual([])
        expect(result.restored).toBe(true)
        expect(result.rounds[0]!.causes).toContain('file-in-use')
        expect(result.rounds[0]!.causes.includes('saved-state-lost')).toBe(twice)
      }),
      { numRuns: 100 },
    )
  })
})
