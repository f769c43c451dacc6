import { handed } from './handing.ts'
import { testSample } from './sampled.ts'

testSample(handed)
