import type { Pressed } from './keys.ts'

/** A line that is being written, and where its cursor is. Does not know what for. */
export interface Line {
  readonly text: string
  readonly cursor: number
}

export const EMPTY: Line = { text: '', cursor: 0 }
export const written = (text: string): Line => ({ text, cursor: text.length })

/** The same line where the key does nothing to one. */
export function edited(line: Line, pressed: Pressed): Line {
  const { text, cursor } = line
  if ('letter' in pressed) return put(line, pressed.letter)
  if ('ctrl' in pressed) return CTRL[pressed.ctrl]?.(line) ?? line
  switch (pressed.key) {
    case 'left':
      return { text, cursor: Math.max(0, cursor - 1) }
    case 'right':
      return { text, cursor: Math.min(text.length, cursor + 1) }
    case 'home':
      return { text, cursor: 0 }
    case 'end':
      return written(text)
    case 'backspace':
      return cursor === 0 ? line : { text: text.slice(0, cursor - 1) + text.slice(cursor), cursor: cursor - 1 }
    default:
      return line
  }
}

function put({ text, cursor }: Line, letters: string): Line {
  return { text: text.slice(0, cursor) + letters + text.slice(cursor), cursor: cursor + letters.length }
}

/** As shells have them. */
const CTRL: Readonly<Record<string, (line: Line) => Line>> = {
  a: ({ text }) => ({ text, cursor: 0 }),
  e: ({ text }) => written(text),
  u: ({ text, cursor }) => ({ text: text.slice(cursor), cursor: 0 }),
  k: ({ text, cursor }) => written(text.slice(0, cursor)),
  w: ({ text, cursor }) => {
    const before = text.slice(0, cursor).trimEnd()
    const kept = before.slice(0, before.lastIndexOf(' ') + 1)
    return { text: kept + text.slice(cursor), cursor: kept.length }
  },
}
