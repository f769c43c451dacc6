import type { StreamRecord } from '../records.ts'

/** What a format is, to whoever writes a stream. Knows none. */
export interface Format {
  /** What it is, in a few words. */
  readonly says: string
  /** Whether such a record has a form in it. */
  readonly takes: (record: StreamRecord) => boolean
  /** One record on one line, without its end. With its label where one is handed in and there is room for it. */
  readonly write: (record: StreamRecord, labelled: boolean) => string
  /** There is room for a label. */
  readonly holdsLabels: boolean
  readonly encoding: 'utf-8' | 'utf-16le'
  /** Stands once in front of all records. */
  readonly opening: string
  readonly lineEnd: string
}

/** What most have in common. */
export const LINES = { encoding: 'utf-8', opening: '', lineEnd: '\n' } as const

export const everything = (): boolean => true
export const eventsOnly = ({ kind }: StreamRecord): boolean => kind === 'event'
