import { evidenceFiles } from '../bundle/bundle.ts'
import { EVIDENCE } from '../bundle/bundleFile.ts'
import { openBundle } from '../bundle/read.ts'
import type { Label } from '../bundle/schema.ts'
import { labelsOfRun } from '../bundle/truth/files.ts'
import { shownCauses } from '../bundle/truth/truth.ts'
import { scenarioOf } from '../corpus/make.ts'
import { bundleAt, type CorpusPlan, type PlannedBundle } from '../corpus/plan.ts'
import type { RawFile } from '../diagnosis/evidence.ts'
import { decodeText } from '../diagnosis/parse/text.ts'
import { rememberedLogs } from '../forms/installerLog.ts'
import { LIMITS, withoutMiddle } from '../limits.ts'
import { pathIn, readBytes, realDisk } from '../readableFs.ts'
import { type Run, simulate } from '../run/simulate.ts'

/**
 * Bundles to test rules on, in memory: the evidence, and the answer beside it. They are those that `generate` writes for the
 * same plan, so that each can be had as files by its name. Does not know who answers, nor how that is judged.
 */

export interface Exercise {
  /** The name of the folder that `generate` gives it. */
  readonly name: string
  /** The scenario that it is of; of combinations all have one name. */
  readonly scenario: string
  /** That it was simulated with. */
  readonly seed: number
  readonly evidence: readonly RawFile[]
  readonly answer: Answer
  /** What shows the causes, and where. */
  readonly labels: readonly Label[]
}

export interface Answer {
  readonly causes: readonly string[]
  /** Of the causes those that some line of the evidence shows: a label of class `cause` stands for them. */
  readonly visible: readonly string[]
}

/** One at a time is in memory. @throws CombinationError where no server is found for a combination */
export function* exercisesOf(plan: CorpusPlan): Generator<Exercise> {
  for (let number = 1; number <= plan.count; number++) {
    yield plannedExercise(bundleAt(plan, number))
  }
}

/** @throws CombinationError where no server is found for a combination */
export const plannedExercise = (planned: PlannedBundle): Exercise =>
  exerciseOf(planned.path, simulate(scenarioOf(planned).scenario, planned), planned.id)

export function exerciseOf(name: string, run: Run, scenario = name): Exercise {
  const renderLog = rememberedLogs()
  const labels = labelsOfRun(run, renderLog).filter(({ class: meaning }) => meaning === 'cause')
  return {
    name,
    scenario,
    seed: run.seed,
    evidence: evidenceFiles(run, renderLog),
    labels,
    answer: answerOf(run.scenario.causes, labels),
  }
}

/** A bundle of a corpus, as its lock names it. */
export interface StoredBundle {
  /** Of the bundle itself. */
  readonly folder: string
  readonly name: string
  readonly scenario: string
}

/** One that was written before. @throws BundleReadError, UnreadableError, and what the file system says */
export function storedExercise({ folder, name, scenario }: StoredBundle): Exercise {
  const bundle = openBundle(realDisk, folder)
  const labels = bundle.labels().filter(({ class: meaning }) => meaning === 'cause')
  const evidence = bundle.manifest.artifacts
    .filter(({ path }) => path.startsWith(`${EVIDENCE}/`))
    .map(({ path }) => ({ path, bytes: readBytes(realDisk, pathIn(folder, path), LIMITS.bytes) }))
  return {
    name,
    scenario,
    seed: bundle.manifest.seed,
    evidence,
    labels,
    answer: answerOf(bundle.truth().causes, labels),
  }
}

export function answerOf(causes: readonly string[], labels: readonly Label[]): Answer {
  const shown = shownCauses(labels)
  return { causes, visible: causes.filter(cause => shown.has(cause)) }
}

/** Where the evidence shows a cause first, as a person would point at it. */
export interface Sighting {
  readonly cause: string
  readonly artifact: string
  /** `line 12`, `record 7`, a value of a key. */
  readonly place: string
  /** Of a line. */
  readonly text?: string
}

/** One for each cause that is shown; a line, where there is one, says most. */
export function sightingsOf({ evidence, labels, answer }: Exercise): Sighting[] {
  const files = new Map(evidence.map(({ path, bytes }) => [path, bytes]))
  return answer.visible.map(cause => {
    const own = labels.filter(label => label.cause === cause)
    const { artifact, selector } = own.find(label => label.selector.type === 'text') ?? own[0]!
    if (selector.type === 'record') return { cause, artifact, place: `record ${selector.id}` }
    if (selector.type === 'registry') return { cause, artifact, place: `${selector.value} of ${selector.key}` }
    const { text } = decodeText(files.get(artifact) ?? new Uint8Array())
    const line = text.split('\n', selector.line).at(selector.line - 1) ?? ''
    return { cause, artifact, place: `line ${selector.line}`, text: withoutMiddle(line.trim(), LINE) }
  })
}

/** Enough to find it again. */
const LINE = 300
