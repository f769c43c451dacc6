import { longIso } from '../../../model/machine/time.ts'
import { upper } from '../../../model/words/letters.ts'
import { escaped } from '../cliXml.ts'
import type { EventElement, EventRecord } from './record.ts'
import { keywordsOf, levelOf, shapeOf } from './shape.ts'

/** A record as the XML of `wevtutil`: the same elements as in an `.evtx`. Does not know what a viewer adds to it. */

const NAMESPACE = 'http://schemas.microsoft.com/win/2004/08/events/event'

/** @param behind what stands behind the data: a viewer's rendering */
export function eventXml(record: EventRecord, behind = ''): string {
  return `<Event xmlns='${NAMESPACE}'>${element('System', {}, systemOf(record))}${dataOf(record)}${behind}</Event>`
}

type Attributes = Readonly<Record<string, string | undefined>>

/** Attributes stand in single quotes; one without a value is left out, an element without content is closed at once. */
function element(name: string, attributes: Attributes, content = ''): string {
  const all = Object.entries(attributes).map(([key, value]) =>
    value === undefined ? '' : ` ${key}='${quotable(value)}'`,
  )
  const start = `<${name}${all.join('')}`
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`
}

const quotable = (text: string): string => escaped(text).replace(/'/g, '&apos;')

/** A reader of XML makes one line end of a carriage return and a line feed. */
const kept = (text: string): string => escaped(text).replace(/\r/g, '&#13;')
const only = (there: boolean, text: string): string => (there ? text : '')
const numbered = (name: string, value: number | bigint | undefined): string => element(name, {}, String(value ?? 0))

function systemOf(record: EventRecord): string {
  const shape = shapeOf(record)
  const qualifiers = { Qualifiers: shape.qualified ? String(record.qualifiers) : undefined }
  return [
    element('Provider', {
      Name: record.source,
      Guid: record.providerGuid,
      EventSourceName: record.eventSourceName,
    }),
    element('EventID', qualifiers, String(record.id)),
    only(shape.version, numbered('Version', record.version)),
    numbered('Level', levelOf(record)),
    numbered('Task', record.category),
    only(shape.opcode, numbered('Opcode', record.opcode)),
    element('Keywords', {}, `0x${keywordsOf(record).toString(16)}`),
    element('TimeCreated', { SystemTime: longIso(record.timeUtc, record.ticks) }),
    numbered('EventRecordID', record.number),
    only(
      shape.correlation,
      element('Correlation', { ActivityID: record.activityId, RelatedActivityID: record.relatedActivityId }),
    ),
    only(
      shape.execution,
      element('Execution', { ProcessID: String(record.processId ?? 0), ThreadID: String(record.threadId ?? 0) }),
    ),
    element('Channel', {}, escaped(record.channel)),
    element('Computer', {}, escaped(record.computer)),
    element('Security', { UserID: record.userSid }),
  ].join('')
}

function dataOf({ strings, names, data, userData }: EventRecord): string {
  if (userData) return element('UserData', {}, userElement(userData))
  const texts = strings.map(
    (text, i) => `<Data${names?.[i] === undefined ? '' : ` Name='${quotable(names[i])}'`}>${kept(text)}</Data>`,
  )
  const binary = data === undefined ? '' : `<Binary>${upper(Buffer.from(data).toString('hex'))}</Binary>`
  return `<EventData>${texts.join('')}${binary}</EventData>`
}

const userElement = ({ name, attributes = {}, content }: EventElement): string =>
  element(name, attributes, content.map(item => (typeof item === 'string' ? kept(item) : userElement(item))).join(''))
