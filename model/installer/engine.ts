import { about } from '../machine/host.ts'
import { CACHED_PATCH } from './actions.ts'
import { asksLate, lookUpPrivileges, sayElevation } from './elevation.ts'
import type { InstallRequest, Speaker } from './facts.ts'
import { affectedFeatures } from './files.ts'
import { FONTS, noteMissing } from './missingTables.ts'
import type { Refusal } from './open.ts'
import { nameTransforms, sayTransforms } from './patchTransforms.ts'
import { reportRefusal } from './results.ts'
import {
  bare,
  codeText,
  type InstallerRun,
  type InstallSession,
  log,
  logAs,
  policies,
  policyValue,
  STREAM_MISSING,
  setProperty,
  stamp,
} from './session.ts'
import { stateFileOf } from './transaction.ts'
import { setWindowsProperties, versionOf } from './windowsProperties.ts'

/**
 * What an engine does in the client and in the service alike: it announces itself, fills the property table, stands
 * around the top action INSTALL, says why it refuses, and returns. Does not know what either side does between.
 */

// ----------------------------------------------------------------------------------------------- beginning and end

/** The lines with which RunEngine is called; behind a wizard it is told the action. */
export function announce(run: InstallerRun, speaker: Speaker, action = ''): void {
  logAs(run, speaker, 'resettingPolicies')
  logAs(run, speaker, 'machinePolicy', 'Debug', policyValue(run, 'Debug'))
  logAs(run, speaker, 'runEngine')
  bare(run, 'runEngineProduct', productNamed(run))
  bare(run, 'runEngineAction', action)
  bare(run, 'runEngineCommandLine')
}

/** What RunEngine is called with: the product if it is known, otherwise the package. */
export function productNamed({ target, request }: InstallerRun): string {
  return target.product?.productCode ?? target.patch?.targets[0] ?? request.package
}

/** An engine that will open packages itself. */
export function beginEngine(run: InstallerRun, speaker: Speaker, action = ''): void {
  announce(run, speaker, action)
  logAs(run, speaker, 'machinePolicy', 'DisableUserInstalls', 0)
}

/** Every call of an engine ends with this line. */
export function endEngine(run: InstallerRun, speaker: Speaker, code: number): number {
  logAs(run, speaker, 'engineReturns', code)
  return code
}

/** Why nothing is installed: the text of the code, the package under it, and the events. */
export function sayRefusal(run: InstallerRun, speaker: Speaker, refusal: Refusal): void {
  const text = codeText(run, refusal.code)
  run.host.tell({ kind: 'refused', code: refusal.code, text, subject: refusal.subject })
  about(run.host, refusal.subject, () => {
    bare(run, 'refusal', text)
    bare(run, 'refusal', refusal.path)
  })
  if (refusal.product) reportRefusal(run, speaker, refusal.product, refusal.patch, refusal.code)
}

// ------------------------------------------------------------------------------------------------ the property table

/** The UILevel property. */
const UI_LEVELS: Readonly<Record<InstallRequest['ui'], number>> = { none: 2, basic: 3, full: 5 }
/** The CLIENTUILEVEL property counts the other way. */
const CLIENT_UI_LEVELS: Readonly<Record<InstallRequest['ui'], number>> = { none: 3, basic: 2, full: 0 }

/** What a client with a wizard has made of its properties; nothing where the service begins. */
export type HandedOver = ReadonlyMap<string, string>

/**
 * Policies and properties between opening the packages and the first action. In the service behind a wizard they begin with
 * those that the client hands over; `beforeTransforms` is where a service looks for restarts.
 */
export function initialize(session: InstallSession, handedOver: HandedOver, beforeTransforms: () => void): void {
  const { run, view, cachedPackage, product } = session
  lookUpPolicies(session)
  for (const [name, value] of Object.entries(view.property)) session.properties.set(name, value)
  if (run.logPath && run.host.machine.windows.engineNumber >= 400) {
    setProperty(session, 'MsiLogFileLocation', run.logPath)
  }
  const given = handedOver.size > 0 ? [...handedOver] : givenProperties(session)
  log(session, 'commandLine', given.map(([name, value]) => `${name}=${value}`).join(' '))
  nameProduct(session)
  for (const [name, value] of given) setProperty(session, name, value)
  beforeTransforms()
  if (handedOver.size > 0) log(session, 'secondSequence')
  nameTransforms(session)
  if (run.request.operation === 'remove' && session.patch) {
    setProperty(session, 'MsiPatchRemovalList', session.patch.patchCode)
  }
  setProperty(session, 'PRODUCTLANGUAGE', String(product.language))
  setWindowsProperties(session)
  setProperty(session, 'Installed', '00:00:00')
  setProperty(session, 'DATABASE', cachedPackage)
  setProperty(session, 'OriginalDatabase', cachedPackage)
  startLog(session, handedOver)
  run.host.spend(40)
}

/**
 * From here on the sequence is logged: the client says so before it is ready, a service on its own behind that, and one behind
 * a wizard not at all.
 */
function startLog(session: InstallSession, handedOver: HandedOver): void {
  const { run, speaker } = session
  const { engineNumber } = run.host.machine.windows
  const isClient = speaker.side === 'c'
  const isSecond = handedOver.size > 0
  if (engineNumber >= 405) policies(session, 'machine', 'MsiDisableEmbeddedUI')
  if (engineNumber >= 405 && !isClient) log(session, 'embeddedUiOff')
  if (isClient) setProperty(session, 'VersionHandler', versionOf(engineNumber), run.wizard)
  if (isClient) bare(run, 'loggingStarted', ...stamp(run))
  noteMissing(session, ['PatchPackage'])
  policies(session, 'machine', 'DisableRollback')
  policies(session, 'user', 'DisableRollback')
  setProperty(session, 'UILevel', String(UI_LEVELS[run.request.ui]))
  if (!isClient && !isSecond) noteMissing(session, FONTS)
  if (!isClient && !isSecond) bare(run, 'loggingStarted', ...stamp(run))
  if (!isSecond) log(session, 'note3', 2203, stateFileOf(run.host), STREAM_MISSING)
  if (PRESELECTING.some(name => session.properties.has(name))) setProperty(session, 'Preselected', '1')
  if (engineNumber >= 400) log(session, 'appcompatCondition')
  setProperty(session, 'ACTION', 'INSTALL')
}

/** Somebody has chosen features already (SDK "Preselected Property"). */
const PRESELECTING = ['ADDLOCAL', 'ADDSOURCE', 'ADDDEFAULT', 'ADVERTISE', 'REMOVE', 'REINSTALL', 'FILEADDLOCAL']

function lookUpPolicies(session: InstallSession): void {
  const { run, product } = session
  const { engineNumber } = run.host.machine.windows
  policies(session, 'machine', 'DisablePatch', 'AllowLockdownPatch')
  if (!asksLate(run)) lookUpPrivileges(session, true)
  policies(session, 'machine', ...(engineNumber >= 400 ? ['DisableLUAPatching'] : []), 'DisableFlyWeightPatching')
  sayTransforms(session)
  log(session, 'appcompatLooking', product.productCode)
  log(session, 'appcompatNone')
  log(session, 'transformsAreNotSecure')
}

/** What the command line says, and what the request stands for. */
function givenProperties({ run, view, installed }: InstallSession): readonly (readonly [string, string])[] {
  const { request, client } = run
  return [
    ...(request.operation === 'patch' ? ([['PATCH', request.package]] as const) : []),
    ['REINSTALL', installed ? affectedFeatures(installed, view).join() : 'ALL'],
    ['REINSTALLMODE', 'omus'],
    ...Object.entries(request.properties),
    ['CURRENTDIRECTORY', request.currentDirectory],
    ['CLIENTUILEVEL', String(CLIENT_UI_LEVELS[request.ui])],
    ['CLIENTPROCESSID', String(client.pid)],
  ]
}

function nameProduct(session: InstallSession): void {
  const { packageCode, productCode, packageName } = session.product
  setProperty(session, 'PackageCode', packageCode)
  log(session, 'productCodePassed', productCode)
  log(session, 'productCodeBefore', productCode)
  log(session, 'productCodeAfter', productCode)
  log(session, 'maintenanceMode')
  log(session, 'perMachine')
  sayElevation(session)
  setProperty(session, 'ProductState', '5')
  setProperty(session, 'ProductToBeRegistered', '1')
  log(session, 'packageNameKnown', packageName)
  noteMissing(session, ['Error'])
  log(session, 'note3', 2262, 'AdminProperties', STREAM_MISSING)
  lookUpPrivileges(session, asksLate(session.run))
}

/** The property table at the end; the copy's place is a note of the simulation's own. */
export function dump(session: InstallSession): void {
  const side = session.speaker.side === 'c' ? 'C' : 'S'
  for (const [name, value] of session.properties) {
    if (name !== CACHED_PATCH) bare(session.run, 'propertyRow', side, name, value)
  }
}

// ----------------------------------------------------------------------------------------------------- INSTALL

/** The top action, around the whole sequence of a side. */
export function inInstall(session: InstallSession, walk: () => number): number {
  const { host } = session.run
  const { speaker, synchronous } = session
  const action = 'INSTALL'
  log(session, 'doingAction', action)
  host.tell({ kind: 'action-started', speaker, action, synchronous })
  const value = walk()
  host.tell({ kind: 'action-ended', speaker, action, value, synchronous })
  return value
}
