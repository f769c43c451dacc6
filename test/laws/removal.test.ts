import { describe } from 'vitest'
import { appliedBelow, failedRemoval, removedAgain } from './removal.ts'
import { testSample } from './sampled.ts'

describe('a removal', () => {
  testSample(removedAgain)
  testSample(appliedBelow)
  testSample(failedRemoval)
})
