import { sha256 } from '../bundle/bundleFile.ts'
import type { Scenario } from '../scenario/schema.ts'
import { seedFrom } from '../server/random.ts'
import type { Combine } from './combine.ts'

/**
 * What a corpus is to hold. Every bundle follows from the plan and its own number, so that workers, shards and a second
 * try after a kill need not know of each other. Makes none of them.
 */
export interface CorpusPlan {
  readonly seed: number
  readonly count: number
  readonly scenarios: readonly CorpusScenario[]
  /** Not the scenarios as they are: their faults, combined. */
  readonly combine?: Combine | undefined
  /** Letters of /l for all logs, in place of those of the scenarios. */
  readonly logLevel?: string | undefined
  /** Only these bundles are made, by this process. */
  readonly shard?: Shard | undefined
}

export interface CorpusScenario {
  /** Names the folders of its bundles. */
  readonly id: string
  /** What bundle.json calls it: an id of `lab1603 list`, or the file in the bundle that it can be had from. */
  readonly name: string
  readonly text: string
  readonly sha256: string
  /** What the text says: read once, for all threads. */
  readonly scenario: Scenario
}

/** 1-based: the first of three is `{part: 1, of: 3}`. */
export interface Shard {
  readonly part: number
  readonly of: number
}

/** Numbers of the first and the last bundle. */
export interface Range {
  readonly from: number
  readonly to: number
}

export interface PlannedBundle {
  readonly number: number
  /** Of the scenario, or of all combinations. */
  readonly id: string
  readonly from: CorpusScenario | Combine
  readonly seed: number
  readonly logLevel?: string | undefined
  /** The name of its folder. */
  readonly path: string
}

export function corpusScenario(id: string, name: string, text: string, scenario: Scenario): CorpusScenario {
  return { id: id.replace(/[^\w.-]/g, '_'), name, text, sha256: sha256(text), scenario }
}

/** Numbers start at 1 and do not depend on the count: a corpus can grow. */
export function bundleAt(plan: CorpusPlan, number: number): PlannedBundle {
  const { scenarios, combine, logLevel } = plan
  return { number, from: combine ?? scenarios[(number - 1) % scenarios.length]!, logLevel, ...namedAt(plan, number) }
}

/** As much of a plan as its lock says. */
export interface LockedPlan extends Pick<CorpusPlan, 'seed' | 'count' | 'logLevel' | 'shard'> {
  readonly scenarios: readonly Pick<CorpusScenario, 'id' | 'sha256'>[]
  readonly combine?: Pick<Combine, 'least' | 'most'> | undefined
}

export function namedAt(
  { seed, scenarios, combine }: Pick<LockedPlan, 'seed' | 'scenarios' | 'combine'>,
  number: number,
): Pick<PlannedBundle, 'id' | 'seed' | 'path'> {
  const id = combine ? COMBINATION : scenarios[(number - 1) % scenarios.length]!.id
  const own = seedFrom(`corpus ${seed} bundle ${number}`)
  return { id, seed: own, path: bundlePath(number, id, own) }
}

const COMBINATION = 'combination'

export function bundlePath(number: number, scenario: string, seed: number): string {
  return `${String(number).padStart(6, '0')}-${scenario}-${seed}`
}

/** Parts are neighbours, so that their locks put together are the whole one. */
export function rangeOf(count: number, shard: Shard = { part: 1, of: 1 }): Range {
  const end = (part: number): number => Math.floor((part * count) / shard.of)
  return { from: end(shard.part - 1) + 1, to: end(shard.part) }
}

/** The number that a folder's name has in the plan; undefined for any other name. */
export function numberOf(plan: CorpusPlan, name: string): number | undefined {
  const number = Number(/^\d{6,}(?=-)/.exec(name)?.[0])
  return number >= 1 && number <= plan.count && bundleAt(plan, number).path === name ? number : undefined
}
