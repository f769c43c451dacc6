import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { fileURLToPath } from 'node:url'
import { makeBundle } from '../../sim/bundle/bundle.ts'
import { labelsOf } from '../../sim/bundle/truth/truth.ts'
import { utf16 } from '../../sim/forms/encode.ts'
import { writeEvtx } from '../../sim/forms/eventlog/evtx.ts'
import { recordsOf } from '../../sim/forms/eventlog/records.ts'
import { rememberedLogs, renderInstallerLog } from '../../sim/forms/installerLog.ts'
import { type ServerRun, simulate } from '../../sim/run/simulate.ts'
import { buildServer } from '../../sim/scenario/build.ts'
import { loadScenario } from '../../sim/scenario/load.ts'
import type { InstallSpec, Scenario } from '../../sim/scenario/schema.ts'
import { installRollup, type RollupInstall } from '../../sim/server/install.ts'
import { type CorpusReport, measureCorpus } from './corpus.ts'
import { writeEventsLikeIt, writeLikeIt } from './floor.ts'
import { medians, type Work } from './timing.ts'

/** What is measured: the log, one run of the installer, a bundle, the start of the command line, and a corpus. */
export interface Report {
  readonly node: string
  readonly processors: number
  readonly scenario: string
  readonly rounds: number
  readonly log: {
    readonly lines: number
    readonly floorLinesPerSecond: number
    readonly linesPerSecond: number
    readonly linesPerSecondWithLabels: number
    /** Lines per second over those of the floor. */
    readonly ratio: number
    readonly ratioWithLabels: number
  }
  readonly events: {
    readonly records: number
    readonly floorPerSecond: number
    /** Records of an .evtx per second; the aim is 20,000. */
    readonly perSecond: number
    readonly ratio: number
  }
  readonly run: {
    readonly buildMs: number
    readonly installMs: number
    readonly files: number
    readonly facts: number
    readonly changes: number
  }
  readonly bundle: { readonly ms: number; readonly artifacts: number; readonly bytes: number }
  readonly start: { readonly bareNodeMs: number; readonly versionMs: number; readonly spawns: number }
  readonly corpus: CorpusReport
}

const ROUNDS = 15
/** A run of the installer is short, and the first ones are slow. */
const RUNS = 60
const RUN_WARM_UPS = 30
/** One log takes about a millisecond, which is too short to time. */
const LOGS = 20
const SPAWNS = 15
const EVENTS = 5000
const SCENARIO = 'file-in-use'
const SEED = 1

export function measure(): Report {
  const text = readFileSync(here(`../scenarios/${SCENARIO}.yaml`), 'utf8')
  const scenario = load(text)
  return {
    node: process.version,
    processors: cpus().length,
    scenario: SCENARIO,
    rounds: ROUNDS,
    log: measureLog(simulate(scenario, { seed: SEED }).servers[0]!),
    events: measureEvents(simulate(scenario, { seed: SEED }).servers[0]!),
    run: measureRun(scenario),
    bundle: measureBundle(scenario, text),
    start: measureStart(),
    corpus: measureCorpus(here('cli.js')),
  }
}

/** Bundled into `dist`, this file stands beside cli.js. */
function here(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url))
}

function load(text: string): Scenario {
  const loaded = loadScenario(text, SCENARIO)
  if (!loaded.ok) throw new Error(`${SCENARIO}: ${loaded.problems[0]?.message}`)
  return loaded.scenario
}

// -------------------------------------------------------------------------------------------------------------- log

function measureLog(server: ServerRun): Report['log'] {
  const clock = { zone: server.machine.zone, tickMs: server.machine.windows.tickMs }
  const run = server.facts.flatMap(({ body }) => (body.kind === 'log-opened' ? [body.run] : []))[0] ?? 0
  const render = (): Uint8Array => utf16(renderInstallerLog(server.facts, [run], clock).text)
  const rows = renderInstallerLog(server.facts, [run], clock).text.split('\r\n').slice(0, -1)
  const times = medians(
    ROUNDS,
    {
      floor: repeated(() => writeLikeIt(rows)),
      log: repeated(render),
      labelled: repeated(() => {
        const logs = rememberedLogs()
        return [utf16(logs(server.facts, [run], clock).text), labelsOf(server, path => path, logs)]
      }),
    },
    5,
  )
  const perSecond = (ms: number): number => Math.round(((LOGS * rows.length) / ms) * 1000)
  return {
    lines: rows.length,
    floorLinesPerSecond: perSecond(times.floor),
    linesPerSecond: perSecond(times.log),
    linesPerSecondWithLabels: perSecond(times.labelled),
    ratio: rounded(times.floor / times.log),
    ratioWithLabels: rounded(times.floor / times.labelled),
  }
}

function repeated(work: Work): Work {
  return () => {
    for (let i = 0; i < LOGS; i++) work()
  }
}

// ----------------------------------------------------------------------------------------------------------- events

/** The logs of one server are short: many times the same, with numbers that go on. */
function measureEvents({ machine }: ServerRun): Report['events'] {
  const own = [...recordsOf(machine, 'Application'), ...recordsOf(machine, 'System')]
  const records = Array.from({ length: EVENTS }, (_, i) => ({ ...own[i % own.length]!, number: i + 1 }))
  const texts = records.map(({ source, computer, channel, strings }) => [source, computer, channel, ...strings])
  const times = medians(ROUNDS, { floor: () => writeEventsLikeIt(texts), events: () => writeEvtx(records) }, 5)
  const perSecond = (ms: number): number => Math.round((EVENTS / ms) * 1000)
  return {
    records: EVENTS,
    floorPerSecond: perSecond(times.floor),
    perSecond: perSecond(times.events),
    ratio: rounded(times.floor / times.events),
  }
}

// -------------------------------------------------------------------------------------------------------------- run

/** Building a server and installing on it are timed apart: what `simulate` does is the sum. */
function measureRun(scenario: Scenario): Report['run'] {
  const spec = scenario.servers[0]!
  const step = scenario.steps.find((s): s is InstallSpec => s.kind === 'install')!
  const { patch, arch = spec.arch, ...manner } = step
  const order: RollupInstall = { ...manner, kb: patch.kb, arch }
  const build = () => buildServer(scenario, 0, SEED).recorder
  let recorder = build()
  const work = {
    build: () => {
      recorder = build()
    },
    install: () => installRollup(recorder, 0, order),
  }
  const times = medians(RUNS, work, RUN_WARM_UPS)
  const facts = recorder.facts
  return {
    buildMs: rounded(times.build),
    installMs: rounded(times.install),
    files: recorder.machine.files.size,
    facts: facts.length,
    changes: facts.filter(({ body }) => body.kind === 'change').length,
  }
}

// ----------------------------------------------------------------------------------------------------------- bundle

function measureBundle(scenario: Scenario, scenarioText: string): Report['bundle'] {
  const make = () =>
    makeBundle(simulate(scenario, { seed: SEED }), { scenarioName: SCENARIO, scenarioText, toolVersion: 'bench' })
  const files = make()
  const { bundle } = medians(ROUNDS, { bundle: make })
  const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0)
  return { ms: rounded(bundle), artifacts: files.length, bytes }
}

// ------------------------------------------------------------------------------------------------------------ start

function measureStart(): Report['start'] {
  const start = (...args: readonly string[]): void => {
    spawnSync(process.execPath, args, { stdio: 'ignore' })
  }
  const times = medians(SPAWNS, { bare: () => start('-e', '0'), version: () => start(here('cli.js'), '--version') })
  return { bareNodeMs: rounded(times.bare), versionMs: rounded(times.version), spawns: SPAWNS }
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100
}
