import { createHmac } from 'node:crypto'
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
  /** Each lab draws its own from it; undefined: the key decides in its place, and nobody without it knows a machine beforehand. */
  readonly seed: number | undefined
  readonly exam: boolean
}

export interface PackedLab extends Trainee {
  /** `01-ada-lovelace.lab`; says who it is for, and nothing of what is in it. */
  readonly file: string
  readonly text: string
}

export function packed(order: Order, key: Uint8Array): PackedLab[] {
  const { answer, class: trainees, exam } = order
  const scenario = withoutAnswerKey(answer.text)
  if (!loadUsable(scenario, 'lab').ok) throw new Error('without its answer key it is no scenario')
  const files = namedFiles(
    trainees.map(({ name }) => name),
    'lab',
  )
  return trainees.map((trainee, i) => {
    const scene = {
      scenario,
      seed: seedFor(order, trainee, key),
      ...trainee,
      ...(exam && { exam: true as const }),
    }
    return { ...trainee, file: files[i]!, text: sealed(scene, answer, key) }
  })
}

/** Of the person, and not of the row: whoever comes into a class later moves nobody else to another machine. */
function seedFor({ answer: { id }, seed }: Order, { name, email }: Trainee, key: Uint8Array): number {
  const person = JSON.stringify([name, email])
  if (seed !== undefined) return seedFrom(`class ${seed} lab ${person}`)
  const digest = createHmac('sha256', key)
    .update(JSON.stringify(['seed', id, name, email]))
    .digest('hex')
  return seedFrom(`class lab ${digest}`)
}
