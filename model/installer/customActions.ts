import { joinPath } from '../machine/names.ts'
import { newProcessId } from '../machine/services.ts'
import { lineText } from '../words/logLines.ts'
import { hresultText } from '../words/systemErrors.ts'
import type { CustomAction, EntryPoint } from './database.ts'
import { formatted } from './environment.ts'
import type { Speaker } from './facts.ts'
import type { ExecutionScript } from './script.ts'
import {
  bare,
  callersHost,
  type InstallerRun,
  type InstallSession,
  logAs,
  newSpeaker,
  property,
  setProperty,
} from './session.ts'
import { compensate, installerFolder } from './transaction.ts'

/**
 * Custom actions. An immediate one is run by the sequence at once, outside the script: nothing of it enters the journal,
 * which is why a rollback leaves what it did. Deferred ones run from the script, in their place among its operations.
 * What a function does, only the package knows.
 */

/** Windows Installer object handles, as `/lx` logs number them. */
const HANDLE = { install: 790_542, database: 790_541, record: 790_531 } as const

const TYPE_MASK = 0x3f
const CONTINUE = 64
const ROLLBACK = 256
const COMMIT = 512
const IN_SCRIPT = 1024
const NO_IMPERSONATE = 2048

/** Runs an immediate action, or puts a deferred one into the script. Returns what the log shows: 1, 2, 3 or 5. */
export function runCustomAction(session: InstallSession, action: CustomAction, script: ExecutionScript): number {
  if (action.type & IN_SCRIPT) return schedule(session, action, script)
  return translated(session, action, perform(session, action, undefined))
}

function perform(session: InstallSession, action: CustomAction, data: string | undefined): number {
  switch (action.type & TYPE_MASK) {
    case 51:
      setProperty(session, action.source, formatted(session, action.target))
      return 1
    case 1: {
      const entryPoint = session.view.entryPoints[action.target]
      return entryPoint ? callDll(session, action, entryPoint, data) : 3
    }
    default:
      throw new Error(`custom action ${action.action} has a type that is not modelled: ${action.type}`)
  }
}

/** With the continue bit a failure counts as success. */
function translated(session: InstallSession, action: CustomAction, value: number): number {
  if (value !== 3 || !(action.type & CONTINUE)) return value
  bare(session.run, 'translated', action.action, 1603)
  return 1
}

/**
 * A deferred action sees nothing of the session but CustomActionData, the property of its own name at the time of
 * scheduling. Outside of the transaction there is no script to put it into.
 */
function schedule(session: InstallSession, action: CustomAction, script: ExecutionScript): number {
  if (!session.transaction) return 3
  const data = property(session, action.action)
  const fields = `Action=${action.action},ActionType=${action.type},Source=BinaryData,Target=${action.target},CustomActionData=${data}`
  const operation = { action: action.action, text: `CustomActionSchedule(${fields})` }
  if (action.type & ROLLBACK) {
    const compensation = { kind: 'custom-action', name: action.target, data } as const
    script.add({
      ...operation,
      perform({ run }) {
        compensate(run.host, action.action, `CustomActionRollback(${fields})`, compensation)
        return 1
      },
    })
  } else if (action.type & COMMIT) {
    script.add({
      ...operation,
      perform(current) {
        current.commits.push(() => perform(current, action, data))
        return 1
      },
    })
  } else {
    script.add({ ...operation, perform: current => translated(current, action, perform(current, action, data)) })
  }
  return 1
}

function callDll(
  session: InstallSession,
  action: CustomAction,
  entryPoint: EntryPoint,
  data: string | undefined,
): number {
  const { run } = session
  const worker = newSpeaker(run.host, 's', session.speaker.pid)
  const dll = joinPath(installerFolder(run.host), temporaryName(run))
  logAs(run, worker, 'invokingRemote', dll, action.target)
  customActionServer(session)
  const callback: Speaker = { ...newSpeaker(run.host, 's', session.speaker.pid), callback: true }
  const engine: Speaker = { ...worker, callback: true }
  logAs(run, worker, 'creatingHandle', 1, HANDLE.install, worker.tid)
  logAs(run, callback, 'creatingHandle', 2, HANDLE.database, callback.tid)
  const user = action.type & NO_IMPERSONATE ? 'SYSTEM' : run.request.user
  const host = user === 'SYSTEM' ? run.host : callersHost(run)
  let handle = 2
  const code = entryPoint({
    host,
    user,
    property: name => (data === undefined ? property(session, name) : name === 'CustomActionData' ? data : ''),
    setProperty(name, value) {
      if (data === undefined) setProperty(session, name, value, callback)
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
  logAs(run, engine, 'closingHandle', 1, HANDLE.install, worker.tid)
  return VALUE_OF_CODE[code] ?? 3
}

/** What the log shows for the code of a function: SDK, "Logging of Action Return Values". */
const VALUE_OF_CODE: Readonly<Record<number, number>> = { 0: 1, 1602: 2, 1603: 3, 1626: 0, 259: 5 }

function customActionServer(session: InstallSession): void {
  if (session.customActionServer) return
  const { run, speaker } = session
  const pid = newProcessId(run.host)
  const server = {
    pid,
    manager: newSpeaker(run.host, 's', speaker.pid),
    connection: newSpeaker(run.host, 's', speaker.pid),
  }
  logAs(run, server.manager, 'randomCookie')
  run.host.spend(8)
  logAs(run, server.manager, 'customActionServer', pid, `0x${pid.toString(16).toUpperCase()}`)
  run.host.spend(31)
  logAs(run, server.connection, 'runningAsService')
  logAs(run, server.connection, 'customActionHello')
  session.customActionServer = server
}

/** GetTempFileName: a prefix, then the low 16 bits of the tick count, or the next number where that is taken. */
export function temporaryName(run: InstallerRun, prefix = 'MSI', next = 0): string {
  const { now, settings } = run.host.machine
  return `${prefix}${((now - settings.bootedAt + next) & 0xffff).toString(16).toUpperCase()}.tmp`
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
  const hresult = hresultText(exitCode).toLowerCase()
  call.log(lineText('quietExecError', [hresult]))
  call.log(lineText('quietExecFailed', [hresult]))
  return 1603
}
