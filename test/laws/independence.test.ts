import { describe, expect, test } from 'vitest'
import { reproduction } from '../campaign/independence.ts'
import { INDEPENDENCE, met } from './independence.ts'

/** The same cases each time; `npm run campaign -- --independence` takes others. */
const CASES = 30

describe('an entry of a scenario is on its own', () => {
  test.each(INDEPENDENCE.map(law => [law.name, law] as const))('%s', (_name, { brokenBy }) => {
    for (let number = 1; number <= CASES; number++) expect(brokenBy(number), reproduction(number)).toBeUndefined()
  })

  test('all of that was met', () => {
    for (const what of ['orders', 'changes', 'rollups', 'calls', 'calls of one course'] as const) {
      expect(met.get(what), what).toBeGreaterThan(CASES / 4)
    }
  })
})
