import { leafOf } from '../../../model/machine/names.ts'
import { isoUtc } from '../../../model/machine/time.ts'
import type { EventEntry, LineRecord, RecordLabel, StreamRecord } from '../records.ts'
import { fieldsOf } from './eventFields.ts'
import { everything, type Format, LINES } from './format.ts'
import { jsonLine, wellFormed } from './oneLine.ts'

/**
 * OTLP/JSON, a request with one LogRecord on each line: events with the names of the collector's windowseventlog receiver,
 * lines with those of its filelog receiver. stream-formats.md 4.
 */
export const otlp: Format = {
  ...LINES,
  says: 'OTLP/JSON log records, as the OpenTelemetry collector makes them of events and lines',
  takes: everything,
  write: (record, labelled) => jsonLine({ resourceLogs: [resourceLogsOf(record, labelled)] }),
  holdsLabels: true,
}

const NANOS = '000000'

function resourceLogsOf(record: StreamRecord, labelled: boolean): object {
  return {
    resource: { attributes: attributesOf({ 'host.name': record.host }) },
    scopeLogs: [{ scope: {}, logRecords: [logRecordOf(record, labelled ? record.label : undefined)] }],
  }
}

function logRecordOf(record: StreamRecord, label: RecordLabel | undefined): object {
  const time = `${record.at}${NANOS}`
  const { attributes, ...rest } = record.kind === 'event' ? eventOf(record) : lineOf(record)
  const labels = label && { 'label.class': label.class, 'label.cause': label.cause, 'label.change': label.change }
  return {
    timeUnixNano: time,
    observedTimeUnixNano: time,
    ...rest,
    attributes: attributesOf({ ...attributes, ...labels }),
  }
}

interface Parts {
  readonly body: AnyValue
  readonly attributes: Readonly<Record<string, string | undefined>>
  readonly severityNumber?: number
  readonly severityText?: string
}

/** By the type of a record: the numbers of OTLP, and how Windows calls it. */
const SEVERITIES = {
  error: [17, 'Error'],
  warning: [13, 'Warning'],
  information: [9, 'Information'],
} as const

function eventOf(entry: EventEntry): Parts {
  const { record, message, task, opcode, keywords, data, binary, userData, old } = fieldsOf(entry)
  const [severityNumber, level] = SEVERITIES[entry.event.type]
  const { processId, threadId } = record
  const body = {
    channel: record.channel,
    computer: record.computer,
    event_id: { id: record.id, qualifiers: record.qualifiers },
    provider: { name: record.source, guid: record.providerGuid ?? '', event_source: record.eventSourceName ?? '' },
    system_time: isoUtc(entry.event.time).replace('Z', `${NANOS.slice(0, 4)}Z`),
    record_id: record.number,
    level,
    message,
    task,
    opcode: old ? '' : opcode,
    keywords,
    event_data: { data: data.map(([name, value]) => ({ [name]: value })), binary },
    user_data: userData && { [userData.name]: userData.values },
    execution: processId === undefined ? undefined : { process_id: processId, thread_id: threadId ?? 0 },
    security: record.userSid === undefined ? undefined : { user_id: record.userSid },
    version: record.version,
  }
  return { body: anyValue(body), attributes: {}, severityNumber, severityText: level }
}

function lineOf({ path, text }: LineRecord): Parts {
  return {
    body: { stringValue: wellFormed(text) },
    attributes: { 'log.file.name': leafOf(path), 'log.file.path': path },
  }
}

// ------------------------------------------------------------------------------------------------------------- values

type AnyValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly arrayValue: { readonly values: readonly AnyValue[] } }
  | { readonly kvlistValue: { readonly values: readonly object[] } }

type Plain = string | number | readonly Plain[] | { readonly [key: string]: Plain | undefined }

/** As the JSON form of protobuf has it: 64 bits are a text. */
function anyValue(value: Plain): AnyValue {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'number') return { intValue: String(value) }
  if (isList(value)) return { arrayValue: { values: value.map(anyValue) } }
  return { kvlistValue: { values: attributesOf(value) } }
}

const isList = (value: Plain): value is readonly Plain[] => Array.isArray(value)

const attributesOf = (values: { readonly [key: string]: Plain | undefined }): object[] =>
  Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: anyValue(value) }]))
