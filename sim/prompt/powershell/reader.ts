import { fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { readCommand, separator } from './commandReader.ts'
import { atEnd, type Reader, readerOf, skipBlanks, take } from './letters.ts'
import type { Block, Branch, Command, Statement } from './tree.ts'
import { ShellStop, stopNotSimulated } from './tree.ts'

/**
 * Reads a line of PowerShell 1.0: statements joined by `;`, commands joined by `|`. A command: commandReader.ts; values:
 * expressions.ts. Knows no cmdlet. What it cannot read ends in a ShellStop.
 */

export function readLine(line: string): readonly Statement[] {
  const reader = readerOf(line, { statements, block })
  const found = statements(reader, '')
  if (!atEnd(reader)) throw unexpected(reader)
  return found
}

const unexpected = (reader: Reader): ShellStop =>
  new ShellStop(powershellError('unexpectedToken', reader.text[reader.at] ?? ''), reader.at)

/** Up to a closing bracket, which stays; '' is the end of the line. */
function statements(reader: Reader, close: string): readonly Statement[] {
  const found: Statement[] = []
  for (;;) {
    skipBlanks(reader)
    const character = reader.text[reader.at]
    if (character === undefined || character === close) return found
    if (character === ';') reader.at++
    else if (character === ')' || character === '}') throw unexpected(reader)
    else found.push(readStatement(reader))
  }
}

const KEYWORDS: Readonly<Record<string, (reader: Reader) => Statement>> = {
  if: readIf,
  foreach: readForeach,
  while: readWhile,
  for: readFor,
  function: readFunction,
  break: reader => jump(reader, 'break'),
  continue: reader => jump(reader, 'continue'),
  return: reader => jump(reader, 'return'),
}
const LEFT_OUT: ReadonlySet<string> = new Set(['switch', 'do', 'trap', 'throw', 'filter', 'param', 'data', 'begin'])

function readStatement(reader: Reader): Statement {
  const word = fold(/^[a-z]+(?![\w.:\\/-])/i.exec(reader.text.slice(reader.at))?.[0] ?? '')
  const keyword = Object.hasOwn(KEYWORDS, word) ? KEYWORDS[word] : undefined
  // `foreach {...}` is the name of a cmdlet.
  if (keyword && (word !== 'foreach' || /^foreach\s*\(/i.test(reader.text.slice(reader.at)))) {
    reader.at += word.length
    return keyword(reader)
  }
  if (LEFT_OUT.has(word)) throw stopNotSimulated(`the statement ${word}`)
  return readAssignment(reader) ?? readPipeline(reader)
}

const ASSIGNMENT =
  /^\$(\{[^}]*\}|(?:env:|global:|script:|local:)?[A-Za-z_]\w*)\s*(?:(\+=|-=|\*=|\/=|%=|=)(?!=)|(\+\+|--)(?=\s*(?:$|[;)}])))/i

function readAssignment(reader: Reader): Statement | undefined {
  const found = ASSIGNMENT.exec(reader.text.slice(reader.at))
  if (!found) return undefined
  reader.at += found[0].length
  skipBlanks(reader)
  const name = fold(found[1]!.replace(/^\{|\}$/g, '')).replace(/^(?:global|script|local):/, '')
  if (found[3] !== undefined) return { kind: 'assign', name, operator: `${found[3][0]}=`, value: ONE }
  if (atEnd(reader)) throw new ShellStop(`Missing expression after '${found[2]}' in assignment.`, reader.at)
  return { kind: 'assign', name, operator: found[2]!, value: readStatement(reader) }
}

const ONE: Statement = {
  kind: 'pipeline',
  commands: [{ kind: 'expression', expression: { kind: 'number', value: 1 }, redirects: [] }],
}

// ------------------------------------------------------------------------------------------------------- statements

function bracket(reader: Reader, what: string): Statement {
  if (!take(reader, '(')) throw new ShellStop(`Missing opening '(' after keyword '${what}'.`, reader.at)
  const found = readStatement(reader)
  if (!take(reader, ')')) throw new ShellStop("Missing closing ')' in expression.", reader.at)
  return found
}

function block(reader: Reader): Block {
  if (!take(reader, '{')) throw new ShellStop('Missing statement block.', reader.at)
  const start = reader.at
  const parameters = readParameters(reader)
  const body = statements(reader, '}')
  if (!take(reader, '}')) throw new ShellStop("Missing closing '}' in statement block.", reader.at)
  return { parameters, body, text: reader.text.slice(start, reader.at - 1) }
}

/** `param($a, $b)` where a block begins. */
function readParameters(reader: Reader): readonly string[] {
  skipBlanks(reader)
  if (!/^param\s*\(/i.test(reader.text.slice(reader.at))) return []
  reader.at += 'param'.length
  return parameterNames(reader)
}

function parameterNames(reader: Reader): readonly string[] {
  const found = /^\s*\(([^)]*)\)/.exec(reader.text.slice(reader.at))
  const names = (found?.[1] ?? '').split(',').map(name => name.trim())
  const empty = names.length === 1 && names[0] === ''
  if (!found || (!empty && !names.every(name => /^\$\w+$/.test(name)))) {
    throw stopNotSimulated('a parameter with a type or a value')
  }
  reader.at += found[0].length
  return empty ? [] : names.map(name => fold(name.slice(1)))
}

function readIf(reader: Reader): Statement {
  const branches: Branch[] = [{ condition: bracket(reader, 'if'), block: block(reader) }]
  let otherwise: Block | undefined
  for (;;) {
    const word = /^\s*(elseif|else)\b/i.exec(reader.text.slice(reader.at))
    if (!word || otherwise) return { kind: 'if', branches, otherwise }
    reader.at += word[0].length
    if (fold(word[1]!) === 'else') otherwise = block(reader)
    else branches.push({ condition: bracket(reader, 'elseif'), block: block(reader) })
  }
}

function readForeach(reader: Reader): Statement {
  const head = /^\s*\(\s*\$(\w+)\s+in\s+/i.exec(reader.text.slice(reader.at))
  if (!head) throw new ShellStop('Missing variable name after foreach.', reader.at)
  reader.at += head[0].length
  const list = readStatement(reader)
  if (!take(reader, ')')) throw new ShellStop("Missing closing ')' after expression in foreach loop.", reader.at)
  return { kind: 'foreach', name: fold(head[1]!), list, block: block(reader) }
}

function readWhile(reader: Reader): Statement {
  return { kind: 'while', condition: bracket(reader, 'while'), block: block(reader) }
}

function readFor(reader: Reader): Statement {
  if (!take(reader, '(')) throw new ShellStop("Missing opening '(' after keyword 'for'.", reader.at)
  const part = (close: string): Statement | undefined => {
    skipBlanks(reader)
    const found = reader.text[reader.at] === close ? undefined : readStatement(reader)
    if (!take(reader, close)) throw new ShellStop(`Missing '${close}' in the for loop.`, reader.at)
    return found
  }
  const [first, condition, next] = [part(';'), part(';'), part(')')]
  return { kind: 'for', first, condition, next, block: block(reader) }
}

function readFunction(reader: Reader): Statement {
  const name = /^\s+([\w-]+)/.exec(reader.text.slice(reader.at))
  if (!name) throw new ShellStop('Missing name after function keyword.', reader.at)
  reader.at += name[0].length
  skipBlanks(reader)
  const parameters = reader.text[reader.at] === '(' ? parameterNames(reader) : []
  const read = block(reader)
  return { kind: 'function', name: fold(name[1]!), block: { ...read, parameters: [...parameters, ...read.parameters] } }
}

function jump(reader: Reader, to: 'break' | 'continue' | 'return'): Statement {
  skipBlanks(reader)
  const ends = atEnd(reader) || ';)}'.includes(reader.text[reader.at]!)
  if (!ends && to !== 'return') throw stopNotSimulated(`${to} to a label`)
  return { kind: 'jump', to, value: ends ? undefined : readStatement(reader) }
}

// -------------------------------------------------------------------------------------------------------- pipelines

function readPipeline(reader: Reader): Statement {
  const commands: Command[] = []
  for (;;) {
    skipBlanks(reader)
    const next = reader.text[reader.at]
    if (next === undefined || ';|)}'.includes(next)) {
      throw new ShellStop('An empty pipe element is not permitted.', reader.at)
    }
    commands.push(readCommand(reader, commands.length === 0))
    skipBlanks(reader)
    if (reader.text[reader.at] !== '|') return { kind: 'pipeline', commands }
    if (reader.text[reader.at + 1] === '|') throw separator('||', reader.at)
    reader.at++
  }
}
