import { INSTALLER_EVENTS } from './events.ts'
import { documented, modelled, observed } from './grade.ts'
import { INTERNAL_MESSAGES, MESSAGES, UNEXPECTED_ERROR, withFields } from './messages.ts'
import { from, type Wording } from './wording.ts'

/**
 * The lines of a verbose log, `[1]`, `[2]` ... to be filled in. Forms as real logs have them (msi-log-anatomy.md). A trailing
 * blank belongs to the line. Knows neither when a line is written nor what stands in front of it.
 */

const seen = from(observed('msi-log-anatomy.md'))
/** No log at hand shows it. */
const guessed = from(modelled('memory'))

export const LINES = {
  // Frame
  verboseStarted: seen('=== Verbose logging started: [1]  [2]  Build type: SHIP UNICODE [3]  Calling process: [4] ==='),
  verboseStopped: seen('=== Verbose logging stopped: [1]  [2] ==='),
  loggingStarted: seen('=== Logging started: [1]  [2] ==='),
  loggingStopped: seen('=== Logging stopped: [1]  [2] ==='),
  endOfLog: seen(''),
  /** The line end that a line with a prefix has itself. */
  lineEnd: seen(''),
  /** The line end that an event's text has itself. */
  blank: seen(''),

  // Head
  resettingPolicies: seen('Resetting cached policy values'),
  machinePolicy: seen("Machine policy value '[1]' is [2]"),
  userPolicy: seen("User policy value '[1]' is [2]"),
  runEngine: seen('******* RunEngine:'),
  runEngineProduct: seen('           ******* Product: [1]'),
  runEngineAction: seen('           ******* Action: [1]'),
  runEngineCommandLine: seen('           ******* CommandLine: **********'),
  clientNoUi: seen('Client-side and UI is none or basic: Running entire install on the server.'),
  grabbedMutex: seen('Grabbed execution mutex.'),
  mutexTaken: seen('Failed to grab execution mutex. System error 258.'),
  serverUnreachable: seen(INSTALLER_EVENTS[1015].text.replace('%1', '[1]')),
  luaPrompt: guessed('MSI_LUA: Elevation required to install product, will prompt for credentials'),
  luaPrompted: guessed('MSI_LUA: Credential Request return = 0x0'),
  luaConsent: guessed('MSI_LUA: Elevated credential consent provided. Install will run elevated'),
  luaNoPrompt: from(documented('windows-installer.md 8.2'))('MSI_LUA: Elevation prompt disabled for silent installs'),
  luaSilent: from(documented('windows-installer.md 8.2'))(
    'MSI_LUA: Installation UI level is silent, no credential elevation is possible',
  ),
  luaNotRequired: seen('MSI_LUA: Credential prompt not required, user is an admin'),
  luaClient: seen(
    'MSI_LUA: Setting AdminUser property to 1 because this is the client or the user has already permitted elevation',
  ),
  luaManaged: seen(
    'MSI_LUA: Setting AdminUser property to 1 because the product is already installed managed and per-machine',
  ),
  luaRunningElevated: seen(
    'MSI_LUA: Setting MsiRunningElevated property to 1 because the install is already running elevated.',
  ),
  cloaking: seen('Cloaking enabled.'),
  // Two spellings of one sentence, as in the bulletin's log.
  enablingPriveleges: seen('Attempting to enable all disabled priveleges before calling Install on Server'),
  enablingPrivileges: seen('Attempting to enable all disabled privileges before calling Install on Server'),
  counterUp: seen('Incrementing counter to disable shutdown. Counter after increment: 0'),
  counterDown: seen(
    'Decrementing counter to disable shutdown. If counter >= 0, shutdown will be denied.  Counter after decrement: -1',
  ),
  insideTransaction: seen('Running installation inside multi-package transaction [1]'),
  restorePointSkipped: seen('SRSetRestorePoint skipped for this transaction.'),
  noRestorePoint: seen('No System Restore sequence number for this installation.'),
  fontLoaded: seen('Font created.  Charset: Req=[1], Ret=[2], Font: Req=[3], Ret=[4]'),
  endDialogDisabled: seen('End dialog not enabled'),
  originalPackage: seen('Original package ==> [1]'),
  runningFrom: seen("Package we're running from ==> [1]"),
  appcompatOverride: seen('APPCOMPAT: Uninstall [1] override found.'),
  appcompatLooking: seen("APPCOMPAT: looking for appcompat database entry with ProductCode '[1]'."),
  appcompatNone: seen('APPCOMPAT: no matching ProductCode found in database.'),
  appcompatCondition: seen('APPCOMPAT: [DetectVersionLaunchCondition] Launch condition already passes.'),
  mscoree: seen('MSCOREE not loaded loading copy from system32'),
  openingPatch: seen("Opening existing patch '[1]'."),
  originalPatch: seen('Original patch ==> [1]'),
  patchRunningFrom: seen("Patch we're running from ==> [1]"),
  verifyingPatch: seen("SOFTWARE RESTRICTION POLICY: Verifying patch --> '[1]' against software restriction policy"),
  verifyingPackage: seen(
    "SOFTWARE RESTRICTION POLICY: Verifying package --> '[1]' against software restriction policy",
  ),
  signed: seen('SOFTWARE RESTRICTION POLICY: [1] has a digital signature'),
  notPermitted: guessed(
    "SOFTWARE RESTRICTION POLICY: [1] is not permitted to run at the 'unrestricted' authorization level.",
  ),
  permitted: seen("SOFTWARE RESTRICTION POLICY: [1] is permitted to run at the 'unrestricted' authorization level."),
  sequenceStarts: seen(
    'SequencePatches starts. Product code: [1], Product version: [2], Upgrade code: [3], Product language [4]',
  ),
  sequencerVerifying: seen(
    'PATCH SEQUENCER: verifying the applicability of QFE patch [1] against product code: [2], product version: [3], product language [4] and upgrade code: [5]',
  ),
  sequencerApplicable: seen('PATCH SEQUENCER: QFE patch [1] is applicable.'),
  sequencerNotApplicable: seen('PATCH SEQUENCER: QFE patch [1] is not applicable.'),
  sequenceSuccess: seen('SequencePatches returns success.'),
  finalOrder: seen('Final Patch Application Order:'),
  orderRow: seen('[1] - [2]'),
  otherPatches: seen('Other Patches:'),
  unknownAbsent: seen('Unknown\\Absent: [1] - [2]'),
  supersededRow: seen('Superseded: [1] - [2]'),
  obsoletedRow: seen('Obsoleted: [1] - [2]'),
  transformsAreNotSecure: seen('Transforms are not secure.'),
  commandLine: seen('Command Line: [1] '),
  productCodePassed: seen("Product Code passed to Engine.Initialize:           '[1]'"),
  productCodeBefore: seen("Product Code from property table before transforms: '[1]'"),
  productCodeAfter: seen("Product Code from property table after transforms:  '[1]'"),
  maintenanceMode: seen('Product registered: entering maintenance mode'),
  perMachine: seen(
    'Determined that existing product (either this product or the product being upgraded with a patch) is installed per-machine.',
  ),
  elevatedAssigned: seen("Running product '[1]' with elevated privileges: Product is assigned."),
  adminAssigned: seen('Product [1] is admin assigned: LocalSystem owns the publish key.'),
  managed: seen('Product [1] is managed.'),
  packageNameKnown: seen("Package name retrieved from configuration data: '[1]'"),
  transformsNow: seen('TRANSFORMS property is now: [1]'),
  baselineCaching: guessed(
    'Enabling baseline caching for this transaction since all active patches are MSI 3.0 style MSPs or at least one MSI 3.0 minor update patch is active',
  ),
  lookingForTransform: guessed('Looking for patch transform: [1]'),
  validatingTransform: guessed("Validating transform '[1]' with validation bits 0x[2]"),
  transformValid: guessed("Transform '[1]' is valid."),
  skippingValidation: guessed('Skipping validation for patch transform [1].'),
  embeddedUiOff: seen("EEUI - Disabling MsiEmbeddedUI for service because it's not a quiet/basic install"),
  uiSequencePresent: seen("UI Sequence table '[1]' is present and populated."),
  shellFolder: seen('SHELL32::SHGetFolderPath returned: [1]'),
  sessionOpened: seen('RESTART MANAGER: Session opened.'),
  sessionClosed: seen('RESTART MANAGER: Session closed.'),
  rmWillShutDown: seen('RESTART MANAGER: Will attempt to shut down and restart applications in no UI modes.'),
  rmShutDown: seen(
    "RESTART MANAGER: Successfully shut down all applications in the service's session that held files in use.",
  ),
  rmFailed: seen("RESTART MANAGER: Failed to shut down all applications in the service's session. Error: 351"),
  transforming: seen('Transforming table [1].'),
  switchingToServer: seen('Switching to server: [1] '),
  backFromServer: seen('Back from server. Return value: [1]'),
  secondSequence: seen('Engine has iefSecondSequence set to true.'),

  // Missing packages
  cachedPackageMissing: seen("Warning: Local cached package '[1]' is missing."),
  patchNotFound: seen("Couldn't find local patch '[1]'. Looking for it at its source."),
  resolvingPatch: seen('Resolving Patch source.'),
  mediaIfSafe: seen('SOURCEMGMT: Media enabled only if package is safe.'),
  lookingForSource: seen('SOURCEMGMT: Looking for sourcelist for product [1]'),
  addingSource: seen('SOURCEMGMT: Adding [1]; to potential sourcelist list (pcode;disk;relpath).'),
  checkingSource: seen('SOURCEMGMT: Now checking product [1]'),
  mediaEnabled: seen('SOURCEMGMT: Media is enabled for product.'),
  lastUsedSource: seen('SOURCEMGMT: Attempting to use LastUsedSource from source list.'),
  tryingSource: seen('SOURCEMGMT: Trying source [1].'),
  sourceInvalid: seen('SOURCEMGMT: Source is invalid due to missing/inaccessible package.'),
  netSources: seen('SOURCEMGMT: Processing net source list.'),
  mediaSources: seen('SOURCEMGMT: Processing media source list.'),
  urlSources: seen('SOURCEMGMT: Processing URL source list.'),
  resolvedTo: seen("SOURCEMGMT: Resolved source to: '[1]'"),
  sourceFailed: seen('SOURCEMGMT: Failed to resolve source'),
  noTempCopy: seen("Unable to create a temp copy of patch '[1]'."),

  // Notes: a number, then fields with a blank after each
  note: seen('Note: 1: [1] '),
  note2: seen('Note: 1: [1] 2: [2] '),
  note3: seen('Note: 1: [1] 2: [2] 3: [3] '),
  note4: seen('Note: 1: [1] 2: [2] 3: [3] 4: [4] '),
  note5: seen('Note: 1: [1] 2: [2] 3: [3] 4: [4] 5: [5] '),

  // Sequence
  runningSequence: seen('Running [1]Sequence'),
  doingAction: seen('Doing action: [1]'),
  actionStart: seen('Action start [1]: [2].'),
  actionEnded: seen('Action ended [1]: [2]. Return value [3].'),
  actionText: seen('Action [1]: [2]. [3]'),
  actionData: seen('[1]'),
  skippingCondition: seen('Skipping action: [1] (condition is false)'),
  skippingClientDone: seen('Skipping [1] action: already done on client side'),
  skippingMaintenance: seen('Skipping [1] action: not run in maintenance mode'),
  propertyAdded: seen("PROPERTY CHANGE: Adding [1] property. Its value is '[2]'."),
  propertyModified: seen("PROPERTY CHANGE: Modifying [1] property. Its current value is '[2]'. Its new value: '[3]'."),
  propertyDeleted: seen("PROPERTY CHANGE: Deleting [1] property. Its current value is '[2]'."),
  propertyRow: seen('Property([1]): [2] = [3]'),
  targetResolution: seen('Target path resolution complete. Dumping Directory table...'),
  targetNote: seen('Note: target paths subject to change (via custom actions or browsing)'),
  directoryTarget: seen('Dir (target): Key: [1]\t, Object: [2]'),
  featureState: seen('Feature: [1]; Installed: [2];   Request: [3];   Action: [4]'),
  componentState: seen('Component: [1]; Installed: [2];   Request: [3];   Action: [4]'),
  fileInUse: seen(`Info 1603.${withFields(MESSAGES[1603].text, { 2: '[1]', 4: '[2]', 5: '[3]', 6: '[4]' })}`),

  luaPatchingDisabled: seen('LUA patching is disabled: missing MsiPatchCertificate table'),

  // Transaction
  beginTransaction: seen('BeginTransaction: Locking Server'),
  lockingServer: seen('Server not locked: locking for product [1]'),
  unlockingServer: seen('Unlocking Server'),
  runningScript: seen('Running Script: [1]'),
  executingOp: seen('Executing op: [1]'),
  fileLine: seen("File: [1];\t[2];\tWon't patch;\t[3]"),
  sourceUncompressed: seen("Source for file '[1]' is uncompressed, at '[2]'."),
  sourceCompressed: seen("Source for file '[1]' is compressed"),
  reapplyingSecurity: seen('Re-applying security from existing file.'),
  verifyingAccess: seen('Verifying accessibility of file: [1]'),
  sourceSecurity: seen('Using source file security for destination.'),
  heldInUse: seen(`Info 1603.${withFields(MESSAGES[1603].text, { 2: '[1]' })}`),
  renameAtRestart: from(documented('sdk-error-table'))(
    `Info 1902.${withFields(MESSAGES[1902].text, { 2: '[1]', 3: '[2]' })}`,
  ),
  deleteAtRestart: seen(`Info 1903.${withFields(MESSAGES[1903].text, { 2: '[1]' })}`),
  rollbackSkipped: seen('Error in rollback skipped.\tReturn: [1]'),
  securityFromOpCode: seen('File will have security applied from OpCode.'),

  // Custom actions
  invokingRemote: seen('Invoking remote custom action. DLL: [1], Entrypoint: [2]'),
  randomCookie: seen('Generating random cookie.'),
  customActionServer: seen('Created Custom Action Server with PID [1] ([2]).'),
  runningAsService: seen('Running as a service.'),
  customActionHello: seen("Hello, I'm your 32bit Impersonated custom action server."),
  creatingHandle: seen('Creating MSIHANDLE ([1]) of type [2] for thread [3]'),
  closingHandle: seen('Closing MSIHANDLE ([1]) of type [2] for thread [3]'),
  quietExec: seen('CAQuietExec:  [1]'),
  quietExecError: seen('CAQuietExec:  Error [1]: Command line returned an error.'),
  quietExecFailed: seen('CAQuietExec:  Error [1]: CAQuietExec Failed'),
  returnedActualCode: seen(
    'CustomAction [1] returned actual error code [2] (note this may not be 100% accurate if translation happened inside sandbox)',
  ),
  translated: seen(
    'CustomAction [1] returned actual error code [2] but will be translated to success due to continue marking',
  ),

  // Messages and results
  message: seen('Error [1]. [2]'),
  // Dialogs, as logs with a full user interface have them
  dialogCreated: seen('Action [1]: [2]. Dialog created'),
  fontCreated: seen(`Info 2898.${withFields(INTERNAL_MESSAGES[2898].text, { 2: '[1]', 3: '[2]', 4: 0, 5: '[3]' })}`),
  controlTooWide: seen(
    `DEBUG: Error 2826:  ${withFields(INTERNAL_MESSAGES[2826].text, { 2: '[2]', 3: '[1]', 4: 'to the right', 5: '[3]' })}`,
  ),
  debugError: from(observed('corpus 057'))('DEBUG: Error [1]:  [2]'),
  // However many arguments an error has, they are one list here.
  unexpectedError: seen(withFields(UNEXPECTED_ERROR.text.replace('[2], [3], [4]', '[2]'), { 1: '[1]', 2: '[2]' })),
  customActionText: seen('[1]'),
  refusal: seen('[1]'),
  eventText: seen('[1]'),
  attemptingDelete: seen('Attempting to delete file [1]'),
  unableToDelete: seen('Unable to delete the file. LastError = [1]'),
  cleaningUp: seen('Cleaning up uninstalled install packages, if any exist'),
  deferringCleanUp: seen('Deferring clean up of packages/files, if any exist'),
  engineReturns: seen('MainEngineThread is returning [1]'),
  destroyingApi: seen('Destroying RemoteAPI object.'),
  managerEnding: seen('Custom Action Manager thread ending.'),
} as const satisfies Readonly<Record<string, Wording>>

export type LineKey = keyof typeof LINES

/** Lines split at their fields: text, field number, text, ... */
const PARTS = new Map<LineKey, readonly (string | number)[]>(
  (Object.entries(LINES) as [LineKey, Wording][]).map(([key, { text }]) => [
    key,
    text.split(/\[(\d)\]/).map((part, i) => (i % 2 === 1 ? Number(part) - 1 : part)),
  ]),
)

/** What a line begins with, whatever is filled in. */
export const lineStart = (key: LineKey): string => String(PARTS.get(key)![0])

/** A line with its fields filled in; one without a value becomes empty. */
export function lineText(key: LineKey, args: readonly (string | number)[]): string {
  let text = ''
  for (const part of PARTS.get(key)!) text += typeof part === 'number' ? (args[part] ?? '') : part
  return text
}
