import { isInstalledCode } from '../../../model/installer/actionStatus.ts'
import { debts } from '../../remedy/debts.ts'
import { isInForce } from '../../remedy/policies.ts'
import { repair } from '../../remedy/repair.ts'
import { type Part, rowsOf, type StateRow } from '../../remedy/state.ts'
import { type Twin, twinOf } from '../../remedy/twin.ts'
import type { Run, ServerRun } from '../../run/simulate.ts'
import type { Choice } from '../../scenario/choice.ts'
import type { Scenario, StepSpec } from '../../scenario/spec.ts'

/**
 * How the servers are where everything is right: as the healthy twin, or as one of the others on which nothing is wrong
 * either. Reads the answer key. Does not know what was done to get there.
 */
export interface Right {
  readonly twin: Twin
  /** Something that was wanted and that nobody offered can be done by hand as well: the servers then. */
  readonly byHand: Run | undefined
  /** Whether all advice comes down to giving up what stands on the servers; looked at once. */
  readonly isBeyondRepair: () => boolean
  /** By server, in their order: how each is on the twin, and on the others. */
  readonly states: readonly (readonly Rows[])[]
}

/** What of a server counts, by the name of the row. */
type Rows = ReadonlyMap<string, StateRow>

/** A policy that makes nothing otherwise is as good as none. */
const rowsByName = ({ machine }: Standing): Rows => {
  const rows = rowsOf(machine).filter(({ part, name }) => part !== 'policies' || isInForce(machine, name))
  return new Map(rows.map(row => [row.name, row]))
}

export function rightOf(scenario: Scenario, choice: Choice, opening: Run): Right {
  const twin = twinOf(scenario, choice)
  const byHand = twin.refused && wasNotOffered(opening) ? twinOf(doneByHand(scenario), choice).run : undefined
  const others = [
    ...(hasUnmarked(scenario) ? [twinOf(withoutUnmarked(scenario), choice).run] : []),
    ...(nothingIsWrong(scenario, opening) ? [opening] : []),
    ...(byHand ? [byHand] : []),
  ]
  const runs = [twin.run, ...others]
  let beyond: boolean | undefined
  const isBeyondRepair = (): boolean => {
    beyond ??= repair(scenario, choice).result.outcome === 'rebuild'
    return beyond
  }
  return {
    twin,
    byHand,
    isBeyondRepair,
    states: opening.servers.map((_, i) => runs.map(run => rowsByName(run.servers[i]!))),
  }
}

/** What the scenario has left as it was, and nobody calls a fault, may stay or go. */
function hasUnmarked({ servers }: Scenario): boolean {
  const entries = servers.flatMap(({ change }) => change)
  return entries.some(({ cause }) => cause === undefined)
}

const withoutUnmarked = (scenario: Scenario): Scenario => ({
  ...scenario,
  servers: scenario.servers.map(server => ({
    ...server,
    change: server.change.filter(({ kind, cause }) => cause !== undefined || kind === 'write'),
  })),
})

/** Nothing is marked as a fault, and what was wanted was done. */
function nothingIsWrong({ causes, servers, steps }: Scenario, { attempts }: Run): boolean {
  const marked = [...servers.flatMap(({ change }) => change), ...steps].some(({ cause }) => cause !== undefined)
  const last = attempts.at(-1)?.exitCode
  return causes.length === 0 && !marked && last !== null && last !== undefined && isInstalledCode(last)
}

const wasNotOffered = ({ servers }: Run): boolean =>
  servers.some(({ facts }) => facts.some(({ body }) => body.kind === 'not-offered'))

const doneByHand = (scenario: Scenario): Scenario => ({
  ...scenario,
  steps: scenario.steps.map(
    (step): StepSpec => (step.kind === 'install' ? { ...step, by: 'administrator', ui: 'none' } : step),
  ),
})

// ------------------------------------------------------------------------------------------------- what is not right

/** The servers of a run at some moment, in their order. */
export type Standing = Pick<ServerRun, 'name' | 'machine'>

/** Something that is not as it should be: `EXCH01 MSExchangeIS`. */
export interface Wrong {
  readonly part: Part
  readonly server: string
  readonly name: string
  readonly is: string
  readonly should: string
}

export const keyOf = ({ server, name }: Pick<Wrong, 'server' | 'name'>): string => `${server}\0${name}`

const ABSENT = 'absent'

export function wrongOn(servers: readonly Standing[], right: Right): Wrong[] {
  return servers.flatMap((standing, i) => {
    const [healthy, ...others] = right.states[i] as readonly [Rows, ...Rows[]]
    const now = rowsByName(standing)
    return [...new Map([...now, ...healthy]).values()].flatMap(({ name, part }) => {
      const [is, should] = [valueIn(now, name), valueIn(healthy, name)]
      // A service that somebody has brought is none of the twin's.
      if (is === should || (part === 'services' && should === ABSENT)) return []
      if (others.some(other => valueIn(other, name) === is)) return []
      return [{ part, server: standing.name, name, is, should }]
    })
  })
}

const valueIn = (rows: Rows, name: string): string => rows.get(name)?.value ?? ABSENT

/** What is still to be done where everything works: `EXCH01: restart the server`. */
export function owedOn(servers: readonly Standing[], { twin }: Right): Owed[] {
  return servers.flatMap(({ name: server, machine }, i) =>
    debts(machine, twin.run.servers[i]!.machine).map(text => ({ server, text })),
  )
}

export interface Owed {
  readonly server: string
  readonly text: string
}

/** How far the servers are from where they should be: a number that falls with every step in the right direction. */
export const distance = (servers: readonly Standing[], right: Right): number =>
  wrongOn(servers, right).length + owedOn(servers, right).length
