import { performance } from 'node:perf_hooks'

/** Medians over rounds. Work to be compared takes turns within a round, so that a busy moment falls on all of it. */
export type Work = () => unknown

export function medians<Name extends string>(
  rounds: number,
  works: Readonly<Record<Name, Work>>,
  warmUps = 2,
  onWork: (round: number, name: Name) => void = () => {},
): Record<Name, number> {
  const names = Object.keys(works) as Name[]
  const times = new Map<Name, number[]>(names.map(name => [name, []]))
  for (let round = -warmUps; round < rounds; round++) {
    for (const name of names) {
      onWork(round + 1, name)
      const ms = timed(works[name])
      if (round >= 0) times.get(name)!.push(ms)
    }
  }
  return Object.fromEntries(names.map(name => [name, median(times.get(name)!)])) as Record<Name, number>
}

function timed(work: Work): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
