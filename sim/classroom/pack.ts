import { loadUsable } from '../run/usable.ts'
import { withoutAnswerKey } from '../scenario/withoutKey.ts'
import { seedFrom } from '../server/random.ts'
import { namedFiles } from './names.ts'
import type { Trainee } from './roster.ts'
import { type Answer, sealed } from './sealed.ts'

/** The labs of a class: the same fault for all, each on a machine of its own. Writes none of them. */

export interface Order {
  readonly answer: Answer
  readonly class: readonly Trainee[]
  /** Each lab draws its own from it. */
  readonly seed: number
  readonly exam: boolean
}

export interface PackedLab extends Trainee {
  /** `01-ada-lovelace.lab`; says who it is for, and nothing of what is in it. */
  readonly file: string
  readonly text: string
}

export function packed({ answer, class: trainees, seed, exam }: Order, key: Uint8Array): PackedLab[] {
  const scenario = withoutAnswerKey(answer.text)
  if (!loadUsable(scenario, 'lab').ok) throw new Error('without its answer key it is no scenario')
  const files = namedFiles(
    trainees.map(({ name }) => name),
    'lab',
  )
  return trainees.map((trainee, i) => {
    const scene = {
      scenario,
      seed: seedFrom(`class ${seed} lab ${i + 1}`),
      ...trainee,
      ...(exam && { exam: true as const }),
    }
    return { ...trainee, file: files[i]!, text: sealed(scene, answer, key) }
  })
}
