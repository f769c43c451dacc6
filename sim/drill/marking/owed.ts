import { PUBLISHING_KEY } from '../../../model/exchange/server.ts'
import type { Change } from '../../../model/machine/change.ts'
import { type Machine, registryValue, serviceNamed } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { DELETE_SAVED_STATE } from '../../remedy/debts.ts'
import type { Fact } from '../../server/facts.ts'
import type { Course } from './course.ts'
import { statesLost } from './harm.ts'
import { listed, type Mark, onServer } from './mark.ts'
import type { Owed } from './right.ts'

/**
 * What is still to be done where everything works: logging off, state files gone, a restart that waits, checks of certificates
 * back on, the program that held a file running again. What somebody has only made himself owe gives no points when it is
 * done, and costs while it is not.
 */
const OWN_DEBT = 5

export function markOwed(course: Course, of: number): Mark {
  const textOf = ({ server, text }: Owed): string => onServer(course.run, server, text)
  const [before, still] = [course.opening.owed.map(textOf), course.owed.map(textOf)]
  const own = [...still.filter(text => !before.includes(text)), ...leftOff(course), ...leftEnded(course)]
  const left = [...before.filter(text => still.includes(text)), ...own]
  const lost = before.filter(text => !left.includes(text) && isLost(course, text))
  const why = [
    ...(left.length > 0 ? [`Still to be done: ${listed(left)}.`] : []),
    ...(lost.length > 0 ? [`Nothing is earned by what was lost too early: ${listed(lost)}.`] : []),
  ]
  return {
    points: owedPoints(before, [...left, ...lost], of),
    why: why.length === 0 ? 'Nothing is owed.' : why.join(' '),
  }
}

/** The saved state of the services has gone while they are not as they were, which pays nothing. */
const isLost = (course: Course, owed: string): boolean =>
  statesLost(course).some(
    ({ server }) =>
      owed === onServer(course.run, server, DELETE_SAVED_STATE) &&
      course.wrong.some(row => row.part === 'services' && row.server === server),
  )

export function owedPoints(before: readonly string[], left: readonly string[], of: number): number {
  const met = before.filter(text => !left.includes(text)).length
  const own = left.filter(text => !before.includes(text)).length
  return of * (before.length === 0 ? 1 : met / before.length) - OWN_DEBT * own
}

/** A check that was turned off for the installation. */
function leftOff({ run, opening, right }: Course): string[] {
  return run.servers.flatMap(({ name, machine }, i) => {
    const stateIn = (where: typeof machine): unknown => registryValue(where, PUBLISHING_KEY, 'State')?.data
    const now = stateIn(machine)
    const isRight = now === stateIn(opening.machines.get(name)!) || now === stateIn(right.twin.run.servers[i]!.machine)
    return isRight ? [] : [onServer(run, name, `let certificates be checked as before: State under ${PUBLISHING_KEY}`)]
  })
}

/** Programs that somebody has ended and nobody has started since. Services are compared with the twin's. */
function leftEnded({ traced, run, right }: Course): string[] {
  const left = traced.flatMap(({ fact, server, bySystem }) => {
    const healthy = right.twin.run.servers[run.servers.indexOf(server)]!.machine
    const program = fact.body.kind === 'change' && !bySystem ? endedBy(fact.body.change, healthy) : undefined
    if (program === undefined || isStarted(server.facts.slice(server.facts.indexOf(fact)), program)) return []
    return [onServer(run, server.name, `start ${program} again`)]
  })
  return [...new Set(left)]
}

const isStarted = (since: readonly Fact[], program: string): boolean =>
  since.some(({ body }) => {
    const started = body.kind === 'change' && body.change.kind === 'process' && !body.change.before && body.change.after
    return started && fold(started.path) === fold(program)
  })

/** Path of a program that a scenario has brought. What Windows runs, and the services of the twin, are told by those. */
function endedBy(change: Change, healthy: Machine): string | undefined {
  if (change.kind !== 'process' || !change.before || change.after) return undefined
  const { name, path, services } = change.before
  const isTold = healthy.processNumbers.known.has(fold(name)) || services.some(one => serviceNamed(healthy, one))
  return isTold ? undefined : path
}
