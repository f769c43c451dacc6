import { apply, type Change, clone } from '../../model/machine/change.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { installRollup } from '../../sim/run/install.ts'
import { type BuiltServer, buildServer } from '../../sim/scenario/build.ts'
import type { InstallSpec, Scenario } from '../../sim/scenario/spec.ts'
import { scenarioById } from './state.ts'

/** An installation that can be done again and again, with one thing going wrong in it. */
export interface Bench {
  readonly server: BuiltServer
  readonly before: Machine
  readonly install: () => number
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

export function bench({ scenario, seed }: Pick<Place, 'scenario' | 'seed'>): Bench {
  const server = buildServer(scenario, 0, seed)
  const step = scenario.steps.find((s): s is InstallSpec => s.kind === 'install')!
  const order = { ...step, kb: step.patch.kb, arch: server.spec.arch }
  return {
    server,
    before: clone(server.recorder.machine),
    install: () => installRollup(server.recorder, 0, order),
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

const IDS = ['clean-install', 'clean-install-sp1', 'file-in-use', 'file-in-use-interactive', 'saved-state-lost']
const SEEDS = [1, 2, 3]

export const PLACES: readonly Place[] = IDS.flatMap(id =>
  SEEDS.map(seed => {
    const { scenario } = scenarioById(id)
    return { name: `${id}, seed ${seed}`, scenario, seed, ...count(scenario, seed) }
  }),
)

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
  return machine
}
