import type { BundleFile } from '../../../sim/bundle/bundleFile.ts'
import {
  type ExportedValue,
  foldKey,
  parseRegistry,
  type RegistryExport,
} from '../../../sim/diagnosis/parse/registry.ts'
import { differs, linesOf, type ServerFiles } from './files.ts'
import { type HiveValue, readHive } from './hive.ts'

/** What the registry says as text, as a hive, and where an engineer has written it down. Knows no key but those of updates. */

/** Where the hive begins. */
export const SOFTWARE = 'hklm\\software'
const TYPES: Readonly<Record<number, ExportedValue['type']>> = {
  1: 'sz',
  2: 'expand-sz',
  3: 'binary',
  4: 'dword',
  7: 'multi-sz',
  11: 'qword',
}

/** Data as the reader of the text has it: a text without its end, hexadecimal digits. */
function dataIn({ type, bytes }: HiveValue): ExportedValue['data'] {
  const wide = bytes.toString('utf16le')
  switch (TYPES[type]) {
    case 'sz':
    case 'expand-sz':
      return wide.replace(/\0+$/, '')
    case 'multi-sz':
      return wide.replace(/\0$/, '').split('\0').slice(0, -1)
    case 'dword':
      return bytes.readUInt32LE()
    default:
      return bytes.toString('hex')
  }
}

/** A line end in a text is one, however the file writes it. */
const shownData = (data: unknown): string => JSON.stringify(data).replaceAll('\\r\\n', '\\n')

function registryOfText({ keys, values }: RegistryExport): Map<string, string[]> {
  const found = new Map([...keys.keys()].map(key => [key, [] as string[]]))
  for (const { key, name, type, data } of values) found.get(foldKey(key))!.push(`${name} ${type} ${shownData(data)}`)
  return found
}

function registryOfHive(file: BundleFile): Map<string, string[]> {
  const rows = [...readHive(file.bytes)].map(([path, values]): [string, string[]] => [
    foldKey(path === '' ? SOFTWARE : `${SOFTWARE}\\${path}`),
    values.map(value => `${value.name} ${TYPES[value.type]} ${shownData(dataIn(value))}`),
  ])
  return new Map(rows)
}

/** The text has a part of the hive: whatever key it has, with everything below. */
export function hiveContradictsText(server: ServerFiles): string | undefined {
  const text = registryOfText(parseRegistry(linesOf(server, 'registry.reg')))
  const hive = registryOfHive(server.files.get('exports/SOFTWARE')!)
  for (const [key, values] of text) {
    if (!key.startsWith(SOFTWARE)) continue
    const other = hive.get(key)
    if (!other) return `${key} is not in the hive`
    const difference = differs(`${key}, value`, [...values].sort(), [...other].sort())
    if (difference) return difference
  }
  return [...hive.keys()].find(key => !text.has(key) && text.has(key.slice(0, key.lastIndexOf('\\'))))
}

/** `installed-updates.txt` names what the product's key of patches has. */
export function updatesContradictRegistry(server: ServerFiles): string | undefined {
  const { values } = parseRegistry(linesOf(server, 'registry.reg'))
  const registered = new Map<string, Map<string, ExportedValue['data']>>()
  for (const { key, name, data } of values) {
    if (!/\\UserData\\S-1-5-18\\Products\\[^\\]+\\Patches\\[^\\]+$/i.test(key)) continue
    registered.set(key, (registered.get(key) ?? new Map()).set(name.toLowerCase(), data))
  }
  const rows = linesOf(server, 'installed-updates.txt').flatMap(row => {
    const parts = /^ {2}(.+) {2}\[(\w+), (.*)\]$/.exec(row)
    return parts ? [`${parts[1]} ${parts[2]} ${parts[3]}`] : []
  })
  const names: Readonly<Record<string, string>> = { 1: 'applied', 2: 'superseded', 4: 'obsoleted' }
  const told = [...registered.values()]
    .filter(patch => patch.has('displayname'))
    .map(
      patch =>
        `${patch.get('displayname')} ${names[String(patch.get('state'))] ?? 'unknown'} ${patch.get('installed') ?? ''}`,
    )
  const untold = told.find(row => !rows.includes(row))
  return untold ?? undefined
}
