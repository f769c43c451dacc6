/** A record as both log formats can hold it. Knows neither format, and no text of an event. */

/** What kind of event a classic source reports: the five types of the Win32 `ReportEvent` call. */
export type RecordType = 'error' | 'warning' | 'information' | 'audit-success' | 'audit-failure'

/** One event of a classic source, as both log formats can hold it. */
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
}

const RANGES = [
  ['number', 1, Number.MAX_SAFE_INTEGER],
  ['timeUtc', 0, 253_402_300_799_999],
  ['id', 0, 0xffff],
  ['category', 0, 0xffff],
  ['qualifiers', 0, 0xffff],
] as const

/**
 * Checks what the type of a record cannot say, for a whole log.
 * @throws RangeError naming the record: a number out of its range, a NUL inside a text, numbers that do not rise.
 */
export function checkRecords(records: readonly EventRecord[]): void {
  let last = 0
  for (const record of records) {
    for (const [field, min, max] of RANGES) {
      const value = record[field]
      if (!Number.isInteger(value) || value < min || value > max) {
        throw new RangeError(`record ${record.number}: ${field} ${value} is not an integer from ${min} to ${max}`)
      }
    }
    if (record.number <= last) throw new RangeError(`record ${record.number} follows record ${last}`)
    if ([record.source, record.computer, record.channel, ...record.strings].some(text => text.includes('\0'))) {
      throw new RangeError(`record ${record.number}: a text contains NUL, which ends a text in an event log`)
    }
    last = record.number
  }
}
