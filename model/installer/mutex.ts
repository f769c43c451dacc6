import { about } from '../machine/host.ts'
import { askPerson, codeText, type InstallerRun, logAs } from './session.ts'

/**
 * Global\_MSIExecute: one execute sequence at a time on a machine. The client holds it, whoever it is. Does not know what
 * is done meanwhile.
 */

/** Does the work while this run holds the mutex; 1618 where another installation does. */
export function holdingMutex(run: InstallerRun, work: () => number): number {
  const taken = grab(run)
  if (taken) return taken
  const code = work()
  release(run)
  return code
}

function grab(run: InstallerRun): number {
  const { host, client } = run
  if (isHeld(run)) {
    host.wait(MUTEX_WAIT_MS)
    if (isHeld(run)) return refuse(run)
  }
  host.record({ kind: 'setting', before: { installMutex: 0 }, after: { installMutex: client.pid } })
  logAs(run, client, 'grabbedMutex')
  // With a wizard the client has done so when it opened the package (corpus 007, 106).
  if (run.request.ui !== 'full') for (const line of CLOAKING) logAs(run, client, line)
  if (host.machine.windows.engineNumber >= 405) logAs(run, client, 'counterUp')
  return 0
}

const CLOAKING = ['cloaking', 'enablingPrivileges'] as const

const isHeld = ({ host }: InstallerRun): boolean => host.machine.settings.installMutex !== 0

/** How long the client waits for the other installation before it gives up (modelled: not documented). */
const MUTEX_WAIT_MS = 3000

function refuse(run: InstallerRun): number {
  const { host, client, request } = run
  const subject = { kind: 'setting', name: 'installMutex' } as const
  about(host, subject, () => logAs(run, client, 'mutexTaken'))
  const text = codeText(run, 1618)
  host.tell({ kind: 'refused', code: 1618, text, subject })
  if (request.ui !== 'none') askPerson(run, 'error', text, ['ok'])
  return 1618
}

function release(run: InstallerRun): void {
  const { host, client } = run
  const { installMutex } = host.machine.settings
  host.record({ kind: 'setting', before: { installMutex }, after: { installMutex: 0 } })
  if (host.machine.windows.engineNumber >= 405) logAs(run, client, 'counterDown')
}
