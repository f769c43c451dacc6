import { randomFrom } from '../../server/random.ts'
import { answerOf, type Exercise } from '../bundles.ts'
import { KEEPERS } from './keepers.ts'
import type { Mutant } from './mutant.ts'
import { TAKERS } from './takers.ts'

/** A bundle as it arrives: its evidence changed, and the answer to what is left of it. Knows no mutant by name. */

export const MUTANTS: readonly Mutant[] = [...KEEPERS, ...TAKERS]

export const mutantNamed = (name: string): Mutant | undefined => MUTANTS.find(mutant => mutant.name === name)

/** The same bundle and mutant give the same bytes. */
export function mutated(exercise: Exercise, mutant: Mutant): Exercise {
  const { name, evidence, answer, labels } = exercise
  const random = randomFrom(`mutant ${mutant.name} of ${name}`)
  const own = `${name}, ${mutant.name}`
  if ('change' in mutant) return { ...exercise, name: own, evidence: mutant.change(evidence, random) }
  const { files, left } = mutant.take(evidence, random)
  const still = labels.filter(({ artifact, selector }) => left(artifact, selector))
  return { ...exercise, name: own, evidence: files, labels: still, answer: answerOf(answer.causes, still) }
}
