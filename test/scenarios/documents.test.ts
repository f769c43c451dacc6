import { describe, expect, test } from 'vitest'
import { CAUSES } from '../../sim/causes.ts'
import { scenarioById, scenarioIds } from '../laws/state.ts'

/** What a scenario says of itself, for those who look for one. */

const scenarios = scenarioIds().map(id => ({ id, ...scenarioById(id).scenario }))

describe.each(scenarios)('$id', ({ id, title, sources, causes, servers, steps }) => {
  test('has a name in small letters, a title, and documents that it comes from', () => {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(title.trim()).not.toBe('')
    expect(sources.length).toBeGreaterThan(0)
  })

  test('marks no cause that it does not name', () => {
    const marked = [...servers.flatMap(({ change }) => change), ...steps].flatMap(({ cause }) => cause ?? [])
    expect(marked.filter(cause => !causes.includes(cause))).toEqual([])
  })
})

test('no two have the same title', () => {
  const titles = scenarios.map(({ title }) => title)
  expect(titles.filter((title, i) => titles.indexOf(title) !== i)).toEqual([])
})

test('every cause has one', () => {
  const without = CAUSES.filter(cause => !scenarios.some(({ causes }) => causes.includes(cause)))
  expect(without, 'no file of scenarios/ has in its `causes`').toEqual([])
})
