import { about, refusedBy } from '../machine/host.ts'
import { serviceNamed } from '../machine/machine.ts'
import type { ThreadPlace } from '../machine/processNumbers.ts'
import { lower } from '../words/letters.ts'
import { messageText } from '../words/messages.ts'
import { codeOf, FAILURE, isInstalledCode, RESTARTS } from './actionStatus.ts'
import { CACHED_PATCH } from './actions.ts'
import {
  beginEngine,
  dump,
  endEngine,
  type HandedOver,
  inInstall,
  initialize,
  productNamed,
  sayRefusal,
} from './engine.ts'
import type { Speaker } from './facts.ts'
import { MANAGEMENT_POLICY, MANAGER_SESSION, management, restartHolders } from './filesInUse.ts'
import { resume, undo } from './finalize.ts'
import { guidFrom } from './guid.ts'
import { type Opened, open, type Refusal } from './open.ts'
import { copyForService, discardCopy, forgetCached } from './packageCopy.ts'
import { isRestartPending, withoutTemp } from './preconditions.ts'
import { localPatch } from './registration.ts'
import {
  reportError,
  reportRestart,
  reportRestarting,
  reportResult,
  reportSession,
  reportTransaction,
} from './results.ts'
import { runSequence } from './sequence.ts'
import {
  askPerson,
  bare,
  type InstallerRun,
  type InstallSession,
  log,
  logAs,
  logError,
  newSpeaker,
  policies,
  ROLLBACK_SCRIPTS,
  STREAM_DENIED,
  STREAM_MISSING,
  setProperty,
  stamp,
} from './session.ts'
import { PENDING_RENAMES, SESSION_MANAGER, stateFileOf } from './transaction.ts'

/**
 * The service's side of a run: the engine that changes the machine. It works with a copy of the package of its own and
 * walks the execute sequence. Of the client it knows what that has done already and the properties that it hands over.
 */

/** Returns the code of the run. */
export function serve(run: InstallerRun, doneByClient: ReadonlySet<string>, handedOver: HandedOver): number {
  const { host, request } = run
  const api = serviceThread(run, 'call')
  const engine = serviceThread(run, 'engine')
  if (host.machine.windows.engineNumber >= 405) logAs(run, api, 'insideTransaction', productNamed(run))
  logAs(run, api, 'grabbedMutex')
  reportTransaction(run, 1040, request.package)
  beginEngine(run, engine, handedOver.get('ACTION'))
  logAs(run, engine, 'note3', 2203, stateFileOf(host), STREAM_MISSING)
  resume(run, engine)
  // Maintenance makes no restore point: behind a wizard it is only asked whether one may be made (corpus 007).
  if (handedOver.size > 0) logAs(run, engine, 'machinePolicy', 'LimitSystemRestoreCheckpointing', 0)
  logAs(run, engine, 'restorePointSkipped')
  const { path: copy, error } = copyForService(run)
  const opened = error ? uncopied(run, engine, copy, error) : openCopy(run, engine, copy)
  const code = opened.ok
    ? install(opened.session, copy, doneByClient, handedOver)
    : refuse(run, engine, opened.refusal, copy)
  leave(run, api, opened.ok ? opened.session : undefined, code)
  reportTransaction(run, 1042, request.package)
  return code
}

/** Only the service can undo what a crash has left open. */
export function undoSuspended(run: InstallerRun): void {
  resume(run, serviceThread(run, 'engine', 'resumed'))
}

const serviceThread = ({ host }: InstallerRun, place: ThreadPlace, name?: string): Speaker =>
  newSpeaker(host, 's', serviceNamed(host.machine, 'msiserver')!.pid!, place, name)

/** Without somebody at a wizard, all that there is to say is said here. */
const speaksForItself = ({ request }: InstallerRun): boolean => request.ui !== 'full'

// ------------------------------------------------------------------------------------------------------- opening

function openCopy(run: InstallerRun, engine: Speaker, copy: string): Opened {
  const barrier = withoutTemp(run)
  if (!barrier) return open(run, engine, copy, run.request.ui !== 'none')
  return { ok: false, refusal: { ...barrier, ...run.target, path: run.host.machine.windows.systemTemp } }
}

/** The Installer folder takes no copy: message 1310 and 1603 (modelled: no log of it is known). */
function uncopied(run: InstallerRun, engine: Speaker, path: string, error: number): Opened {
  const subject = refusedBy(path, error)
  const text = messageText(1310, error, path)
  run.host.tell({ kind: 'error', number: 1310, text, subject })
  logAs(run, engine, 'note3', 1310, error, path)
  bare(run, 'message', 1310, text)
  if (run.target.product) reportError(run, run.target.product, 1310, text)
  run.host.tell({ kind: 'error-told', number: 1310 })
  return { ok: false, refusal: { code: 1603, subject, ...run.target, path: run.request.package } }
}

function refuse(run: InstallerRun, engine: Speaker, refusal: Refusal, copy: string): number {
  if (speaksForItself(run)) sayRefusal(run, engine, refusal)
  discardCopy(run, engine, copy)
  return endEngine(run, engine, refusal.code)
}

// ---------------------------------------------------------------------------------------------------- installing

function install(
  session: InstallSession,
  copy: string,
  doneByClient: ReadonlySet<string>,
  handedOver: HandedOver,
): number {
  const { run, speaker } = session
  const { machine } = run.host
  const cachedBefore = cachedNow(session)
  const managed = management(run) !== 'absent'
  const started = machine.now
  initialize(session, handedOver, () => lookForRestarts(session, started))
  session.properties.set(CACHED_PATCH, copy)
  const end = inInstall(session, () => walkExecuteSequence(session, doneByClient))
  const code = restarting(session, codeOf(session, end))
  restartHolders(session)
  if (managed) reportSession(run, 10_001, started)
  dump(session)
  if (speaksForItself(run)) reportResult(run, speaker, session.product, session.patch, code)
  if (code === 3010) reportRestart(run, session.product)
  if (code === RESTARTS) reportRestarting(run, session.product)
  // What the registration names is kept, also where an action behind the commit has failed.
  if (cachedNow(session) !== copy) discardCopy(run, speaker, copy)
  if (cachedNow(session) === undefined) forgetCached(run, speaker, cachedBefore)
  log(session, machine.windows.engineNumber >= 405 ? 'deferringCleanUp' : 'cleaningUp')
  endEngine(run, speaker, code)
  if (code === 3010) wantRestart(run)
  return code
}

/** Whoever sees a window is asked first, and may restart later (windows-installer.md 4.9). */
function restarting({ run, product, properties }: InstallSession, code: number): number {
  const isAsked = run.request.ui !== 'none' && !/^s/i.test(properties.get('REBOOTPROMPT') ?? '')
  if (code !== RESTARTS || !isAsked) return code
  return askPerson(run, 'restart', messageText(1703, product.productName), ['no', 'yes']) === 'yes' ? code : 3010
}

const cachedNow = ({ run, patch }: InstallSession): string | undefined =>
  patch && localPatch(run.host.machine, patch.patchCode)

/** The service's own part of the beginning: the Restart Manager's session, and whether a restart is due. */
function lookForRestarts(session: InstallSession, started: number): void {
  const { run } = session
  const { machine } = run.host
  if (machine.windows.restartManager) policies(session, 'machine', MANAGEMENT_POLICY)
  if (management(run) !== 'absent') {
    const key = guidFrom(`restart manager ${machine.name} ${started}`)
    setProperty(session, MANAGER_SESSION, lower(key.replace(/[{}-]/g, '')))
    log(session, 'sessionOpened')
    reportSession(run, 10_000, started)
  }
  if (machine.windows.engineNumber >= 400 && isRestartPending(machine)) {
    const name = `${SESSION_MANAGER}\\${PENDING_RENAMES}`
    about(run.host, { kind: 'setting', name }, () => setProperty(session, 'MsiSystemRebootPending', '1'))
  }
}

function walkExecuteSequence(session: InstallSession, doneByClient: ReadonlySet<string>): number {
  if (!isElevated(session)) return FAILURE
  log(session, 'runningSequence', 'Execute')
  const end = runSequence(session, session.view.executeSequence, doneByClient)
  // Also where an action has said that the rest is not needed, and the transaction is still open.
  undo(session)
  return end
}

/**
 * A filtered token needs somebody's consent, and a silent run has nobody to ask. The packages' own actions stand before
 * InstallInitialize, where the check would come in a package without any (modelled: nothing of theirs runs).
 */
function isElevated(session: InstallSession): boolean {
  const { run } = session
  if (run.request.elevated || run.request.ui !== 'none') return true
  log(session, 'luaNoPrompt')
  logError(session, 1925, { kind: 'setting', name: 'token' }, [], text => reportError(run, session.product, 1925, text))
  return false
}

function wantRestart({ host }: InstallerRun): void {
  const { restartWanted } = host.machine.settings
  host.record({ kind: 'setting', before: { restartWanted }, after: { restartWanted: true } })
}

// ------------------------------------------------------------------------------------------------------- leaving

/** What the thread of the call writes when the engine is done; without a session nothing was opened. */
function leave(run: InstallerRun, api: Speaker, session: InstallSession | undefined, code: number): void {
  const { engineNumber } = run.host.machine.windows
  if (session && management(run) !== 'absent') logAs(run, api, 'sessionClosed')
  logAs(run, api, 'noRestorePoint')
  if (session && speaksForItself(run)) bare(run, 'loggingStopped', ...stamp(run))
  logAs(run, api, 'userPolicy', 'DisableRollback', 0)
  logAs(run, api, 'machinePolicy', 'DisableRollback', 0)
  if (engineNumber >= 405) logAs(run, api, 'counterUp')
  logAs(run, api, 'note3', 1402, ROLLBACK_SCRIPTS, 2)
  if (isInstalledCode(code)) logAs(run, api, 'note3', 2265, '', STREAM_DENIED)
  logAs(run, api, 'note3', 1402, ROLLBACK_SCRIPTS, 2)
  if (engineNumber >= 405) logAs(run, api, 'counterDown')
  if (session?.customActionServer) {
    logAs(run, api, 'destroyingApi')
    logAs(run, session.customActionServer.manager, 'managerEnding')
  }
}
