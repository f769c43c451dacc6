import type { Machine } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { fromCivil } from '../../../model/machine/time.ts'
import { momentAt } from '../../../model/machine/zone.ts'
import { upper } from '../../../model/words/letters.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { wildcard } from '../window/fileAccess.ts'
import { netPattern } from '../window/netPattern.ts'
import { type Item, type Moment, textOf } from './items.ts'
import { ShellStop, stopNotSimulated } from './tree.ts'
import { isTrue, listOf, nothing, number, stringOf, text, truth, type Value } from './values.ts'

/**
 * The operators of PowerShell 1.0. What stands on the left decides how both are taken; of a list on the left a comparison
 * chooses those for which it holds. Knows no variable.
 */

export function unary(operator: string, of: Value): Value {
  if (operator === '!') return truth(!isTrue(of))
  const value = numberOf(of.items[0])
  return number(operator === '-' ? -value : value)
}

export function binary(machine: Machine, operator: string, left: Value, right: Value): Value {
  if (operator === '-f') return text(formatted(machine, stringOf(machine, left), right.items))
  if (operator === '..') return range(numberOf(left.items[0]), numberOf(right.items[0]))
  if (operator === '-xor') return truth(isTrue(left) !== isTrue(right))
  if (Object.hasOwn(ARITHMETIC, operator)) return arithmetic(machine, operator, left, right)
  return compared(machine, operator, left, right)
}

// -------------------------------------------------------------------------------------------------------- arithmetic

const ARITHMETIC: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
}

function arithmetic(machine: Machine, operator: string, left: Value, right: Value): Value {
  const first = left.items[0]
  if (operator === '+' && left.list) return listOf([...left.items, ...right.items])
  if (operator === '+' && first?.kind === 'text') return text(first.text + stringOf(machine, right))
  if (left.list || right.list) throw stopNotSimulated(`the operator ${operator} with a list`)
  if (operator === '*' && first?.kind === 'text') throw stopNotSimulated('a string that is multiplied')
  if (operator === '+' && first === undefined) return right
  const [a, b] = [numberOf(first), numberOf(right.items[0])]
  if ((operator === '/' || operator === '%') && b === 0) throw new ShellStop('Attempted to divide by zero.')
  return number(ARITHMETIC[operator]!(a, b))
}

const MOST_RANGE = 10_000

function range(from: number, to: number): Value {
  const count = Math.abs(to - from) + 1
  if (!(count <= MOST_RANGE)) throw stopNotSimulated(`a range of more than ${MOST_RANGE} numbers`)
  const step = from <= to ? 1 : -1
  return listOf(Array.from({ length: count }, (_, i): Item => ({ kind: 'number', value: from + step * i })))
}

/** Nothing is 0, a string is the number that it writes. */
export function numberOf(item: Item | undefined): number {
  if (item === undefined) return 0
  if (item.kind === 'number') return item.value
  if (item.kind === 'truth') return item.value ? 1 : 0
  const written = item.kind === 'text' ? item.text.trim() : ''
  const value =
    written === '' && item.kind === 'text'
      ? 0
      : /^[+-]?(?:0x[0-9a-f]+|\d+(?:\.\d+)?|\.\d+)$/i.test(written)
        ? Number(written)
        : Number.NaN
  if (Number.isNaN(value)) {
    throw new ShellStop(powershellError('noNumber', item.kind === 'text' ? item.text : item.kind))
  }
  return value
}

// ------------------------------------------------------------------------------------------------------- comparison

type Test = (left: Item | undefined) => boolean

/** `-ceq` minds case, `-ieq` and `-eq` do not. */
function compared(machine: Machine, operator: string, left: Value, right: Value): Value {
  const found = /^-([ic]?)(eq|ne|gt|ge|lt|le|like|notlike|match|notmatch|contains|notcontains)$/.exec(operator)
  if (!found) throw stopNotSimulated(`the operator ${operator}`)
  const [, cases, name = ''] = found
  const minds = cases === 'c'
  if (name === 'contains' || name === 'notcontains') {
    const equal = testOf(machine, 'eq', right.items[0], minds)
    return truth(left.items.some(equal) === (name === 'contains'))
  }
  const test = testOf(machine, name, right.items[0], minds)
  return left.list ? listOf(left.items.filter(test)) : truth(test(left.items[0]))
}

function testOf(machine: Machine, name: string, right: Item | undefined, minds: boolean): Test {
  const wanted = right === undefined ? '' : textOf(machine, right)
  const textual = (item: Item | undefined): string => (item === undefined ? '' : textOf(machine, item))
  if (name === 'like' || name === 'notlike') {
    if (minds) throw stopNotSimulated('-clike')
    if (wanted.includes('[')) throw stopNotSimulated('a set of characters in a wildcard')
    const fits = wildcard(wanted === '*.*' ? '*.?*' : wanted)
    return item => fits(textual(item)) === (name === 'like')
  }
  if (name === 'match' || name === 'notmatch') {
    const fits = netPattern(wanted, !minds)
    if (typeof fits !== 'function') throw stopNotSimulated(fits.notSimulated)
    return item => fits(textual(item)) === (name === 'match')
  }
  return item => ORDERED[name]!(order(machine, item, right, minds))
}

const ORDERED: Readonly<Record<string, (sign: number) => boolean>> = {
  eq: sign => sign === 0,
  ne: sign => sign !== 0,
  gt: sign => sign > 0,
  ge: sign => sign >= 0,
  lt: sign => sign < 0,
  le: sign => sign <= 0,
}

/** Below 0: the left is less. What cannot be taken as the left one's kind is unequal. */
export function order(machine: Machine, left: Item | undefined, right: Item | undefined, minds = false): number {
  if (left === undefined || right === undefined) return left === right ? 0 : left === undefined ? -1 : 1
  if (left.kind === 'truth') return Number(left.value) - Number(isTrue({ items: [right], list: false }))
  if (left.kind === 'number') return left.value - numberOf(right)
  if (left.kind === 'moment') return left.at - momentOf(machine, right).at
  const shape = minds ? (word: string): string => word : fold
  const [a, b] = [shape(textOf(machine, left)), shape(textOf(machine, right))]
  return a < b ? -1 : a > b ? 1 : 0
}

const WRITTEN = /^\s*(\d{1,2})\/(\d{1,2})\/(\d{4})(?:\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AP])M)?)?\s*$/i

/** `8/27/2007 1:12:00 PM`, in the time of the server. */
function momentOf(machine: Machine, item: Item): Moment {
  if (item.kind === 'moment') return item
  const found = WRITTEN.exec(textOf(machine, item))
  if (!found) throw stopNotSimulated(`the date '${textOf(machine, item)}'`)
  const [, month, day, year, hour = '0', minute = '0', second = '0', half] = found
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (upper(half) === 'P' ? 12 : 0)
  const civil = { year: Number(year), month: Number(month), day: Number(day), hour: hours, minute: Number(minute) }
  return { kind: 'moment', at: momentAt(machine.zone, fromCivil({ ...civil, second: Number(second) })) }
}

// ----------------------------------------------------------------------------------------------------------- format

const HOLE = /\{\{|\}\}|\{(\d{1,4})(?:,(-?\d{1,4}))?(?::([^{}]{0,20}))?\}/g

/** `"{0,-20} {1:N0}" -f $a, $b` */
function formatted(machine: Machine, pattern: string, items: readonly Item[]): string {
  return pattern.replace(HOLE, (whole, index?: string, width?: string, shape?: string) => {
    if (index === undefined) return whole[0]!
    const item = items[Number(index)]
    if (!item) {
      throw new ShellStop(
        'Error formatting a string: Index (zero based) must be greater than or equal to zero and less than the size of the argument list..',
      )
    }
    const shown = shape === undefined ? textOf(machine, item) : shaped(item, shape)
    const size = Math.min(Math.abs(Number(width ?? 0)), 1000)
    return Number(width ?? 0) < 0 ? shown.padEnd(size) : shown.padStart(size)
  })
}

const grouped = (digits: string): string => digits.replace(/\B(?=(?:\d{3})+$)/g, ',')

/** `N0`, `F2`, `D4`, `X8`; others are not simulated. */
function shaped(item: Item, shape: string): string {
  const found = /^([NFDX])(\d{0,2})$/i.exec(shape)
  if (!found || item.kind !== 'number') throw stopNotSimulated(`the format {:${shape}}`)
  const letter = upper(found[1]!)
  const digits = found[2] === '' ? undefined : Number(found[2])
  if (letter === 'X') return upper(Math.trunc(item.value).toString(16)).padStart(digits ?? 0, '0')
  if (letter === 'D') return String(Math.trunc(item.value)).padStart(digits ?? 0, '0')
  const fixed = item.value.toFixed(digits ?? 2)
  if (letter === 'F') return fixed
  const [whole = '', rest] = fixed.split('.')
  return rest === undefined ? grouped(whole) : `${grouped(whole)}.${rest}`
}

// ---------------------------------------------------------------------------------------------------- index, methods

/** `$x[0]`, `$x[-1]`, `$x[0..2]`; of a string its characters. */
export function indexed(of: Value, index: Value): Value {
  const [item] = of.items
  const parts: readonly Item[] =
    !of.list && item?.kind === 'text' ? [...item.text].map((c): Item => ({ kind: 'text', text: c })) : of.items
  if (!of.list && item !== undefined && item.kind !== 'text') {
    throw new ShellStop(
      `Unable to index into an object of type ${item.kind === 'number' ? 'System.Int32' : 'System.Object'}.`,
    )
  }
  const found = index.items.flatMap(each => {
    const at = numberOf(each)
    return parts[at < 0 ? parts.length + at : at] ?? []
  })
  return index.list ? listOf(found) : found[0] ? { items: found, list: false } : nothing
}
