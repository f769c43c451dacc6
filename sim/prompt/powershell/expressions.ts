import { fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { atEnd, nameOf, type Reader, readGroup, readQuoted, skipBlanks, take, VARIABLE } from './letters.ts'
import { type Expression, ShellStop, stopNotSimulated } from './tree.ts'

/**
 * Values and what is between them: `$a.Count -gt 1 -and -not $b`, `"{0}" -f 1,2`, `$x[0].Name`. What the operators do:
 * operators.ts.
 */

/** From what binds least to what binds most. */
const LEVELS: readonly (readonly string[])[] = [
  ['-and', '-or', '-xor'],
  ['-band', '-bor', '-bxor'],
  [
    ...['-eq', '-ne', '-gt', '-ge', '-lt', '-le', '-like', '-notlike', '-match', '-notmatch', '-contains'].flatMap(
      name => [name, `-i${name.slice(1)}`, `-c${name.slice(1)}`],
    ),
    ...['-notcontains', '-replace', '-ireplace', '-creplace', '-is', '-isnot', '-as'],
  ],
  ['+', '-'],
  ['*', '/', '%'],
  ['-f'],
  ['..'],
]

/** Operators that came with later versions: to 1.0 they are words that it does not expect. */
const LATER: ReadonlySet<string> = new Set(['-join', '-split', '-in', '-notin', '-shl', '-shr'])

/** @param one a single value with what touches it: no operator behind it */
export function readExpression(reader: Reader, one = false): Expression {
  return one ? readPostfix(reader, readPrimary(reader)) : readLevel(reader, 0)
}

function readLevel(reader: Reader, level: number): Expression {
  const operators = LEVELS[level]
  if (!operators) return readList(reader)
  let left = readLevel(reader, level + 1)
  for (;;) {
    const operator = operatorAt(reader)
    if (operator === undefined || !operators.includes(operator)) return left
    skipBlanks(reader)
    reader.at += operator.length
    skipBlanks(reader)
    if (atEnd(reader) || ';|)}'.includes(reader.text[reader.at]!)) {
      throw new ShellStop(
        `You must provide a value expression on the right-hand side of the '${operator}' operator.`,
        reader.at,
      )
    }
    left = { kind: 'binary', operator, left, right: readLevel(reader, level + 1) }
  }
}

/** `$a -eq 1`, `$a-1`, `$a -f 1`; a word behind a dash that is no operator of 1.0 is refused where it stands. */
function operatorAt(reader: Reader): string | undefined {
  const rest = /^\s*(-[a-z]+|\.\.|[-+*/%])/i.exec(reader.text.slice(reader.at))
  if (!rest) return undefined
  const word = fold(rest[1]!)
  if (LATER.has(word)) {
    throw new ShellStop(powershellError('unexpectedToken', rest[1]!), reader.at + rest[0].length - 1)
  }
  if (LEVELS.some(level => level.includes(word))) return word
  return word.startsWith('-') && word.length > 1 ? undefined : word
}

/** `1, 2`, each read as its place has it; in an expression it binds more than any operator. */
export function readList(reader: Reader, readPart: (reader: Reader) => Expression = readUnary): Expression {
  const parts = [readPart(reader)]
  for (;;) {
    const comma = /^\s*,\s*/.exec(reader.text.slice(reader.at))
    if (!comma) return parts.length === 1 ? parts[0]! : { kind: 'list', parts }
    reader.at += comma[0].length
    parts.push(readPart(reader))
  }
}

const UNARY = /^(?:!|-not\b|-bnot\b|\+\+|--|[+-](?=[\s$(\d]))/i

function readUnary(reader: Reader): Expression {
  skipBlanks(reader)
  const found = UNARY.exec(reader.text.slice(reader.at))?.[0]
  if (found === undefined) return readPostfix(reader, readPrimary(reader))
  if (found === '++' || found === '--' || fold(found) === '-bnot') throw stopNotSimulated(`the operator ${found}`)
  if (++reader.depth > 100) throw new ShellStop(powershellError('callDepth'))
  reader.at += found.length
  const of = readUnary(reader)
  reader.depth--
  return { kind: 'unary', operator: fold(found) === '-not' ? '!' : found, of }
}

const NUMBER = /^(?:0x([0-9a-f]+)|(\d+(?:\.\d+)?|\.\d+))([kmg]b)?/i
const UNITS: Readonly<Record<string, number>> = { kb: 2 ** 10, mb: 2 ** 20, gb: 2 ** 30 }

function readPrimary(reader: Reader): Expression {
  const rest = reader.text.slice(reader.at)
  if (rest.startsWith('@{')) throw stopNotSimulated('a hash table')
  if (rest[0] === '[') throw stopNotSimulated(`the type ${/^\[[^\]]*\]?/.exec(rest)![0]}`)
  if (/^[@$]?\(/.test(rest)) {
    reader.at += rest.indexOf('(') + 1
    return { kind: 'group', body: readGroup(reader), list: rest[0] === '@', end: reader.at }
  }
  if (rest[0] === '$') return readVariable(reader)
  if (rest[0] === '"' || rest[0] === "'") return readQuoted(reader)
  if (rest[0] === '{') return { kind: 'block', block: reader.inside.block(reader) }
  const number = NUMBER.exec(rest)
  if (!number) {
    throw new ShellStop(powershellError('unexpectedToken', /^\S+/.exec(rest)?.[0] ?? ''), reader.at)
  }
  reader.at += number[0].length
  const value = number[1] === undefined ? Number(number[2]) : Number.parseInt(number[1], 16)
  return { kind: 'number', value: value * (UNITS[fold(number[3] ?? '')] ?? 1) }
}

export function readVariable(reader: Reader): Expression {
  const found = VARIABLE.exec(reader.text.slice(reader.at))
  if (!found) throw new ShellStop(powershellError('unexpectedToken', '$'), reader.at)
  reader.at += found[0].length
  return { kind: 'variable', name: nameOf(found) }
}

/** `.Name`, `.Name(...)` and `[n]`, as many as there are. */
export function readPostfix(reader: Reader, start: Expression): Expression {
  let of = start
  for (;;) {
    const member = /^\.([A-Za-z_]\w*)(\()?/.exec(reader.text.slice(reader.at))
    if (member) {
      reader.at += member[0].length
      of = member[2]
        ? { kind: 'call', of, name: member[1]!, args: readArguments(reader) }
        : { kind: 'member', of, name: member[1]! }
    } else if (reader.text[reader.at] === '[') {
      reader.at++
      const index = readLevel(reader, 0)
      if (!take(reader, ']')) throw new ShellStop("Missing ']' after array index expression.", reader.at)
      of = { kind: 'index', of, index }
    } else return of
    if (/^(?:\+\+|--)/.test(reader.text.slice(reader.at))) throw stopNotSimulated('the operator ++')
  }
}

/** What a method is given, up to the closing bracket. */
function readArguments(reader: Reader): readonly Expression[] {
  if (take(reader, ')')) return []
  const found = readLevel(reader, 0)
  if (!take(reader, ')')) throw new ShellStop("Missing ')' in method call.", reader.at)
  return found.kind === 'list' ? found.parts : [found]
}
