import {
  Composer,
  type CST,
  type DocumentOptions,
  isScalar,
  Lexer,
  LineCounter,
  type Node,
  type ParseOptions,
  Parser,
  type SchemaOptions,
  type YAMLError,
} from 'yaml'
import { lower } from '../../model/words/letters.ts'
import { grouped, INPUT_LIMITS } from '../limits.ts'
import type { Path } from './paths.ts'
import { Tree } from './tree.ts'

/** YAML text as data, with the place of every key and value. Knows no key. */

/** What could be read, and what is wrong with the text. */
export interface Source {
  /** Plain data: mappings, lists, text, numbers, true, false, null. Undefined if the text cannot be read at all. */
  readonly data: unknown
  /** In the order of the text. */
  readonly faults: readonly SourceFault[]
  readonly locate: Locate
}

export interface SourceFault {
  readonly position: Position
  readonly message: string
  /** What follows cannot be trusted: the structure is broken here. */
  readonly breaks: boolean
}

export interface Position {
  /** Both 1-based. */
  readonly line: number
  readonly column: number
}

/**
 * Where something stands: a value, or the key before it. What does not stand there is where the mapping or list that
 * should hold it begins.
 */
export type Locate = (path: Path, at?: 'key' | 'value') => Position

const START: Position = { line: 1, column: 1 }

const YAML: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.2',
  schema: 'core',
  strict: true,
  // It compares each key with each: the tree tells twins by their names.
  uniqueKeys: false,
  stringKeys: true,
  merge: false,
  resolveKnownTags: false,
  logLevel: 'error',
}

/**
 * YAML 1.2 with its core schema only: 0x23c00 is a number, dates and `yes` stay text, a tag that would make anything else is
 * an error. Never throws.
 */
export function readSource(written: string): Source {
  const text = withoutMark(written)
  const { most, unit } = INPUT_LIMITS.scenario
  if (text.length > most) return unread(text, 0, `this has more than ${grouped(most)} ${unit}`)
  const lines = new LineCounter()
  lines.addNewLine(0)
  const parser = new Parser(lines.addNewLine)
  const tokens: CST.Token[] = []
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) tokens.push(token)
    const open = parser.stack.filter(token => 'items' in token)
    if (open.length > INPUT_LIMITS.scenarioDepth.most) return unread(text, open.at(-1)!.offset, 'this nests too deeply')
  }
  tokens.push(...parser.end())
  return readTokens(text, tokens, lines)
}

/** A text that costs too much to be read says one thing. */
function unread(text: string, offset: number, message: string): Source {
  const before = text.slice(0, offset).split('\n')
  const position = { line: before.length, column: before.at(-1)!.length + 1 }
  return { data: undefined, faults: [{ position, message, breaks: true }], locate: () => position }
}

function readTokens(text: string, tokens: readonly CST.Token[], lines: LineCounter): Source {
  const [document, another] = withoutStacks(() => {
    const [first, second] = new Composer(YAML).compose(tokens, true, text.length)
    return [first, second]
  })
  const positionOf = (offset: number): Position => {
    const { line, col } = lines.linePos(Math.min(offset, text.length))
    return line < 1 ? START : { line, column: col }
  }
  const tree = new Tree(text, document!.contents)
  const locate: Locate = (path, at = 'value') => positionOf(offsetOf(tree, path, at))
  const faults = inOrder([
    ...[...document!.errors, ...document!.warnings].map(fault => describeFault(fault, positionOf)),
    ...(another
      ? [{ position: positionOf(another.range[0]), message: 'a file holds one document', breaks: true }]
      : []),
    ...tree.faults.map(({ offset, ...fault }) => ({ ...fault, position: positionOf(offset) })),
  ])
  return { data: tree.data, faults, locate }
}

/** YAML's errors are only told: to note for each where in this program it was made takes most of the time. */
function withoutStacks<T>(read: () => T): T {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    return read()
  } finally {
    Error.stackTraceLimit = before
  }
}

/** By place; where brackets stay open, each of them is missed at the same place, and one report is enough. */
function inOrder(faults: readonly SourceFault[]): SourceFault[] {
  return faults
    .toSorted((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
    .filter(({ position }, i, sorted) => {
      const before = sorted[i - 1]?.position
      return before?.line !== position.line || before.column !== position.column
    })
}

/** Without a byte order mark, which no editor counts as a column. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text
}

/** Errors after which the rest of the document still means what it says. */
const HARMLESS = new Set<string>(['NON_STRING_KEY', 'TAG_RESOLVE_FAILED', 'BAD_DIRECTIVE'])

/** Wording of our own where YAML's would not help somebody who writes such a file. */
const WORDS: Readonly<Record<string, string>> = {
  NON_STRING_KEY: 'a key is a word',
  TAB_AS_INDENT: 'a tab cannot indent YAML: use spaces',
}

function describeFault({ code, message, pos }: YAMLError, positionOf: (offset: number) => Position): SourceFault {
  const words = WORDS[code] ?? lower(message.charAt(0)) + message.slice(1)
  return { position: positionOf(pos[0]), message: words, breaks: !HARMLESS.has(code) }
}

function offsetOf(tree: Tree, path: Path, at: 'key' | 'value'): number {
  let node: unknown = tree.root
  let offset = startOf(node) ?? 0
  for (const [i, part] of path.entries()) {
    const { key, value } = tree.childOf(node, part)
    const wanted = (at === 'key' && i === path.length - 1) || isBlank(value) ? (key ?? value) : value
    offset = startOf(wanted) ?? offset
    if (value === undefined) return offset
    node = value
  }
  return offset
}

/** A value that was left out has a place, after the colon, but the eye looks for the key. */
function isBlank(value: unknown): boolean {
  return value === null || (isScalar(value) && value.type === 'PLAIN' && value.source === '')
}

function startOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null | undefined)?.range?.[0]
}
