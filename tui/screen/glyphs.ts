/** Lines and marks of a screen, for terminals that show Unicode and for those that do not. Does not know where they stand. */
export interface Glyphs {
  readonly rule: string
  readonly bar: string
  readonly ellipsis: string
  readonly pointer: string
  readonly arrows: string
  /** A corner of a window, top left, top right, bottom left, bottom right. */
  readonly corners: readonly [string, string, string, string]
}

/** What the terminal can show. */
export interface Look {
  readonly color: boolean
  readonly unicode: boolean
}

const UNICODE: Glyphs = {
  rule: '─',
  bar: '│',
  ellipsis: '…',
  pointer: '▸',
  arrows: '← →',
  corners: ['┌', '┐', '└', '┘'],
}

const ASCII: Glyphs = {
  rule: '-',
  bar: '|',
  ellipsis: '~',
  pointer: '>',
  arrows: 'Left Right',
  corners: ['+', '+', '+', '+'],
}

export function glyphsFor(unicode: boolean): Glyphs {
  return unicode ? UNICODE : ASCII
}
