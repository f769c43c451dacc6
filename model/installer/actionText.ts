/**
 * ActionText table: what the progress window says while an action runs, and the template of its data. English as in the
 * SDK's UIText and real logs; an action without a row says nothing.
 */
export interface ActionText {
  readonly description: string
  readonly template?: string
}

export const ACTION_TEXT: Readonly<Record<string, ActionText>> = {
  AllocateRegistrySpace: { description: 'Allocating registry space', template: 'Free space: [1]' },
  AppSearch: { description: 'Searching for installed applications', template: 'Property: [1], Signature: [2]' },
  BindImage: { description: 'Binding executables', template: 'File: [1]' },
  CostFinalize: { description: 'Computing space requirements' },
  CostInitialize: { description: 'Computing space requirements' },
  CreateFolders: { description: 'Creating folders', template: 'Folder: [1]' },
  CreateShortcuts: { description: 'Creating shortcuts', template: 'Shortcut: [1]' },
  DeleteServices: { description: 'Deleting services', template: 'Service: [1]' },
  DuplicateFiles: { description: 'Creating duplicate files', template: 'File: [1],  Directory: [9],  Size: [6]' },
  FileCost: { description: 'Computing space requirements' },
  FindRelatedProducts: { description: 'Searching for related applications', template: 'Found application: [1]' },
  GenerateScript: { description: 'Generating script operations for action:', template: '[1]' },
  InstallFiles: { description: 'Copying new files', template: 'File: [1],  Directory: [9],  Size: [6]' },
  InstallODBC: { description: 'Installing ODBC components' },
  InstallServices: { description: 'Installing new services', template: 'Service: [2]' },
  InstallValidate: { description: 'Validating install' },
  LaunchConditions: { description: 'Evaluating launch conditions' },
  MigrateFeatureStates: {
    description: 'Migrating feature states from related applications',
    template: 'Application: [1]',
  },
  MoveFiles: { description: 'Moving files', template: 'File: [1],  Directory: [9],  Size: [6]' },
  MsiPublishAssemblies: {
    description: 'Publishing assembly information',
    template: 'Application Context:[1], Assembly Name:[2]',
  },
  MsiUnpublishAssemblies: {
    description: 'Unpublishing assembly information',
    template: 'Application Context:[1], Assembly Name:[2]',
  },
  PatchFiles: { description: 'Patching files', template: 'File: [1],  Directory: [2],  Size: [3]' },
  ProcessComponents: { description: 'Updating component registration' },
  PublishComponents: { description: 'Publishing Qualified Components', template: 'Component ID: [1], Qualifier: [2]' },
  PublishFeatures: { description: 'Publishing Product Features', template: 'Feature: [1]' },
  PublishProduct: { description: 'Publishing product information' },
  RegisterClassInfo: { description: 'Registering Class servers', template: 'Class Id: [1]' },
  RegisterComPlus: { description: 'Registering COM+ Applications and Components', template: 'AppId: [1]' },
  RegisterExtensionInfo: { description: 'Registering extension servers', template: 'Extension: [1]' },
  RegisterFonts: { description: 'Registering fonts', template: 'Font: [1]' },
  RegisterMIMEInfo: { description: 'Registering MIME info', template: 'MIME Content Type: [1], Extension: [2]' },
  RegisterProduct: { description: 'Registering product', template: '[1]' },
  RegisterProgIdInfo: { description: 'Registering program identifiers', template: 'ProgId: [1]' },
  RegisterTypeLibraries: { description: 'Registering type libraries', template: 'LibID: [1]' },
  RegisterUser: { description: 'Registering user', template: '[1]' },
  RemoveDuplicateFiles: { description: 'Removing duplicated files', template: 'File: [1], Directory: [9]' },
  RemoveEnvironmentStrings: {
    description: 'Updating environment strings',
    template: 'Name: [1], Value: [2], Action [3]',
  },
  RemoveFiles: { description: 'Removing files', template: 'File: [1], Directory: [9]' },
  RemoveFolders: { description: 'Removing folders', template: 'Folder: [1]' },
  RemoveIniValues: {
    description: 'Removing INI file entries',
    template: 'File: [1],  Section: [2],  Key: [3], Value: [4]',
  },
  RemoveODBC: { description: 'Removing ODBC components' },
  RemoveRegistryValues: { description: 'Removing system registry values', template: 'Key: [1], Name: [2]' },
  RemoveShortcuts: { description: 'Removing shortcuts', template: 'Shortcut: [1]' },
  Rollback: { description: 'Rolling back action:', template: '[1]' },
  RollbackCleanup: { description: 'Removing backup files', template: 'File: [1]' },
  SelfRegModules: { description: 'Registering modules', template: 'File: [1], Folder: [2]' },
  SelfUnregModules: { description: 'Unregistering modules', template: 'File: [1], Folder: [2]' },
  StartServices: { description: 'Starting services', template: 'Service: [1]' },
  StopServices: { description: 'Stopping services', template: 'Service: [1]' },
  UnpublishComponents: {
    description: 'Unpublishing Qualified Components',
    template: 'Component ID: [1], Qualifier: [2]',
  },
  UnpublishFeatures: { description: 'Unpublishing Product Features', template: 'Feature: [1]' },
  UnregisterClassInfo: { description: 'Unregistering Class servers', template: 'Class Id: [1]' },
  UnregisterComPlus: { description: 'Unregistering COM+ Applications and Components', template: 'AppId: [1]' },
  UnregisterExtensionInfo: { description: 'Unregistering extension servers', template: 'Extension: [1]' },
  UnregisterFonts: { description: 'Unregistering fonts', template: 'Font: [1]' },
  UnregisterMIMEInfo: { description: 'Unregistering MIME info', template: 'MIME Content Type: [1], Extension: [2]' },
  UnregisterProgIdInfo: { description: 'Unregistering program identifiers', template: 'ProgId: [1]' },
  UnregisterTypeLibraries: { description: 'Unregistering type libraries', template: 'LibID: [1]' },
  WriteEnvironmentStrings: {
    description: 'Updating environment strings',
    template: 'Name: [1], Value: [2], Action [3]',
  },
  WriteIniValues: {
    description: 'Writing INI file values',
    template: 'File: [1],  Section: [2],  Key: [3], Value: [4]',
  },
  WriteRegistryValues: { description: 'Writing system registry values', template: 'Key: [1], Name: [2], Value: [3]' },
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
  const { description, template } = ACTION_TEXT[action] ?? { description: '' }
  if (description === '') return `ActionStart(Name=${action},,)`
  return `ActionStart(Name=${action},Description=${description},${template ? `Template=${template}` : ''})`
}
