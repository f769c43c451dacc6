import { byName } from '../../../model/machine/names.ts'
import type { FileNode } from '../../../model/machine/parts.ts'
import { utf8 } from '../../forms/encode.ts'
import { clockOf, type RenderLog } from '../../forms/installerLog.ts'
import type { ArtifactKind } from '../../forms/kinds.ts'
import { posixPath } from '../../forms/posixPath.ts'
import type { Run, ServerRun } from '../../run/simulate.ts'
import { type BundleFile, EVIDENCE, jsonText, LABELS_FILE, SCENARIO_FILE, TRUTH_FILE } from '../bundleFile.ts'
import type { Label } from '../schema.ts'
import { labelsCsv, type TextLog } from './logpai.ts'
import { sarifOf } from './sarif.ts'
import { type SigmaInfo, sigmaInfos } from './sigma.ts'
import { type ArtifactOf, labelsOf, type TruthText, truthOf } from './truth.ts'

/**
 * The files of `truth/`: the labels, the scenario, the states, and the labels again in the shapes of others. `labels/` has
 * a `labels.csv` per text log, at the path of the log with `.csv` behind it. What a label means is decided in
 * labels.ts; here it is only written down.
 */

/** All that is known of the evidence beside it, by the paths of its files. */
export interface Answer {
  readonly labels: readonly Label[]
  readonly truth: TruthText
  /** Logs of which each line has a row in a table of its own. */
  readonly logs: ReadonlyMap<string, TextLog>
  readonly sigma: readonly SigmaInfo[]
}

export interface TruthOptions {
  readonly scenarioText: string
  readonly toolVersion: string
}

export function answerOf(run: Run, renderLog: RenderLog): Answer {
  const servers = answersOf(run, renderLog)
  const labels = servers.flatMap(server => server.labels)
  return {
    labels,
    truth: truthOf(run, labels),
    logs: new Map(servers.flatMap(server => textLogs(server, renderLog))),
    sigma: servers.flatMap(({ server, labels, artifactOf, prefix }) => sigmaInfos(server, labels, artifactOf, prefix)),
  }
}

export function truthFiles(
  { labels, truth, logs, sigma }: Answer,
  options: TruthOptions,
  evidence: readonly BundleFile[],
  mtime: number,
): BundleFile[] {
  const file = (path: string, kind: ArtifactKind, bytes: Uint8Array): BundleFile => ({
    path,
    kind,
    encoding: 'utf-8',
    bytes,
    mtime,
  })
  return [
    file(LABELS_FILE, 'truth', utf8(labels.map(label => `${JSON.stringify(label)}\n`).join(''))),
    file('truth/results.sarif', 'truth', sarifOf(labels, evidence, options.toolVersion)),
    file(SCENARIO_FILE, 'scenario', utf8(options.scenarioText)),
    file(TRUTH_FILE, 'truth', utf8(jsonText(truth))),
    ...[...logs].map(([artifact, log]) => {
      const own = labels.filter(label => label.artifact === artifact)
      return file(`${artifact.replace(EVIDENCE, 'truth/labels')}.csv`, 'truth', labelsCsv(log, own))
    }),
    ...sigma.map(({ name, artifact, bytes }) => file(`truth/sigma/${name}/info.yml`, 'truth', bytes(artifact))),
  ]
}

/** The rows of labels.jsonl. */
export const labelsOfRun = (run: Run, renderLog: RenderLog): Label[] =>
  answersOf(run, renderLog).flatMap(({ labels }) => labels)

interface ServerAnswer {
  readonly server: ServerRun
  readonly labels: readonly Label[]
  readonly artifactOf: ArtifactOf
  /** What tells names of one server from those of another. */
  readonly prefix: string
}

function answersOf(run: Run, renderLog: RenderLog): ServerAnswer[] {
  const several = run.servers.length > 1
  let count = 0
  return run.servers.map(server => {
    const artifactOf: ArtifactOf = path => `${evidenceRoot(server, several)}${posixPath(path)}`
    const labels = labelsOf(server, artifactOf, renderLog, count)
    count += labels.length
    return { server, labels, artifactOf, prefix: several ? `${server.name}-` : '' }
  })
}

export function evidenceRoot(server: ServerRun, several: boolean): string {
  return several ? `${EVIDENCE}/${server.name}` : EVIDENCE
}

function textLogs({ server, artifactOf }: ServerAnswer, renderLog: RenderLog): [artifact: string, log: TextLog][] {
  return [...server.machine.files.values()]
    .filter(({ content }) => content !== undefined)
    .sort((a, b) => byName(a.path, b.path))
    .flatMap(node => {
      const log = textLog(server, node, renderLog)
      return log ? [[artifactOf(node.path), log]] : []
    })
}

function textLog(
  { facts, machine }: ServerRun,
  { path, content }: FileNode,
  renderLog: RenderLog,
): TextLog | undefined {
  if (content?.kind === 'text' && /\.log$/i.test(path)) {
    return { rows: rowsOf(content.text), sources: [] }
  }
  if (content?.kind !== 'installer-log') return undefined
  const { rows, factOfLine } = renderLog(facts, content.runs, clockOf(machine))
  return { rows, sources: factOfLine.map(fact => facts[fact]!.body) }
}

/** Lines without their ends; what follows the last end is a line only if there is something. */
function rowsOf(text: string): string[] {
  const rows = text.split(/\r?\n/)
  if (rows.at(-1) === '') rows.pop()
  return rows
}
