/** What was pressed, by one name for each key. Letters may arrive several at once, as when something is pasted. Knows no command. */

export type NamedKey =
  | 'up'
  | 'down'
  | 'left'
  | 'right'
  | 'page-up'
  | 'page-down'
  | 'home'
  | 'end'
  | 'enter'
  | 'escape'
  | 'backspace'
  | 'tab'
  | 'shift-tab'

export type Pressed =
  | { readonly key: NamedKey }
  /** With Ctrl held. */
  | { readonly ctrl: string }
  | { readonly letter: string }

export interface Keys {
  readonly pressed: readonly Pressed[]
  /** The beginning of a key whose end has not come. */
  readonly rest: string
}

/**
 * Whatever a terminal sends, in the order of its keys. A key without a name here, and what a terminal reports without a key,
 * is nothing. Esc and a letter right behind it come as one, as Alt with that letter does, which nothing here is bound to.
 */
export function keysIn(text: string): Keys {
  const pressed: Pressed[] = []
  for (let at = 0; at < text.length; ) {
    const end = endOfKey(text, at)
    if (end === undefined) return { pressed, rest: text.slice(at) }
    pressed.push(...pressedBy(text.slice(at, end)))
    at = end
  }
  return { pressed, rest: '' }
}

/** Nothing has come behind it: Esc was pressed, with a letter perhaps. What has begun otherwise is no key. */
export function keysAtEnd(rest: string): readonly Pressed[] {
  return rest.length > 2 ? [] : [...rest].flatMap(letter => pressedBy(letter))
}

const ESCAPE = '\u001b'

/** Behind one key; undefined: the end has not come. */
function endOfKey(text: string, at: number): number | undefined {
  if (text[at] !== ESCAPE) return at + String.fromCodePoint(text.codePointAt(at)!).length
  const kind = text[at + 1]
  if (kind === undefined) return undefined
  if (kind === 'O') return text.length > at + 2 ? at + 3 : undefined
  return kind === '[' ? endOfSequence(text, at + 2) : at + 1
}

/** ECMA-48, 5.4: parameters and what stands between, up to a final byte. The console of Linux sends a second `[` first. */
function endOfSequence(text: string, from: number): number | undefined {
  for (let at = text[from] === '[' ? from + 1 : from; at < text.length; at++) {
    const letter = text[at]!
    // What belongs to none breaks it off, and is a key of its own.
    if (letter < ' ' || letter > '~') return at
    if (letter >= '@') return at + 1
  }
  return undefined
}

function pressedBy(key: string): Pressed[] {
  if (key.length > 1 && key.startsWith(ESCAPE)) {
    const named = key[1] === 'O' ? APPLICATION[key.slice(2)] : sequenceKey(key.slice(2))
    return named ? [{ key: named }] : []
  }
  const control = CONTROLS[key]
  if (control) return [{ key: control }]
  if (key >= ' ') return [{ letter: key }]
  const code = key.charCodeAt(0)
  return code >= 1 && code <= 26 ? [{ ctrl: String.fromCharCode(code + 96) }] : []
}

/** `A`, `1;5A`, `5~`: what is held down with a key that has a name changes nothing. */
function sequenceKey(sequence: string): NamedKey | undefined {
  const [number, ...held] = sequence.slice(0, -1).split(';')
  const last = sequence.at(-1)!
  if (last === '~') return NUMBERED[number!]
  return number === '' || (number === '1' && held.length === 1) ? FINAL[last] : undefined
}

type Named = Readonly<Record<string, NamedKey | undefined>>

const CONTROLS: Named = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\b': 'backspace',
  '\u007f': 'backspace',
  [ESCAPE]: 'escape',
}

const FINAL: Named = {
  A: 'up',
  B: 'down',
  C: 'right',
  D: 'left',
  F: 'end',
  H: 'home',
  Z: 'shift-tab',
  // rxvt, with Shift held
  a: 'up',
  b: 'down',
  c: 'right',
  d: 'left',
}

const APPLICATION: Named = { ...FINAL, M: 'enter', Z: undefined }

const NUMBERED: Named = {
  1: 'home',
  3: 'backspace',
  4: 'end',
  5: 'page-up',
  6: 'page-down',
  7: 'home',
  8: 'end',
}
