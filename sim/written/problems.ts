import { inLines, masked, type Shown } from '../foreign/terminal.ts'
import { INPUT_LIMITS, withoutMiddle } from '../limits.ts'
import { withoutMark } from './source.ts'

/** What is wrong with a YAML file, for people and for programs. Does not know how it was found. */

/** One thing that is wrong with such a file, and where. */
export interface Problem {
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** 1-based, in UTF-16 code units. */
  readonly column: number
  /** `servers[0].change[1].process.holds`; empty for the whole document. */
  readonly path: string
  readonly message: string
  /** What may stand there instead: values, keys, or a description of the form. */
  readonly allowed?: readonly string[]
  /** What was most likely meant. */
  readonly nearest?: string
}

/**
 * For a terminal, a blank line between problems:
 *
 *     broken.yaml:4:5 unknown key `rols`
 *           rols: [mailbox]
 *           ^
 *       allowed: name, os, installer
 *       did you mean "roles"?
 */
export function formatProblems(problems: readonly Problem[], text: string): Shown {
  const lines = withoutMark(text).split(/\r?\n/)
  const shown = problems.slice(0, INPUT_LIMITS.problems.most)
  const rest = problems.length > shown.length ? [masked('and more like these')] : []
  return inLines([...shown.map(problem => inLines(formatProblem(problem, lines[problem.line - 1] ?? ''))), ...rest])
}

function formatProblem(problem: Problem, source: string): Shown[] {
  const { file, line, column, message, allowed, nearest } = problem
  const { text, before } = around(source, column - 1)
  return [
    `${file}:${line}:${column} ${withoutMiddle(message, LONGEST)}`,
    `  ${text}`,
    `  ${' '.repeat(before)}^`,
    ...(allowed && allowed.length > 0 ? [`  allowed: ${allowed.join(', ')}`] : []),
    ...(nearest === undefined ? [] : [`  did you mean "${nearest}"?`]),
    '',
  ].map(masked)
}

/** Characters of a message, and of a line that is shown. */
const LONGEST = 400
const CUT = '...'

/** As much of a long line as is seen at once, and how many characters stand before the place. */
function around(source: string, at: number): { readonly text: string; readonly before: number } {
  if (source.length <= LONGEST) return { text: source, before: at }
  const start = Math.max(0, Math.min(at, source.length) - LONGEST / 2)
  const end = start + LONGEST
  const head = start > 0 ? CUT : ''
  const text = `${head}${source.slice(start, end)}${end < source.length ? CUT : ''}`
  return { text, before: head.length + at - start }
}

/** By place, and in the order found where the place is the same. Twins are left out. */
export function problemsInOrder(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems
    .filter(problem => {
      const key = JSON.stringify(problem)
      return !seen.has(key) && seen.add(key)
    })
    .sort((a, b) => a.line - b.line || a.column - b.column)
}
