import type { Mutant } from '../mutants/mutant.ts'
import { arrived, mutantPath } from '../mutants/mutate.ts'
import { answerOf, type Exercise } from './bundles.ts'

/** The same exercise as `generate` would write it with that mutant. Does not know what becomes of the evidence. */
export function mutated(exercise: Exercise, mutant: Mutant): Exercise {
  const { name, seed, evidence, answer } = exercise
  const { files, labels } = arrived(mutant, evidence, exercise.labels, seed)
  const shown = labels.filter(({ class: meaning }) => meaning === 'cause')
  return {
    ...exercise,
    name: mutantPath(name, mutant.name),
    evidence: files,
    labels: shown,
    answer: answerOf(answer.causes, shown),
  }
}
