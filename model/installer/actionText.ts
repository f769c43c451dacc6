/**
 * ActionText table: what the progress window says while an action runs, and the template of its data. English as in the
 * SDK's UIText and real logs; an action without a row says nothing.
 */
export interface ActionText {
  readonly description: string
  readonly template?: string
}

export const ACTION_TEXT: Readonly<Record<string, ActionText>> = {
  AppSearch: { description: 'Searching for installed applications', template: 'Property: [1], Signature: [2]' },
  CostFinalize: { description: 'Computing space requirements' },
  CostInitialize: { description: 'Computing space requirements' },
  CreateFolders: { description: 'Creating folders', template: 'Folder: [1]' },
  DeleteServices: { description: 'Deleting services', template: 'Service: [1]' },
  DuplicateFiles: { description: 'Creating duplicate files', template: 'File: [1],  Directory: [9],  Size: [6]' },
  FileCost: { description: 'Computing space requirements' },
  FindRelatedProducts: { description: 'Searching for related applications', template: 'Found application: [1]' },
  InstallFiles: { description: 'Copying new files', template: 'File: [1],  Directory: [9],  Size: [6]' },
  InstallServices: { description: 'Installing new services', template: 'Service: [2]' },
  InstallValidate: { description: 'Validating install' },
  LaunchConditions: { description: 'Evaluating launch conditions' },
  MigrateFeatureStates: {
    description: 'Migrating feature states from related applications',
    template: 'Application: [1]',
  },
  MoveFiles: { description: 'Moving files', template: 'File: [1],  Directory: [9],  Size: [6]' },
  PatchFiles: { description: 'Patching files', template: 'File: [1],  Directory: [2],  Size: [3]' },
  ProcessComponents: { description: 'Updating component registration' },
  PublishFeatures: { description: 'Publishing Product Features', template: 'Feature: [1]' },
  PublishProduct: { description: 'Publishing product information' },
  RegisterProduct: { description: 'Registering product', template: '[1]' },
  RegisterUser: { description: 'Registering user', template: '[1]' },
  RemoveFiles: { description: 'Removing files', template: 'File: [1], Directory: [9]' },
  RemoveFolders: { description: 'Removing folders', template: 'Folder: [1]' },
  RemoveRegistryValues: { description: 'Removing system registry values', template: 'Key: [1], Name: [2]' },
  StartServices: { description: 'Starting services', template: 'Service: [1]' },
  StopServices: { description: 'Stopping services', template: 'Service: [1]' },
  UnpublishFeatures: { description: 'Unpublishing Product Features', template: 'Feature: [1]' },
  WriteRegistryValues: { description: 'Writing system registry values', template: 'Key: [1], Name: [2], Value: [3]' },
}

/** As `ActionStart(...)` has it: `Name=InstallFiles,Description=Copying new files,Template=...` */
export function actionStart(action: string): string {
  const { description, template } = ACTION_TEXT[action] ?? { description: '' }
  if (description === '') return `ActionStart(Name=${action},,)`
  return `ActionStart(Name=${action},Description=${description},${template ? `Template=${template}` : ''})`
}
