import type { LogName } from '../../../model/machine/parts.ts'

/**
 * What somebody reads on a server, as rows: the form that the event viewer, the services console, files and the registry
 * share. Does not know how wide a screen is.
 */
export interface Reading {
  readonly title: string
  /** Of the columns; none of a text. The last column takes what room is left. */
  readonly heads: readonly string[]
  readonly rows: readonly ReadRow[]
}

export interface ReadRow {
  readonly cells: readonly string[]
  /** Windows itself shows it as an error. */
  readonly bad?: boolean
  /** What a citation of it is written as. */
  readonly place?: string
  /** What opens when somebody opens it. */
  readonly leads?: Where
  /** All that there is to read of it. */
  readonly more: () => readonly string[]
}

/** Where somebody reads. */
export type Where =
  | { readonly at: 'events'; readonly log: LogName }
  | { readonly at: 'event'; readonly log: LogName; readonly number: number }
  | { readonly at: 'services' }
  | { readonly at: 'service'; readonly name: string }
  /** Drives, exports. */
  | { readonly at: 'places' }
  | { readonly at: 'folder'; readonly path: string }
  | { readonly at: 'exports' }
  | { readonly at: 'file'; readonly path: string }
  /** Files with this in their path, on all drives. */
  | { readonly at: 'found'; readonly text: string }
  /** Empty: the hives. */
  | { readonly at: 'key'; readonly path: string }

/** A text that says nothing but itself. */
export const textRow = (text: string): ReadRow => ({ cells: [text], more: () => [text] })
