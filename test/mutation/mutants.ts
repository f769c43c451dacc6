import { parseAst } from 'rolldown/parseAst'

/**
 * Small changes of a source text, each of which a test ought to notice: a comparison is flipped, a number shifted, a branch
 * negated, a statement dropped. Knows no file and no test.
 */

export interface Mutant {
  readonly kind: Kind
  /** Offsets in the text, and what stands there instead. */
  readonly start: number
  readonly end: number
  readonly replacement: string
}

export const KINDS = ['comparison', 'logic', 'number', 'word', 'branch', 'statement'] as const
export type Kind = (typeof KINDS)[number]

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

const COMPARISONS: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '+': '-',
  '-': '+',
}
const LOGIC: Readonly<Record<string, string>> = { '&&': '||', '||': '&&', '??': '&&' }

/** In the order of the text. */
export function mutantsOf(text: string): Mutant[] {
  const mutants: Mutant[] = []
  visit(parseAst(text, { lang: 'ts' }) as unknown as Node, text, mutants)
  return mutants.sort((a, b) => a.start - b.start || a.end - b.end)
}

export const mutated = (text: string, { start, end, replacement }: Mutant): string =>
  text.slice(0, start) + replacement + text.slice(end)

/** Types say nothing to a program that runs; what they stand around does. */
const WRAPPERS: ReadonlySet<string> = new Set(['TSAsExpression', 'TSNonNullExpression', 'TSSatisfiesExpression'])

function visit(node: Node, text: string, mutants: Mutant[]): void {
  if (node.type.startsWith('TS') && !WRAPPERS.has(node.type)) return
  mutants.push(...(MUTATIONS[node.type]?.(node, text) ?? []))
  for (const [key, value] of Object.entries(node)) {
    if (key === 'typeAnnotation' || key === 'returnType' || key === 'source') continue
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, text, mutants)
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string'

const MUTATIONS: Readonly<Record<string, (node: Node, text: string) => Mutant[]>> = {
  BinaryExpression: (node, text) => operator(node, text, COMPARISONS, 'comparison'),
  LogicalExpression: (node, text) => operator(node, text, LOGIC, 'logic'),
  Literal({ start, end, value }) {
    if (typeof value === 'number') return [{ kind: 'number', start, end, replacement: String(value + 1) }]
    return typeof value === 'boolean' ? [{ kind: 'word', start, end, replacement: String(!value) }] : []
  },
  IfStatement: ({ test }, text) => negated(test as Node, text),
  ConditionalExpression: ({ test }, text) => negated(test as Node, text),
  ExpressionStatement({ start, end, expression }) {
    const says = (expression as Node).type !== 'Literal'
    return says ? [{ kind: 'statement', start, end, replacement: ';' }] : []
  },
}

function operator(node: Node, text: string, others: Readonly<Record<string, string>>, kind: Kind): Mutant[] {
  const found = String(node.operator)
  const replacement = others[found]
  if (replacement === undefined) return []
  const [left, right] = [node.left as Node, node.right as Node]
  const start = left.end + text.slice(left.end, right.start).indexOf(found)
  return [{ kind, start, end: start + found.length, replacement }]
}

function negated({ start, end }: Node, text: string): Mutant[] {
  return [{ kind: 'branch', start, end, replacement: `!(${text.slice(start, end)})` }]
}
