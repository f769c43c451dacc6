import { longIso } from '../../../model/machine/time.ts'
import { upper } from '../../../model/words/letters.ts'
import type { EventElement, EventRecord } from '../../forms/eventlog/record.ts'
import { keywordsOf, levelOf, shapeOf } from '../../forms/eventlog/shape.ts'

/**
 * A log as `evtx_dump -o json` prints it: an object for each record, one behind the other (layouts.md 1). What an element has
 * beside its content stands under `#attributes`, the content then under `#text`. Does not know what the records say.
 */
export const evtxDump = (records: readonly EventRecord[]): string =>
  records.map(record => `${JSON.stringify({ Event: eventOf(record) }, undefined, 2)}\n`).join('')

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event'

const eventOf = (record: EventRecord): object => ({
  '#attributes': { xmlns: NAMESPACE },
  System: systemOf(record),
  ...(record.userData ? { UserData: elementOf(record.userData) } : { EventData: dataOf(record) }),
})

type Attributes = Readonly<Record<string, string | number | undefined>>

/** Nothing inside is null. */
function element(attributes: Attributes, content: unknown = null): unknown {
  const there = Object.entries(attributes).filter(([, value]) => value !== undefined)
  if (there.length === 0) return content
  return { '#attributes': Object.fromEntries(there), ...(content !== null && { '#text': content }) }
}

function systemOf(record: EventRecord): object {
  const { version, opcode, correlation, execution, qualified } = shapeOf(record)
  const { activityId: ActivityID, relatedActivityId: RelatedActivityID } = record
  const executed = { ProcessID: record.processId ?? 0, ThreadID: record.threadId ?? 0 }
  return {
    Provider: element({ Name: record.source, Guid: record.providerGuid, EventSourceName: record.eventSourceName }),
    EventID: element({ Qualifiers: qualified ? record.qualifiers : undefined }, record.id),
    ...(version && { Version: record.version }),
    Level: levelOf(record),
    Task: record.category,
    ...(opcode && { Opcode: record.opcode }),
    Keywords: `0x${keywordsOf(record).toString(16)}`,
    TimeCreated: element({ SystemTime: microseconds(longIso(record.timeUtc, record.ticks)) }),
    EventRecordID: record.number,
    ...(correlation && { Correlation: element({ ActivityID, RelatedActivityID }) }),
    ...(execution && { Execution: element(executed) }),
    Channel: record.channel,
    Computer: record.computer,
    Security: element({ UserID: record.userSid }),
  }
}

const microseconds = (time: string): string => time.replace(/(\.\d{6})\d*Z$/, '$1Z')

/** A classic source has one element for all its strings. */
function dataOf({ strings, names, data }: EventRecord): object {
  const binary = data && data.length > 0 ? upper(Buffer.from(data).toString('hex')) : null
  if (!names) return { Data: strings.length > 0 ? { '#text': strings } : null, Binary: binary }
  return {
    ...Object.fromEntries(strings.map((text, i) => [names[i] ?? 'Data', text])),
    ...(binary !== null && { Binary: binary }),
  }
}

function elementOf({ name, attributes = {}, content }: EventElement): object {
  const inside = content.filter(item => typeof item !== 'string').map(elementOf)
  const text = content.filter(item => typeof item === 'string').join('')
  if (inside.length === 0) return { [name]: element(attributes, text) }
  const own = Object.keys(attributes).length > 0 ? { '#attributes': attributes } : {}
  return { [name]: Object.assign(own, ...inside) }
}
