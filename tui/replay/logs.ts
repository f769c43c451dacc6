import { leafOf } from '../../model/machine/names.ts'
import { clockOf, renderInstallerLog } from '../../sim/forms/installerLog.ts'
import type { ServerRun } from '../../sim/run/simulate.ts'
import type { Fact } from '../../sim/server/facts.ts'

/**
 * The logs of a server as they grow: rendered once, and from then on a tail is a number of lines. The log on show is
 * the one that was written last, so that a script's log comes up while the installer waits for the script. Knows no
 * screen.
 */

export interface LogTail {
  readonly path: string
  readonly lines: readonly string[]
  /** How many of the lines have been written. */
  readonly written: number
}

interface Write extends LogTail {
  readonly fact: number
}

export interface Logs {
  /** After so many facts; undefined as long as nothing has been logged. */
  after(facts: number): LogTail | undefined
  /** How many lines a log had then. */
  written(path: string, facts: number): number
}

export function logsOf(server: ServerRun): Logs {
  const writes = [...installerWrites(server), ...scriptWrites(server.facts)].sort((a, b) => a.fact - b.fact)
  return {
    after: facts => writes[countBefore(writes, facts) - 1],
    written(path, facts) {
      const count = countBefore(writes, facts)
      return writes.findLast((write, i) => i < count && write.path === path)?.written ?? 0
    },
  }
}

function installerWrites({ facts, initial }: ServerRun): Write[] {
  return facts.flatMap(({ body }, opened) => {
    if (body.kind !== 'log-opened') return []
    const { text, factOfLine } = renderInstallerLog(facts, body.runs, clockOf(initial))
    const lines = linesOf(text)
    // Lines that were there before are no news.
    const own = (fact: number): boolean => fact > opened
    return factOfLine.flatMap((fact, i) => (own(fact) ? [{ fact, path: body.path, lines, written: i + 1 }] : []))
  })
}

function scriptWrites(facts: readonly Fact[]): Write[] {
  return facts.flatMap(({ body }, fact) => {
    if (body.kind !== 'change' || body.change.kind !== 'file') return []
    const { after } = body.change
    if (after?.content?.kind !== 'text' || !/\.log$/i.test(leafOf(after.path))) return []
    const lines = linesOf(after.content.text)
    return [{ fact, path: after.path, lines, written: lines.length }]
  })
}

/** Without what follows the last line break. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  return lines
}

/** How many writes come from the first `facts` facts; they are in order. */
function countBefore(writes: readonly Write[], facts: number): number {
  let [low, high] = [0, writes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (writes[middle]!.fact < facts) low = middle + 1
    else high = middle
  }
  return low
}
