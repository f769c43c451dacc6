import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patchCode, product, rollupOf } from '../../model/exchange/builds.ts'
import { filesOf } from '../../model/exchange/contents.ts'
import { installedFiles, installRoot } from '../../model/exchange/files.ts'
import { KEYS, localPatch, registeredPatches } from '../../model/installer/registration.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../model/installer/transaction.ts'
import { apply, clone, invert } from '../../model/machine/change.ts'
import { fileAt, registryList, registryNumber, within } from '../../model/machine/machine.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { faulty, healthy, held } from '../arbitraries/scenario.ts'
import { dumpMachine, filesThatMatter, registryThatMatters, scenarioById, servicesThatMatter } from './state.ts'

const RUNS = 300
const succeeded = (code: number): boolean => code === 0 || code === 3010

describe('a failed installation', () => {
  test('leaves files and registry as they were, but for what the real thing leaves behind', () => {
    let failures = 0
    fc.assert(
      fc.property(faulty, ({ scenario, seed }) => {
        const run = simulate(scenario, { seed })
        const server = run.servers[0]!
        const code = run.attempts[0]!.exitCode
        // A failure after the commit leaves the files patched: AfterPatch is outside the transaction.
        const committed = server.facts.some(f => f.body.kind === 'committed')
        fc.pre(!succeeded(code) && !committed)
        failures++
        expect(filesThatMatter(server.machine)).toEqual(filesThatMatter(server.initial))
        expect(registryThatMatters(server.machine)).toEqual(registryThatMatters(server.initial))
      }),
      { numRuns: RUNS, maxSkipsPerRun: 20 },
    )
    expect(failures).toBeGreaterThanOrEqual(RUNS)
  })

  test('with a held file leaves the controlled services stopped and disabled, because no rollback knows of it', () => {
    fc.assert(
      fc.property(held, ({ scenario, seed }) => {
        const run = simulate(scenario, { seed })
        const server = run.servers[0]!
        expect(run.attempts[0]!.exitCode).toBe(1603)
        const disabled = [...server.machine.services.values()].filter(s => s.start === 'disabled')
        expect(disabled.length).toBeGreaterThan(0)
        for (const service of disabled) expect(service.state).toBe('stopped')
        expect(server.facts.some(f => f.body.kind === 'rollback')).toBe(true)
      }),
      { numRuns: RUNS },
    )
  })
})

describe('a clean installation', () => {
  test('registers the rollup, gives its files its build and leaves the services as they were', () => {
    fc.assert(
      fc.property(healthy, ({ scenario, seed, kb }) => {
        const run = simulate(scenario, { seed })
        const { machine, initial } = run.servers[0]!
        const spec = scenario.servers[0]!
        const rollup = rollupOf(kb)!
        const code = patchCode(kb, spec.arch)
        expect(run.attempts[0]!.exitCode).toBe(0)
        expect(registeredPatches(machine, product.code)).toContain(code)
        expect(registryNumber(machine, KEYS.userPatch(product.code, code), 'State')).toBe(1)
        expect(fileAt(machine, localPatch(machine, code)!)?.content).toEqual({ kind: 'package', code })
        const present = new Set(installedFiles(spec.roles, rollup.baseline).map(f => f.path))
        for (const file of filesOf(rollup)) {
          if (file.versioned && present.has(file.path)) {
            expect(fileAt(machine, installRoot + file.path)?.version).toBe(rollup.version)
          }
        }
        expect(servicesThatMatter(machine)).toEqual(servicesThatMatter(initial))
      }),
      { numRuns: RUNS },
    )
  })

  test('supersedes the rollups before it, which stay registered and cached', () => {
    fc.assert(
      fc.property(healthy, ({ scenario, seed }) => {
        const { machine } = simulate(scenario, { seed }).servers[0]!
        for (const { kb } of scenario.servers[0]!.rollups) {
          const code = patchCode(kb, 'x64')
          expect(registryNumber(machine, KEYS.userPatch(product.code, code), 'State')).toBe(2)
          expect(fileAt(machine, localPatch(machine, code)!)).toBeDefined()
        }
      }),
      { numRuns: 100 },
    )
  })
})

describe('any run', () => {
  test('read backwards gives the machine at the start', () => {
    fc.assert(
      fc.property(faulty, ({ scenario, seed }) => {
        const server = simulate(scenario, { seed }).servers[0]!
        const machine = clone(server.machine)
        for (const { body } of [...server.facts].reverse()) {
          if (body.kind === 'change') apply(machine, invert(body.change))
        }
        expect(dumpMachine(machine)).toEqual(dumpMachine(server.initial))
      }),
      { numRuns: RUNS },
    )
  })

  test('read forwards gives the machine at the end', () => {
    fc.assert(
      fc.property(faulty, ({ scenario, seed }) => {
        const server = simulate(scenario, { seed }).servers[0]!
        const machine = clone(server.initial)
        for (const { body } of server.facts) if (body.kind === 'change') apply(machine, body.change)
        expect(dumpMachine(machine)).toEqual(dumpMachine(server.machine))
      }),
      { numRuns: 100 },
    )
  })

  test('has times that never go back, and record numbers that rise by one', () => {
    fc.assert(
      fc.property(faulty, ({ scenario, seed }) => {
        const { facts, machine } = simulate(scenario, { seed }).servers[0]!
        for (let i = 1; i < facts.length; i++) expect(facts[i]!.at).toBeGreaterThanOrEqual(facts[i - 1]!.at)
        for (const records of Object.values(machine.logs)) {
          records.forEach((record, i) => {
            expect(record.number).toBe(i + 1)
            if (i > 0) expect(record.time).toBeGreaterThanOrEqual(records[i - 1]!.time)
          })
        }
      }),
      { numRuns: 100 },
    )
  })

  test('unlocks the server: no transaction, no mutex, no script folder stays', () => {
    fc.assert(
      fc.property(faulty, ({ scenario, seed }) => {
        const { machine } = simulate(scenario, { seed }).servers[0]!
        expect(machine.settings.installMutex).toBe(0)
        expect(machine.registry.has(KEYS.inProgress.toLowerCase())).toBe(false)
        // Only an old file that somebody still runs stays, and a restart is due to remove it.
        const pending = registryList(machine, SESSION_MANAGER, PENDING_RENAMES).join()
        for (const file of within(machine, 'C:\\Config.Msi')) expect(pending).toContain(file.path)
        if (pending === '') expect(fileAt(machine, 'C:\\Config.Msi')).toBeUndefined()
      }),
      { numRuns: RUNS },
    )
  })

  test('ends with events that agree with its return code', () => {
    const seen = new Set<number>()
    fc.assert(
      fc.property(faulty, ({ scenario, seed }) => {
        const run = simulate(scenario, { seed })
        const code = run.attempts[0]!.exitCode
        seen.add(code)
        const before = run.servers[0]!.initial.logs.Application.length
        const events = run.servers[0]!.machine.logs.Application.slice(before).filter(e => e.source === 'MsiInstaller')
        const ids = events.map(e => e.id)
        const update = events.find(e => [1022, 1023, 1024].includes(e.id))
        if (succeeded(code)) {
          expect(ids).toContain(1022)
          expect(ids).toContain(11_728)
        } else if (update) {
          expect(update.strings[2]).toBe(String(code))
          const logged = run.servers[0]!.facts.some(f => f.body.kind === 'log-opened')
          expect(update.id).toBe(logged ? 1023 : 1024)
        }
      }),
      { numRuns: RUNS },
    )
    // The law says little if nothing happens: these outcomes must have been among the runs.
    for (const code of [0, 1603, 1602, 3010, 1601]) expect([...seen]).toContain(code)
  })
})

describe('the scenarios of the project', () => {
  test.each(['clean-install', 'clean-install-sp1', 'file-in-use', 'file-in-use-interactive', 'saved-state-lost'])(
    '%s ends as its answer key says, whatever the seed',
    id => {
      const { scenario } = scenarioById(id)
      for (let seed = 1; seed <= 20; seed++) {
        const run = simulate(scenario, { seed })
        expect(run.attempts.map(a => a.exitCode)).toEqual(scenario.expect.exitCodes)
        const { initial, machine, facts } = run.servers[0]!
        const ids = machine.logs.Application.slice(initial.logs.Application.length)
          .filter(e => e.source === 'MsiInstaller')
          .map(e => e.id)
        expect(ids).toEqual(scenario.expect.events)
        const failed = facts.find(f => f.body.kind === 'action-ended' && f.body.value === 3)
        const first = failed?.body.kind === 'action-ended' ? failed.body.action : null
        expect(first).toBe(scenario.expect.firstReturnValue3)
      }
    },
  )
})
