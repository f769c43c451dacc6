import type { Change } from './change.ts'
import { shown } from './clock.ts'
import { byName, fold, inOrder, isWithin, leafOf, parentOf } from './names.ts'
import type {
  Denial,
  FileNode,
  LogName,
  Process,
  ProcessNumbers,
  RegistryKey,
  RegistryValue,
  ReportedEvent,
  Service,
  Settings,
  Windows,
} from './parts.ts'
import type { Texture } from './texture.ts'
import type { Zone } from './zone.ts'

/**
 * One Windows server as a value: drive, registry, services, processes, event logs and a handful of settings.
 *
 * Readers take `Machine`, whose parts are all read only. The one writer is `apply` in apply.ts.
 *
 * Knows no product and no program.
 */
export interface Machine {
  readonly name: string
  /** The domain that it has joined, as DNS has it; an Edge Transport server stands in none. */
  readonly domain?: string
  readonly windows: Windows
  readonly texture: Texture
  /** x64 or x86: the platform of the operating system. */
  readonly arch: 'x64' | 'x86'
  readonly zone: Zone
  /** Present time, ms since 1970 UTC; what the machine takes it for, `clockTime` says. */
  readonly now: number
  readonly files: ReadonlyMap<string, FileNode>
  /** Free bytes per drive, by `C:`. */
  readonly free: ReadonlyMap<string, number>
  /** Accesses that an ACL refuses, by folded path; it holds for everything below. */
  readonly denials: ReadonlyMap<string, Denial>
  readonly registry: ReadonlyMap<string, RegistryKey>
  readonly services: ReadonlyMap<string, Service>
  readonly processes: ReadonlyMap<number, Process>
  readonly processNumbers: ProcessNumbers
  readonly logs: Readonly<Record<LogName, readonly ReportedEvent[]>>
  /** Records that each log has had before those that it still has: their numbers go on. */
  readonly recordsBefore: Readonly<Record<LogName, number>>
  /** The rollback script of the open transaction, as it stands on the disk: it survives a loss of power. */
  readonly journal: readonly Change[]
  readonly settings: Readonly<Settings>
}

// ---------------------------------------------------------------------------------------------------- reading

/** What the machine's clock shows now: the time of whatever is written. */
export const clockTime = ({ texture, now }: Pick<Machine, 'texture' | 'now'>): number => shown(texture.clock, now)

export function fileAt(machine: Machine, path: string): FileNode | undefined {
  return machine.files.get(fold(path))
}

/** NTFS gives room by the cluster, and programs print what is free so; files are counted by the byte here (modelled: memory). */
const CLUSTER = 4096

/** Free bytes of a drive as programs print them; undefined: there is no such drive. */
export function freeOn({ free }: Pick<Machine, 'free'>, drive: string): number | undefined {
  const bytes = free.get(drive)
  return bytes === undefined ? undefined : bytes - (bytes % CLUSTER)
}

/** Everything below a folder, in the order of folded names. */
export function within(machine: Machine, folder: string): FileNode[] {
  return inOrder(machine.files, isBelow(folder))
}

/** Direct children of a folder, in the order of folded names. */
export function childrenOf(machine: Machine, folder: string): FileNode[] {
  const below = isBelow(folder)
  const { length } = fold(folder)
  return inOrder(machine.files, key => below(key) && !key.includes('\\', length + 1))
}

/** Of folded names. Most of them are told apart by one character. */
function isBelow(folder: string): (key: string) => boolean {
  const start = fold(folder)
  const { length } = start
  return key => key[length] === '\\' && key.startsWith(start)
}

/** A path in the spelling of the folders that exist. */
export function spelled(machine: Machine, path: string): string {
  const node = fileAt(machine, path)
  if (node) return node.path
  const parent = parentOf(path)
  return parent === undefined ? path : `${spelled(machine, parent)}\\${leafOf(path)}`
}

const realKeys = new Map<string, string>()

/** `HKCR` and `HKCU` are views; the key itself has one name. A pure function; the memo only saves time. */
export function keyPath(key: string): string {
  const known = realKeys.get(key)
  if (known !== undefined) return known
  const hive = ALIASES.find(([alias]) => isWithin(key, alias))
  const path = hive ? hive[1] + key.slice(hive[0].length) : key
  if (realKeys.size > 50_000) realKeys.clear()
  realKeys.set(key, path)
  return path
}

export const HIVES: readonly (readonly [short: string, long: string])[] = [
  ['HKLM', 'HKEY_LOCAL_MACHINE'],
  ['HKCU', 'HKEY_CURRENT_USER'],
  ['HKCR', 'HKEY_CLASSES_ROOT'],
  ['HKU', 'HKEY_USERS'],
]

const LONG_NAMES: ReadonlyMap<string, string> = new Map(HIVES)

/** `HKLM\\SOFTWARE` as `HKEY_LOCAL_MACHINE\\SOFTWARE`. */
export function longKey(path: string): string {
  const cut = path.indexOf('\\')
  const hive = cut < 0 ? path : path.slice(0, cut)
  return (LONG_NAMES.get(hive) ?? hive) + (cut < 0 ? '' : path.slice(cut))
}

const CLASSES = 'HKLM\\SOFTWARE\\Classes'

const ALIASES: readonly (readonly [alias: string, real: string])[] = [
  ...HIVES.map(([short, long]) => [long, short === 'HKCR' ? CLASSES : short] as const),
  ['HKCR', CLASSES],
]

export function registryKey(machine: Machine, key: string): RegistryKey | undefined {
  return machine.registry.get(fold(keyPath(key)))
}

export function registryValue(machine: Machine, key: string, name: string): RegistryValue | undefined {
  return registryKey(machine, key)?.values.get(fold(name))
}

/** Data of a text value, or undefined. */
export function registryText(machine: Machine, key: string, name: string): string | undefined {
  const data = registryValue(machine, key, name)?.data
  return typeof data === 'string' ? data : undefined
}

export function registryNumber(machine: Machine, key: string, name: string): number | undefined {
  const data = registryValue(machine, key, name)?.data
  return typeof data === 'number' ? data : undefined
}

export function registryList(machine: Machine, key: string, name: string): readonly string[] {
  const data = registryValue(machine, key, name)?.data
  return Array.isArray(data) ? (data as readonly string[]) : []
}

/** Names of the direct sub-keys, in the order of folded names. */
export function subkeysOf(machine: Machine, key: string): string[] {
  const start = `${fold(keyPath(key))}\\`
  const names: string[] = []
  for (const [folded, entry] of machine.registry) {
    if (folded.startsWith(start) && !folded.slice(start.length).includes('\\')) names.push(leafOf(entry.path))
  }
  return names.sort((a, b) => (fold(a) < fold(b) ? -1 : 1))
}

export function serviceNamed(machine: Machine, name: string): Service | undefined {
  return machine.services.get(fold(name))
}

export function servicesByName(machine: Machine): Service[] {
  return inOrder(machine.services)
}

/** Services that need this one directly, by name. */
export function dependentsOf(machine: Machine, name: string): Service[] {
  const wanted = fold(name)
  const found = [...machine.services.values()].filter(s => s.dependsOn.some(d => fold(d) === wanted))
  return found.sort((a, b) => byName(a.name, b.name))
}

/** What events call the computer: Server 2003 by its name, Server 2008 by its full name (formats.md 3.2). */
export const computerName = ({ name, domain, windows }: Pick<Machine, 'name' | 'domain' | 'windows'>): string =>
  domain === undefined || isServer2003({ windows }) ? name : `${name}.${domain}`

/** Server 2003 or its successor: programs of the two answer in their own words. */
export const isServer2003 = ({ windows }: Pick<Machine, 'windows'>): boolean => windows.id === 'windows-server-2003'
