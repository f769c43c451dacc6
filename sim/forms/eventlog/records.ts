import { sidOf } from '../../../model/installer/accounts.ts'
import { computerName, type Machine } from '../../../model/machine/machine.ts'
import { byName } from '../../../model/machine/names.ts'
import type { LogName, ReportedEvent } from '../../../model/machine/parts.ts'
import { namesOf, type Provider, providerOn } from '../../../model/words/providers.ts'
import type { ServerState } from '../../server/facts.ts'
import type { Sought, Spot } from '../about.ts'
import type { EventElement, EventRecord } from './record.ts'

/** A machine's event log as the file formats hold it. Knows neither format. */
export function recordsOf(machine: Machine, log: LogName): EventRecord[] {
  return machine.logs[log].map(event => recordOf(machine, log, event))
}

/** Where a log lies: nowhere if somebody has deleted it, and in several places if somebody has copied it. */
export function eventLogPlaces({ files }: Machine, log: LogName): readonly string[] {
  const places: string[] = []
  for (const { path, content } of files.values()) {
    if (content?.kind === 'event-log' && content.log === log) places.push(path)
  }
  return places.sort(byName)
}

/** Records that facts have written, in the logs that are on the disk. */
export function recordSpots({ facts, machine }: ServerState, sought: Sought): Spot[] {
  const places: Readonly<Record<LogName, readonly string[]>> = {
    Application: eventLogPlaces(machine, 'Application'),
    System: eventLogPlaces(machine, 'System'),
  }
  return facts.flatMap(({ body }, fact): Spot[] => {
    if (body.kind !== 'change' || body.change.kind !== 'event' || !body.change.after || !sought(fact)) return []
    const { log, after } = body.change
    return places[log].map(path => ({
      path,
      selector: { type: 'record', id: after.number },
      about: { kind: 'fact', fact },
    }))
  })
}

/** One event of a log, as its provider on that Windows writes it. */
export function recordOf(machine: Machine, channel: LogName, event: ReportedEvent): EventRecord {
  const provider = providerOn(machine.windows.id, event.source)
  return {
    number: event.number,
    timeUtc: event.time,
    source: event.source,
    id: event.id,
    type: event.type,
    category: event.category,
    strings: event.strings,
    data: event.data === undefined ? undefined : Buffer.from(event.data, 'latin1'),
    userSid: event.user === undefined ? undefined : sidOf(event.user, machine.texture),
    computer: computerName(machine),
    channel,
    qualifiers: provider.qualifiers?.[event.type] ?? 0,
    ...(event.ticks !== undefined && { ticks: event.ticks }),
    ...(provider.guid !== undefined && manifested(provider, event)),
  }
}

/** What only a provider with a manifest has. */
function manifested(provider: Provider, { id, type, strings, writer }: ReportedEvent): Partial<EventRecord> {
  const { guid, eventSourceName, version, opcode, userData } = provider
  const keywords = (type === 'error' ? provider.errorKeywords : undefined) ?? provider.keywords
  const names = namesOf(provider, id, strings.length)
  return {
    ...(guid !== undefined && { providerGuid: guid }),
    ...(eventSourceName !== undefined && { eventSourceName }),
    ...(version !== undefined && { version }),
    ...(opcode !== undefined && { opcode }),
    ...(keywords !== undefined && { keywords }),
    ...(writer && { processId: writer.process, threadId: writer.thread }),
    ...(userData && names ? { userData: elementOf(userData, names, strings) } : names && { names }),
  }
}

const elementOf = (
  { name, attributes }: NonNullable<Provider['userData']>,
  names: readonly string[],
  strings: readonly string[],
): EventElement => ({
  name,
  attributes,
  content: strings.map((text, i) => ({ name: names[i]!, content: [text] })),
})
