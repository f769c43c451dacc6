import texts from 'lab1603:scenarios'
import { makeBundle as bundleOf } from '../sim/bundle/bundle.ts'
import type { BundleFile } from '../sim/bundle/bundleFile.ts'
import { diagnose as diagnosisOf } from '../sim/diagnosis/diagnose.ts'
import type { Diagnosis } from '../sim/diagnosis/finding.ts'
import { BUILT_IN } from '../sim/diagnosis/packs/builtIn.ts'
import { libraryOf as packed } from '../sim/diagnosis/packs/library.ts'
import { loadPack } from '../sim/diagnosis/packs/load.ts'
import type { Pack } from '../sim/diagnosis/packs/schema.ts'
import { GIFTS } from '../sim/diagnosis/prescriptions.ts'
import { formatDiagnosis as pageOf } from '../sim/diagnosis/report.ts'
import { type Repaired, type RepairOptions, repair as repaired } from '../sim/remedy/repair.ts'
import { type Run, simulate as run } from '../sim/run/simulate.ts'
import { loadUsable } from '../sim/run/usable.ts'
import type { Choice } from '../sim/scenario/choice.ts'
import type { Loaded } from '../sim/scenario/load.ts'
import type { Scenario } from '../sim/scenario/spec.ts'
import { tellStory as storyOf } from '../sim/story/story.ts'
import { VERSION } from '../sim/version.ts'
import { formatProblems, type Problem } from '../sim/written/problems.ts'
import { type DiagnoseOptions, evidenceOf, type Handed, libraryOf, type Rules } from './handed.ts'

/**
 * lab1603 as a library: scenarios in; runs, bundles, stories, diagnoses and repairs out. Runs wherever JavaScript does: it
 * asks for no disk, no terminal, no clock. The same text and seed give the same bytes as on the command line.
 */

export type { BundleFile } from '../sim/bundle/bundleFile.ts'
export type {
  Candidate,
  Diagnosis,
  Failure,
  Finding,
  Herring,
  Quote,
  Remedy,
  Unread,
} from '../sim/diagnosis/finding.ts'
export type { ReadableFs } from '../sim/disk.ts'
export type { Repair, Repaired, Round } from '../sim/remedy/repair.ts'
export type { Attempt, Run, ServerRun } from '../sim/run/simulate.ts'
export type { Loaded } from '../sim/scenario/load.ts'
export type { Scenario } from '../sim/scenario/spec.ts'
export type { Problem } from '../sim/written/problems.ts'
export { builtInRules, type DiagnoseOptions, type Handed, type HandedFile, type Rules } from './handed.ts'
export { formatProblems }

/** Of the package. It stands in every bundle. */
export const version: string = VERSION

// --------------------------------------------------------------------------------------------------------- scenarios

/** The scenarios that come with lab1603, in the order of their names. */
export const scenarioIds: readonly string[] = Object.keys(texts)

/** The file of one of them, as it was written. @throws RangeError where there is none of that id */
export function scenarioText(id: string): string {
  if (!Object.hasOwn(texts, id)) throw new RangeError(`no scenario has the id "${id}"`)
  return texts[id]!
}

/**
 * The text of a scenario, read and checked; `name` is only what problems are reported against. Never throws: everything
 * that is wrong comes back at once, with line and column.
 */
export const loadScenario = (text: string, name = 'scenario.yaml'): Loaded => loadUsable(text, name)

// -------------------------------------------------------------------------------------------------------------- runs

/** A file that somebody wrote: its text, and the name that problems and manifests carry. */
export interface WrittenText {
  readonly text: string
  readonly name?: string
}

/** What is chosen when a scenario is simulated. The seed is 1 where none is given. */
export type Chosen = Partial<Choice>

const DEFAULT_SEED = 1

/** Simulates a scenario, step by step. What the run then holds, it holds for every part of this library. */
export const simulate = (scenario: Scenario, chosen: Chosen = {}): Run =>
  run(scenario, { seed: DEFAULT_SEED, ...chosen })

/**
 * The run as files: under `evidence/` what an engineer would be handed, under `truth/` the answer. Their bytes are those
 * that `lab1603 run` writes.
 */
export const makeBundle = (run: Run, { text, name = 'scenario.yaml' }: WrittenText): BundleFile[] =>
  bundleOf(run, { scenarioText: text, scenarioName: name, toolVersion: VERSION })

/** How a page is set. */
export interface Page {
  /** Columns: 80 where none is given. */
  readonly width?: number
  /** With the escape sequences of a terminal. */
  readonly color?: boolean
}

const set = ({ width = 80, color = false }: Page): Required<Page> => ({ width, color })

/** The run told on a page of plain text. */
export const tellStory = (run: Run, page: Page = {}): string => storyOf(run, set(page))

// --------------------------------------------------------------------------------------------------------- diagnosis

/**
 * Looks at files as `lab1603 diagnose` does: logs, event logs, exports, pasted text, or a whole bundle, of which it opens
 * the evidence alone. Whatever stands in them, it does not throw.
 * @throws RangeError where two files have one path
 */
export function diagnose(handed: Handed, options: DiagnoseOptions = {}): Diagnosis {
  return diagnosisOf(evidenceOf(handed), libraryOf(options))
}

/** The page that `lab1603 diagnose` prints. */
export const formatDiagnosis = (diagnosis: Diagnosis, page: Page = {}): string => pageOf(diagnosis, set(page))

/** Simulates, diagnoses, types what is advised, looks again, until the outcome is known; and the servers as they are then. */
export const repair = (scenario: Scenario, options: Partial<RepairOptions> = {}): Repaired =>
  repaired(scenario, { seed: DEFAULT_SEED, ...options })

// ------------------------------------------------------------------------------------------------------------- rules

export type LoadedRules =
  | { readonly ok: true; readonly rules: Rules }
  /** Of the first pack that cannot be used. */
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** The rules that come with lab1603 and those of packs, each of which may name rules of those before it. Never throws. */
export function loadRules(...given: readonly WrittenText[]): LoadedRules {
  const packs: Pack[] = [...BUILT_IN]
  for (const { text, name = 'rules.yaml' } of given) {
    const loaded = loadPack(text, name, packs, GIFTS)
    if (!loaded.ok) return loaded
    packs.push(loaded.pack)
  }
  return { ok: true, rules: packed(packs) }
}
