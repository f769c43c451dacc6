/** A record as the readers of both log formats hand it on. Knows neither format, and no text of an event. */

/** What kind of event a classic source reported: the five types of the Win32 `ReportEvent` call. */
export type EntryType = 'error' | 'warning' | 'information' | 'audit-success' | 'audit-failure'

/** One event as read from a log file, whichever format the file has. */
export type EventLogRecord = {
  /** Record number as the log shows it, from 1. */
  readonly number: number
  /** Milliseconds since 1970-01-01T00:00:00Z, an integer. `.evt` keeps whole seconds. */
  readonly timeUtc: number
  readonly source: string
  /** The 16-bit event number, without qualifiers. */
  readonly id: number
  readonly type: EntryType
  readonly category: number
  /** Insertion strings in order; for an event that is not classic, the texts of its data elements. */
  readonly strings: readonly string[]
  /** The binary data; a log cannot tell none from zero bytes, so none is `undefined`. */
  readonly data: Uint8Array | undefined
  /** `S-1-5-...`, or `undefined` where the event names no user. */
  readonly userSid: string | undefined
  readonly computer: string
  readonly channel: string
  /** Upper 16 bits of the message identifier: severity, customer bit, facility. */
  readonly qualifiers: number
  /** The 64 keyword bits; only `.evtx` has them. */
  readonly keywords?: bigint
  /** When it came to the log, if that was another time. */
  readonly writtenUtc?: number
}

/** A part of a file that could not be read or trusted: `offset` in bytes from the start of the file. */
export type ParseWarning = { readonly offset: number; readonly reason: string }

/** Everything that could be read, oldest record first, and what could not. */
export type EventLog = { readonly records: readonly EventLogRecord[]; readonly warnings: readonly ParseWarning[] }
