import type { Where } from '../../../sim/drill/desk/reading.ts'
import type { Tone } from '../../screen/rows.ts'

/** Where somebody in the lab is, and what is listed there. Knows neither keys nor sizes. */
export type Place =
  | Where
  | { readonly at: 'prompt' }
  | { readonly at: 'desk' }
  | { readonly at: 'ticket' }
  | { readonly at: 'screen' }
  | { readonly at: 'sheet' }
  /** What stands in the window of the prompt, to be searched. */
  | { readonly at: 'output' }
  /** Lines that were typed, the last first. */
  | { readonly at: 'history' }
  | { readonly at: 'keys' }
  | { readonly at: 'debrief' }
  /** Something that was told. */
  | { readonly at: 'told'; readonly title: string; readonly rows: readonly string[] }

export interface View {
  readonly place: Place
  /** The row under the cursor, among those that the filter lets through. */
  readonly cursor: number
  /** Columns that are scrolled out on the left. */
  readonly shift: number
  readonly filter: string
  readonly search: string
}

export const viewOf = (place: Place): View => ({ place, cursor: 0, shift: 0, filter: '', search: '' })

export interface Listing {
  readonly title: string
  readonly heads: readonly string[]
  readonly items: readonly Item[]
}

export interface Item {
  readonly cells: readonly string[]
  readonly tone: Tone
  readonly place?: string
  readonly leads?: Place
  /** A line that comes to the prompt when it is opened. */
  readonly types?: string
  readonly more: () => readonly string[]
}
