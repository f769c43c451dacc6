import { describe } from 'vitest'
import { powerLost } from './crash.ts'
import { testSample } from './sampled.ts'

describe('at any point of any step', () => {
  testSample(powerLost)
})
