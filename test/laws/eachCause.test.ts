import { eachCause, eachCauseMeddled } from './eachCause.ts'
import { testSample } from './sampled.ts'

testSample(eachCause)
testSample(eachCauseMeddled)
