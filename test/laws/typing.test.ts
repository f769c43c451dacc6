import { testSample } from './sampled.ts'
import { typing } from './typing.ts'

testSample(typing)
