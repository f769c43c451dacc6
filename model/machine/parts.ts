import type { WindowsId } from '../words/wording.ts'
import type { BuildRange } from './version.ts'

/**
 * What a machine consists of: the types of its files, keys, services, processes, events and settings, and how the last
 * are where nothing is wrong. Knows no rule that holds between them.
 */

/** What is the same on every server with one version of Windows. Facts with grade and source: exchange/os.ts. */
export interface Windows {
  readonly id: WindowsId
  /** `C:\WINDOWS`, in the spelling that the system itself uses. */
  readonly systemRoot: string
  /** The same of its folder of programs, which texts call system32 everywhere. */
  readonly systemFolder: string
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
  /** `6.0.6002` */
  readonly version: string
  readonly build: number
  readonly servicePack: number
  /** The last number of the kernel's version. */
  readonly kernelRevision: number
  readonly frameworkVersion: string
  /** Of sxs.dll, which loads side-by-side assemblies. */
  readonly assemblySupport: string
  readonly restartManager: boolean
  readonly userAccountControl: boolean
  /** Build text of the installer engine: `3.01.4000.4042`. */
  readonly engine: string
  /** What a script header calls it: 301, 400, 405. */
  readonly engineNumber: number
}

export type LogName = 'Application' | 'System'

/** What a file holds, as far as anyone in the simulation reads it. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string }
  /** Objects written by Export-Clixml: one record a row. */
  | { readonly kind: 'clixml'; readonly type: string; readonly rows: readonly Readonly<Record<string, string>>[] }
  /** The log of an installer run, after those that it was appended to; its bytes are rendered from the facts of these runs. */
  | { readonly kind: 'installer-log'; readonly runs: readonly number[] }
  | { readonly kind: 'event-log'; readonly log: LogName }
  /** A log of the update client; its bytes are rendered from what that client did, and from what it had done before. */
  | { readonly kind: 'update-log'; readonly log: 'agent' | 'reporting'; readonly past?: UpdateClientPast }
  /** The log of an installation that setup once made; its bytes are rendered from what was installed. */
  | { readonly kind: 'first-install-log'; readonly installed: FirstInstallation }
  /** A package or patch: `code` is the package code or patch code inside. */
  | { readonly kind: 'package'; readonly code: string }

/** When the update client's service had started, and when it had looked for updates since. */
export interface UpdateClientPast {
  readonly started: number
  readonly searches: readonly number[]
}

/** An installation of a whole product, long ago, that went well. */
export interface FirstInstallation {
  readonly name: string
  readonly code: string
  readonly version: string
  readonly language: number
  /** Path of the .msi, and of its cached copy if it has one that is known. */
  readonly package: string
  /** What the caller set: `ADDLOCAL=... REBOOT=ReallySuppress`. */
  readonly properties: string
  /** The program that called. */
  readonly caller: string
  readonly features: readonly { readonly name: string; readonly chosen: boolean }[]
  /** Some of the files, in the order in which they were copied. */
  readonly files: readonly string[]
  readonly start: number
  readonly end: number
  /** Process ids of the caller and of the installer's service. */
  readonly pids: readonly [client: number, service: number]
}

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
  readonly content?: FileContent
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
/** A value that a group policy of the domain sets. */
export interface PolicyValue extends RegistryValue {
  readonly key: string
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
  /** What it writes into the Application log as it starts and stops. */
  readonly voice?: Voice
  /** It was ended, not stopped: what it had open was never closed, and its next start puts that right. */
  readonly unclosed?: true
}

export interface Voice {
  readonly starts: readonly Utterance[]
  readonly stops: readonly Utterance[]
  /** When the manager has given up on its start. */
  readonly timesOut?: readonly Utterance[]
}

/** A record that a service writes of itself. Places in its strings, `{pid}`, are filled in when it is written: voices.ts. */
export interface Utterance {
  readonly source: string
  readonly id: number
  readonly type?: EventType
  readonly category: number
  readonly strings: readonly string[]
  /** The file whose version it tells; its own image without. */
  readonly versionOf?: string
  /** Only where something was left open. */
  readonly recovers?: true
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
  /** Of the installer's service: the number that its next file is named by. */
  readonly nextFile?: number
}

/** Which numbers the processes of each program have (processNumbers.ts). */
export interface ProcessNumbers {
  /** By program that the model knows, whether this server has it or not: the number since the server came up. */
  readonly known: ReadonlyMap<string, number>
  /** The same of programs that only the scenario names. */
  readonly strangers: ReadonlyMap<string, number>
}

export type EventType = 'error' | 'warning' | 'information'
export interface ReportedEvent {
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
  /** Units of 100 ns beyond the millisecond of `time`. */
  readonly ticks?: number
  /** The process and the thread that wrote it, where the log says so. */
  readonly writer?: { readonly process: number; readonly thread: number }
}

export interface Settings {
  /** When Windows started; temporary names count from here. */
  bootedAt: number
  /** Process id that holds Global\_MSIExecute. */
  installMutex: number
  /** A restart has been announced to the user or the update client. */
  restartWanted: boolean
  /** Can programs reach the Internet? */
  internet: boolean
  /** What group policies of the domain set in the registry, by key and name. */
  policies: readonly PolicyValue[]
  /** How long the service control manager waits for a start; read from the registry when Windows boots. */
  startTimeoutMs: number
}

/** As a server has them on which nothing is wrong. */
export const HEALTHY: Omit<Settings, 'bootedAt'> = {
  installMutex: 0,
  restartWanted: false,
  internet: true,
  policies: [],
  startTimeoutMs: 30_000,
}
