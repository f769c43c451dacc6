/**
 * Tables that the rollups of Exchange leave empty, and other packages use. Columns are those of the SDK; a folder is a
 * resolved path. What is not in a row is not simulated: icons, advertised classes, wildcards, merged values.
 */
export interface FurtherTables {
  readonly upgrade?: readonly UpgradeRow[]
  readonly createFolder?: readonly CreateFolderRow[]
  readonly moveFile?: readonly MoveFileRow[]
  readonly duplicateFile?: readonly DuplicateFileRow[]
  readonly shortcut?: readonly ShortcutRow[]
  readonly iniFile?: readonly IniFileRow[]
  readonly environment?: readonly EnvironmentRow[]
  readonly selfReg?: readonly SelfRegRow[]
  readonly font?: readonly FontRow[]
  readonly odbcDriver?: readonly OdbcDriverRow[]
  readonly typeLib?: readonly TypeLibRow[]
  readonly publishComponent?: readonly PublishComponentRow[]
  readonly class?: readonly ClassRow[]
  readonly extension?: readonly ExtensionRow[]
  readonly progId?: readonly ProgIdRow[]
  readonly mime?: readonly MimeRow[]
  readonly msiAssembly?: readonly AssemblyRow[]
}

interface OfComponent {
  readonly component: string
}

/** Products of an upgrade code and a range of versions; the property gets their codes. */
export interface UpgradeRow {
  readonly upgradeCode: string
  readonly versionMin?: string
  readonly versionMax?: string
  /** Bits: 2 only detect, 256 the lower bound is in, 512 the upper one. */
  readonly attributes: number
  readonly actionProperty: string
}

export interface CreateFolderRow extends OfComponent {
  readonly folder: string
}

/** Moves, or copies, a file that stands there already. */
export interface MoveFileRow extends OfComponent {
  readonly sourceFolder: string
  readonly sourceName: string
  readonly destFolder: string
  /** The same name where it is left out. */
  readonly destName?: string
  readonly move: boolean
}

/** A copy of an installed file, beside it or elsewhere. */
export interface DuplicateFileRow extends OfComponent {
  readonly file: string
  readonly destFolder?: string
  readonly destName?: string
}

export interface ShortcutRow extends OfComponent {
  readonly folder: string
  /** Without `.lnk`. */
  readonly name: string
  /** Formatted. */
  readonly target: string
}

export interface IniFileRow extends OfComponent {
  readonly folder: string
  readonly fileName: string
  readonly section: string
  readonly key: string
  /** Formatted. */
  readonly value: string
}

export interface EnvironmentRow extends OfComponent {
  readonly name: string
  /** Formatted. */
  readonly value: string
  /** `*` before the name: a variable of the machine. */
  readonly machine?: boolean
}

/** A library that registers itself: its functions are the entry points `FILE DllRegisterServer` and `FILE DllUnregisterServer`. */
export interface SelfRegRow {
  readonly file: string
}

export interface FontRow {
  readonly file: string
  readonly title: string
}

export interface OdbcDriverRow extends OfComponent {
  readonly description: string
  readonly file: string
}

export interface TypeLibRow extends OfComponent {
  readonly libId: string
  /** Hexadecimal, as in the key: `7.1`. */
  readonly version: string
  readonly description: string
}

export interface PublishComponentRow extends OfComponent {
  readonly componentId: string
  readonly qualifier: string
  readonly feature: string
  readonly appData?: string
}

export interface ClassRow extends OfComponent {
  readonly clsid: string
  readonly context: string
  readonly description?: string
  readonly progId?: string
  readonly appId?: string
  readonly fileTypeMask?: string
}

export interface ExtensionRow extends OfComponent {
  /** Without the dot. */
  readonly extension: string
  readonly progId?: string
  readonly verbs: readonly { readonly verb: string; readonly command: string }[]
}

export interface ProgIdRow extends OfComponent {
  readonly progId: string
  readonly clsid?: string
  readonly description: string
  /** The current one, where this does not depend on the version. */
  readonly parent?: string
}

export interface MimeRow extends OfComponent {
  readonly contentType: string
  readonly extension: string
}

export interface AssemblyRow extends OfComponent {
  readonly feature: string
  /** As in the key: `Name,version="1.0.0.0",culture="neutral"`. */
  readonly name: string
}
