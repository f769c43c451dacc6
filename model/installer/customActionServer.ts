import { joinPath } from '../machine/names.ts'
import { lower, upper } from '../words/letters.ts'
import { lineText } from '../words/logLines.ts'
import { hresultText } from '../words/systemErrors.ts'
import type { CustomAction, EntryPoint, RunMode } from './database.ts'
import type { InstallerHost, Speaker } from './facts.ts'
import {
  bare,
  type CustomActionServer,
  callersHost,
  type InstallerRun,
  type InstallSession,
  logAs,
  newSpeaker,
  property,
  setProperty,
} from './session.ts'
import { installerFolder } from './transaction.ts'

/**
 * The process that runs the functions of custom actions, and what such a function sees of the installation. Knows neither
 * the type of an action nor its place in the sequence.
 */

/** Windows Installer object handles, as `/lx` logs number them. */
const HANDLE = { install: 790_542, database: 790_541, record: 790_531 } as const

/** Under which account something runs, and what it can read: the whole property table, or out of the script these alone. */
export interface Context {
  readonly user: string
  readonly mode: RunMode
  readonly readable: ReadonlyMap<string, string> | undefined
}

export function hostOf({ run }: InstallSession, { user }: Context): InstallerHost {
  return user === 'SYSTEM' ? run.host : callersHost(run)
}

/** Returns the code of the function. */
export function callDll(
  session: InstallSession,
  { action, target }: CustomAction,
  library: string,
  entryPoint: EntryPoint,
  context: Context,
): number {
  const { run } = session
  const worker = newSpeaker(run.host, 's', session.speaker.pid, 'custom action', action)
  const { tid } = session.speaker
  logAs(run, session.speaker, 'creatingHandle', 1, HANDLE.install, tid)
  logAs(run, worker, 'invokingRemote', library, target)
  const { environment } = customActionServer(session)
  const callback: Speaker = {
    ...newSpeaker(run.host, 's', session.speaker.pid, 'call back', `call back of ${action}`),
    callback: true,
  }
  // Another thread closes the handle than the one that made it and still stands in the text (bulletin).
  const closer: Speaker = { ...worker, callback: true }
  logAs(run, callback, 'creatingHandle', 2, HANDLE.database, callback.tid)
  const { user, mode, readable } = context
  const host = hostOf(session, context)
  let handle = 2
  const code = entryPoint({
    host,
    user,
    mode,
    environment,
    property: wanted => (readable ? (readable.get(wanted) ?? '') : property(session, wanted)),
    setProperty(changed, value) {
      if (!readable) setProperty(session, changed, value, callback)
    },
    run: commandLine => run.setup.programs(host, commandLine, user),
    log: text => {
      handle++
      logAs(run, callback, 'creatingHandle', handle, HANDLE.record, callback.tid)
      bare(run, 'customActionText', text)
      logAs(run, callback, 'closingHandle', handle, HANDLE.record, callback.tid)
    },
  })
  logAs(run, callback, 'closingHandle', 2, HANDLE.database, callback.tid)
  logAs(run, closer, 'closingHandle', 1, HANDLE.install, tid)
  return code
}

/** Another msiexec.exe, which runs the functions of a package's libraries. */
export const CUSTOM_ACTION_SERVER = 'custom action server'

function customActionServer(session: InstallSession): CustomActionServer {
  if (session.customActionServer) return session.customActionServer
  const { run, speaker } = session
  const pid = run.host.processId(CUSTOM_ACTION_SERVER)
  const server = {
    pid,
    manager: newSpeaker(run.host, 's', speaker.pid, 'custom action manager'),
    connection: newSpeaker(run.host, 's', speaker.pid, 'custom action connection'),
    environment: new Map(),
  }
  logAs(run, server.manager, 'randomCookie')
  run.host.spend(8)
  logAs(run, server.manager, 'customActionServer', pid, `0x${upper(pid.toString(16))}`)
  run.host.spend(31)
  logAs(run, server.connection, 'runningAsService')
  logAs(run, server.connection, 'customActionHello')
  session.customActionServer = server
  return server
}

/** Where a stream of the Binary table lies while it is used. */
export function temporaryCopy(run: InstallerRun): string {
  return joinPath(installerFolder(run.host), temporaryName(run))
}

/** GetTempFileName: a prefix, then the low 16 bits of the tick count, or the next number where that is taken. */
export function temporaryName(run: InstallerRun, prefix = 'MSI', next = 0): string {
  const { now, settings } = run.host.machine
  return `${prefix}${upper(((now - settings.bootedAt + next) & 0xffff).toString(16))}.tmp`
}

/**
 * CAQuietExec of the WiX utility library, the immediate form: the command line stands in QtExecCmdLine, which is cleared
 * first. Any exit code but 0 fails the action. Output and error lines as in the bulletin's first excerpt.
 */
export const quietExec: EntryPoint = call => {
  const command = call.property('QtExecCmdLine')
  call.setProperty('QtExecCmdLine', '')
  const { exitCode, output } = call.run(command)
  for (const line of output) call.log(lineText('quietExec', [line]))
  if (exitCode === 0) return 0
  const hresult = lower(hresultText(exitCode))
  call.log(lineText('quietExecError', [hresult]))
  call.log(lineText('quietExecFailed', [hresult]))
  return 1603
}
