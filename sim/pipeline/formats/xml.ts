import { eventXmls } from '../../forms/exports/events.ts'
import type { EventEntry, StreamRecord } from '../records.ts'
import { eventsOnly, type Format, LINES } from './format.ts'
import { xmlLine } from './oneLine.ts'

/** Events as XML, one on a line: as Splunk takes them with renderXml, and as event forwarding delivers them, with their texts. */

export const evtxXml: Format = {
  ...LINES,
  says: 'events as XML without their texts',
  takes: eventsOnly,
  write: record => xmlOf(record, false),
  holdsLabels: false,
}

export const wef: Format = {
  ...LINES,
  says: 'events as event forwarding delivers them: XML with RenderingInfo',
  takes: eventsOnly,
  write: record => xmlOf(record, true),
  holdsLabels: false,
}

const xmlOf = (record: StreamRecord, rendered: boolean): string =>
  record.kind === 'event' ? eventXmlLine(record, rendered) : ''

export function eventXmlLine({ machine, log, event }: EventEntry, rendered: boolean): string {
  return xmlLine(eventXmls(machine, log, [event], rendered)[0]!)
}
