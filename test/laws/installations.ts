import { faulty, healthy, held } from '../../library/arbitraries/scenario.ts'
import { simulate } from '../../sim/run/simulate.ts'
import { ALWAYS, type Observed, observe, SOMETIMES } from './laws.ts'
import { drawn } from './trial.ts'

/** The laws of an installation, on servers and with faults that are drawn. */

/** The first law that does not hold, with what is wrong. */
function brokenLaw(observed: Observed): string | undefined {
  for (const law of ALWAYS) {
    const detail = law.broken(observed)
    if (detail !== undefined) return `${law.name}: ${detail}`
  }
  return undefined
}

export const anyFault = drawn({
  name: 'any-fault',
  law: `the ${ALWAYS.length} laws of an installation hold with anything wrong`,
  sample: 400,
  whole: 1000,
  marks: Object.fromEntries(SOMETIMES.map(({ name }) => [name, 1])),
  from: faulty,
  broken({ scenario, seed, kb }, reach) {
    const observed = observe(simulate(scenario, { seed }), kb)
    for (const mark of SOMETIMES) if (mark.reached(observed)) reach(mark.name)
    return brokenLaw(observed)
  },
})

export const noFault = drawn({
  name: 'no-fault',
  law: `the ${ALWAYS.length} laws of an installation hold with nothing wrong, and it succeeds`,
  sample: 150,
  whole: 1000,
  from: healthy,
  broken({ scenario, seed, kb }) {
    const observed = observe(simulate(scenario, { seed }), kb)
    const { exitCode } = observed.attempt
    return exitCode === 0 ? brokenLaw(observed) : `return code ${exitCode}`
  },
})

export const heldFile = drawn({
  name: 'held-file',
  law: 'a file in use fails it and leaves the controlled services stopped and disabled, because no rollback knows of them',
  sample: 60,
  whole: 300,
  from: held,
  broken({ scenario, seed }) {
    const { attempts, servers } = simulate(scenario, { seed })
    const { machine, facts } = servers[0]!
    const { exitCode } = attempts[0]!
    if (exitCode !== 1603) return `return code ${exitCode}`
    const disabled = [...machine.services.values()].filter(({ start }) => start === 'disabled')
    if (disabled.length === 0) return 'no service is disabled'
    const runs = disabled.find(({ state }) => state !== 'stopped')
    if (runs) return `${runs.name} is disabled and ${runs.state}`
    return facts.some(({ body }) => body.kind === 'rollback') ? undefined : 'no rollback'
  },
})
