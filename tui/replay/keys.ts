import type { Glyphs } from '../screen/glyphs.ts'
import type { NamedKey, Pressed } from '../screen/keys.ts'
import type { PlayerCommand } from './state.ts'

/** Which key does what. What a command does to the player: state.ts. */

const LETTERS: Readonly<Record<string, PlayerCommand>> = {
  s: 'next-service',
  S: 'previous-service',
  e: 'next-error',
  E: 'previous-error',
  t: 'next-typed',
  T: 'previous-typed',
  w: 'next-server',
  '/': 'search',
  n: 'next-hit',
  N: 'previous-hit',
  ':': 'go',
  f: 'future',
  '?': 'help',
  q: 'quit',
  Q: 'quit',
}

const NAMED: Partial<Readonly<Record<NamedKey, PlayerCommand>>> = {
  right: 'forward',
  left: 'back',
  'page-down': 'ten-forward',
  'page-up': 'ten-back',
  home: 'first',
  end: 'last',
  up: 'up',
  down: 'down',
  tab: 'focus-next',
  'shift-tab': 'focus-previous',
  escape: 'leave',
}

export function commandOf(pressed: Pressed): PlayerCommand | undefined {
  if ('key' in pressed) return NAMED[pressed.key]
  return 'letter' in pressed ? LETTERS[pressed.letter] : undefined
}

/** What the last line of the screen says about keys, the most needed first. */
export function hints({ arrows }: Glyphs): string[] {
  return [`${arrows} step`, 's service', 'e error', 'Tab pane', '/ search', '? help', 'q quit']
}

export function helpTexts({ arrows }: Glyphs, servers: number): string[] {
  return [
    `${arrows} step`,
    'PgUp PgDn ten steps',
    'Home End first, last',
    'Tab next pane, where Up Down PgUp PgDn Home End scroll',
    's S next, previous service change',
    'e E next, previous error',
    't T next, previous line that was typed',
    '/ n N search the pane',
    ': go to 120, 13:15, 50%',
    'f hide or show what is to come',
    ...(servers > 1 ? ['w next server'] : []),
    '? less help',
    'q quit',
    'Esc less help, then quit',
  ]
}
