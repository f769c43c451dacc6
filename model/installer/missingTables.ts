import type { Database } from './database.ts'
import { type InstallSession, log, STREAM_MISSING } from './session.ts'

/**
 * A full-schema package has every table of the schema, most of them without rows. An action that looks into an empty one
 * leaves note 2262 in the log. Which action looks where, and how often, is as in corpus 006, a package of that kind.
 * Knows names of tables, and of each only whether it has rows.
 */

const LOOKED_FOR: Readonly<Record<string, readonly string[]>> = {
  AppSearch: ['CompLocator'],
  CostInitialize: ['Patch'],
  FileCost: ['MsiAssembly'],
  UnpublishComponents: ['PublishComponent'],
  StopServices: ['ServiceControl'],
  DeleteServices: ['ServiceControl'],
  UnregisterComPlus: ['Complus'],
  SelfUnregModules: ['SelfReg'],
  UnregisterTypeLibraries: ['TypeLib'],
  RemoveODBC: ['ODBCDataSource', 'ODBCDataSource', 'ODBCTranslator', 'ODBCTranslator', 'ODBCDriver', 'ODBCDriver'],
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
  InstallFiles: ['LockPermissions', 'Error'],
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

/** InstallValidate looks into these twice. */
export const VALIDATED_TABLES = [
  'BindImage',
  'ProgId',
  'PublishComponent',
  'SelfReg',
  'Extension',
  'Font',
  'Class',
  'Icon',
  'TypeLib',
]

/** Tables of the model that a package may have rows in. */
const ROWS: Readonly<Record<string, (database: Database) => number>> = {
  ServiceControl: database => database.serviceControl.length,
  ServiceInstall: database => database.serviceInstall.length,
  CompLocator: ({ appSearch }) => appSearch.filter(row => 'locator' in row && row.locator.kind === 'component').length,
  CreateFolder: ({ tables }) => tables?.createFolder?.length ?? 0,
  Environment: ({ tables }) => tables?.environment?.length ?? 0,
  SelfReg: ({ tables }) => tables?.selfReg?.length ?? 0,
  Font: ({ tables }) => tables?.font?.length ?? 0,
  ODBCDriver: ({ tables }) => tables?.odbcDriver?.length ?? 0,
  TypeLib: ({ tables }) => tables?.typeLib?.length ?? 0,
  PublishComponent: ({ tables }) => tables?.publishComponent?.length ?? 0,
  Class: ({ tables }) => tables?.class?.length ?? 0,
  Extension: ({ tables }) => tables?.extension?.length ?? 0,
  ProgId: ({ tables }) => tables?.progId?.length ?? 0,
  MIME: ({ tables }) => tables?.mime?.length ?? 0,
  MsiAssembly: ({ tables }) => tables?.msiAssembly?.length ?? 0,
}

export function noteMissing(session: InstallSession, tables: readonly string[]): void {
  for (const table of tables) {
    if (!ROWS[table]?.(session.view)) log(session, 'note3', 2262, table, STREAM_MISSING)
  }
}

export function noteMissingFor(session: InstallSession, action: string): void {
  noteMissing(session, LOOKED_FOR[action] ?? [])
}
