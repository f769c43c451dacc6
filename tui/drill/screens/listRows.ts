import { clamp, type PaneStyle, plain, type ScreenRow } from '../../screen/rows.ts'
import { consoleText, cut, softRows } from '../../screen/text.ts'
import { hitsOf } from './listing.ts'
import type { Item, Listing, View } from './place.ts'

/** A list as rows: columns as wide as what stands in them, cut where there is no room. Knows no place. */

export interface Box {
  readonly width: number
  readonly height: number
}

export function listRows(listing: Listing, view: View, box: Box, style: PaneStyle): ScreenRow[] {
  const { heads, items } = listing
  const widths = widthsOf(listing, box.width)
  const titled = heads.some(name => name !== '') && box.height > 2
  const height = titled ? box.height - 1 : box.height
  const top = topOf(view.cursor, items.length, height)
  const hits = new Set(hitsOf(listing, view.search))
  const rows = items.slice(top, top + height).map((item, i) => {
    const row = top + i
    const text = rowText(item.cells, widths, view.shift, style)
    if (row === view.cursor) return plain(text.padEnd(box.width), 'selected')
    return plain(text, hits.has(row) ? 'changed' : item.tone)
  })
  const none = items.length === 0 ? [plain('nothing', 'dim')] : []
  return [...(titled ? [plain(rowText(heads, widths, 0, style), 'dim')] : []), ...rows, ...none]
}

/** The row under the cursor is in the middle, as far as there is something on both sides. */
function topOf(cursor: number, count: number, height: number): number {
  return clamp(cursor - Math.floor(height / 2), 0, Math.max(0, count - height))
}

const GUTTER = 2
/** The last column keeps so much of the width, and no other becomes narrower than this. */
const LAST_KEEPS = 0.3
const NARROWEST = 5

/** Of each column, so that together they fit: the widest gives first. */
function widthsOf({ heads, items }: Listing, width: number): number[] {
  const count = Math.max(heads.length, items[0]?.cells.length ?? 0)
  if (count <= 1) return [width]
  const widths = Array.from({ length: count }, (_, c) =>
    items.reduce((most, { cells }) => Math.max(most, cells[c]?.length ?? 0), heads[c]?.length ?? 0),
  )
  const room = width - GUTTER * (count - 1)
  const last = count - 1
  widths[last] = clamp(room - sum(widths.slice(0, last)), Math.min(widths[last]!, Math.floor(room * LAST_KEEPS)), width)
  while (sum(widths) > room) {
    const [most, at] = widest(widths.slice(0, last))
    if (most <= NARROWEST) break
    widths[at] = most - 1
  }
  return widths
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0)

function widest(widths: readonly number[]): readonly [width: number, at: number] {
  const most = Math.max(...widths)
  return [most, widths.indexOf(most)]
}

/** Scrolled is the column that has most to hide: the last of a text, the name in a list of names. */
function rowText(
  cells: readonly string[],
  widths: readonly number[],
  shift: number,
  { glyphs, unicode }: PaneStyle,
): string {
  const scrolled = widths.indexOf(Math.max(...widths))
  return widths
    .map((width, c) => {
      const whole = consoleText(cells[c] ?? '', unicode)
      const text = c === scrolled ? whole.slice(shift) : whole
      return cut(text, width, glyphs).padEnd(c === widths.length - 1 ? 0 : width)
    })
    .join(' '.repeat(GUTTER))
    .trimEnd()
}

/** What there is to read of a row, all of it as far as there is room. */
export function moreRows(item: Item | undefined, { width, height }: Box, style: PaneStyle): ScreenRow[] {
  const rows = (item?.more() ?? []).flatMap(text => softRows(consoleText(text, style.unicode), Math.max(1, width)))
  if (rows.length <= height) return rows.map(row => plain(row))
  return [...rows.slice(0, height - 1), style.glyphs.ellipsis].map(row => plain(row))
}
