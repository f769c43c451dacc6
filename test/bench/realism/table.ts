import { type Described, describe } from './features.ts'
import type { Subject } from './subjects.ts'
import type { Sample } from './validation.ts'
import type { Kind } from './words.ts'

/**
 * Logs as rows of one table. Which columns it has is decided without a look at whose logs they are: numbers that several
 * groups have, and of those that count lines the ones that vary most.
 */
export interface Table {
  readonly names: readonly string[]
  readonly samples: readonly Sample[]
  readonly described: readonly Described[]
}

/** A form that fewer groups have is one product's own. */
const GROUPS = 4
const COUNTED = 300

/** @param positive whose logs are to be told from the others */
export function tableOf(
  subjects: readonly Subject[],
  without: readonly Kind[],
  positive = (one: Subject) => !one.real,
): Table {
  const described = subjects.map(one => describe(one, without))
  const names = columns(subjects, described)
  const samples = subjects.map((one, i) => ({
    group: one.group,
    positive: positive(one),
    row: Float64Array.from(names, name => described[i]!.numbers.get(name) ?? 0),
  }))
  return { names, samples, described }
}

function columns(subjects: readonly Subject[], described: readonly Described[]): string[] {
  const groups = new Map<string, Set<string>>()
  described.forEach(({ numbers }, i) => {
    for (const name of numbers.keys()) {
      const own = groups.get(name) ?? new Set()
      groups.set(name, own.add(subjects[i]!.group))
    }
  })
  const shared = [...groups.keys()].filter(name => groups.get(name)!.size >= GROUPS).sort()
  const counts = (name: string): boolean => described.some(({ examples }) => examples.has(name))
  const varied = shared
    .filter(counts)
    .map(name => ({ name, variance: variance(described.map(({ numbers }) => numbers.get(name) ?? 0)) }))
    .sort((a, b) => b.variance - a.variance)
    .slice(0, COUNTED)
  return [...shared.filter(name => !counts(name)), ...varied.map(({ name }) => name)]
}

function variance(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
}
