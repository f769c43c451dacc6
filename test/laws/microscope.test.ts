import { describe, expect, test } from 'vitest'
import { KEYS } from '../../model/installer/registration.ts'
import { apply, type Change, clone } from '../../model/machine/change.ts'
import { WIN32 } from '../../model/machine/host.ts'
import { fileAt, type Machine } from '../../model/machine/machine.ts'
import { installRollup } from '../../sim/run/install.ts'
import { PowerLost } from '../../sim/run/recorder.ts'
import { restart } from '../../sim/run/restart.ts'
import { type BuiltServer, buildServer } from '../../sim/scenario/build.ts'
import type { InstallSpec, Scenario } from '../../sim/scenario/spec.ts'
import { filesThatMatter, registryThatMatters, scenarioById } from './state.ts'

/**
 * The transaction under a microscope: one change of an installation is refused, or is the last before the power goes.
 * Whatever it was, the rollback, at once or at the next call, leaves files and registry as they were.
 */
const SCENARIOS = ['clean-install', 'clean-install-sp1', 'file-in-use'] as const

interface Bench {
  readonly server: BuiltServer
  readonly before: Machine
  install(): number
}

function bench(scenario: Scenario): Bench {
  const server = buildServer(scenario, 0, 1)
  const step = scenario.steps.find((s): s is InstallSpec => s.kind === 'install')!
  const order = { ...step, kb: step.patch.kb, arch: server.spec.arch }
  return {
    server,
    before: clone(server.recorder.machine),
    install: () => installRollup(server.recorder, 0, order),
  }
}

/** Stops at the n-th change that belongs to the transaction. */
function at(n: number, then: (change: Change) => number): (change: Change) => number {
  let seen = 0
  return change => (change.journal && ++seen === n ? then(change) : 0)
}

function journalLength(scenario: Scenario): number {
  const { server, install } = bench(scenario)
  let seen = 0
  server.recorder.interfere(change => {
    if (change.journal) seen++
    return 0
  })
  install()
  return seen
}

function expectRestored(machine: Machine, before: Machine): void {
  expect(filesThatMatter(machine)).toEqual(filesThatMatter(before))
  expect(registryThatMatters(machine)).toEqual(registryThatMatters(before))
}

/** Every point, evenly thinned to about so many. */
function points(count: number, most: number): number[] {
  const step = Math.max(1, count / most)
  const chosen = new Set<number>()
  for (let n = 1; n <= count; n += step) chosen.add(Math.floor(n))
  return [...chosen]
}

describe.each(SCENARIOS)('%s, one change refused', id => {
  const { scenario } = scenarioById(id)
  const changes = journalLength(scenario)

  test.each([
    ['access denied', WIN32.ACCESS_DENIED],
    ['disk full', WIN32.DISK_FULL],
  ] as const)(`%s at any of its ${changes} changes is rolled back`, (_, error) => {
    expect(changes).toBeGreaterThan(50)
    for (const n of points(changes, 300)) {
      const { server, before, install } = bench(scenario)
      server.recorder.interfere(at(n, () => error))
      const code = install()
      expect([1602, 1603]).toContain(code)
      expectRestored(server.recorder.machine, before)
      expect(server.recorder.machine.journal).toEqual([])
    }
  })
})

describe.each(SCENARIOS)('%s, power lost', id => {
  const { scenario } = scenarioById(id)
  const changes = journalLength(scenario)

  test(`after any of its ${changes} changes: the next call undoes it first, then does its own work`, () => {
    for (const n of points(changes, 150)) {
      const { server, before, install } = bench(scenario)
      const { recorder } = server
      recorder.interfere(
        at(n, () => {
          throw new PowerLost()
        }),
      )
      expect(install).toThrow(PowerLost)
      recorder.interfere(undefined)
      expect(recorder.machine.journal.length).toBe(n - 1)
      expect(recorder.machine.registry.has(KEYS.inProgress.toLowerCase())).toBe(true)
      restart(recorder)
      const from = recorder.facts.length
      install()
      const end = recorder.facts.findIndex(
        (f, i) => i >= from && f.body.kind === 'rollback' && f.body.phase === 'ended',
      )
      expect(end).toBeGreaterThan(from)
      expectRestored(machineAt(before, recorder.facts, end), before)
      expect(recorder.machine.registry.has(KEYS.inProgress.toLowerCase())).toBe(false)
      expect(fileAt(recorder.machine, 'C:\\Config.Msi')).toBeUndefined()
    }
  })
})

/** The machine as it was when fact `end` was told; what only the open transaction keeps on the disk is not compared. */
function machineAt(before: Machine, facts: BuiltServer['recorder']['facts'], end: number): Machine {
  const machine = clone(before)
  for (const { body } of facts.slice(0, end)) if (body.kind === 'change') apply(machine, body.change)
  for (const key of [...machine.files.keys()]) {
    if (key.startsWith('c:\\config.msi') || key.endsWith('.ipi') || /installer\\[0-9a-f]+\.msp$/.test(key)) {
      if (!before.files.has(key)) machine.files.delete(key)
    }
  }
  for (const key of [...machine.registry.keys()]) {
    if (/\\installer\\(inprogress|rollback)/.test(key)) machine.registry.delete(key)
  }
  return machine
}
