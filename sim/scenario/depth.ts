import type { CST } from 'yaml'
import { INPUT_LIMITS } from '../limits.ts'

/** How deep YAML nests, told before anything goes down there. Knows no scenario. */

/** Where the first list or mapping begins that is in too many others; undefined: nowhere. */
export function tooDeepAt(tokens: readonly CST.Token[]): number | undefined {
  const waiting: Inside[] = tokens.map(token => ({ token, depth: 0 }))
  let first: number | undefined
  for (let inside = waiting.pop(); inside; inside = waiting.pop()) {
    const { token, depth } = inside
    if (depth > INPUT_LIMITS.scenarioDepth.most) first = Math.min(first ?? token.offset, token.offset)
    else for (const inner of within(token)) waiting.push({ token: inner, depth: depth + 1 })
  }
  return first
}

interface Inside {
  readonly token: CST.Token
  readonly depth: number
}

function* within(token: CST.Token): Generator<CST.Token> {
  if (token.type === 'document') {
    if (token.value) yield token.value
  } else if ('items' in token) {
    for (const { key, value } of token.items) {
      if (key && 'items' in key) yield key
      if (value && 'items' in value) yield value
    }
  }
}
