import { expect, test } from 'vitest'
import { z } from 'zod'
import { redacted } from '../../../../sim/pipeline/layouts/redacted.ts'
import { recordsOfRun } from '../../../../sim/pipeline/records.ts'
import { simulate } from '../../../../sim/run/simulate.ts'
import { loadScenario } from '../../../../sim/scenario/load.ts'
import { exportedRuns, Files } from './helpers.ts'

/**
 * The contract that fixtures of cmtraceopen keep (`cmtraceopen`, tests/support): envelope, artifacts and their files, nothing that is
 * not listed, coverage of all of it, findings that cite something, and nothing that could be somebody's.
 */

const RUNS = exportedRuns()
const files = new Files('cmtraceopen', RUNS)

const HELD = ['captured', 'capped'] as const
const ARTIFACT = z.strictObject({
  artifactId: z.string().min(1),
  family: z.string().min(1),
  sourceKind: z.string().min(1),
  captureState: z.enum([...HELD, 'absent', 'accessDenied', 'skipped', 'unsupported', 'parseFailed']),
  encoding: z.nullable(z.literal('utf-8')),
  originalBasename: z.string().min(1),
  sanitizedSourcePath: z.nullable(z.string().startsWith('SYNTHETIC://')),
  relativePath: z.nullable(z.string()),
  bytesCopied: z.int().min(0),
  capturedUtc: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  rotation: z.strictObject({ kind: z.literal('current'), fragmentComplete: z.boolean() }),
})
const MANIFEST = z.strictObject({
  intuneManifestVersion: z.literal(1),
  syntheticFixture: z.literal(true),
  scenario: z.string(),
  workload: z.string(),
  description: z.string(),
  artifacts: z.array(ARTIFACT),
})
const FINDING = z.strictObject({
  findingId: z.string().min(1),
  severity: z.enum(['info', 'warning', 'error']),
  confidence: z.enum(['low', 'medium', 'high']),
  title: z.string(),
  summary: z.string(),
  recommendedChecks: z.array(z.string()),
  evidence: z.array(z.strictObject({ evidenceId: z.string(), sourceArtifactId: z.string() })),
  coverageGapIds: z.array(z.string()),
})
const EXPECTED = z.strictObject({
  scenario: z.string(),
  workload: z.string(),
  coverage: z.array(z.strictObject({ artifactId: z.string(), status: z.enum(['available', 'missing']) })),
  findings: z.array(FINDING),
  assertions: z.array(z.string()),
})

const read = (name: string) => ({
  manifest: MANIFEST.parse(files.json(`${name}/manifest.json`)),
  expected: EXPECTED.parse(files.json(`${name}/expected.json`)),
})
const isHeld = ({ captureState }: z.output<typeof ARTIFACT>): boolean => HELD.some(state => state === captureState)

test.each(RUNS.map(({ name }) => name))('%s keeps the contract of manifest and files', name => {
  const { manifest, expected } = read(name)
  expect([manifest.scenario, expected.scenario]).toEqual([name, name])
  const ids = manifest.artifacts.map(({ artifactId }) => artifactId)
  expect(new Set(ids).size).toBe(ids.length)
  expect(expected.coverage.map(({ artifactId }) => artifactId)).toEqual(ids)
  const listed: string[] = []
  for (const artifact of manifest.artifacts) {
    const { relativePath, bytesCopied, artifactId, encoding } = artifact
    const status = expected.coverage.find(one => one.artifactId === artifactId)!.status
    expect(status).toBe(isHeld(artifact) ? 'available' : 'missing')
    if (!isHeld(artifact)) {
      expect([relativePath, bytesCopied, encoding]).toEqual([null, 0, null])
      continue
    }
    expect(relativePath).toMatch(/^evidence\/(?!.*\.\.)[^/]+\/current\/[^/]+$/)
    const path = `${name}/${relativePath}`
    listed.push(path)
    expect(files.bytes(path).length).toBe(bytesCopied)
    expect(files.lines(path)[0]).toContain('SYNTHETIC FIXTURE')
  }
  expect(files.paths.filter(path => path.startsWith(`${name}/evidence/`)).sort()).toEqual(listed.sort())
})

/** A cause that the labels show has a finding, and a finding has every line that shows it. */
test.each(RUNS)('$name: findings are the causes that are labelled, with their lines', ({ name, run }) => {
  const { manifest, expected } = read(name)
  const shown = recordsOfRun(run).filter(({ label }) => label?.class === 'cause')
  expect(expected.findings.map(({ findingId }) => findingId).sort()).toEqual(
    [...new Set(shown.map(({ label }) => `exchange-2007-${label!.cause}`))].sort(),
  )
  for (const { findingId, evidence, coverageGapIds } of expected.findings) {
    expect(evidence.length + coverageGapIds.length).toBeGreaterThan(0)
    const own = shown.filter(({ label }) => `exchange-2007-${label!.cause}` === findingId)
    const texts = own.map(record =>
      record.kind === 'event' ? `>${record.event.number}</EventRecordID>` : redacted(record.text),
    )
    if (coverageGapIds.length === 0) expect(evidence.length).toBe(own.length)
    for (const { evidenceId, sourceArtifactId } of evidence) {
      const [artifactId, line] = evidenceId.split(/:(?=\d+$)/)
      expect(artifactId).toBe(sourceArtifactId)
      const { relativePath } = manifest.artifacts.find(one => one.artifactId === artifactId)!
      const text = files.lines(`${name}/${relativePath}`)[Number(line) - 1]!
      expect(texts.some(one => text.includes(one))).toBe(true)
    }
    for (const gap of coverageGapIds)
      expect(isHeld(manifest.artifacts.find(one => one.artifactId === gap)!)).toBe(false)
  }
  const silent = run.scenario.causes.filter(cause => !shown.some(({ label }) => label!.cause === cause))
  for (const cause of silent) expect(expected.assertions.join('\n')).toContain(`${cause} is there`)
})

// ------------------------------------------------------------------------------------------------------------- privacy

const FORBIDDEN = [
  'C:\\Users\\',
  '/Users/',
  'Authorization:',
  'Bearer ',
  'client_secret',
  'BEGIN PRIVATE KEY',
  'BEGIN RSA PRIVATE KEY',
]

/** A security identifier with three parts behind the authority, an address of mail, or any of the words. */
function problemsIn(text: string): string[] {
  const words = FORBIDDEN.filter(word => text.includes(word))
  const sids = [...text.matchAll(/S-1-[\dS-]*/g)]
    .map(([sid]) => sid)
    .filter(sid => sid.split('-').length > 4 && /\d$/.test(sid))
  const mails = text
    .split(/[\s"',]/)
    .filter(token => /^[^@]+@[A-Za-z0-9.-]*\.[A-Za-z0-9.-]*[^A-Za-z0-9]*$/.test(token))
    .filter(token => !/\.(?:invalid|example)[^A-Za-z0-9]*$/.test(token))
  return [...words, ...sids, ...mails]
}

test("nothing of the evidence could be somebody's", () => {
  const evidence = files.matching(/\/evidence\//)
  expect(evidence.length).toBeGreaterThan(20)
  for (const path of evidence) expect([path, problemsIn(files.text(path))]).toEqual([path, []])
})

test.each([
  ['user S-1-5-21-1004336348-1177238915-682003330-512 has', 'user S-1-0-0 has'],
  ['S-1-5-18', 'S-1-5-18'],
  ['opened C:\\Users\\ada\\file.log', 'opened C:\\Profiles\\ada\\file.log'],
  ['from ada@contoso.com, to <bob@mail.contoso.com>.', 'from ada@example.invalid, to <bob@example.invalid>.'],
  ['Authorization: Bearer abc', 'Authorization - bearer abc'],
  ['-----BEGIN RSA PRIVATE KEY-----', '-----BEGIN RSA KEY-----'],
])("%s is told without what could be somebody's", (line, safe) => {
  expect(redacted(line)).toBe(safe)
  expect(problemsIn(redacted(line))).toEqual([])
})

// ------------------------------------------------------------------------------------------------------- what is gone

const GONE = `
title: The first log is written over, and the one of the scripts deleted
sources: [kb935490]
causes: [file-in-use]
servers:
  - name: EXCH01
    os: windows-server-2003
    roles: [mailbox]
    baseline: rtm
    change:
      - process:
          name: bkagent.exe
          user: system
          holds: 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\Microsoft.Exchange.Management.dll'
          share: none
          lets-go: 10m
        cause: file-in-use
steps:
  - install: {rollup: KB935490, by: administrator, ui: none, log: 'C:\\kb.log'}
  - wait: 15m
  - install: {rollup: KB935490, by: administrator, ui: none, log: 'C:\\kb.log'}
  - command: 'del C:\\ExchangeSetupLogs\\ServiceControl.log'
`

test('a log that is written over or deleted is an absent artifact, which a finding may cite', () => {
  const loaded = loadScenario(GONE, 'gone.yaml')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const run = simulate(loaded.scenario, { seed: 1 })
  expect(run.attempts.map(({ exitCode }) => exitCode)).toEqual([1603, 0])
  const gone = new Files('cmtraceopen', [{ name: 'gone', from: 'gone.yaml', run }])
  const { artifacts } = MANIFEST.parse(gone.json('gone/manifest.json'))
  const states = new Map(artifacts.map(({ artifactId, captureState }) => [artifactId, captureState]))
  expect(states.get('msi-kb')).toBe('absent')
  expect(states.get('msi-kb-2')).toBe('captured')
  expect(states.get('exchange-setup-servicecontrol')).toBe('absent')
  const [finding, ...more] = EXPECTED.parse(gone.json('gone/expected.json')).findings
  expect(more).toEqual([])
  expect(finding!.coverageGapIds).toEqual(['msi-kb'])
  expect(finding!.evidence.map(({ sourceArtifactId }) => sourceArtifactId)).toEqual(['event-log-application'])
  const cited = gone.labels.filter(({ file, class: meaning }) => file.includes('/msi-kb/') || meaning === 'cause')
  expect(cited.map(({ file }) => file)).toEqual(['gone/evidence/event-log-application/current/Application.xml'])
})
