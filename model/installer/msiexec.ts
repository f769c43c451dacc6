import { writeFile } from '../machine/calls.ts'
import { refusedBy } from '../machine/host.ts'
import { fileAt, registryText } from '../machine/machine.ts'
import { joinPath, leafOf } from '../machine/names.ts'
import { endProcess, startProcess } from '../machine/services.ts'
import { WIN32 } from '../words/systemErrors.ts'
import { runInteractive, runSilent } from './client.ts'
import type { InstallerHost, InstallRequest, Subject } from './facts.ts'
import { logModes } from './language/commandLine.ts'
import { POLICY_KEY } from './registration.ts'
import {
  askPerson,
  bare,
  callersHost,
  codeText,
  type InstallerRun,
  newSpeaker,
  type Setup,
  stamp,
  tempFolder,
} from './session.ts'
import { installTargetOf } from './target.ts'

/**
 * The front door of the installer: one call, with its process and its log. What a run does: client.ts and service.ts.
 */

/**
 * One call of the installer. Returns the code that the calling program sees: 0, 1602, 1603, 1642, 3010 ...
 *
 * @param host   the machine, its clock and the person in front of it
 * @param setup  what package files contain, and programs that custom actions may start
 */
export function install(host: InstallerHost, setup: Setup, request: InstallRequest): number {
  const user = request.user
  const pid = startProcess(host, { name: leafOf(request.callingProcess), path: request.callingProcess, user })
  const client = newSpeaker(host, 'c', pid, 'client')
  host.tell({
    kind: 'run-started',
    run: request.run,
    operation: request.operation,
    package: request.package,
    by: user,
    ui: request.ui,
    callingProcess: request.callingProcess,
    client,
  })
  const log = openLog(host, request)
  if (typeof log === 'number') return ended(host, request, pid, unlogged(host, request, log))
  const wizard = request.ui === 'full' ? newSpeaker(host, 'c', pid, 'wizard') : undefined
  const partial = { host, setup, request, client, wizard, logPath: log?.path }
  const run: InstallerRun = { ...partial, target: installTargetOf(partial) }
  if (log) {
    host.tell({ kind: 'log-opened', run: request.run, ...log })
    bare(run, 'verboseStarted', ...stamp(run), host.machine.windows.engine, request.callingProcess)
  }
  const code = request.ui === 'full' ? runInteractive(run) : runSilent(run)
  if (log) {
    bare(run, 'verboseStopped', ...stamp(run))
    bare(run, 'endOfLog')
    host.tell({ kind: 'log-closed', run: request.run, path: log.path })
  }
  return ended(host, request, pid, code)
}

function ended(host: InstallerHost, request: InstallRequest, pid: number, exitCode: number): number {
  host.tell({ kind: 'run-ended', run: request.run, exitCode })
  endProcess(host, pid)
  return exitCode
}

/** Before anything is looked at. Unless the call is silent, a window says it (error-codes). */
function unlogged(host: InstallerHost, { ui, elevated, log }: InstallRequest, error: number): number {
  const [code, text] = [1622, codeText({ host }, 1622)]
  const subject: Subject =
    error === WIN32.ACCESS_DENIED && !elevated ? { kind: 'setting', name: 'token' } : refusedBy(log!.path, error)
  host.tell({ kind: 'refused', code, text, subject })
  if (ui !== 'none') askPerson({ host }, 'error', text, ['ok'])
  return code
}

interface OpenLog {
  readonly path: string
  readonly modes: string
  readonly runs: readonly number[]
}

/** The log of the command line, or else why it cannot be; or the one that policy asks for, in the temp folder of the account. */
function openLog(host: InstallerHost, request: InstallRequest): OpenLog | number | undefined {
  const wanted = request.log ?? logOfPolicy(host, request)
  if (!wanted) return undefined
  const { path, modes, append } = wanted
  const runs = [...(append ? runsIn(host, path) : []), request.run]
  // The client opens it, with the token of whoever called.
  const error = writeFile(callersHost({ host, request }), path, { size: 0, content: { kind: 'installer-log', runs } })
  if (error === 0) return { path, modes, runs }
  return request.log && error
}

/** Appended to any other file, a log starts it anew: what a mixture of encodings would read like is not modelled. */
function runsIn({ machine }: InstallerHost, path: string): readonly number[] {
  const content = fileAt(machine, path)?.content
  return content?.kind === 'installer-log' ? content.runs : []
}

function logOfPolicy(host: InstallerHost, request: InstallRequest): InstallRequest['log'] {
  const policy = registryText(host.machine, POLICY_KEY, 'Logging')
  const asked = policy ? logModes(policy) : undefined
  return asked && { ...asked, path: policyLog(host, request) }
}

/** `MSI5c3a1.LOG`: letters and digits are the machine's own (the name is drawn). */
function policyLog(host: InstallerHost, request: InstallRequest): string {
  const name = (0x10000 + host.draw('log', 0xeffff)).toString(16)
  return joinPath(tempFolder({ host, request }), `MSI${name}.LOG`)
}
