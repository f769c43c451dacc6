import { fold } from '../../../model/machine/names.ts'
import type { Pipeline, Unexpected } from './line.ts'

/**
 * `if` and `for` of cmd: each takes what is left of its line, or of its bracket, as what it does. Knows no command and no
 * variable.
 */

export type Control = If | For

export interface If {
  readonly kind: 'if'
  readonly condition: Condition
  readonly not: boolean
  readonly anyCase: boolean
  readonly body: readonly Pipeline[]
  readonly otherwise: readonly Pipeline[]
}

export type Condition =
  | { readonly kind: 'exist'; readonly path: string }
  | { readonly kind: 'errorlevel'; readonly least: number }
  | { readonly kind: 'defined'; readonly name: string }
  | { readonly kind: 'compared'; readonly left: string; readonly operator: string; readonly right: string }

export interface For {
  readonly kind: 'for'
  /** `/f`, `/l`, `/d`, `/r`; empty: names and words. */
  readonly option: string
  /** What stands behind the option: `"tokens=2 delims=:"`. */
  readonly how: string
  readonly variable: string
  readonly set: string
  readonly body: readonly Pipeline[]
  /** As typed. */
  readonly text: string
}

/** Reads a line of commands, and finds where a bracket closes: both are line.ts's. */
interface LineReader {
  readonly parse: (text: string) => readonly Pipeline[] | Unexpected
  readonly closing: (text: string, start: number) => number
}

export const CONTROL = /^(?:if|for)(?=[\s/(%]|$)/i

const INCOMPLETE: Unexpected = { unexpected: 'newline' }

export function parseControl(text: string, reader: LineReader): Control | Unexpected {
  return fold(text.slice(0, 2)) === 'if' ? parseIf(text.slice(2), reader) : parseFor(text.slice('for'.length), reader)
}

// --------------------------------------------------------------------------------------------------------------- if

const WORD = '("[^"]*"|[^\\s"=]+)'

const CONDITIONS: readonly (readonly [pattern: RegExp, make: (found: RegExpExecArray) => Condition])[] = [
  [/^exist\s+("[^"]*"|\S+)/i, ([, path = '']) => ({ kind: 'exist', path })],
  [/^errorlevel\s+(-?\d+)(?=\s|$)/i, ([, least = '']) => ({ kind: 'errorlevel', least: Number(least) })],
  [/^defined\s+(\S+)/i, ([, name = '']) => ({ kind: 'defined', name })],
  [
    new RegExp(`^${WORD}\\s*==\\s*("[^"]*"|[^\\s"]+)`),
    ([, left = '', right = '']) => ({ kind: 'compared', left, operator: '==', right }),
  ],
  [
    new RegExp(`^${WORD}\\s+(equ|neq|lss|leq|gtr|geq)\\s+("[^"]*"|[^\\s"]+)`, 'i'),
    ([, left = '', operator = '', right = '']) => ({ kind: 'compared', left, operator: fold(operator), right }),
  ],
]

function parseIf(tail: string, reader: LineReader): Control | Unexpected {
  const head = /^\s*(?:(?:\/i|not)\s+)*/i.exec(tail)![0]
  const rest = tail.slice(head.length)
  for (const [pattern, make] of CONDITIONS) {
    const found = pattern.exec(rest)
    if (!found) continue
    const parts = partsOf(rest.slice(found[0].length), reader)
    if ('unexpected' in parts) return parts
    return { kind: 'if', condition: make(found), not: /\bnot\b/i.test(head), anyCase: /\/i/i.test(head), ...parts }
  }
  return { unexpected: /^\S+\s+(\S+)/.exec(rest)?.[1] ?? 'newline' }
}

/** What is done, and behind a bracket what is done otherwise. */
function partsOf(text: string, reader: LineReader): Pick<If, 'body' | 'otherwise'> | Unexpected {
  const start = text.search(/\S/)
  if (start < 0) return INCOMPLETE
  const close = text[start] === '(' ? reader.closing(text, start) : -1
  const word = close < 0 ? null : /^\s*else(?=[\s(])/i.exec(text.slice(close + 1))
  const body = reader.parse(word ? text.slice(start, close + 1) : text)
  const otherwise = word ? reader.parse(text.slice(close + 1 + word[0].length)) : []
  if ('unexpected' in body) return body
  if ('unexpected' in otherwise) return otherwise
  return body.length === 0 || (word && otherwise.length === 0) ? INCOMPLETE : { body, otherwise }
}

// -------------------------------------------------------------------------------------------------------------- for

const HEAD = /^\s+(?:(\/[a-z])\s+)?(?:("[^"]*"|[^%\s"/]\S*)\s+)?(%+)([A-Za-z])\s+in\s*\(/i

function parseFor(tail: string, reader: LineReader): Control | Unexpected {
  const head = HEAD.exec(tail)
  if (!head) return { unexpected: /^\s*(\S+)/.exec(tail)?.[1] ?? 'newline' }
  const [whole, option = '', how = '', signs = '', variable = ''] = head
  // In a batch file it is %%i, at the prompt %i.
  if (signs.length > 1) return { unexpected: `${signs}${variable}` }
  const close = endOfSet(tail, whole.length)
  const behind = close < 0 ? null : /^\s*do\s+(?=\S)/i.exec(tail.slice(close + 1))
  if (!behind)
    return { unexpected: close < 0 ? 'newline' : (/^\s*(\S+)/.exec(tail.slice(close + 1))?.[1] ?? 'newline') }
  const text = tail.slice(close + 1 + behind[0].length).trim()
  const body = reader.parse(text)
  if ('unexpected' in body) return body
  return { kind: 'for', option: fold(option), how, variable, set: tail.slice(whole.length, close), body, text }
}

/** Quotes may hold a bracket. */
function endOfSet(text: string, start: number): number {
  let quote = ''
  for (let at = start; at < text.length; at++) {
    const character = text[at]!
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === ')') return at
  }
  return -1
}

// ------------------------------------------------------------------------------------------------------ for's values

/** The body with `%i`, `%~nxi` filled in; `fill` says what stands for each. */
export function withText(pipelines: readonly Pipeline[], fill: (text: string) => string): readonly Pipeline[] {
  return pipelines.map(({ when, stages }) => ({
    when,
    stages: stages.map(stage => ({
      text: fill(stage.text),
      redirects: stage.redirects.map(redirect => ({ ...redirect, target: fill(redirect.target) })),
      ...(stage.group && { group: withText(stage.group, fill) }),
      ...(stage.control && { control: filledControl(stage.control, fill) }),
    })),
  }))
}

function filledControl(control: Control, fill: (text: string) => string): Control {
  if (control.kind === 'for') {
    return {
      ...control,
      set: fill(control.set),
      how: fill(control.how),
      body: withText(control.body, fill),
      text: fill(control.text),
    }
  }
  const { condition } = control
  return {
    ...control,
    condition:
      condition.kind === 'exist'
        ? { ...condition, path: fill(condition.path) }
        : condition.kind === 'compared'
          ? { ...condition, left: fill(condition.left), right: fill(condition.right) }
          : condition,
    body: withText(control.body, fill),
    otherwise: withText(control.otherwise, fill),
  }
}

/** `tokens=1,3-4* delims=: skip=1 eol=;` of `for /f`; a string is what of it is not simulated. */
export interface Tokens {
  readonly delims: string
  readonly skip: number
  readonly eol: string
  /** Counted from 1. */
  readonly numbers: readonly number[]
  /** `*`: the rest of the line as one more. */
  readonly rest: boolean
  readonly usebackq: boolean
}

export function tokensOf(how: string): Tokens | string {
  const text = how.replace(/^"|"$/g, '')
  const found = { delims: ' \t', skip: 0, eol: ';', numbers: [1], rest: false, usebackq: false }
  const left = text
    .replace(/(?:^|\s)delims=((?:\S|\s(?=$))*)/i, (_, signs: string) => {
      found.delims = signs
      return ''
    })
    .replace(/(?:^|\s)skip=(\d+)/i, (_, count: string) => {
      found.skip = Number(count)
      return ''
    })
    .replace(/(?:^|\s)eol=(\S)/i, (_, sign: string) => {
      found.eol = sign
      return ''
    })
    .replace(/(?:^|\s)tokens=((?:\d+(?:-\d+)?,?)*)(\*)?/i, (_, list: string, star?: string) => {
      found.numbers = list.split(',').filter(Boolean).flatMap(numbersIn)
      found.rest = star !== undefined
      return ''
    })
    .replace(/(?:^|\s)usebackq/i, () => {
      found.usebackq = true
      return ''
    })
  return left.trim() === '' ? found : left.trim()
}

function numbersIn(part: string): number[] {
  const [from = 0, to = from] = part.split('-').map(Number)
  return Array.from({ length: Math.min(Math.max(0, to - from + 1), 26) }, (_, i) => from + i)
}

/** The tokens of one line, those that are asked for; undefined: the line is passed over. */
export function tokensIn(line: string, { delims, eol, numbers, rest }: Tokens): readonly string[] | undefined {
  if (line === '' || line.startsWith(eol)) return undefined
  const words: { readonly text: string; readonly start: number }[] = []
  for (let at = 0; at < line.length; ) {
    while (at < line.length && delims.includes(line[at]!)) at++
    const start = at
    while (at < line.length && !delims.includes(line[at]!)) at++
    if (at > start) words.push({ text: line.slice(start, at), start })
  }
  if (words.length === 0) return undefined
  const last = Math.max(0, ...numbers)
  const remainder = words[last]
  return [
    ...numbers.map(n => words[n - 1]?.text ?? ''),
    ...(rest ? [remainder ? line.slice(remainder.start) : ''] : []),
  ]
}
