import { uuidFrom } from '../../../model/installer/guid.ts'
import { isoUtc } from '../../../model/machine/time.ts'
import type { EventEntry, LineRecord, RecordLabel, StreamRecord } from '../records.ts'
import { type EventFields, fieldsOf } from './eventFields.ts'
import { everything, type Format, LINES } from './format.ts'
import { jsonLine, wellFormed } from './oneLine.ts'

/**
 * Documents as Winlogbeat sends events and Filebeat sends lines: stream-formats.md 3. When a beat has read a record is
 * our choice: a second later, which is how often it looks.
 */
export const ecs: Format = {
  ...LINES,
  says: 'documents as Winlogbeat and Filebeat send them, for Elasticsearch',
  takes: everything,
  write: (record, labelled) =>
    jsonLine({
      ...documentOf(record),
      ...(labelled && record.label && { labels: labelsOf(record.label) }),
    }),
  holdsLabels: true,
}

/** Without its label. */
export const documentOf = (record: StreamRecord): object =>
  record.kind === 'event' ? eventDocument(record) : lineDocument(record)

const BEATS = '8.19.0'
const ECS = '8.0.0'
export const READ_AFTER_MS = 1000

function common({ at, host }: StreamRecord, beat: string): object {
  return {
    '@timestamp': isoUtc(at),
    agent: { id: agentId(`${beat} ${host}`), name: host, type: beat, version: BEATS },
    ecs: { version: ECS },
    host: { name: host },
  }
}

const ids = new Map<string, string>()

/** One beat on each server; the memo only saves time. */
function agentId(name: string): string {
  const known = ids.get(name)
  if (known !== undefined) return known
  const id = uuidFrom(name)
  if (ids.size > 1000) ids.clear()
  ids.set(name, id)
  return id
}

function eventDocument(entry: EventEntry): object {
  const fields = fieldsOf(entry)
  const { record, message, task } = fields
  return {
    ...common(entry, 'winlogbeat'),
    event: {
      ...(task !== '' && { action: task }),
      code: String(record.id),
      created: isoUtc(entry.at + READ_AFTER_MS),
      kind: 'event',
      provider: record.source,
    },
    log: { level: record.type },
    message,
    winlog: winlogOf(fields),
  }
}

function winlogOf({ record, task, opcode, keywords, data, binary, userData, old }: EventFields): object {
  const { processId: pid, threadId: thread, providerGuid: guid, version, userSid } = record
  const values = [...data, ...(binary === undefined ? [] : [['Binary', binary] as const])]
  return {
    activity_id: record.activityId,
    api: old ? 'eventlogging' : 'wineventlog',
    channel: record.channel,
    computer_name: record.computer,
    ...(values.length > 0 && { event_data: Object.fromEntries(values) }),
    event_id: String(record.id),
    keywords,
    ...(!old && { opcode }),
    ...(pid !== undefined && { process: { pid, thread: { id: thread ?? 0 } } }),
    ...(guid !== undefined && { provider_guid: guid }),
    provider_name: record.source,
    record_id: record.number,
    ...(task !== '' && { task }),
    ...(userSid !== undefined && { user: { identifier: userSid } }),
    ...(userData && { user_data: { xml_name: userData.name, ...userData.values } }),
    ...(version !== undefined && { version }),
  }
}

function lineDocument(line: LineRecord): object {
  return {
    ...common(line, 'filebeat'),
    input: { type: 'filestream' },
    log: { file: { path: line.path } },
    message: wellFormed(line.text),
  }
}

/** ECS keeps `labels` for what users add; its values are keywords. */
const labelsOf = ({ class: meaning, cause, change }: RecordLabel): object => ({ class: meaning, cause, change })
