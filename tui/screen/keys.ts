import type { Key as InkKey } from 'ink'

/** What was pressed, by one name for each key. Letters may arrive several at once, as when something is pasted. Knows no command. */

const NAMED = {
  upArrow: 'up',
  downArrow: 'down',
  leftArrow: 'left',
  rightArrow: 'right',
  pageUp: 'page-up',
  pageDown: 'page-down',
  home: 'home',
  end: 'end',
  return: 'enter',
  escape: 'escape',
  // A terminal sends for Backspace what Ink calls Delete.
  backspace: 'backspace',
  delete: 'backspace',
} as const

export type NamedKey = (typeof NAMED)[keyof typeof NAMED] | 'tab' | 'shift-tab'

export type Pressed =
  | { readonly key: NamedKey }
  /** With Ctrl held. */
  | { readonly ctrl: string }
  | { readonly letter: string }

export function pressedOf(input: string, key: InkKey): Pressed[] {
  if (key.tab) return [{ key: key.shift ? 'shift-tab' : 'tab' }]
  const named = (Object.keys(NAMED) as (keyof typeof NAMED)[]).find(name => key[name])
  if (named) return [{ key: NAMED[named] }]
  if (key.ctrl) return input.length === 1 ? [{ ctrl: input }] : []
  // Esc and a letter right behind it come as one, as Alt with that letter does, which nothing here is bound to.
  const before: Pressed[] = key.meta ? [{ key: 'escape' }] : []
  return [...before, ...[...input].flatMap(lettersOf)]
}

/** What comes together with others is in letters what it is as a key. */
function lettersOf(letter: string): Pressed[] {
  const known = CONTROLS[letter]
  if (known) return [{ key: known }]
  if (letter >= ' ') return [{ letter }]
  const code = letter.charCodeAt(0)
  return code >= 1 && code <= 26 ? [{ ctrl: String.fromCharCode(code + 96) }] : []
}

const CONTROLS: Readonly<Record<string, NamedKey>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
  '\u001b': 'escape',
}
