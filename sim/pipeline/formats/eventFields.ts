import { isServer2003 } from '../../../model/machine/machine.ts'
import { eventText } from '../../../model/words/events.ts'
import { upper } from '../../../model/words/letters.ts'
import { keywordNamesOf, providerOn, taskName } from '../../../model/words/providers.ts'
import { type EventElement, type EventRecord, textsIn } from '../../forms/eventlog/record.ts'
import { recordOf } from '../../forms/eventlog/records.ts'
import type { EventEntry } from '../records.ts'
import { wellFormed } from './oneLine.ts'

/**
 * An event as programs take it from Windows: the record of the log, and beside it the texts that the message files give.
 * Line ends are LF, as collectors make them. Does not know which program takes it.
 */
export interface EventFields {
  readonly record: EventRecord
  readonly message: string
  /** Empty where the event has no category. */
  readonly task: string
  readonly opcode: string
  readonly keywords: readonly string[]
  /** Names and values; what has no name is `param1`, `param2` ... */
  readonly data: readonly (readonly [name: string, value: string])[]
  /** The binary data as digits. */
  readonly binary: string | undefined
  /** An element in place of data, by the names in it. */
  readonly userData: { readonly name: string; readonly values: Readonly<Record<string, string>> } | undefined
  /** It was read by the calls of Server 2003. */
  readonly old: boolean
}

export function fieldsOf({ machine, log, event }: EventEntry): EventFields {
  const record = recordOf(machine, log, event)
  const { strings, names, userData, data } = record
  const provider = providerOn(machine.windows.id, event.source)
  return {
    record,
    message: collected(eventText(event)),
    task: record.category === 0 ? '' : taskName(provider, event.category),
    opcode: provider.opcodeName ?? (record.opcode === undefined ? 'Info' : String(record.opcode)),
    keywords: keywordNamesOf(provider, event.type),
    data: userData ? [] : strings.map((text, i) => [names?.[i] ?? `param${i + 1}`, collected(text)]),
    binary: data && data.length > 0 ? upper(Buffer.from(data).toString('hex')) : undefined,
    userData: userData && userDataOf(userData),
    old: isServer2003(machine),
  }
}

const collected = (text: string): string => wellFormed(text).replaceAll('\r\n', '\n')

/** The element has one inside, which is called after the event, and in that one the values. */
function userDataOf(element: EventElement): EventFields['userData'] {
  const elements = element.content.filter(item => typeof item !== 'string')
  const values = elements.map(item => [item.name, collected(textsIn(item).join(''))] as const)
  return { name: element.name, values: Object.fromEntries(values) }
}
