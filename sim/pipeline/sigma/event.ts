import { lower } from '../../../model/words/letters.ts'
import { type EventElement, type EventRecord, textsIn } from '../../forms/eventlog/record.ts'
import { keywordsOf, levelOf } from '../../forms/eventlog/shape.ts'

/**
 * A record as rules of Sigma see it: fields by name, whatever the case. Names of the system's part are those that Sigma's own
 * rules for Windows use; data has the names of its provider's manifest, and what has none stands under `Data`, each text by
 * itself, and under `param1`, `param2` ... Knows no rule.
 */
export type SigmaEvent = ReadonlyMap<string, readonly string[]>

export function sigmaEvent(record: EventRecord): SigmaEvent {
  const fields = new Map<string, string[]>()
  const add = (name: string, value: string): void => {
    const key = lower(name)
    const known = fields.get(key)
    if (known) known.push(value)
    else fields.set(key, [value])
  }
  for (const [name, value] of Object.entries(systemOf(record))) if (value !== undefined) add(name, String(value))
  if (record.userData) for (const [name, value] of valuesIn(record.userData)) add(name, value)
  else
    for (const [i, text] of record.strings.entries()) {
      add(record.names?.[i] ?? 'Data', text)
      if (record.names?.[i] === undefined) add(`param${i + 1}`, text)
    }
  return fields
}

/** Fields that every record has, or may have, whoever wrote it. */
const systemOf = (record: EventRecord) => ({
  Provider_Name: record.source,
  Provider_Guid: record.providerGuid,
  EventID: record.id,
  Qualifiers: record.qualifiers,
  Version: record.version ?? 0,
  Level: levelOf(record),
  Task: record.category,
  Opcode: record.opcode ?? 0,
  Keywords: `0x${keywordsOf(record).toString(16)}`,
  EventRecordID: record.number,
  Channel: record.channel,
  Computer: record.computer,
  UserID: record.userSid,
})

/** The element has one inside, which is called after the event, and in that one the values. */
function valuesIn({ content }: EventElement): (readonly [string, string])[] {
  return content.flatMap(item => (typeof item === 'string' ? [] : [[item.name, textsIn(item).join('')] as const]))
}
