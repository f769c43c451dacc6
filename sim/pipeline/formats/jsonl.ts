import { isoUtc } from '../../../model/machine/time.ts'
import type { StreamRecord } from '../records.ts'
import { fieldsOf } from './eventFields.ts'
import { everything, type Format, LINES } from './format.ts'
import { jsonLine, wellFormed } from './oneLine.ts'

/** Our own form: every record with its time, server, source, place there, text, and label. */
export const jsonl: Format = {
  ...LINES,
  says: 'every record as JSON, with its label',
  takes: everything,
  write: (record, labelled) => jsonLine(rowOf(record, labelled)),
  holdsLabels: true,
}

function rowOf(record: StreamRecord, labelled: boolean): object {
  const { at, host, kind } = record
  const label = labelled ? record.label : undefined
  if (record.kind !== 'event') {
    const { path, line, text } = record
    return { time: isoUtc(at), host, kind, source: path, line, text: wellFormed(text), label }
  }
  const { record: event, message, task, data, binary, userData } = fieldsOf(record)
  const { source: provider, id, type, number, userSid: user } = event
  return {
    time: isoUtc(at),
    host,
    kind,
    source: record.log,
    record: number,
    text: message,
    event: { provider, id, type, task: task || undefined, user, data: Object.fromEntries(data), binary, userData },
    label,
  }
}
