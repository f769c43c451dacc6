import { readdirSync } from 'node:fs'
import { KEYS } from '../../model/installer/registration.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import { apply, type Change, clone } from '../../model/machine/change.ts'
import { WIN32 } from '../../model/machine/host.ts'
import { type Machine, registryKey, registryList } from '../../model/machine/machine.ts'
import { PowerLost } from '../../sim/run/recorder.ts'
import { restart } from '../../sim/run/restart.ts'
import { type BuiltServer, buildServer } from '../../sim/scenario/build.ts'
import type { Scenario, StepSpec } from '../../sim/scenario/spec.ts'
import { type CallSpec, installerCall } from '../../sim/simulate.ts'
import { differentFile, differentKey, orphan } from './laws.ts'
import { scenarioById } from './state.ts'

/**
 * One change of an installation is refused, or is the last before the power goes, or somebody presses Cancel. Whatever it
 * was, the rollback, at once or at the next call, leaves files and registry as they were.
 */

/** An installation that can be done again and again, with one thing going wrong in it. */
export interface Bench {
  readonly server: BuiltServer
  readonly before: Machine
  readonly install: () => number
  /** Whoever calls the installer next. */
  readonly installAgain: () => number
  /** What happens instead of the n-th change that belongs to the transaction. */
  readonly at: (n: number, happen: (change: Change) => number) => void
}

/** Where the microscope looks: a scenario's first installation with a seed. */
export interface Place {
  readonly name: string
  readonly scenario: Scenario
  readonly seed: number
  readonly changes: number
  /** How often the installer looks whether somebody has pressed Cancel. */
  readonly moments: number
}

/** What is half removed cannot be removed again, and the wizard would open it; a silent call reaches the service. */
function installing(step: CallSpec): CallSpec {
  return step.kind === 'remove'
    ? { ...step, ui: 'none', kind: 'install', patch: { kind: 'rollup', kb: step.rollup } }
    : step
}

const callsInstaller = (step: StepSpec): step is CallSpec => ['install', 'repair', 'remove'].includes(step.kind)

export function bench({ scenario, seed }: Pick<Place, 'scenario' | 'seed'>): Bench {
  const server = buildServer(scenario, 0, seed)
  const step = scenario.steps.find(callsInstaller)!
  const { call } = installerCall(server, step)
  return {
    server,
    before: clone(server.recorder.machine),
    install: () => call(0),
    installAgain: () => installerCall(server, installing(step)).call(1),
    at(n, happen) {
      let seen = 0
      server.recorder.interfere(change => (change.journal && ++seen === n ? happen(change) : 0))
    },
  }
}

function count(scenario: Scenario, seed: number): { changes: number; moments: number } {
  const { server, install } = bench({ scenario, seed })
  let changes = 0
  server.recorder.interfere(change => {
    if (change.journal) changes++
    return 0
  })
  // A patience that no run exhausts counts how often it is asked.
  const patience = 1_000_000
  server.recorder.cancelAt(patience)
  install()
  return { changes, moments: patience - server.recorder.patience() }
}

/** The first installation of every scenario whose transaction changes anything, with a seed of its own. */
export const PLACES: readonly Place[] = readdirSync('scenarios')
  .sort()
  .map((file, index): Place => {
    const { scenario } = scenarioById(file.replace('.yaml', ''))
    const seed = index + 1
    return { name: file, scenario, seed, ...count(scenario, seed) }
  })
  .filter(place => place.changes > 0)

/** Numbers from 1 to `most`, thinned evenly. */
export function pointsOf(most: number, thin: number): number[] {
  const points = new Set<number>()
  for (let n = 1; n <= most; n += thin) points.add(Math.floor(n))
  return [...points]
}

/** The machine as it was when fact `end` was told; what only an open transaction keeps on the disk is left out. */
export function machineAfter({ server, before }: Bench, end: number): Machine {
  const machine = clone(before)
  for (const { body } of server.recorder.facts.slice(0, end)) if (body.kind === 'change') apply(machine, body.change)
  for (const key of [...machine.files.keys()]) {
    const temporary = /^c:\\config\.msi|\.ipi$|installer\\[0-9a-f]+\.msp$/.test(key)
    if (temporary && !before.files.has(key)) machine.files.delete(key)
  }
  for (const key of [...machine.registry.keys()]) {
    if (/\\installer\\(inprogress|rollback)/.test(key)) machine.registry.delete(key)
  }
  // What runs since the boot goes at the next one.
  const manager = registryKey(machine, SESSION_MANAGER)
  if (registryList(before, SESSION_MANAGER, PENDING_RENAMES).length === 0 && manager) {
    const values = new Map(manager.values)
    values.delete(PENDING_RENAMES.toLowerCase())
    machine.registry.set(SESSION_MANAGER.toLowerCase(), { ...manager, values })
  }
  return machine
}

// ------------------------------------------------------------------------------------------------- what goes wrong

export interface Kind {
  readonly name: string
  /** How many points the tests take, spread evenly; `npm run campaign -- --points` takes every one. */
  readonly sample: number
  /** How many points there are. */
  readonly count: (place: Place) => number
  /** Lets it happen at point n; what is wrong afterwards, or undefined. */
  readonly broken: (place: Place, n: number) => string | undefined
}

export const KINDS: readonly Kind[] = [
  { name: 'access denied', sample: 1000, count: p => p.changes, broken: (p, n) => refused(p, n, WIN32.ACCESS_DENIED) },
  { name: 'disk full', sample: 1000, count: p => p.changes, broken: (p, n) => refused(p, n, WIN32.DISK_FULL) },
  { name: 'power lost', sample: 5000, count: p => p.changes, broken: powerLost },
  { name: 'Cancel', sample: 1000, count: p => p.moments, broken: cancelled },
]

const failed = (code: number): boolean => code === 1602 || code === 1603

function notRestored({ server, before }: Bench): string | undefined {
  const { machine } = server.recorder
  const left = machine.journal.length > 0 ? 'the journal is not empty' : undefined
  return differentFile(before, machine) ?? differentKey(before, machine) ?? left
}

function refused(place: Place, n: number, error: number): string | undefined {
  const b = bench(place)
  let emptiedKey = false
  b.at(n, change => {
    emptiedKey = change.kind === 'key' && change.before === true
    return error
  })
  const code = b.install()
  // A key that stays without any value is no reason to fail.
  if (emptiedKey && code === 0) return undefined
  return failed(code) ? notRestored(b) : `return code ${code}`
}

function cancelled(place: Place, n: number): string | undefined {
  const b = bench(place)
  b.server.recorder.cancelAt(n)
  const code = b.install()
  // After the commit there is nothing to go back to.
  if (b.server.recorder.facts.some(f => f.body.kind === 'committed')) return undefined
  return failed(code) ? notRestored(b) : `return code ${code}`
}

/** Loses power, boots, and calls the installer again: it undoes first, then does its own work. */
function powerLost(place: Place, n: number): string | undefined {
  const b = bench(place)
  const { recorder } = b.server
  b.at(n, () => {
    throw new PowerLost()
  })
  if (!losesPower(b)) return 'the power was not lost'
  recorder.interfere(undefined)
  const { machine } = recorder
  if (machine.journal.length !== n - 1) return `${machine.journal.length} changes in the journal`
  if (!machine.registry.has(KEYS.inProgress.toLowerCase())) return 'no sign of the open transaction'
  restart(recorder)
  const from = recorder.facts.length
  b.installAgain()
  const end = recorder.facts.findIndex((f, i) => i >= from && f.body.kind === 'rollback' && f.body.phase === 'ended')
  if (end < 0) return 'the next call has not rolled back'
  const undone = machineAfter(b, end)
  const open = machine.registry.has(KEYS.inProgress.toLowerCase()) || orphan(machine) !== undefined
  const rested = bench(place).server.recorder
  restart(rested)
  const expected = rested.machine
  return differentFile(expected, undone) ?? differentKey(expected, undone) ?? (open ? 'still locked' : undefined)
}

function losesPower(b: Bench): boolean {
  try {
    b.install()
    return false
  } catch (error) {
    if (error instanceof PowerLost) return true
    throw error
  }
}
