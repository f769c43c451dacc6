/**
 * Formatted text: `[Prop]`, `[[A]]`, `[%ENV]`, `[\x]`, `[~]`, `[#file]`, `[!file]`, `[$component]`, record fields
 * `[1]`, groups `{...}` and `{{...}}`.
 *
 * MsiFormatRecord works in two passes over the text (SDK: MsiFormatRecord, Remarks): the first fills in record fields
 * and leaves every other bracket as it stands, the second fills in the rest. Without a package there is no second
 * pass. A pass reads from left to right and never looks again at what it has put in.
 *
 * Rules of a pass, from the SDK page `Formatted` and, where it is silent, from the conformance vectors:
 * - Brackets resolve from the inside out. A bracket that this pass cannot resolve keeps its brackets and takes over
 *   what was resolved inside it.
 * - A number that the record has no field for has no value; where a package is open, no pass resolves it.
 * - `[\x` runs to the next `]` whatever stands between, and is worth x alone.
 * - `{` runs to the first `}`; a further `{` on the way is text. No bracket inside: left as written, but `{}` vanishes.
 *   A bracket inside that this pass cannot resolve: the braces stay for a later pass. A bracket inside without a
 *   value: the group vanishes. Otherwise the braces alone vanish.
 * - `{{` runs to the first `}}` and vanishes with all between. Without `}}`, braces are text up to the end.
 * - A bracket that finds no end before its group ends, or before a `{` outside of groups, is text up to there.
 *
 * Knows no session: every value comes from an environment that is handed in.
 */

/** The template in slot 0, fields from 1. Missing, null and the empty string are all null to the installer. */
export type RecordFields = readonly (string | number | null | undefined)[]

/** What text can refer to. Undefined and the empty string mean no value, which makes a group vanish. */
export interface FormatEnvironment {
  property(name: string): string | undefined
  /** Names of environment variables are not case-sensitive. */
  environment(name: string): string | undefined
  /** `[#key]`: full path by the state of the file's component; undefined before costing. */
  file(key: string): string | undefined
  /** `[!key]`: the same as a short path; the same as `file` outside of the Registry and IniFile tables. */
  shortFile(key: string): string | undefined
  /** `[$key]`: the component's directory, with a backslash at its end; undefined before costing. */
  component(key: string): string | undefined
}

/** `shown`: what `{{` and `}}` enclose is kept without them, as the log and the event show an Error-table row. */
export type DoubleBraces = 'hidden' | 'shown'

/**
 * Formats a record. Without a template every field is listed as `n: value `. Without an environment (no package) only
 * record fields are filled in. `[~]` gives a NUL character.
 */
export function formatRecord(
  record: RecordFields,
  environment?: FormatEnvironment,
  doubleBraces: DoubleBraces = 'hidden',
): string {
  const template = String(record[0] ?? '') || fieldList(record.length - 1)
  const beyond = environment === undefined ? '' : undefined
  const filled = format(template, { resolve: name => fieldOf(record, name, beyond), doubleBraces })
  return environment === undefined ? filled : formatText(filled, environment)
}

/** Formats text of a Formatted column: there is no record, so `[1]` stays as it is. */
export function formatText(text: string, environment: FormatEnvironment): string {
  const resolve = (name: string) => (isFieldNumber(name) ? undefined : referenceText(environment, name))
  return format(text, { resolve, doubleBraces: 'hidden' })
}

function fieldList(count: number): string {
  return Array.from({ length: Math.max(count, 0) }, (_, index) => `${index + 1}: [${index + 1}] `).join('')
}

/** Text for a bracket's name, '' for null, undefined when the name means nothing to this pass. */
type Resolve = (name: string) => string | undefined

interface Pass {
  readonly resolve: Resolve
  readonly doubleBraces: DoubleBraces
}

const isFieldNumber = (name: string): boolean => /^[0-9]+$/.test(name)

/** `beyond`: what a number stands for that is higher than that of the last field. */
function fieldOf(record: RecordFields, name: string, beyond: string | undefined): string | undefined {
  if (!isFieldNumber(name)) return undefined
  const number = Number(name)
  return number < record.length ? String(record[number] ?? '') : beyond
}

const REFERENCES: Readonly<Record<string, (rest: string, from: FormatEnvironment) => string | undefined>> = {
  '\\': rest => rest.slice(0, 1),
  '%': (rest, from) => from.environment(rest),
  '#': (rest, from) => from.file(rest),
  '!': (rest, from) => from.shortFile(rest),
  $: (rest, from) => from.component(rest),
}

function referenceText(environment: FormatEnvironment, name: string): string {
  if (name === '~') return '\0'
  const reference = REFERENCES[name.slice(0, 1)]
  return (reference ? reference(name.slice(1), environment) : environment.property(name)) ?? ''
}

// ---- one pass

/** Text so far, and what its brackets came to. */
interface Formatted {
  readonly text: string
  readonly brackets: readonly Bracket[]
}

type Bracket = 'value' | 'null' | 'unresolved'

function format(text: string, pass: Pass): string {
  let result = ''
  let at = 0
  while (at < text.length) {
    const brace = indexOutsideEscapes(text, '{', at)
    const until = brace < 0 ? text.length : brace
    result += formatBrackets(text.slice(at, until), pass).text
    if (brace < 0) break
    const group = text.startsWith('{{', brace) ? formatDoubleBraces(text, brace, pass) : formatGroup(text, brace, pass)
    result += group.text
    at = group.next
  }
  return result
}

/** What stands for the part of a text that begins at a brace, and where the text goes on. */
interface FormattedPart {
  readonly text: string
  readonly next: number
}

function formatDoubleBraces(text: string, open: number, pass: Pass): FormattedPart {
  const close = indexOutsideEscapes(text, '}}', open + 2)
  if (close < 0) return { text: formatBrackets(text.slice(open), pass).text, next: text.length }
  const inner = pass.doubleBraces === 'shown' ? format(text.slice(open + 2, close), pass) : ''
  return { text: inner, next: close + 2 }
}

function formatGroup(text: string, open: number, pass: Pass): FormattedPart {
  const close = indexOutsideEscapes(text, '}', open + 1)
  if (close < 0) return { text: '{', next: open + 1 }
  return { text: groupText(formatBrackets(text.slice(open + 1, close), pass)), next: close + 1 }
}

function groupText({ text, brackets }: Formatted): string {
  if (text === '' || (brackets.includes('null') && !brackets.includes('unresolved'))) return ''
  return brackets.length === 0 || brackets.includes('unresolved') ? `{${text}}` : text
}

/** Fills in the brackets of a text in which braces mean nothing. */
function formatBrackets(text: string, pass: Pass): Formatted {
  const brackets: Bracket[] = []
  let result = ''
  let at = 0
  for (;;) {
    const open = text.indexOf('[', at)
    const close = open < 0 ? -1 : closingBracket(text, open)
    if (close < 0) return { text: result + text.slice(at), brackets }
    const name = bracketName(text.slice(open + 1, close), pass)
    const value = pass.resolve(name)
    brackets.push(value === undefined ? 'unresolved' : value === '' ? 'null' : 'value')
    result += text.slice(at, open) + (value ?? `[${name}]`)
    at = close + 1
  }
}

/** An escape is taken as it stands, "without any further processing". */
function bracketName(inner: string, pass: Pass): string {
  return inner.startsWith('\\') ? inner : formatBrackets(inner, pass).text
}

function closingBracket(text: string, open: number): number {
  let depth = 0
  let at = open
  while (at < text.length) {
    const escapeStop = escapeEnd(text, at)
    if (escapeStop >= 0 && depth === 0) return escapeStop - 1
    if (text[at] === ']') depth--
    else if (text[at] === '[' && escapeStop < 0) depth++
    if (depth === 0) return at
    at = escapeStop < 0 ? at + 1 : escapeStop
  }
  return -1
}

/** Where the escape that begins here ends, or -1 when none begins here: `[\]]` is an escape of four characters. */
function escapeEnd(text: string, at: number): number {
  return text.startsWith('[\\', at) ? text.indexOf(']', at + 3) + 1 || -1 : -1
}

function indexOutsideEscapes(text: string, wanted: string, from: number): number {
  let at = from
  while (at < text.length) {
    if (text.startsWith(wanted, at)) return at
    const escapeStop = escapeEnd(text, at)
    at = escapeStop < 0 ? at + 1 : escapeStop
  }
  return -1
}
