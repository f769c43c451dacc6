import { about } from '../machine/host.ts'
import { CACHED_PATCH } from './actions.ts'
import type { InstallRequest, Speaker } from './facts.ts'
import { affectedFeatures } from './files.ts'
import type { Refusal } from './open.ts'
import { transformList } from './registration.ts'
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
  setProperty,
} from './session.ts'
import { setWindowsProperties } from './windowsProperties.ts'

/**
 * What an engine does in the client and in the service alike: it announces itself, fills the property table, stands
 * around the top action INSTALL, says why it refuses, and returns. Does not know what either side does between.
 */

// ----------------------------------------------------------------------------------------------- beginning and end

/** The lines with which RunEngine is called. */
export function announce(run: InstallerRun, speaker: Speaker): void {
  logAs(run, speaker, 'resettingPolicies')
  logAs(run, speaker, 'machinePolicy', 'Debug', policyValue(run, 'Debug'))
  logAs(run, speaker, 'runEngine')
  bare(run, 'runEngineProduct', productNamed(run))
  bare(run, 'runEngineAction', '')
  bare(run, 'runEngineCommandLine')
}

/** What RunEngine is called with: the product if it is known, otherwise the package. */
export function productNamed({ target, request }: InstallerRun): string {
  return target.product?.productCode ?? target.patch?.targets[0] ?? request.package
}

/** An engine that will open packages itself. */
export function beginEngine(run: InstallerRun, speaker: Speaker): void {
  announce(run, speaker)
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

/**
 * Policies and properties between opening the packages and the first action. In the service they begin with those that the
 * client hands over; `beforeTransforms` is where that looks for restarts.
 */
export function initialize(
  session: InstallSession,
  fromClient: ReadonlyMap<string, string>,
  beforeTransforms: () => void = () => {},
): void {
  const { run, view, cachedPackage } = session
  lookUpPolicies(session)
  for (const [name, value] of Object.entries(view.property)) session.properties.set(name, value)
  if (run.logPath && run.host.machine.windows.engineNumber >= 400) {
    setProperty(session, 'MsiLogFileLocation', run.logPath)
  }
  const given = givenProperties(session)
  log(session, 'commandLine', given.map(([name, value]) => `${name}=${value}`).join(' '))
  nameProduct(session)
  for (const [name, value] of given) setProperty(session, name, value)
  beforeTransforms()
  if (fromClient.size > 0) log(session, 'secondSequence')
  namePatch(session)
  setWindowsProperties(session)
  // What the client's searches have found comes over with its public properties.
  for (const { property: found } of view.appSearch) setProperty(session, found, fromClient.get(found) ?? '')
  setProperty(session, 'Installed', '00:00:00')
  setProperty(session, 'DATABASE', cachedPackage)
  setProperty(session, 'OriginalDatabase', cachedPackage)
  policies(session, 'machine', 'DisableRollback')
  policies(session, 'user', 'DisableRollback')
  setProperty(session, 'UILevel', String(UI_LEVELS[run.request.ui]))
  setProperty(session, 'ACTION', 'INSTALL')
  run.host.spend(40)
}

function lookUpPolicies(session: InstallSession): void {
  const { engineNumber } = session.run.host.machine.windows
  const { productCode } = session.product
  policies(session, 'machine', 'DisablePatch', 'AllowLockdownPatch', 'DisableMsi', 'AlwaysInstallElevated')
  policies(session, 'user', 'AlwaysInstallElevated')
  log(session, 'elevatedAssigned', productCode)
  policies(session, 'machine', ...(engineNumber >= 400 ? ['DisableLUAPatching'] : []), 'DisableFlyWeightPatching')
  log(session, 'appcompatLooking', productCode)
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
  setProperty(session, 'ProductState', '5')
  log(session, 'packageNameKnown', packageName)
}

function namePatch(session: InstallSession): void {
  const { run, product, patch } = session
  if (!patch) return
  if (run.request.operation === 'patch') log(session, 'transformsNow', transformList(product, patch))
  if (run.request.operation === 'remove') setProperty(session, 'MsiPatchRemovalList', patch.patchCode)
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
