import type { Machine } from '../../../model/machine/machine.ts'
import type { LogName, ReportedEvent } from '../../../model/machine/parts.ts'
import { longTime, shortDate } from '../../../model/machine/time.ts'
import { eventText } from '../../../model/words/events.ts'
import { eventRows, TYPE_NAMES } from '../../forms/exports/events.ts'
import { type Reading, type ReadRow, textRow } from './reading.ts'

/** The event viewer: records of a log, the newest first, and one of them written out. Knows no log but the two. */

export const LOGS: readonly LogName[] = ['Application', 'System']

export function eventsReading(machine: Machine, log: LogName): Reading {
  const rows = machine.logs[log].toReversed().map(event => rowOf(machine, log, event))
  return {
    title: `${log} log, ${rows.length} records`,
    heads: ['Type', 'Date', 'Time', 'Source', 'Event', 'Description'],
    rows,
  }
}

function rowOf(machine: Machine, log: LogName, event: ReportedEvent): ReadRow {
  const { zone } = machine
  const text = eventText(event)
  return {
    cells: [
      TYPE_NAMES[event.type],
      shortDate(event.time, zone),
      longTime(event.time, zone),
      event.source,
      String(event.id),
      text.replace(/\s+/g, ' '),
    ],
    bad: event.type === 'error',
    place: placeOf(machine, log, event),
    leads: { at: 'event', log, number: event.number },
    more: () => text.split(/\r?\n/),
  }
}

const placeOf = ({ windows }: Machine, log: LogName, { number }: ReportedEvent): string =>
  `${log === 'Application' ? windows.applicationLog : windows.systemLog}#${number}`

export function eventReading(machine: Machine, log: LogName, number: number): Reading {
  const event = machine.logs[log].find(one => one.number === number)
  if (!event) return { title: `${log} log`, heads: [], rows: [textRow(`There is no record ${number} any more.`)] }
  const place = placeOf(machine, log, event)
  return {
    title: `${log} log, record ${number}`,
    heads: [],
    rows: eventRows(machine, log, event).map(text => ({ ...textRow(text), place })),
  }
}
