import type { EventRecord, RecordType } from './record.ts'

/** Which elements and attributes the system part of an event has, in binary XML as in text. Knows neither. */

/** What of an event is text in its template, and which elements there are beside those of a classic one. */
export interface SystemShape {
  readonly source: string
  readonly channel: string
  readonly computer: string
  readonly providerGuid?: string | undefined
  readonly eventSourceName?: string | undefined
  readonly qualified: boolean
  readonly version: boolean
  readonly opcode: boolean
  readonly correlation: boolean
  readonly execution: boolean
}

/** Correlation stands, empty, before every Execution. */
export function shapeOf({ source, channel, computer, ...record }: EventRecord): SystemShape {
  const execution = record.processId !== undefined || record.threadId !== undefined
  return {
    source,
    channel,
    computer,
    providerGuid: record.providerGuid,
    eventSourceName: record.eventSourceName,
    qualified: record.providerGuid === undefined || record.eventSourceName !== undefined || record.qualifiers !== 0,
    version: record.version !== undefined,
    opcode: record.opcode !== undefined,
    correlation: execution || record.activityId !== undefined || record.relatedActivityId !== undefined,
    execution,
  }
}

/** Level and keywords by type: 0x80... is Classic, 0x20... and 0x10... are the two outcomes of an audit. */
const TYPES: Readonly<Record<RecordType, { level: number; keywords: bigint }>> = {
  error: { level: 2, keywords: 0x80_0000_0000_0000n },
  warning: { level: 3, keywords: 0x80_0000_0000_0000n },
  information: { level: 4, keywords: 0x80_0000_0000_0000n },
  'audit-success': { level: 0, keywords: 0xa0_0000_0000_0000n },
  'audit-failure': { level: 0, keywords: 0x90_0000_0000_0000n },
}

export const levelOf = ({ type, level }: Pick<EventRecord, 'type' | 'level'>): number => level ?? TYPES[type].level

export const keywordsOf = ({ type, keywords }: Pick<EventRecord, 'type' | 'keywords'>): bigint =>
  keywords ?? TYPES[type].keywords
