import type { LogName } from '../../model/machine/parts.ts'
import type { EventRecord } from '../forms/eventlog/record.ts'
import { eventLogPlaces, recordsOf } from '../forms/eventlog/records.ts'
import type { Run } from '../run/simulate.ts'
import { type SigmaEvent, sigmaEvent } from './sigma/event.ts'
import type { SigmaRule } from './sigma/rule.ts'

/** What a rule of Sigma says of the event logs that a run leaves on its disks. Writes nothing. */

/** It must fit; it must not, although one item more would make it; it must not, and is far from it. */
export type Verdict = 'hit' | 'near' | 'miss'

/** A log as it is on a disk. */
export interface LogOf {
  readonly server: string
  readonly log: LogName
  readonly records: readonly EventRecord[]
}

export interface Matched {
  readonly server: string
  readonly log: LogName
  /** By number. */
  readonly record: number
}

export interface Judged {
  readonly verdict: Verdict
  /** The events that fit. */
  readonly matches: readonly Matched[]
  /** Of a near one: the event that comes nearest first, and what of the rule it answers the other way round. */
  readonly near?: Matched & { readonly item: string }
}

const LOGS: readonly LogName[] = ['Application', 'System']

export function logsOf({ servers }: Pick<Run, 'servers'>): LogOf[] {
  return servers.flatMap(({ name, machine }) =>
    LOGS.filter(log => eventLogPlaces(machine, log).length > 0).map(log => ({
      server: name,
      log,
      records: recordsOf(machine, log),
    })),
  )
}

/** The one item that keeps an event from fitting, where it would still take another one to fit: else any event would be near. */
function lackingIn({ items, fits }: SigmaRule, event: SigmaEvent): string | undefined {
  return items.find((_, i) => fits(event, [i]) && items.some((_, j) => j !== i && !fits(event, [i, j])))
}

export function judge(rule: SigmaRule, logs: readonly LogOf[]): Judged {
  const asked = logs
    .filter(({ log }) => rule.channel === undefined || rule.channel === log)
    .flatMap(({ server, log, records }) =>
      records.map(record => ({ at: { server, log, record: record.number }, event: sigmaEvent(record) })),
    )
  const matches = asked.filter(({ event }) => rule.fits(event)).map(({ at }) => at)
  if (matches.length > 0) return { verdict: 'hit', matches }
  for (const { at, event } of asked) {
    const item = lackingIn(rule, event)
    if (item !== undefined) return { verdict: 'near', matches, near: { ...at, item } }
  }
  return { verdict: 'miss', matches }
}
