import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PlannedBundle } from '../sim/corpus/plan.ts'
import { poolOf } from '../sim/corpus/pool.ts'
import type { Pack } from '../sim/diagnosis/packs/schema.ts'
import { told } from '../sim/foreign/terminal.ts'
import type { Answered, Said } from '../sim/workbench/answers.ts'
import type { StoredBundle } from '../sim/workbench/bundles.ts'
import type { Done, Place, Rules, Task, Trial } from '../sim/workbench/task.ts'
import { askProgram, type Program, withFolder } from './askProgram.ts'
import { EXIT, Stop } from './exit.ts'
import { progressOn } from './progress.ts'
import { contradiction } from './scenario.ts'

/** Many bundles, answered several at a time, in the order in which they are asked for. Does not know what is counted of that. */

export interface Bundles {
  readonly bundles: readonly (PlannedBundle | StoredBundle)[]
  /** Each bundle is looked at whole, then as each of these leaves it. */
  readonly mutants?: readonly string[]
  readonly jobs: number
  /** The command that shows again what went wrong with a bundle, counted from 1. */
  readonly again: (number: number) => string
}

export interface Exam extends Bundles {
  readonly by: readonly Pack[] | Program
}

/** @throws Stop where a bundle cannot be made or read, or the program not be started */
export function answersTo({ by, ...bundles }: Exam): Promise<readonly Answered[]> {
  return inPool(bundles, (ask, lanes) => {
    const count = sheetsOf(bundles)
    const answered = async (number: number, to: Rules | Place): Promise<Answered> =>
      (await ask(number, to, 'done')).answered
    if (!('command' in by)) {
      const to = { packs: JSON.stringify(by) }
      return inLanes(count, lanes, number => answered(number, to))
    }
    return withFolder(folder =>
      inLanes(count, bundles.jobs, async number => {
        const to = { folder: join(folder, String(number)) }
        return { ...(await answered(number, to)), ...(await said(by, to.folder)) }
      }),
    )
  })
}

/**
 * Of these numbers of weakened rules those that no bundle notices. What one has noticed no other is asked for.
 * @throws Stop where a bundle cannot be made or read
 */
export async function unnoticedBy(
  bundles: Bundles,
  weakened: Omit<Trial, 'asked'>,
  asked: readonly number[],
): Promise<readonly number[]> {
  const left = new Set(asked)
  await inPool(bundles, (ask, lanes) =>
    inLanes(sheetsOf(bundles), lanes, async number => {
      const noticed = await ask(number, { ...weakened, asked: [...left] }, 'noticed')
      for (const one of noticed.numbers) left.delete(one)
      return noticed
    }),
  )
  return [...left]
}

const sheetsOf = ({ bundles, mutants = [] }: Bundles): number => bundles.length * (mutants.length + 1)

type Outcome<K extends Done['kind']> = Extract<Done, { readonly kind: K }>
type Ask = <K extends 'done' | 'noticed'>(number: number, to: Task['to'], wanted: K) => Promise<Outcome<K>>

/** Numbers are those of sheets: of the first bundle the whole, then each mutant, then of the next. */
async function inPool<T>(
  { bundles, mutants = [], jobs, again }: Bundles,
  use: (ask: Ask, lanes: number) => Promise<T>,
): Promise<T> {
  const pool = poolOf<Task, Done>(Math.max(1, Math.min(jobs, bundles.length * (mutants.length + 1))), WORKER)
  const each = mutants.length + 1
  const ask: Ask = async (number, to, wanted) => {
    const [at, mutant] = [Math.floor((number - 1) / each), mutants[((number - 1) % each) - 1]]
    const done = await pool.run({ bundle: bundles[at]!, ...(mutant !== undefined && { mutant }), to })
    if (done.kind === wanted) return done as Outcome<typeof wanted>
    if (done.kind === 'unusable') throw new Stop(EXIT.unusable, told`${done.message}`)
    throw contradiction('message' in done ? done.message : `a worker answered ${done.kind}`, again(at + 1))
  }
  try {
    return await use(ask, pool.lanes)
  } finally {
    await pool.end()
  }
}

/** Beside the built command line. */
const WORKER = fileURLToPath(new URL('./rulesWorker.js', import.meta.url))

async function said(program: Program, folder: string): Promise<Said> {
  const answer = await askProgram(program, folder)
  rmSync(folder, { recursive: true, force: true })
  if ('kind' in answer) throw new Stop(EXIT.unusable, told`cannot start ${program.command}: ${answer.why}`)
  return answer
}

/** Lanes that stand by themselves; when one has failed the others end what they are at. */
async function inLanes<T extends { readonly bundle: string }>(
  count: number,
  lanes: number,
  answer: (number: number) => Promise<T>,
): Promise<readonly T[]> {
  const progress = progressOn(process.stderr, process.env, count)
  const answers: T[] = []
  const failures: unknown[] = []
  let next = 1
  const lane = async (): Promise<void> => {
    while (next <= count && failures.length === 0) {
      const number = next++
      try {
        const answered = await answer(number)
        answers[number - 1] = answered
        progress.step(answered.bundle)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  progress.end()
  if (failures.length > 0) throw failures[0]
  return answers
}
