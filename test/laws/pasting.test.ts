import { pasted } from './pasting.ts'
import { testSample } from './sampled.ts'

testSample(pasted)
