/**
 * Text of somebody else's (evidence, scenarios, names of files, what was typed) on its way to a terminal: what steers
 * one, or is not seen, becomes its code in visible letters, as in `\u{1b}`. A text that already has such letters is not
 * told from it. Does not know what the text is about.
 */

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
const STEERING_BUT_TABS = new RegExp(`(?!\\t)(?:${STEERING.source})`, 'gu')

/** One line, whatever the text holds. */
export function forTerminal(text: string): string {
  return text.replace(STEERING, code)
}

/** `\u{1b}` for ESC. */
const code = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`

/** A message of our own with text of somebody else's in it: told`cannot read ${path}`. */
export function told(words: TemplateStringsArray, ...given: readonly (string | number | undefined)[]): string {
  return words.map((word, i) => word + (i < given.length ? forTerminal(String(given[i])) : '')).join('')
}

const ESC = String.fromCharCode(27)

/** The colours of our own pages. */
const COLOR = new RegExp(`(${ESC}\\[(?:[0-27]|2[27]|3\\d)m)`)

/** The same with one question mark for each: where places are counted, as under a caret or in a cell. Tabs stay. */
export function masked(text: string): string {
  return text.replace(STEERING_BUT_TABS, '?')
}

/** A whole page: its lines stay, and its colours where it has any; tabs are two blanks. */
export function page(text: string, color: boolean): string {
  const parts = color ? text.split(COLOR) : [text]
  return parts
    .map((part, i) => (i % 2 === 1 ? part : part.replace(/\t/g, '  ').replace(STEERING_BUT_LINES, code)))
    .join('')
}

/** JSON that a terminal shows as it is; it reads back as the same. */
export function jsonForTerminal(json: string): string {
  return json.replace(STEERING_BUT_LINES, units)
}

const units = (character: string): string =>
  character
    .split('')
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')

/** Whether a terminal shows all of it, and obeys none. */
export const isPlain = (text: string): boolean => text.search(STEERING) < 0
