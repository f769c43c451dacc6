import type { Change } from './change.ts'
import { fold, inOrder, isWithin, leafOf, parentOf } from './names.ts'
import type { BuildRange } from './version.ts'

/**
 * One Windows server as a value: drive, registry, services, processes, event logs and a handful of settings.
 *
 * Readers take `Machine`, whose parts are all read only. The one writer is `apply` in change.ts.
 */
export interface Machine {
  readonly name: string
  readonly windows: Windows
  /** x64 or x86: the platform of the operating system. */
  readonly arch: 'x64' | 'x86'
  /** Offset of local time in minutes. */
  readonly zone: number
  /** Present time, ms since 1970 UTC. */
  readonly now: number
  readonly files: ReadonlyMap<string, FileNode>
  /** Free bytes per drive, by `C:`. */
  readonly free: ReadonlyMap<string, number>
  /** Accesses that an ACL refuses, by folded path; it holds for everything below. */
  readonly denials: ReadonlyMap<string, Denial>
  readonly registry: ReadonlyMap<string, RegistryKey>
  readonly services: ReadonlyMap<string, Service>
  readonly processes: ReadonlyMap<number, Process>
  readonly logs: Readonly<Record<LogName, readonly EventRecord[]>>
  /** The rollback script of the open transaction, as it stands on the disk: it survives a loss of power. */
  readonly journal: readonly Change[]
  readonly settings: Readonly<Settings>
}

/** What is the same on every server with one version of Windows. Facts with grade and source: exchange/os.ts. */
export interface Windows {
  readonly id: 'windows-server-2003' | 'windows-server-2008'
  /** `C:\WINDOWS`, in the spelling that the system itself uses. */
  readonly systemRoot: string
  /** Profile of the administrator who signs in: `C:\Documents and Settings\Administrator`. */
  readonly adminProfile: string
  readonly adminDesktop: string
  readonly allUsersProfile: string
  readonly systemProfile: string
  readonly adminTemp: string
  readonly systemTemp: string
  readonly applicationLog: string
  readonly systemLog: string
  readonly powershell: string
  /** The VersionNT property: 502, 600. */
  readonly versionNT: number
  readonly build: number
  readonly servicePack: number
  readonly frameworkVersion: string
  /** The names given when Windows was set up. */
  readonly registeredOwner: string
  readonly registeredOrganization: string
  readonly restartManager: boolean
  readonly userAccountControl: boolean
  /** The clock advances in steps of so many milliseconds. */
  readonly tickMs: number
  /** Build text of the installer engine: `3.01.4000.4042`. */
  readonly engine: string
  /** What a script header calls it: 301, 400, 405. */
  readonly engineNumber: number
}

export type LogName = 'Application' | 'System'

/** What a file holds, as far as anyone in the simulation reads it. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  /** Objects written by Export-Clixml: one record a row. */
  | { readonly kind: 'clixml'; readonly type: string; readonly rows: readonly Readonly<Record<string, string>>[] }
  /** The log of an installer run, after those that it was appended to; its bytes are rendered from the facts of these runs. */
  | { readonly kind: 'installer-log'; readonly runs: readonly number[] }
  | { readonly kind: 'event-log'; readonly log: LogName }
  /** A log of the update client; its bytes are rendered from what that client did. */
  | { readonly kind: 'update-log'; readonly log: 'agent' | 'reporting' }
  /** A package or patch: `code` is the package code or patch code inside. */
  | { readonly kind: 'package'; readonly code: string }

export interface FileNode {
  /** Full path in the spelling of its creation. */
  readonly path: string
  readonly folder: boolean
  readonly size: number
  /** Version resource, four fields without leading zeros: `8.0.711.2`. */
  readonly version?: string
  /** Languages of the version resource; neutral without them. */
  readonly languages?: readonly number[]
  /** Under Windows File Protection. */
  readonly protected?: boolean
  /** Identity of the bytes of an unversioned file; equal text means equal bytes. */
  readonly hash?: string
  readonly content?: Content
  readonly created: number
  readonly modified: number
  /** Letters of `attrib`: R, H, S. */
  readonly attributes: string
}

export type Access = 'read' | 'write' | 'full'
export interface Denial {
  readonly path: string
  readonly access: Access
}

export type RegistryType = 'sz' | 'expand-sz' | 'multi-sz' | 'dword' | 'qword' | 'binary'
export type RegistryData = string | number | readonly string[]
export interface RegistryValue {
  readonly name: string
  readonly type: RegistryType
  /** Text; number for dword and qword; list for multi-sz; hex digits for binary. */
  readonly data: RegistryData
}
export interface RegistryKey {
  readonly path: string
  readonly values: ReadonlyMap<string, RegistryValue>
}

export type StartType = 'boot' | 'system' | 'automatic' | 'manual' | 'disabled'
export type ServiceState = 'stopped' | 'start-pending' | 'stop-pending' | 'running'
export interface Service {
  readonly name: string
  readonly displayName: string
  readonly start: StartType
  readonly state: ServiceState
  readonly account: string
  /** The command line of the image, as in ImagePath. */
  readonly image: string
  /** Own process, or one of several in a host process. */
  readonly shared: boolean
  readonly dependsOn: readonly string[]
  readonly managed: boolean
  /** Builds of the image whose signature the runtime checks before the service reports that it runs. */
  readonly checkedBuilds?: readonly BuildRange[]
  readonly startMs: number
  /** Milliseconds to stop, or never. */
  readonly stopMs: number | 'never'
  readonly pid?: number
}

/** What others may do to a file while a handle is open: nothing, read it, or anything (as with a loaded image). */
export type Share = 'none' | 'read' | 'all'
export interface Handle {
  readonly path: string
  readonly share: Share
}

export interface Process {
  readonly pid: number
  readonly name: string
  readonly path: string
  /** `SYSTEM`, `Administrator`, ... */
  readonly user: string
  readonly services: readonly string[]
  readonly handles: readonly Handle[]
  /** When it closes its handles, if it ever does. */
  readonly letsGoAt?: number
}

export type EventType = 'error' | 'warning' | 'information'
export interface EventRecord {
  readonly number: number
  readonly time: number
  readonly source: string
  readonly id: number
  readonly type: EventType
  readonly category: number
  readonly strings: readonly string[]
  /** ASCII or raw bytes, one character a byte. */
  readonly data?: string
  readonly user?: string
}

export interface Settings {
  /** The next name in the Installer folder and in Config.Msi comes from this counter. */
  installerCounter: number
  /** When Windows started; temporary names count from here. */
  bootedAt: number
  /** Process id that holds Global\_MSIExecute. */
  installMutex: number
  /** A restart has been announced to the user or the update client. */
  restartWanted: boolean
  /** Can programs reach the Internet? */
  internet: boolean
  /** How long the service control manager waits for a start; read from the registry when Windows boots. */
  startTimeoutMs: number
}

// ---------------------------------------------------------------------------------------------------- reading

export function fileAt(machine: Machine, path: string): FileNode | undefined {
  return machine.files.get(fold(path))
}

/** Everything below a folder, in the order of folded names. */
export function within(machine: Machine, folder: string): FileNode[] {
  const start = `${fold(folder)}\\`
  return inOrder(machine.files, key => key.startsWith(start))
}

/** Direct children of a folder, in the order of folded names. */
export function childrenOf(machine: Machine, folder: string): FileNode[] {
  const depth = fold(folder).length + 1
  return within(machine, folder).filter(node => !node.path.slice(depth).includes('\\'))
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

/** Services that need this one, directly. */
export function dependentsOf(machine: Machine, name: string): Service[] {
  const wanted = fold(name)
  return [...machine.services.values()].filter(s => s.dependsOn.some(d => fold(d) === wanted))
}
