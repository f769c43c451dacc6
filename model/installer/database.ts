import type { Host } from '../machine/host.ts'
import type { RegistryData, RegistryType, Service } from '../machine/parts.ts'
import type { DirectoryRow } from './directories.ts'
import type { FurtherTables } from './furtherTables.ts'
import { type ProductState, type SequencedPatch, type SequencedTransform, validates } from './sequencer.ts'

/**
 * What an .msi and an .msp hold, as rows. Names and meaning of tables and columns are those of the Windows Installer
 * SDK; a component's directory is a resolved path, because the product is installed already wherever a patch arrives. Knows
 * no particular package.
 */

export interface Package {
  readonly packageCode: string
  readonly packageName: string
  readonly productCode: string
  readonly upgradeCode: string
  readonly productName: string
  readonly manufacturer: string
  /** ProductVersion: does not move with a small update. */
  readonly version: string
  readonly language: number
  readonly platform: 'x64' | 'x86'
  readonly database: Database
}

export interface Database {
  readonly property: Readonly<Record<string, string>>
  readonly appSearch: readonly AppSearch[]
  readonly launchCondition: readonly LaunchCondition[]
  readonly feature: readonly Feature[]
  /** Without it, the folders of the components and those above them. */
  readonly directory?: readonly DirectoryRow[]
  readonly component: readonly Component[]
  readonly file: readonly FileRow[]
  /** Without it, one cabinet that nothing names. */
  readonly media?: readonly MediaRow[]
  readonly registry: readonly RegistryRow[]
  readonly customAction: readonly CustomAction[]
  readonly serviceControl: readonly ServiceControlRow[]
  readonly serviceInstall: readonly ServiceInstallRow[]
  readonly executeSequence: readonly SequenceRow[]
  readonly uiSequence: readonly SequenceRow[]
  /** Entry points of the DLLs in the Binary table. */
  readonly entryPoints: Readonly<Record<string, EntryPoint>>
  readonly dialog: readonly DialogRow[]
  /** Other tables; a package has those that it needs. */
  readonly tables?: FurtherTables
  /** Names of the tables that it has, also those without rows; left out, the full schema. */
  readonly schema?: ReadonlySet<string>
  /** The patches that the view is made with; a package by itself has none. */
  readonly patchPackage?: readonly PatchPackageRow[]
}

/** What the second transform of a patch adds: its package, and with that the cabinet of its files. */
export interface PatchPackageRow {
  readonly patchId: string
}

/** A row of the Dialog table, as far as a person or a log sees it. */
export interface DialogRow {
  readonly dialog: string
  /** What a last page says, Formatted. */
  readonly text?: string
  /** Waits for Next. */
  readonly modal?: boolean
  /** Text styles that appear with it for the first time. */
  readonly fonts?: readonly { readonly style: string; readonly font: string; readonly height: number }[]
  /** Controls that reach beyond the dialog. */
  readonly wide: readonly string[]
}

/**
 * A property that gets a value when something is found: a file of a range of versions, wherever it is or where a locator
 * points, or a registry value.
 */
export type AppSearch =
  | { readonly property: string; readonly file: string; readonly minVersion: string; readonly maxVersion?: string }
  | { readonly property: string; readonly key: string; readonly name: string }
  | { readonly property: string; readonly locator: FileLocator; readonly signature: Signature }

/** A row of the Signature table; a bound that is left out does not count. */
export interface Signature {
  readonly fileName: string
  readonly minVersion?: string
  readonly maxVersion?: string
}

/** CompLocator, RegLocator and IniLocator name a file themselves, DrLocator a folder in which the signature has one. */
export type FileLocator =
  | { readonly kind: 'component'; readonly componentId: string }
  | { readonly kind: 'registry'; readonly key: string; readonly name: string }
  | { readonly kind: 'ini'; readonly file: string; readonly section: string; readonly key: string }
  | { readonly kind: 'folder'; readonly folder: string }

export interface LaunchCondition {
  readonly condition: string
  /** Formatted text, shown when the condition is false. */
  readonly text: string
}

export interface Feature {
  readonly feature: string
  /** Feature_Parent */
  readonly parent?: string
  readonly title: string
}

export interface Component {
  readonly component: string
  readonly componentId: string
  /** Rows of FeatureComponents: installed with the first of these that is. */
  readonly features: readonly string[]
  /** Folder of its files. */
  readonly directory: string
  /** KeyPath: the key of a file of it or of a registry row; without one its first file, or else its folder. */
  readonly keyPath?: string
  /** msidbComponentAttributesNeverOverwrite */
  readonly neverOverwrite?: boolean
  /** msidbComponentAttributesPermanent: nothing of it is taken away. */
  readonly permanent?: boolean
}

export interface FileRow {
  /** Primary key of the File table. */
  readonly file: string
  readonly component: string
  readonly fileName: string
  /** Its 8.3 name, where that is another: FileName is `SHORT~1|long` then. */
  readonly shortName?: string
  readonly fileSize: number
  /** Version resource, or undefined for an unversioned file. */
  readonly version?: string
  /** Language identifiers of a versioned file; without them it is neutral. */
  readonly languages?: readonly number[]
  /** Key of the file that this one accompanies: its own version does not count then. */
  readonly companion?: string
  /** Stands for the MsiFileHash row of an unversioned file. */
  readonly hash?: string
  /** What is in the file, if anything in the simulation reads it. */
  readonly text?: string
  readonly sequence: number
  /** Which cabinet the file is in: the product's own, or a patch's. */
  readonly source: string
}

/** A cabinet. */
export interface MediaRow {
  readonly diskId: number
  /** The highest Sequence of its files. */
  readonly lastSequence: number
  readonly cabinet: string
  /** Whose files it has: FileRow. */
  readonly source: string
}

export interface RegistryRow {
  readonly registry: string
  /** Written and removed with it; without one, in every run. */
  readonly component?: string
  readonly key: string
  readonly name: string
  readonly type: RegistryType
  /** Text data is Formatted. */
  readonly value: RegistryData
}

/**
 * Types: 1 and 17 a function of a DLL in the Binary table or in a file; 2, 18, 34 and 50 a program in the Binary table, in a
 * file, started in a folder, or named by a property; 19 a text that ends the run; 35 a folder and 51 a property from formatted
 * text. Bits are added: 64 goes on after a failure, 128 does not wait; 256 and 512 say in which sequence an immediate action
 * runs; 1024 puts it into the script, there with 256 into the rollback script and with 512 behind the commit; 2048 runs it as
 * SYSTEM; 8192 hides its target in the log; 0x8000 only in a removal of the patch. Others: customActions.ts.
 */
export interface CustomAction {
  readonly action: string
  readonly type: number
  readonly source: string
  readonly target: string
}

/**
 * Event bits: 1 start, 2 stop, 8 delete, for components that this run installs or reinstalls; 16, 32 and 128 the same for
 * those that it removes.
 */
export interface ServiceControlRow {
  readonly name: string
  readonly event: number
  readonly component: string
}

/** A service that a component brings. */
export interface ServiceInstallRow {
  readonly service: Omit<Service, 'state' | 'pid'>
  readonly component: string
}

export interface SequenceRow {
  readonly action: string
  readonly condition?: string
  readonly sequence: number
}

/** A function in a custom action DLL. Returns a Win32 code: 0, 1602, 1603, or 259 to skip the rest of the sequence. */
export type EntryPoint = (call: CustomActionCall) => number

export type RunMode = 'immediate' | 'scheduled' | 'rollback' | 'commit'

export interface CustomActionCall {
  readonly host: Host
  /** The account that the action runs under: immediate actions impersonate the caller. */
  readonly user: string
  /** MsiGetMode: how it was called. */
  readonly mode: RunMode
  /** Variables of the process that runs the functions of one installation: what one sets, the next sees. */
  readonly environment: Map<string, string>
  property(name: string): string
  setProperty(name: string, value: string): void
  /** Starts a program and waits for it. */
  run(commandLine: string): ProgramResult
  /** MsiProcessMessage with an information text. */
  log(text: string): void
}

export interface ProgramResult {
  readonly exitCode: number
  readonly output: readonly string[]
}

/** Starts a program on the simulated machine. Which programs there are is the product's and Windows' affair. */
export type Programs = (host: Host, commandLine: string, user: string) => ProgramResult

export interface Patch extends SequencedPatch {
  readonly displayName: string
  readonly packageName: string
  readonly fileSize: number
  readonly moreInfoUrl: string
  readonly allowRemoval: boolean
  readonly transforms: readonly Transform[]
}

/** A transform pair `:Name` and `:#Name`: when it applies, and the rows that it brings. */
export interface Transform
  extends SequencedTransform,
    Omit<Database, 'feature' | 'serviceControl' | 'serviceInstall' | 'tables' | 'schema' | 'patchPackage'>,
    Partial<Pick<Database, 'serviceControl' | 'serviceInstall'>> {}

/** What the codes inside package files on the disk stand for. */
export interface Catalogue {
  readonly packages: Lookup<Package>
  /** `values` are those that have a list; others are made when somebody asks for their code. */
  readonly patches: Lookup<Patch>
}

/** By code. */
export type Lookup<T> = Pick<ReadonlyMap<string, T>, 'get'> & { readonly values: () => Iterable<T> }

const views = new WeakMap<Package, Map<string, Database>>()

/** What validation looks at, of a product as it is installed. */
export function productStateOf({ productCode, upgradeCode, language, version }: Package): ProductState {
  return { productCode, upgradeCode, language, version }
}

/** The transform of a patch for this product; the first if none validates, which the sequencer has ruled out before. */
export function transformOf(patch: Patch, state: ProductState): Transform {
  return patch.transforms.find(t => validates(t.validation, state)) ?? patch.transforms[0]!
}

/** The database as the product with these patches, in this order, has it. Made once for each order. */
export function patchedView(base: Package, patches: readonly Patch[]): Database {
  const known = views.get(base) ?? new Map<string, Database>()
  views.set(base, known)
  const name = patches.map(p => p.patchCode).join()
  const view = known.get(name) ?? makeView(base, patches)
  known.set(name, view)
  return view
}

/**
 * What a patch does besides bringing files and registry values, on top of a view that it is not part of: a removed patch
 * still has its searches, launch conditions and custom actions, and so has one that the effective sequence leaves out.
 * Modelled: the documented texts about removal and about an older rollup are properties of those very patches.
 */
export function withProcedure(view: Database, patch: Patch, state: ProductState): Database {
  return transformed(view, { ...transformOf(patch, state), component: [], file: [], registry: [] })
}

function makeView(base: Package, patches: readonly Patch[]): Database {
  let state = productStateOf(base)
  let view = base.database
  for (const patch of patches) {
    const transform = transformOf(patch, state)
    const patchPackage = [...(view.patchPackage ?? []), { patchId: patch.patchCode }]
    view = { ...transformed(view, transform), patchPackage }
    state = { ...state, version: transform.newVersion ?? state.version }
  }
  return view
}

function transformed(database: Database, change: Transform): Database {
  return {
    ...database,
    property: { ...database.property, ...change.property },
    appSearch: merged(database.appSearch, change.appSearch, row => row.property),
    launchCondition: merged(database.launchCondition, change.launchCondition, row => row.condition),
    ...(change.directory && { directory: merged(database.directory ?? [], change.directory, row => row.directory) }),
    ...(change.media && { media: [...(database.media ?? []), ...change.media] }),
    component: merged(database.component, change.component, row => row.component),
    file: merged(database.file, change.file, row => row.file),
    registry: merged(database.registry, change.registry, row => row.registry),
    customAction: merged(database.customAction, change.customAction, row => row.action),
    serviceControl: [...database.serviceControl, ...(change.serviceControl ?? [])],
    serviceInstall: [...database.serviceInstall, ...(change.serviceInstall ?? [])],
    executeSequence: sequenced(database.executeSequence, change.executeSequence),
    uiSequence: sequenced(database.uiSequence, change.uiSequence),
    entryPoints: { ...database.entryPoints, ...change.entryPoints },
    dialog: merged(database.dialog, change.dialog, row => row.dialog),
  }
}

function sequenced(rows: readonly SequenceRow[], changes: readonly SequenceRow[]): SequenceRow[] {
  return merged(rows, changes, row => row.action).sort((a, b) => a.sequence - b.sequence)
}

/** Rows with a key that exists replace it in place, the others are added. */
function merged<Row>(rows: readonly Row[], changes: readonly Row[], key: (row: Row) => string): Row[] {
  const byKey = new Map(rows.map(row => [key(row), row]))
  for (const row of changes) byKey.set(key(row), row)
  return [...byKey.values()]
}

export function isInstalled(component: Component, features: ReadonlySet<string>): boolean {
  return component.features.some(feature => features.has(feature))
}
