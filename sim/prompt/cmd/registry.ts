import { createKey, deleteKey, deleteValue, setValue, writeFile } from '../../../model/machine/calls.ts'
import {
  fileAt,
  isServer2003,
  keyPath,
  type Machine,
  registryKey,
  registryValue,
  subkeysOf,
} from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import type { RegistryData, RegistryType, RegistryValue } from '../../../model/machine/parts.ts'
import { upper } from '../../../model/words/letters.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { keyExport } from '../../forms/exports/registry.ts'
import { errorText } from '../window/errors.ts'
import { mayCreate } from '../window/fileAccess.ts'
import { dataTyped, type KeyName, keyNamed, keyValues } from '../window/registryKeys.ts'
import {
  ask,
  done,
  failed,
  fullPath,
  machineOf,
  notSimulated,
  type Output,
  type PromptSession,
  type Typed,
} from '../window/session.ts'
import type { CommandCall, PromptCommand, Syntax } from '../window/syntax.ts'

/**
 * `reg query`, `reg add`, `reg delete`. Forms of Server 2003 (`! REG.EXE VERSION 3.0`, tabs) and of 2008 (four blanks).
 * Knows no key by name.
 */

const TYPES: readonly (readonly [name: string, type: RegistryType])[] = [
  ['REG_SZ', 'sz'],
  ['REG_EXPAND_SZ', 'expand-sz'],
  ['REG_MULTI_SZ', 'multi-sz'],
  ['REG_DWORD', 'dword'],
  ['REG_QWORD', 'qword'],
  ['REG_BINARY', 'binary'],
]

export const typeName = (type: RegistryType): string => TYPES.find(row => row[1] === type)?.[0] ?? 'REG_NONE'

/** The three sentences that differ between the two versions of the program. */
const sentences = {
  done: (session: PromptSession) =>
    isServer2003(machineOf(session)) ? ['', errorText(WIN32.SUCCESS).replace('.', '')] : [errorText(WIN32.SUCCESS)],
  missing: (session: PromptSession) =>
    isServer2003(machineOf(session))
      ? ['', 'Error:  The system was unable to find the specified registry key or value']
      : ['ERROR: The system was unable to find the specified registry key or value.'],
  error: (session: PromptSession, text: string) => [
    `${isServer2003(machineOf(session)) ? '\nError: ' : 'ERROR:'} ${text}`.trim(),
  ],
}

// -------------------------------------------------------------------------------------------------------- arguments

interface Request {
  readonly key: KeyName
  readonly value: string | undefined
  readonly type: RegistryType
  readonly data: string | undefined
  readonly all: boolean
  readonly below: boolean
  readonly force: boolean
}

const REFUSED = { refuse: invalidSyntax, twice: invalidSyntax }

/** The verbs, each with its switches. */
const SYNTAX: Readonly<Record<string, Syntax>> = {
  query: {
    flags: ['/ve', '/s'],
    values: ['/v'],
    absent: ['/f', '/k', '/d', '/c', '/e', '/t', '/z', '/se', '/reg:*'],
    operands: 2,
    ...REFUSED,
  },
  add: {
    flags: ['/ve', '/f'],
    values: ['/v', '/t', '/d'],
    absent: ['/s', '/reg:*'],
    operands: 2,
    ...REFUSED,
  },
  delete: { flags: ['/ve', '/va', '/f'], values: ['/v'], absent: ['/reg:*'], operands: 2, ...REFUSED },
  export: { flags: ['/y'], absent: ['/reg:*'], operands: 3, ...REFUSED },
}

const syntaxOf = ({ args }: Typed): Syntax => {
  const verb = fold(args[0] ?? '')
  return Object.hasOwn(SYNTAX, verb) ? SYNTAX[verb]! : { refuse: invalidSyntax }
}

function requestOf(call: CommandCall): Request | Output {
  const { session, given } = call
  const key = keyNamed(machineOf(session), given.operands()[1] ?? '')
  if (!key) return failed(1, sentences.error(session, 'Invalid key name.'))
  const typed = given.value('/t')
  const type = typed === undefined ? 'sz' : TYPES.find(row => fold(row[0]) === fold(typed))?.[1]
  if (!type) return invalidSyntax('/t', call)
  // Which value is meant is said once.
  if (['/v', '/ve', '/va'].filter(name => given.has(name)).length > 1) return invalidSyntax('/ve', call)
  return {
    key,
    value: given.has('/ve') ? '' : given.value('/v'),
    type,
    data: given.value('/d'),
    all: given.has('/va'),
    below: given.has('/s'),
    force: given.has('/f'),
  }
}

function invalidSyntax(_word: string, { session, args }: Typed): Output {
  const verb = upper(args[0] ?? '')
  const known = Object.hasOwn(VERBS, fold(verb))
  const rows = [...sentences.error(session, 'Invalid syntax.'), `Type "REG ${known ? `${verb} /?` : '/?'}" for usage.`]
  return failed(1, rows)
}

// ------------------------------------------------------------------------------------------------------------ verbs

const VERBS: Readonly<Record<string, (call: CommandCall, request: Request) => Output>> = {
  query,
  add,
  delete: remove,
  export: exported,
}
const OTHER_VERBS: ReadonlySet<string> = new Set([
  'copy',
  'save',
  'restore',
  'load',
  'unload',
  'compare',
  'import',
  'flags',
])

function reg(call: CommandCall): Output {
  const verb = fold(call.given.operands()[0] ?? '')
  if (OTHER_VERBS.has(verb)) return notSimulated(`reg ${verb}`)
  const run = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined
  if (!run) return invalidSyntax('', call)
  const request = requestOf(call)
  return 'exitCode' in request ? request : run(call, request)
}

function query(call: CommandCall, request: Request): Output {
  const { session } = call
  const machine = machineOf(session)
  const { key, value, below: whole } = request
  if (!registryKey(machine, key.path)) return failed(1, sentences.missing(session))
  const names = whole ? [key, ...below(machine, key)] : [key]
  const parts = names.flatMap(name => {
    const values = keyValues(machine, name.path).filter(v => value === undefined || fold(v.name) === fold(value))
    if (values.length === 0 && (value !== undefined || name !== key)) return []
    return [[name.shown, ...values.map(v => valueLine(session, v))]]
  })
  if (parts.length === 0) return failed(1, sentences.missing(session))
  const children = value === undefined && !whole ? subkeysOf(machine, key.path).map(n => `${key.shown}\\${n}`) : []
  const head = isServer2003(machineOf(session)) ? ['', '! REG.EXE VERSION 3.0'] : []
  return done([...head, ...parts.flatMap(part => ['', ...part]), '', ...children])
}

function below(machine: Machine, key: KeyName): KeyName[] {
  return subkeysOf(machine, key.path).flatMap(name => {
    const child = { path: `${key.path}\\${name}`, shown: `${key.shown}\\${name}` }
    return [child, ...below(machine, child)]
  })
}

function valueLine(session: PromptSession, { name, type, data }: RegistryValue): string {
  const unnamed = isServer2003(machineOf(session)) ? '<NO NAME>' : '(Default)'
  const blank = isServer2003(machineOf(session)) ? '\t' : '    '
  return `    ${name === '' ? unnamed : name}${blank}${typeName(type)}${blank}${dataText(data)}`
}

export function dataText(data: RegistryData): string {
  if (typeof data === 'number') return `0x${data.toString(16)}`
  return typeof data === 'string' ? data : data.join('\\0')
}

function add(call: CommandCall, request: Request): Output {
  const { session } = call
  const { key, value, type, force } = request
  if (key.path.includes('\\') === false) return failed(1, sentences.error(session, errorText(WIN32.ACCESS_DENIED)))
  if (value === undefined && ['/t', '/d'].some(name => call.given.has(name))) {
    return notSimulated('reg add with data and neither /v nor /ve')
  }
  const write = (): Output => {
    const data = value === undefined ? undefined : dataTyped(type, request.data ?? '')
    if (value !== undefined && data === undefined) {
      return failed(1, sentences.error(session, "Invalid syntax. Specify valid numeric value for '/d'."))
    }
    const error =
      value === undefined || data === undefined
        ? createKey(session.recorder, key.path)
        : setValue(session.recorder, key.path, value, type, data)
    return error ? failed(1, sentences.error(session, errorText(WIN32.ACCESS_DENIED))) : done(sentences.done(session))
  }
  const exists = value !== undefined && registryValue(machineOf(session), key.path, value) !== undefined
  if (!exists || force) return write()
  const text = `Value ${value === '' ? '' : value} exists, overwrite(Yes/No)? `
  return ask(call, { text, answer: yes => (yes ? write() : cancelled(session)) })
}

const cancelled = (session: PromptSession): Output =>
  done([isServer2003(machineOf(session)) ? 'The operation was cancelled' : 'The operation was cancelled by the user.'])

function remove(call: CommandCall, request: Request): Output {
  const { session } = call
  const { key, value, all, force } = request
  const machine = machineOf(session)
  const there = value === undefined ? registryKey(machine, key.path) : registryValue(machine, key.path, value)
  if (!there) return failed(1, sentences.missing(session))
  if (value === undefined && !all && !key.path.includes('\\'))
    return failed(1, sentences.error(session, errorText(WIN32.ACCESS_DENIED)))
  const drop = (): Output => {
    const error = deleteWhat(session, key.path, value, all)
    return error ? failed(1, sentences.error(session, errorText(WIN32.ACCESS_DENIED))) : done(sentences.done(session))
  }
  if (force) return drop()
  const what =
    value !== undefined
      ? `the registry value ${value}`
      : `${all ? 'all values under the registry key' : 'the registry key'} ${key.shown}`
  return ask(call, {
    text: `Permanently delete ${what} (Yes/No)? `,
    answer: yes => (yes ? drop() : cancelled(session)),
  })
}

function deleteWhat(session: PromptSession, key: string, value: string | undefined, all: boolean): number {
  if (value !== undefined) return deleteValue(session.recorder, key, value)
  if (!all) return deleteKey(session.recorder, key)
  return keyValues(machineOf(session), key).reduce((error, v) => error || deleteValue(session.recorder, key, v.name), 0)
}

/** `reg export KEY FILE`: what regedit writes, version 5. An older file is asked about on Server 2008. */
function exported(call: CommandCall, { key }: Request): Output {
  const { session, given } = call
  const machine = machineOf(session)
  const [, , target] = given.operands()
  const told = given.has('/y')
  if (target === undefined) return invalidSyntax('', call)
  if (!registryKey(machine, key.path)) return failed(1, sentences.missing(session))
  const write = (): Output => {
    const path = fullPath(session, target)
    const content = { kind: 'text', text: keyExport(machine, keyPath(key.path)) } as const
    const error = mayCreate(session, path) || writeFile(session.recorder, path, { content })
    return error ? failed(1, sentences.error(session, errorText(error))) : done(sentences.done(session))
  }
  if (told || isServer2003(machineOf(session)) || !fileAt(machine, fullPath(session, target))) return write()
  const text = `File ${target} already exists. Overwrite (Yes/No)?`
  return ask(call, { text, answer: yes => (yes ? write() : cancelled(session)) })
}

export const registryCommands: readonly PromptCommand[] = [
  {
    names: ['reg'],
    help: 'reg query|add|delete|export KEY [/v NAME | /ve] [/t TYPE] [/d DATA] [/s] [/f]   the registry (HKLM, HKCU, HKCR)',
    ms: 60,
    syntax: syntaxOf,
    run: reg,
  },
]
