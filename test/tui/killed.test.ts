import { describe } from 'vitest'
import { killed } from '../laws/killed.ts'
import { testSample } from '../laws/sampled.ts'

describe('at any moment', () => {
  testSample(killed)
})
