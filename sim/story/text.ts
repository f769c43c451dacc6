import { forTerminal, type Shown, type Style, styled } from '../foreign/terminal.ts'

/** Plain text with or without colour, for any width. Does not know what is told. */

export interface TextStyle {
  readonly color: boolean
  readonly width: number
}

export function paint(style: TextStyle, name: Style, text: string): Shown {
  return style.color && text !== '' ? styled(text, name) : forTerminal(text)
}

/** Breaks at blanks; what has none (a path) stays whole. */
export function wrap(text: string, width: number): Shown[] {
  const rows: string[] = []
  let row = ''
  for (const word of text.split(/\s+/).map(forTerminal)) {
    if (row !== '' && row.length + 1 + word.length > width) {
      rows.push(row)
      row = word
    } else {
      row = row === '' ? word : `${row} ${word}`
    }
  }
  return (row === '' ? rows : [...rows, row]).map(forTerminal)
}
