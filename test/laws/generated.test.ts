import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadScenario } from '../../sim/scenario/load.ts'
import { scenarioSchema } from '../../sim/scenario/schema.ts'
import { anyScenario, anyScenarioData } from '../arbitraries/anything.ts'
import { branchesIn, branchesOf } from '../arbitraries/schema.ts'
import { brokenIn, generated, readKept } from './generated.ts'
import { testSample } from './sampled.ts'
import { FAILING } from './trials.ts'

/** What campaigns have left in test/fixtures/failing/. */
const found = existsSync(FAILING) ? readdirSync(FAILING).filter(name => name.endsWith('.yaml')) : []

/** Many more than it takes: whatever is not drawn by then is never drawn. */
const MOST_DRAWS = 3000

describe.runIf(found.length > 0)('what a campaign has found', () => {
  test.each(found)('%s holds now', name => {
    expect(brokenIn(readKept(readFileSync(`${FAILING}/${name}`, 'utf8')), () => {})).toBeUndefined()
  })
})

describe('scenarios drawn from the schema', () => {
  test('are accepted by it as files', () => {
    for (const { text } of fc.sample(anyScenario, { seed: 1, numRuns: 60 })) {
      expect(loadScenario(text, 'drawn.yaml')).toMatchObject({ ok: true })
    }
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
