import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyScenario, anyScenarioData } from '../../library/arbitraries/anything.ts'
import { branchesIn, branchesOf, fits } from '../../library/arbitraries/schema.ts'
import { scenarioSchema } from '../../sim/scenario/schema.ts'
import { readSource } from '../../sim/written/source.ts'
import { brokenIn, generated, readKept } from './generated.ts'
import { testSample } from './sampled.ts'
import { FAILING } from './trials.ts'

/** What campaigns have left in test/fixtures/failing/. */
const found = existsSync(FAILING) ? readdirSync(FAILING).filter(name => name.endsWith('.yaml')) : []

/** Many more than it takes: whatever is not drawn by then is never drawn. */
const MOST_DRAWS = 3000

describe('what a campaign has found', () => {
  test.each(found)('%s holds now', name => {
    expect(brokenIn(readKept(readFileSync(`${FAILING}/${name}`, 'utf8')), () => {})).toBeUndefined()
  })
})

describe('scenarios drawn from the schema', () => {
  test('are what it accepts as files, too', () => {
    const refused = fc
      .sample(anyScenario, { seed: 1, numRuns: 60 })
      .filter(({ text }) => !fits(scenarioSchema, readSource(text).data))
    expect(refused).toEqual([])
  })

  test('take every branch that there is: each key, given or not, each word, each form', () => {
    const missing = new Set(branchesOf(scenarioSchema))
    expect(missing.size).toBeGreaterThan(300)
    for (let seed = 1; missing.size > 0 && seed <= MOST_DRAWS; seed++) {
      const [data] = fc.sample(anyScenarioData, { seed, numRuns: 1 })
      for (const branch of branchesIn(scenarioSchema, data)) missing.delete(branch)
    }
    expect([...missing]).toEqual([])
  })

  testSample(generated)
})
