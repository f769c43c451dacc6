import { powershellError } from '../../../model/words/powershell.ts'
import { readExpression, readList, readPostfix, readVariable } from './expressions.ts'
import { AMPERSAND, atEnd, type Reader, readQuoted, readWord, skipBlanks } from './letters.ts'
import type { Argument, Command, Expression, NamedCommand, Redirect } from './tree.ts'
import { ShellStop, stopNotSimulated } from './tree.ts'

/**
 * Reads one command of a pipeline: a value, or a name with what stands behind it: parameters, values, redirections. Knows no
 * cmdlet.
 */

export const separator = (sign: string, at: number): ShellStop =>
  new ShellStop(`The token '${sign}' is not a valid statement separator in this version.`, at)

/** Where a value may stand instead of a name: a variable, a quote, a bracket, a number, a sign. */
const VALUE = /^(?:[$@"'([{!]|-?\.?\d[\d.]*(?:[kmg]b)?(?=$|[\s;|)}+*/%,-])|-(?:not|bnot)\b|[+-]\s*[$(])/i

export function readCommand(reader: Reader, first: boolean): Command {
  const rest = reader.text.slice(reader.at)
  if (rest[0] === '&' || /^\.[\s'"$(]/.test(rest)) return readCalled(reader, rest)
  // A parameter that the program does not know stands where a line begins: `powershell -file x.ps1`.
  if (/^-[a-z]/i.test(rest) && !VALUE.test(rest))
    throw new ShellStop(powershellError('missingOperand', '-'), reader.at + 1)
  if (!VALUE.test(rest)) return readNamed(reader, readWord(reader))
  if (!first) throw new ShellStop('Expressions are only permitted as the first element of a pipeline.', reader.at)
  const expression = readExpression(reader)
  const redirects: Redirect[] = []
  for (skipBlanks(reader); readRedirect(reader, redirects); skipBlanks(reader));
  const next = reader.text[reader.at]
  if (next !== undefined && !';|)}'.includes(next)) throw leftBehind(reader)
  return { kind: 'expression', expression, redirects }
}

function leftBehind(reader: Reader): ShellStop {
  const rest = reader.text.slice(reader.at)
  if (rest.startsWith('&&')) return separator('&&', reader.at)
  if (rest[0] === '&') return new ShellStop(AMPERSAND, reader.at)
  const word = /^(?:"[^"]*"?|'[^']*'?|\S+)/.exec(rest)![0]
  return new ShellStop(
    powershellError('unexpectedToken', word.replace(/^(["'])(.*)\1$/, '$2')),
    reader.at + word.length - 1,
  )
}

/** `& 'C:\x.ps1' a`, `. .\x.ps1 a` */
function readCalled(reader: Reader, rest: string): NamedCommand {
  if (rest.startsWith('&&')) throw separator('&&', reader.at)
  reader.at++
  skipBlanks(reader)
  const next = reader.text[reader.at]
  if (next === undefined || ';|)}&'.includes(next)) throw new ShellStop(AMPERSAND, reader.at - 1)
  const name = next === '{' ? ({ kind: 'block', block: reader.inside.block(reader) } as const) : readValue(reader)
  return readNamed(reader, name)
}

function readNamed(reader: Reader, name: Expression): NamedCommand {
  const end = reader.at
  const args: Argument[] = []
  const redirects: Redirect[] = []
  for (;;) {
    skipBlanks(reader)
    const character = reader.text[reader.at]
    if (character === undefined || ';|)}'.includes(character)) return { kind: 'command', name, args, redirects, end }
    if (character === '&') throw leftBehind(reader)
    if (character === '<') throw new ShellStop("The redirection operator '<' is not supported yet.", reader.at)
    if (!readRedirect(reader, redirects)) args.push(readArgument(reader))
  }
}

function readRedirect(reader: Reader, redirects: Redirect[]): boolean {
  const sign = /^(?:2>&1|2?>>?)/.exec(reader.text.slice(reader.at))?.[0]
  if (sign === undefined) return false
  reader.at += sign.length
  skipBlanks(reader)
  const next = reader.text[reader.at]
  if (sign !== '2>&1' && (next === undefined || ';|)}&'.includes(next))) {
    throw new ShellStop('Missing file specification after redirection operator.', reader.at)
  }
  redirects.push({ sign, target: sign === '2>&1' ? undefined : readValue(reader) })
  return true
}

const PARAMETER = /^-([A-Za-z?]\w*)(:)?(?=$|[\s;|(){},'"$@:])/

function readArgument(reader: Reader): Argument {
  const start = reader.at
  const found = PARAMETER.exec(reader.text.slice(start))
  if (!found) {
    const value = readList(reader, readPart)
    return { parameter: undefined, value, text: reader.text.slice(start, reader.at), end: reader.at }
  }
  reader.at += found[0].length
  const touches = found[2] !== undefined && !atEnd(reader) && !/[\s;|)}]/.test(reader.text[reader.at]!)
  const value = touches ? readList(reader, readPart) : undefined
  return { parameter: found[1]!, value, text: reader.text.slice(start, reader.at), end: reader.at }
}

function readPart(reader: Reader): Expression {
  if (atEnd(reader)) throw new ShellStop('Missing argument in parameter list.', reader.at)
  return readValue(reader)
}

/** One value behind a name: a word, unless its first character says what else. */
function readValue(reader: Reader): Expression {
  const rest = reader.text.slice(reader.at)
  if (rest[0] === '{') return { kind: 'block', block: reader.inside.block(reader) }
  if (rest[0] === '(' || rest.startsWith('@(') || rest.startsWith('$(')) return readExpressionValue(reader)
  if (rest.startsWith('@{')) throw stopNotSimulated('a hash table')
  if (rest[0] === ',') throw new ShellStop('Missing argument in parameter list.', reader.at)
  if (rest[0] === '$') {
    const start = reader.at
    const value = readPostfix(reader, readVariable(reader))
    if (atEnd(reader) || /[\s;|,)}]/.test(reader.text[reader.at]!)) return value
    // `$exbin\x.ps1` is a word with a hole.
    reader.at = start
    return readWord(reader)
  }
  if (rest[0] === '"' || rest[0] === "'") {
    const start = reader.at
    const value = readQuoted(reader)
    if (atEnd(reader) || /[\s;|,)}]/.test(reader.text[reader.at]!)) return value
    reader.at = start
  }
  return readWord(reader)
}

function readExpressionValue(reader: Reader): Expression {
  return readExpression(reader, true)
}
