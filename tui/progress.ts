import { beside, forTerminal, type Shown, told } from '../sim/foreign/terminal.ts'
import type { Environment, Stream } from './terminal.ts'

/**
 * A bar on stderr that is gone when the work is done. Off a terminal nothing is drawn at all. Does not know what is
 * being done.
 */
export interface Progress {
  /** One more is done, or `more`; `what` names it. */
  readonly step: (what: string, more?: number) => void
  readonly end: () => void
}

export interface ProgressStream extends Stream {
  readonly write: (text: Shown) => unknown
}

const NONE: Progress = { step() {}, end() {} }
const BAR = 24
const EVERY_MS = 100
const CLEAR = told`\r\u001b[K`

export function progressOn(stream: ProgressStream, env: Environment, total: number, clock = Date.now): Progress {
  if (stream.isTTY !== true || env.TERM === 'dumb') return NONE
  let done = 0
  let drawn = Number.NEGATIVE_INFINITY
  return {
    step(what, more = 1) {
      done += more
      const now = clock()
      if (now - drawn < EVERY_MS) return
      drawn = now
      stream.write(beside(CLEAR, progressLine(done, total, what, (stream.columns ?? 80) - 1)))
    },
    end: () => stream.write(CLEAR),
  }
}

export function progressLine(done: number, total: number, what: string, width: number): Shown {
  const full = Math.floor((done / total) * BAR)
  const bar = '#'.repeat(full).padEnd(BAR, '.')
  const line = told`[${bar}] ${String(done).padStart(String(total).length)} of ${total}  ${what}`
  return forTerminal(line.slice(0, width))
}
