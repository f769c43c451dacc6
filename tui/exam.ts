import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { PlannedBundle } from '../sim/corpus/plan.ts'
import { poolOf } from '../sim/corpus/pool.ts'
import type { Pack } from '../sim/diagnosis/packs/schema.ts'
import { told } from '../sim/foreign/terminal.ts'
import type { Answered, Said } from '../sim/workbench/answers.ts'
import type { StoredBundle } from '../sim/workbench/bundles.ts'
import type { Done, Task } from '../sim/workbench/task.ts'
import { askProgram, type Program, withFolder } from './askProgram.ts'
import { EXIT, Stop } from './exit.ts'
import { progressOn } from './progress.ts'
import { contradiction } from './scenario.ts'

/** Many bundles, answered several at a time, in the order in which they are asked for. Does not know what is counted of that. */

export interface Exam {
  readonly bundles: readonly (PlannedBundle | StoredBundle)[]
  readonly by: readonly Pack[] | Program
  readonly jobs: number
  /** The command that shows again what went wrong with a bundle, counted from 1. */
  readonly again: (number: number) => string
}

/** @throws Stop where a bundle cannot be made or read, or the program not be started */
export async function answersTo({ bundles, by, jobs, again }: Exam): Promise<readonly Answered[]> {
  const pool = poolOf<Task, Done>(Math.max(1, Math.min(jobs, bundles.length)), WORKER)
  const answered = async (number: number, to: Task['to']): Promise<Answered> => {
    const done = await pool.run({ bundle: bundles[number - 1]!, to })
    if (done.kind === 'done') return done.answered
    if (done.kind === 'unusable') throw new Stop(EXIT.unusable, told`${done.message}`)
    throw contradiction(done.message, again(number))
  }
  try {
    if (!('command' in by)) {
      const to = { packs: JSON.stringify(by) }
      return await inLanes(bundles.length, pool.lanes, number => answered(number, to))
    }
    return await withFolder(folder =>
      inLanes(bundles.length, jobs, async number => {
        const to = { folder: join(folder, String(number)) }
        return { ...(await answered(number, to)), ...(await said(by, to.folder)) }
      }),
    )
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
async function inLanes(
  count: number,
  lanes: number,
  answer: (number: number) => Promise<Answered>,
): Promise<readonly Answered[]> {
  const progress = progressOn(process.stderr, process.env, count)
  const answers: Answered[] = []
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
