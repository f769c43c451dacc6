import type { EventType } from '../../../model/machine/parts.ts'
import { isoUtc } from '../../../model/machine/time.ts'
import type { RecordLabel, StreamRecord } from '../records.ts'
import { fieldsOf } from './eventFields.ts'
import { everything, type Format, LINES } from './format.ts'
import { syslogLine } from './oneLine.ts'

/**
 * Messages of RFC 5424: stream-formats.md 5. Which facility a log of Windows has is our choice, and so are the names of the
 * structured data, below the enterprise number that is kept for examples.
 */
export const syslog: Format = {
  ...LINES,
  says: 'messages of RFC 5424 with structured data',
  takes: everything,
  write: (record, labelled) => messageOf(record, labelled ? record.label : undefined),
  holdsLabels: true,
}

const FACILITIES = { Application: 1, System: 3, line: 16 } as const
const SEVERITIES: Readonly<Record<EventType, number>> = { error: 3, warning: 4, information: 6 }
const EXAMPLE_ENTERPRISE = 32473

const NIL = '-'

interface Parts {
  readonly priority: number
  readonly app: string
  readonly process: string
  readonly message: string
  readonly id: string
  readonly data: string
}

function messageOf(record: StreamRecord, label: RecordLabel | undefined): string {
  const { priority, app, process, id, data, message } = partsOf(record)
  const labelled = label ? element('label', { class: label.class, cause: label.cause, change: label.change }) : ''
  const header = `<${priority}>1 ${isoUtc(record.at)} ${name(record.host, 255)} ${name(app, 48)} ${process} ${id}`
  return message === '' ? `${header} ${data}${labelled}` : `${header} ${data}${labelled} ${marked(syslogLine(message))}`
}

function partsOf(record: StreamRecord): Parts {
  if (record.kind !== 'event') {
    const { path, line, text, kind } = record
    return {
      priority: FACILITIES.line * 8 + SEVERITIES.information,
      app: kind,
      process: NIL,
      id: NIL,
      data: element('log', { path, line: String(line) }),
      message: text,
    }
  }
  const { record: event, message } = fieldsOf(record)
  return {
    priority: FACILITIES[record.log] * 8 + SEVERITIES[record.event.type],
    app: event.source,
    process: event.processId === undefined ? NIL : String(event.processId),
    id: String(event.id),
    data: element('event', {
      channel: event.channel,
      provider: event.source,
      id: String(event.id),
      record: String(event.number),
      user: event.userSid,
    }),
    message,
  }
}

/** Printable ASCII without blanks, and not too long. */
const name = (text: string, most: number): string => text.replace(/[^!-~]/g, '_').slice(0, most) || NIL

function element(id: string, values: Readonly<Record<string, string | undefined>>): string {
  const parameters = Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${syslogLine(value).replace(/["\\\]]/g, '\\$&')}"`],
  )
  return `[${id}@${EXAMPLE_ENTERPRISE}${parameters.join('')}]`
}

/** What is not ASCII is said to be UTF-8 by a mark in front. */
const marked = (text: string): string => (/[^ -~]/.test(text) ? `\ufeff${text}` : text)
