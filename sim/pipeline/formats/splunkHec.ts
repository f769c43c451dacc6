import type { LineKind, RecordLabel, StreamRecord } from '../records.ts'
import { type Format, LINES } from './format.ts'
import { jsonLine, wellFormed } from './oneLine.ts'
import { eventXmlLine } from './xml.ts'

/**
 * Events of the HTTP Event Collector: stream-formats.md 6. A line without text is left out, as the collector refuses an event
 * that is blank.
 */
export const splunkHec: Format = {
  ...LINES,
  says: "events of Splunk's HTTP Event Collector; without lines that are blank",
  takes: record => record.kind === 'event' || record.text.trim() !== '',
  write: (record, labelled) => jsonLine(hecOf(record, labelled ? record.label : undefined)),
  holdsLabels: true,
}

/** WindowsUpdate.log has a name in Splunk's own add-on, the others have none. */
const SOURCE_TYPES: Readonly<Record<LineKind, string>> = {
  'installer-log': 'msi:log',
  'script-log': 'exchange:setup:log',
  'update-log': 'WindowsUpdateLog',
}

function hecOf(record: StreamRecord, label: RecordLabel | undefined): object {
  const { at, host } = record
  return { time: at / 1000, host, ...splunkEvent(record), ...(label && { fields: fieldsOf(label) }) }
}

export interface SplunkEvent {
  readonly source: string
  readonly sourcetype: string
  /** What is searched: of an event its XML, else the line. */
  readonly event: string
}

export function splunkEvent(record: StreamRecord): SplunkEvent {
  return record.kind === 'event'
    ? { source: `XmlWinEventLog:${record.log}`, sourcetype: 'XmlWinEventLog', event: eventXmlLine(record, false) }
    : { source: record.path, sourcetype: SOURCE_TYPES[record.kind], event: wellFormed(record.text) }
}

/** Flat, as indexed fields have to be. */
const fieldsOf = ({ class: meaning, cause, change }: RecordLabel): object => ({
  label_class: meaning,
  label_cause: cause,
  label_change: change,
})
