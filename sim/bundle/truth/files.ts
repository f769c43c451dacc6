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
import { sigmaInfos } from './sigma.ts'
import { type ArtifactOf, labelsOf, truthOf } from './truth.ts'

/**
 * The files of `truth/`: the labels, the scenario, the states, and the labels again in the shapes of others. `labels/` has
 * a `labels.csv` per text log, at the path of the log with `.csv` behind it. What a label means is decided in
 * labels.ts; here it is only written down.
 */

export interface TruthOptions {
  readonly scenarioText: string
  readonly toolVersion: string
}

export function truthFiles(
  run: Run,
  options: TruthOptions,
  evidence: readonly BundleFile[],
  renderLog: RenderLog,
): BundleFile[] {
  const answers = answersOf(run, renderLog)
  const labels = answers.flatMap(answer => answer.labels)
  const mtime = Math.max(...run.servers.map(server => server.machine.now))
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
    file(TRUTH_FILE, 'truth', utf8(jsonText(truthOf(run, labels)))),
    ...answers.flatMap(answer => [
      ...logTables(answer, renderLog).map(([path, bytes]) => file(path, 'truth', bytes)),
      ...sigmaInfos(answer.server, answer.labels, answer.artifactOf, answer.prefix).map(({ name, bytes }) =>
        file(`truth/sigma/${name}/info.yml`, 'truth', bytes),
      ),
    ]),
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

function logTables(
  { server, labels, artifactOf }: ServerAnswer,
  renderLog: RenderLog,
): [path: string, bytes: Uint8Array][] {
  return [...server.machine.files.values()]
    .filter(({ content }) => content !== undefined)
    .sort((a, b) => byName(a.path, b.path))
    .flatMap(node => {
      const log = textLog(server, node, renderLog)
      if (!log) return []
      const artifact = artifactOf(node.path)
      const path = artifact.replace('evidence/', 'truth/labels/')
      return [
        [
          `${path}.csv`,
          labelsCsv(
            log,
            labels.filter(label => label.artifact === artifact),
          ),
        ],
      ]
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
