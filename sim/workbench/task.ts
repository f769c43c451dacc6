import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EVIDENCE } from '../bundle/bundleFile.ts'
import { BundleReadError } from '../bundle/read.ts'
import { CombinationError } from '../corpus/combine.ts'
import type { PlannedBundle } from '../corpus/plan.ts'
import { BUILT_IN } from '../diagnosis/packs/builtIn.ts'
import { type Library, libraryOf } from '../diagnosis/packs/library.ts'
import type { Pack } from '../diagnosis/packs/schema.ts'
import { mutantNamed } from '../mutants/mutate.ts'
import { UnreadableError } from '../readableFs.ts'
import { type Answered, answered, askRules, type Diagnostician } from './answers.ts'
import { type Exercise, plannedExercise, type StoredBundle, storedExercise } from './bundles.ts'
import { mutated } from './mutated.ts'
import { noticedIn, packsOf, type Weakened, weakenedIn } from './weakened/trial.ts'

/**
 * One bundle of a test: made or read, and answered by rules, or laid out for somebody else. Knows no other bundle, so that
 * it can be done anywhere.
 */

/** Plain data, which travels to a worker. */
export interface Task {
  readonly bundle: PlannedBundle | StoredBundle
  /** What is done to its evidence before anybody sees it. */
  readonly mutant?: string
  readonly to: Rules | Place | Trial
}

/** Packs beside those of the program, as JSON: the next task has the same. */
export interface Rules {
  readonly packs: string
}

/** Weakened rules, of which those with these numbers are asked for. */
export interface Trial {
  /** Packs that are weakened, beside those of the program or in their place, as JSON. */
  readonly weaken: string
  readonly only?: readonly string[]
  readonly asked: readonly number[]
}

/** A folder that takes what is below `evidence/`; nobody is asked. */
export interface Place {
  readonly folder: string
}

/** Plain data as well: on the way out of a worker, an error loses all but its message. */
export type Done =
  | { readonly kind: 'done'; readonly answered: Answered }
  /** Numbers of weakened rules that say something else of it. */
  | { readonly kind: 'noticed'; readonly bundle: string; readonly numbers: readonly number[] }
  /** No server was found for a combination, or what was written before cannot be read. */
  | { readonly kind: 'unusable'; readonly message: string }
  | { readonly kind: 'contradiction'; readonly message: string }

/** Never throws. */
export function doTask({ bundle, mutant, to }: Task): Done {
  try {
    const whole = 'folder' in bundle ? storedExercise(bundle) : plannedExercise(bundle)
    const exercise = mutant === undefined ? whole : mutated(whole, mutantNamed(mutant)!)
    if ('weaken' in to) return { kind: 'noticed', bundle: exercise.name, numbers: noticed(exercise, to) }
    if ('folder' in to) layOut(exercise, to.folder)
    return { kind: 'done', answered: answered(exercise, 'folder' in to ? askNobody : askRules(libraryIn(to))) }
  } catch (error) {
    const { message } = error instanceof Error ? error : new Error(String(error))
    return { kind: isUnusable(error) ? 'unusable' : 'contradiction', message }
  }
}

const UNUSABLE = [CombinationError, BundleReadError, UnreadableError]

/** What the file system says is nobody's contradiction either. */
const isUnusable = (error: unknown): boolean =>
  UNUSABLE.some(kind => error instanceof kind) || (error instanceof Error && 'syscall' in error)

const askNobody: Diagnostician = () => ({ claims: [], signs: [] })

function layOut({ evidence }: Exercise, folder: string): void {
  for (const { path, bytes } of evidence) {
    const place = join(folder, path.slice(EVIDENCE.length))
    mkdirSync(dirname(place), { recursive: true })
    writeFileSync(place, bytes)
  }
}

let known: (Rules & { readonly library: Library }) | undefined

function libraryIn({ packs }: Rules): Library {
  if (known?.packs !== packs) {
    known = { packs, library: libraryOf([...BUILT_IN, ...(JSON.parse(packs) as readonly Pack[])]) }
  }
  return known.library
}

let ready: { readonly key: string; readonly weakened: readonly Weakened[]; readonly library: Library } | undefined

function noticed({ evidence }: Exercise, { weaken, only, asked }: Trial): number[] {
  const key = JSON.stringify([weaken, only])
  if (ready?.key !== key) {
    const { packs, others } = packsOf(JSON.parse(weaken) as readonly Pack[])
    const weakened = weakenedIn(packs, others, only && new Set(only))
    ready = { key, weakened, library: libraryOf([...others, ...packs]) }
  }
  return noticedIn(evidence, ready.library, ready.weakened, asked)
}
