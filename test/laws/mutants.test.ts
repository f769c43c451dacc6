import { kept, taken } from './mutants.ts'
import { testSample } from './sampled.ts'

testSample(kept)
testSample(taken)
