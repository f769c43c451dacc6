import {
  ANY,
  type BadPattern,
  BEGIN,
  type Classes,
  END,
  literal,
  type Node,
  plainText,
  readClass,
  type TextTest,
  testOf,
  WORD_BEGINS,
  WORD_ENDS,
} from './pattern.ts'

/** The patterns of findstr. Knows no program. */

/** findstr has no letters for classes: `\d` is a d. */
const NO_CLASSES: Classes = {}

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
