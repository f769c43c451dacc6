import { typingBeside } from './besides.ts'
import { testSample } from './sampled.ts'
import { typing, typingAnything } from './typing.ts'

testSample(typing)
testSample(typingAnything)
testSample(typingBeside)
