import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { BundleFile } from '../../../../sim/artifacts/bundle.ts'
import { makeBundle } from '../../../../sim/artifacts/bundle.ts'
import { labelFacts } from '../../../../sim/artifacts/truth/labels.ts'
import type { Label } from '../../../../sim/artifacts/truth/truth.ts'
import type { FactBody } from '../../../../sim/run/facts.ts'
import { loadScenario } from '../../../../sim/scenario/load.ts'
import type { Scenario } from '../../../../sim/scenario/spec.ts'
import { type Run, simulate } from '../../../../sim/simulate.ts'
import { scenarioById } from '../../../laws/state.ts'
import { sarifErrors } from './sarif.ts'

/** The labels of a bundle, held against its bytes. */
interface Bundle {
  readonly run: Run
  readonly files: ReadonlyMap<string, BundleFile>
  readonly labels: readonly Label[]
  readonly truth: { causes: string[]; withoutEvidence: Record<string, string> }
  readonly sarif: object
}

function bundle(scenario: Scenario, seed = 1): Bundle {
  const run = simulate(scenario, { seed })
  const files = makeBundle(run, { scenarioText: '', scenarioName: 'x', toolVersion: '0.0.0' })
  const byPath = new Map(files.map(file => [file.path, file]))
  const json = (path: string): string => Buffer.from(byPath.get(path)!.bytes).toString('utf8')
  const labels = json('truth/labels.jsonl')
    .split('\n')
    .filter(Boolean)
    .map(row => JSON.parse(row) as Label)
  return {
    run,
    files: byPath,
    labels,
    truth: JSON.parse(json('truth/truth.json')),
    sarif: JSON.parse(json('truth/results.sarif')),
  }
}

function rowsOf(file: BundleFile | undefined): string[] {
  if (!file) return []
  const utf16 = file.encoding === 'utf-16le'
  return Buffer.from(file.bytes)
    .toString(utf16 ? 'utf16le' : 'utf8')
    .replace(/^\ufeff/, '')
    .split(/\r?\n/)
}

/** A line without what differs between any two runs: its thread, its time. */
const said = (row: string): string =>
  row
    .replace(/^MSI \([cs]\) \(\w\w[:!]\w\w\) \[[\d:]+\]: |^\[[\d:]+\] /, '')
    .replace(/^Action (\w*) ?[\d:]+:/, 'Action $1:')

const textOf = ({ files }: Bundle, { artifact, selector }: Label): string =>
  selector.type === 'text'
    ? rowsOf(files.get(artifact))
        .slice(selector.line - 1, selector.endLine)
        .map(said)
        .join('\n')
    : ''

interface EventRow {
  readonly event: { readonly code: string; readonly provider: string }
  readonly winlog: { readonly record_id: number; readonly event_data: unknown }
}

function records({ files }: Bundle, log: string): EventRow[] {
  const application = /AppEvent|Application/.test(log)
  const root = /^evidence(\/(?!C\/)[^/]+)?/.exec(log)![0]
  return rowsOf(files.get(`${root}/exports/${application ? 'Application' : 'System'}.jsonl`))
    .filter(Boolean)
    .map(row => JSON.parse(row))
}

const spoken = ({ event, winlog }: EventRow): string => JSON.stringify([event, winlog.event_data])

/** A piece of text that the line of a fact must have. */
function needle(body: FactBody): string {
  if (body.kind === 'log') return String(body.args.at(-1) ?? '').slice(0, 60)
  if (body.kind === 'update-client') return body.title
  if (body.kind === 'action-ended') return `${body.action}. Return value ${body.value}`
  const text = body.kind === 'change' && body.change.kind === 'file' ? body.change.after?.content : undefined
  return text?.kind === 'text' ? text.text.trimEnd().split('\r\n').at(-1)! : '\0'
}

function expectNamed(made: Bundle, label: Label, needles: ReadonlyMap<string, string[]>): void {
  const { artifact, selector } = label
  expect([...made.files.keys()]).toContain(artifact)
  if (selector.type === 'record') {
    expect(records(made, artifact).map(r => r.winlog.record_id)).toContain(selector.id)
  } else if (selector.type === 'text' && artifact.endsWith('/services.txt')) {
    expect(rowsOf(made.files.get(artifact))[selector.line - 1]).toMatch(/^SERVICE_NAME: /)
    expect(rowsOf(made.files.get(artifact))[selector.endLine - 1]).toMatch(/^ +SERVICE_START_NAME : /)
  } else if (selector.type === 'text') {
    const row = rowsOf(made.files.get(artifact))[selector.line - 1] ?? ''
    expect(row.trim()).not.toBe('')
    expect(needles.get(label.class)!.some(part => row.includes(part))).toBe(true)
  } else if (artifact.endsWith('.reg')) {
    const rows = rowsOf(made.files.get(artifact))
    const from = rows.findIndex(row => row.toLowerCase() === `[${selector.key}]`.toLowerCase())
    const values = rows.slice(from + 1, rows.indexOf('', from))
    expect(values.some(row => row.startsWith(`"${selector.value}"=`))).toBe(true)
  }
}

function needlesOf({ run }: Bundle): Map<string, string[]> {
  const needles = new Map<string, string[]>([])
  for (const server of run.servers) {
    for (const [index, label] of labelFacts(server)) {
      needles.set(label.class, [...(needles.get(label.class) ?? []), needle(server.facts[index]!.body)])
    }
  }
  return needles
}

/** The same scenario without what the answer key calls a mistake. */
function without(scenario: Scenario): Scenario {
  return {
    ...scenario,
    servers: scenario.servers.map(server => ({ ...server, change: server.change.filter(change => !change.cause) })),
    steps: scenario.steps.filter(step => !step.cause),
  }
}

const ids = readdirSync('scenarios').map(name => name.replace(/\.yaml$/, ''))

describe.each(ids)('the labels of %s', id => {
  const { scenario } = scenarioById(id)
  const made = bundle(scenario)

  test('name lines, records and values that say what the facts say', () => {
    const needles = needlesOf(made)
    for (const label of made.labels) expectNamed(made, label, needles)
  })

  test('have ids of their own, and each is the same as one that is the same as it', () => {
    const known = new Map(made.labels.map(label => [label.id, label]))
    expect(known.size).toBe(made.labels.length)
    for (const label of made.labels) {
      for (const other of label.same) expect(known.get(other)!.same).toContain(label.id)
    }
  })

  test('stand for every cause, or the truth says why none does', () => {
    const shown = made.labels.flatMap(label => (label.class === 'cause' && label.cause ? [label.cause] : []))
    const stated = Object.keys(made.truth.withoutEvidence)
    expect([...new Set<string>([...shown, ...stated])]).toEqual(expect.arrayContaining(made.truth.causes))
    expect(stated.filter(cause => shown.includes(cause as never))).toEqual([])
  })

  test('are SARIF as its schema wants it', () => {
    expect(sarifErrors(made.sarif)).toEqual([])
  })

  test('call nothing a cause that is there without the fault', () => {
    const healthy = bundle(without(scenario))
    expect(healthy.labels.filter(label => label.class === 'cause' && label.cause)).toEqual([])
    const causes = made.labels.filter(label => label.class === 'cause')
    const lines = new Set(
      [...healthy.files.values()].flatMap(f => (f.path.startsWith('evidence/') ? rowsOf(f) : [])).map(said),
    )
    const common = causes.map(label => textOf(made, label)).filter(text => text !== '' && lines.has(text))
    expect(common).toEqual([])
    const events = causes.flatMap(({ artifact, selector }) =>
      selector.type === 'record' ? records(made, artifact).filter(r => r.winlog.record_id === selector.id) : [],
    )
    const heard = new Set(healthy.run.servers.length > 0 ? allRecords(healthy).map(spoken) : [])
    expect(events.filter(event => heard.has(spoken(event)))).toEqual([])
  })
})

function allRecords(made: Bundle): EventRow[] {
  return [...made.files.values()]
    .filter(({ path }) => /\/exports\/(Application|System)\.jsonl$/.test(path))
    .flatMap(file =>
      rowsOf(file)
        .filter(Boolean)
        .map(row => JSON.parse(row)),
    )
}

test('a file full of error texts that a scenario writes is labelled nothing', () => {
  const { text } = scenarioById('file-in-use')
  const errors = [
    'Error 1306. Another application has exclusive access to the file.',
    '[03:00:00] Unable to stop all services for Mailbox.',
    'Action ended 3:00:05: CA_SAVEDATA_STOP_SERVICES. Return value 3.',
    'CAQuietExec:  Error 0x80070001: Command line returned an error.',
  ]
  const write = (path: string): string =>
    `      - write: {path: '${path}', text: ${JSON.stringify(errors.map(row => `${row}\r\n`).join(''))}}\n`
  const planted = `${write('C:\\old.log')}${write('C:\\ExchangeSetupLogs\\ServiceControl.log')}`
  const loaded = loadScenario(
    text.replace('    change:\n', all => all + planted),
    'planted.yaml',
  )
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const made = bundle(loaded.scenario)
  const log = 'evidence/C/ExchangeSetupLogs/ServiceControl.log'
  expect(rowsOf(made.files.get(log)).slice(0, errors.length)).toEqual(errors)
  expect(made.files.has('evidence/C/old.log')).toBe(true)
  expect(made.labels.filter(({ artifact }) => artifact === 'evidence/C/old.log' || artifact === log)).toEqual([])
  expect(made.labels.filter(label => label.class === 'cause').length).toBeGreaterThan(0)
})

test('what a program adds to such a file is labelled at its own lines', () => {
  const { text } = scenarioById('service-will-not-stop')
  const path = 'C:\\ExchangeSetupLogs\\ServiceControl.log'
  const planted = `      - write: {path: '${path}', text: "Unable to stop all services.\\r\\nX\\r\\n"}\n`
  const loaded = loadScenario(
    text.replace('    change:\n', all => all + planted),
    'planted.yaml',
  )
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const made = bundle(loaded.scenario)
  const labels = made.labels.filter(({ artifact }) => artifact.endsWith('/ServiceControl.log'))
  expect(labels.map(label => textOf(made, label))).toEqual([expect.stringMatching(/^Unable to stop all services for /)])
})

test('the lines of an error and its event are the same', () => {
  const { labels } = bundle(scenarioById('file-in-use').scenario)
  const event = labels.find(label => label.class === 'cause' && label.selector.type === 'record')!
  const lines = labels.filter(label => label.class === 'cause' && label.selector.type === 'text')
  expect(lines.length).toBe(3)
  expect(event.same).toEqual(lines.map(label => label.id))
})
