import { describe } from 'vitest'
import { INDEPENDENCE } from './independence.ts'
import { testSample } from './sampled.ts'

describe('an entry of a scenario is on its own', () => {
  for (const trial of INDEPENDENCE) testSample(trial)
})
