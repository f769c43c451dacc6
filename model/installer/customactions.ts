import { joinPath } from '../machine/names.ts'
import { newProcessId } from '../machine/services.ts'
import type { CustomAction, EntryPoint } from './database.ts'
import { formatted } from './environment.ts'
import type { Speaker } from './facts.ts'
import { bare, logAs, property, type Run, type Session, setProperty } from './session.ts'
import { installerFolder } from './transaction.ts'

/**
 * Immediate custom actions: what the sequence runs at once, outside the script. Nothing here enters the journal, which is
 * why a rollback leaves what they did.
 */

/** Windows Installer object handles, as `/lx` logs number them. */
const HANDLE = { install: 790_542, database: 790_541, record: 790_531 } as const

const TYPE_MASK = 0x3f

/** Returns what the action ends with: 1, 2 or 3. */
export function runCustomAction(session: Session, action: CustomAction): number {
  switch (action.type & TYPE_MASK) {
    case 51:
      setProperty(session, action.source, formatted(session, action.target))
      return 1
    case 1: {
      const entryPoint = session.view.entryPoints[action.target]
      return entryPoint ? callDll(session, action, entryPoint) : 3
    }
    default:
      throw new Error(`custom action ${action.action} has a type that is not modelled: ${action.type}`)
  }
}

export function newSpeaker(run: Run, side: Speaker['side'], pid: number): Speaker {
  return { side, pid, tid: newProcessId(run.host) }
}

function callDll(session: Session, action: CustomAction, entryPoint: EntryPoint): number {
  const { run } = session
  const worker = newSpeaker(run, 's', session.speaker.pid)
  const dll = joinPath(installerFolder(run.host), temporaryName(run))
  logAs(run, worker, 'invokingRemote', dll, action.target)
  customActionServer(session)
  const callback: Speaker = { ...newSpeaker(run, 's', session.speaker.pid), callback: true }
  const engine: Speaker = { ...worker, callback: true }
  logAs(run, engine, 'creatingHandle', 1, HANDLE.install, worker.tid)
  logAs(run, callback, 'creatingHandle', 2, HANDLE.database, callback.tid)
  let handle = 2
  const code = entryPoint({
    host: run.host,
    user: run.request.user,
    property: name => property(session, name),
    setProperty: (name, value) => setProperty(session, name, value, callback),
    run: commandLine => run.setup.programs(run.host, commandLine, run.request.user),
    log: text => {
      handle++
      logAs(run, callback, 'creatingHandle', handle, HANDLE.record, callback.tid)
      bare(run, 'plain', text)
      logAs(run, callback, 'closingHandle', handle, HANDLE.record, callback.tid)
    },
  })
  logAs(run, callback, 'closingHandle', 2, HANDLE.database, callback.tid)
  logAs(run, engine, 'closingHandle', 1, HANDLE.install, worker.tid)
  return code === 0 ? 1 : code === 1602 ? 2 : 3
}

function customActionServer(session: Session): void {
  if (session.customActionServer) return
  const { run, speaker } = session
  const pid = newProcessId(run.host)
  const server = { pid, manager: newSpeaker(run, 's', speaker.pid), connection: newSpeaker(run, 's', speaker.pid) }
  logAs(run, server.manager, 'randomCookie')
  run.host.spend(8)
  logAs(run, server.manager, 'customActionServer', pid, `0x${pid.toString(16).toUpperCase()}`)
  run.host.spend(31)
  logAs(run, server.connection, 'runningAsService')
  logAs(run, server.connection, 'customActionHello')
  session.customActionServer = server
}

/** GetTempFileName: `MSI`, then the low 16 bits of the tick count. */
export function temporaryName(run: Run): string {
  const { now, settings } = run.host.machine
  return `MSI${((now - settings.bootedAt) & 0xffff).toString(16).toUpperCase()}.tmp`
}

/**
 * CAQuietExec of the WiX utility library, the immediate form: the command line stands in QtExecCmdLine, which is cleared
 * first. Any exit code but 0 fails the action. Output and error lines as in the bulletin's first excerpt.
 */
export const quietExec: EntryPoint = call => {
  const command = call.property('QtExecCmdLine')
  call.setProperty('QtExecCmdLine', '')
  const { exitCode, output } = call.run(command)
  for (const line of output) call.log(`CAQuietExec:  ${line}`)
  if (exitCode === 0) return 0
  const hresult = `0x${(0x80070000 + exitCode).toString(16)}`
  call.log(`CAQuietExec:  Error ${hresult}: Command line returned an error.`)
  call.log(`CAQuietExec:  Error ${hresult}: CAQuietExec Failed`)
  return 1603
}
