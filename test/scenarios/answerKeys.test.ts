import { describe, expect, test } from 'vitest'
import { answerKeys, idOf } from '../laws/answerKeys.ts'
import { expectHolds } from '../laws/sampled.ts'
import { scenarioIds } from '../laws/state.ts'
import { sampleOf } from '../laws/trial.ts'

describe('the scenarios of the project', () => {
  const cases = sampleOf(answerKeys)

  test.each(scenarioIds())('%s ends as its answer key says, and is rendered', id => {
    const own = cases.filter(n => idOf(n) === id)
    expect(own).toHaveLength(2)
    for (const n of own) expectHolds(answerKeys, n)
  })
})
