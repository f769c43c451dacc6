import type { Arch, BaselineId } from '../../model/exchange/builds.ts'
import type { InstallerId, OsId } from '../../model/exchange/os.ts'
import type { Role } from '../../model/exchange/roles.ts'
import type { Access, RegistryData, RegistryType, Share } from '../../model/machine/parts.ts'
import type { Cause } from '../causes.ts'

/**
 * A scenario as the program works with it: read, checked, defaults filled in. Times are milliseconds, paths begin with a
 * drive in capitals, what was not given and has no default is not there. The schema is held to these types by the compiler.
 * How it is written in a file: schema.ts.
 */
export interface Scenario {
  readonly title: string
  readonly sources: readonly string[]
  /** Answer key, like every `cause` below and `expect`: no simulation reads it. */
  readonly causes: readonly Cause[]
  /** `2007-08-27T13:12:00` as a clock shows it; which moment that is depends on the zone of a server. */
  readonly start: string
  /** At least one; the first is where steps run that name none. */
  readonly servers: readonly ServerSpec[]
  readonly steps: readonly StepSpec[]
  readonly expect: Expectation
}

export interface Expectation {
  /** In the order of the attempts; null for one that never returned. */
  readonly exitCodes?: readonly (number | null)[]
  /** The first action that ends with return value 3; null: none does. */
  readonly firstReturnValue3?: string | null
  readonly events?: readonly number[]
}

// ----------------------------------------------------------------------------------------------------------- servers

export type InstalledBaseline = BaselineId | 'none'

export interface ServerSpec {
  readonly name: string
  readonly os: OsId
  readonly installer: InstallerId
  /** Offset of local time in minutes: -480 for -08:00. */
  readonly zone: number
  readonly arch: Arch
  /** At least one, each once; edge-transport and management-tools are alone. */
  readonly roles: readonly Role[]
  readonly baseline: InstalledBaseline
  /** Installed before, in order. */
  readonly rollups: readonly PatchRef[]
  readonly cluster: boolean
  readonly change: readonly ChangeSpec[]
}

export type KbNumber = `KB${string}`

/** Which update: a rollup, or an interim update and the rollup it was built for. */
export type PatchRef =
  | { readonly kind: 'rollup'; readonly kb: KbNumber }
  | { readonly kind: 'interim'; readonly kb: KbNumber; readonly forRollup: KbNumber }

// ----------------------------------------------------------------------------------------------------------- changes

/** One difference from a healthy server. */
export type ChangeSpec = { readonly cause?: Cause } & (
  | ProcessChange
  | { readonly kind: 'delete'; readonly path: string }
  | { readonly kind: 'rename'; readonly from: string; readonly to: string }
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  | { readonly kind: 'deny'; readonly path: string; readonly access: Access }
  | RegistryChange
  | ServiceSpec
  | { readonly kind: 'execution-policy'; readonly scope: 'local' | 'machine-policy'; readonly value: ExecutionPolicy }
  | { readonly kind: 'network'; readonly internet: boolean }
  | { readonly kind: 'free-space'; readonly drive: string; readonly bytes: number }
  /** `to: null` deletes the file. */
  | { readonly kind: 'pending-rename'; readonly from: string; readonly to: string | null }
  | { readonly kind: 'cached-package'; readonly of: PackageRef; readonly state: 'missing' | 'damaged' }
  | { readonly kind: 'source'; readonly of: PackageRef; readonly reachable: boolean }
  /** `untilMs` after the start. */
  | { readonly kind: 'installing'; readonly product: string; readonly untilMs: number }
)

/** The package of the product, or that of one of its updates. */
export type PackageRef = 'product' | KbNumber
export type ExecutionPolicy = 'Restricted' | 'AllSigned' | 'RemoteSigned' | 'Unrestricted'

export interface ProcessChange {
  readonly kind: 'process'
  /** `bkagent.exe`. */
  readonly name: string
  readonly user: 'system' | 'local-service' | 'network-service' | 'administrator'
  /** Paths; none if it holds nothing. */
  readonly holds: readonly string[]
  readonly share: Share
  /** The service that it runs as. */
  readonly service?: string
  /** After the start; never if not given. */
  readonly letsGoMs?: number
}

export interface RegistryChange {
  readonly kind: 'registry'
  /** With the short name of its hive. */
  readonly key: string
  /** Empty: the default value of the key. */
  readonly name: string
  /** Null removes the value. Data as the machine keeps it: binary as hex digits in lower case. */
  readonly value: { readonly type: RegistryType; readonly data: RegistryData } | null
}

/** At least one of the three is given. */
export interface ServiceSpec {
  readonly kind: 'service'
  readonly name: string
  readonly start?: 'automatic' | 'manual' | 'disabled'
  readonly state?: 'running' | 'stopped'
  readonly stopMs?: number | 'never'
}

// ------------------------------------------------------------------------------------------------------------- steps

/** One thing that somebody does. Without `server`, on the first one. */
export type StepSpec = { readonly server?: string; readonly cause?: Cause } & (
  | InstallStep
  | RepairStep
  | RemoveStep
  | { readonly kind: 'command'; readonly line: string }
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'restart' }
  /** During the next install of the same server, after so many of its changes. */
  | { readonly kind: 'power-off'; readonly afterChange: number }
)

export interface InstallStep extends Manner {
  readonly kind: 'install'
  readonly patch: PatchRef
  /** Platform of the package; that of the server if not given. */
  readonly arch?: Arch
  /** What is wrong with the package. */
  readonly package?: 'missing' | 'damaged' | 'blocked'
}

/** msiexec /i with the package of the installed product. */
export interface RepairStep extends Manner {
  readonly kind: 'repair'
  readonly packagePath: string
}

export interface RemoveStep extends Manner {
  readonly kind: 'remove'
  readonly rollup: KbNumber
}

/** How an installer is called, and by whom. Microsoft Update: silent, as SYSTEM. */
export interface Manner {
  readonly by: 'administrator' | 'microsoft-update'
  readonly ui: 'full' | 'basic' | 'none'
  readonly elevated: boolean
  /** `letters` as after the l of msiexec's /l switch, in lower case: `xv*`. */
  readonly log?: { readonly path: string; readonly letters: string }
  readonly answers: Answers
}

export type DialogId = 'files-in-use' | `error-${number}`

/** What is said to each dialog, in the order in which it appears. */
export type Answers = Readonly<Partial<Record<DialogId, readonly Answer[]>>>

export interface Answer {
  readonly say: 'retry' | 'ignore' | 'cancel' | 'exit' | 'abort' | 'ok' | 'yes' | 'no'
  /** How long the dialog stood; not given: as long as anybody needs. */
  readonly afterMs?: number
}

export type ProcessSpec = Extract<ChangeSpec, { kind: 'process' }>
export type InstallSpec = Extract<StepSpec, { kind: 'install' }>
export type RepairSpec = Extract<StepSpec, { kind: 'repair' }>
export type RemoveSpec = Extract<StepSpec, { kind: 'remove' }>
