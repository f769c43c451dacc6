import type { MomentKind } from './timeline.ts'

/**
 * Marks and lines of the player, for terminals that show Unicode and for those that do not. Does not know where they
 * stand.
 */
export interface Glyphs {
  readonly rule: string
  readonly bar: string
  readonly ellipsis: string
  readonly pointer: string
  readonly arrows: string
  readonly marks: Readonly<Record<MomentKind, string>>
}

/** What the terminal can show. */
export interface PlayerLook {
  readonly color: boolean
  readonly unicode: boolean
}

export const UNICODE: Glyphs = {
  rule: '─',
  bar: '│',
  ellipsis: '…',
  pointer: '▸',
  arrows: '← →',
  marks: {
    step: '◆',
    run: '▶',
    action: '•',
    service: '○',
    file: '+',
    error: '✗',
    rollback: '↺',
    event: '!',
    dialog: '□',
    command: '$',
    restart: '↻',
  },
}

export const ASCII: Glyphs = {
  rule: '-',
  bar: '|',
  ellipsis: '~',
  pointer: '>',
  arrows: 'Left Right',
  marks: {
    step: '#',
    run: '>',
    action: '*',
    service: 'o',
    file: '+',
    error: 'x',
    rollback: '<',
    event: '!',
    dialog: '?',
    command: '$',
    restart: '@',
  },
}

export function glyphsFor(unicode: boolean): Glyphs {
  return unicode ? UNICODE : ASCII
}
