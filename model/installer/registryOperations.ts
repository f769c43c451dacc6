import { deleteKey, deleteValue, setValue } from '../machine/calls.ts'
import type { Change } from '../machine/change.ts'
import { keyPath, longKey, registryKey, registryValue, subkeysOf } from '../machine/machine.ts'
import { WIN32 } from '../words/systemErrors.ts'
import { FAILURE, SUCCESS } from './actionStatus.ts'
import { raise } from './errors.ts'
import type { RegistryEntry } from './registration.ts'
import type { ScriptOperation } from './script.ts'
import type { InstallSession } from './session.ts'
import { attemptIn } from './transaction.ts'

/**
 * The registry in the script: a key is opened, and what follows happens in it (corpus 001, 043, 073). Values that stand
 * already cost nothing. Does not know what a value means.
 */

/** `RegOpenKey(Root=-2147483646,Key=SOFTWARE\\x,,BinaryType=1,,)`: the root is HKEY_LOCAL_MACHINE. */
export function openingKey(key: string): string {
  return `RegOpenKey(Root=-2147483646,Key=${withoutRoot(key)},,BinaryType=1,,)`
}

/** Does the operation mean the key that was opened last? */
export const happensInKey = (text: string): boolean => text.startsWith('Reg')

const withoutRoot = (key: string): string => key.replace(/^HKLM\\/, '')

const adding = (value: RegistryEntry): string => `RegAddValue(Name=${value.name},Value=${shown(value)},)`
const removing = (value: RegistryEntry): string => `RegRemoveValue(Name=${value.name},Value=${shown(value)},)`

type Shown = { readonly type: RegistryEntry['type']; readonly data: RegistryEntry['data'] }

/** As the Registry table writes the types of values: `#1`, `#%path`, `a[~]b`, `#x00ff`. */
function shown({ type, data }: Shown): string {
  switch (type) {
    case 'dword':
    case 'qword':
      return `#${String(data)}`
    case 'expand-sz':
      return `#%${String(data)}`
    case 'multi-sz':
      return (data as readonly string[]).join('[~]')
    case 'binary':
      return `#x${String(data)}`
    case 'sz':
      return String(data)
  }
}

/** Values that an action writes, each key opened before the first of its values. */
export function addValues(action: string, values: readonly RegistryEntry[]): ScriptOperation[] {
  let opened = ''
  return values.flatMap(value => {
    const add = writeValue(action, value, adding(value), { data: dataOf(action, value) })
    if (value.key === opened) return [add]
    opened = value.key
    return [{ action, text: openingKey(value.key) }, add]
  })
}

/** What the registration of a product writes is no action data: no real log shows any. */
function dataOf(action: string, value: RegistryEntry): ScriptOperation['data'] {
  return action === 'WriteRegistryValues'
    ? { 1: `\\${withoutRoot(value.key)}`, 2: value.name, 3: shown(value) }
    : undefined
}

interface WriteDetails {
  readonly data?: ScriptOperation['data']
  /** What undoes a new value, where that is not its removal. */
  readonly undoing?: () => string
}

/** One value, under the name that another operation has: a component's is `ComponentRegister`, undone by its own inverse. */
export function writeValue(
  action: string,
  value: RegistryEntry,
  text: string,
  { data, undoing }: WriteDetails,
): ScriptOperation {
  return { action, text, data, perform: session => writeEntry(session, action, value, undoing) }
}

export function writeEntry(
  session: InstallSession,
  action: string,
  value: RegistryEntry,
  inverse?: () => string,
): number {
  const { host } = session.run
  const present = registryValue(host.machine, value.key, value.name)
  if (present && present.type === value.type && String(present.data) === String(value.data)) return SUCCESS
  const undoing = present ? adding({ ...present, key: value.key }) : (inverse?.() ?? removing(value))
  const error = setValue(host, value.key, value.name, value.type, value.data, change =>
    attemptIn(host, change, action, change.kind === 'value' ? undoing : undefined),
  )
  return error === WIN32.SUCCESS ? SUCCESS : registryFailure(session, value.key, error)
}

export function removeValue({ run }: InstallSession, action: string, key: string, name: string): ScriptOperation[] {
  const standing = registryValue(run.host.machine, key, name) ?? { name, type: 'sz', data: '' }
  return [
    { action, text: openingKey(key) },
    {
      action,
      text: removing({ ...standing, key }),
      data: action === 'RemoveRegistryValues' ? { 1: `\\${withoutRoot(key)}`, 2: name } : undefined,
      perform: session => deleteRegistryValue(session, action, key, name),
    },
  ]
}

export function deleteRegistryValue(session: InstallSession, action: string, key: string, name: string): number {
  const { host } = session.run
  const present = registryValue(host.machine, key, name)
  if (!present) return SUCCESS
  const error = deleteValue(host, key, name, change => attemptIn(host, change, action, adding({ ...present, key })))
  if (error) return registryFailure(session, key, error)
  removeEmptyKey(session, action, key)
  return SUCCESS
}

/** A key that has lost its last value goes too. */
function removeEmptyKey({ run: { host } }: InstallSession, action: string, key: string): void {
  if (registryKey(host.machine, key)?.values.size !== 0 || subkeysOf(host.machine, key).length > 0) return
  const change: Change = { kind: 'key', path: keyPath(key), before: true, after: undefined }
  attemptIn(host, change, action, 'RegCreateKey()')
}

export function removeKey(action: string, key: string): ScriptOperation[] {
  return [
    { action, text: openingKey(key) },
    { action, text: 'RegRemoveKey()', perform: session => deleteTree(session, action, key) },
  ]
}

/** A key with all that is below it, if it is there. */
export function deleteTree(session: InstallSession, action: string, key: string): number {
  const { host } = session.run
  const error = deleteKey(host, key, change => attemptIn(host, change, action, 'RegCreateKey()'))
  return error === WIN32.SUCCESS || error === WIN32.FILE_NOT_FOUND ? SUCCESS : registryFailure(session, key, error)
}

/** Message 1402. */
function registryFailure(session: InstallSession, path: string, error: number): number {
  const key = longKey(path)
  raise(session, 1402, { kind: 'setting', name: key }, key, error)
  return FAILURE
}
