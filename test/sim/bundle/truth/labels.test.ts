import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Change } from '../../../../model/machine/change.ts'
import { registryValue } from '../../../../model/machine/machine.ts'
import { leafOf } from '../../../../model/machine/names.ts'
import type { ReportedEvent, StartType } from '../../../../model/machine/parts.ts'
import { LINES } from '../../../../model/words/logLines.ts'
import { makeBundle } from '../../../../sim/bundle/bundle.ts'
import { BUNDLE_VERSION, type BundleFile } from '../../../../sim/bundle/bundleFile.ts'
import type { Label } from '../../../../sim/bundle/schema.ts'
import { labelFacts } from '../../../../sim/bundle/truth/labels.ts'
import type { EventLogRecord } from '../../../../sim/diagnosis/parse/eventRecord.ts'
import { parseEvt } from '../../../../sim/diagnosis/parse/evt.ts'
import { parseEvtx } from '../../../../sim/diagnosis/parse/evtx.ts'
import { foldKey, parseRegistry } from '../../../../sim/diagnosis/parse/registry.ts'
import { parseServices } from '../../../../sim/diagnosis/parse/services.ts'
import { type Run, simulate } from '../../../../sim/run/simulate.ts'
import { loadScenario } from '../../../../sim/scenario/load.ts'
import type { Scenario } from '../../../../sim/scenario/spec.ts'
import type { FactBody } from '../../../../sim/server/facts.ts'
import { scenarioById } from '../../../laws/state.ts'
import { bundleErrors, sarifErrors } from './schemas.ts'

/** The labels of a bundle, held against its bytes. */
interface Bundle {
  readonly run: Run
  readonly files: ReadonlyMap<string, BundleFile>
  readonly labels: readonly Label[]
  readonly truth: { causes: string[]; withoutEvidence: Record<string, string> }
  readonly sarif: object
  readonly manifest: object
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
    manifest: JSON.parse(json('bundle.json')),
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
    .replace(/^MSI \([cs]\) \(\w\w[:!]\w\w\) \[[\d:]+\]: |^\[[\d:]+\] |^\d\d:\d\d:\d\d {2}/, '')
    .replace(/^Action (\w*) ?[\d:]+:/, 'Action $1:')

const textOf = ({ files }: Bundle, { artifact, selector }: Label): string =>
  selector.type === 'text'
    ? rowsOf(files.get(artifact))
        .slice(selector.line - 1, selector.endLine)
        .map(said)
        .join('\n')
    : ''

const isEventLog = (path: string): boolean => /\.evtx?$/i.test(path)

function recordsOf({ bytes, path }: BundleFile): readonly EventLogRecord[] {
  return (path.endsWith('x') ? parseEvtx : parseEvt)(bytes).records
}

const spoken = ({ source, id, type, strings }: EventLogRecord): string => JSON.stringify([source, id, type, strings])

function recordOf(made: Bundle, { artifact, selector }: Label): EventLogRecord | undefined {
  if (selector.type !== 'record') return undefined
  return recordsOf(made.files.get(artifact)!).find(record => record.number === selector.id)
}

/** The data of a value: of the text export from its bytes; the hive, which other programs read, is the same registry. */
function dataOf({ files, run }: Bundle, { artifact, selector }: Label): unknown {
  if (selector.type !== 'registry') return undefined
  if (!artifact.endsWith('.reg')) {
    const key = selector.key.replace('HKEY_LOCAL_MACHINE', 'HKLM')
    return registryValue(run.servers[0]!.machine, key, selector.value)?.data
  }
  const { values } = parseRegistry(rowsOf(files.get(artifact)))
  return values.find(({ key, name }) => foldKey(key) === foldKey(selector.key) && name === selector.value)?.data
}

// --------------------------------------------------------------------------------- what a label claims, by its facts

/** The lines that a fact makes, without prefix and time; the installer cuts long ones. */
function linesOf(body: FactBody): string[] {
  switch (body.kind) {
    case 'log':
      return [
        LINES[body.key].text.replace(/\[(\d)\]/g, (_, n) => String(body.args[Number(n) - 1] ?? '')).slice(0, LONGEST),
      ]
    case 'action-ended':
      return [`Action ended: ${body.action}. Return value ${body.value}.`]
    case 'dialog':
    case 'not-offered':
      return [body.text]
    case 'signed-in':
      return [`A mailbox behind ${body.behind} does not open.`]
    case 'update-client':
      return [
        `Error Code: ${body.error}`,
        `with error ${body.error?.toLowerCase()}: ${body.title}.`,
        `error = ${body.error?.toLowerCase()}`,
        `error = ${body.error}`,
      ]
    case 'change': {
      const content = body.change.kind === 'file' ? body.change.after?.content : undefined
      return content?.kind === 'text' ? content.text.trimEnd().split('\r\n').slice(-1).map(said) : []
    }
    default:
      return []
  }
}

const LONGEST = 1067

/** Facts and origins that a label may come from, by what it says of itself. */
interface Sources {
  readonly facts: readonly FactBody[]
  readonly changes: readonly Change[]
  /** Names of the updates that the entry's step has installed. */
  readonly updates: readonly string[]
}

function sourcesOf({ run }: Bundle, label: Label): Sources {
  const all = run.servers.flatMap(server =>
    [...labelFacts(server)].map(([index, found]) => ({ found, body: server.facts[index]!.body })),
  )
  const facts = all
    .filter(({ found }) => found.class === label.class && found.origin?.path === label.change)
    .map(({ body }) => body)
  const origins = run.servers.flatMap(server => server.origins).filter(({ path }) => path === label.change)
  const steps = origins.flatMap(({ step }) => step ?? [])
  const done = run.servers.flatMap(server => server.facts).filter(fact => steps.includes(fact.step))
  return {
    facts,
    changes: [
      ...origins.flatMap(({ changes }) => changes),
      ...facts.flatMap(b => (b.kind === 'change' ? b.change : [])),
    ],
    updates: done.flatMap(({ body }) =>
      body.kind === 'change' && body.change.kind === 'event' && body.change.after?.id === UPDATE_INSTALLED
        ? body.change.after.strings[1]!
        : [],
    ),
  }
}

const UPDATE_INSTALLED = 1022

const START_TYPES: Readonly<Record<StartType, string>> = {
  boot: 'BOOT_START',
  system: 'SYSTEM_START',
  automatic: 'AUTO_START',
  manual: 'DEMAND_START',
  disabled: 'DISABLED',
}

/** What `sc` says of a service after a change that it did not say before. */
function wordsOf({ before, after }: Extract<Change, { kind: 'service' }>): string[] {
  if (!after) return []
  return [
    ...(before?.start === after.start ? [] : [START_TYPES[after.start]]),
    ...(before?.state === after.state ? [] : [after.state.replace('-', '_').toUpperCase()]),
  ]
}

/** What a change writes under a name in the registry; with a service, its start type. */
function dataSet(change: Change, name: string): readonly (string | number)[] {
  if (change.kind === 'value') return change.name === name ? [change.after?.data ?? []].flat() : []
  return change.kind === 'service' && change.after && name === 'Start' ? [STARTS[change.after.start]] : []
}

const STARTS: Readonly<Record<StartType, number>> = { boot: 0, system: 1, automatic: 2, manual: 3, disabled: 4 }

const posix = (path: string): string => path.replaceAll('/', '\\')

/** Does a row of a listing tell what a change has left? */
const LISTED: Readonly<Record<string, (change: Change, row: string) => boolean>> = {
  'processes.txt': (change, row) => {
    if (change.kind !== 'process' || !change.after) return false
    const { name, handles } = change.after
    const listed = new RegExp(`^${name} (?:pid: | *)${change.pid} `)
    return listed.test(row) || handles.some(({ path }) => row.endsWith(` ${path}`))
  },
  'disk.txt': (change, row) => {
    // As wmic says it, or fsutil below the command that names the drive.
    const [, drive = '', free] = /^(?:([A-Z]:) +|Total # of free bytes +: )(\d+)/.exec(row) ?? []
    return change.kind === 'file' && change.path.startsWith(drive) && change.after!.size > Number(free)
  },
  'folders.txt': (change, row) => {
    const says = (path: string): boolean =>
      row.endsWith(` ${leafOf(path)}`) || (row.includes(`dir /a ${path}`) && row.endsWith('File Not Found'))
    switch (change.kind) {
      case 'file':
        return says(change.path) || row.startsWith(`C:\\>dir /a "${change.path}"`)
      case 'rename':
        return says(change.from) || says(change.to)
      case 'denial':
        return row.startsWith(`${change.path} Everyone:(OI)(CI)(DENY)`) || says(change.path)
      default:
        return false
    }
  },
}

/** Records from before the run that look alarming. */
const alarmsOf = ({ run }: Bundle): ReportedEvent[] =>
  run.servers.flatMap(({ alarms, initial }) =>
    alarms.flatMap(({ log, number }) => initial.logs[log].filter(event => event.number === number)),
  )

/** Does what the label names say, in the bytes, what the simulated machine did? */
function expectNamed(made: Bundle, label: Label): void {
  const { artifact, selector } = label
  const { facts, changes, updates } = sourcesOf(made, label)
  const file = made.files.get(artifact)!
  if (selector.type === 'record') {
    const written = changes.flatMap(change => (change.kind === 'event' ? (change.after ?? []) : []))
    const { id, source, strings } = recordOf(made, label)!
    const told = label.class === 'herring' ? [...written, ...alarmsOf(made)] : written
    expect(told).toContainEqual(expect.objectContaining({ number: selector.id, id, source, strings }))
  } else if (selector.type === 'registry') {
    const set = changes.flatMap(c => dataSet(c, selector.value))
    expect(set).toEqual(expect.arrayContaining([dataOf(made, label)].flat()))
    expect(artifact.endsWith('.reg') || Buffer.from(file.bytes).includes(selector.value)).toBe(true)
  } else if (artifact.endsWith('/services.txt')) {
    const [told] = parseServices(rowsOf(file).slice(selector.line - 1, selector.endLine)).values()
    const words = changes.flatMap(c => (c.kind === 'service' && c.name === told!.name ? wordsOf(c) : []))
    expect(words).toEqual(
      expect.arrayContaining([expect.stringMatching(`^(${told!.start!.value}|${told!.state!.value})$`)]),
    )
  } else if (Object.hasOwn(LISTED, leafOf(posix(artifact)))) {
    const row = textOf(made, label)
    expect(changes.filter(change => LISTED[leafOf(posix(artifact))]!(change, row))).not.toEqual([])
  } else if (artifact.endsWith('/installed-updates.txt')) {
    expect(updates.some(name => textOf(made, label).includes(name))).toBe(true)
  } else {
    const row = textOf(made, label)
    expect(row.trim()).not.toBe('')
    expect(facts.flatMap(linesOf).filter(line => line !== '' && row.endsWith(line))).not.toEqual([])
  }
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
  const healthy = bundle(without(scenario))

  test('name lines, records and values that say what the facts say', () => {
    for (const label of made.labels) expectNamed(made, label)
  })

  test('have ids of their own, and each is the same as one that is the same as it', () => {
    const known = new Map(made.labels.map(label => [label.id, label]))
    expect(known.size).toBe(made.labels.length)
    for (const label of made.labels) {
      for (const other of label.same) expect(known.get(other)!.same).toContain(label.id)
    }
  })

  test('stand for every cause, or the truth says why none does, and so does the page of the bundle', () => {
    const shown = made.labels.flatMap(label => (label.class === 'cause' && label.cause ? [label.cause] : []))
    const stated = Object.keys(made.truth.withoutEvidence)
    expect([...new Set<string>([...shown, ...stated])]).toEqual(expect.arrayContaining(made.truth.causes))
    expect(stated.filter(cause => shown.includes(cause as never))).toEqual([])
    expect(made.truth.withoutEvidence).toEqual(SILENT[id] ?? {})
    for (const cause of stated) expect(PAGE).toMatch(new RegExp(`^\\| \`${cause}\` \\|.*\`${id}\`.*\\|.+\\|$`, 'm'))
  })

  test('are SARIF as its schema wants it', () => {
    expect(sarifErrors(made.sarif)).toEqual([])
  })

  test('and the rest of what a bundle says of itself are as its schema wants them', () => {
    expect(bundleErrors('bundle', made.manifest)).toEqual([])
    expect(bundleErrors('truth', made.truth)).toEqual([])
    expect(made.labels.flatMap(label => bundleErrors('label', label))).toEqual([])
  })

  test('call nothing a cause that is there without the fault', () => {
    const causes = made.labels.filter(label => label.class === 'cause')
    const texts = [...healthy.files.values()]
      .filter(({ path, encoding }) => path.startsWith('evidence/') && encoding !== 'binary')
      .map(file => `\n${rowsOf(file).map(said).join('\n')}\n`)
    const lines = causes.map(label => textOf(made, label)).filter(text => text !== '')
    expect(lines.filter(line => texts.some(text => text.includes(`\n${line}\n`)))).toEqual([])

    const heard = new Set(
      [...healthy.files.values()]
        .filter(({ path }) => isEventLog(path))
        .flatMap(recordsOf)
        .map(spoken),
    )
    const events = causes.flatMap(label => recordOf(made, label) ?? [])
    expect(events.filter(event => heard.has(spoken(event)))).toEqual([])

    const values = causes.filter(({ selector }) => selector.type === 'registry')
    const same = values.filter(label => JSON.stringify(dataOf(made, label)) === JSON.stringify(dataOf(healthy, label)))
    expect(same).toEqual([])
  })

  test('find no cause in the same server without the fault', () => {
    expect(healthy.labels.filter(label => label.class === 'cause')).toEqual([])
  })
})

/** Where the reasons stand in words. */
const PAGE = readFileSync('docs/bundle.md', 'utf8')

/** Scenarios of which the evidence has no line for a cause, each with the reason that the truth states. */
const SILENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'not-elevated-mailbox': {
    'not-elevated': 'steps[0] is the mistake itself: what the installer says of it went into no log',
  },
  'owa-customisation-lost-logon': {
    'owa-customisation-lost': 'no entry of the scenario is marked with it',
  },
  'revocation-unreachable': { 'revocation-unreachable': 'servers[0].change[0] set internet: no program speaks of it' },
  'revocation-unreachable-silent': {
    'revocation-unreachable': 'servers[0].change[0] set internet: no program speaks of it',
  },
  'services-timeout-revocation': { 'services-timeout-revocation': 'no entry of the scenario is marked with it' },
  'services-timeout-revocation-2008': { 'services-timeout-revocation': 'no entry of the scenario is marked with it' },
}

const PROFILES = { 'windows-server-2003': 'Documents and Settings', 'windows-server-2008': 'Users' } as const

test('a log that is asked for shows what went into none', () => {
  const silent = Object.entries(SILENT).filter(([, reasons]) => /into no log/.test(Object.values(reasons).join()))
  for (const [id, reasons] of silent) {
    const { scenario } = scenarioById(id)
    // Where a filtered token may write as well.
    const profile = PROFILES[scenario.servers[0]!.os]
    const log = { path: `C:\\${profile}\\Administrator\\asked.log`, letters: 'xv*' }
    const steps = scenario.steps.map(step => (step.kind === 'install' ? { ...step, log } : step))
    const { labels } = bundle({ ...scenario, steps })
    const shown = labels.filter(label => label.class === 'cause' && label.artifact.endsWith('/Administrator/asked.log'))
    expect([...new Set(shown.map(label => label.cause))]).toEqual(Object.keys(reasons))
  }
  expect(silent.length).toBe(1)
})

/** What would be wrong about a label, so that it can be seen that the bytes are asked. */
const WRONG: Readonly<Record<string, (label: Label) => Label>> = {
  'the next line': label =>
    label.selector.type === 'text'
      ? { ...label, selector: { type: 'text', line: label.selector.line + 1, endLine: label.selector.endLine + 1 } }
      : label,
  'the record before': label =>
    label.selector.type === 'record' ? { ...label, selector: { type: 'record', id: label.selector.id - 1 } } : label,
  'another value': label =>
    label.selector.type === 'registry' ? { ...label, selector: { ...label.selector, value: 'Version' } } : label,
  'another entry of the scenario': label => ({ ...label, change: 'servers[0].change[7]' }),
}

test.each(Object.entries(WRONG))('a label that names %s is found out', (_, spoil) => {
  const checked = ['file-in-use', 'execution-policy-gpo', 'cas-proxy-order', 'services-disabled'].flatMap(id => {
    const made = bundle(scenarioById(id).scenario)
    const causes = made.labels.filter(label => label.class === 'cause' && spoil(label) !== label)
    for (const label of causes) expect(() => expectNamed(made, spoil(label)), id).toThrow()
    return causes
  })
  expect(checked.length).toBeGreaterThan(0)
})

test('without any answer key, what the scenario made is a cause without a name', () => {
  const { text } = scenarioById('file-in-use')
  const loaded = loadScenario(text.replace(/^(causes|expect|\s+cause): .*\n/gm, ''), 'unmarked.yaml')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  const causes = bundle(loaded.scenario).labels.filter(label => label.class === 'cause')
  expect(causes.length).toBeGreaterThan(0)
  expect(causes.map(({ cause, change }) => [cause, change])).toEqual(
    causes.map(() => [undefined, 'servers[0].change[1]']),
  )
})

describe('the schema of a bundle refuses', () => {
  const { labels, truth, manifest } = bundle(scenarioById('file-in-use').scenario)
  const [label] = labels
  const refused: Readonly<Record<string, readonly ['bundle' | 'label' | 'truth', object]>> = {
    'a label of another class': ['label', { ...label, class: 'normal' }],
    'a cause that is none': ['label', { ...label, cause: 'gremlins' }],
    'line 0': ['label', { ...label, selector: { type: 'text', line: 0, endLine: 1 } }],
    'a selector of two kinds': ['label', { ...label, selector: { type: 'record', id: 1, line: 1 } }],
    'a label of the truth itself': ['label', { ...label, artifact: 'truth/truth.json' }],
    'a label without the list of its like': ['label', { ...label, same: undefined }],
    'a reason for a cause that is none': ['truth', { ...truth, withoutEvidence: { gremlins: 'x' } }],
    'a truth without servers': ['truth', { ...truth, servers: undefined }],
    'a bundle of another version': ['bundle', { ...manifest, schemaVersion: BUNDLE_VERSION + 1 }],
    'a key of somebody else': ['bundle', { ...manifest, comment: 'x' }],
  }
  test.each(Object.entries(refused))('%s', (_, [part, damaged]) => {
    expect(bundleErrors(part, JSON.parse(JSON.stringify(damaged)))).not.toEqual([])
  })
})

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
  const told = labels.filter(({ artifact }) => !artifact.endsWith('/processes.txt'))
  const lines = told.filter(label => label.class === 'cause' && label.selector.type === 'text')
  expect(lines.length).toBe(3)
  expect(event.same).toEqual(lines.map(label => label.id))
})

test('a program that has a library loaded is one of many in the exports', () => {
  const { labels } = bundle(scenarioById('restart-pending').scenario)
  const causes = labels.filter(label => label.class === 'cause')
  expect(causes).not.toEqual([])
  expect(causes.filter(({ artifact }) => artifact.endsWith('/processes.txt'))).toEqual([])
})
