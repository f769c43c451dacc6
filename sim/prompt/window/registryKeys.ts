import { HIVES, keyPath, type Machine, registryKey } from '../../../model/machine/machine.ts'
import { byName, fold, leafOf, parentOf } from '../../../model/machine/names.ts'
import type { RegistryData, RegistryType, RegistryValue } from '../../../model/machine/parts.ts'
import { lower } from '../../../model/words/letters.ts'

/** Keys and values as people name them, for the programs and cmdlets on the registry. Knows no key by name. */

export interface KeyName {
  /** As the machine has it: `HKLM\SOFTWARE\...`. */
  readonly path: string
  /** As programs print it: `HKEY_LOCAL_MACHINE\SOFTWARE\...`. */
  readonly shown: string
}

/** A typed key, or undefined where no hive of that name exists. */
export function keyNamed(machine: Machine, typed: string): KeyName | undefined {
  const names = typed.split('\\').filter(name => name !== '')
  const hive = HIVES.find(pair => pair.some(name => fold(name) === fold(names[0] ?? '')))
  if (!hive) return undefined
  const rest = names.slice(1)
  const path = spelledKey(machine, keyPath([hive[0], ...rest].join('\\')))
  const shownRest = path.split('\\').slice(path.split('\\').length - rest.length)
  return { path, shown: [hive[1], ...(rest.length === 0 ? [] : shownRest)].join('\\') }
}

/** The spelling of the keys that exist. */
function spelledKey(machine: Machine, path: string): string {
  const known = registryKey(machine, path)
  if (known) return known.path
  const parent = parentOf(path)
  return parent === undefined ? path : `${spelledKey(machine, parent)}\\${leafOf(path)}`
}

/** Values of a key by name, the one without a name first. */
export function keyValues(machine: Machine, key: string): RegistryValue[] {
  return [...(registryKey(machine, key)?.values.values() ?? [])].sort((a, b) => byName(a.name, b.name))
}

/** What /d says in the type of /t; undefined: it is no number. */
export function dataTyped(type: RegistryType, text: string): RegistryData | undefined {
  switch (type) {
    case 'dword':
    case 'qword':
      return numberOf(text, type === 'dword' ? 0xffff_ffff : Number.MAX_SAFE_INTEGER)
    case 'multi-sz':
      return text.split('\\0').filter(part => part !== '')
    case 'binary':
      return /^(?:[0-9a-f]{2})*$/i.test(text) ? lower(text) : undefined
    default:
      return text
  }
}

function numberOf(text: string, limit: number): number | undefined {
  const n = /^(?:0x[0-9a-f]+|\d+)$/i.test(text.trim()) ? Number(text.trim()) : text === '' ? 0 : Number.NaN
  return Number.isSafeInteger(n) && n <= limit ? n : undefined
}
