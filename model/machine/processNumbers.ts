import type { Draw } from './host.ts'
import type { Machine } from './machine.ts'
import type { ProcessNumbers } from './parts.ts'

/**
 * Numbers of processes and threads: multiples of four, of one table in Windows. Here every program has numbers of its
 * own, so that none depends on who else runs (modelled). It does not know which programs there are.
 */
interface Range {
  readonly from: number
  readonly count: number
}

const STEP = 4
/** What Windows starts. */
const BOOT: Range = { from: 400, count: 900 }
const THREADS: Range = { from: 4_000, count: 1_500 }
/** What is started later. */
const LATER: Range = { from: 10_000, count: 5_000 }
/** Programs that only a scenario names. There may be any number of them: this range has no end. */
const STRANGERS: Range = { from: 30_000, count: 8_884 }

const numberIn = (range: Range, at: number): number => range.from + STEP * at

/** Of all programs that a server of this kind may have, whether it has them or not. */
export function knownNumbers(programs: readonly string[], draw: Draw): ProcessNumbers {
  const first = numbered(programs, BOOT, draw)
  const byNumber = [...first].sort(([, a], [, b]) => a - b)
  return { first, places: new Map(byNumber.map(([program], place) => [program, place])) }
}

/** The same, with programs that only this server has. */
export function withStrangers({ first, places }: ProcessNumbers, programs: readonly string[], draw: Draw) {
  const strangers = numbered(
    programs.filter(program => !first.has(program)),
    STRANGERS,
    draw,
  )
  return { first: new Map([...first, ...strangers]), places }
}

/** Of two programs that draw the same number, the later by name takes the next one: the order of the list has no say. */
function numbered(programs: readonly string[], range: Range, draw: Draw): Map<string, number> {
  const numbers = new Map<string, number>()
  const taken = new Set<number>()
  for (const program of [...new Set(programs)].sort()) {
    let at = draw(`process ${program}`, range.count)
    while (taken.has(at)) at++
    taken.add(at)
    numbers.set(program, numberIn(range, at))
  }
  return numbers
}

/** The number of a process that has been there since the server came up. */
export function bootNumber({ processNumbers }: Pick<Machine, 'processNumbers'>, program: string): number {
  const number = processNumbers.first.get(program)
  if (number === undefined) throw new Error(`a process without a number: ${program}`)
  return number
}

/** A number for a process that starts now. Those of programs that the model knows never meet. */
export function laterNumber(
  { processes, processNumbers }: Pick<Machine, 'processes' | 'processNumbers'>,
  program: string,
  draw: Draw,
): number {
  const place = processNumbers.places.get(program)
  const width = place === undefined ? 1 : oddWidth(processNumbers)
  const range = place === undefined ? STRANGERS : LATER
  let number = numberIn(range, width * draw(`process ${program}`, Math.floor(range.count / width)) + (place ?? 0))
  while (processes.has(number)) number += width * STEP
  return number
}

/** Odd, so that the low byte, which is all that a log shows of a number, differs from start to start. */
const oddWidth = ({ places }: ProcessNumbers): number => places.size | 1

/** A number for a thread: no process has it. */
export function threadNumber(thread: string, draw: Draw): number {
  return numberIn(THREADS, draw(`thread ${thread}`, THREADS.count))
}
