import { fileAt } from '../../../model/machine/machine.ts'
import { isoUtc } from '../../../model/machine/time.ts'
import { jsonText } from '../../bundle/bundleFile.ts'
import { whatIs } from '../../causes.ts'
import { utf8 } from '../../forms/encode.ts'
import { eventLogPlaces } from '../../forms/eventlog/records.ts'
import { groupedBy } from '../../grouped.ts'
import type { Run } from '../../run/simulate.ts'
import { wellFormed } from '../formats/oneLine.ts'
import { eventXmlLine } from '../formats/xml.ts'
import { recordsOfRun, type StreamRecord } from '../records.ts'
import { type Exported, type Layout, labelPieces, nameOf, type Piece, textPiece } from './layout.ts'
import { redacted } from './redacted.ts'

/**
 * A scenario for each run, as the fixtures of cmtraceopen have it: what was gathered, what is to be found, and the files
 * (layouts.md 6). Their contract wants UTF-8, a mark in the first line, and nothing that could be somebody's. Does not know
 * how a finding is reached.
 */
export const cmtraceopen: Layout = {
  says: 'Scenarios with evidence and findings, as the fixtures of cmtraceopen',
  truth: `\`expected.json\` has a finding for each cause that a line shows, with those lines as evidence, \`ARTIFACT:LINE\`: line 1 is the mark. What
else is labelled stands in \`labels.jsonl\`. Security identifiers, mail addresses and folders of users are replaced, as the
contract of the fixtures wants it. A log that is gone at the end is an absent artifact. Events are XML, one on a line.`,
  *pieces(runs) {
    for (const one of runs) yield* scenarioPieces(one)
  },
}

const WORKLOAD = 'exchange-2007/update-rollups'
const MARK = 'SYNTHETIC FIXTURE'

function* scenarioPieces({ name, run }: Exported): Generator<Piece> {
  const artifacts = artifactsOf(run)
  if (artifacts.length === 0) return
  const end = Math.max(...run.servers.map(({ machine }) => machine.now))
  const files = artifacts.map(artifact => ({
    artifact,
    bytes: artifact.isThere ? utf8(textOf(artifact, name)) : undefined,
  }))
  const manifest = {
    intuneManifestVersion: 1,
    syntheticFixture: true,
    scenario: name,
    workload: WORKLOAD,
    description: run.scenario.title,
    artifacts: files.map(({ artifact, bytes }) => ({
      artifactId: artifact.id,
      ...SOURCES[artifact.kind],
      captureState: bytes ? 'captured' : 'absent',
      encoding: bytes ? 'utf-8' : null,
      originalBasename: artifact.basename,
      sanitizedSourcePath: bytes ? `SYNTHETIC://${SOURCES[artifact.kind].family}/${artifact.basename}` : null,
      relativePath: bytes ? pathOf(artifact) : null,
      bytesCopied: bytes?.length ?? 0,
      capturedUtc: isoUtc(end).replace(/\.\d+Z$/, 'Z'),
      rotation: { kind: 'current', fragmentComplete: true },
    })),
  }
  yield textPiece(`${name}/manifest.json`, jsonText(manifest))
  yield textPiece(`${name}/expected.json`, jsonText(expectedOf(name, run, artifacts)))
  for (const { artifact, bytes } of files) {
    if (!bytes) continue
    const path = `${name}/${pathOf(artifact)}`
    yield { path, bytes }
    yield* labelPieces(path, artifact.records, (_, i) => ({ line: lineOf(i) }))
  }
}

// ----------------------------------------------------------------------------------------------------------- artifacts

interface Artifact {
  readonly id: string
  readonly kind: StreamRecord['kind']
  readonly basename: string
  readonly records: readonly StreamRecord[]
  /** It is on the disk at the end: else it was deleted, or written over. */
  readonly isThere: boolean
}

/** What the fixtures call a family, and a kind of source. */
const SOURCES: Readonly<Record<StreamRecord['kind'], { readonly family: string; readonly sourceKind: string }>> = {
  'installer-log': { family: 'msi', sourceKind: 'msiLog' },
  'script-log': { family: 'exchange-setup', sourceKind: 'setupLog' },
  'update-log': { family: 'windows-update', sourceKind: 'windowsUpdateLog' },
  event: { family: 'event-log', sourceKind: 'eventLogXml' },
}

function artifactsOf(run: Run): Artifact[] {
  const taken = new Set<string>()
  const several = run.servers.length > 1
  const bySource = groupedBy(recordsOfRun(run), record => `${record.host} ${sourceOf(record)}`)
  return [...bySource.values()].flatMap(records => {
    const [first] = records
    const basename = basenameOf(first!)
    const id = `${SOURCES[first!.kind].family}-${several ? `${first!.host}-` : ''}${basename.replace(/\.\w*$/, '')}`
    const writings = writingsOf(records)
    return writings.map((own, i) => ({
      id: nameOf(id, taken),
      kind: first!.kind,
      basename,
      records: own,
      isThere: i === writings.length - 1 && isOnDisk(first!, run),
    }))
  })
}

const sourceOf = (record: StreamRecord): string => (record.kind === 'event' ? record.log : record.path)

const basenameOf = (record: StreamRecord): string =>
  record.kind === 'event' ? `${record.log}.xml` : record.path.replace(/^.*\\/, '').replace(/[^\w .()-]/g, '_')

/** A log that begins again at its first line was written over. */
function writingsOf(records: readonly StreamRecord[]): StreamRecord[][] {
  const writings: StreamRecord[][] = []
  let last = 0
  for (const record of records) {
    const line = record.kind === 'event' ? last + 1 : record.line
    if (line <= last || writings.length === 0) writings.push([])
    writings.at(-1)!.push(record)
    last = line
  }
  return writings
}

function isOnDisk(record: StreamRecord, { servers }: Run): boolean {
  const { machine } = servers.find(({ name }) => name === record.host)!
  return record.kind === 'event'
    ? eventLogPlaces(machine, record.log).length > 0
    : fileAt(machine, record.path) !== undefined
}

const pathOf = ({ id, basename }: Artifact): string => `evidence/${id}/current/${basename}`

/** The mark is the first. */
const lineOf = (index: number): number => index + 2

function textOf({ kind, basename, records }: Artifact, name: string): string {
  const mark = `${MARK}: ${name}, ${basename}`
  const lines = records.map(record =>
    record.kind === 'event' ? eventXmlLine(record, true) : wellFormed(record.text).replace(/[\r\n]+/g, ' '),
  )
  return [kind === 'event' ? `<!-- ${mark} -->` : mark, ...lines.map(redacted)].map(line => `${line}\n`).join('')
}

// ------------------------------------------------------------------------------------------------------------ findings

function expectedOf(scenario: string, { scenario: { causes } }: Run, artifacts: readonly Artifact[]): object {
  const shown = artifacts.flatMap(artifact =>
    artifact.records.flatMap(({ label }, i) =>
      label?.class === 'cause' ? [{ cause: label.cause ?? 'not-named', artifact, line: lineOf(i) }] : [],
    ),
  )
  const byCause = groupedBy(shown, ({ cause }) => cause)
  const silent = causes.filter(cause => !byCause.has(cause))
  return {
    scenario,
    workload: WORKLOAD,
    coverage: artifacts.map(({ id, isThere }) => ({ artifactId: id, status: isThere ? 'available' : 'missing' })),
    findings: [...byCause].map(([cause, places]) => ({
      findingId: `exchange-2007-${cause}`,
      severity: 'error',
      confidence: 'high',
      title: whatIs(cause),
      summary: `What makes it so is shown by ${places.length} of the lines`,
      recommendedChecks: [],
      evidence: places
        .filter(({ artifact }) => artifact.isThere)
        .map(({ artifact: { id }, line }) => ({ evidenceId: `${id}:${line}`, sourceArtifactId: id })),
      coverageGapIds: [
        ...new Set(places.filter(({ artifact }) => !artifact.isThere).map(({ artifact }) => artifact.id)),
      ],
    })),
    assertions: [
      'no other line is a cause',
      ...silent.map(cause => `${cause} is there, and no captured line shows it`),
    ],
  }
}
