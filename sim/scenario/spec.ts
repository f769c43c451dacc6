import type { Arch, BaselineId } from '../../model/exchange/builds.ts'
import type { InstallerId, OsId } from '../../model/exchange/os.ts'
import type { Role } from '../../model/exchange/roles.ts'
import type { JoinedDomain } from '../../model/exchange/texture.ts'
import type { Zone } from '../../model/machine/zone.ts'
import type { Cause } from '../causes.ts'
import type { Background } from '../server/background/background.ts'
import type { ChangeSpec } from './changes.ts'
import type { KbNumber } from './kbNumber.ts'

/**
 * A scenario as the program works with it: read, checked, defaults filled in. Times are milliseconds, paths begin with a
 * drive in capitals, what was not given and has no default is not there. The schema is held to these types by the compiler.
 * How it is written in a file: schema.ts. The kinds of change, both ways: changes.ts.
 */

export type { ChangeSpec, ProcessSpec } from './changes.ts'
export type { KbNumber } from './kbNumber.ts'

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
  /** That it has joined; without, one of those that there are. */
  readonly domain?: JoinedDomain
  readonly os: OsId
  readonly installer: InstallerId
  /** Offset of local time in minutes: -480 for -08:00; or a zone of Windows with its daylight saving. */
  readonly zone: Zone
  readonly arch: Arch
  /** At least one, each once; edge-transport and management-tools are alone. */
  readonly roles: readonly Role[]
  readonly baseline: InstalledBaseline
  /** Installed before, in order. */
  readonly rollups: readonly PatchRef[]
  readonly cluster: boolean
  /** Folder of the product, with a backslash at its end; drawn if nobody says it. */
  readonly installPath?: string
  /** What its logs have of the days before the start. */
  readonly background: Background | 'none'
  readonly change: readonly ChangeSpec[]
}

/** Which update: a rollup, or an interim update and the rollup it was built for. */
export type PatchRef =
  | { readonly kind: 'rollup'; readonly kb: KbNumber }
  | { readonly kind: 'interim'; readonly kb: KbNumber; readonly forRollup: KbNumber }

// ------------------------------------------------------------------------------------------------------------- steps

/** One thing that somebody does. Without `server`, on the first one. */
export type StepSpec = { readonly server?: string; readonly cause?: Cause } & (
  | InstallStep
  | RepairStep
  | RemoveStep
  | { readonly kind: 'command'; readonly line: string }
  | { readonly kind: 'wait'; readonly ms: number }
  /** Days in which the server does what it does on any day. */
  | ({ readonly kind: 'live' } & Background)
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

export type InstallSpec = Extract<StepSpec, { kind: 'install' }>
export type RepairSpec = Extract<StepSpec, { kind: 'repair' }>
export type RemoveSpec = Extract<StepSpec, { kind: 'remove' }>
