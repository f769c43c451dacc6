import type { Machine } from './machine.ts'
import { fold } from './names.ts'
import type { Handle, Process } from './parts.ts'

/** Who has a file open. Does not know whether that is in anybody's way. */

/** A process that has the file open, and its handle. */
export interface Holder {
  readonly process: Process
  readonly handle: Handle
}

const NOBODY: readonly Holder[] = []

/** Open handles on a file, in the order of process ids. */
export function holdersOf(machine: Machine, path: string): readonly Holder[] {
  const key = fold(path)
  let found: Holder[] | undefined
  for (const process of machine.processes.values()) {
    for (const handle of process.handles) {
      if (fold(handle.path) !== key) continue
      found ??= []
      found.push({ process, handle })
    }
  }
  return found ? found.sort((a, b) => a.process.pid - b.process.pid) : NOBODY
}
