import { deleteValue, setValue } from '../../../model/machine/calls.ts'
import { type Machine, registryKey, registryValue } from '../../../model/machine/machine.ts'
import { fold, leafOf, parentOf, printed } from '../../../model/machine/names.ts'
import type { RegistryType } from '../../../model/machine/parts.ts'
import { withoutEnd } from '../../../model/words/ends.ts'
import { powershellError } from '../../../model/words/powershell.ts'
import { nodesNamed } from '../window/fileAccess.ts'
import { dataTyped, keyNamed, keyValues } from '../window/registryKeys.ts'
import { machineOf, type PromptSession } from '../window/session.ts'
import { type Cmdlet, type CmdletCall, type Produced, produced } from './cmdlet.ts'
import { fileItem } from './foundFiles.ts'
import { type FileItem, type Item, type Plain, propertiesOf } from './items.ts'
import { parameterValues } from './parameters.ts'
import { stopNotSimulated } from './tree.ts'

/** Values of registry keys as properties of items: `Get-ItemProperty HKLM:\SOFTWARE\...`. Knows no key by name. */

/** `HKLM:\SOFTWARE` and `Registry::HKEY_LOCAL_MACHINE\SOFTWARE`, as reg.exe would say it; undefined: no registry path. */
export function registryPath(typed: string): string | undefined {
  const path = typed.replace(/^(?:microsoft\.powershell\.core\\)?registry::/i, '')
  if (/^HK(?:LM|CU):/i.test(path)) return withoutEnd(path.replace(':', ''), '\\')
  return path !== typed ? path : undefined
}

const missing = (typed: string): string => powershellError('noPath', typed)

function getProperty(call: CmdletCall): Produced {
  const { session, parameters } = call
  const [typed = ''] = parameterValues(parameters, 'path', 0)
  const names = parameterValues(parameters, 'name', 1)
  const path = registryPath(typed)
  if (path === undefined) {
    const nodes = nodesNamed(session, typed)
    if (nodes.length === 0) return produced([], [missing(typed)])
    return propertiesOfFiles(
      machineOf(session),
      nodes.map(node => fileItem(session, node)),
      names,
    )
  }
  if (/[*?]/.test(path)) throw stopNotSimulated(`${typed}, a key with a wildcard,`)
  const key = keyNamed(machineOf(session), path)
  if (!key || !registryKey(machineOf(session), key.path)) return produced([], [missing(typed)])
  const values = keyValues(machineOf(session), key.path).filter(
    v => names.length === 0 || names.some(name => fold(name) === fold(v.name)),
  )
  if (names.length > 0 && values.length === 0) return produced([], [noProperty(names[0]!, key.shown)])
  const item: Item = {
    kind: 'fields',
    table: false,
    rows: [
      ['PSPath', `Microsoft.PowerShell.Core\\Registry::${key.shown}`],
      ['PSParentPath', `Microsoft.PowerShell.Core\\Registry::${parentOf(key.shown) ?? ''}`],
      ['PSChildName', leafOf(key.shown)],
      ['PSProvider', 'Microsoft.PowerShell.Core\\Registry'],
      ...values.map((v): [string, Plain] => [v.name === '' ? '(default)' : v.name, v.data]),
    ],
  }
  return produced([item])
}

/** Of a file whatever it is, or the properties of these names. */
function propertiesOfFiles(machine: Machine, files: readonly FileItem[], names: readonly string[]): Produced {
  if (names.length === 0) return produced(files)
  const found = files.map(file => ({
    file,
    rows: names.flatMap(name => propertiesOf(machine, file).filter(row => fold(row[0]) === fold(name))),
  }))
  return produced(
    found.flatMap(({ rows }): Item[] => (rows.length > 0 ? [{ kind: 'fields', table: false, rows }] : [])),
    found.flatMap(({ file, rows }) => (rows.length > 0 ? [] : [noProperty(names[0]!, printed(file.path))])),
  )
}

const noProperty = (name: string, key: string): string => `Property ${name} does not exist at path ${key}.`

const TYPES: Readonly<Record<string, RegistryType>> = {
  string: 'sz',
  expandstring: 'expand-sz',
  dword: 'dword',
  qword: 'qword',
  binary: 'binary',
  multistring: 'multi-sz',
}

const KINDS = 'String, ExpandString, Binary, DWord, MultiString, QWord, Unknown'

function setProperty(call: CmdletCall): Produced {
  const { session, parameters } = call
  const [typed = ''] = parameterValues(parameters, 'path', 0)
  const [name = ''] = parameterValues(parameters, 'name', 1)
  const value = parameterValues(parameters, 'value', 2)
  const [kind] = [...parameterValues(parameters, 'type'), ...parameterValues(parameters, 'propertytype')]
  const path = registryPath(typed)
  if (path === undefined) throw stopNotSimulated(`setting properties of '${typed}'`)
  const key = keyNamed(machineOf(session), path)
  if (!key || !registryKey(machineOf(session), key.path)) return produced([], [missing(typed)])
  const type = typeFor(session, key.path, name, kind)
  if (!type)
    return produced([], [powershellError('notOneOf', 'Type', kind ?? '', 'Microsoft.Win32.RegistryValueKind', KINDS)])
  const data = type === 'multi-sz' ? value : dataTyped(type, value[0] ?? '')
  if (data === undefined) return produced([], [powershellError('noNumber', value[0] ?? '')])
  return setValue(session.recorder, key.path, name, type, data)
    ? produced([], [powershellError('registryDenied')])
    : produced([])
}

/** The type that was asked for, or the one that the value has. */
function typeFor(
  session: PromptSession,
  key: string,
  name: string,
  kind: string | undefined,
): RegistryType | undefined {
  if (kind !== undefined) return Object.hasOwn(TYPES, fold(kind)) ? TYPES[fold(kind)] : undefined
  return registryValue(machineOf(session), key, name)?.type ?? 'sz'
}

function removeProperty(call: CmdletCall): Produced {
  const { session, parameters } = call
  const [typed = ''] = parameterValues(parameters, 'path', 0)
  const names = parameterValues(parameters, 'name', 1)
  const key = keyNamed(machineOf(session), registryPath(typed) ?? '')
  if (!key || !registryKey(machineOf(session), key.path)) return produced([], [missing(typed)])
  const errors = names.flatMap(name => {
    const error = deleteValue(session.recorder, key.path, name)
    if (error === 0) return []
    return [error === 2 ? noProperty(name, key.shown) : powershellError('registryDenied')]
  })
  return produced([], errors)
}

export const registryCmdlets: readonly Cmdlet[] = [
  {
    names: ['Get-ItemProperty', 'gp'],
    help: 'Get-ItemProperty HKLM:\\... [NAME]   values of a registry key',
    accepts: 2,
    takes: ['path', 'name'],
    absent: ['filter', 'include', 'exclude', 'literalpath'],
    run: getProperty,
  },
  {
    names: ['Set-ItemProperty', 'sp', 'New-ItemProperty'],
    help: 'Set-ItemProperty HKLM:\\... NAME VALUE [-Type DWord]   set a value',
    accepts: 3,
    takes: ['path', 'name', 'value', 'type', 'propertytype'],
    absent: ['force', 'passthru', 'filter', 'include', 'exclude', 'literalpath', 'inputobject'],
    run: setProperty,
  },
  {
    names: ['Remove-ItemProperty', 'rp'],
    help: 'Remove-ItemProperty HKLM:\\... NAME   delete a value',
    accepts: 2,
    takes: ['path', 'name'],
    absent: ['force', 'filter', 'include', 'exclude', 'literalpath'],
    run: removeProperty,
  },
]
