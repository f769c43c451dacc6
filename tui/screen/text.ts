import { masked } from '../../sim/foreign/terminal.ts'
import type { Glyphs } from './glyphs.ts'

/** Text that is put into a cell of the screen: one line, nothing in it that moves the cursor. Knows no pane. */

export function cellText(text: string, unicode: boolean): string {
  const line = masked(text.replace(/\s+/g, ' '))
  return unicode ? line : line.replace(/[^\x20-\x7e]/gu, '?')
}

export function cut(text: string, width: number, { ellipsis }: Glyphs): string {
  if (text.length <= width) return text
  return width <= 0 ? '' : `${text.slice(0, width - 1)}${ellipsis}`
}

/** A path loses its beginning first: the file's name says most. */
export function cutStart(text: string, width: number, { ellipsis }: Glyphs): string {
  if (text.length <= width) return text
  return width <= 0 ? '' : `${ellipsis}${text.slice(text.length - width + 1)}`
}

/** Breaks anywhere, for lines such as paths and GUIDs that have few blanks; rows after the first are set in. */
export function foldText(text: string, width: number): string[] {
  const inset = width > 12 ? 2 : 0
  const rows = [text.slice(0, width)]
  for (let from = width; from < text.length; from += width - inset) {
    rows.push(' '.repeat(inset) + text.slice(from, from + width - inset))
  }
  return rows
}

/** A row of a text whose blanks count; tabs lead to the next eighth column, as in a console. */
export function consoleText(text: string, unicode: boolean): string {
  let row = ''
  text.split('\t').forEach((part, i) => {
    row += (i === 0 ? '' : ' '.repeat(8 - (row.length % 8))) + part
  })
  const line = masked(row)
  return unicode ? line : line.replace(/[^\x20-\x7e]/gu, '?')
}

/** Breaks where the width ends, as a console does. */
export function hardRows(text: string, width: number): string[] {
  const rows = [text.slice(0, width)]
  for (let from = width; from < text.length; from += width) rows.push(text.slice(from, from + width))
  return rows
}

/** Breaks at the last blank that fits, and anywhere in what has none; rows after the first are set in as the first is. */
export function softRows(text: string, width: number): string[] {
  const inset = ' '.repeat(Math.min(text.length - text.trimStart().length, Math.floor(width / 2)))
  const rows: string[] = []
  let rest = text
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width)
    const end = blank > inset.length ? blank : Math.max(1, width)
    rows.push(rest.slice(0, end))
    rest = inset + rest.slice(end).trimStart()
  }
  return [...rows, rest]
}
