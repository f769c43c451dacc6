import { rollupOf } from '../model/exchange/builds.ts'
import { clone, type Writable } from '../model/machine/change.ts'
import type { Machine } from '../model/machine/machine.ts'
import { runPrompt } from './remedy/prompt/prompt.ts'
import type { Fact } from './run/facts.ts'
import { type InstallerCall, installRollup, updateClientError } from './run/install.ts'
import type { Recorder } from './run/recorder.ts'
import { restart } from './run/restart.ts'
import { type BuiltServer, buildServer, type Origin } from './scenario/build.ts'
import type { Scenario, StepSpec } from './scenario/schema.ts'

/** A scenario simulated: per server the machine before, the facts, and the machine after. */
export interface Run {
  readonly scenario: Scenario
  readonly seed: number
  readonly servers: readonly ServerRun[]
  readonly attempts: readonly Attempt[]
}

export interface ServerRun {
  readonly name: string
  readonly initial: Machine
  readonly facts: readonly Fact[]
  readonly machine: Machine
  readonly origins: readonly Origin[]
  /** Goes on where the scenario ended. */
  readonly recorder: Recorder
  /** Types a line at the server's prompt. What it does is appended to `facts`, and installs to the run's `attempts`. */
  readonly type: (line: string) => Typed
}

export interface Typed {
  readonly exitCode: number
  readonly output: readonly string[]
}

/** One call of the installer, as the person or the update client saw it. */
export interface Attempt {
  readonly server: string
  readonly run: number
  readonly package: string
  readonly mode: string
  readonly exitCode: number
  readonly updateClientError: string | undefined
  readonly dialogs: readonly string[]
  readonly startedAt: number
  readonly endedAt: number
}

export interface SimulateOptions {
  readonly seed: number
  /** Replaces the rollup of every install step. */
  readonly rollup?: string | undefined
  /** Sees every random draw, in order. */
  readonly watchDraws?: (drawn: number) => void
}

export function simulate(scenario: Scenario, options: SimulateOptions): Run {
  const built = scenario.servers.map((_, index) => buildServer(scenario, index, options.seed, options.watchDraws))
  const initial = built.map(server => clone(server.recorder.machine))
  const attempts: Attempt[] = []
  scenario.steps.forEach((step, index) => {
    const server = built.find(b => b.spec.name === step.server) ?? built[0]!
    catchUp(built, server)
    server.recorder.beginStep(index)
    takeStep(server, step, attempts, options)
  })
  const servers = built.map((server, i) => serverRun(server, initial[i]!, attempts))
  return { scenario, seed: options.seed, servers, attempts }
}

function serverRun({ spec, recorder, origins }: BuiltServer, initial: Writable, attempts: Attempt[]): ServerRun {
  const type = (line: string): Typed => typed(recorder, line, attempts, spec.name)
  return { name: spec.name, initial, facts: recorder.facts, machine: recorder.machine, origins, recorder, type }
}

/** All servers live in the same time: a step begins when the steps before it have ended, wherever they were. */
function catchUp(built: readonly BuiltServer[], server: BuiltServer): void {
  const latest = Math.max(...built.map(b => b.recorder.machine.now))
  server.recorder.wait(Math.max(0, latest - server.recorder.machine.now))
}

function takeStep(server: BuiltServer, step: StepSpec, attempts: Attempt[], options: SimulateOptions): void {
  const { recorder } = server
  recorder.note({ kind: 'step-started', title: titleOf(step) })
  ;(STEPS[step.kind] as TakeStep<StepSpec['kind']>)(server, step as never, attempts, options)
}

type TakeStep<K extends StepSpec['kind']> = (
  server: BuiltServer,
  step: Extract<StepSpec, { kind: K }>,
  attempts: Attempt[],
  options: SimulateOptions,
) => void

const STEPS: { readonly [K in StepSpec['kind']]: TakeStep<K> } = {
  install: installStep,
  command({ recorder, spec }, { line }, attempts) {
    typed(recorder, line, attempts, spec.name)
  },
  wait: ({ recorder }, { ms }) => recorder.wait(ms),
  restart: ({ recorder }) => restart(recorder),
  repair: notSimulated,
  remove: notSimulated,
  'power-off': notSimulated,
}

function notSimulated(_server: BuiltServer, step: StepSpec): void {
  throw new RangeError(`step ${step.kind} is not simulated`)
}

function titleOf(step: StepSpec): string {
  switch (step.kind) {
    case 'install':
      return `install ${step.patch.kb} by ${step.by}`
    case 'command':
      return step.line
    default:
      return step.kind
  }
}

function typed(recorder: Recorder, line: string, attempts: Attempt[], server: string): Typed {
  const { exitCode, output } = runPrompt(recorder, line, order => attempt(recorder, server, order, attempts))
  recorder.note({ kind: 'command', line, exitCode, output })
  return { exitCode, output }
}

function installStep(
  server: BuiltServer,
  step: Extract<StepSpec, { kind: 'install' }>,
  attempts: Attempt[],
  options: SimulateOptions,
): void {
  const { recorder, spec } = server
  const kb = options.rollup ?? step.patch.kb
  recorder.expectDialogs(step.answers)
  attempt(
    recorder,
    spec.name,
    {
      mode: `${step.by}, ${step.ui === 'none' ? 'silent' : `${step.ui} user interface`}`,
      package: kb,
      updateClient: step.by === 'microsoft-update',
      call: run => installRollup(recorder, run, { ...step, kb, arch: step.arch ?? spec.arch }),
    },
    attempts,
  )
  recorder.expectDialogs({})
}

function attempt(recorder: Recorder, server: string, order: InstallerCall, attempts: Attempt[]): number {
  const startedAt = recorder.machine.now
  const from = recorder.facts.length
  const run = attempts.length
  const exitCode = order.call(run)
  const error = order.updateClient ? updateClientError(exitCode) : undefined
  const shown = recorder.facts.slice(from).flatMap(f => (f.body.kind === 'dialog' ? [f.body.text] : []))
  attempts.push({
    server,
    run,
    package: order.package,
    mode: order.mode,
    exitCode,
    updateClientError: error,
    dialogs: error ? [...shown, `Error Code: ${error}`] : shown,
    startedAt,
    endedAt: recorder.machine.now,
  })
  return exitCode
}

/** Unknown or unmodelled rollups are a mistake in the scenario, found before anything runs. */
export function unknownRollups(scenario: Scenario, replacement?: string): string[] {
  const named = scenario.steps.flatMap(s => (s.kind === 'install' ? [replacement ?? s.patch.kb] : []))
  const past = scenario.servers.flatMap(s => s.rollups.map(r => r.kb))
  return [...new Set([...named, ...past])].filter(kb => rollupOf(kb)?.listedOnly !== false)
}
