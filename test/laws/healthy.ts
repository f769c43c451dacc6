import fc from 'fast-check'
import { healthy as healthyServer } from '../../library/arbitraries/scenario.ts'
import { diagnose } from '../../sim/diagnosis/diagnose.ts'
import { evidenceFrom } from '../../sim/diagnosis/evidence.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { exerciseOf } from '../../sim/workbench/bundles.ts'
import { drawn } from './trial.ts'

/**
 * The negative set of whoever writes rules: servers that have lived for weeks, on which nothing is wrong and an update was
 * installed.
 */
const BUSY = ['low', 'normal', 'high'] as const

const lived = fc
  .record({ drawn: healthyServer, days: fc.constantFrom(30), busy: fc.constantFrom(...BUSY) })
  .map(({ drawn: { scenario, seed }, ...background }) => ({
    scenario: { ...scenario, servers: scenario.servers.map(server => ({ ...server, background })) },
    seed,
  }))

export const healthy = drawn({
  name: 'healthy',
  law: 'no rule claims a fault on a healthy server that has lived for a month, whatever looks alarming in it',
  sample: 2,
  whole: 200,
  marks: { 'an error of the installer': 100, 'something alarming': 200 },
  from: lived,
  broken({ scenario, seed }, reach) {
    const run = simulate(scenario, { seed })
    const { alarms, initial } = run.servers[0]!
    const numbers = new Set(alarms.map(({ log, number }) => `${log} ${number}`))
    const errors = initial.logs.Application.filter(
      ({ source, type, number }) =>
        source === 'MsiInstaller' && type === 'error' && numbers.has(`Application ${number}`),
    )
    if (errors.length > 0) reach('an error of the installer')
    if (alarms.length > 0) reach('something alarming')
    const { findings } = diagnose(evidenceFrom(exerciseOf('', run).evidence))
    const faults = findings.filter(({ role }) => role === 'fault')
    return faults.length === 0 ? undefined : `claimed: ${faults.map(({ cause }) => cause).join(', ')}`
  },
})
