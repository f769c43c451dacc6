import type { Glyphs } from './glyphs.ts'
import { cut, cutStart } from './text.ts'

/** Rows of a screen as spans of text with a tone: pure, and cut to the width they are given. Knows no screen in particular. */

export type Tone = 'plain' | 'dim' | 'bad' | 'good' | 'changed' | 'strong' | 'focus' | 'selected'

export interface Span {
  readonly text: string
  readonly tone: Tone
}

export type ScreenRow = readonly Span[]

export interface PaneStyle {
  readonly glyphs: Glyphs
  readonly unicode: boolean
}

/** The size of a terminal. */
export interface Size {
  readonly columns: number
  readonly rows: number
}

export const plain = (text: string, tone: Tone = 'plain'): ScreenRow => [{ text, tone }]

/** `─ Title detail ─────`; a path loses its beginning. */
export function headRow(title: string, detail: string, width: number, focused: boolean, glyphs: Glyphs): ScreenRow {
  const start = `${glyphs.rule} ${title} `
  const shown = detail === '' ? '' : `${cutStart(detail, Math.max(0, width - start.length - 1), glyphs)} `
  const text = cut(start + shown, width, glyphs)
  return plain(text + glyphs.rule.repeat(Math.max(0, width - text.length)), focused ? 'focus' : 'dim')
}

/** What fits of a row. */
export function clipped(row: ScreenRow, width: number): ScreenRow {
  let room = width
  return row.map(({ text, tone }) => {
    const kept = text.slice(0, room)
    room -= kept.length
    return { text: kept, tone }
  })
}

/** Short texts beside each other, three blanks between, on as many rows as they take. */
export function flow(texts: readonly string[], width: number, glyphs: Glyphs): string[] {
  return beside(texts, width).map(row => cut(row, width, glyphs))
}

/** The same, where one that is too long by itself stays whole. */
export function beside(texts: readonly string[], width: number): string[] {
  const rows: string[] = []
  for (const text of texts) {
    const last = rows.at(-1)
    if (last === undefined || last.length + 3 + text.length > width) rows.push(text)
    else rows[rows.length - 1] = `${last}   ${text}`
  }
  return rows
}

/** Blank, bar, blank. */
export const GAP = 3

/** Two columns with a bar between them, of which the left one is so wide. */
export function sideBySide(
  left: readonly ScreenRow[],
  right: readonly ScreenRow[],
  width: number,
  { bar }: Glyphs,
): ScreenRow[] {
  return left.map((whole, i) => {
    const row = clipped(whole, width)
    const blanks = ' '.repeat(Math.max(0, width - row.reduce((all, { text }) => all + text.length, 0)))
    return [...row, { text: `${blanks} ${bar} `, tone: 'dim' }, ...(right[i] ?? [])]
  })
}

export function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(value, most))
}
