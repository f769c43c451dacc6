import type { Draw } from './host.ts'
import type { Machine } from './machine.ts'

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
/** What is started later. */
const LATER: Range = { from: 10_000, count: 5_000 }
/** Programs that only a scenario names. There may be any number of them: this range has no end. */
const STRANGERS: Range = { from: 30_000, count: 8_884 }

const numberIn = (range: Range, at: number): number => range.from + STEP * at

/**
 * A number for each of these programs, from the range of what Windows starts, or from that of what only a scenario names. Of
 * two that draw the same one the later in the list takes the next: so the list is in the order of names.
 */
export function numbered(programs: readonly string[], whose: 'known' | 'strangers', draw: Draw): Map<string, number> {
  const range = whose === 'known' ? BOOT : STRANGERS
  const numbers = new Map<string, number>()
  const taken = new Set<number>()
  for (const program of programs) {
    let at = draw(`process ${program}`, range.count)
    while (taken.has(at)) at++
    taken.add(at)
    numbers.set(program, numberIn(range, at))
  }
  return numbers
}

/** The number of a process that has been there since the server came up. */
export function bootNumber({ processNumbers }: Pick<Machine, 'processNumbers'>, program: string): number {
  const number = processNumbers.known.get(program) ?? processNumbers.strangers.get(program)
  if (number === undefined) throw new Error(`a process without a number: ${program}`)
  return number
}

/** A number for a process that starts now. */
export function laterNumber(
  machine: Pick<Machine, 'processes' | 'processNumbers'>,
  program: string,
  draw: Draw,
): number {
  const { known } = machine.processNumbers
  const own = known.get(program)
  if (own === undefined) return free(machine, numberIn(STRANGERS, draw(`process ${program}`, STRANGERS.count)), 1)
  // Every program has its place in a row, and draws the row: no two programs meet. The odd width makes the low byte,
  // which is all that a log shows of a number, another one each time.
  const width = known.size | 1
  const row = draw(`process ${program}`, Math.floor(LATER.count / width))
  return free(machine, numberIn(LATER, width * row + placeOf(own, known)), width)
}

function placeOf(own: number, known: ReadonlyMap<string, number>): number {
  let place = 0
  for (const number of known.values()) if (number < own) place++
  return place
}

function free({ processes }: Pick<Machine, 'processes'>, number: number, width: number): number {
  return processes.has(number) ? free({ processes }, number + width * STEP, width) : number
}

/**
 * Threads that one process may have at the same time. Each has a place of its own in the low byte, which is all that a log
 * shows of a number: so no two of a process have one number, nor look alike (modelled).
 */
const THREAD_PLACES = [
  'call',
  'engine',
  'custom action manager',
  'custom action connection',
  'custom action',
  'call back',
  'client',
  'wizard',
] as const
export type ThreadPlace = (typeof THREAD_PLACES)[number]

const LOW_BYTE = 64
const WIDTH = LOW_BYTE / THREAD_PLACES.length
/** Numbers of threads: between those of the processes. A row has every low byte once. */
const THREADS = { from: 4_096, rows: 23 } as const
/** So that the low byte of a process tells nothing of those of its threads. */
const SPREAD = 37

/** A number for a thread: no process has it, and no other thread of its process. */
export function threadNumber(pid: number, place: ThreadPlace, thread: string, draw: Draw): number {
  const at = draw(`thread ${thread}`, THREADS.rows * WIDTH)
  const low = ((pid / STEP) * SPREAD + THREAD_PLACES.indexOf(place) * WIDTH + (at % WIDTH)) % LOW_BYTE
  return THREADS.from + STEP * (LOW_BYTE * Math.floor(at / WIDTH) + low)
}

/**
 * One of the few threads in which a process that Windows has started writes its events: which, follows from what it writes
 * about and not from what was written before (modelled).
 */
export function writingThread(pid: number, about: string): number {
  let which = 0
  for (let i = 0; i < about.length; i++) which = (which + about.charCodeAt(i)) % FEW
  return THREADS.from + STEP * ((PRIME * (pid + which)) % (LOW_BYTE * THREADS.rows))
}

const FEW = 4
const PRIME = 197
