import { readdirSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeBundle } from '../../sim/bundle/bundle.ts'
import { type Run, simulate } from '../../sim/run/simulate.ts'
import type { Expectation } from '../../sim/scenario/spec.ts'
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

const SCENARIOS = readdirSync('scenarios')
  .filter(name => name.endsWith('.yaml'))
  .map(name => name.slice(0, -'.yaml'.length))

describe('the scenarios of the project', () => {
  test.each(SCENARIOS)('%s ends as its answer key says with 50 seeds, three of them rendered', id => {
    const { scenario, text } = scenarioById(id)
    for (let seed = 1; seed <= 50; seed++) {
      const run = simulate(scenario, { seed })
      expect(outcome(run), `seed ${seed}`).toMatchObject(scenario.expect)
      if (seed <= 3) expect(makeBundle(run, options(id, text)).length).toBeGreaterThan(10)
    }
  })
})

/** What an answer key may say, as the run says it. */
function outcome({ attempts, servers }: Run): Expectation {
  const { initial, machine, facts } = servers[0]!
  const failed = facts.find(f => f.body.kind === 'action-ended' && f.body.value === 3)
  return {
    exitCodes: attempts.map(({ exitCode }) => exitCode),
    firstReturnValue3: failed?.body.kind === 'action-ended' ? failed.body.action : null,
    events: machine.logs.Application.slice(initial.logs.Application.length)
      .filter(e => e.source === 'MsiInstaller')
      .map(e => e.id),
  }
}

const options = (scenarioName: string, scenarioText: string) => ({ scenarioName, scenarioText, toolVersion: '0.0.0' })
