import { type BundleOptions, bundleOf, type Contents, contentsOf } from '../bundle/bundle.ts'
import type { BundleFile } from '../bundle/bundleFile.ts'
import type { Label } from '../bundle/schema.ts'
import type { Answer } from '../bundle/truth/files.ts'
import { firstCausalLine, shownCauses } from '../bundle/truth/truth.ts'
import { encodingOf } from '../diagnosis/parse/text.ts'
import type { Run } from '../run/simulate.ts'
import type { Handed, Mutant } from './mutant.ts'
import { type Arrived, arrived } from './mutate.ts'
import { isText, linesOf } from './texts.ts'

/**
 * A bundle of which the evidence is as a mutant leaves it, and the truth is that of what is left. Does not know where it is
 * written, nor what the mutant does.
 */

export function makeBundleWith(mutant: Mutant | undefined, run: Run, options: BundleOptions): BundleFile[] {
  const contents = contentsOf(run)
  return bundleOf(mutant ? mutatedContents(contents, mutant, run.seed) : contents, run, options)
}

function mutatedContents({ evidence, answer }: Contents, mutant: Mutant, seed: number): Contents {
  const left = arrived(mutant, evidence, answer.labels, seed)
  const before = new Map(evidence.map(file => [file.path, file]))
  const latest = Math.max(...evidence.map(({ mtime }) => mtime))
  return {
    evidence: left.files.map(file => fileOf(file, before.get(file.of ?? ''), latest)),
    answer: {
      labels: left.labels,
      truth: truthLeft(answer, mutant, left),
      logs: logsLeft(answer, left.files),
      sigma: sigmaLeft(answer, left.files, before),
    },
  }
}

function fileOf({ path, bytes }: Handed, was: BundleFile | undefined, latest: number): BundleFile {
  if (was?.bytes === bytes) return { ...was, path }
  const encoding = isText({ bytes }) ? encodingOf(bytes).encoding : 'binary'
  return { path, bytes, encoding, kind: was?.kind ?? 'text', mtime: was?.mtime ?? latest }
}

// -------------------------------------------------------------------------------------------------------------- truth

function truthLeft({ truth }: Answer, { name, does }: Mutant, { labels, taken }: Arrived): Answer['truth'] {
  return {
    ...truth,
    mutant: { name, does, taken: [...taken] },
    firstCausalLine: firstCausalLine(labels),
    withoutEvidence: { ...truth.withoutEvidence, ...noLongerShown(labels, taken) },
  }
}

/** Causes of which every line was taken. */
function noLongerShown(labels: readonly Label[], taken: readonly Label[]): Record<string, string> {
  const shown = shownCauses(labels)
  const gone = [...shownCauses(taken)].filter(cause => cause !== undefined && !shown.has(cause))
  return Object.fromEntries(
    gone.map(cause => {
      const own = taken.filter(label => label.class === 'cause' && label.cause === cause)
      const files = [...new Set(own.map(({ artifact }) => artifact))]
      return [cause, `what shows it was not handed over: it stands in ${files.join(', ')} of the whole evidence`]
    }),
  )
}

/** A line that was there has the template of its writer, whatever stands before or behind it now. */
const logsLeft = ({ logs }: Answer, files: readonly Handed[]): Answer['logs'] =>
  new Map(
    files.flatMap(file => {
      const log = logs.get(file.of ?? '')
      if (!log) return []
      const sources = file.lines?.map(from => (typeof from === 'number' ? log.sources[from - 1] : undefined))
      return [[file.path, { rows: linesOf(file), sources: sources ?? log.sources }] as const]
    }),
  )

/** A program that reads event logs reads what has their form: where a byte is another, nothing is promised of it. */
const sigmaLeft = (
  { sigma }: Answer,
  files: readonly Handed[],
  before: ReadonlyMap<string, BundleFile>,
): Answer['sigma'] =>
  sigma.flatMap(info => {
    const { bytes } = before.get(info.artifact) ?? {}
    const left = files.find(file => file.of === info.artifact && file.bytes === bytes)
    return left ? [{ ...info, artifact: left.path }] : []
  })
