import { isoUtc } from '../../../model/machine/time.ts'
import type { EventEntry, LineRecord, RecordLabel } from '../records.ts'
import { fieldsOf } from './eventFields.ts'
import { everything, type Format, LINES } from './format.ts'
import { jsonLine, jsonText } from './oneLine.ts'

/** Our own form: every record with its time, server, source, place there, text, and label. */
export const jsonl: Format = {
  ...LINES,
  says: 'every record as JSON, with its label',
  takes: everything,
  write: (record, labelled) => {
    const label = labelled ? record.label : undefined
    return record.kind === 'event' ? jsonLine({ ...eventRow(record), label }) : lineRow(record, label)
  },
  holdsLabels: true,
}

function eventRow(entry: EventEntry): object {
  const { record: event, message, task, data, binary, userData } = fieldsOf(entry)
  const { source: provider, id, type, number, userSid: user } = event
  return {
    time: isoUtc(entry.at),
    host: entry.host,
    kind: entry.kind,
    source: entry.log,
    record: number,
    text: message,
    event: { provider, id, type, task: task || undefined, user, data: Object.fromEntries(data), binary, userData },
  }
}

/** Put together by hand: most of a stream are lines. */
function lineRow({ at, host, kind, path, line, text }: LineRecord, label: RecordLabel | undefined): string {
  const head = `{"time":"${timeOf(at)}","host":${known(host)},"kind":"${kind}","source":${known(path)},"line":${line}`
  return `${head},"text":${jsonText(text)}${label ? `,"label":${jsonLine(label)}` : ''}}`
}

let last = Number.NaN
let lastText = ''

/** Many lines share a tick, so the last one is kept. */
function timeOf(at: number): string {
  if (at !== last) lastText = isoUtc(at)
  last = at
  return lastText
}

const names = new Map<string, string>()

/** Names of servers and files come again and again; the memo only saves time. */
function known(name: string): string {
  const found = names.get(name)
  if (found !== undefined) return found
  const text = jsonText(name)
  if (names.size > 1000) names.clear()
  names.set(name, text)
  return text
}
