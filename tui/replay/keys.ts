import type { Key } from 'ink'
import type { Glyphs } from '../screen/glyphs.ts'
import type { PlayerCommand } from './state.ts'

/**
 * Which key does what. Letters may arrive several at once, when somebody types faster than the screen is drawn. What a
 * command does to the player: state.ts.
 */

const LETTERS: Readonly<Record<string, PlayerCommand>> = {
  s: 'next-service',
  S: 'previous-service',
  e: 'next-error',
  E: 'previous-error',
  n: 'next-server',
  '?': 'help',
  q: 'quit',
  Q: 'quit',
}

type NamedKey = { readonly [K in keyof Key]-?: Key[K] extends boolean ? K : never }[keyof Key]

const NAMED: readonly (readonly [key: NamedKey, command: PlayerCommand])[] = [
  ['rightArrow', 'forward'],
  ['leftArrow', 'back'],
  ['pageDown', 'ten-forward'],
  ['pageUp', 'ten-back'],
  ['home', 'first'],
  ['end', 'last'],
  ['upArrow', 'up'],
  ['downArrow', 'down'],
]

export function commandsOf(input: string, key: Key): PlayerCommand[] {
  if (key.ctrl || key.meta) return []
  if (key.tab) return [key.shift ? 'focus-previous' : 'focus-next']
  const named = NAMED.find(([name]) => key[name])
  if (named) return [named[1]]
  return [...input].flatMap(letter => LETTERS[letter] ?? [])
}

/** What the last line of the screen says about keys, the most needed first. */
export function hints({ arrows }: Glyphs): string[] {
  return [`${arrows} step`, 's service', 'e error', 'Tab pane', '? help', 'q quit']
}

export function helpTexts({ arrows }: Glyphs, servers: number): string[] {
  return [
    `${arrows} step`,
    'PgUp PgDn ten steps',
    'Home End first, last',
    'Tab next pane',
    'Up Down scroll it',
    's S next, previous service change',
    'e E next, previous error',
    ...(servers > 1 ? ['n next server'] : []),
    '? less help',
    'q quit',
  ]
}
