import { describe } from 'vitest'
import { accessDenied, cancel, diskFull } from './microscope.ts'
import { testSample } from './sampled.ts'

describe('at any point of any installation', () => {
  testSample(accessDenied)
  testSample(diskFull)
  testSample(cancel)
})
