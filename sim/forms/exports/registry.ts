import { COMPUTER_NAME_KEY, CURRENT_VERSION_KEY, TIME_ZONE_KEY } from '../../../model/exchange/windowsValues.ts'
import { longKey, type Machine } from '../../../model/machine/machine.ts'
import { fold, inOrder, isKeyWithin } from '../../../model/machine/names.ts'
import type { RegistryKey, RegistryValue } from '../../../model/machine/parts.ts'
import { SERVICES_KEY } from '../../../model/machine/serviceKeys.ts'
import { CRLF, lines, utf16 } from '../encode.ts'
import type { Export } from './export.ts'

/**
 * `reg export` of the keys that a rollup has to do with, in the version 5 format: UTF-16LE, wrapped hex, sorted. Does
 * not know whether something in them is wrong.
 */

const EXPORTED: readonly string[] = [
  'HKLM\\SOFTWARE\\Classes\\Installer',
  'HKLM\\SOFTWARE\\Microsoft\\Exchange',
  'HKLM\\SOFTWARE\\Microsoft\\PowerShell',
  'HKLM\\SOFTWARE\\Microsoft\\Updates',
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Installer',
  'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall',
  CURRENT_VERSION_KEY,
  COMPUTER_NAME_KEY,
  TIME_ZONE_KEY,
  'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows',
  'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager',
  SERVICES_KEY,
  'HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\WinTrust',
].map(fold)

export function registryExport(machine: Pick<Machine, 'registry'>): Uint8Array {
  return utf16(exportText(machine, isKeyExported))
}

/** What `reg export` writes of a key and all below. */
export const keyExport = (machine: Pick<Machine, 'registry'>, root: string): string =>
  exportText(machine, key => isKeyWithin(key, fold(root)))

function exportText(machine: Pick<Machine, 'registry'>, isAsked: (key: string) => boolean): string {
  const keys = inOrder(machine.registry, isAsked)
  return `Windows Registry Editor Version 5.00${CRLF}${CRLF}${keys.map(textOf).join('')}`
}

export const registryFile: Export = {
  name: 'registry.reg',
  encoding: 'utf-16le',
  bytes: ({ machine }) => registryExport(machine),
  hasKey: path => isKeyExported(fold(path)),
}

const isKeyExported = (key: string): boolean => EXPORTED.some(root => isKeyWithin(key, root))

const texts = new WeakMap<RegistryKey, string>()

/** Most keys are the same on every server; the memo only saves time. */
function textOf(key: RegistryKey): string {
  const known = texts.get(key)
  if (known !== undefined) return known
  const text = keyText(key)
  texts.set(key, text)
  return text
}

function keyText(key: RegistryKey): string {
  return lines([`[${longKey(key.path)}]`, ...inOrder(key.values).map(valueText), ''])
}

function valueText(value: RegistryValue): string {
  const name = value.name === '' ? '@' : `"${quotedText(value.name)}"`
  const { type, data } = value
  switch (type) {
    case 'sz':
      return `${name}="${quotedText(String(data))}"`
    case 'dword':
      return `${name}=dword:${Number(data).toString(16).padStart(8, '0')}`
    case 'qword': {
      const bytes = Buffer.alloc(8)
      bytes.writeBigUInt64LE(BigInt(Number(data)))
      return wrapped(`${name}=hex(b):`, bytes)
    }
    case 'expand-sz':
      return wrapped(`${name}=hex(2):`, Buffer.from(`${String(data)}\0`, 'utf16le'))
    case 'multi-sz': {
      const list = data as readonly string[]
      return wrapped(`${name}=hex(7):`, Buffer.from(`${list.map(s => `${s}\0`).join('')}\0`, 'utf16le'))
    }
    case 'binary':
      return wrapped(`${name}=hex:`, Buffer.from(String(data), 'hex'))
    default:
      return type satisfies never
  }
}

const quotedText = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Lines end before column 80 with a backslash; the next begins with two blanks. */
function wrapped(head: string, bytes: Uint8Array): string {
  const rows: string[] = []
  let row = head
  bytes.forEach((byte, i) => {
    const last = i === bytes.length - 1
    const cell = HEX[byte]! + (last ? '' : ',')
    if (row.length + cell.length > 78 && !last) {
      rows.push(`${row}\\`)
      row = '  '
    }
    row += cell
  })
  return [...rows, row].join(CRLF)
}
