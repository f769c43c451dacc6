/**
 * Text of somebody else's (evidence, scenarios, names of files, what was typed) on its way to a terminal: what steers
 * one, or is not seen, becomes its code in visible letters, as in `\u{1b}`. A text that already has such letters is not
 * told from it. Does not know what the text is about.
 */

declare const SHOWN: unique symbol

/**
 * Text that steers no terminal, and the only kind that is printed. Everything of this type is made here: a message that
 * forgets to be does not compile.
 */
export type Shown = string & { readonly [SHOWN]: true }

/**
 * What a terminal obeys or does not show: controls, halves of pairs, formats, separators, fillers, selectors. Written
 * out of Unicode 15 where the class grows from version to version.
 */
const UNSEEN = [
  '\\p{Cc}\\p{Cs}\\u00ad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f',
  '\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\uffff',
  '\\u{110bd}\\u{110cd}\\u{13430}-\\u{1343f}\\u{1bca0}-\\u{1bca3}\\u{1d173}-\\u{1d17a}\\u{e0000}-\\u{e0fff}',
].join('')

/** Marks that are set over the letter before them. */
const MARK =
  '[\\u0300-\\u036f\\u0483-\\u0489\\u0591-\\u05bd\\u0610-\\u061a\\u064b-\\u065f\\u0e31\\u0e34-\\u0e3a\\u0e47-\\u0e4e\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\u3099\\u309a\\ufe20-\\ufe2f]'
/** No script sets more over one letter; a pile of them covers other lines. */
const MOST_MARKS = 4

const STEERING = new RegExp(`[${UNSEEN}]|(?<=${MARK}{${MOST_MARKS}})${MARK}`, 'gu')
const STEERING_BUT_LINES = new RegExp(`(?!\\n)(?:${STEERING.source})`, 'gu')

/** One line, whatever the text holds. */
export function forTerminal(text: string): Shown {
  return text.replace(STEERING, code) as Shown
}

/** `\u{1b}` for ESC. */
const code = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`

/**
 * A message of our own, with text of somebody else's in it: told`cannot read ${path}`. What fills a hole stays on its
 * line and has no colours, be it ours or not.
 */
export function told(words: TemplateStringsArray, ...given: readonly (string | number | undefined)[]): Shown {
  return words.map((word, i) => word + (i < given.length ? forTerminal(String(given[i])) : '')).join('') as Shown
}

/** One behind the other, their colours and lines with them. */
export const beside = (...parts: readonly Shown[]): Shown => parts.join('') as Shown

/** Each on a line of its own. */
export const inLines = (rows: readonly Shown[]): Shown => rows.join('\n') as Shown

/** The same with one question mark for each, and a blank for a tab: where places are counted, as under a caret or in a cell. */
export function masked(text: string): Shown {
  return text.replace(STEERING, character => (character === '\t' ? ' ' : '?')) as Shown
}

/** A page that others have written, such as a trace or a library's help: its lines stay; tabs are two blanks. */
export function page(text: string): Shown {
  return text.replace(/\t/g, '  ').replace(STEERING_BUT_LINES, code) as Shown
}

// ------------------------------------------------------------------------------------------------------------ colours

const STYLES = { bold: 1, dim: 2, inverse: 7, red: 31, green: 32, yellow: 33, cyan: 36 } as const

export type Style = keyof typeof STYLES

/** As a terminal shows it; text of nobody's has no other colour. */
export function styled(text: string, style: Style): Shown {
  return `\u001b[${STYLES[style]}m${forTerminal(text)}\u001b[0m` as Shown
}

/** The same in a cell of a screen, where places are counted. */
export function cell(text: string, styles: readonly Style[]): Shown {
  if (styles.length === 0) return masked(text)
  return `\u001b[${styles.map(style => STYLES[style]).join(';')}m${masked(text)}\u001b[0m` as Shown
}

/** A row that has been drawn: its colours stay, and nothing else steers. */
export function drawn(row: string): Shown {
  return row
    .split(COLOURS)
    .map((part, i) => (i % 2 === 1 ? part : masked(part)))
    .join('') as Shown
}

/** Without its colours. */
export const uncoloured = (row: string): string => row.replaceAll(COLOURS, '')

/** With a group, so that they stand between the other parts. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal takes as colour
const COLOURS = /(\u001b\[[\d;]*m)/g

// --------------------------------------------------------------------------------------------------------------- JSON

/** JSON that a terminal shows as it is; it reads back as the same. */
export function jsonForTerminal(json: string): Shown {
  return json.replace(STEERING_BUT_LINES, units) as Shown
}

const units = (character: string): string =>
  character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

/** Whether a terminal shows all of it, and obeys none. */
export const isPlain = (text: string): boolean => text.search(STEERING) < 0
