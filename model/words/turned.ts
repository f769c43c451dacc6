import { inLog } from './messages.ts'

/**
 * Texts turned round: what recognises a text where it stands, and reads what had been filled in. Nothing is anchored, and
 * any blank fits any other, because people paste texts with whatever stood around them.
 */

const HOLE = /\[(\d)\]|%(\d)/

/** What was filled in, by the number of its place. */
export type Filled = ReadonlyMap<number, string>

/** Reads a text; undefined where it does not stand. Of two places with nothing between, the first has it all. */
export function reader(text: string): (said: string) => Filled | undefined {
  const parts = inLog(text).replace(/[{}]/g, '').split(HOLE)
  const numbers: number[] = []
  let source = ''
  for (let i = 0; i < parts.length; i += 3) {
    source += literal(parts[i]!)
    const number = parts[i + 1] ?? parts[i + 2]
    if (number === undefined || source.endsWith(')')) continue
    numbers.push(Number(number))
    source += i + 4 === parts.length && parts.at(-1) === '' ? '(.*)' : '(.*?)'
  }
  const pattern = new RegExp(source)
  return said => {
    const match = pattern.exec(said)
    return match ? new Map(numbers.map((number, i) => [number, match[i + 1]!.trim()])) : undefined
  }
}

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

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')
