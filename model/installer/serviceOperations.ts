import { serviceNamed } from '../machine/machine.ts'
import type { Service } from '../machine/parts.ts'
import { noteStartType, startService, stopService } from '../machine/services.ts'
import { WIN32 } from '../words/systemErrors.ts'
import { FAILURE, SUCCESS } from './actionStatus.ts'
import { reportError } from './results.ts'
import type { ScriptOperation } from './script.ts'
import { type InstallSession, logError } from './session.ts'
import { attemptIn, compensate } from './transaction.ts'

/**
 * ServiceControl and ServiceInstall in the script. What a start or a stop has changed is not undone by value: rollback
 * stops or starts the service again, as the real script does. What a start takes: machine/services.ts.
 */

export const START = 1
export const STOP = 2
export const DELETE = 8

export const displayNameOf = (session: InstallSession, name: string): string =>
  serviceNamed(session.run.host.machine, name)?.displayName ?? name

function fail(session: InstallSession, number: 1920 | 1921, name: string): number {
  const args = [displayNameOf(session, name), name]
  logError(session, number, { kind: 'service', name }, args, text =>
    reportError(session.run, session.product, number, text),
  )
  return FAILURE
}

export function start(session: InstallSession, name: string): number {
  const { host } = session.run
  const error = startService(host, name)
  if (error === WIN32.SERVICE_ALREADY_RUNNING) return SUCCESS
  if (error) return fail(session, 1920, name)
  const undoing = `ServiceControl(,Name=${name},Action=2,Wait=1,)`
  compensate(host, 'StartServices', undoing, { kind: 'stop-service', name })
  return SUCCESS
}

export function stop(session: InstallSession, name: string): number {
  const { host } = session.run
  const error = stopService(host, name)
  if (error === WIN32.SERVICE_NOT_ACTIVE || error === WIN32.SERVICE_DOES_NOT_EXIST) return SUCCESS
  if (error) return fail(session, 1921, name)
  const undoing = `ServiceControl(,Name=${name},Action=1,Wait=1,)`
  compensate(host, 'StopServices', undoing, { kind: 'start-service', name })
  return SUCCESS
}

export function removeService(session: InstallSession, name: string): number {
  const stopped = stop(session, name)
  const before = serviceNamed(session.run.host.machine, name)
  if (stopped !== SUCCESS || !before) return stopped
  const change = { kind: 'service', name: before.name, before, after: undefined } as const
  attemptIn(session.run.host, change, 'DeleteServices', `ServiceInstall(Name=${name},,,,,,,,,,,)`)
  return SUCCESS
}

export function installService(service: Omit<Service, 'state' | 'pid'>): ScriptOperation {
  const { name, displayName, image, account } = service
  return {
    action: 'InstallServices',
    text: `ServiceInstall(Name=${name},DisplayName=${displayName},ImagePath=${image},ServiceType=16,StartType=2,ErrorControl=1,,Dependencies=[~],,StartName=${account},Password=**********,,)`,
    data: { 1: name, 2: displayName },
    perform({ run: { host } }) {
      const before = serviceNamed(host.machine, name)
      const after: Service = { ...service, state: before?.state ?? 'stopped' }
      const undoing = `ServiceControl(,Name=${name},Action=8,Wait=1,)`
      attemptIn(host, { kind: 'service', name, before, after }, 'InstallServices', undoing)
      noteStartType(host, before, after)
      return SUCCESS
    },
  }
}
