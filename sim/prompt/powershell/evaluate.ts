import { fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { writeRows } from '../window/fileAccess.ts'
import { fullPath, machineOf, nested, type PromptSession, tooManyLines, waitingFor } from '../window/session.ts'
import { type Call, invoke, place, type Result } from './calls.ts'
import { type Scope, valueIn } from './evaluateExpressions.ts'
import { type Item, textItems } from './items.ts'
import { argumentsOf, assign, define, variableValue, withCurrent, within } from './memory.ts'
import { binary } from './operators.ts'
import type { Bound } from './parameters.ts'
import { printItems } from './printing.ts'
import type { Block, Command, Expression, ExpressionCommand, NamedCommand, Redirect, Statement } from './tree.ts'
import { ShellStop, stopNotSimulated } from './tree.ts'
import { isTrue, single, stringOf, type Value, wholeOf } from './values.ts'

/**
 * Runs a tree of PowerShell: statements and pipelines. Expressions: evaluateExpressions.ts; what a command does: calls.ts. What goes wrong on the way is
 * told behind what came out, as it stands on the screen.
 */

/** A loop or a function is left. */
class Jump extends Error {
  readonly to: 'break' | 'continue' | 'return'
  readonly items: readonly Item[]
  constructor(to: Jump['to'], items: readonly Item[]) {
    super(to)
    this.to = to
    this.items = items
  }
}

/** One statement of a line. A program that asks leaves its question. */
export function runStatement(session: PromptSession, line: string, statement: Statement): Result {
  const scope: Scope = { session, line, errors: [], exitCode: 0, question: undefined, inside: INSIDE }
  let items: readonly Item[] = []
  try {
    items = evaluate(scope, statement)
  } catch (error) {
    if (error instanceof Jump) items = error.items
    else if (error instanceof ShellStop) scope.errors.push(...stopRows(line, error))
    else throw error
  }
  const { errors, question } = scope
  const exitCode = errors.length > 0 && scope.exitCode === 0 ? 1 : scope.exitCode
  return { items, errors, exitCode, ...(question && { question }) }
}

export function stopRows(line: string, { message, at }: ShellStop): string[] {
  return at === undefined ? [message] : [message, ...place(line, Math.min(at + 1, line.length))]
}

// ------------------------------------------------------------------------------------------------------- statements

function evaluate(scope: Scope, statement: Statement): readonly Item[] {
  countStep(scope)
  switch (statement.kind) {
    case 'pipeline':
      return runPipeline(scope, statement.commands)
    case 'assign':
      return runAssignment(scope, statement)
    case 'if': {
      const branch = statement.branches.find(({ condition }) => holds(scope, condition))
      return runBody(scope, branch?.block ?? statement.otherwise)
    }
    case 'foreach':
      return runForeach(scope, statement)
    case 'while':
      return loop(scope, () => holds(scope, statement.condition), statement.block)
    case 'for':
      return runFor(scope, statement)
    case 'function':
      define(scope.session, statement.name, statement.block)
      return []
    case 'jump':
      throw new Jump(statement.to, statement.value ? evaluate(scope, statement.value) : [])
  }
}

const INSIDE: Scope['inside'] = { body: runBody, value: evaluateValue }

/** A line may come to many steps, but not to any number of them. */
function countStep({ session }: Scope): void {
  nested(
    session,
    () => undefined,
    tooDeep => {
      throw new ShellStop(tooDeep ? powershellError('callDepth') : tooManyLines().err[0]!)
    },
  )
}

const holds = (scope: Scope, condition: Statement): boolean => isTrue(wholeOf(evaluate(scope, condition)))

/** What the statements of a block give back, one behind the other. */
function runBody(scope: Scope, block: Pick<Block, 'body'> | undefined): readonly Item[] {
  const items: Item[] = []
  for (const statement of block?.body ?? []) {
    try {
      items.push(...evaluate(scope, statement))
    } catch (error) {
      if (error instanceof Jump) throw new Jump(error.to, [...items, ...error.items])
      throw error
    }
    if (scope.question) throw stopNotSimulated('a question inside of brackets')
  }
  return items
}

function runForeach(scope: Scope, { name, list, block }: Extract<Statement, { kind: 'foreach' }>): readonly Item[] {
  const items = [...evaluate(scope, list)]
  return loop(
    scope,
    () => {
      const item = items.shift()
      if (item) assign(scope.session, name, single(item))
      return item !== undefined
    },
    block,
  )
}

function runFor(scope: Scope, { first, condition, next, block }: Extract<Statement, { kind: 'for' }>): readonly Item[] {
  if (first) evaluate(scope, first)
  let begun = false
  const goesOn = (): boolean => {
    if (begun && next) evaluate(scope, next)
    begun = true
    return condition === undefined || holds(scope, condition)
  }
  return loop(scope, goesOn, block)
}

function loop(scope: Scope, goesOn: () => boolean, block: Block): readonly Item[] {
  const items: Item[] = []
  while (goesOn()) {
    countStep(scope)
    try {
      items.push(...runBody(scope, block))
    } catch (error) {
      if (!(error instanceof Jump)) throw error
      if (error.to === 'return') throw new Jump('return', [...items, ...error.items])
      items.push(...error.items)
      if (error.to === 'break') return items
    }
  }
  return items
}

function runAssignment(
  scope: Scope,
  { name, operator, value }: Extract<Statement, { kind: 'assign' }>,
): readonly Item[] {
  const { session } = scope
  const items = evaluateValue(scope, value)
  const before = operator === '=' ? undefined : variableValue(session, name)
  assign(session, name, before ? binary(machineOf(session), operator.slice(0, -1), before, items) : items)
  return []
}

/** A statement that is one expression keeps what that is: an empty list, a list of one. */
function evaluateValue(scope: Scope, statement: Statement): Value {
  const command = statement.kind === 'pipeline' && statement.commands.length === 1 ? statement.commands[0] : undefined
  if (command?.kind === 'expression' && command.redirects.length === 0) return valueIn(scope, command.expression)
  return wholeOf(waitingFor(scope.session, () => evaluate(scope, statement)))
}

// -------------------------------------------------------------------------------------------------------- pipelines

function runPipeline(scope: Scope, commands: readonly Command[]): readonly Item[] {
  let items: readonly Item[] = []
  for (const [index, command] of commands.entries()) {
    const before = scope.errors.length
    const run = (): readonly Item[] =>
      command.kind === 'expression' ? expressionItems(scope, command) : runNamed(scope, command, items, index === 0)
    // Whatever takes what a program prints waits until it has printed everything.
    const produced = commands.length > 1 || command.redirects.length > 0 ? waitingFor(scope.session, run) : run()
    items = redirected(scope, command.redirects, produced, before)
    if (scope.question && index < commands.length - 1) throw stopNotSimulated('a question before the end of a pipe')
  }
  return items
}

const expressionItems = (scope: Scope, { expression }: ExpressionCommand): readonly Item[] => {
  scope.exitCode = 0
  return valueIn(scope, expression).items
}

function runNamed(scope: Scope, command: NamedCommand, input: readonly Item[], first: boolean): readonly Item[] {
  const { session, line } = scope
  const called = command.name.kind === 'block' ? undefined : stringOf(machineOf(session), valueIn(scope, command.name))
  const bound = command.args.map(
    (argument): Bound => ({ argument, value: argument.value && valueIn(scope, argument.value) }),
  )
  if (called === undefined)
    return runBlock(scope, (command.name as Extract<Expression, { kind: 'block' }>).block, bound)
  const call: Call = {
    session,
    line,
    name: called,
    end: command.end,
    bound,
    input,
    first,
    runBlock: (block, item) => withCurrent(session, single(item), () => runBody(scope, block)),
    runFunction: block => (first ? runBlock(scope, block, bound) : refuseInput()),
  }
  const { items, errors, exitCode, question } = invoke(call)
  scope.errors.push(...errors)
  scope.exitCode = exitCode
  scope.question = question
  return items
}

function refuseInput(): never {
  throw stopNotSimulated('a function behind a pipe')
}

/** A function, or a block that is called: what it sets is its own. */
function runBlock(scope: Scope, block: Block, bound: readonly Bound[]): readonly Item[] {
  const { session } = scope
  const parameter = bound.find(({ argument }) => argument.parameter !== undefined)
  const given = parameter ? undefined : bound.flatMap(({ value }) => value ?? [])
  if (!given) throw stopNotSimulated(`the parameter -${parameter!.argument.parameter} of a function`)
  const run = (): readonly Item[] => within(session, argumentsOf(block.parameters, given), () => returned(scope, block))
  return nested(session, run, tooDeep => {
    throw new ShellStop(tooDeep ? powershellError('callDepth') : tooManyLines().err[0]!)
  })
}

function returned(scope: Scope, block: Block): readonly Item[] {
  try {
    return runBody(scope, block)
  } catch (error) {
    if (error instanceof Jump && error.to === 'return') return error.items
    throw error
  }
}

/** `> file`, `2> file`, `2>&1`, of one command. @param before how many errors there were before it */
function redirected(
  scope: Scope,
  redirects: readonly Redirect[],
  items: readonly Item[],
  before: number,
): readonly Item[] {
  const machine = machineOf(scope.session)
  // What joins the output goes where the output goes, wherever on the line that is said.
  const ordered = [...redirects].sort((a, b) => Number(a.target !== undefined) - Number(b.target !== undefined))
  return ordered.reduce<readonly Item[]>((left, { sign, target }) => {
    const isError = sign.startsWith('2')
    const errors = isError ? scope.errors.splice(before) : []
    if (!target) return left.concat(textItems(errors))
    const path = stringOf(machine, valueIn(scope, target))
    const rows = isError ? errors : printItems(machine, left)
    if (fold(path) !== 'nul' && !(fold(path) === '' && target.kind === 'variable')) {
      const error = writeRows(scope.session, fullPath(scope.session, path), rows, sign.includes('>>'))
      if (error) scope.errors.push(powershellError('noPartOfPath', path))
    }
    return isError ? left : []
  }, items)
}
