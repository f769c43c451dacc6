import { describe } from 'vitest'
import { anyOrder, changeAdded, rollupAdded, serverAdded, stepAdded } from './independence.ts'
import { testSample } from './sampled.ts'

describe('an entry of a scenario is on its own', () => {
  testSample(anyOrder)
  testSample(changeAdded)
  testSample(rollupAdded)
  testSample(serverAdded)
  testSample(stepAdded)
})
