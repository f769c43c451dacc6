import { type Holder, holdersOf } from '../machine/handles.ts'
import { type Machine, registryNumber } from '../machine/machine.ts'
import { fold } from '../machine/names.ts'
import type { Process } from '../machine/parts.ts'
import { endProcess, startService, stopService } from '../machine/services.ts'
import { WIN32 } from '../words/systemErrors.ts'
import { POLICY_KEY } from './registration.ts'
import { reportHolder } from './results.ts'
import { type InstallerRun, type InstallSession, log } from './session.ts'

/**
 * Files in use at InstallValidate. Before Windows Vista the installer only knows programs with a window that run a file
 * to be replaced; from Server 2008 on the Restart Manager finds every holder, stops what it can stop, and starts the
 * services again at the end. Table: windows-installer.md 4.8. Whether a file can be moved all the same is only found
 * out by the script.
 */

export interface InUse {
  readonly path: string
  readonly holder: Holder
}

/** How far the Restart Manager goes: Server 2008 has it, a policy takes it away (1) or lets it only look (2: windows-installer.md 4.8). */
export type Management = 'absent' | 'detects' | 'closes'

export function management({ host }: Pick<InstallerRun, 'host'>): Management {
  const { windows } = host.machine
  const policy = registryNumber(host.machine, POLICY_KEY, MANAGEMENT_POLICY)
  if (!windows.restartManager || policy === 1) return 'absent'
  return policy === 2 ? 'detects' : 'closes'
}

export const MANAGEMENT_POLICY = 'DisableAutomaticApplicationShutdown'

/** The key that programs could join its session with, until InstallValidate (corpus 001, 006). */
export const MANAGER_SESSION = 'MsiRestartManagerSessionKey'

export function filesInUse(session: InstallSession): InUse[] {
  const { machine } = session.run.host
  const own = new Set([session.speaker.pid, session.run.client.pid])
  const found: InUse[] = []
  for (const file of session.costing?.files ?? []) {
    if (!file.install || !file.existing) continue
    for (const holder of holdersOf(machine, file.path)) {
      if (!own.has(holder.process.pid)) found.push({ path: file.path, holder })
    }
  }
  return management(session.run) !== 'absent'
    ? found
    : found.filter(f => f.holder.handle.share === 'all' && hasWindow(f))
}

/** A program on somebody's desktop; services and what runs as SYSTEM have no window. */
const hasWindow = (inUse: InUse): boolean => isInteractive(inUse.holder.process)

export function isInteractive(process: Process): boolean {
  return process.services.length === 0 && !SYSTEM_ACCOUNTS.has(fold(process.user))
}

const SYSTEM_ACCOUNTS: ReadonlySet<string> = new Set([
  'system',
  'localsystem',
  'nt authority\\networkservice',
  'nt authority\\localservice',
])

export function noteHolders(session: InstallSession, found: readonly InUse[]): void {
  for (const { path, holder } of found) {
    const { name, pid } = holder.process
    const program = name.replace(/\.exe$/i, '')
    log(session, 'fileInUse', path, program, pid, '')
    reportHolder(session.run, session.product, path, program, pid)
  }
}

/** The Restart Manager: closes programs on the desktop and stops services. What neither is stays where it is. */
export function shutDownHolders(session: InstallSession, found: readonly InUse[]): void {
  const { host } = session.run
  const stopped: string[] = []
  let failed = false
  log(session, 'rmWillShutDown')
  for (const pid of new Set(found.map(f => f.holder.process.pid))) {
    const process = host.machine.processes.get(pid)
    if (!process) continue
    if (process.services.length > 0) {
      for (const service of process.services) {
        if (stopService(host, service) === WIN32.SUCCESS) stopped.push(service)
        else failed = true
      }
    } else if (isInteractive(process)) {
      endProcess(host, pid)
    } else {
      failed = true
    }
  }
  log(session, failed ? 'rmFailed' : 'rmShutDown')
  session.stopped = stopped
}

/** At the end of the run, whatever its result: a service that was stopped for a file is started again. */
export function restartHolders(session: InstallSession): void {
  for (const service of session.stopped) startService(session.run.host, service)
}

/** Does anybody still hold a file under this name? After a rename that is the old version. */
export function isHeld(machine: Machine, path: string): boolean {
  return holdersOf(machine, path).length > 0
}
