import { mutantsThatKeep, mutantsThatTake } from './mutants.ts'
import { testSample } from './sampled.ts'

testSample(mutantsThatKeep)
testSample(mutantsThatTake)
