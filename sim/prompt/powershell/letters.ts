import { fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import type { Block, Expression, Statement } from './tree.ts'
import { ShellStop } from './tree.ts'

/**
 * The smallest parts of a line of PowerShell: blanks, words, quotes, variables in them. Single quotes take text as it is,
 * double quotes fill in variables, a backtick protects the next character, `#` begins a comment.
 */

/** A line and how far it is read. */
export interface Reader {
  readonly text: string
  at: number
  depth: number
  /** What stands in brackets and braces is read by those who read a line. */
  readonly inside: Inside
}

interface Inside {
  readonly statements: (reader: Reader, close: string) => readonly Statement[]
  readonly block: (reader: Reader) => Block
}

export const readerOf = (text: string, inside: Inside): Reader => ({ text, at: 0, depth: 0, inside })

export const AMPERSAND =
  'Ampersand not allowed. The & operator is reserved for future use; use "&" to pass ampersand as a string.'

export function skipBlanks(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at++
  if (reader.text[reader.at] === '#') reader.at = reader.text.length
}

export const atEnd = (reader: Reader): boolean => reader.at >= reader.text.length

/** Takes a sign if it comes next, blanks or not. */
export function take(reader: Reader, sign: string): boolean {
  skipBlanks(reader)
  if (!reader.text.startsWith(sign, reader.at)) return false
  reader.at += sign.length
  return true
}

/** As many brackets in each other as PowerShell 1.0 lets calls be. */
const DEEPEST = 100

/** What stands in brackets, whose opening sign has been read. */
export function readGroup(reader: Reader): readonly Statement[] {
  if (++reader.depth > DEEPEST) throw new ShellStop(powershellError('callDepth'))
  const body = reader.inside.statements(reader, ')')
  if (!take(reader, ')')) throw new ShellStop("Missing closing ')' in expression.", reader.text.length)
  reader.depth--
  return body
}

/** `$env:SystemRoot`, `$exbin`, `${name}`, `$_`, `$?` */
export const VARIABLE = /^\$(?:\{([^}]*)\}|((?:env|global|script|local|variable):[A-Za-z_]\w*|[A-Za-z_]\w*|[?^$]))/i

export const nameOf = (found: RegExpExecArray): string =>
  fold(found[1] ?? found[2] ?? '').replace(/^(?:global|script|local|variable):/, '')

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '', a: '', b: '' }

const escaped = (character: string | undefined): string => ESCAPES[character ?? ''] ?? character ?? ''

type Part = string | Expression

/** Where a `$` stands: what it fills in, or undefined where it is only a sign. */
function hole(reader: Reader): Expression | undefined {
  const rest = reader.text.slice(reader.at)
  if (rest.startsWith('$(')) {
    reader.at += 2
    return { kind: 'group', body: readGroup(reader), list: false, end: reader.at }
  }
  const found = VARIABLE.exec(rest)
  if (!found) return undefined
  reader.at += found[0].length
  return { kind: 'variable', name: nameOf(found) }
}

/** Text in quotes; a doubled quote is one. */
export function readQuoted(reader: Reader): Expression {
  const parts: Part[] = []
  putQuoted(reader, parts)
  return { kind: 'text', parts }
}

function putQuoted(reader: Reader, parts: Part[]): void {
  const { text } = reader
  const start = reader.at
  const quote = text[reader.at++]!
  while (reader.at < text.length) {
    const character = text[reader.at]!
    if (character === quote && text[reader.at + 1] === quote) {
      parts.push(quote)
      reader.at += 2
    } else if (character === quote) {
      reader.at++
      return
    } else if (quote === '"' && character === '`') {
      parts.push(escaped(text[reader.at + 1]))
      reader.at += 2
    } else putCharacter(reader, parts, quote === '"')
  }
  throw new ShellStop('Encountered end of line while processing a string token.', start)
}

function putCharacter(reader: Reader, parts: Part[], fills: boolean): void {
  const found = fills && reader.text[reader.at] === '$' ? hole(reader) : undefined
  if (found) parts.push(found)
  else parts.push(reader.text[reader.at++]!)
}

/** A word without quotes, or with some inside: `-x:"a b"`. */
export function readWord(reader: Reader): Expression {
  const parts: Part[] = []
  const start = reader.at
  while (!atEnd(reader) && !/[\s;|,(){}]/.test(reader.text[reader.at]!)) {
    const character = reader.text[reader.at]!
    if (character === "'" || character === '"') putQuoted(reader, parts)
    else if (character === '`') {
      parts.push(escaped(reader.text[reader.at + 1]))
      reader.at += 2
    } else putCharacter(reader, parts, true)
  }
  reader.at = Math.min(reader.at, reader.text.length)
  // A bracket that closes nothing, a comma without a word before it.
  if (reader.at === start) throw new ShellStop(powershellError('unexpectedToken', reader.text[start] ?? ''), start)
  return { kind: 'text', parts }
}
