import { setFlagsFromString } from 'node:v8'
import { Tinypool } from 'tinypool'

/** Worker threads. Does not know what they do. */

export interface Pool<Task, Done> {
  readonly run: (task: Task) => Promise<Done>
  /** Tasks under way at the same time. */
  readonly lanes: number
  readonly end: () => Promise<void>
}

/**
 * The collector lets its heap grow towards the limit before it looks through it, so that the limit is what keeps memory
 * flat. A run needs some 25 MB.
 */
const HEAP_MB = 192

/**
 * Room for what some bundles leave behind, so that the collector comes seldom and finds little that is still in use. Half of
 * it costs two threads a sixth of their time, half more is no faster.
 */
const YOUNG_MB = 192

/** Threads of the collector would take the processor from another worker, whose garbage is its own anyway. */
const COLLECT_ALONE = '--no-parallel-scavenge'

/**
 * How often code runs before it is compiled for speed, four times what is usual. Every thread compiles for itself, beside
 * its work, and where all processors have work, compiling less takes a quarter off the processor time of a short corpus on
 * Node 20 and a seventh on 26.
 */
const COMPILE_LATER = '--invocation-count-for-turbofan=12000'

/** By the major version of Node, for V8 prints an error for a flag that it does not know; a Node that is not here works without. */
const FLAGS: Readonly<Record<string, readonly string[]>> = {
  20: ['--interrupt-budget=528000', COLLECT_ALONE],
  22: [COMPILE_LATER, COLLECT_ALONE],
  24: [COMPILE_LATER, COLLECT_ALONE],
  26: [COMPILE_LATER, COLLECT_ALONE],
}

const flagsOf = (node: string): readonly string[] => FLAGS[node.split('.')[0]!] ?? []

/** One task is always waiting for each thread, so that none is idle. `worker` is the module of a worker as built. */
export function poolOf<Task, Done>(jobs: number, worker: string): Pool<Task, Done> {
  for (const flag of flagsOf(process.versions.node)) setFlagsFromString(flag)
  const pool = new Tinypool({
    filename: worker,
    runtime: 'worker_threads',
    minThreads: jobs,
    maxThreads: jobs,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  })
  return { run: task => pool.run(task), lanes: 2 * jobs, end: () => pool.destroy() }
}
