import { fold } from '../../../model/machine/names.ts'

/**
 * A line of cmd.exe, taken apart: commands joined by `&`, `&&`, `||`, programs joined by `|`, redirections. Quotes
 * protect everything but `%NAME%`; outside of them `^` protects the next character. Knows no command and no variable.
 */

export interface Redirect {
  readonly stream: 1 | 2
  readonly append: boolean
  /** A file, or `&1` for the other stream. */
  readonly target: string
}

export interface Stage {
  /** Without redirections and carets. */
  readonly text: string
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
  readonly kind: 'text' | 'joint' | 'redirect'
  readonly text: string
}

/** `%NAME%` -> its value; what has none stays, as it does at a prompt. */
export function expandVariables(line: string, lookUp: (name: string) => string | undefined): string {
  return line.replace(/%([^%]+)%/g, (whole, name: string) => lookUp(fold(name)) ?? whole)
}

/** Nothing, or `rem` and `::`: a line that does nothing, whatever follows. */
export function isRemark(text: string): boolean {
  return /^[\s@]*(?:rem(?=[\s/\\.,;=:+([\]"&|<>]|$)|:)/i.test(text) || text.trim() === ''
}

const JOINTS: Readonly<Record<string, Pipeline['when']>> = { '&': 'always', '&&': 'success', '||': 'failure' }

export function parseLine(line: string): readonly Pipeline[] | Unexpected {
  const pipelines: { when: Pipeline['when']; stages: Stage[] }[] = []
  let when: Pipeline['when'] = 'always'
  let stages: Stage[] = []
  let text = ''
  let redirects: Redirect[] = []
  const endStage = (): void => {
    stages.push({ text: text.trim(), redirects })
    text = ''
    redirects = []
  }
  const endPipeline = (): void => {
    endStage()
    pipelines.push({ when, stages })
    stages = []
  }
  const marks = marksOf(line)
  for (let i = 0; i < marks.length; i++) {
    const mark = marks[i]!
    if (mark.kind === 'text') {
      // The rest of a remark is a remark, joints and all.
      if (text.trim() === '' && isRemark(mark.text) && mark.text.trim() !== '') break
      text += mark.text
    } else if (mark.kind === 'redirect') {
      const redirect = redirectOf(mark.text, marks[i + 1])
      if (!redirect) return { unexpected: marks[i + 1]?.text ?? 'newline' }
      redirects.push(redirect.redirect)
      if (redirect.rest !== undefined) marks[i + 1] = { kind: 'text', text: redirect.rest }
    } else if (text.trim() === '' && redirects.length === 0) {
      return { unexpected: mark.text }
    } else if (mark.text === '|') {
      endStage()
    } else {
      endPipeline()
      when = JOINTS[mark.text] ?? 'always'
    }
  }
  if (stages.length > 0 && text.trim() === '') return { unexpected: 'newline' }
  if (text.trim() !== '' || redirects.length > 0) endPipeline()
  return pipelines
}

/** `2>` and the word behind it; `2>&1` needs none. */
function redirectOf(sign: string, next: Mark | undefined): { redirect: Redirect; rest?: string } | undefined {
  const stream = sign.startsWith('2') ? 2 : 1
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
    if (!inQuotes && character === '^') {
      text += line[at + 1] ?? ''
      at += 2
      continue
    }
    const joint = inQuotes ? undefined : /^(?:&&|\|\||[&|])/.exec(rest)?.[0]
    // A digit belongs to a redirection only where a word could begin.
    const redirect = inQuotes ? undefined : (/^[12]?>{1,2}(?:&[12])?/.exec(rest)?.[0] ?? undefined)
    if (joint !== undefined) put('joint', joint)
    else if (redirect !== undefined && (redirect.startsWith('>') || /(?:^|\s)$/.test(text))) put('redirect', redirect)
    else {
      text += character
      at++
    }
  }
  if (text !== '') marks.push({ kind: 'text', text })
  return marks
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
