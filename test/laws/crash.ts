import { once } from '../../library/arbitraries/once.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import { apply, clone } from '../../model/machine/apply.ts'
import { type Machine, registryKey, registryList } from '../../model/machine/machine.ts'
import {
  type Actor,
  type Attempt,
  type CallSpec,
  isCall,
  type Run,
  simulate,
  takeStep,
} from '../../sim/run/simulate.ts'
import type { Scenario, StepSpec } from '../../sim/scenario/spec.ts'
import type { FactBody } from '../../sim/server/facts.ts'
import { PowerLost } from '../../sim/server/recorder.ts'
import { bootAfterPowerLoss, restart } from '../../sim/server/restart.ts'
import { ALWAYS, differentFile, differentKey, type Law, type Observed, observe } from './laws.ts'
import { pointsOf, type Spot } from './points.ts'
import { scenarioById, scenarioIds } from './state.ts'

/**
 * Power is lost after any change of any step of any scenario, whoever makes it: the installer inside and outside its
 * transaction, a script, a command, a restart. The server boots, and somebody calls the installer.
 */
interface Place {
  readonly name: string
  readonly scenario: Scenario
  readonly seed: number
  readonly step: number
  readonly changes: number
}

type Moment = Pick<Place, 'scenario' | 'seed' | 'step'>

/** A server at the moment at which a step begins. */
interface Bench {
  readonly run: Run
  readonly index: number
  readonly actor: Actor
  readonly before: Machine
  readonly attempts: Attempt[]
  readonly step: StepSpec
}

const NEVER = Number.POSITIVE_INFINITY

function bench({ scenario, seed, step }: Moment): Bench {
  const run = simulate({ ...scenario, steps: scenario.steps.slice(0, step) }, { seed })
  const next = scenario.steps[step]!
  const index = Math.max(
    0,
    scenario.servers.findIndex(server => server.name === next.server),
  )
  const { recorder, machine } = run.servers[index]!
  recorder.planPowerLoss(NEVER)
  const actor = { spec: scenario.servers[index]!, recorder, alarms: [] }
  return { run, index, actor, before: clone(machine), attempts: [...run.attempts], step: next }
}

const take = ({ run, actor, attempts }: Bench, step: StepSpec): void =>
  takeStep(actor, step, attempts, { seed: run.seed })

const bodies = ({ actor }: Bench, from: number, to?: number): FactBody[] =>
  actor.recorder.facts.slice(from, to).map(fact => fact.body)

function changesOf(moment: Moment): number {
  const b = bench(moment)
  const from = b.actor.recorder.facts.length
  take(b, b.step)
  return bodies(b, from).filter(body => body.kind === 'change').length
}

/** Every step that changes anything. */
const places = once((): readonly Place[] =>
  scenarioIds().flatMap((id, i) => {
    const { scenario } = scenarioById(id)
    return scenario.steps
      .map((_, step): Place => {
        const moment = { scenario, seed: i + 1, step }
        return { name: `${id}, step ${step + 1}`, ...moment, changes: changesOf(moment) }
      })
      .filter(place => place.changes > 0)
  }),
)

export const powerLost = pointsOf({
  name: 'power-lost',
  law: 'wherever power is lost, the next call of the installer begins from what was before, or from what was committed',
  sample: 300,
  spots: (): Spot[] =>
    places().map(place => ({ name: place.name, count: place.changes, broken: n => broken(place, n) })),
})

/** The installer called next: that call again, or the scenario's last; by somebody who may, now silently, now at the wizard. */
function nextCall({ scenario, step }: Place, n: number): CallSpec {
  const cut = scenario.steps[step]!
  const { server: _here, ...call } = isCall(cut) ? cut : scenario.steps.filter(isCall).at(-1)!
  return { ...call, by: 'administrator', elevated: true, ui: n % 2 === 0 ? 'none' : 'full', answers: {} }
}

/** Loses power after the n-th change, boots, and calls the installer; what is wrong then, or undefined. */
function broken(place: Place, n: number): string | undefined {
  const b = bench(place)
  const { recorder } = b.actor
  const from = recorder.facts.length
  if (!losesPower(b, n)) return 'the power was not lost'
  const left = recorder.machine.journal.length
  const committed = left === 0 && hasCommitted(bodies(b, from))
  const boot = recorder.facts.length
  const initial = clone(recorder.machine)
  take(b, nextCall(place, n))
  const undone = left > 0 ? endOfRollback(b, boot) : boot
  if (undone === undefined) return 'the next call has not rolled back'
  const observed = observeNext(b, initial, boot)
  const atBoot = { ...observed, succeeded: true, server: { ...observed.server, machine: initial } }
  if (committed) return firstBroken(WHOLE, atBoot) ?? firstBroken(LAWS, observed)
  const changed = left > 0 || isCall(b.step) ? notAsBefore(place, machineAfter(b, from, undone)) : undefined
  return changed ?? firstBroken(LAWS, observed)
}

function losesPower(b: Bench, n: number): boolean {
  const { recorder } = b.actor
  const from = recorder.facts.length
  recorder.planPowerLoss(n)
  try {
    recorder.underPower(() => take(b, b.step))
  } catch (error) {
    if (!(error instanceof PowerLost)) throw error
    bootAfterPowerLoss(recorder)
  }
  return bodies(b, from).some(body => body.kind === 'power-lost')
}

/** A transaction has written, and nothing is left to undo although nobody has undone it. */
function hasCommitted(facts: readonly FactBody[]): boolean {
  const sinceUndone = facts.slice(facts.findLastIndex(body => body.kind === 'rollback') + 1)
  return sinceUndone.some(body => body.kind === 'change' && body.change.journal?.written)
}

/** Files and registry are as they were before the step, but for what a boot, or an earlier crash, would have changed. */
function notAsBefore(place: Place, machine: Machine): string | undefined {
  const expected = rested.get(place) ?? restOf(place)
  rested.set(place, expected)
  return differentFile(expected, machine) ?? differentKey(expected, machine)
}

const rested = new Map<Place, Machine>()

function restOf(place: Place): Machine {
  const b = bench(place)
  const { recorder } = b.actor
  const from = recorder.facts.length
  restart(recorder)
  if (recorder.machine.journal.length > 0) take(b, nextCall(place, 0))
  return machineAfter(b, from, endOfRollback(b, from) ?? recorder.facts.length)
}

/** Behind the fact that says so. */
function endOfRollback(b: Bench, from: number): number | undefined {
  const index = bodies(b, from).findIndex(body => body.kind === 'rollback' && body.phase === 'ended')
  return index < 0 ? undefined : from + index + 1
}

/** The machine as it was when fact `end` was told, without what a call keeps on the disk only while it lasts. */
function machineAfter({ actor: { recorder }, before }: Bench, from: number, end: number): Machine {
  const machine = clone(before)
  for (const { body } of recorder.facts.slice(from, end)) if (body.kind === 'change') apply(machine, body.change)
  for (const key of machine.files.keys()) {
    if (TRANSACTION.test(key) || (TEMPORARY.test(key) && !before.files.has(key))) machine.files.delete(key)
  }
  for (const key of machine.registry.keys()) if (BROUGHT.test(key)) machine.registry.delete(key)
  // What runs since the boot goes at the next one.
  const manager = registryKey(machine, SESSION_MANAGER)
  if (registryList(before, SESSION_MANAGER, PENDING_RENAMES).length === 0 && manager) {
    const values = new Map(manager.values)
    values.delete(PENDING_RENAMES.toLowerCase())
    machine.registry.set(SESSION_MANAGER.toLowerCase(), { ...manager, values })
  }
  return machine
}

const TRANSACTION = /^[a-z]:\\config\.msi|\.ipi$/
const TEMPORARY = /installer\\[0-9a-f]+\.msp$|temp\\~df[0-9a-f]+\.tmp$/
/** Of the open transaction; and the policy that a step brings along whose package is blocked. */
const BROUGHT = /\\installer\\(inprogress|rollback)|\\safer/

const LAWS = ALWAYS.filter(law => law.of !== 'single-call')
/** What is committed is committed whole. */
const WHOLE = ALWAYS.filter(law => law.of === 'success')

function observeNext({ run, index, actor, attempts, step }: Bench, initial: Machine, from: number): Observed {
  const server = { ...run.servers[index]!, initial, facts: actor.recorder.facts.slice(from) }
  const kb = step.kind === 'install' && step.patch.kind === 'rollup' ? step.patch.kb : undefined
  return observe({ ...run, servers: run.servers.with(index, server), attempts }, kb)
}

function firstBroken(laws: readonly Law[], observed: Observed): string | undefined {
  for (const law of laws) {
    const wrong = law.broken(observed)
    if (wrong !== undefined) return `${law.name}: ${wrong}`
  }
  return undefined
}
