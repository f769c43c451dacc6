import { fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { machineOf, nested, type PromptSession, tooManyLines } from '../window/session.ts'
import type { Result } from './calls.ts'
import { type Item, memberOf } from './items.ts'
import { variableValue } from './memory.ts'
import { callMethod } from './methods.ts'
import { binary, indexed, unary } from './operators.ts'
import type { Block, Expression, Statement } from './tree.ts'
import { ShellStop, stopNotSimulated } from './tree.ts'
import { isTrue, listOf, number, single, stringOf, text, truth, type Value, wholeOf } from './values.ts'

/** What an expression of PowerShell comes to. Statements in brackets are run by evaluate.ts. Knows no command. */

/** Where statements are run, and what they leave besides items. */
export interface Scope {
  readonly session: PromptSession
  readonly line: string
  readonly errors: string[]
  exitCode: number
  question: Result['question']
  /** What stands in brackets is run by those who run statements. */
  readonly inside: Inside
}

interface Inside {
  readonly body: (scope: Scope, block: Pick<Block, 'body'>) => readonly Item[]
  /** Of a statement that is one expression, what that is. */
  readonly value: (scope: Scope, statement: Statement) => Value
}

export function valueIn(scope: Scope, expression: Expression): Value {
  const { session } = scope
  const machine = machineOf(session)
  switch (expression.kind) {
    case 'number':
      return number(expression.value)
    case 'text':
      return text(
        expression.parts
          .map(part => (typeof part === 'string' ? part : stringOf(machine, valueIn(scope, part))))
          .join(''),
      )
    case 'variable':
      return variableValue(session, expression.name)
    case 'list':
      return listOf(expression.parts.flatMap(part => flat(valueIn(scope, part))))
    case 'group':
      return groupValue(scope, expression)
    case 'block':
      return single({ kind: 'block', block: expression.block })
    case 'member':
      return memberValue(scope, valueIn(scope, expression.of), expression.name)
    case 'call': {
      const of = valueIn(scope, expression.of)
      if (of.list) throw stopNotSimulated(`the method ${expression.name} of a list`)
      return callMethod(
        machine,
        of.items[0],
        expression.name,
        expression.args.map(arg => valueIn(scope, arg)),
      )
    }
    case 'index':
      return indexed(valueIn(scope, expression.of), valueIn(scope, expression.index))
    case 'unary':
      return unary(expression.operator, valueIn(scope, expression.of))
    case 'binary':
      return binaryValue(scope, expression)
  }
}

function flat(value: Value): readonly Item[] {
  if (value.list) throw stopNotSimulated('a list in a list')
  return value.items
}

function groupValue(scope: Scope, { body, list }: Extract<Expression, { kind: 'group' }>): Value {
  return nested(
    scope.session,
    () => {
      const [only] = body
      if (body.length === 1 && !list) return scope.inside.value(scope, only!)
      const items = scope.inside.body(scope, { body })
      return list ? listOf(items) : wholeOf(items)
    },
    tooDeep => {
      throw new ShellStop(tooDeep ? powershellError('callDepth') : tooManyLines().err[0]!)
    },
  )
}

/** A list has a length; what its items have is theirs. */
function memberValue({ session }: Scope, of: Value, name: string): Value {
  const member = fold(name)
  if (of.list) {
    if (member === 'count' || member === 'length') return number(of.items.length)
    return { items: [], list: false }
  }
  const [item] = of.items
  if (!item) return of
  const found = memberOf(machineOf(session), item, name)
  return found.length === 1 ? single(found[0]!) : wholeOf(found)
}

function binaryValue(scope: Scope, { operator, left, right }: Extract<Expression, { kind: 'binary' }>): Value {
  const first = valueIn(scope, left)
  if (operator === '-and') return truth(isTrue(first) && isTrue(valueIn(scope, right)))
  if (operator === '-or') return truth(isTrue(first) || isTrue(valueIn(scope, right)))
  return binary(machineOf(scope.session), operator, first, valueIn(scope, right))
}
