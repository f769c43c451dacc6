import type { Compensation } from '../machine/change.ts'
import { clockTime, fileAt } from '../machine/machine.ts'
import { joinPath } from '../machine/names.ts'
import { startService, stopService } from '../machine/services.ts'
import { toCivil } from '../machine/time.ts'
import { packedVersion } from '../machine/version.ts'
import { ACTION_TEXT, actionStart, descriptionOf } from '../words/actionText.ts'
import { MESSAGES } from '../words/messages.ts'
import { temporaryName } from './customActionServer.ts'
import type { EntryPoint } from './database.ts'
import type { Speaker } from './facts.ts'
import { happensInKey, openingKey } from './registryOperations.ts'
import type { ScriptOperation } from './script.ts'
import {
  askPerson,
  bare,
  type InstallerRun,
  type InstallSession,
  log,
  logAs,
  policies,
  ROLLBACK_SCRIPTS,
  STREAM_DENIED,
  sayAction,
  sayData,
  setProperty,
} from './session.ts'
import { commit, end, installerFolder, rollBack, suspended } from './transaction.ts'

/**
 * InstallFinalize: performs the script and commits. After a failure it only ends; the engine then rolls back, which is why
 * a log has its return value 3 before the rollback script. Does not know what an operation does.
 */
export function finalize(session: InstallSession, script: readonly ScriptOperation[]): number {
  const { host } = session.run
  log(session, 'runningScript', joinPath(installerFolder(host), temporaryName(session.run)))
  setProperty(session, 'UpdateStarted', '1')
  log(session, 'note3', 2265, '', STREAM_DENIED)
  policies(session, 'machine', 'DisableRollback')
  noteNothingThere(session.run, session.speaker)
  log(session, 'note3', 1402, ROLLBACK_SCRIPTS, 2)
  session.scriptTime = dosTime(session.run)
  header(session, 1)
  let value = 1
  let action = ''
  for (const operation of script) {
    if (operation.action !== action) {
      action = operation.action
      startAction(session, action)
    }
    op(session, operation.text)
    host.spend(OPERATION_MS)
    if (operation.data) sayData(session, action, operation.data)
    host.meanwhile()
    value = host.cancelled() ? 2 : (operation.perform?.(session) ?? 1)
    if (value !== 1) break
  }
  const progress = script.reduce((sum, operation) => sum + (operation.progress ?? 0), 0)
  return value === 1 ? committed(session, progress) : broken(session, value)
}

/** Real scripts take 0.6 to 3.6 ms for a small operation, with its line (msi-log-anatomy.md 9). */
const OPERATION_MS = 0.8

/** Around a script: two deletions that find no file (message 2318, corpus 001 to 017). */
function noteNothingThere(run: InstallerRun, speaker: Speaker): void {
  for (let i = 0; i < 2; i++) logAs(run, speaker, 'note2', 2318, '')
}

function startAction(session: InstallSession, action: string): void {
  op(session, actionStart(action))
  sayAction(session, action)
}

function committed(session: InstallSession, progress: number): number {
  const { host } = session.run
  const transaction = session.transaction!
  op(session, endOf(progress))
  log(session, 'note3', 2265, '', STREAM_DENIED)
  policies(session, 'user', 'DisableRollback')
  policies(session, 'machine', 'DisableRollback')
  const changes = host.machine.journal.length
  // Commit actions come when nothing can be rolled back any more, and nobody asks what they return.
  const commits = [...session.commits]
  if (commit(host, transaction) > 0) session.restartNeeded = true
  for (const runCommit of commits) runCommit()
  log(session, 'note3', 2265, '', STREAM_DENIED)
  sayAction(session, 'RollbackCleanup')
  for (const backup of transaction.backups) sayData(session, 'RollbackCleanup', { 1: backup })
  noteNothingThere(session.run, session.speaker)
  unlock(session)
  host.tell({ kind: 'committed', changes })
  return 1
}

function broken(session: InstallSession, value: number): number {
  log(session, 'note3', 2265, '', STREAM_DENIED)
  policies(session, 'user', 'DisableRollback')
  policies(session, 'machine', 'DisableRollback')
  return value
}

/**
 * Rolls back what the script has done. Called for a failed script, and for a failure after InstallInitialize, when the
 * journal is still empty.
 */
export function undo(session: InstallSession): void {
  const { host } = session.run
  if (!session.transaction) return
  const count = host.machine.journal.length
  if (count > 0) {
    log(session, 'note2', 2318, '')
    header(session, 2)
    sayAction(session, 'Rollback')
  }
  replayJournal(session.run, session.speaker, session.view.entryPoints, action =>
    sayData(session, 'Rollback', { 1: descriptionOf(action) || action }),
  )
  unlock(session)
}

/**
 * A transaction that power loss has left open is undone before anything else, whatever the new call is about. With the
 * wizard this is message 1705, a question that nobody declines; a silent call implies yes.
 */
export function resume(run: InstallerRun, speaker: Speaker): void {
  const { host, request } = run
  const left = suspended(host.machine)
  if (!left) return
  if (request.ui === 'full') {
    askPerson(run, 'suspended', MESSAGES[1705].text, ['yes'])
  }
  replayJournal(run, speaker, everyEntryPoint(run))
  commit(host, { ...left, backups: left.backups.filter(path => fileAt(host.machine, path)) })
  end(host, left)
}

/** The journal read backwards, each undoing as an operation of the rollback script. */
function replayJournal(
  run: InstallerRun,
  speaker: Speaker,
  entryPoints: Readonly<Record<string, EntryPoint>>,
  announce: (action: string) => void = () => {},
): void {
  const { host } = run
  const count = host.machine.journal.length
  const put = (text: string): void => logAs(run, speaker, 'executingOp', text)
  let action = ''
  let key = ''
  host.tell({ kind: 'rollback', phase: 'started', undone: count })
  const undone = rollBack(host, {
    before(change) {
      const entry = change.journal!
      if (entry.action !== action) {
        action = entry.action
        announce(action)
        put(actionStart(action))
      }
      const { undoing } = entry
      if (undoing && happensInKey(undoing) && change.kind === 'value' && change.key !== key) {
        key = change.key
        put(openingKey(key))
      }
      if (undoing) put(undoing)
      host.spend(UNDOING_MS)
      // What was moved aside is copied back, as its operation says.
      if (change.kind === 'rename') host.transfer(fileAt(host.machine, change.to)?.size ?? 0)
    },
    run: compensation => COMPENSATIONS[compensation.kind](run, compensation, entryPoints),
    failed: error => logAs(run, speaker, 'rollbackSkipped', error),
  })
  if (count > 0) {
    put(endOf(0))
    logAs(run, speaker, 'rollbackSkipped', 5)
  }
  noteNothingThere(run, speaker)
  host.tell({ kind: 'rollback', phase: 'ended', undone })
}

const UNDOING_MS = 1.4

type Compensate = (run: InstallerRun, step: Compensation, entryPoints: Readonly<Record<string, EntryPoint>>) => void

const COMPENSATIONS: Readonly<Record<Compensation['kind'], Compensate>> = {
  'start-service': ({ host }, { name }) => {
    startService(host, name)
  },
  'stop-service': ({ host }, { name }) => {
    stopService(host, name)
  },
  'custom-action'(run, { name, user = 'SYSTEM', readable = {} }, entryPoints) {
    entryPoints[name]?.({
      host: run.host,
      user,
      mode: 'rollback',
      environment: new Map(),
      property: wanted => readable[wanted] ?? '',
      setProperty: () => {},
      run: commandLine => run.setup.programs(run.host, commandLine, user),
      log: text => bare(run, 'customActionText', text),
    })
  },
  program({ host, setup }, { name, user = 'SYSTEM' }) {
    setup.programs(host, name, user)
  },
}

/** After a crash the rollback script has its own copies of the functions it needs. */
function everyEntryPoint({ setup }: InstallerRun): Record<string, EntryPoint> {
  const databases = [...setup.catalogue.packages.values()].map(p => p.database)
  const transforms = [...setup.catalogue.patches.values()].flatMap(p => p.transforms)
  return Object.assign({}, ...[...databases, ...transforms].map(d => d.entryPoints))
}

function unlock(session: InstallSession): void {
  end(session.run.host, session.transaction!)
  session.transaction = undefined
  log(session, 'noRestorePoint')
  log(session, 'unlockingServer')
  setProperty(session, 'UpdateStarted', '')
}

/** The last operation of a script: the sum of what its actions announced, in two words. */
function endOf(progress: number): string {
  return `End(Checksum=0,ProgressTotalHDWord=${Math.floor(progress / 2 ** 32)},ProgressTotalLDWord=${progress % 2 ** 32})`
}

function op(session: InstallSession, text: string): void {
  log(session, 'executingOp', text)
}

function header(session: InstallSession, scriptType: 1 | 2): void {
  const { host } = session.run
  const { engineNumber } = host.machine.windows
  const { productCode, productName, packageName, packageCode, language, version } = session.product
  op(
    session,
    `Header(Signature=1397708873,Version=${engineNumber},Timestamp=${session.scriptTime},LangId=${language},Platform=589824,ScriptType=${scriptType},ScriptMajorVersion=21,ScriptMinorVersion=4,ScriptAttributes=1)`,
  )
  if (scriptType === 1) {
    op(
      session,
      `ProductInfo(ProductKey=${productCode},ProductName=${productName},PackageName=${packageName},Language=${language},Version=${packedVersion(version)},Assignment=1,ObsoleteArg=0,,,PackageCode=${packageCode},,,InstanceType=0,LUASetting=0,RemoteURTInstalls=0,ProductDeploymentFlags=3)`,
    )
  }
  op(session, `DialogInfo(Type=0,Argument=${language})`)
  op(session, `DialogInfo(Type=1,Argument=${productName})`)
  op(
    session,
    `RollbackInfo(,RollbackAction=Rollback,${described('Rollback', 'Rollback')},CleanupAction=RollbackCleanup,${described('Cleanup', 'RollbackCleanup')})`,
  )
  if (scriptType === 1) for (const n of [0, 1]) op(session, `SetBaseline(Baseline=${n},)`)
}

function described(as: string, action: 'Rollback' | 'RollbackCleanup'): string {
  const { description, template } = ACTION_TEXT[action]!
  return `${as}Description=${description},${as}Template=${template}`
}

/** Date and time as DOS packs them, rounded up to two seconds: the form of a script header. */
function dosTime(run: InstallerRun): number {
  const { machine } = run.host
  const t = toCivil(clockTime(machine) + 1999, machine.zone)
  const date = (t.year - 1980) * 512 + t.month * 32 + t.day
  return date * 65_536 + t.hour * 2048 + t.minute * 32 + Math.floor(t.second / 2)
}
