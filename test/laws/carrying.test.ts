import { labelsCarried } from './carrying.ts'
import { testSample } from './sampled.ts'

testSample(labelsCarried)
