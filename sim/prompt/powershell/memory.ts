import { inProduct } from '../../../model/exchange/files.ts'
import { environmentVariable, setVariable } from '../window/environment.ts'
import { machineOf, type PromptSession } from '../window/session.ts'
import { type Block, ShellStop, stopNotSimulated } from './tree.ts'
import { listOf, nothing, number, stringOf, text, truth, type Value } from './values.ts'

/** What a PowerShell remembers: variables and functions. Knows no command. */

interface Memory {
  variables: Map<string, Value>
  readonly functions: Map<string, Block>
  /** Somebody has added the snap-in of Exchange. */
  exchange: boolean
}

const memories = new WeakMap<object, Memory>()

function memoryOf({ memory }: PromptSession): Memory {
  const known = memories.get(memory) ?? { variables: new Map(), functions: new Map(), exchange: false }
  memories.set(memory, known)
  return known
}

/** What is typed at the command prompt and only PowerShell understands is meant for the Exchange Management Shell. */
const isExchangeShell = ({ shell }: PromptSession): boolean => shell !== 'powershell'

export const hasExchangeCmdlets = (session: PromptSession): boolean =>
  isExchangeShell(session) || memoryOf(session).exchange

export function loadExchangeCmdlets(session: PromptSession): void {
  memoryOf(session).exchange = true
}

/** Variables that are there by themselves; those of the product's shell are set by its profile. */
const AUTOMATIC: Readonly<Record<string, (session: PromptSession) => Value>> = {
  true: () => truth(true),
  false: () => truth(false),
  null: () => nothing,
  '?': session => truth(session.exitCode === 0),
  home: session => text(machineOf(session).windows.adminProfile),
  lastexitcode: session => number(session.exitCode),
  exinstall: session => ofProfile(session, ''),
  exbin: session => ofProfile(session, 'Bin\\'),
  exscripts: session => ofProfile(session, 'Scripts\\'),
}

const ofProfile = (session: PromptSession, path: string): Value =>
  isExchangeShell(session) ? text(inProduct(machineOf(session), path)) : nothing

const LEFT_OUT: ReadonlySet<string> = new Set([
  ...['error', 'executioncontext', 'foreach', 'host', 'input', 'matches', 'myinvocation', 'nestedpromptlevel', 'ofs'],
  ...['pid', 'profile', 'pshome', 'pwd', 'shellid', 'stacktrace', 'this', '^', '$', 'erroractionpreference'],
  ...['warningpreference', 'verbosepreference', 'confirmpreference', 'whatifpreference', 'maximumhistorycount'],
])

/** A variable that nobody has set is nothing. */
export function variableValue(session: PromptSession, name: string): Value {
  if (name.startsWith('env:')) {
    const found = environmentVariable(session, name.slice('env:'.length))
    return found === undefined ? nothing : text(found)
  }
  const set = memoryOf(session).variables.get(name)
  if (set) return set
  if (Object.hasOwn(AUTOMATIC, name)) return AUTOMATIC[name]!(session)
  if (LEFT_OUT.has(name)) throw stopNotSimulated(`the variable $${name}`)
  return nothing
}

export function assign(session: PromptSession, name: string, value: Value): void {
  if (name.startsWith('env:')) {
    const set = stringOf(machineOf(session), value)
    setVariable(session, name.slice('env:'.length), set === '' ? undefined : set)
    return
  }
  if (name === 'null') return
  if (name === 'true' || name === 'false' || name === '?') {
    throw new ShellStop(`Cannot overwrite variable ${name} because it is read-only or constant.`)
  }
  if (LEFT_OUT.has(name)) throw stopNotSimulated(`the variable $${name}`)
  memoryOf(session).variables.set(name, value)
}

/** Runs something in which variables have these values; what it sets is forgotten behind it. */
export function within<T>(session: PromptSession, values: ReadonlyMap<string, Value>, run: () => T): T {
  const memory = memoryOf(session)
  const before = memory.variables
  memory.variables = new Map([...before, ...values])
  try {
    return run()
  } finally {
    memory.variables = before
  }
}

/** The same, where what it sets stays. */
export function withCurrent<T>(session: PromptSession, current: Value, run: () => T): T {
  const { variables } = memoryOf(session)
  const before = variables.get('_')
  variables.set('_', current)
  try {
    return run()
  } finally {
    if (before) variables.set('_', before)
    else variables.delete('_')
  }
}

export const functionNamed = (session: PromptSession, name: string): Block | undefined =>
  memoryOf(session).functions.get(name)

export function define(session: PromptSession, name: string, block: Block): void {
  memoryOf(session).functions.set(name, block)
}

/** Arguments of a function by its parameters; the rest is $args. */
export function argumentsOf(parameters: readonly string[], given: readonly Value[]): ReadonlyMap<string, Value> {
  const named = parameters.map((name, i): [string, Value] => [name, given[i] ?? nothing])
  const rest = listOf(given.slice(parameters.length).flatMap(value => value.items))
  return new Map([...named, ['args', rest]])
}
