import { describe, expect, test } from 'vitest'
import { repair } from '../../sim/remedy/repair.ts'
import { repaired } from './repair.ts'
import { testSample } from './sampled.ts'
import { scenarioById } from './state.ts'

describe('repair', () => {
  test('brings file-in-use and saved-state-lost back, by different ways', () => {
    const ways = ['file-in-use', 'saved-state-lost'].map(id => {
      const { result } = repair(scenarioById(id).scenario, { seed: 1 })
      expect(result).toMatchObject({ restored: true, differences: [], owed: [] })
      return result.rounds.flatMap(r => r.commands.map(c => c.line))
    })
    expect(ways[0]!.some(line => /AfterPatch/.test(line))).toBe(true)
    expect(ways[0]!.some(line => /^sc config/.test(line))).toBe(false)
    expect(ways[1]!.some(line => /AfterPatch/.test(line))).toBe(false)
    expect(ways[1]!.some(line => /^sc config MSExchangeIS start= auto/.test(line))).toBe(true)
  })

  testSample(repaired)
})
