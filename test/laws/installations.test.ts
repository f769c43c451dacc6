import { describe } from 'vitest'
import { anyFault, heldFile, noFault } from './installations.ts'
import { testSample } from './sampled.ts'

describe('an installation', () => {
  testSample(anyFault)
  testSample(noFault)
  testSample(heldFile)
})
