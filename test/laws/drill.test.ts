import { describe } from 'vitest'
import { drillSolved } from './drill.ts'
import { testSample } from './sampled.ts'

describe('a drill', () => {
  testSample(drillSolved)
})
