import { describe, expect, test } from 'vitest'
import { CAUSES } from '../../sim/causes.ts'
import { MECHANISMS } from '../../sim/explain/modelled.ts'
import { modelledSection } from './modelled.ts'

describe('what is modelled', () => {
  test('has a row for each cause, with the scenarios that show it', () => {
    const section = modelledSection([
      { id: 'one', causes: ['disk-full'], sources: ['kb1', 'kb2'] },
      { id: 'two', causes: ['disk-full', 'superseded'], sources: ['kb3'] },
      { id: 'well', causes: [], sources: [] },
    ])
    const rows = section.split('\n').filter(line => line.startsWith('| `'))
    expect(rows.map(row => row.split('`')[1])).toEqual([...CAUSES])
    expect(rows.find(row => row.startsWith('| `disk-full`'))).toMatch(/F26, kb1, kb2 \| modelled \| `one`, `two` \|$/)
    expect(rows.find(row => row.startsWith('| `superseded`'))).toMatch(/bulletin \| documented \| `two` \|$/)
    expect(rows.find(row => row.startsWith('| `temp-unusable`'))).toContain('none yet')
    expect(section).toContain('Without a fault: `well`.')
  })

  test('names no mechanism twice, and says where each comes from', () => {
    const names = MECHANISMS.map(({ area, name }) => `${area}: ${name}`)
    expect(new Set(names).size).toBe(names.length)
    for (const row of MECHANISMS) expect(Object.values(row).every(text => text.trim() !== '')).toBe(true)
  })
})
