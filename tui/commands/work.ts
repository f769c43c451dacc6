import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Made, Packed, Task, Unplaced } from '../../sim/corpus/make.ts'
import type { CorpusPlan } from '../../sim/corpus/plan.ts'
import { type Pool, poolOf } from '../../sim/corpus/pool.ts'
import { type PlanOrder, planOf } from '../../sim/corpus/queue/order.ts'
import { type CorpusOrder, makePart } from '../../sim/corpus/queue/part.ts'
import { type CorpusPlace, placeAt } from '../../sim/corpus/queue/place.ts'
import { workAt } from '../../sim/corpus/queue/redis.ts'
import { isStore } from '../../sim/corpus/queue/s3.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { answerPart, type RulesOrder } from '../../sim/workbench/sheets.ts'
import type { Done, Task as Sheet } from '../../sim/workbench/task.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { note } from '../output.ts'
import { orStop, placeOf } from '../queue.ts'
import { VERSION } from '../version.ts'

/** `work`: a worker of a queue, until it is told to end. Does not know who orders, nor who else works. */

interface WorkOptions {
  readonly queue: string
  readonly jobs?: number
  readonly out?: string
  readonly patience: number
  readonly linger?: number
}

/** While one part ends, the threads that have nothing left of it begin with the next. */
const PARTS_AT_ONCE = 2

type Order = CorpusOrder | RulesOrder

export async function workCommand(options: WorkOptions): Promise<ExitCode> {
  const jobs = options.jobs ?? availableParallelism()
  const hands = once(() => poolOf<Task | Unplaced, Made | Packed>(jobs, workerOf('worker')))
  const readers = once(() => poolOf<Sheet, Done>(jobs, workerOf('rulesWorker')))
  const places = new Map<string, Promise<CorpusPlace>>()
  const placeFor = (out: string): Promise<CorpusPlace> => {
    if (!places.has(out)) places.set(out, placeAt(out, VERSION))
    return places.get(out)!
  }

  const corpusPart = async ({ out, parts, plan }: CorpusOrder, part: number): Promise<object> => {
    const place = await placeFor(isStore(out) ? out : (options.out ?? out))
    const known = planFor(plan)
    const { run, lanes } = hands.get()
    return makePart(known, { part, of: parts }, lanes, bundle => place.make(known, bundle, run))
  }
  const rulesPart = async (order: RulesOrder, part: number): Promise<object> => {
    const { run, lanes } = readers.get()
    return answerPart(planFor(order.plan), order, { part, of: order.parts }, lanes, run)
  }
  const answer = (order: object, part: number): Promise<object> => {
    const asked = order as Order
    return asked.kind === 'corpus' ? corpusPart(asked, part) : rulesPart(asked, part)
  }
  const work = await orStop(() =>
    workAt(placeOf(options.queue), {
      parts: PARTS_AT_ONCE,
      patienceMs: options.patience * 1000,
      answer,
      onTrouble: message => note(told`a part goes back: ${message}`),
    }),
  )
  await untilTold(options.linger, work.state)
  await work.end()
  await Promise.all([hands.known?.end(), readers.known?.end()])
  for (const place of places.values()) (await place).end()
  const { done } = work.state()
  note(told`${done === 1 ? '1 part' : `${done} parts`} done`)
  return EXIT.done
}

/** One order at a time has its plan in memory; it is the same object for all of its parts. */
const planFor = remembering((order: PlanOrder): CorpusPlan => planOf(order))

function remembering<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>()
  return key => {
    if (!known.has(key)) known.set(key, make(key))
    return known.get(key)!
  }
}

/** Made when it is asked for. */
function once<T extends Pool<never, unknown>>(make: () => T): { readonly get: () => T; readonly known: T | undefined } {
  let known: T | undefined
  return {
    get: () => {
      known ??= make()
      return known
    },
    get known() {
      return known
    },
  }
}

/** Beside the built command line. */
const workerOf = (name: string): string => fileURLToPath(new URL(`./${name}.js`, import.meta.url))

const LOOK_MS = 200

/** A signal, or so many seconds without a part. */
function untilTold(
  linger: number | undefined,
  state: () => { readonly done: number; readonly busy: number },
): Promise<void> {
  return new Promise(resolve => {
    let idle = 0
    let before = state().done
    const look = setInterval(() => {
      const { done, busy } = state()
      idle = busy > 0 || done > before ? 0 : idle + LOOK_MS
      before = done
      if (linger !== undefined && idle >= linger * 1000) end()
    }, LOOK_MS)
    const end = (): void => {
      clearInterval(look)
      resolve()
    }
    process.once('SIGTERM', end).once('SIGINT', end)
  })
}
