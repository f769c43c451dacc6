import { join } from 'node:path'
import { BUNDLE_VERSION, type BundleFile, jsonText, SCENARIO_FILE, sha256 } from '../bundle/bundleFile.ts'
import { checkFiles } from '../bundle/check.ts'
import { readManifest } from '../bundle/read.ts'
import { recoverBundle, writeBundle } from '../bundle/write.ts'
import { makeBundleWith } from '../mutants/bundle.ts'
import type { Mutant } from '../mutants/mutant.ts'
import { mutantNamed } from '../mutants/mutate.ts'
import { PlaceError } from '../place/errors.ts'
import { realDisk } from '../readableFs.ts'
import { simulate } from '../run/simulate.ts'
import type { Choice } from '../scenario/choice.ts'
import type { Scenario } from '../scenario/schema.ts'
import { tarPart } from '../tar.ts'
import { zipOf } from '../zip.ts'
import { CombinationError, combination } from './combine.ts'
import { type CorpusScenario, corpusScenario, type PlannedBundle } from './plan.ts'

/** One bundle of a corpus: simulated, rendered, written. Knows no other bundle, so that it can be made anywhere. */

/** One bundle to be made; plain data, which travels to a worker. */
export interface Task extends PlannedBundle {
  /** The corpus; the bundle's own folder is `path` in it. */
  readonly folder: string
  /** Takes what somebody has changed of the bundle. */
  readonly aside: string
  readonly toolVersion: string
}

/** Plain data as well: on the way out of a worker, an error loses all but its message. */
export type Made =
  | { readonly kind: 'made' | 'kept'; readonly sha256: string; readonly aside?: readonly string[] }
  /** What the file system said. */
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }
  /** Something stands there that is not replaced. */
  | { readonly kind: 'taken'; readonly message: string }
  /** No server was found for a combination. */
  | { readonly kind: 'unbuilt'; readonly message: string }
  | { readonly kind: 'contradiction'; readonly message: string }

/** Makes a bundle, unless it is there already. Never throws. */
export function makeOne(task: Task): Made {
  try {
    const place = join(task.folder, task.path)
    recoverBundle(place, task)
    const scenario = scenarioOf(task)
    const kept = finished(task, scenario)
    if (kept !== undefined) return { kind: 'kept', sha256: kept }
    const files = filesOf(task, scenario)
    const aside = writeBundle(files, place, task)
    return { kind: 'made', sha256: sha256(files.at(-1)!.bytes), aside }
  } catch (error) {
    return failure(error)
  }
}

/** The same for a place where no folders are. */
export interface Unplaced extends Omit<Task, 'folder' | 'aside'> {
  readonly as: keyof typeof ARCHIVES
}

export type Packed = Made | { readonly kind: 'packed'; readonly sha256: string; readonly archive: Uint8Array }

const ARCHIVES = { zip: zipOf, tar: tarPart }

/** Makes a bundle as one archive, or as a part of one, in which its folder has its name. Never throws. */
export async function packOne(task: Unplaced): Promise<Packed> {
  try {
    const files = filesOf(task, scenarioOf(task))
    const archive = await ARCHIVES[task.as](files.map(file => ({ ...file, path: `${task.path}/${file.path}` })))
    return { kind: 'packed', sha256: sha256(files.at(-1)!.bytes), archive }
  } catch (error) {
    return failure(error)
  }
}

function filesOf(task: Omit<Unplaced, 'as'>, { scenario, name, text }: CorpusScenario): BundleFile[] {
  return remake({ ...task, scenario, scenarioName: name, scenarioText: text })
}

/** A combination is in the bundle only. */
export function scenarioOf({ id, from, seed }: PlannedBundle): CorpusScenario {
  if (!('faults' in from)) return from
  const { text, scenario } = combination(from, seed)
  return corpusScenario(id, SCENARIO_FILE, text, scenario)
}

export interface Recipe extends Choice {
  /** By name: what happens to the evidence. */
  readonly mutant?: string | undefined
  readonly scenario: Scenario
  readonly scenarioName: string
  readonly scenarioText: string
  readonly toolVersion: string
}

/** The files of a bundle, the manifest last, from what a manifest and its scenario say. */
export function remake(recipe: Recipe): BundleFile[] {
  return makeBundleWith(mutantOf(recipe), simulate(recipe.scenario, recipe), recipe)
}

function mutantOf({ mutant }: Recipe): Mutant | undefined {
  if (mutant === undefined) return undefined
  const known = mutantNamed(mutant)
  if (!known) throw new RangeError(`this lab1603 knows no mutant ${mutant}`)
  return known
}

/** SHA-256 of the manifest if the bundle is there as this task would make it, with all its bytes. */
function finished(
  { folder, path, seed, logLevel, mutant, toolVersion }: Task,
  scenario: CorpusScenario,
): string | undefined {
  const place = join(folder, path)
  const read = readManifest(realDisk, place)
  if (!read?.manifest) return undefined
  const { manifest } = read
  const same =
    read.sha256 === sha256(jsonText(manifest)) &&
    manifest.schemaVersion === BUNDLE_VERSION &&
    manifest.tool === `lab1603 ${toolVersion}` &&
    manifest.seed === seed &&
    manifest.scenario === scenario.name &&
    manifest.rollup === undefined &&
    manifest.logLevel === logLevel &&
    manifest.mutant?.name === mutant &&
    manifest.artifacts.some(row => row.path === SCENARIO_FILE && row.sha256 === scenario.sha256)
  return same && checkFiles(place, manifest).length === 0 ? read.sha256 : undefined
}

function failure(error: unknown): Made {
  if (error instanceof PlaceError) return { kind: 'taken', message: error.message }
  if (error instanceof CombinationError) return { kind: 'unbuilt', message: error.message }
  const { code, syscall, message } = Object(error) as NodeJS.ErrnoException
  if (code !== undefined && syscall !== undefined) return { kind: 'refused', code, message }
  return { kind: 'contradiction', message: message ?? String(error) }
}
