import { once } from '../../library/arbitraries/once.ts'
import { clone } from '../../model/machine/apply.ts'
import type { Change } from '../../model/machine/change.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { WIN32 } from '../../model/words/systemErrors.ts'
import { installerCall, isCall } from '../../sim/run/simulate.ts'
import { type BuiltServer, buildServer } from '../../sim/scenario/build.ts'
import type { Scenario } from '../../sim/scenario/spec.ts'
import { differentFile, differentKey } from './laws.ts'
import { pointsOf, type Spot } from './points.ts'
import { scenarioById, scenarioIds } from './state.ts'

/**
 * One change of an installation is refused, or somebody presses Cancel. Whatever it was, the rollback leaves files and
 * registry as they were. Loss of power stands in crash.ts.
 */

/** An installation that can be done again and again, with one thing going wrong in it. */
interface Bench {
  readonly server: BuiltServer
  readonly before: Machine
  readonly install: () => number
  /** What happens instead of the n-th change that belongs to the transaction. */
  readonly at: (n: number, happen: (change: Change) => number) => void
}

/** Where the microscope looks: a scenario's first installation with a seed. */
interface Place {
  readonly name: string
  readonly scenario: Scenario
  readonly seed: number
  readonly changes: number
  /** How often the installer looks whether somebody has pressed Cancel. */
  readonly moments: number
}

function bench({ scenario, seed }: Pick<Place, 'scenario' | 'seed'>): Bench {
  const server = buildServer(scenario, 0, seed)
  const step = scenario.steps.find(isCall)!
  const { call } = installerCall(server, step)
  return {
    server,
    before: clone(server.recorder.machine),
    install: () => call(0),
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
const places = once((): readonly Place[] =>
  scenarioIds()
    .map((name, index): Place => {
      const { scenario } = scenarioById(name)
      const seed = index + 1
      return { name, scenario, seed, ...count(scenario, seed) }
    })
    .filter(place => place.changes > 0),
)

/** Lets it happen at point n of each place; what is wrong afterwards, or undefined. */
const spots =
  (count: (place: Place) => number, broken: (place: Place, n: number) => string | undefined) => (): Spot[] =>
    places().map(place => ({ name: place.name, count: count(place), broken: n => broken(place, n) }))

export const accessDenied = pointsOf({
  name: 'access-denied',
  law: 'whatever change is denied, a rollback leaves files and registry as they were',
  sample: 150,
  spots: spots(
    place => place.changes,
    (place, n) => refused(place, n, WIN32.ACCESS_DENIED),
  ),
})
export const diskFull = pointsOf({
  name: 'disk-full',
  law: 'whatever change meets a full disk, a rollback leaves files and registry as they were',
  sample: 150,
  spots: spots(
    place => place.changes,
    (place, n) => refused(place, n, WIN32.DISK_FULL),
  ),
})
export const cancel = pointsOf({
  name: 'cancel',
  law: 'whenever Cancel is pressed, a rollback leaves files and registry as they were',
  sample: 150,
  spots: spots(place => place.moments, cancelled),
})

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
