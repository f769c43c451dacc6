import { inLog } from './messages.ts'

/**
 * Texts turned round: what recognises a text where it stands, and reads what had been filled in. Nothing is anchored, and
 * any blank fits any other, because people paste texts with whatever stood around them.
 */

const HOLE = /\[(\d)\]|%(\d)/

/** What was filled in, by the number of its place. */
export type Filled = ReadonlyMap<number, string>

/**
 * Reads a text; undefined where it does not stand. What is filled in is on one line, up to the first place where the text
 * goes on. Of two places with nothing between, the first has it all. Goes through what is said once.
 */
export function reader(text: string): (said: string) => Filled | undefined {
  const { literals, numbers } = partsOf(text)
  const longest = literals.reduce((a, b) => (b.source.length > a.source.length ? b : a))
  return said => {
    // Hardly anything that is read has it.
    longest.lastIndex = 0
    if (!longest.test(said)) return undefined
    const places = literals.map(literal => new Places(literal, said))
    for (let from = 0; ; ) {
      const holes = holesFrom(places, from, said)
      const broken = holes?.find(({ lineEnd, end }) => lineEnd < end)
      if (!holes) return undefined
      if (!broken)
        return new Map(numbers.map((number, i) => [number, said.slice(holes[i]!.start, holes[i]!.end).trim()]))
      from = broken.lineEnd + 1
    }
  }
}

interface Parts {
  /** What stands before the first place, between two of them, and behind the last one if anything does. */
  readonly literals: readonly RegExp[]
  readonly numbers: readonly number[]
}

function partsOf(text: string): Parts {
  const parts = inLog(text).replace(/[{}]/g, '').split(HOLE)
  const texts = [parts[0]!]
  const numbers: number[] = []
  for (let i = 1; i < parts.length; i += 3) {
    const [number, after] = [Number(parts[i] ?? parts[i + 1]), parts[i + 2]!]
    if (texts.length > numbers.length) numbers.push(number)
    if (after !== '') texts.push(after)
  }
  const literals = texts.map((part, i) => besideHoles(part, i > 0, i < numbers.length))
  return { literals, numbers }
}

/** A blank beside a hole belongs to the hole, so that a run of blanks is looked at once. */
function besideHoles(part: string, behind: boolean, before: boolean): RegExp {
  const source = literal(part.trim())
  const from = behind && /^\s/.test(part) ? '(?<=\\s)' : ''
  return new RegExp(`${from}${source}${before && /\s$/.test(part) ? '(?=\\s)' : ''}`, 'g')
}

interface Place {
  readonly start: number
  readonly end: number
}

/** Where a literal stands. What was found is not looked for again. */
class Places {
  readonly #literal: RegExp
  readonly #said: string
  #found: Place | undefined = { start: -1, end: -1 }

  constructor(literal: RegExp, said: string) {
    this.#literal = literal
    this.#said = said
  }

  /** The first that begins there or behind. It is asked for places that come one after the other. */
  from(at: number): Place | undefined {
    if (this.#found && this.#found.start < at) {
      this.#literal.lastIndex = at
      const match = this.#literal.exec(this.#said)
      this.#found = match ? { start: match.index, end: match.index + match[0].length } : undefined
    }
    return this.#found
  }
}

interface Hole extends Place {
  /** Of the line on which it begins. */
  readonly lineEnd: number
}

/** What lies between the literals, and behind the last one up to the end of its line. */
function holesFrom(places: readonly Places[], from: number, said: string): Hole[] | undefined {
  const holes: Hole[] = []
  let at = from
  const lineEnd = new Places(/$/gm, said)
  for (const [i, place] of places.entries()) {
    const found = place.from(at)
    if (!found) return undefined
    if (i > 0) holes.push({ start: at, end: found.start, lineEnd: lineEnd.from(at)!.start })
    at = found.end
  }
  const end = lineEnd.from(at)!.start
  return [...holes, { start: at, end, lineEnd: end }]
}

/** What stands before the first place, between two, and behind the last. */
export const literalsOf = (text: string): string[] =>
  inLog(text)
    .replace(/[{}]/g, '')
    .split(/\[\d\]|%\d/)

/** How many words are enough to know a text. */
const ENOUGH = 8

/** Recognises any of these by how it begins: its first sentence up to what is filled in, and no more than some words. */
export function opening(...texts: readonly string[]): RegExp {
  const beginnings = texts.map(text => firstSentence(inLog(text)).split(HOLE)[0]!.replace(/\.$/, '').trim())
  const enough = beginnings.map(text => literal(text.split(' ').slice(0, ENOUGH).join(' ')))
  return new RegExp([...new Set(enough)].join('|'), 'i')
}

/** What comes behind it is often cut off. */
export const firstSentence = (text: string): string => /^.*?\.(?=\s+[A-Z]|$)/.exec(text)?.[0] ?? text

/** Its sentences one by one. */
export function sentencesOf(text: string): string[] {
  const first = firstSentence(text)
  return first.length === text.length ? [first] : [first, ...sentencesOf(text.slice(first.length).trimStart())]
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
