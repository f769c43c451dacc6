import type { Writable } from '../../model/machine/apply.ts'
import { byName } from '../../model/machine/names.ts'
import type { LogName, ReportedEvent, Service, Utterance } from '../../model/machine/parts.ts'

/**
 * The order of what the entries of `change` left in the logs: all of it has one time, whatever the order of the entries. It
 * stands there by service, and of each service as it came.
 */

type Lengths = Readonly<Record<LogName, number>>

const LOGS: readonly LogName[] = ['Application', 'System']

export const lengths = ({ logs: { Application, System } }: Writable): Lengths => ({
  Application: Application.length,
  System: System.length,
})

export function orderByService(machine: Writable, from: Lengths): void {
  const services = [...machine.services.values()]
  const names = new Map(services.map(({ name, displayName }) => [displayName, name]))
  const subject = (event: ReportedEvent): string => {
    const named = event.strings.find(text => names.has(text))
    const speaks = (service: Service): boolean => linesOf(service).some(line => isFrom(line, event))
    return (named === undefined ? services.find(speaks)?.name : names.get(named)) ?? ''
  }
  for (const log of LOGS) {
    const records = machine.logs[log].splice(from[log]).map(event => ({ event, name: subject(event) }))
    const first = records[0]?.event.number ?? 0
    records.sort((a, b) => byName(a.name, b.name))
    machine.logs[log].push(...records.map(({ event }, i) => ({ ...event, number: first + i })))
  }
}

const linesOf = ({ voice }: Service): readonly Utterance[] =>
  voice ? [...voice.starts, ...voice.stops, ...(voice.timesOut ?? [])] : []

/** What has a place in it may be anything. */
const isFrom = ({ source, id, strings }: Utterance, event: ReportedEvent): boolean =>
  source === event.source &&
  id === event.id &&
  strings.every((text, i) => text.includes('{') || text === event.strings[i])
