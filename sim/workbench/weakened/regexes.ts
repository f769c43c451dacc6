import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp'
import { whyRefused } from '../../diagnosis/algebra/refusal.ts'
import { WRITTEN } from '../../diagnosis/algebra/regex.ts'

/** Patterns such as `/^text$/i` that fit more, or less. Knows no field. */

/** Without one of its ends or word boundaries. */
export const looserPatterns = (written: string): string[] =>
  changed(written, (pattern, parsed) => {
    const cuts: string[] = []
    visitRegExpAST(parsed, {
      onAssertionEnter(node) {
        if (node.kind === 'start' || node.kind === 'end' || node.kind === 'word') cuts.push(without(pattern, node))
      },
    })
    return cuts
  })

/** Without one of the alternatives. */
export const narrowerPatterns = (written: string): string[] =>
  changed(written, (pattern, parsed) => {
    const cuts: string[] = []
    const each = ({ alternatives }: { readonly alternatives: readonly AST.Alternative[] }): void => {
      if (alternatives.length < 2) return
      for (const one of alternatives) cuts.push(withoutAlternative(pattern, alternatives, one))
    }
    visitRegExpAST(parsed, { onPatternEnter: each, onGroupEnter: each, onCapturingGroupEnter: each })
    return cuts
  })

function changed(written: string, change: (pattern: string, parsed: AST.Pattern) => string[]): string[] {
  const [, pattern, flags] = WRITTEN.exec(written) ?? []
  if (pattern === undefined) return []
  const parsed = new RegExpParser().parsePattern(pattern, 0, pattern.length, { unicode: flags!.includes('u') })
  return change(pattern, parsed)
    .filter(text => text !== '')
    .map(text => `/${text}/${flags}`)
    .filter(text => whyRefused(text) === undefined)
}

const without = (pattern: string, { start, end }: AST.Node): string => pattern.slice(0, start) + pattern.slice(end)

/** With the bar that parts it from a neighbour. */
function withoutAlternative(pattern: string, all: readonly AST.Alternative[], one: AST.Alternative): string {
  const [start, end] = one === all[0] ? [one.start, one.end + 1] : [one.start - 1, one.end]
  return pattern.slice(0, start) + pattern.slice(end)
}
