import { describe } from 'vitest'
import { healthyServers } from './healthy.ts'
import { testSample } from './sampled.ts'

describe('a month of a healthy server', () => {
  testSample(healthyServers)
})
