import { type AST, RegExpParser } from '@eslint-community/regexpp'
import { WRITTEN } from './regex.ts'

/**
 * Patterns of rule packs. One that could try ways without end on a text that somebody made for it is refused when the pack
 * is loaded: judged by its form, and rather too strictly. Knows no rule.
 */

/** Flags that change what fits, and nothing about where the search goes on. */
const FLAGS = /^[imsu]*$/

const LONGEST = 1000
/** Repeats that may take any length of a text: each multiplies the ways by that length. */
const MOST_REPEATS = 2
/** What may be there or not, and alternatives that begin alike: ways multiply. */
const MOST_WAYS = 64

/** Why a pattern is refused, as the end of a sentence about it; undefined if it may stand. Any other text may. */
export function whyRefused(written: string): string | undefined {
  const [, source, flags] = WRITTEN.exec(written) ?? []
  if (source === undefined) return undefined
  if (!FLAGS.test(flags!)) return 'has a flag other than i, m, s and u'
  if (source.length > LONGEST) return `is longer than ${LONGEST} characters`
  try {
    const unicode = flags!.includes('u')
    return judge(new RegExpParser().parsePattern(source, 0, source.length, { unicode }), flags!)
  } catch (error) {
    return `is no regular expression: ${error instanceof Error ? error.message : String(error)}`
  }
}

type Node = AST.Pattern | AST.Alternative | AST.Element | AST.QuantifiableElement

function judge(pattern: AST.Pattern, flags: string): string | undefined {
  const nodes = below(pattern)
  const refused = nodes.map(node => refusal(node, flags)).find(why => why !== undefined)
  if (refused !== undefined) return refused
  const repeats = nodes.filter(isLong).length
  if (repeats > MOST_REPEATS) return `has ${repeats} repeats without end: at most ${MOST_REPEATS}`
  const ways = nodes.reduce((product, node) => product * waysOf(node, flags), 1)
  return ways > MOST_WAYS ? 'leaves too much open: fewer optional parts and alternatives that begin alike' : undefined
}

function refusal(node: Node, flags: string): string | undefined {
  if (node.type === 'Backreference') return 'refers back to what it has read'
  if (node.type === 'Assertion' && 'alternatives' in node) return 'looks ahead or behind'
  if (node.type !== 'Quantifier' || node.max < 2) return undefined
  const inside = below(node.element)
  if (inside.some(inner => inner.type === 'Quantifier' && inner.min !== inner.max)) return 'repeats what repeats itself'
  return inside.some(inner => waysOf(inner, flags) > 1) ? 'repeats alternatives that begin alike' : undefined
}

/** A bound that is large is none. */
const LONG = 50
const isLong = (node: Node): boolean => node.type === 'Quantifier' && node.max > LONG && node.min !== node.max

/** How many ways a part may be taken at one place. */
function waysOf(node: Node, flags: string): number {
  if (node.type === 'Quantifier') return isLong(node) ? 1 : node.max - node.min + 1
  // At the top one alternative is tried after the other, and nothing comes behind.
  if (!('alternatives' in node) || node.type === 'Pattern') return 1
  const starts = node.alternatives.map(alternative => startsOf(alternative, flags))
  return starts.some((start, i) => starts.slice(i + 1).some(other => overlap(start, other))) ? starts.length : 1
}

function below(node: Node): Node[] {
  const children: readonly Node[] =
    'alternatives' in node
      ? node.alternatives
      : 'elements' in node && node.type === 'Alternative'
        ? node.elements
        : 'element' in node
          ? [node.element]
          : []
  return [node, ...children.flatMap(below)]
}

// ---------------------------------------------------------------------------------------------------- first characters

/** Characters with which an alternative can begin, of a sample; undefined where nothing tells. */
type Starts = ReadonlySet<string> | undefined

/** Enough to tell classes apart: what a keyboard has, and a letter beyond. */
const SAMPLE = [...Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)), '\u03a9', '\u2028']

function startsOf({ elements }: AST.Alternative, flags: string): Starts {
  const [first] = elements
  if (!first || !ONE.has(first.type)) return undefined
  const one = new RegExp(`^${first.raw}$`, flags.replace('m', ''))
  return new Set(SAMPLE.filter(character => one.test(character)))
}

/** What fits exactly one character. */
const ONE: ReadonlySet<string> = new Set(['Character', 'CharacterSet', 'CharacterClass'])

const overlap = (a: Starts, b: Starts): boolean => !a || !b || [...a].some(character => b.has(character))
