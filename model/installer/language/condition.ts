import { fold } from '../../machine/names.ts'
import { upper } from '../../words/letters.ts'

/**
 * Conditional statements of the sequence, LaunchCondition, Component and Condition tables.
 *
 *     expression = factor { And | Or | Xor | Eqv | Imp  factor }     binding in that order, strongest first
 *     factor     = [Not] term
 *     term       = "(" expression ")" | value [ comparison value ]
 *     value      = property | %variable | $component | ?component | &feature | !feature | "literal" | integer
 *     comparison = [~] ( = | <> | < | <= | > | >= | >< | << | >> )
 *
 * Source: Conditional Statement Syntax (Windows Installer SDK); where it is silent, the conformance vectors.
 *
 * Knows no session: every value comes from an environment that is handed in.
 */

/** What MsiEvaluateCondition returns. NONE: there is no condition, which sequences take as true. ERROR: syntax. */
export type ConditionResult = 'TRUE' | 'FALSE' | 'NONE' | 'ERROR'

/** INSTALLSTATE numbers: -1 unknown or no action, 1 advertised, 2 absent, 3 local, 4 source. */
export interface StateNumbers {
  readonly installed: number
  readonly action: number
}

/** What a condition can ask about. Undefined means that there is no such thing, and reads as the empty string. */
export interface ConditionEnvironment {
  /** Names of properties are case-sensitive. */
  property(name: string): string | undefined
  /** Names of environment variables are not: the answer must not depend on case. */
  environment(name: string): string | undefined
  component(key: string): StateNumbers | undefined
  feature(key: string): StateNumbers | undefined
}

export type SymbolKind =
  | 'property'
  | 'environment'
  | 'component-action'
  | 'component-installed'
  | 'feature-action'
  | 'feature-installed'

export type Operand =
  | { readonly kind: 'integer'; readonly value: number }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: SymbolKind; readonly name: string }

export type Condition =
  | { readonly kind: 'value'; readonly value: Operand }
  | {
      readonly kind: 'compare'
      readonly left: Operand
      readonly operator: ComparisonOperator
      readonly ignoreCase: boolean
      readonly right: Operand
    }
  | { readonly kind: 'not'; readonly operand: Condition }
  | { readonly kind: 'logical'; readonly operator: Logical; readonly left: Condition; readonly right: Condition }

export type Logical = 'AND' | 'OR' | 'XOR' | 'EQV' | 'IMP'
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=' | '><' | '<<' | '>>'

interface ComparisonRule {
  integers(left: number, right: number): boolean
  strings(left: string, right: string): boolean
}

/**
 * Integers and strings under each operator. An empty string neither contains, starts nor ends with anything, itself
 * included, although any other string contains the empty one (vectors 073, 125, 132, 144).
 */
const COMPARISONS: Readonly<Record<ComparisonOperator, ComparisonRule>> = {
  '=': { integers: (a, b) => a === b, strings: (a, b) => a === b },
  '<>': { integers: (a, b) => a !== b, strings: (a, b) => a !== b },
  '<': { integers: (a, b) => a < b, strings: (a, b) => a < b },
  '<=': { integers: (a, b) => a <= b, strings: (a, b) => a <= b },
  '>': { integers: (a, b) => a > b, strings: (a, b) => a > b },
  '>=': { integers: (a, b) => a >= b, strings: (a, b) => a >= b },
  '><': { integers: (a, b) => (a & b) !== 0, strings: (a, b) => a !== '' && a.includes(b) },
  '<<': { integers: (a, b) => a >>> 16 === b, strings: (a, b) => a !== '' && a.startsWith(b) },
  '>>': { integers: (a, b) => (a & 0xffff) === b, strings: (a, b) => a !== '' && a.endsWith(b) },
}

const LOGICAL: Readonly<Record<Logical, (left: boolean, right: boolean) => boolean>> = {
  AND: (a, b) => a && b,
  OR: (a, b) => a || b,
  XOR: (a, b) => a !== b,
  EQV: (a, b) => a === b,
  IMP: (a, b) => !a || b,
}

/** A larger number binds more strongly. */
const PRECEDENCE: Readonly<Record<Logical, number>> = { AND: 5, OR: 4, XOR: 3, EQV: 2, IMP: 1 }

const SYMBOL_PREFIXES: Readonly<Record<string, SymbolKind>> = {
  '%': 'environment',
  $: 'component-action',
  '?': 'component-installed',
  '&': 'feature-action',
  '!': 'feature-installed',
}

const SYMBOLS: Readonly<Record<SymbolKind, (name: string, from: ConditionEnvironment) => string | number | undefined>> =
  {
    property: (name, from) => from.property(name),
    environment: (name, from) => from.environment(name),
    'component-action': (name, from) => from.component(name)?.action,
    'component-installed': (name, from) => from.component(name)?.installed,
    'feature-action': (name, from) => from.feature(name)?.action,
    'feature-installed': (name, from) => from.feature(name)?.installed,
  }

/** Evaluates the text of a condition; null is a condition that was never authored. */
export function evaluateCondition(text: string | null, environment: ConditionEnvironment): ConditionResult {
  const parsed = parseCondition(text ?? '')
  if (parsed === 'NONE' || parsed === 'ERROR') return parsed
  return isTrue(parsed, environment) ? 'TRUE' : 'FALSE'
}

/** True when an action or component with this condition is taken: TRUE or no condition at all. */
export function allows(result: ConditionResult): boolean {
  return result === 'TRUE' || result === 'NONE'
}

const parsedByText = new Map<string, Condition | 'NONE' | 'ERROR'>()

/** The tree of a condition, NONE for blank text, ERROR for broken text. A pure function; the memo only saves time. */
export function parseCondition(text: string): Condition | 'NONE' | 'ERROR' {
  const known = parsedByText.get(text)
  if (known !== undefined) return known
  const parsed = parse(text)
  parsedByText.set(text, parsed)
  return parsed
}

function parse(text: string): Condition | 'NONE' | 'ERROR' {
  const tokens = tokenize(text)
  if (tokens === undefined) return 'ERROR'
  if (tokens.length === 0) return 'NONE'
  const cursor: Cursor = { tokens, at: 0 }
  const condition = parseExpression(cursor, 0)
  return condition === undefined || cursor.at < tokens.length ? 'ERROR' : condition
}

// ---- evaluation

function isTrue(condition: Condition, environment: ConditionEnvironment): boolean {
  switch (condition.kind) {
    case 'value':
      return holds(condition.value, environment)
    case 'compare':
      return compare(condition, environment)
    case 'not':
      return !isTrue(condition.operand, environment)
    case 'logical':
      return LOGICAL[condition.operator](isTrue(condition.left, environment), isTrue(condition.right, environment))
  }
}

/** A value that stands alone: an integer by its value, a text, literal or of a symbol, when it is not empty. */
function holds(value: Operand, environment: ConditionEnvironment): boolean {
  if (value.kind === 'integer') return value.value !== 0
  if (value.kind === 'literal') return value.text !== ''
  const found = SYMBOLS[value.kind](value.name, environment)
  return typeof found === 'number' ? found !== 0 : found !== undefined && found !== ''
}

/**
 * A quoted literal is never an integer; an integer in the text is never a string. A symbol is an integer if it reads
 * as one, so two properties that hold `7` and `50` compare as numbers and `7` and `50val` as strings.
 */
function compare(condition: Condition & { kind: 'compare' }, environment: ConditionEnvironment): boolean {
  const { left, right, operator } = condition
  const rule = COMPARISONS[operator]
  const [a, b] = [integerOf(left, environment), integerOf(right, environment)]
  if (a !== undefined && b !== undefined) return rule.integers(a, b)
  if (left.kind === 'integer' || right.kind === 'integer') return operator === '<>'
  const cased = condition.ignoreCase ? fold : (text: string) => text
  return rule.strings(cased(textOf(left, environment)), cased(textOf(right, environment)))
}

function integerOf(value: Operand, environment: ConditionEnvironment): number | undefined {
  if (value.kind === 'integer') return value.value
  if (value.kind === 'literal') return undefined
  const found = SYMBOLS[value.kind](value.name, environment)
  return typeof found === 'string' ? readInteger(found) : found
}

function textOf(value: Operand, environment: ConditionEnvironment): string {
  if (value.kind === 'integer') return String(value.value)
  if (value.kind === 'literal') return value.text
  return String(SYMBOLS[value.kind](value.name, environment) ?? '')
}

/** A whole text as a 32-bit integer. A blank makes it a string (vector 110); so do, modelled, a plus sign and `0x`. */
function readInteger(text: string): number | undefined {
  if (!/^-?[0-9]+$/.test(text)) return undefined
  const value = Number(text)
  return value === (value | 0) ? value | 0 : undefined
}

// ---- parsing

type ConditionToken =
  | { readonly kind: 'value'; readonly value: Operand }
  | { readonly kind: 'comparison'; readonly operator: ComparisonOperator; readonly ignoreCase: boolean }
  | { readonly kind: 'logical'; readonly operator: Logical }
  | { readonly kind: 'NOT' | '(' | ')' }

interface Cursor {
  readonly tokens: readonly ConditionToken[]
  at: number
}

const NAME = '[A-Za-z_][A-Za-z0-9_.]*'
const TOKEN = new RegExp(
  `\\s*(?:(?<literal>"[^"]*")|(?<integer>-?[0-9]+)|(?<prefix>[%$?&!]?)(?<name>${NAME})` +
    '|(?<tilde>~?)(?<comparison><>|><|<<|>>|<=|>=|=|<|>)|(?<parenthesis>[()]))',
  'y',
)

/** The tokens of a text, or undefined where a character starts none. */
function tokenize(text: string): readonly ConditionToken[] | undefined {
  const tokens: ConditionToken[] = []
  const trimmed = text.trimEnd()
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < trimmed.length) {
    const groups = TOKEN.exec(trimmed)?.groups
    const token = groups && tokenFrom(groups)
    if (token === undefined) return undefined
    tokens.push(token)
  }
  return tokens
}

function tokenFrom(groups: Readonly<Record<string, string | undefined>>): ConditionToken | undefined {
  const { literal, integer, prefix, name, tilde, comparison, parenthesis } = groups
  if (literal !== undefined) return { kind: 'value', value: { kind: 'literal', text: literal.slice(1, -1) } }
  if (integer !== undefined) return integerToken(integer)
  if (name !== undefined) return nameToken(prefix ?? '', name)
  if (comparison !== undefined)
    return { kind: 'comparison', operator: comparison as ComparisonOperator, ignoreCase: tilde === '~' }
  return { kind: parenthesis as '(' | ')' }
}

function integerToken(digits: string): ConditionToken | undefined {
  const value = readInteger(digits)
  return value === undefined ? undefined : { kind: 'value', value: { kind: 'integer', value } }
}

function nameToken(prefix: string, name: string): ConditionToken {
  if (prefix !== '') return { kind: 'value', value: { kind: SYMBOL_PREFIXES[prefix]!, name } }
  const word = upper(name)
  if (word === 'NOT') return { kind: 'NOT' }
  if (Object.hasOwn(PRECEDENCE, word)) return { kind: 'logical', operator: word as Logical }
  return { kind: 'value', value: { kind: 'property', name } }
}

/** Precedence climbing: reads operators that bind at least as strongly as `weakest`, left to right. */
function parseExpression(cursor: Cursor, weakest: number): Condition | undefined {
  let left = parseFactor(cursor)
  while (left !== undefined) {
    const token = cursor.tokens[cursor.at]
    if (token?.kind !== 'logical' || PRECEDENCE[token.operator] < weakest) return left
    cursor.at++
    const right = parseExpression(cursor, PRECEDENCE[token.operator] + 1)
    left = right && { kind: 'logical', operator: token.operator, left, right }
  }
  return undefined
}

function parseFactor(cursor: Cursor): Condition | undefined {
  if (cursor.tokens[cursor.at]?.kind !== 'NOT') return parseTerm(cursor)
  cursor.at++
  const operand = parseTerm(cursor)
  return operand && { kind: 'not', operand }
}

function parseTerm(cursor: Cursor): Condition | undefined {
  const token = cursor.tokens[cursor.at++]
  if (token?.kind === 'value') return parseComparison(token.value, cursor)
  if (token?.kind !== '(') return undefined
  const inner = parseExpression(cursor, 0)
  return inner !== undefined && cursor.tokens[cursor.at++]?.kind === ')' ? inner : undefined
}

function parseComparison(left: Operand, cursor: Cursor): Condition | undefined {
  const token = cursor.tokens[cursor.at]
  if (token?.kind !== 'comparison') return { kind: 'value', value: left }
  const right = cursor.tokens[cursor.at + 1]
  if (right?.kind !== 'value') return undefined
  cursor.at += 2
  return { kind: 'compare', left, operator: token.operator, ignoreCase: token.ignoreCase, right: right.value }
}
