import { sidOf } from '../../../model/installer/accounts.ts'
import type { Machine } from '../../../model/machine/machine.ts'
import { byName } from '../../../model/machine/names.ts'
import type { LogName, ReportedEvent } from '../../../model/machine/parts.ts'
import { CONTROL_MANAGER_SOURCE } from '../../../model/words/events.ts'
import type { ServerState } from '../../server/facts.ts'
import type { Sought, Spot } from '../about.ts'
import type { EventRecord } from './record.ts'

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

export function recordOf(machine: Machine, channel: LogName, event: ReportedEvent): EventRecord {
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
    computer: machine.name,
    channel,
    qualifiers: event.source === CONTROL_MANAGER_SOURCE ? QUALIFIERS[event.type] : 0,
  }
}

/** Severity and the system's own facility, as the manager's event ids have them: 7036 is 0x40001B7C. */
const QUALIFIERS = { error: 0xc000, warning: 0x8000, information: 0x4000 } as const
