import { describe } from 'vitest'
import { otherDraws, sameBytes, sameFacts } from './determinism.ts'
import { testSample } from './sampled.ts'

describe('a seed', () => {
  testSample(sameFacts)
  testSample(sameBytes)
  testSample(otherDraws)
})
