import { describe, expect, test } from 'vitest'
import { needing, REAL_LOGS } from '../../needs.ts'
import { ownSubjects, realSubjects } from './subjects.ts'
import { tableOf } from './table.ts'
import { areaLeftOut, areaShuffled } from './validation.ts'

/** The classifier on real logs: that it reads them, and that its figure can be trusted. What it finds is in docs/testing.md. */
describe('real logs', needing(REAL_LOGS), () => {
  test('whole ones only, by the family of their product', () => {
    const logs = realSubjects(REAL_LOGS.path)
    expect(logs.length).toBeGreaterThanOrEqual(19)
    const families = new Set(logs.map(({ group }) => group))
    expect([...families].sort()).toEqual(
      expect.arrayContaining(['aegis', 'manatsa', 'merlinsip', 'pycapture', 'python', 'redball', 'smtprelayd']),
    )
    expect(logs.some(({ name }) => name.startsWith('082'))).toBe(false)
  })

  test('with the classes dealt out anew among the groups the area is about a half', () => {
    const { samples } = tableOf([...realSubjects(REAL_LOGS.path), ...ownSubjects([1])], ['era', 'operation'])
    const areas = Array.from({ length: 5 }, (_, seed) => areaShuffled(samples, seed))
    const mean = areas.reduce((sum, area) => sum + area, 0) / areas.length
    expect(mean).toBeGreaterThan(0.35)
    expect(mean).toBeLessThan(0.65)
    expect(areaLeftOut(samples)).toBeGreaterThan(mean)
  })
})
