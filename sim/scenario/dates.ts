import { DAY, fromCivil, parseLocal } from '../../model/machine/time.ts'
import { entriesOf, fieldOf, type Mapping } from '../written/paths.ts'
import type { KeyRule } from '../written/rules.ts'

/**
 * Whether every moment of a scenario can be dated. An event log of Server 2003 counts seconds since 1970 in 32 bits, which
 * end in February 2106. What a run takes besides its waits is not known here: it is bounded from above.
 */
const LAST = fromCivil({ year: 2106, month: 1, day: 1 })

export const canBeDated: KeyRule<Mapping> = scenario => {
  const { start, steps } = scenario
  if (typeof start !== 'string') return []
  const zone = fieldOf(entriesOf(scenario.servers)[0], 'zone')
  const stops = stopsOf(scenario)
  let now = parseLocal(start, numberOr0(zone))
  const beyond = entriesOf(steps).findIndex(step => {
    now += stops + HOUR + longestOf(step)
    return now >= LAST
  })
  if (beyond < 0) return []
  return [
    {
      path: ['steps', beyond],
      message: 'this step may end after the year 2105, and an event log cannot date that',
      allowed: ['an earlier start', 'shorter waits'],
    },
  ]
}

const HOUR = 3_600_000
const numberOr0 = (value: unknown): number => (Number.isFinite(value) ? Number(value) : 0)
const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** What all services together take to stop, which a step may wait for; read or not, a time is a number of milliseconds. */
function stopsOf({ servers }: Mapping): number {
  const changes = entriesOf(servers).flatMap(server => entriesOf(fieldOf(server, 'change')))
  return sum(changes.map(change => numberOr0(fieldOf(change, 'stopMs'))))
}

/** The longest that a step waits by what it says. Every eight characters of a command may be a wait of an hour. */
function longestOf(step: unknown): number {
  const answers = Object.values((fieldOf(step, 'answers') ?? {}) as object).flatMap(entriesOf)
  const line = fieldOf(step, 'line')
  const typed = typeof line === 'string' ? line.length / 8 : 0
  return (
    numberOr0(fieldOf(step, 'ms')) +
    numberOr0(fieldOf(step, 'days')) * DAY +
    sum(answers.map(answer => numberOr0(fieldOf(answer, 'afterMs')))) +
    typed * HOUR
  )
}
