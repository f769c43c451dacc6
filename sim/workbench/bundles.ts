import { evidenceFiles } from '../bundle/bundle.ts'
import type { Label } from '../bundle/schema.ts'
import { labelsOfRun } from '../bundle/truth/files.ts'
import { shownCauses } from '../bundle/truth/truth.ts'
import { scenarioOf } from '../corpus/make.ts'
import { bundleAt, type CorpusPlan } from '../corpus/plan.ts'
import type { RawFile } from '../diagnosis/evidence.ts'
import { rememberedLogs } from '../forms/installerLog.ts'
import { type Run, simulate } from '../run/simulate.ts'

/**
 * Bundles to test rules on, in memory: the evidence, and the answer beside it. They are those that `generate` writes for the
 * same plan, so that each can be had as files by its name. Does not know who answers, nor how that is judged.
 */

export interface Exercise {
  /** The name of the folder that `generate` gives it. */
  readonly name: string
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
    const planned = bundleAt(plan, number)
    yield exerciseOf(planned.path, simulate(scenarioOf(planned).scenario, planned))
  }
}

export function exerciseOf(name: string, run: Run): Exercise {
  const renderLog = rememberedLogs()
  const labels = labelsOfRun(run, renderLog).filter(({ class: meaning }) => meaning === 'cause')
  return { name, evidence: evidenceFiles(run, renderLog), labels, answer: answerOf(run.scenario.causes, labels) }
}

export function answerOf(causes: readonly string[], labels: readonly Label[]): Answer {
  const shown = shownCauses(labels)
  return { causes, visible: causes.filter(cause => shown.has(cause)) }
}
