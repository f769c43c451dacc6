/**
 * The lines of a verbose log, `[1]`, `[2]` ... to be filled in. Forms as real logs have them (msi-log-anatomy.md); those
 * that no log at hand shows are marked `modelled`. A trailing blank belongs to the line.
 */
export const LINES = {
  // Frame
  verboseStarted: '=== Verbose logging started: [1]  [2]  Build type: SHIP UNICODE [3]  Calling process: [4] ===',
  verboseStopped: '=== Verbose logging stopped: [1]  [2] ===',
  loggingStarted: '=== Logging started: [1]  [2] ===',
  loggingStopped: '=== Logging stopped: [1]  [2] ===',
  endOfLog: '',
  /** The line end that an event's text has itself. */
  blank: '',

  // Head
  resettingPolicies: 'Resetting cached policy values',
  machinePolicy: "Machine policy value '[1]' is [2]",
  userPolicy: "User policy value '[1]' is [2]",
  runEngine: '******* RunEngine:',
  runEngineProduct: '           ******* Product: [1]',
  runEngineAction: '           ******* Action: [1]',
  runEngineCommandLine: '           ******* CommandLine: **********',
  clientNoUi: 'Client-side and UI is none or basic: Running entire install on the server.',
  grabbedMutex: 'Grabbed execution mutex.',
  mutexTaken: 'Failed to grab execution mutex. System error 258.',
  serverUnreachable: 'Failed to connect to server. Error: [1]',
  // MSI_LUA: windows-installer.md 8.2; the three about the prompt are modelled from memory
  luaPrompt: 'MSI_LUA: Elevation required to install product, will prompt for credentials',
  luaPrompted: 'MSI_LUA: Credential Request return = 0x0',
  luaConsent: 'MSI_LUA: Elevated credential consent provided. Install will run elevated',
  luaNoPrompt: 'MSI_LUA: Elevation prompt disabled for silent installs',
  luaSilent: 'MSI_LUA: Installation UI level is silent, no credential elevation is possible',
  cloaking: 'Cloaking enabled.',
  // Two spellings of one sentence, as in the bulletin's log.
  enablingPriveleges: 'Attempting to enable all disabled priveleges before calling Install on Server',
  enablingPrivileges: 'Attempting to enable all disabled privileges before calling Install on Server',
  counterUp: 'Incrementing counter to disable shutdown. Counter after increment: 0',
  counterDown:
    'Decrementing counter to disable shutdown. If counter >= 0, shutdown will be denied.  Counter after decrement: -1',
  insideTransaction: 'Running installation inside multi-package transaction [1]',
  restorePointSkipped: 'SRSetRestorePoint skipped for this transaction.',
  noRestorePoint: 'No System Restore sequence number for this installation.',
  endDialogDisabled: 'End dialog not enabled',
  originalPackage: 'Original package ==> [1]',
  runningFrom: "Package we're running from ==> [1]",
  appcompatOverride: 'APPCOMPAT: Uninstall [1] override found.',
  appcompatLooking: "APPCOMPAT: looking for appcompat database entry with ProductCode '[1]'.",
  appcompatNone: 'APPCOMPAT: no matching ProductCode found in database.',
  mscoree: 'MSCOREE not loaded loading copy from system32',
  openingPatch: "Opening existing patch '[1]'.",
  originalPatch: 'Original patch ==> [1]',
  patchRunningFrom: "Patch we're running from ==> [1]",
  verifyingPatch: "SOFTWARE RESTRICTION POLICY: Verifying patch --> '[1]' against software restriction policy",
  verifyingPackage: "SOFTWARE RESTRICTION POLICY: Verifying package --> '[1]' against software restriction policy",
  signed: 'SOFTWARE RESTRICTION POLICY: [1] has a digital signature',
  // Modelled: no log of a refused package is known.
  notPermitted: "SOFTWARE RESTRICTION POLICY: [1] is not permitted to run at the 'unrestricted' authorization level.",
  permitted: "SOFTWARE RESTRICTION POLICY: [1] is permitted to run at the 'unrestricted' authorization level.",
  sequenceStarts:
    'SequencePatches starts. Product code: [1], Product version: [2], Upgrade code: [3], Product language [4]',
  sequencerVerifying:
    'PATCH SEQUENCER: verifying the applicability of QFE patch [1] against product code: [2], product version: [3], product language [4] and upgrade code: [5]',
  sequencerApplicable: 'PATCH SEQUENCER: QFE patch [1] is applicable.',
  sequencerNotApplicable: 'PATCH SEQUENCER: QFE patch [1] is not applicable.',
  sequenceSuccess: 'SequencePatches returns success.',
  finalOrder: 'Final Patch Application Order:',
  orderRow: '[1] - [2]',
  otherPatches: 'Other Patches:',
  unknownAbsent: 'Unknown\\Absent: [1] - [2]',
  supersededRow: 'Superseded: [1] - [2]',
  obsoletedRow: 'Obsoleted: [1] - [2]',
  transformsAreNotSecure: 'Transforms are not secure.',
  commandLine: 'Command Line: [1] ',
  productCodePassed: "Product Code passed to Engine.Initialize:           '[1]'",
  productCodeBefore: "Product Code from property table before transforms: '[1]'",
  productCodeAfter: "Product Code from property table after transforms:  '[1]'",
  maintenanceMode: 'Product registered: entering maintenance mode',
  perMachine:
    'Determined that existing product (either this product or the product being upgraded with a patch) is installed per-machine.',
  elevatedAssigned: "Running product '[1]' with elevated privileges: Product is assigned.",
  packageNameKnown: "Package name retrieved from configuration data: '[1]'",
  transformsNow: 'TRANSFORMS property is now: [1]',
  shellFolder: 'SHELL32::SHGetFolderPath returned: [1]',
  sessionOpened: 'RESTART MANAGER: Session opened.',
  sessionClosed: 'RESTART MANAGER: Session closed.',
  rmWillShutDown: 'RESTART MANAGER: Will attempt to shut down and restart applications in no UI modes.',
  rmShutDown:
    "RESTART MANAGER: Successfully shut down all applications in the service's session that held files in use.",
  rmFailed: "RESTART MANAGER: Failed to shut down all applications in the service's session. Error: 351",
  transforming: 'Transforming table [1].',
  switchingToServer: 'Switching to server: [1] ',
  backFromServer: 'Back from server. Return value: [1]',
  secondSequence: 'Engine has iefSecondSequence set to true.',

  // Missing packages
  cachedPackageMissing: "Warning: Local cached package '[1]' is missing.",
  patchNotFound: "Couldn't find local patch '[1]'. Looking for it at its source.",
  resolvingPatch: 'Resolving Patch source.',
  mediaIfSafe: 'SOURCEMGMT: Media enabled only if package is safe.',
  lookingForSource: 'SOURCEMGMT: Looking for sourcelist for product [1]',
  addingSource: 'SOURCEMGMT: Adding [1]; to potential sourcelist list (pcode;disk;relpath).',
  checkingSource: 'SOURCEMGMT: Now checking product [1]',
  mediaEnabled: 'SOURCEMGMT: Media is enabled for product.',
  lastUsedSource: 'SOURCEMGMT: Attempting to use LastUsedSource from source list.',
  tryingSource: 'SOURCEMGMT: Trying source [1].',
  sourceInvalid: 'SOURCEMGMT: Source is invalid due to missing/inaccessible package.',
  netSources: 'SOURCEMGMT: Processing net source list.',
  mediaSources: 'SOURCEMGMT: Processing media source list.',
  urlSources: 'SOURCEMGMT: Processing URL source list.',
  resolvedTo: "SOURCEMGMT: Resolved source to: '[1]'",
  sourceFailed: 'SOURCEMGMT: Failed to resolve source',
  noTempCopy: "Unable to create a temp copy of patch '[1]'.",

  // Notes: a number, then fields with a blank after each
  note: 'Note: 1: [1] ',
  note2: 'Note: 1: [1] 2: [2] ',
  note3: 'Note: 1: [1] 2: [2] 3: [3] ',
  note4: 'Note: 1: [1] 2: [2] 3: [3] 4: [4] ',
  note5: 'Note: 1: [1] 2: [2] 3: [3] 4: [4] 5: [5] ',

  // Sequence
  runningSequence: 'Running [1]Sequence',
  doingAction: 'Doing action: [1]',
  actionStart: 'Action start [1]: [2].',
  actionEnded: 'Action ended [1]: [2]. Return value [3].',
  actionText: 'Action [1]: [2]. [3]',
  actionData: '[1]',
  skippingCondition: 'Skipping action: [1] (condition is false)',
  skippingClientDone: 'Skipping [1] action: already done on client side',
  skippingMaintenance: 'Skipping [1] action: not run in maintenance mode',
  propertyAdded: "PROPERTY CHANGE: Adding [1] property. Its value is '[2]'.",
  propertyModified: "PROPERTY CHANGE: Modifying [1] property. Its current value is '[2]'. Its new value: '[3]'.",
  propertyDeleted: "PROPERTY CHANGE: Deleting [1] property. Its current value is '[2]'.",
  propertyRow: 'Property([1]): [2] = [3]',
  targetResolution: 'Target path resolution complete. Dumping Directory table...',
  targetNote: 'Note: target paths subject to change (via custom actions or browsing)',
  directoryTarget: 'Dir (target): Key: [1]\t, Object: [2]',
  featureState: 'Feature: [1]; Installed: [2];   Request: [3];   Action: [4]',
  componentState: 'Component: [1]; Installed: [2];   Request: [3];   Action: [4]',
  fileInUse:
    "Info 1603.The file [1] is being held in use by the following process: Name: [2], Id: [3], Window Title: '[4]'.  Close that application and retry.",

  // Transaction
  beginTransaction: 'BeginTransaction: Locking Server',
  lockingServer: 'Server not locked: locking for product [1]',
  unlockingServer: 'Unlocking Server',
  runningScript: 'Running Script: [1]',
  executingOp: 'Executing op: [1]',
  fileLine: "File: [1];\t[2];\tWon't patch;\t[3]",
  sourceUncompressed: "Source for file '[1]' is uncompressed, at '[2]'.",
  sourceCompressed: "Source for file '[1]' is compressed",
  reapplyingSecurity: 'Re-applying security from existing file.',
  verifyingAccess: 'Verifying accessibility of file: [1]',
  sourceSecurity: 'Using source file security for destination.',
  heldInUse: 'Info 1603.The file [1] is being held in use.  Close that application and retry.',
  deleteAtRestart: 'Info 1903.Scheduling reboot operation: Deleting file [1]. Must reboot to complete operation.',
  rollbackSkipped: 'Error in rollback skipped.\tReturn: [1]',
  securityFromOpCode: 'File will have security applied from OpCode.',

  // Custom actions
  invokingRemote: 'Invoking remote custom action. DLL: [1], Entrypoint: [2]',
  randomCookie: 'Generating random cookie.',
  customActionServer: 'Created Custom Action Server with PID [1] ([2]).',
  runningAsService: 'Running as a service.',
  customActionHello: "Hello, I'm your 32bit Impersonated custom action server.",
  creatingHandle: 'Creating MSIHANDLE ([1]) of type [2] for thread [3]',
  closingHandle: 'Closing MSIHANDLE ([1]) of type [2] for thread [3]',
  quietExec: 'CAQuietExec:  [1]',
  quietExecError: 'CAQuietExec:  Error [1]: Command line returned an error.',
  quietExecFailed: 'CAQuietExec:  Error [1]: CAQuietExec Failed',
  returnedActualCode:
    'CustomAction [1] returned actual error code [2] (note this may not be 100% accurate if translation happened inside sandbox)',
  translated:
    'CustomAction [1] returned actual error code [2] but will be translated to success due to continue marking',

  // Messages and results
  message: 'Error [1]. [2]',
  // Dialogs, as logs with a full user interface have them
  dialogCreated: 'Action [1]: [2]. Dialog created',
  fontCreated:
    "Info 2898.For [1] textstyle, the system created a '[2]' font, in 0 character set, of [3] pixels height.",
  controlTooWide:
    'DEBUG: Error 2826:  Control [1] on dialog [2] extends beyond the boundaries of the dialog to the right by [3] pixels',
  unexpectedError:
    'The installer has encountered an unexpected error installing this package. This may indicate a problem with this package. The error code is [1]. The arguments are: [2]',
  customActionText: '[1]',
  refusal: '[1]',
  eventText: '[1]',
  attemptingDelete: 'Attempting to delete file [1]',
  unableToDelete: 'Unable to delete the file. LastError = [1]',
  cleaningUp: 'Cleaning up uninstalled install packages, if any exist',
  deferringCleanUp: 'Deferring clean up of packages/files, if any exist',
  engineReturns: 'MainEngineThread is returning [1]',
  destroyingApi: 'Destroying RemoteAPI object.',
  managerEnding: 'Custom Action Manager thread ending.',
} as const

export type LineKey = keyof typeof LINES
