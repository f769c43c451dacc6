import { testSample } from './sampled.ts'
import { sealing } from './sealing.ts'

testSample(sealing)
