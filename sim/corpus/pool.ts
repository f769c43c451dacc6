import { Tinypool } from 'tinypool'
import type { Make } from './generate.ts'

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

/** Bundles made by worker threads; one is always waiting for each, so that none is idle. `worker` is worker.ts as built. */
export function poolOf(jobs: number, worker: string): Pool {
  const pool = new Tinypool({
    filename: worker,
    runtime: 'worker_threads',
    minThreads: jobs,
    maxThreads: jobs,
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
  })
  return { make: task => pool.run(task), lanes: 2 * jobs, end: () => pool.destroy() }
}
