import { forTerminal } from '../foreign/terminal.ts'

/** Plain text with or without colour, for any width. Does not know what is told. */

export interface TextStyle {
  readonly color: boolean
  readonly width: number
}

const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const

export function paint(style: TextStyle, name: keyof typeof CODES, text: string): string {
  const plain = forTerminal(text)
  return style.color && text !== '' ? `\u001b[${CODES[name]}m${plain}\u001b[0m` : plain
}

/** Breaks at blanks; what has none (a path) stays whole. */
export function wrap(text: string, width: number): string[] {
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
  return row === '' ? rows : [...rows, row]
}
