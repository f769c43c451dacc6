import {
  type BadPattern,
  BEGIN,
  type Classes,
  EDGE,
  END,
  literal,
  NO_EDGE,
  type Node,
  one,
  plainText,
  readClass,
  type TextTest,
  testOf,
} from './pattern.ts'

/** The patterns of .NET, as far as the operators of PowerShell 1.0 need them. Knows no program. */

const CLASSES: Classes = {
  d: c => /\d/.test(c),
  D: c => /\D/.test(c),
  w: c => /\w/.test(c),
  W: c => /\W/.test(c),
  s: c => /\s/.test(c),
  S: c => /\S/.test(c),
}
const PLACES: Readonly<Record<string, Node>> = { b: EDGE, B: NO_EDGE, A: BEGIN, z: END, Z: END }
const CONTROLS: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f', v: '\v', e: '\u001b' }

interface Reader {
  readonly source: string
  readonly anyCase: boolean
  at: number
  depth: number
}

class Unreadable extends Error {}

/** Groups, alternatives, classes, places and numbers of times; no look-around, no reference back. */
export function netPattern(source: string, anyCase: boolean): TextTest | BadPattern {
  if (!/[\\.*+?^$|()[{]/.test(source)) return plainText(source, anyCase)
  const reader: Reader = { source, anyCase, at: 0, depth: 0 }
  try {
    const node = readAlternatives(reader)
    return reader.at < source.length ? { notSimulated: `'${source.slice(reader.at)}' in a pattern` } : testOf(node)
  } catch (error) {
    if (error instanceof Unreadable) return { notSimulated: error.message }
    throw error
  }
}

const DEEPEST = 100

function readAlternatives(reader: Reader): Node {
  if (++reader.depth > DEEPEST) throw new Unreadable('a pattern so deep')
  const parts = [readSequence(reader)]
  while (reader.source[reader.at] === '|') {
    reader.at++
    parts.push(readSequence(reader))
  }
  reader.depth--
  return parts.length === 1 ? parts[0]! : { kind: 'any', parts }
}

function readSequence(reader: Reader): Node {
  const parts: Node[] = []
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at]!)) {
    parts.push(readTimes(reader, readPart(reader)))
  }
  return { kind: 'all', parts }
}

const TIMES = /^(?:[*+?]|\{(\d{1,3})(?:(,)(\d{1,3})?)?\})\??/

function readTimes(reader: Reader, part: Node): Node {
  const found = TIMES.exec(reader.source.slice(reader.at))
  if (!found) return part
  if (part.kind === 'place') throw new Unreadable(`'${found[0]}' behind a place in a pattern`)
  reader.at += found[0].length
  const most = Number.POSITIVE_INFINITY
  const sign = found[0][0]
  if (sign === '*') return { kind: 'times', part, least: 0, most }
  if (sign === '+') return { kind: 'times', part, least: 1, most }
  if (sign === '?') return { kind: 'times', part, least: 0, most: 1 }
  const least = Number(found[1])
  const limit = found[2] === undefined ? least : found[3] === undefined ? most : Number(found[3])
  return { kind: 'times', part, least, most: limit }
}

function readPart(reader: Reader): Node {
  const { source, anyCase } = reader
  const character = source[reader.at]!
  if (character === '(') return readGroup(reader)
  if (character === '[') {
    const found = readClass(source, reader.at, anyCase, CLASSES)
    if (!found) throw new Unreadable(`'${source.slice(reader.at)}' in a pattern`)
    reader.at = found.end
    return found.part
  }
  if (character === '\\') return readEscape(reader)
  if ('*+?'.includes(character)) throw new Unreadable(`'${character}' behind nothing in a pattern`)
  reader.at++
  if (character === '.') return one(c => c !== '\n')
  if (character === '^') return BEGIN
  return character === '$' ? END : literal(character, anyCase)
}

function readGroup(reader: Reader): Node {
  const head = /^\((?:\?(?::|<\w+>|'\w+'))?/.exec(reader.source.slice(reader.at))![0]
  reader.at += head.length
  if (reader.source[reader.at] === '?')
    throw new Unreadable(`'(${reader.source.slice(reader.at, reader.at + 3)}' in a pattern`)
  const node = readAlternatives(reader)
  if (reader.source[reader.at] !== ')') throw new Unreadable('a bracket of a pattern that is not closed')
  reader.at++
  return node
}

function readEscape(reader: Reader): Node {
  const character = reader.source[reader.at + 1]
  if (character === undefined) throw new Unreadable("'\\' at the end of a pattern")
  reader.at += 2
  const named = CLASSES[character]
  if (named) return one(named)
  const found = PLACES[character]
  if (found) return found
  if (/[A-Za-z0-9]/.test(character) && CONTROLS[character] === undefined) {
    throw new Unreadable(`'\\${character}' in a pattern`)
  }
  return literal(CONTROLS[character] ?? character, reader.anyCase)
}
