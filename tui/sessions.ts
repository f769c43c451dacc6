import { accessSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { sha256 } from '../sim/bundle/bundleFile.ts'
import type { Graded, Ungraded } from '../sim/classroom/graded.ts'
import { answerOf, sceneOf } from '../sim/classroom/sealed.ts'
import { type Done, gradeOne, type Task } from '../sim/classroom/task.ts'
import { poolOf } from '../sim/corpus/pool.ts'
import { type Header, standing, type Written } from '../sim/drill/session.ts'
import { inLines, told } from '../sim/foreign/terminal.ts'
import { INPUT_LIMITS } from '../sim/limits.ts'
import { storedSession } from './drill/sessionFile.ts'
import { EXIT, Stop } from './exit.ts'
import { readOwnScenario, readScenarioText, scenarioIds } from './input.ts'
import { isOf, orRefused, type Packed } from './lab.ts'
import { atPlace } from './place.ts'
import { progressOn } from './progress.ts'
import { checked, contradiction, reproduction } from './scenario.ts'
import { keyAt, LAB, someIn, textAt } from './seal.ts'

/**
 * Sessions that somebody hands in, each with the scenario that it is of, graded several at a time. Knows no part of a grade.
 */

export interface SessionOptions {
  readonly scenario?: readonly string[]
  readonly lab?: readonly string[]
  readonly key?: string
  readonly jobs?: number
}

/** What sessions may be of, by what they call it. */
export type Known = ReadonlyMap<string, KnownLab>

interface KnownLab {
  readonly id: string
  readonly name: string
  readonly text: string
  /** Of a sealed lab: who it is for, and on which machine. */
  readonly packed?: Packed
}

/** @throws Stop where one that was named cannot be used */
export function knownLabs({ scenario = [], lab = [], key }: SessionOptions): Known {
  if (lab.length > 0 && key === undefined) throw new Stop(EXIT.wrongUsage, told`--lab is sealed: it goes with --key`)
  const written = [...scenarioIds().map(readOwnScenario), ...scenario.map(given => checked(readScenarioText(given)))]
  const open = written.map(({ id, name, text }) => [sha256(text), { id, name, text }] as const)
  const trainers = key === undefined ? undefined : keyAt(key)
  const sealed = (lab.length === 0 ? [] : someIn(lab, LAB, 'lab')).map(path => openedLab(path, trainers!))
  return new Map<string, KnownLab>([...open, ...sealed])
}

function openedLab(path: string, key: Uint8Array): readonly [string, KnownLab] {
  const text = textAt(path, INPUT_LIMITS.lab)
  const [{ scenario: _, ...packed }, answer] = orRefused(path, () => [sceneOf(text), answerOf(text, key)] as const)
  return [sha256(text), { ...answer, name: path, packed }]
}

// ---------------------------------------------------------------------------------------------------------- reading

/** A session that can be graded. */
export interface Submitted {
  readonly session: string
  readonly lab: KnownLab
  readonly header: Header
  readonly written: Written
}

export const SESSION = /\.jsonl$/i

/** What a file holds, or why nothing can be made of it. @param read with a word for what is odd about it, or without */
export function submitted(session: string, known: Known, read = storedSession): Submitted | Ungraded {
  try {
    atPlace(told`cannot read ${session}`, () => accessSync(session))
    const written = read(session)
    const { header } = written
    if (!header) return { session, why: `there is no session in ${session}` }
    const lab = known.get(header.scenario)
    if (!lab) return { session, why: `${session} is of a scenario that is not known here: ${NAME_IT}` }
    if (lab.packed && !isOf(lab.packed, header))
      return { session, why: `${session} was begun otherwise than its lab says` }
    return { session, lab, header, written }
  } catch (error) {
    if (error instanceof Stop && error.code === EXIT.unusable) return { session, why: error.message }
    throw error
  }
}

/** What was named, and what is in folders that were; also what nothing can be made of. @throws Stop where that is all */
export function submittedIn(paths: readonly string[], known: Known): readonly (Submitted | Ungraded)[] {
  const handed = someIn(paths, SESSION, 'session').map(path => submitted(path, known))
  const refused = handed.filter(isRefused)
  if (refused.length < handed.length) return handed
  throw new Stop(EXIT.unusable, inLines(refused.map(({ why }) => told`${why}`)))
}

const isRefused = (one: Submitted | Ungraded): one is Ungraded => 'why' in one

const NAME_IT = 'name it with --scenario, or a sealed lab with --lab and --key'

// ---------------------------------------------------------------------------------------------------------- grading

/** In their order. @throws Stop where the simulator contradicts itself */
export async function graded(
  sessions: readonly (Submitted | Ungraded)[],
  { jobs = availableParallelism() }: SessionOptions,
): Promise<readonly (Graded | Ungraded)[]> {
  const tasks = sessions.filter(one => 'lab' in one)
  return withGrader(Math.min(jobs, tasks.length), async (gradeIt, lanes) => {
    const progress = progressOn(process.stderr, process.env, tasks.length)
    const results = [...sessions] as (Graded | Ungraded)[]
    let next = 0
    const lane = async (): Promise<void> => {
      while (next < sessions.length) {
        const at = next++
        const one = sessions[at]!
        if (!('lab' in one)) continue
        results[at] = await gradeIt(one)
        progress.step(one.session)
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    progress.end()
    return results
  })
}

export type GradeIt = (one: Submitted) => Promise<Graded>

/** For one session alone no thread is started. */
export async function withGrader<T>(jobs: number, use: (gradeIt: GradeIt, lanes: number) => Promise<T>): Promise<T> {
  if (jobs <= 1) return use(async one => outcome(one, gradeOne(taskOf(one))), 1)
  const pool = poolOf<Task, Done>(jobs, WORKER)
  try {
    return await use(async one => outcome(one, await pool.run(taskOf(one))), pool.lanes)
  } finally {
    await pool.end()
  }
}

/** Beside the built command line. */
const WORKER = fileURLToPath(new URL('./classWorker.js', import.meta.url))

const taskOf = ({ lab, header, written: { actions } }: Submitted): Task => ({ scenario: lab.text, header, actions })

function outcome({ session, lab, header, written: { actions } }: Submitted, done: Done): Graded {
  const { name, seed } = header
  if (!('grade' in done)) throw contradiction(done.contradiction, reproduction('drill grade', session, { seed }))
  const { handedIn } = standing(actions)
  const { email = '' } = lab.packed ?? {}
  return { session, scenario: lab.id, name, email, seed, handedIn, ...done.grade }
}
