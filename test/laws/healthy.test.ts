import { describe } from 'vitest'
import { healthy } from './healthy.ts'
import { testSample } from './sampled.ts'

describe('a month of a healthy server', () => {
  testSample(healthy)
})
