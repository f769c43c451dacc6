import type { BinXmlReader, Element, XmlContent } from '../../sim/diagnosis/parse/binXml.ts'
import { filetimeMs } from '../../sim/diagnosis/parse/binXmlValue.ts'
import { child, dataTexts, isElement, recordFrom, texts } from '../../sim/diagnosis/parse/evtx.ts'
import type { EventElement, EventRecord, RecordType } from '../../sim/forms/eventlog/record.ts'

/**
 * All that an `.evtx` says of an event: what a diagnosis reads, and what it has no use for. Does not know how the file is
 * laid out.
 */

/** The levels that follow from the type. */
const LEVELS: Readonly<Record<RecordType, number>> = {
  error: 2,
  warning: 3,
  information: 4,
  'audit-success': 0,
  'audit-failure': 0,
}

export function eventFrom(xml: BinXmlReader, at: number, event: Element): EventRecord {
  const record = recordFrom(xml, at, event)
  const system = child(event, 'System')
  const within = (name: string) => textIn(xml, child(system, name).content)
  const attribute = (name: string, key: string) => textIn(xml, child(system, name).attributes.get(key) ?? [])
  const level = numberIn(within('Level'))
  const written = filetimeMs(xml.view.getBigUint64(at + 16, true))
  return {
    ...record,
    ...there({
      ticks: ticksIn(attribute('TimeCreated', 'SystemTime')),
      writtenUtc: written === record.timeUtc ? undefined : written,
      providerGuid: attribute('Provider', 'Guid'),
      eventSourceName: attribute('Provider', 'EventSourceName'),
      version: numberIn(within('Version')),
      level: level === LEVELS[record.type] ? undefined : level,
      opcode: numberIn(within('Opcode')),
      processId: numberIn(attribute('Execution', 'ProcessID')),
      threadId: numberIn(attribute('Execution', 'ThreadID')),
      activityId: attribute('Correlation', 'ActivityID'),
      relatedActivityId: attribute('Correlation', 'RelatedActivityID'),
      names: namesIn(xml, event, record.strings.length),
      userData: userDataIn(xml, event),
    }),
  }
}

/** Without the keys that have no value. */
const there = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

const textIn = (xml: BinXmlReader, content: readonly XmlContent[]): string | undefined =>
  texts(xml, content).join('') || undefined

const numberIn = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))

/** The units of 100 ns behind the milliseconds of `2007-08-27T13:12:00.1234567Z`. */
function ticksIn(time: string | undefined): number | undefined {
  const digits = /\.\d{3}(\d{4})/.exec(time ?? '')?.[1]
  return digits === undefined || digits === '0000' ? undefined : Number(digits)
}

/** A name for each string, where any has one. */
function namesIn(xml: BinXmlReader, event: Element, count: number): EventRecord['names'] {
  const data = child(event, 'EventData').content.filter(isElement)
  const names = data
    .filter(({ name }) => name !== 'Binary')
    .flatMap(element => dataTexts(xml, element).map(() => textIn(xml, element.attributes.get('Name') ?? [])))
  if (names.every(name => name === undefined)) return undefined
  return Array.from({ length: count }, (_, i) => names[i])
}

function userDataIn(xml: BinXmlReader, event: Element): EventElement | undefined {
  const element = child(event, 'UserData').content.find(isElement)
  return element && elementIn(xml, element)
}

function elementIn(xml: BinXmlReader, { name, attributes, content }: Element): EventElement {
  const named = [...attributes].map(([key, value]) => [key, texts(xml, value).join('')] as const)
  return {
    name,
    ...(named.length > 0 && { attributes: Object.fromEntries(named) }),
    content: content.flatMap((item): readonly (string | EventElement)[] =>
      isElement(item) ? [elementIn(xml, item)] : texts(xml, [item]),
    ),
  }
}
