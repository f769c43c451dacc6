import { byName } from '../../model/machine/names.ts'
import { lastWrite, renderFile } from '../forms/contents.ts'
import { utf8 } from '../forms/encode.ts'
import { EXPORTS } from '../forms/exports/table.ts'
import { utf8Logs } from '../forms/exports/utf8Logs.ts'
import { type RenderLog, rememberedLogs } from '../forms/installerLog.ts'
import type { Encoding } from '../forms/kinds.ts'
import { posixPath } from '../forms/posixPath.ts'
import type { Run, ServerRun } from '../run/simulate.ts'
import { asOptions } from '../scenario/choice.ts'
import { BUNDLE_VERSION, type BundleFile, jsonText, MANIFEST, sha256 } from './bundleFile.ts'
import type { ArtifactRow, Manifest } from './schema.ts'
import { type Answer, answerOf, evidenceRoot, truthFiles } from './truth/files.ts'

/**
 * A run as files: what an engineer would be handed under `evidence/`, the answer under `truth/`. How each of them is
 * rendered: sim/forms.
 */

export interface BundleOptions {
  /** Scenario as it was written. */
  readonly scenarioText: string
  /** Id or path, as given on the command line. */
  readonly scenarioName: string
  readonly toolVersion: string
}

/** What a bundle is written from: the evidence, and what is true of it. */
export interface Contents {
  readonly evidence: readonly BundleFile[]
  readonly answer: Answer
}

export const makeBundle = (run: Run, options: BundleOptions): BundleFile[] => bundleOf(contentsOf(run), run, options)

export function contentsOf(run: Run): Contents {
  const renderLog = rememberedLogs()
  return { evidence: evidenceFiles(run, renderLog), answer: answerOf(run, renderLog) }
}

/** The manifest is the last. */
export function bundleOf({ evidence, answer }: Contents, run: Run, options: BundleOptions): BundleFile[] {
  const end = Math.max(...run.servers.map(server => server.machine.now))
  const truth = truthFiles(answer, options, evidence, end)
  const files = [...evidence, ...truth].sort((a, b) => byName(a.path, b.path))
  return [...files, manifest(run, answer, options, files)]
}

/** What is below `evidence/`. */
export function evidenceFiles(run: Run, renderLog: RenderLog = rememberedLogs()): BundleFile[] {
  const several = run.servers.length > 1
  return run.servers.flatMap(server => serverFiles(server, evidenceRoot(server, several), renderLog))
}

function serverFiles(server: ServerRun, root: string, renderLog: RenderLog): BundleFile[] {
  const { machine, facts } = server
  const disk = [...machine.files.values()].flatMap((node): BundleFile[] => {
    const rendered = node.folder ? undefined : renderFile(machine, facts, node, renderLog)
    return rendered
      ? [{ ...rendered, path: root + posixPath(node.path), mtime: lastWrite(server, node, renderLog) }]
      : []
  })
  return [
    ...disk,
    ...exportsOf(server, `${root}/exports`, renderLog),
    ...copiesOf(server, `${root}/exports`, renderLog),
  ]
}

function exportsOf(server: ServerRun, folder: string, renderLog: RenderLog): BundleFile[] {
  return EXPORTS.map(({ name, encoding, bytes }) => ({
    path: `${folder}/${name}`,
    kind: 'export',
    encoding,
    bytes: bytes(server, renderLog),
    mtime: server.machine.now,
  }))
}

function copiesOf(server: ServerRun, folder: string, renderLog: RenderLog): BundleFile[] {
  return utf8Logs(server, renderLog).map(({ name, bytes, mtime }) => ({
    path: `${folder}/${name}`,
    kind: 'export',
    encoding: 'utf-8',
    bytes,
    mtime,
  }))
}

export function artifactRow({ path, kind, encoding, bytes, mtime }: BundleFile): ArtifactRow {
  return {
    path,
    kind,
    encoding,
    sha256: sha256(bytes),
    bytes: bytes.length,
    lines: encoding === 'binary' ? undefined : lineCount(bytes, encoding),
    mtime,
  }
}

/** Of a text without any LF those of CR. */
const lineCount = (bytes: Uint8Array, encoding: TextEncoding): number =>
  countOf(LF, bytes, encoding) || countOf(CR, bytes, encoding)

type TextEncoding = Exclude<Encoding, 'binary'>

const LF = 10
const CR = 13

function countOf(end: number, bytes: Uint8Array, encoding: TextEncoding): number {
  const width = encoding.startsWith('utf-16') ? 2 : 1
  const [at, other] = encoding === 'utf-16be' ? [1, 0] : [0, 1]
  let count = 0
  for (let i = at; i < bytes.length; i += width) {
    if (bytes[i] === end && (width === 1 || bytes[i - at + other] === 0)) count++
  }
  return count
}

function manifest(run: Run, { truth }: Answer, options: BundleOptions, files: readonly BundleFile[]): BundleFile {
  const { mutant } = truth
  const content: Manifest = {
    schemaVersion: BUNDLE_VERSION,
    tool: `lab1603 ${options.toolVersion}`,
    seed: run.seed,
    scenario: options.scenarioName,
    rollup: run.rollup,
    logLevel: run.logLevel,
    mutant: mutant && { name: mutant.name, does: mutant.does },
    reproduce: `lab1603 run ${options.scenarioName} ${asOptions(run)}${mutant ? ` --mutate ${mutant.name}` : ''}`,
    artifacts: files.map(artifactRow),
  }
  return {
    path: MANIFEST,
    kind: 'truth',
    encoding: 'utf-8',
    bytes: utf8(jsonText(content)),
    mtime: Math.max(...files.map(f => f.mtime)),
  }
}
