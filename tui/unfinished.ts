import { rmSync } from 'node:fs'
import { constants } from 'node:os'
import { told } from '../sim/foreign/terminal.ts'
import { note } from './output.ts'

/** What is under way and of no use in parts: it goes when somebody interrupts this program. Does not know what it is. */

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
type Signal = (typeof SIGNALS)[number]

/** By what it is called: where it stands. */
const underWay = new Map<string, readonly string[]>()

/** Whoever works for long between two turns of the event loop hears of it late. */
function leave(signal: Signal): void {
  for (const [is, paths] of underWay) {
    for (const path of paths) rmSync(path, { recursive: true, force: true })
    note(told`interrupted: ${is} is not complete, and nothing of it is left`)
  }
  process.exit(128 + constants.signals[signal])
}

/**
 * Until the returned function is called, these files or folders go when this program is interrupted.
 *
 * @param is what they are together, as that is told
 */
export function unfinished(is: string, ...paths: readonly string[]): () => void {
  if (underWay.size === 0) for (const signal of SIGNALS) process.once(signal, leave)
  underWay.set(is, paths)
  return () => {
    underWay.delete(is)
    if (underWay.size === 0) for (const signal of SIGNALS) process.off(signal, leave)
  }
}

/** A turn of the event loop, in which an interruption is heard. */
export const turn = (): Promise<void> => new Promise(done => setImmediate(done))
