import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { simulate } from '../../sim/simulate.ts'
import { held } from '../arbitraries/scenario.ts'
import { scenarioById } from './state.ts'

describe('a failed installation', () => {
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
      { numRuns: 300 },
    )
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
