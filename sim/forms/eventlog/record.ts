/** A record as both log formats can hold it. Knows neither format, and no text of an event. */

/** What kind of event a classic source reports: the five types of the Win32 `ReportEvent` call. */
export type RecordType = 'error' | 'warning' | 'information' | 'audit-success' | 'audit-failure'

/** An element that an event carries instead of strings: texts and elements in it, in their order. */
export type EventElement = {
  readonly name: string
  readonly attributes?: Readonly<Record<string, string>>
  readonly content: readonly (string | EventElement)[]
}

/** One event as a log holds it. What an event of a classic source has is not optional; the rest only `.evtx` can hold. */
export type EventRecord = {
  /** Record number as the log shows it, from 1, rising through the log. */
  readonly number: number
  /**
   * Milliseconds since 1970-01-01T00:00:00Z, an integer. Classic sources log whole seconds; `.evt` keeps no more,
   * `.evtx` writes what it is given.
   */
  readonly timeUtc: number
  readonly source: string
  /** The 16-bit event number, without qualifiers. */
  readonly id: number
  readonly type: RecordType
  readonly category: number
  /** Insertion strings in order. No NUL: the formats end a string with one. */
  readonly strings: readonly string[]
  /** Binary data. Zero bytes and `undefined` give the same file. */
  readonly data: Uint8Array | undefined
  /** `S-1-5-...`, or `undefined` if the event names no user. */
  readonly userSid: string | undefined
  readonly computer: string
  /** The log, such as `Application`. An `.evt` file does not say which log it is. */
  readonly channel: string
  /** Upper 16 bits of the message identifier: severity, customer bit, facility. */
  readonly qualifiers: number
  /** The 64 keyword bits of `.evtx`; by default those that Windows derives from the type. */
  readonly keywords?: bigint
  /** Units of 100 ns beyond the millisecond of `timeUtc`, 0 to 9999. */
  readonly ticks?: number
  /** When it came to the log, as milliseconds like `timeUtc`, if that was another time. `.evt` keeps whole seconds. */
  readonly writtenUtc?: number
  /** Of a provider that has a manifest: `{1B562E86-...}`. */
  readonly providerGuid?: string
  /** The name under which it used to report, where it is not a new one. */
  readonly eventSourceName?: string
  readonly version?: number
  /** Where it is not the one that belongs to the type: 1 is critical, 5 verbose, 0 always logged. */
  readonly level?: number
  readonly opcode?: number
  readonly processId?: number
  readonly threadId?: number
  readonly activityId?: string
  readonly relatedActivityId?: string
  /** Names of the strings, one for each; `undefined` for one that has none. */
  readonly names?: readonly (string | undefined)[]
  /** In place of strings, which are not written then. */
  readonly userData?: EventElement
}

const LATEST = 253_402_300_799_999

/** Of numbers that are there. */
const RANGES = [
  ['number', 1, Number.MAX_SAFE_INTEGER],
  ['timeUtc', 0, LATEST],
  ['id', 0, 0xffff],
  ['category', 0, 0xffff],
  ['qualifiers', 0, 0xffff],
  ['ticks', 0, 9_999],
  ['writtenUtc', 0, LATEST],
  ['version', 0, 0xff],
  ['level', 0, 0xff],
  ['opcode', 0, 0xff],
  ['processId', 0, 0xffff_ffff],
  ['threadId', 0, 0xffff_ffff],
] as const

/**
 * Checks what the type of a record cannot say.
 * @param last the number of the record before it
 * @throws RangeError naming the record: a number out of its range or one that does not rise, a NUL inside a text, as many
 * names as there are not strings.
 */
export function checkRecord(record: EventRecord, last: number): void {
  const refuse = (why: string): never => {
    throw new RangeError(`record ${record.number}: ${why}`)
  }
  for (const [field, min, max] of RANGES) {
    const value = record[field]
    if (value !== undefined && (!Number.isInteger(value) || value < min || value > max)) {
      refuse(`${field} ${value} is not an integer from ${min} to ${max}`)
    }
  }
  if (record.number <= last) throw new RangeError(`record ${record.number} follows record ${last}`)
  if (record.names && record.names.length !== record.strings.length) {
    refuse(`${record.names.length} names for ${record.strings.length} strings`)
  }
  if (textsOf(record).some(text => text.includes('\0')))
    refuse('a text contains NUL, which ends a text in an event log')
  if (record.userData && namesOf(record.userData).some(name => !NAME.test(name))) {
    refuse('an element of userData has no name of XML')
  }
}

const textsOf = ({
  source,
  eventSourceName = '',
  computer,
  channel,
  strings,
  names = [],
  userData,
}: EventRecord): string[] => [
  source,
  eventSourceName,
  computer,
  channel,
  ...strings,
  ...names.filter(name => name !== undefined),
  ...(userData ? textsIn(userData) : []),
]

/** Values of attributes, then what stands in the element, at every depth. */
export const textsIn = ({ attributes = {}, content }: EventElement): string[] => [
  ...Object.values(attributes),
  ...content.flatMap(item => (typeof item === 'string' ? item : textsIn(item))),
]

/** As much of XML's names as events have. */
const NAME = /^[A-Za-z_][\w.:-]*$/

const namesOf = ({ name, attributes = {}, content }: EventElement): string[] => [
  name,
  ...Object.keys(attributes),
  ...content.flatMap(item => (typeof item === 'string' ? [] : namesOf(item))),
]
