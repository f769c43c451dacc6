import { messageQuery, TABLE_QUERIES } from '../words/tableQueries.ts'
import type { Speaker } from './facts.ts'
import { type InstallSession, logAs, STREAM_MISSING } from './session.ts'
import { tableState } from './tableState.ts'

/**
 * What the engine notes when it looks into a table and finds nothing: 2262 where the table is empty, 2205 where there is
 * none, and 2228 with the query behind that. Which action looks where, in which order and how often, is as in corpus 006
 * and 103 (full schema) and 001, 007 and 108 (without). Knows names of tables; what they hold, tableState.ts says.
 */
export interface Look {
  readonly table: string
  /** Some looks are made only at a table that is there, others only note that it is not. */
  readonly only?: 'absent' | 'empty'
  /** Looked at for the sake of this table: not where there is none. */
  readonly behind?: string
  readonly sql?: string
}

/** A feature by its name: 2711 where there is none. */
interface FeatureLook {
  readonly feature: string
  /** Only an engine of 64 bits asks for it. */
  readonly wide?: boolean
}

export type Looks = readonly (string | Look | FeatureLook)[]

const ifThere = (...tables: readonly string[]): Look[] => tables.map(table => ({ table, only: 'empty' }))
const ifAbsent = (table: string, sql?: string): Look => ({ table, only: 'absent', ...(sql !== undefined && { sql }) })
const behind = (other: string, ...tables: readonly string[]): Look[] => tables.map(table => ({ table, behind: other }))
const asking = (table: keyof typeof TABLE_QUERIES): Look => ({ table, sql: TABLE_QUERIES[table].text })
export const forMessage = (number: number): Look => ({ table: 'Error', sql: messageQuery(number) })

/** Who has the managers of ODBC drivers has features of these names (SDK "RemoveODBC Action"). */
const DRIVER_MANAGERS: readonly FeatureLook[] = [
  { feature: 'ODBCDriverManager' },
  { feature: 'ODBCDriverManager64', wide: true },
]

const LOOKED_FOR: Readonly<Record<string, Looks>> = {
  LaunchConditions: ifThere('LaunchCondition'),
  AppSearch: ['CompLocator'],
  // A table that is absent has no costs.
  FileCost: [
    'MsiAssembly',
    ...ifThere('RemoveFile', 'MoveFile', 'DuplicateFile', 'Shortcut', 'Registry'),
    ...behind('Registry', 'Class', 'Extension', 'TypeLib'),
    ...ifThere('IniFile', 'ReserveCost'),
  ],
  IsolateComponents: ['BindImage', 'IsolatedComponent'],
  SetODBCFolders: ['ODBCDriver', 'ODBCTranslator'],
  ProcessComponents: ['MsiPatchCertificate'],
  UnpublishComponents: ['PublishComponent'],
  StopServices: ['ServiceControl'],
  DeleteServices: ['ServiceControl'],
  UnregisterComPlus: ['Complus'],
  SelfUnregModules: ['SelfReg'],
  UnregisterTypeLibraries: ['TypeLib'],
  RemoveODBC: [
    'ODBCDataSource',
    'ODBCDataSource',
    'ODBCTranslator',
    'ODBCTranslator',
    'ODBCDriver',
    'ODBCDriver',
    ...DRIVER_MANAGERS,
  ],
  UnregisterFonts: ['Font'],
  RemoveRegistryValues: ['RemoveRegistry'],
  UnregisterClassInfo: ['Class'],
  UnregisterExtensionInfo: ['Extension'],
  UnregisterProgIdInfo: ['ProgId', 'Class', 'ProgId', 'Extension'],
  UnregisterMIMEInfo: ['MIME', 'Extension'],
  RemoveIniValues: ['RemoveIniFile'],
  RemoveEnvironmentStrings: ['Environment'],
  RemoveFolders: ['CreateFolder', 'LockPermissions'],
  CreateFolders: ['CreateFolder', 'LockPermissions'],
  InstallFiles: [
    ifAbsent('Patch', TABLE_QUERIES.Patch.text),
    'LockPermissions',
    { ...asking('MsiPatchOldAssemblyFile'), behind: 'Patch' },
    forMessage(1302),
    asking('MsiSFCBypass'),
    ifAbsent('MsiPatchHeaders', TABLE_QUERIES.MsiPatchHeaders.text),
  ],
  PatchFiles: ['Error'],
  BindImage: ['BindImage'],
  CreateShortcuts: ['Icon'],
  RegisterClassInfo: ['Class'],
  RegisterExtensionInfo: ['Extension'],
  RegisterProgIdInfo: ['ProgId', 'Class', 'ProgId', 'Extension'],
  RegisterMIMEInfo: ['MIME', 'Extension'],
  WriteRegistryValues: ['LockPermissions'],
  WriteEnvironmentStrings: ['Environment'],
  RegisterFonts: ['Font'],
  InstallODBC: [
    ...DRIVER_MANAGERS,
    'ODBCDriver',
    'ODBCAttribute',
    'ODBCDriver',
    'ODBCAttribute',
    'ODBCTranslator',
    'ODBCTranslator',
    'ODBCDataSource',
    'ODBCSourceAttribute',
    'ODBCDataSource',
    'ODBCSourceAttribute',
  ],
  RegisterTypeLibraries: ['TypeLib'],
  SelfRegModules: ['SelfReg'],
  RegisterComPlus: ['Complus'],
  InstallServices: ['LockPermissions', 'ServiceInstall'],
  StartServices: ['ServiceControl'],
  RegisterProduct: ['Error'],
  PublishComponents: ['PublishComponent'],
}

/** Before a silent service begins its log. */
export const FONTS: Looks = ifThere('Font')

/** CostInitialize, where something is going to be changed. `__MsiPatchFileList` is the engine's own, and not there yet. */
export const PATCH_TABLES: Looks = [
  'Patch',
  'PatchPackage',
  'MsiPatchHeaders',
  '__MsiPatchFileList',
  ifAbsent('PatchPackage', TABLE_QUERIES.PatchPackage.text),
  ifAbsent('Patch'),
]

/** CostFinalize, between the space on the volumes and the folders. */
export const COSTED_TABLES: Looks = [
  ifAbsent('MsiAssembly', TABLE_QUERIES.MsiAssembly.text),
  ifAbsent('Patch'),
  'Condition',
]

/** InstallValidate: before the states of features, twice behind them, and between the two. */
export const SHOWN_TABLES: Looks = ['Dialog']
export const VALIDATED_TABLES: Looks = [
  ifAbsent('Registry'),
  'BindImage',
  'ProgId',
  'PublishComponent',
  'SelfReg',
  'Extension',
  'Font',
  ifAbsent('Shortcut'),
  'Class',
  'Icon',
  'TypeLib',
]
export const REMOVED_TABLES: Looks = [
  ...ifThere('RemoveFile'),
  '_RemoveFilePath',
  ...ifThere('DuplicateFile', 'ReserveCost'),
]

/** What a removal unpublishes. */
export const ICONS: Looks = [asking('Icon')]

export function noteMissing(session: InstallSession, looks: Looks, speaker: Speaker = session.speaker): void {
  for (const look of looks) {
    if (typeof look === 'string') note(session, { table: look }, speaker)
    else if ('feature' in look) noteFeature(session, look, speaker)
    else note(session, look, speaker)
  }
}

function noteFeature({ run, view }: InstallSession, { feature, wide }: FeatureLook, speaker: Speaker): void {
  if ((wide && run.host.machine.arch !== 'x64') || view.feature.some(row => row.feature === feature)) return
  logAs(run, speaker, 'note2', 2711, feature)
}

export function noteMissingFor(session: InstallSession, action: string): void {
  noteMissing(session, LOOKED_FOR[action] ?? [])
}

function note({ run, view }: InstallSession, { table, only, behind, sql }: Look, speaker: Speaker): void {
  const state = tableState(view, table)
  if (state === 'rows' || (only && only !== state)) return
  if (behind !== undefined && tableState(view, behind) === 'absent') return
  if (state === 'empty') {
    logAs(run, speaker, 'note3', 2262, table, STREAM_MISSING)
    return
  }
  logAs(run, speaker, 'note3', 2205, '', table)
  if (sql !== undefined) logAs(run, speaker, 'note4', 2228, '', table, sql)
}
