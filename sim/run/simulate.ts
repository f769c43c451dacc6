import { rollupOf } from '../../model/exchange/builds.ts'
import { clone, type Writable } from '../../model/machine/apply.ts'
import { dispatch, type Table } from '../../model/machine/dispatch.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { leafOf } from '../../model/machine/names.ts'
import { type PromptResult, runPrompt } from '../prompt/prompt.ts'
import type { Seat } from '../prompt/window/session.ts'
import { type BuiltServer, buildServer, type Origin } from '../scenario/build.ts'
import type { Choice } from '../scenario/choice.ts'
import { wordsOf } from '../scenario/identity.ts'
import type { InstallSpec, PatchRef, RemoveSpec, RepairSpec, Scenario, StepSpec } from '../scenario/spec.ts'
import type { Alarm } from '../server/background/background.ts'
import { liveOn } from '../server/background/onward.ts'
import type { Fact } from '../server/facts.ts'
import { type InstallerCall, installRollup, removeUpdate, repairProduct, updateClientError } from '../server/install.ts'
import { Ended, PowerLost, type Recorder } from '../server/recorder.ts'
import { bootAfterPowerLoss, restart } from '../server/restart.ts'
import { offered } from '../server/updateClient.ts'
import { letUsersIn } from './proxying.ts'

/**
 * A scenario, step by step: every server is built, every step taken, every call of the installer noted. Knows no cause,
 * and nothing of what a step does to a machine.
 */

/** A scenario simulated: per server the machine before, the facts, and the machine after. */
export interface Run extends Choice {
  readonly scenario: Scenario
  readonly servers: readonly ServerRun[]
  readonly attempts: readonly Attempt[]
}

export interface ServerRun {
  readonly name: string
  readonly initial: Machine
  readonly facts: readonly Fact[]
  readonly machine: Machine
  readonly past: readonly number[]
  readonly origins: readonly Origin[]
  /** Records of its everyday life that look alarming, and are no part of what happened. */
  readonly alarms: readonly Alarm[]
  /** The scenario has an answer key: it lists causes, or marks entries. */
  readonly keyed: boolean
  /** Goes on where the scenario ended. */
  readonly recorder: Recorder
  /**
   * Types a line at the server's prompt. What it does is appended to `facts`, and installs to the run's `attempts`. Without
   * a seat it is a line of a script, which waits for what it starts.
   */
  readonly type: (line: string, seat?: Seat) => PromptResult
}

/** One call of the installer, as the person or the update client saw it. */
export interface Attempt {
  readonly server: string
  readonly run: number
  readonly package: string
  readonly mode: string
  /** Null when the call never returned: the power went, or somebody ended it. */
  readonly exitCode: number | null
  readonly updateClientError: string | undefined
  readonly dialogs: readonly string[]
  readonly startedAt: number
  readonly endedAt: number
}

export interface SimulateOptions extends Choice {
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
  usersSignIn(built)
  const servers = built.map((server, i) => serverRun(server, initial[i]!, attempts, scenario))
  const { seed, rollup, logLevel } = options
  return { scenario, seed, rollup, logLevel, servers, attempts }
}

/** Steps that the answer key calls a mistake. */
function stepOrigins({ steps }: Scenario): Origin[] {
  return steps.flatMap(({ cause }, step) =>
    cause ? [{ path: `steps[${step}]`, cause, changes: [], refused: 0, step }] : [],
  )
}

const isKeyed = ({ causes, servers, steps }: Scenario): boolean =>
  causes.length > 0 || [...servers.flatMap(({ change }) => change), ...steps].some(({ cause }) => cause !== undefined)

function serverRun(
  { spec, recorder, ...built }: BuiltServer,
  initial: Writable,
  attempts: Attempt[],
  scenario: Scenario,
): ServerRun {
  const origins = [...built.origins, ...stepOrigins(scenario)]
  const keyed = isKeyed(scenario)
  const type = (line: string, seat?: Seat): PromptResult => {
    recorder.begin(wordsOf({ kind: 'command', line }))
    return typed(recorder, line, attempts, spec.name, seat)
  }
  const { machine, facts } = recorder
  const { past, alarms } = built
  return { name: spec.name, initial, facts, machine, past, origins, alarms, keyed, recorder, type }
}

/** As after the last step, and again after whatever is done then. */
export const usersSignIn = (servers: readonly Pick<BuiltServer, 'recorder'>[]): void =>
  letUsersIn(servers, server => catchUp(servers, server))

/** All servers live in the same time: a step begins when the steps before it have ended, wherever they were. */
function catchUp(built: readonly Pick<BuiltServer, 'recorder'>[], server: Pick<BuiltServer, 'recorder'>): void {
  const latest = Math.max(...built.map(b => b.recorder.machine.now))
  server.recorder.wait(Math.max(0, latest - server.recorder.machine.now))
}

/** A server on which something can be done. */
export type Actor = Pick<BuiltServer, 'spec' | 'recorder' | 'alarms'>

/** Does what a step says, on its server; calls of the installer are appended to `attempts`. */
export function takeStep(server: Actor, step: StepSpec, attempts: Attempt[], options: SimulateOptions): void {
  const { recorder } = server
  recorder.begin(wordsOf(step))
  recorder.note({ kind: 'step-started', title: titleOf(step, options.rollup) })
  dispatch(STEPS, step, server, attempts, options)
}

const STEPS: Table<StepSpec, [server: Actor, attempts: Attempt[], options: SimulateOptions], void> = {
  install: callStep,
  command({ line }, { recorder, spec }, attempts) {
    typed(recorder, line, attempts, spec.name)
  },
  wait: ({ ms }, { recorder }) => recorder.wait(ms),
  live: (life, { recorder, spec, alarms }) => alarms.push(...liveOn(recorder, spec.roles, life)),
  restart: (_, { recorder }) => restart(recorder),
  repair: callStep,
  remove: callStep,
  'power-off': ({ afterChange }, { recorder }) => recorder.planPowerLoss(afterChange),
}

/** The steps that call the installer. */
export type CallSpec = InstallSpec | RepairSpec | RemoveSpec

export function isCall(step: StepSpec): step is CallSpec {
  return step.kind === 'install' || step.kind === 'repair' || step.kind === 'remove'
}

/** The call that a step makes, as it is written or with what was chosen instead. */
export function installerCall({ recorder, spec }: Actor, written: CallSpec, chosen: Chosen = {}): InstallerCall {
  const { rollup, logLevel } = chosen
  const step =
    logLevel === undefined
      ? written
      : { ...written, ...(written.log && { log: { ...written.log, letters: logLevel } }) }
  const shown = step.ui === 'none' ? 'silent' : `${step.ui} user interface`
  const how = { mode: `${step.by}, ${shown}`, updateClient: step.by === 'microsoft-update' }
  switch (step.kind) {
    case 'install': {
      const kb = rollup ?? step.patch.kb
      const forRollup = step.patch.kind === 'interim' && !rollup ? step.patch.forRollup : undefined
      const order = { ...step, kb, forRollup, arch: step.arch ?? spec.arch }
      return { package: kb, ...how, call: run => installRollup(recorder, run, order) }
    }
    case 'repair':
      return {
        package: leafOf(step.packagePath),
        ...how,
        call: run => repairProduct(recorder, run, step.packagePath, step),
      }
    case 'remove':
      return { package: step.rollup, ...how, call: run => removeUpdate(recorder, run, step.rollup, step) }
  }
}

type Chosen = Pick<Choice, 'rollup' | 'logLevel'>

/** What the step says to dialogs holds for its own call only. */
function callStep(step: CallSpec, server: Actor, attempts: Attempt[], options: SimulateOptions): void {
  const { recorder, spec } = server
  const call = installerCall(server, step, options)
  if (step.kind === 'install' && call.updateClient && !offered(recorder, call.package)) return
  recorder.expectDialogs(step.answers)
  attempt(recorder, spec.name, call, attempts)
  recorder.expectDialogs({})
}

function titleOf(step: StepSpec, rollup?: string): string {
  switch (step.kind) {
    case 'install':
      return `install ${rollup ?? step.patch.kb} by ${step.by}`
    case 'repair':
      return `repair with ${leafOf(step.packagePath)}`
    case 'remove':
      return `remove ${step.rollup} by ${step.by}`
    case 'command':
      return step.line
    case 'live':
      return step.days === 1 ? '1 day passes' : `${step.days} days pass`
    default:
      return step.kind
  }
}

function typed(recorder: Recorder, line: string, attempts: Attempt[], server: string, seat?: Seat): PromptResult {
  const result = runPrompt(recorder, line, order => attempt(recorder, server, order, attempts), seat)
  const { exitCode, output } = result
  recorder.note({ kind: 'command', line, exitCode, output })
  return result
}

function attempt(recorder: Recorder, server: string, order: InstallerCall, attempts: Attempt[]): number {
  const startedAt = recorder.machine.now
  const from = recorder.facts.length
  const run = attempts.length
  const { package: name, mode } = order
  const begun = {
    server,
    run,
    package: name,
    mode,
    exitCode: null,
    updateClientError: undefined,
    dialogs: [],
    startedAt,
  }
  // Another call may come while this one is under way.
  attempts.push({ ...begun, endedAt: startedAt })
  const end = returned(recorder, () => order.call(run))
  const exitCode = typeof end === 'number' ? end : null
  const error = order.updateClient && exitCode !== null ? updateClientError(exitCode) : undefined
  const shown = recorder.facts.slice(from).flatMap(f => (f.body.kind === 'dialog' ? [f.body.text] : []))
  attempts[run] = {
    ...begun,
    exitCode,
    updateClientError: error,
    dialogs: error ? [...shown, `Error Code: ${error}`] : shown,
    endedAt: recorder.machine.now,
  }
  if (end === 'power-lost') bootAfterPowerLoss(recorder)
  if (end === 'ended') recorder.note({ kind: 'call-ended', run })
  return exitCode ?? NOTHING_RETURNED
}

/** What a call returns, or why it never did. */
function returned(recorder: Recorder, call: () => number): number | 'power-lost' | 'ended' {
  try {
    return recorder.underPower(call)
  } catch (error) {
    if (error instanceof PowerLost) return 'power-lost'
    if (error instanceof Ended) return 'ended'
    throw error
  }
}

/** Whoever waited for the call is gone as well; a line of several commands does not go on. */
const NOTHING_RETURNED = 1

/** Unknown rollups are a mistake in the scenario, found before anything runs. */
export function unknownRollups(scenario: Scenario, replacement?: string): string[] {
  const named = scenario.steps.flatMap(s => (s.kind === 'install' ? [replacement ?? rollupNamed(s.patch)] : []))
  const past = scenario.servers.flatMap(s => s.rollups.map(rollupNamed))
  return [...new Set([...named, ...past])].filter(kb => !rollupOf(kb))
}

/** The rollup that a reference is about: itself, or that of the interim update. */
export function rollupNamed(patch: PatchRef): string {
  return patch.kind === 'interim' ? patch.forRollup : patch.kb
}
