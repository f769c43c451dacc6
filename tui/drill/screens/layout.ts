import { GAP, type Size } from '../../screen/rows.ts'
import { type State, shown } from './state.ts'

/** How the screen of the lab is divided. Its last row stays free. Knows no words. */
export interface Body {
  /** Of the whole screen. */
  readonly width: number
  readonly rows: number
  /** Rows of the list, or of the window. */
  readonly height: number
  /** Columns of the list. */
  readonly list: number
  /** What there is to read of the row under the cursor: beside the list, or below it; 0: nowhere. */
  readonly beside: number
  readonly below: number
  /** Rows of what is said at the foot. */
  readonly foot: number
}

/** Wider terminals show beside the list what there is to read of its row. */
const WIDE = 132
/** Title and head. */
const TOP = 2

export function bodyOf(state: State, { columns, rows: high }: Size): Body {
  const [width, rows] = [Math.max(1, columns), Math.max(1, high - 1)]
  const foot = rows < 6 ? Math.min(1, rows - 1) : rows < 20 ? 1 : 2
  const room = Math.max(0, rows - TOP - foot)
  const tells = TELLS.has(shown(state).place.at)
  const beside = tells && width >= WIDE ? Math.floor((width - GAP) * 0.42) : 0
  const below = tells && beside === 0 && room >= 12 ? Math.min(8, Math.floor(room / 4)) : 0
  return {
    width,
    rows,
    height: Math.max(0, room - below),
    list: beside > 0 ? width - GAP - beside : width,
    beside,
    below,
    foot,
  }
}

/** Lists whose rows are cut, or stand for more. */
const TELLS: ReadonlySet<string> = new Set([
  'events',
  'services',
  'places',
  'folder',
  'found',
  'file',
  'key',
  'output',
  'history',
])
