import { setFlagsFromString } from 'node:v8'
import { Tinypool } from 'tinypool'
import type { Make } from './generate.ts'

/** Worker threads that make bundles. Does not know what a bundle is. */

export interface Pool {
  readonly make: Make
  readonly lanes: number
  readonly end: () => Promise<void>
}

/**
 * The collector lets its heap grow towards the limit before it looks through it, so that the limit is what keeps memory
 * flat. A run needs some 25 MB.
 */
const HEAP_MB = 192

/** Room for what some bundles leave behind, so that the collector comes seldom and finds little that is still in use. */
const YOUNG_MB = 96

/**
 * How much code runs before it is compiled for speed, four times what is usual. Every thread compiles for itself, beside its
 * work, and on a machine whose processors all have work, compiling less takes a quarter off the time of a short corpus.
 */
const COMPILE_LATER = '--interrupt-budget=528000'

/** Threads of the collector would take the processor from another worker, whose garbage is its own anyway. */
const COLLECT_ALONE = '--no-parallel-scavenge'

/** Bundles made by worker threads; one is always waiting for each, so that none is idle. `worker` is worker.ts as built. */
export function poolOf(jobs: number, worker: string): Pool {
  for (const flag of [COMPILE_LATER, COLLECT_ALONE]) setFlagsFromString(flag)
  const pool = new Tinypool({
    filename: worker,
    runtime: 'worker_threads',
    minThreads: jobs,
    maxThreads: jobs,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
  })
  return { make: task => pool.run(task), lanes: 2 * jobs, end: () => pool.destroy() }
}
