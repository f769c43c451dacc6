import { documented, type Sourced } from './grade.ts'

/**
 * ActionText table: what the progress window says while an action runs, and the template of its data. English as in the
 * SDK's UIText and real logs; an action without a row says nothing. Knows
 * nothing of what an action does.
 */

export interface ActionText extends Sourced {
  readonly description: string
  readonly template?: string
}

const says = (description: string, template?: string): ActionText => ({
  description,
  ...(template !== undefined && { template }),
  ...documented('sdk-action-text'),
})

export const ACTION_TEXT: Readonly<Record<string, ActionText>> = {
  AllocateRegistrySpace: says('Allocating registry space', 'Free space: [1]'),
  AppSearch: says('Searching for installed applications', 'Property: [1], Signature: [2]'),
  BindImage: says('Binding executables', 'File: [1]'),
  CostFinalize: says('Computing space requirements'),
  CostInitialize: says('Computing space requirements'),
  CreateFolders: says('Creating folders', 'Folder: [1]'),
  CreateShortcuts: says('Creating shortcuts', 'Shortcut: [1]'),
  DeleteServices: says('Deleting services', 'Service: [1]'),
  DuplicateFiles: says('Creating duplicate files', 'File: [1],  Directory: [9],  Size: [6]'),
  FileCost: says('Computing space requirements'),
  FindRelatedProducts: says('Searching for related applications', 'Found application: [1]'),
  GenerateScript: says('Generating script operations for action:', '[1]'),
  InstallFiles: says('Copying new files', 'File: [1],  Directory: [9],  Size: [6]'),
  InstallODBC: says('Installing ODBC components'),
  InstallServices: says('Installing new services', 'Service: [2]'),
  InstallValidate: says('Validating install'),
  LaunchConditions: says('Evaluating launch conditions'),
  MigrateFeatureStates: says('Migrating feature states from related applications', 'Application: [1]'),
  MoveFiles: says('Moving files', 'File: [1],  Directory: [9],  Size: [6]'),
  MsiPublishAssemblies: says('Publishing assembly information', 'Application Context:[1], Assembly Name:[2]'),
  MsiUnpublishAssemblies: says('Unpublishing assembly information', 'Application Context:[1], Assembly Name:[2]'),
  PatchFiles: says('Patching files', 'File: [1],  Directory: [2],  Size: [3]'),
  ProcessComponents: says('Updating component registration'),
  PublishComponents: says('Publishing Qualified Components', 'Component ID: [1], Qualifier: [2]'),
  PublishFeatures: says('Publishing Product Features', 'Feature: [1]'),
  PublishProduct: says('Publishing product information'),
  RegisterClassInfo: says('Registering Class servers', 'Class Id: [1]'),
  RegisterComPlus: says('Registering COM+ Applications and Components', 'AppId: [1]'),
  RegisterExtensionInfo: says('Registering extension servers', 'Extension: [1]'),
  RegisterFonts: says('Registering fonts', 'Font: [1]'),
  RegisterMIMEInfo: says('Registering MIME info', 'MIME Content Type: [1], Extension: [2]'),
  RegisterProduct: says('Registering product', '[1]'),
  RegisterProgIdInfo: says('Registering program identifiers', 'ProgId: [1]'),
  RegisterTypeLibraries: says('Registering type libraries', 'LibID: [1]'),
  RegisterUser: says('Registering user', '[1]'),
  RemoveDuplicateFiles: says('Removing duplicated files', 'File: [1], Directory: [9]'),
  RemoveEnvironmentStrings: says('Updating environment strings', 'Name: [1], Value: [2], Action [3]'),
  RemoveFiles: says('Removing files', 'File: [1], Directory: [9]'),
  RemoveFolders: says('Removing folders', 'Folder: [1]'),
  RemoveIniValues: says('Removing INI file entries', 'File: [1],  Section: [2],  Key: [3], Value: [4]'),
  RemoveODBC: says('Removing ODBC components'),
  RemoveRegistryValues: says('Removing system registry values', 'Key: [1], Name: [2]'),
  RemoveShortcuts: says('Removing shortcuts', 'Shortcut: [1]'),
  Rollback: says('Rolling back action:', '[1]'),
  RollbackCleanup: says('Removing backup files', 'File: [1]'),
  SelfRegModules: says('Registering modules', 'File: [1], Folder: [2]'),
  SelfUnregModules: says('Unregistering modules', 'File: [1], Folder: [2]'),
  StartServices: says('Starting services', 'Service: [1]'),
  StopServices: says('Stopping services', 'Service: [1]'),
  UnpublishComponents: says('Unpublishing Qualified Components', 'Component ID: [1], Qualifier: [2]'),
  UnpublishFeatures: says('Unpublishing Product Features', 'Feature: [1]'),
  UnregisterClassInfo: says('Unregistering Class servers', 'Class Id: [1]'),
  UnregisterComPlus: says('Unregistering COM+ Applications and Components', 'AppId: [1]'),
  UnregisterExtensionInfo: says('Unregistering extension servers', 'Extension: [1]'),
  UnregisterFonts: says('Unregistering fonts', 'Font: [1]'),
  UnregisterMIMEInfo: says('Unregistering MIME info', 'MIME Content Type: [1], Extension: [2]'),
  UnregisterProgIdInfo: says('Unregistering program identifiers', 'ProgId: [1]'),
  UnregisterTypeLibraries: says('Unregistering type libraries', 'LibID: [1]'),
  WriteEnvironmentStrings: says('Updating environment strings', 'Name: [1], Value: [2], Action [3]'),
  WriteIniValues: says('Writing INI file values', 'File: [1],  Section: [2],  Key: [3], Value: [4]'),
  WriteRegistryValues: says('Writing system registry values', 'Key: [1], Name: [2], Value: [3]'),
}

/** Empty where the table has no row. */
export const descriptionOf = (action: string): string => ACTION_TEXT[action]?.description ?? ''

/** What an action is doing just now, by the numbers of its template's fields: a file and its size, a key and its value. */
export type ActionData = Readonly<Record<number, string | number>>

/**
 * As a log with a user interface shows it: `InstallFiles: File: a.dll,  Directory: C:\\x\\,  Size: 7`, or, of an action whose
 * text has no template, every field by its number: `1: {product} 2: {component} ` (msi-log-anatomy.md 4.2, corpus 001).
 */
export function dataLine(action: string, data: ActionData): string {
  const template = ACTION_TEXT[action]?.template
  if (template !== undefined)
    return `${action}: ${template.replace(/\[(\d)\]/g, (_, field) => String(data[field] ?? ''))}`
  const fields = Array.from({ length: Math.max(...Object.keys(data).map(Number)) }, (_, i) => i + 1)
  return fields.map(field => `${field}: ${data[field] ?? ''} `).join('')
}

/** As `ActionStart(...)` has it: `Name=InstallFiles,Description=Copying new files,Template=...` */
export function actionStart(action: string): string {
  const { description, template } = ACTION_TEXT[action] ?? says('')
  if (description === '') return `ActionStart(Name=${action},,)`
  return `ActionStart(Name=${action},Description=${description},${template ? `Template=${template}` : ''})`
}
