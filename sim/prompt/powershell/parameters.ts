import type { Machine } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { argumentText, type Item } from './items.ts'
import { type Argument, type Block, ShellStop, stopNotSimulated } from './tree.ts'
import { isTrue, type Value } from './values.ts'

/** What a cmdlet is given, by its signature: `-Name a,b -Force rest`. Knows no cmdlet. */

export interface Signature {
  /** Parameters that take a value, in full, lower case. */
  readonly takes: readonly string[]
  readonly switches?: readonly string[]
  /** PowerShell 1.0 has them, they are not simulated. */
  readonly absent?: readonly string[]
  /** How many words may stand without a name; undefined: any number. */
  readonly accepts?: number
}

/** An argument and what it has come to. */
export interface Bound {
  readonly argument: Argument
  readonly value: Value | undefined
}

export interface Parameters {
  /** By the full name of the parameter, folded; a switch has no values. Asking counts as reading. */
  readonly named: Named
  readonly positional: readonly (readonly string[])[]
  /** The same as what they are. */
  readonly given: readonly Value[]
  readonly blocks: readonly Block[]
  /** A parameter that nobody has asked for. */
  readonly unread: () => string | undefined
}

export interface Named {
  readonly has: (name: string) => boolean
  readonly get: (name: string) => readonly string[] | undefined
  readonly value: (name: string) => Value | undefined
  readonly size: number
}

/** Every cmdlet has them: what they ask for is so in any case, or is not simulated. */
const COMMON = { takes: ['erroraction'], idle: ['verbose', 'debug'], flags: ['confirm', 'whatif'] }
const LEFT_OUT = ['errorvariable', 'outvariable', 'outbuffer']
const SHORT: Readonly<Record<string, string>> = {
  ea: 'erroraction',
  vb: 'verbose',
  db: 'debug',
  ev: 'errorvariable',
  ov: 'outvariable',
}

/** Where a name cannot be found, the argument that has it. */
export interface Unknown {
  readonly unknown: Argument
  readonly name: string
}

export function parametersOf(
  machine: Machine,
  bound: readonly Bound[],
  signature: Signature,
  cmdlet: string,
): Parameters | Unknown {
  const values = new Map<string, Value>()
  const given: Value[] = []
  const blocks: Block[] = []
  for (let i = 0; i < bound.length; i++) {
    const { argument, value } = bound[i]!
    if (argument.parameter === undefined) {
      const block = blockOf(value)
      if (block) blocks.push(block)
      else given.push(value!)
      continue
    }
    const name = parameterNamed(argument.parameter, signature)
    if (name === undefined) return { unknown: argument, name: argument.parameter }
    if (values.has(name)) {
      throw new ShellStop(`${cmdlet} : ${powershellError('twice', argument.parameter)}`, argument.end)
    }
    if (signature.absent?.includes(name) || LEFT_OUT.includes(name))
      throw stopNotSimulated(`-${argument.parameter} of ${cmdlet}`)
    if (takesValue(name, signature)) {
      const next = value ?? bound[++i]?.value
      if (!next) {
        throw new ShellStop(
          `${cmdlet} : Missing an argument for parameter '${argument.parameter}'. Specify a parameter of the expected type and try again.`,
          argument.end,
        )
      }
      const block = blockOf(next)
      if (block) blocks.push(block)
      values.set(name, next)
    } else if (!value || isTrue(value)) {
      if (COMMON.flags.includes(name)) throw stopNotSimulated(`-${argument.parameter} of ${cmdlet}`)
      if (!COMMON.idle.includes(name)) values.set(name, { items: [], list: false })
    }
  }
  const positional = inPlaces(given, values, signature).map(value => (value ? textsOf(machine, value) : []))
  const read = new Set(['erroraction'])
  const unread = (): string | undefined => [...values.keys()].find(name => !read.has(name))
  return { named: namedOf(machine, values, read), positional, given, blocks, unread }
}

/** Words without a name stand for what has not been named, in the order of the signature; what is too many comes last. */
function inPlaces(
  given: readonly Value[],
  values: ReadonlyMap<string, Value>,
  { takes, accepts }: Signature,
): readonly (Value | undefined)[] {
  if (accepts === undefined) return given
  const words = [...given]
  const names = takes.filter(name => name !== 'literalpath').slice(0, accepts)
  const isNamed = (name: string): boolean => values.has(name) || (name === 'path' && values.has('literalpath'))
  return [...names.map(name => (isNamed(name) ? undefined : words.shift())), ...words]
}

/** @param read gets the names that were asked for */
function namedOf(machine: Machine, values: ReadonlyMap<string, Value>, read: Set<string>): Named {
  const value = (name: string): Value | undefined => {
    read.add(name)
    return values.get(name)
  }
  return {
    value,
    has: name => value(name) !== undefined,
    get(name) {
      const found = value(name)
      return found && textsOf(machine, found)
    },
    size: values.size,
  }
}

const textsOf = (machine: Machine, { items }: Value): string[] => items.map((item: Item) => argumentText(machine, item))

function blockOf(value: Value | undefined): Block | undefined {
  const item = value?.items.length === 1 ? value.items[0] : undefined
  return item?.kind === 'block' ? item.block : undefined
}

const takesValue = (name: string, { takes }: Signature): boolean => takes.includes(name) || COMMON.takes.includes(name)

/** Any beginning that only one parameter has; several: the first. */
function parameterNamed(typed: string, { takes, switches = [], absent = [] }: Signature): string | undefined {
  const word = fold(typed)
  const names = [...takes, ...switches, ...absent, ...COMMON.takes, ...COMMON.idle, ...COMMON.flags, ...LEFT_OUT]
  return (
    (Object.hasOwn(SHORT, word) ? SHORT[word] : undefined) ??
    names.find(name => name === word) ??
    names.find(name => name.startsWith(word))
  )
}

/** The value of a parameter by name or by position. */
export function parameterValues(parameters: Parameters, name: string, position = -1): readonly string[] {
  return parameters.named.get(name) ?? parameters.positional[position] ?? []
}
