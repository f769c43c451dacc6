import { fold } from '../../../model/machine/names.ts'

/**
 * Regular expressions that somebody types at the prompt: those of findstr, and those of .NET as far as 1.0's operators need
 * them. All ways through a pattern are walked side by side, so that no pattern and no line takes long. Knows no program.
 */

/** Whether a text holds what the pattern says; case counts unless it was told not to. */
export type TextTest = (text: string) => boolean

/** What of a pattern cannot be read here. */
interface BadPattern {
  readonly notSimulated: string
}

type Node =
  | { readonly kind: 'one'; readonly fits: (character: string) => boolean }
  | { readonly kind: 'place'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'all'; readonly parts: readonly Node[] }
  | { readonly kind: 'any'; readonly parts: readonly Node[] }
  | { readonly kind: 'times'; readonly part: Node; readonly least: number; readonly most: number }

const place = (holds: (text: string, at: number) => boolean): Node => ({ kind: 'place', holds })
const one = (fits: (character: string) => boolean): Node => ({ kind: 'one', fits })

const BEGIN = place((_, at) => at === 0)
const END = place((text, at) => at === text.length)
const isWordCharacter = (character: string | undefined): boolean => character !== undefined && /\w/.test(character)
const EDGE = place((text, at) => isWordCharacter(text[at - 1]) !== isWordCharacter(text[at]))
const NO_EDGE = place((text, at) => isWordCharacter(text[at - 1]) === isWordCharacter(text[at]))
const WORD_BEGINS = place((text, at) => !isWordCharacter(text[at - 1]) && isWordCharacter(text[at]))
const WORD_ENDS = place((text, at) => isWordCharacter(text[at - 1]) && !isWordCharacter(text[at]))
const ANY = one(() => true)

// ---------------------------------------------------------------------------------------------------------- walking

type Step =
  | { readonly kind: 'one'; readonly fits: (character: string) => boolean }
  | { readonly kind: 'place'; readonly holds: (text: string, at: number) => boolean }
  | { readonly kind: 'fork'; readonly to: readonly number[] }

/** More steps than any pattern that somebody types comes to. */
const MOST_STEPS = 2000

function compiled(node: Node): readonly Step[] | BadPattern {
  const steps: Step[] = []
  const fork = (): number => steps.push({ kind: 'fork', to: [] }) - 1
  const aim = (at: number, ...to: number[]): void => {
    steps[at] = { kind: 'fork', to }
  }
  const put = (part: Node): void => {
    if (steps.length > MOST_STEPS) return
    if (part.kind === 'one' || part.kind === 'place') steps.push(part)
    else if (part.kind === 'all') part.parts.forEach(put)
    else if (part.kind === 'any') putAny(part.parts)
    else putTimes(part.part, part.least, part.most)
  }
  const putAny = (parts: readonly Node[]): void => {
    const start = fork()
    const starts: number[] = []
    const ends: number[] = []
    for (const part of parts) {
      starts.push(steps.length)
      put(part)
      ends.push(fork())
    }
    aim(start, ...starts)
    for (const end of ends) aim(end, steps.length)
  }
  const putTimes = (part: Node, least: number, most: number): void => {
    for (let i = 0; i < least; i++) put(part)
    if (most === Number.POSITIVE_INFINITY) {
      const start = fork()
      put(part)
      const end = fork()
      aim(end, start)
      aim(start, start + 1, steps.length)
      return
    }
    const forks: number[] = []
    for (let i = least; i < most && steps.length <= MOST_STEPS; i++) {
      forks.push(fork())
      put(part)
    }
    for (const at of forks) aim(at, at + 1, steps.length)
  }
  put(node)
  return steps.length > MOST_STEPS ? { notSimulated: 'a pattern of so many steps' } : steps
}

function walks(steps: readonly Step[], text: string): boolean {
  let now = new Set<number>()
  for (let at = 0; at <= text.length; at++) {
    // A match may begin anywhere.
    const open = [0, ...now]
    const reached = new Set<number>()
    const next = new Set<number>()
    while (open.length > 0) {
      const index = open.pop()!
      if (reached.has(index)) continue
      reached.add(index)
      const step = steps[index]
      if (!step) return true
      if (step.kind === 'fork') open.push(...step.to)
      else if (step.kind === 'place') {
        if (step.holds(text, at)) open.push(index + 1)
      } else if (at < text.length && step.fits(text[at]!)) next.add(index + 1)
    }
    now = next
  }
  return false
}

function testOf(node: Node | BadPattern): TextTest | BadPattern {
  if ('notSimulated' in node) return node
  const steps = compiled(node)
  return 'notSimulated' in steps ? steps : text => walks(steps, text)
}

const folded = (character: string, anyCase: boolean): string => (anyCase ? fold(character) : character)

const literal = (character: string, anyCase: boolean): Node => {
  const wanted = folded(character, anyCase)
  return one(c => folded(c, anyCase) === wanted)
}

/** Without a sign that means something, a pattern is a text. */
function plainText(source: string, anyCase: boolean): TextTest {
  if (!anyCase) return text => text.includes(source)
  const wanted = fold(source)
  return text => fold(text).includes(wanted)
}

// ---------------------------------------------------------------------------------------------------------- findstr

/** `.`, `*`, `^`, `$`, classes, `\<`, `\>` and nothing else: there is no `+`, no `|` and no bracket. */
export function findstrPattern(source: string, anyCase: boolean): TextTest | BadPattern {
  if (!/[\\.*^$[]/.test(source)) return plainText(source, anyCase)
  const parts: Node[] = []
  let at = 0
  while (at < source.length) {
    const character = source[at]!
    let part: Node
    let length = 1
    if (character === '\\' && at + 1 < source.length) {
      const next = source[at + 1]!
      part = next === '<' ? WORD_BEGINS : next === '>' ? WORD_ENDS : literal(next, anyCase)
      length = 2
    } else if (character === '.') part = ANY
    else if (character === '^' && at === 0) part = BEGIN
    else if (character === '$' && at === source.length - 1) part = END
    else {
      const found = character === '[' ? readClass(source, at, anyCase, NO_CLASSES) : undefined
      part = found?.part ?? literal(character, anyCase)
      length = found ? found.end - at : 1
    }
    at += length
    if (source[at] === '*' && part.kind === 'one') {
      part = { kind: 'times', part, least: 0, most: Number.POSITIVE_INFINITY }
      at++
    }
    parts.push(part)
  }
  return testOf({ kind: 'all', parts })
}

type Classes = Readonly<Record<string, (character: string) => boolean>>

/** findstr has no letters for classes: `\d` is a d. */
const NO_CLASSES: Classes = {}

/** `[a-z_]`, `[^"]`, and in .NET `[\d\s]`; undefined: it is not closed. */
function readClass(
  source: string,
  start: number,
  anyCase: boolean,
  classes: Classes,
): { part: Node; end: number } | undefined {
  let at = start + 1
  const not = source[at] === '^'
  if (not) at++
  const tests: ((character: string) => boolean)[] = []
  for (let first = true; at < source.length && (first || source[at] !== ']'); first = false) {
    const escaped = source[at] === '\\' && at + 1 < source.length
    const from = source[escaped ? at + 1 : at]!
    at += escaped ? 2 : 1
    const named = escaped ? classes[from] : undefined
    if (named) tests.push(named)
    else if (source[at] === '-' && source[at + 1] !== undefined && source[at + 1] !== ']') {
      const [low, high] = [folded(from, anyCase), folded(source[at + 1]!, anyCase)]
      tests.push(c => folded(c, anyCase) >= low && folded(c, anyCase) <= high)
      at += 2
    } else {
      const wanted = folded(from, anyCase)
      tests.push(c => folded(c, anyCase) === wanted)
    }
  }
  if (source[at] !== ']') return undefined
  return { part: one(c => tests.some(test => test(c)) !== not), end: at + 1 }
}

// ------------------------------------------------------------------------------------------------------------- .NET

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
