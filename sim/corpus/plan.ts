import { sha256 } from '../bundle/bundleFile.ts'
import { mutantPath } from '../mutants/mutate.ts'
import type { Scenario } from '../scenario/schema.ts'
import { seedFrom } from '../server/random.ts'
import type { Beside, Promised } from './beside.ts'
import type { Combine } from './faults.ts'

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
  /** Each bundle is there whole, then as each of these leaves it. */
  readonly mutants?: readonly string[] | undefined
  /** What lies beside the bundles, and is true of all of them. */
  readonly beside?: readonly Beside[] | undefined
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

/** Indexes of the first folder and of the one behind the last. */
export interface Range {
  readonly from: number
  readonly to: number
}

export interface PlannedBundle {
  /** As the whole one has it. */
  readonly number: number
  /** Of the scenario, or of all combinations. */
  readonly id: string
  readonly from: CorpusScenario | Combine
  readonly seed: number
  readonly logLevel?: string | undefined
  /** What has happened to its evidence. */
  readonly mutant?: string | undefined
  /** The name of its folder. */
  readonly path: string
}

export function corpusScenario(id: string, name: string, text: string, scenario: Scenario): CorpusScenario {
  return { id: id.replace(/[^\w.-]/g, '_'), name, text, sha256: sha256(text), scenario }
}

/** Whole. Numbers start at 1 and do not depend on the count: a corpus can grow. */
export function bundleAt(plan: CorpusPlan, number: number): PlannedBundle {
  const { scenarios, combine, logLevel } = plan
  return { number, from: combine ?? scenarios[(number - 1) % scenarios.length]!, logLevel, ...namedAt(plan, number) }
}

/** As much of a plan as its lock says. */
export interface LockedPlan extends Pick<CorpusPlan, 'seed' | 'count' | 'logLevel' | 'mutants' | 'shard'> {
  readonly scenarios: readonly Pick<CorpusScenario, 'id' | 'sha256'>[]
  readonly combine?: Pick<Combine, 'least' | 'most'> | undefined
  readonly beside?: readonly Promised[] | undefined
}

type Named = Pick<PlannedBundle, 'id' | 'seed' | 'path'>

function namedAt({ seed, scenarios, combine }: LockedPlan, number: number): Named {
  const id = combine ? COMBINATION : scenarios[(number - 1) % scenarios.length]!.id
  const own = ownSeed(seed, number)
  return { id, seed: own, path: bundlePath(number, id, own) }
}

/** Of a bundle, from that of the plan. */
export const ownSeed = (seed: number, number: number): number => seedFrom(`corpus ${seed} bundle ${number}`)

const COMBINATION = 'combination'

export function bundlePath(number: number, scenario: string, seed: number, mutant?: string): string {
  const whole = `${String(number).padStart(6, '0')}-${scenario}-${seed}`
  return mutant === undefined ? whole : mutantPath(whole, mutant)
}

/** What a bundle is there as, in order: undefined is whole. */
export const formsOf = ({ mutants = [] }: Pick<CorpusPlan, 'mutants'>): readonly (string | undefined)[] => [
  undefined,
  ...mutants,
]

/** Of all folders of a plan the one at this index, from 0: of the first bundle each form, then of the next. */
export function folderAt(plan: CorpusPlan, index: number): PlannedBundle {
  return { ...bundleAt(plan, numberAt(plan, index)), ...folderNamed(plan, index) }
}

const numberAt = (plan: LockedPlan, index: number): number => Math.floor(index / formsOf(plan).length) + 1

/** As much of it as a lock has. */
export function folderNamed(plan: LockedPlan, index: number): Named & { readonly mutant?: string } {
  const forms = formsOf(plan)
  const whole = namedAt(plan, numberAt(plan, index))
  const mutant = forms[index % forms.length]
  return mutant === undefined ? whole : { ...whole, mutant, path: mutantPath(whole.path, mutant) }
}

/** Indexes of the first folder and of the one behind the last; parts are neighbours, so that their locks put together are the whole one. */
export function rangeOf(
  { count, mutants }: Pick<CorpusPlan, 'count' | 'mutants'>,
  { part, of }: Shard = { part: 1, of: 1 },
): Range {
  const forms = formsOf({ mutants }).length
  const end = (parts: number): number => Math.floor((parts * count) / of) * forms
  return { from: end(part - 1), to: end(part) }
}

/** Whether a folder of the plan has that name. */
export function isPlanned(plan: CorpusPlan, name: string): boolean {
  const number = Number(/^\d{6,}(?=-)/.exec(name)?.[0])
  if (!(number >= 1 && number <= plan.count)) return false
  const { path } = bundleAt(plan, number)
  return formsOf(plan).some(mutant => name === (mutant === undefined ? path : mutantPath(path, mutant)))
}
