import { readFileSync } from 'node:fs'

/**
 * Who is writing: a process, named so that another one can tell whether it is still there. To be wrong about that costs no
 * file: whose work is taken over finds it gone and stops.
 */
export interface Owner {
  /** What its work is called. */
  readonly tag: string
  /** Will never go on with what it has begun. */
  isGone(tag: string): boolean
}

const TAG = /^(\d+)-(\d+)$/

export function isTag(name: string): boolean {
  return TAG.test(name)
}

/** A tag is the number of a process and the time when it started, since numbers are given again. */
export function processOf(tag: string): number {
  return Number(TAG.exec(tag)?.[1])
}

function isGone(tag: string): boolean {
  const [, pid, start] = TAG.exec(tag)!
  return process.platform === 'linux' ? startOf(Number(pid)) !== Number(start) : !answers(Number(pid))
}

/** In ticks since the machine was started; undefined for a process that has ended, or of which nothing tells. */
function startOf(pid: number): number | undefined {
  try {
    const [state, ...fields] = afterName(readFileSync(`/proc/${pid}/stat`, 'latin1'))
    return ENDED.has(state!) ? undefined : Number(fields[START])
  } catch {
    return undefined
  }
}

/** Ended, though nobody has asked how. */
const ENDED: ReadonlySet<string> = new Set(['Z', 'X'])

/** proc(5): the 22nd field, of which the state is the third. */
const START = 22 - 4

/** The name of a program may hold blanks and brackets. */
function afterName(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function answers(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

export const thisProcess: Owner = { tag: `${process.pid}-${startOf(process.pid) ?? 0}`, isGone }
