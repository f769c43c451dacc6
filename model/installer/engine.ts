import { deleteFile, makeFolder, reportEvent, writeFile } from '../machine/calls.ts'
import { about, refusedBy, WIN32 } from '../machine/host.ts'
import { fileAt, serviceNamed } from '../machine/machine.ts'
import { startService } from '../machine/services.ts'
import { CACHED_PATCH } from './actions.ts'
import type { InstallRequest, Speaker } from './facts.ts'
import { affectedFeatures } from './files.ts'
import { MANAGEMENT_POLICY, MANAGER_SESSION, management, restartHolders } from './filesInUse.ts'
import { resume, undo } from './finalize.ts'
import { guidFrom } from './guid.ts'
import { errorText, returnCodeText } from './messages.ts'
import { type Opened, open, type Refusal } from './open.ts'
import { isRestartPending, withoutTemp } from './preconditions.ts'
import { localPatch, transformList } from './registration.ts'
import { reportError, reportRefusal, reportRestart, reportResult, reportSession, reportTransaction } from './results.ts'
import { runSequence, runTerminal } from './sequence.ts'
import {
  askPerson,
  bare,
  callersHost,
  type InstallerRun,
  type InstallSession,
  log,
  logAs,
  logError,
  newSpeaker,
  policies,
  policyValue,
  ROLLBACK_SCRIPTS,
  STREAM_DENIED,
  STREAM_MISSING,
  setProperty,
  stamp,
  tempFolder,
} from './session.ts'
import {
  firstFileNumber,
  installerFolder,
  newInstallerFile,
  numberedFile,
  PENDING_RENAMES,
  SESSION_MANAGER,
  stateFileOf,
  suspended,
} from './transaction.ts'
import { setWindowsProperties } from './windowsProperties.ts'

/**
 * The two engines of a run. A silent run is the client's call and everything else in the service; with a full user
 * interface the client opens the packages and walks the UI sequence, and the service walks the execute sequence.
 */

// ------------------------------------------------------------------------------------------------------- client

/** Everything in the service: UI level none or basic. */
export function runSilent(run: InstallerRun): number {
  head(run, run.client, product(run))
  logAs(run, run.client, 'clientNoUi')
  const grabbed = grabMutex(run)
  if (grabbed) return returns(run, run.client, grabbed)
  const code = serve(run, NOTHING_DONE, new Map())
  releaseMutex(run)
  return returns(run, run.client, code)
}

/** With the wizard: packages and conditions are looked at in the client first. */
export function runInteractive(run: InstallerRun): number {
  const client = run.client
  head(run, client, product(run))
  logAs(run, client, 'machinePolicy', 'DisableUserInstalls', 0)
  const copy = copyForClient(run)
  if (copy === undefined) return refused(run, client, withoutCopy(run), '')
  const unreachable = undoSuspended(run)
  if (unreachable) return returns(run, client, unreachable)
  const opened = open(run, client, copy, true)
  if (!opened.ok) return refused(run, client, opened.refusal, copy)
  const { session } = opened
  initialize(session, UI_LEVELS.full, new Map())
  bare(run, 'loggingStarted', ...stamp(run))
  let code = 0
  session.execute = () => {
    code = execute(session)
    return code === 0 || code === 3010 ? 1 : code === 1602 ? 2 : 3
  }
  const value = inAction(session, 'INSTALL', () => {
    log(session, 'runningSequence', 'UI')
    const { uiSequence } = session.view
    const ended = runSequence(session, uiSequence, NOTHING_DONE)
    runTerminal(session, uiSequence, ended)
    return ended
  })
  if (code === 0 && value !== 1) code = value === 2 ? 1602 : 1603
  dump(session)
  bare(run, 'loggingStopped', ...stamp(run))
  reportResult(run, client, session.product, session.patch, code)
  discard(run, client, copy, () => {
    logAs(run, client, 'grabbedMutex')
    logAs(run, client, 'cleaningUp')
  })
  return returns(run, client, code)
}

/**
 * What a crash has left open is undone before the packages are looked at: until then the registration may name what is
 * not there. Only the service can do that.
 */
function undoSuspended(run: InstallerRun): number {
  const { host } = run
  if (!suspended(host.machine)) return 0
  const unreachable = connect(run)
  if (unreachable) return unreachable
  resume(run, newSpeaker(host, 's', serviceNamed(host.machine, 'msiserver')!.pid!, 'resumed'))
  return 0
}

/** The UILevel property. */
const UI_LEVELS: Readonly<Record<InstallRequest['ui'], number>> = { none: 2, basic: 3, full: 5 }

/** The client keeps a copy of the patch in the temp folder of its account. Undefined where it cannot be written. */
function copyForClient(run: InstallerRun): string | undefined {
  const { host, request } = run
  const source = fileAt(host.machine, request.package)
  // Somebody else's package, or none: whoever opens it says so.
  if (source?.content?.kind !== 'package') return request.package
  const path = numberedFile(host, tempFolder(run), extensionOf(request.package), firstFileNumber(host))
  host.spend(source.size / COPIED_BYTES_PER_MS)
  return writeFile(callersHost(run), path, { size: source.size, content: source.content }) === 0 ? path : undefined
}

const extensionOf = (path: string): string => /\.(\w+)$/.exec(path)?.[1] ?? 'msp'

function withoutCopy(run: InstallerRun): Refusal {
  return { code: 1632, subject: { kind: 'file', name: tempFolder(run) }, ...run.target, path: tempFolder(run) }
}

/** ExecuteAction: hand over to the service. */
function execute(session: InstallSession): number {
  const { run } = session
  setProperty(session, 'SECONDSEQUENCE', '1')
  if (!run.request.elevated) for (const line of CONSENT) log(session, line)
  const grabbed = grabMutex(run)
  if (grabbed) return grabbed
  log(session, 'switchingToServer', `ACTION="INSTALL" EXECUTEACTION="INSTALL" ROOTDRIVE="C:\\" SECONDSEQUENCE="1"`)
  const code = serve(run, DONE_BY_CLIENT, session.properties)
  log(session, 'backFromServer', code)
  releaseMutex(run)
  return code
}

/** The prompt that gives the service a whole token; the client and whatever impersonates it keep the filtered one. */
const CONSENT = ['luaPrompt', 'luaPrompted', 'luaConsent'] as const

const NOTHING_DONE: ReadonlySet<string> = new Set()
/** Searches are made once; conditions and costing are made in both sequences. */
const DONE_BY_CLIENT: ReadonlySet<string> = new Set(['FindRelatedProducts', 'AppSearch', 'CCPSearch', 'RMCCPSearch'])

// ------------------------------------------------------------------------------------------------------ service

/** The service's part; returns the code of the run. */
function serve(run: InstallerRun, doneByClient: ReadonlySet<string>, fromClient: ReadonlyMap<string, string>): number {
  const { host, request } = run
  const unreachable = connect(run)
  if (unreachable) return unreachable
  const pid = serviceNamed(host.machine, 'msiserver')!.pid!
  const api = newSpeaker(host, 's', pid, 'call')
  const engine = newSpeaker(host, 's', pid, 'engine')
  const silent = request.ui !== 'full'
  if (host.machine.windows.engineNumber >= 405) logAs(run, api, 'insideTransaction', product(run))
  logAs(run, api, 'grabbedMutex')
  reportTransaction(run, 1040, request.package)
  head(run, engine, product(run))
  logAs(run, engine, 'machinePolicy', 'DisableUserInstalls', 0)
  logAs(run, engine, 'note3', 2203, stateFileOf(host), STREAM_MISSING)
  resume(run, engine)
  logAs(run, engine, 'restorePointSkipped')
  const { path: copy, error } = copyPatch(run)
  const opened = error ? uncopied(run, engine, copy, error) : openInService(run, engine, copy)
  const code = opened.ok
    ? install(opened.session, copy, doneByClient, fromClient)
    : refuse(run, engine, opened.refusal, copy, silent)
  tail(run, api, opened.ok ? opened.session : undefined, code)
  reportTransaction(run, 1042, request.package)
  return code
}

function openInService(run: InstallerRun, engine: Speaker, copy: string): Opened {
  const barrier = withoutTemp(run)
  if (!barrier) return open(run, engine, copy, run.request.ui !== 'none')
  return { ok: false, refusal: { ...barrier, ...run.target, path: run.host.machine.windows.systemTemp } }
}

/** The service keeps its own copy of the patch: once it is registered, it is the cached one. */
function copyPatch(run: InstallerRun): { readonly path: string; readonly error: number } {
  const { host, request } = run
  const path = newInstallerFile(host, installerFolder(host), extensionOf(request.package))
  const source = fileAt(host.machine, request.package)
  if (!source?.content) return { path, error: 0 }
  const error = makeFolder(host, installerFolder(host))
  host.spend(source.size / COPIED_BYTES_PER_MS)
  return { path, error: error || writeFile(host, path, { size: source.size, content: source.content }) }
}

/** The Installer folder takes no copy: message 1310 and 1603 (modelled: no log of it is known). */
function uncopied(run: InstallerRun, speaker: Speaker, path: string, error: number): Opened {
  const subject = refusedBy(path, error)
  const text = errorText(1310, path, error)
  run.host.tell({ kind: 'error', number: 1310, text, subject })
  logAs(run, speaker, 'note3', 1310, path, error)
  bare(run, 'message', 1310, text)
  if (run.target.product) reportError(run, run.target.product, 1310, text)
  run.host.tell({ kind: 'error-told', number: 1310 })
  return { ok: false, refusal: { code: 1603, subject, ...run.target, path: run.request.package } }
}

const COPIED_BYTES_PER_MS = 30_000

function install(
  session: InstallSession,
  copy: string,
  doneByClient: ReadonlySet<string>,
  fromClient: ReadonlyMap<string, string>,
): number {
  const { run, speaker } = session
  const { host } = run
  const silent = run.request.ui !== 'full'
  const cachedNow = (): string | undefined => session.patch && localPatch(host.machine, session.patch.patchCode)
  const cachedBefore = cachedNow()
  const managed = management(run) !== 'absent'
  const started = host.machine.now
  initialize(session, UI_LEVELS[run.request.ui], fromClient, () => lookForRestarts(session, started))
  session.properties.set(CACHED_PATCH, copy)
  if (silent) bare(run, 'loggingStarted', ...stamp(run))
  const value = inAction(session, 'INSTALL', () => {
    if (!isElevated(session)) return FAILED
    log(session, 'runningSequence', 'Execute')
    const ended = runSequence(session, session.view.executeSequence, doneByClient)
    if (ended !== 1) undo(session)
    return ended
  })
  const code = value === 1 ? (session.restartNeeded ? 3010 : 0) : value === 2 ? 1602 : 1603
  restartHolders(session)
  if (managed) reportSession(run, 10_001, started)
  dump(session)
  if (silent) reportResult(run, speaker, session.product, session.patch, code)
  if (code === 3010) reportRestart(run, session.product)
  // What the registration names is kept, also where an action behind the commit has failed.
  if (cachedNow() !== copy) discard(run, speaker, copy, () => {})
  if (cachedNow() === undefined) forget(run, speaker, cachedBefore)
  log(session, run.host.machine.windows.engineNumber >= 405 ? 'deferringCleanUp' : 'cleaningUp')
  log(session, 'engineReturns', code)
  if (code === 3010) {
    const { restartWanted } = host.machine.settings
    host.record({ kind: 'setting', before: { restartWanted }, after: { restartWanted: true } })
  }
  return code
}

/**
 * A filtered token needs somebody's consent, and a silent run has nobody to ask. The packages' own actions stand before
 * InstallInitialize, where the check would come in a package without any (modelled: nothing of theirs runs).
 */
function isElevated(session: InstallSession): boolean {
  const { run } = session
  if (run.request.elevated) return true
  if (run.request.ui !== 'none') return true
  log(session, 'luaNoPrompt')
  log(session, 'luaSilent')
  logError(session, 1925, { kind: 'setting', name: 'token' }, [], text => reportError(run, session.product, 1925, text))
  return false
}

const FAILED = 3

function refuse(run: InstallerRun, speaker: Speaker, refusal: Refusal, copy: string, silent: boolean): number {
  const { code } = refusal
  if (silent) explain(run, speaker, refusal)
  discard(run, speaker, copy, () => {})
  logAs(run, speaker, 'engineReturns', code)
  return code
}

/** The cached package of a patch that is no longer registered. */
function forget(run: InstallerRun, speaker: Speaker, cached: string | undefined): void {
  if (cached === undefined || !fileAt(run.host.machine, cached)) return
  logAs(run, speaker, 'attemptingDelete', cached)
  deleteFile(run.host, cached)
}

/** The copy is still open at the first try: a sharing violation that means nothing. */
function discard(run: InstallerRun, speaker: Speaker, copy: string, between: () => void): void {
  const copied = copy !== run.request.package && fileAt(run.host.machine, copy) !== undefined
  if (copied) {
    logAs(run, speaker, 'attemptingDelete', copy)
    logAs(run, speaker, 'unableToDelete', 32)
  }
  between()
  if (!copied) return
  logAs(run, speaker, 'attemptingDelete', copy)
  deleteFile(run.host, copy)
}

function tail(run: InstallerRun, api: Speaker, session: InstallSession | undefined, code: number): void {
  const { windows } = run.host.machine
  if (session && management(run) !== 'absent') logAs(run, api, 'sessionClosed')
  logAs(run, api, 'noRestorePoint')
  if (session && run.request.ui !== 'full') bare(run, 'loggingStopped', ...stamp(run))
  logAs(run, api, 'userPolicy', 'DisableRollback', 0)
  logAs(run, api, 'machinePolicy', 'DisableRollback', 0)
  if (windows.engineNumber >= 405) logAs(run, api, 'counterUp')
  logAs(run, api, 'note3', 1402, ROLLBACK_SCRIPTS, 2)
  if (code === 0 || code === 3010) logAs(run, api, 'note3', 2265, '', STREAM_DENIED)
  logAs(run, api, 'note3', 1402, ROLLBACK_SCRIPTS, 2)
  if (windows.engineNumber >= 405) logAs(run, api, 'counterDown')
  if (session?.customActionServer) {
    logAs(run, api, 'destroyingApi')
    logAs(run, session.customActionServer.manager, 'managerEnding')
  }
}

// -------------------------------------------------------------------------------------------------------- shared

/** What RunEngine is called with: the product if it is known, otherwise the package. */
function product(run: InstallerRun): string {
  const { patch } = run.target
  return run.target.product?.productCode ?? patch?.targets[0] ?? run.request.package
}

function head(run: InstallerRun, speaker: Speaker, what: string): void {
  logAs(run, speaker, 'resettingPolicies')
  logAs(run, speaker, 'machinePolicy', 'Debug', policyValue(run, 'Debug'))
  logAs(run, speaker, 'runEngine')
  bare(run, 'runEngineProduct', what)
  bare(run, 'runEngineAction', '')
  bare(run, 'runEngineCommandLine')
}

/** Global\_MSIExecute: one execute sequence at a time on a machine. */
function grabMutex(run: InstallerRun): number {
  const { host, client } = run
  const { installMutex } = host.machine.settings
  if (installMutex !== 0) {
    host.wait(MUTEX_WAIT_MS)
    if (host.machine.settings.installMutex !== 0) {
      const subject = { kind: 'setting', name: 'installMutex' } as const
      about(host, subject, () => logAs(run, client, 'mutexTaken'))
      const text = returnCodeText(1618)
      host.tell({ kind: 'refused', code: 1618, text, subject })
      if (run.request.ui !== 'none') askPerson(run, 'error', text, ['ok'])
      return 1618
    }
  }
  host.record({ kind: 'setting', before: { installMutex: 0 }, after: { installMutex: client.pid } })
  logAs(run, client, 'grabbedMutex')
  logAs(run, client, 'cloaking')
  logAs(run, client, 'enablingPrivileges')
  if (host.machine.windows.engineNumber >= 405) logAs(run, client, 'counterUp')
  return 0
}

/** How long the client waits for the other installation before it gives up (modelled: not documented). */
const MUTEX_WAIT_MS = 3000

function releaseMutex(run: InstallerRun): void {
  const { installMutex } = run.host.machine.settings
  run.host.record({ kind: 'setting', before: { installMutex }, after: { installMutex: 0 } })
  if (run.host.machine.windows.engineNumber >= 405) logAs(run, run.client, 'counterDown')
}

/** Starts the installer service if it does not run yet. */
function connect(run: InstallerRun): number {
  const { host, client } = run
  const error = startService(host, 'msiserver')
  if (!error || error === WIN32.SERVICE_ALREADY_RUNNING) return 0
  const subject = { kind: 'service', name: 'msiserver' } as const
  about(host, subject, () => {
    logAs(run, client, 'serverUnreachable', `0x${(0x80070000 + error).toString(16).toUpperCase()}`)
    reportEvent(host, 'System', {
      source: host.machine.windows.restartManager ? 'Microsoft-Windows-DistributedCOM' : 'DCOM',
      id: 10_005,
      type: 'error',
      strings: [`%%${error}`, 'MSIServer', '', INSTALLER_CLASS],
      user: run.request.user,
    })
  })
  host.tell({ kind: 'refused', code: 1601, text: returnCodeText(1601), subject })
  return 1601
}

/** The class under which the service is reached. */
const INSTALLER_CLASS = '{000C101C-0000-0000-C000-000000000046}'

/** The service's own part of the beginning: the Restart Manager's session, and whether a restart is due. */
function lookForRestarts(session: InstallSession, started: number): void {
  const { run } = session
  const { host } = run
  if (host.machine.windows.restartManager) policies(session, 'machine', MANAGEMENT_POLICY)
  if (management(run) !== 'absent') {
    const key = guidFrom(`restart manager ${host.machine.name} ${started}`)
    setProperty(session, MANAGER_SESSION, key.replace(/[{}-]/g, '').toLowerCase())
    log(session, 'sessionOpened')
    reportSession(run, 10_000, started)
  }
  if (host.machine.windows.engineNumber >= 400 && isRestartPending(host.machine)) {
    const name = `${SESSION_MANAGER}\\${PENDING_RENAMES}`
    about(host, { kind: 'setting', name }, () => setProperty(session, 'MsiSystemRebootPending', '1'))
  }
}

/** Properties and policies between opening the packages and the first action. */
function initialize(
  session: InstallSession,
  uiLevel: number,
  fromClient: ReadonlyMap<string, string>,
  beforeTransforms: () => void = () => {},
): void {
  const { run, product: known, patch, view, installed } = session
  const { host, request } = run
  const { engineNumber } = host.machine.windows
  policies(session, 'machine', 'DisablePatch', 'AllowLockdownPatch', 'DisableMsi', 'AlwaysInstallElevated')
  policies(session, 'user', 'AlwaysInstallElevated')
  log(session, 'elevatedAssigned', known.productCode)
  policies(session, 'machine', ...(engineNumber >= 400 ? ['DisableLUAPatching'] : []), 'DisableFlyWeightPatching')
  log(session, 'appcompatLooking', known.productCode)
  log(session, 'appcompatNone')
  log(session, 'transformsAreNotSecure')
  for (const [name, value] of Object.entries(view.property)) session.properties.set(name, value)
  if (run.logPath && engineNumber >= 400) setProperty(session, 'MsiLogFileLocation', run.logPath)
  const clientLevel = request.ui === 'none' ? 3 : request.ui === 'basic' ? 2 : 0
  const given: readonly (readonly [string, string])[] = [
    ...(request.operation === 'patch' ? ([['PATCH', request.package]] as const) : []),
    ['REINSTALL', installed ? affectedFeatures(installed, view).join() : 'ALL'],
    ['REINSTALLMODE', 'omus'],
    ...Object.entries(request.properties),
    ['CURRENTDIRECTORY', request.currentDirectory],
    ['CLIENTUILEVEL', String(clientLevel)],
    ['CLIENTPROCESSID', String(run.client.pid)],
  ]
  log(session, 'commandLine', given.map(([name, value]) => `${name}=${value}`).join(' '))
  setProperty(session, 'PackageCode', known.packageCode)
  log(session, 'productCodePassed', known.productCode)
  log(session, 'productCodeBefore', known.productCode)
  log(session, 'productCodeAfter', known.productCode)
  log(session, 'maintenanceMode')
  log(session, 'perMachine')
  setProperty(session, 'ProductState', '5')
  log(session, 'packageNameKnown', known.packageName)
  for (const [name, value] of given) setProperty(session, name, value)
  beforeTransforms()
  if (fromClient.size > 0) log(session, 'secondSequence')
  if (patch && request.operation === 'patch') log(session, 'transformsNow', transformList(known, patch))
  if (patch && request.operation === 'remove') setProperty(session, 'MsiPatchRemovalList', patch.patchCode)
  setWindowsProperties(session)
  // What the client's searches have found comes over with its public properties.
  for (const { property: found } of view.appSearch) setProperty(session, found, fromClient.get(found) ?? '')
  setProperty(session, 'Installed', '00:00:00')
  setProperty(session, 'DATABASE', session.cachedPackage)
  setProperty(session, 'OriginalDatabase', session.cachedPackage)
  policies(session, 'machine', 'DisableRollback')
  policies(session, 'user', 'DisableRollback')
  setProperty(session, 'UILevel', String(uiLevel))
  setProperty(session, 'ACTION', 'INSTALL')
  host.spend(40)
}

function inAction(session: InstallSession, action: string, body: () => number): number {
  const { host } = session.run
  const { speaker, synchronous } = session
  log(session, 'doingAction', action)
  host.tell({ kind: 'action-started', speaker, action, synchronous })
  const value = body()
  host.tell({ kind: 'action-ended', speaker, action, value, synchronous })
  return value
}

/** Refused in the client: nothing has happened in the service. */
function refused(run: InstallerRun, speaker: Speaker, refusal: Refusal, copy: string): number {
  explain(run, speaker, refusal)
  askPerson(run, 'error', returnCodeText(refusal.code), ['ok'])
  discard(run, speaker, copy, () => {})
  return returns(run, speaker, refusal.code)
}

/** The text of the code, the package under it, and the events. */
function explain(run: InstallerRun, speaker: Speaker, refusal: Refusal): void {
  const text = returnCodeText(refusal.code)
  run.host.tell({ kind: 'refused', code: refusal.code, text, subject: refusal.subject })
  about(run.host, refusal.subject, () => {
    bare(run, 'refusal', text)
    bare(run, 'refusal', refusal.path)
  })
  if (refusal.product) reportRefusal(run, speaker, refusal.product, refusal.patch, refusal.code)
}

function dump(session: InstallSession): void {
  const side = session.speaker.side === 'c' ? 'C' : 'S'
  for (const [name, value] of session.properties) {
    if (name !== CACHED_PATCH) bare(session.run, 'propertyRow', side, name, value)
  }
}

function returns(run: InstallerRun, speaker: Speaker, code: number): number {
  logAs(run, speaker, 'engineReturns', code)
  return code
}
