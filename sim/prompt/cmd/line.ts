import { fold } from '../../../model/machine/names.ts'
import { CONTROL, type Control, parseControl } from './control.ts'

/**
 * A line of cmd.exe, taken apart: commands joined by `&`, `&&`, `||`, programs joined by `|`, redirections, brackets. Quotes
 * protect everything but `%NAME%`; outside of them `^` protects the next character. Knows no command and no variable.
 */

export interface Redirect {
  /** 0: what the program reads. */
  readonly stream: 0 | 1 | 2
  readonly append: boolean
  /** A file, or `&1` for the other stream. */
  readonly target: string
}

export interface Stage {
  /** Without redirections and carets; of a bracket, empty. */
  readonly text: string
  /** What a bracket holds: `(a & b)`. */
  readonly group?: readonly Pipeline[]
  /** `if` or `for`, with all that it does. */
  readonly control?: Control
  readonly redirects: readonly Redirect[]
}

export interface Pipeline {
  readonly when: 'always' | 'success' | 'failure'
  /** More than one: a pipe. */
  readonly stages: readonly Stage[]
}

/** A piece of punctuation where a command should have been. */
export interface Unexpected {
  readonly unexpected: string
}

interface Mark {
  readonly kind: 'text' | 'joint' | 'redirect' | 'group' | 'control'
  readonly text: string
}

/** `%NAME%` -> its value, `%NAME:~0,3%` a part of it, `%NAME:a=b%` with b for a; what has none stays, as it does at a prompt. */
export function expandVariables(line: string, lookUp: (name: string) => string | undefined): string {
  return line.replace(/%([^%:]+)(?::([^%]+))?%/g, (whole, name: string, how: string | undefined) => {
    const value = lookUp(fold(name))
    return value === undefined ? whole : how === undefined ? value : (changed(value, how) ?? whole)
  })
}

/** undefined: that is no way to change a value. */
function changed(value: string, how: string): string | undefined {
  const part = /^~(-?\d+)?(?:,(-?\d+)?)?$/.exec(how.replaceAll(' ', ''))
  if (part) {
    const [, from = '0', length] = part
    const start = Number(from)
    const rest = value.slice(start < 0 ? Math.max(0, value.length + start) : start)
    return length === undefined ? rest : rest.slice(0, Number(length))
  }
  const cut = how.indexOf('=', 1)
  if (cut < 0) return undefined
  const [old, next] = [how.slice(0, cut), how.slice(cut + 1)]
  return old.startsWith('*') && old.length > 1 ? replacedTo(value, old.slice(1), next) : replacedAll(value, old, next)
}

/** `*old`: everything up to it. Case does not count. */
function replacedTo(value: string, old: string, next: string): string {
  const at = fold(value).indexOf(fold(old))
  return at < 0 ? value : next + value.slice(at + old.length)
}

function replacedAll(value: string, old: string, next: string): string {
  const [folded, wanted] = [fold(value), fold(old)]
  let text = ''
  let from = 0
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, from)) {
    text += value.slice(from, at) + next
    from = at + old.length
  }
  return text + value.slice(from)
}

/** Nothing, or `rem` and `::`: a line that does nothing, whatever follows. */
export function isRemark(text: string): boolean {
  return /^[\s@]*(?:rem(?=[\s/\\.,;=:+([\]"&|<>]|$)|:)/i.test(text) || text.trim() === ''
}

const JOINTS: Readonly<Record<string, Pipeline['when']>> = { '&': 'always', '&&': 'success', '||': 'failure' }

/** More brackets in each other than anybody types; the next one is a sign that nobody expects. */
const DEEPEST = 100

export function parseLine(line: string, depth = 0): readonly Pipeline[] | Unexpected {
  if (depth > DEEPEST) return { unexpected: '(' }
  const pipelines: { when: Pipeline['when']; stages: Stage[] }[] = []
  let when: Pipeline['when'] = 'always'
  let stages: Stage[] = []
  let text = ''
  let redirects: Redirect[] = []
  let group: readonly Pipeline[] | undefined
  let control: Control | undefined
  const endStage = (): void => {
    stages.push({ text: text.trim(), redirects, ...(group && { group }), ...(control && { control }) })
    text = ''
    redirects = []
    group = undefined
    control = undefined
  }
  const endPipeline = (): void => {
    endStage()
    pipelines.push({ when, stages })
    stages = []
  }
  const isEmpty = (): boolean => text.trim() === '' && redirects.length === 0 && !group && !control
  const marks = marksOf(line)
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i]!
    if (mark.kind === 'text') {
      if (group && mark.text.trim() !== '') return { unexpected: /^\s*(\S+)/.exec(mark.text)![1]! }
      // The rest of a remark is a remark, joints and all.
      if (text.trim() === '' && isRemark(mark.text) && mark.text.trim() !== '') break
      text += mark.text
    } else if (mark.kind === 'control') {
      const found = parseControl(mark.text, { parse: inside => parseLine(inside, depth + 1), closing })
      if ('unexpected' in found) return found
      control = found
    } else if (mark.kind === 'group') {
      if (group) return { unexpected: '(' }
      const inside = parseLine(mark.text, depth + 1)
      if ('unexpected' in inside) return inside
      if (inside.length === 0) return { unexpected: ')' }
      group = inside
    } else if (mark.kind === 'redirect') {
      const redirect = redirectOf(mark.text, marks[i + 1])
      if (!redirect) return { unexpected: marks[i + 1]?.text ?? 'newline' }
      redirects.push(redirect.redirect)
      if (redirect.rest !== undefined) marks[i + 1] = { kind: 'text', text: redirect.rest }
    } else if (isEmpty()) {
      return { unexpected: mark.text }
    } else if (mark.text === '|') {
      endStage()
    } else {
      endPipeline()
      when = JOINTS[mark.text] ?? 'always'
    }
  }
  if (stages.length > 0 && isEmpty()) return { unexpected: 'newline' }
  if (!isEmpty()) endPipeline()
  return pipelines
}

/** `2>` and the word behind it; `2>&1` needs none. */
function redirectOf(sign: string, next: Mark | undefined): { redirect: Redirect; rest?: string } | undefined {
  const stream = sign.includes('<') ? 0 : sign.startsWith('2') ? 2 : 1
  const append = sign.includes('>>')
  const other = /&([12])$/.exec(sign)
  if (other) return { redirect: { stream, append, target: `&${other[1]}` } }
  const word = next?.kind === 'text' ? /^\s*("[^"]*"?|[^\s"]+)/.exec(next.text) : null
  if (!word || next === undefined) return undefined
  const target = word[1]!.replaceAll('"', '')
  return { redirect: { stream, append, target }, rest: next.text.slice(word[0].length) }
}

function marksOf(line: string): Mark[] {
  const marks: Mark[] = []
  let text = ''
  let at = 0
  const put = (kind: Mark['kind'], sign: string): void => {
    if (text !== '') marks.push({ kind: 'text', text })
    text = ''
    marks.push({ kind, text: sign })
    at += sign.length
  }
  let inQuotes = false
  while (at < line.length) {
    const character = line[at]!
    const rest = line.slice(at)
    if (character === '"') inQuotes = !inQuotes
    if (!inQuotes && /^[\s@]*$/.test(text) && CONTROL.test(rest) && marks.at(-1)?.kind !== 'redirect') {
      return [...marks, { kind: 'control', text: rest }]
    }
    if (!inQuotes && character === '(' && /^[\s@]*$/.test(text) && marks.at(-1)?.kind !== 'redirect') {
      const close = closing(line, at)
      if (close < 0) return [...marks, { kind: 'joint', text: 'newline' }]
      text = ''
      marks.push({ kind: 'group', text: line.slice(at + 1, close) })
      at = close + 1
      continue
    }
    if (!inQuotes && character === '^') {
      text += line[at + 1] ?? ''
      at += 2
      continue
    }
    const joint = inQuotes ? undefined : /^(?:&&|\|\||[&|])/.exec(rest)?.[0]
    // A digit belongs to a redirection only where a word could begin.
    const redirect = inQuotes ? undefined : (/^(?:[12]?>{1,2}(?:&[12])?|0?<)/.exec(rest)?.[0] ?? undefined)
    if (joint !== undefined) put('joint', joint)
    else if (redirect !== undefined && (/^[<>]/.test(redirect) || /(?:^|\s)$/.test(text))) put('redirect', redirect)
    else {
      text += character
      at++
    }
  }
  if (text !== '') marks.push({ kind: 'text', text })
  return marks
}

/**
 * Where a bracket ends: one opens only where a command begins, or anywhere behind `if` and `for`, and any closes. Below 0:
 * nowhere.
 */
function closing(line: string, start: number): number {
  let depth = 0
  let inQuotes = false
  let begins = true
  let controlled = false
  for (let at = start; at < line.length; at++) {
    const character = line[at]!
    if (character === '"') inQuotes = !inQuotes
    else if (inQuotes) continue
    else if (character === '^') at++
    else if (character === '(' && (begins || controlled)) depth++
    else if (character === ')' && --depth === 0) return at
    controlled ||= begins && /^(?:if|for)\s/i.test(line.slice(at, at + 4))
    begins = /[&|]/.test(character) || (begins && /[\s@(]/.test(character))
  }
  return -1
}

/** Words as a program gets them (C runtime): blanks part them, quotes group and go, `\"` is a quote. */
export function wordsOf(tail: string): string[] {
  const words: string[] = []
  let word: string | undefined
  let inQuotes = false
  for (let at = 0; at < tail.length; at++) {
    const character = tail[at]!
    if (character === '\\' && tail[at + 1] === '"' && tail[at + 2] !== undefined && !/\s/.test(tail[at + 2]!)) {
      word = `${word ?? ''}"`
      at++
    } else if (character === '"') {
      inQuotes = !inQuotes
      word ??= ''
    } else if (!inQuotes && /\s/.test(character)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else {
      word = (word ?? '') + character
    }
  }
  if (word !== undefined) words.push(word)
  return words
}

/** Words as a command inside cmd.exe gets them: `,`, `;` and `=` part them too, and `/` begins a switch anywhere. */
export function insideWordsOf(tail: string): string[] {
  const words: string[] = []
  for (const [word] of tail.matchAll(/\/[^\s/"]*|(?:"[^"]*"?|[^\s,;="/])+/g)) words.push(word.replaceAll('"', ''))
  return words
}
