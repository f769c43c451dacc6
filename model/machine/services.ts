import { CONTROL_MANAGER_SOURCE } from '../words/eventSources.ts'
import { START_TYPES } from '../words/startTypes.ts'
import { WIN32 } from '../words/systemErrors.ts'
import { reportEvent } from './eventLogs.ts'
import { serviceEvidenceMs } from './evidence.ts'
import { about, type Host, type Subject } from './host.ts'
import { dependentsOf, isServer2003, type Machine, registryNumber, serviceNamed } from './machine.ts'
import { byName, fold, leafOf } from './names.ts'
import type { Process, Service, StartType } from './parts.ts'
import { serviceKeyPath, strayValues } from './serviceKeys.ts'
import { controlsServices } from './token.ts'
import { mayRead } from './verdict.ts'
import { closed, ended, type Spoken, saidAtStart, speaking, utter } from './voices.ts'

/**
 * The service control manager: start, stop, configure; it notes what it did in the System log. Does not know who asks,
 * nor which services belong together but by their dependencies.
 */

/** What it writes over in the registry is put right first: undone, the change then leaves what was there. */
function change(host: Host, service: Service, after: Service): void {
  for (const stray of strayValues(host.machine, service, after)) {
    host.record({ kind: 'value', key: serviceKeyPath(service.name), ...stray })
  }
  host.record({ kind: 'service', name: service.name, before: service, after })
}

function noteState(host: Host, service: Service, state: string): void {
  reportEvent(host, 'System', {
    source: CONTROL_MANAGER_SOURCE,
    id: 7036,
    type: 'information',
    strings: [service.displayName, state],
  })
}

/** Server 2003 notes every control that somebody sends to a service, with who it was; Server 2008 does not (formats.md 3.2). */
function noteControl(host: Host, { displayName }: Service, control: 'start' | 'stop', user = senderOf(host)): void {
  if (!isServer2003(host.machine)) return
  const strings = [displayName, control]
  reportEvent(host, 'System', { source: CONTROL_MANAGER_SOURCE, id: 7035, type: 'information', strings, user })
}

const senderOf = ({ token }: Host): string => token?.user ?? 'SYSTEM'

export function noteFailure(host: Host, id: number, strings: readonly string[], subject: Subject): void {
  about(host, subject, () =>
    reportEvent(host, 'System', { source: CONTROL_MANAGER_SOURCE, id, type: 'error', strings }),
  )
}

/** ChangeServiceConfig: another start type. */
export function configureService(host: Host, name: string, start: StartType, user = 'SYSTEM'): number {
  const service = serviceNamed(host.machine, name)
  if (!service) return WIN32.SERVICE_DOES_NOT_EXIST
  if (!controlsServices(host)) return WIN32.ACCESS_DENIED
  if (service.start === start) return WIN32.SUCCESS
  change(host, service, { ...service, start })
  noteStartType(host, service, serviceNamed(host.machine, name), user)
  return WIN32.SUCCESS
}

/** Whoever has the manager change a start type, the System log has it. */
export function noteStartType(
  host: Host,
  before: Service | undefined,
  after: Service | undefined,
  user = 'SYSTEM',
): void {
  if (!before || !after || before.start === after.start) return
  const strings = [after.displayName, START_TYPES[before.start].event, START_TYPES[after.start].event]
  reportEvent(host, 'System', { source: CONTROL_MANAGER_SOURCE, id: 7040, type: 'information', strings, user })
}

/** StartService: first what it depends on, then the image is opened and the service reports that it runs. */
export function startService(host: Host, name: string, user = senderOf(host)): number {
  return start(host, name, user)
}

/** Without a user nobody has sent anything: the manager starts it by itself. */
export function start(host: Host, name: string, user: string | undefined): number {
  const service = serviceNamed(host.machine, name)
  if (!service) return WIN32.SERVICE_DOES_NOT_EXIST
  if (service.state === 'running') return WIN32.SERVICE_ALREADY_RUNNING
  if (!controlsServices(host)) return WIN32.ACCESS_DENIED
  if (service.start === 'disabled') return WIN32.SERVICE_DISABLED
  if (needsItself(host.machine, name)) {
    noteFailure(host, 7017, [service.displayName], { kind: 'service', name })
    return WIN32.CIRCULAR_DEPENDENCY
  }
  return startInTurn(host, service, user)
}

/** Whether a circle stands among the services that this one needs, directly or not; no such service can start. */
export function needsItself(machine: Machine, name: string): boolean {
  const open = new Set<string>()
  const settled = new Set<string>()
  const meetsCircle = (key: string): boolean => {
    if (open.has(key)) return true
    if (settled.has(key)) return false
    open.add(key)
    const found = serviceNamed(machine, key)?.dependsOn.some(needed => meetsCircle(fold(needed))) ?? false
    open.delete(key)
    settled.add(key)
    return found
  }
  return meetsCircle(fold(name))
}

function startInTurn(host: Host, service: Service, user: string | undefined): number {
  for (const dependency of service.dependsOn) {
    const error = start(host, dependency, undefined)
    if (error && error !== WIN32.SERVICE_ALREADY_RUNNING) {
      const needed = serviceNamed(host.machine, dependency)?.displayName ?? dependency
      const id = error === WIN32.SERVICE_DOES_NOT_EXIST ? 7003 : 7001
      const strings = [service.displayName, needed, `%%${error}`]
      noteFailure(host, id, strings, { kind: 'service', name: dependency })
      return WIN32.SERVICE_DEPENDENCY_FAIL
    }
  }
  const path = imagePath(service.image)
  const error = mayRead(host.machine, path)
  if (error) {
    noteFailure(host, 7000, [service.displayName, `%%${error}`], { kind: 'file', name: path })
    return error
  }
  const evidenceMs = serviceEvidenceMs(host.machine, service, path)
  if (evidenceMs >= host.machine.settings.startTimeoutMs) return startTimedOut(host, service)
  host.wait(evidenceMs)
  if (user !== undefined) noteControl(host, service, 'start', user)
  run(host, service)
  return WIN32.SUCCESS
}

/** The manager gives up on a service that does not connect in time; it stays stopped, with the start type that it has. */
function startTimedOut(host: Host, service: Service): number {
  const { startTimeoutMs } = host.machine.settings
  host.wait(startTimeoutMs)
  const subject = { kind: 'setting', name: 'internet' } as const
  noteFailure(host, 7009, [String(startTimeoutMs), service.displayName], subject)
  noteFailure(host, 7000, [service.displayName, `%%${WIN32.SERVICE_REQUEST_TIMEOUT}`], subject)
  const { timesOut } = service.voice ?? {}
  if (!timesOut) return WIN32.SERVICE_REQUEST_TIMEOUT
  const spoken = { ...spokenBy(service), pid: host.processId(processName(service)) }
  about(host, subject, () => {
    for (const line of timesOut) utter(host, spoken, line)
  })
  return WIN32.SERVICE_REQUEST_TIMEOUT
}

const CONTROL_KEY = 'HKLM\\SYSTEM\\CurrentControlSet\\Control'
const START_TIMEOUT_MS = 30_000

/** What the service control manager reads when Windows boots (KB944752: a change needs a restart). */
export function configuredStartTimeout(machine: Machine): number {
  return registryNumber(machine, CONTROL_KEY, 'ServicesPipeTimeout') ?? START_TIMEOUT_MS
}

function run(host: Host, service: Service): void {
  const running = service.shared ? hostProcess(host, service.image) : undefined
  const path = imagePath(service.image)
  const pid = running?.pid ?? host.processId(processName(service))
  speaking(host, { path, pid }, saidAtStart(service), service.startMs)
  const process: Process = running
    ? joined(running, service)
    : {
        pid,
        name: leafOf(path),
        path,
        user: service.account,
        services: [service.name],
        handles: [{ path, share: 'all' }],
      }
  host.record({ kind: 'process', pid, before: running, after: process })
  change(host, service, { ...closed(service), state: 'running', pid })
  noteState(host, service, 'running')
}

/** A host process with one more service, by name. */
export function joined(process: Process, service: Service): Process {
  return { ...process, services: [...process.services, service.name].sort(byName) }
}

/** What the process of a service is numbered by: the service, or the command line that it shares with others. */
export function processName({ shared, image, name }: Pick<Service, 'shared' | 'image' | 'name'>): string {
  return fold(shared ? image : name)
}

function hostProcess(host: Host, image: string): Process | undefined {
  for (const other of host.machine.services.values()) {
    if (other.shared && other.pid !== undefined && fold(other.image) === fold(image)) {
      return host.machine.processes.get(other.pid)
    }
  }
  return undefined
}

/** Stops a service after the services that depend on it, as Stop-Service -Force and net stop /y do. */
export function stopService(host: Host, name: string, user = senderOf(host)): number {
  const service = serviceNamed(host.machine, name)
  if (!service) return WIN32.SERVICE_DOES_NOT_EXIST
  if (service.state === 'stopped') return WIN32.SERVICE_NOT_ACTIVE
  if (!controlsServices(host)) return WIN32.ACCESS_DENIED
  if (installs(host.machine, service)) return WIN32.SERVICE_CANNOT_ACCEPT_CTRL
  for (const { name: dependent } of dependentsOf(host.machine, name)) {
    const error = stopService(host, dependent, user)
    // Another dependent may have taken this one along already.
    if (error && error !== WIN32.SERVICE_NOT_ACTIVE) return error
  }
  noteControl(host, service, 'stop', user)
  if (service.stopMs === 'never') {
    host.wait(STOP_TIMEOUT_MS)
    return WIN32.SERVICE_REQUEST_TIMEOUT
  }
  leave(host, service, service.stopMs)
  return WIN32.SUCCESS
}

/** A service that has nothing to do any more stops by itself: nobody has sent it anything. */
export function retireService(host: Host, name: string): void {
  const service = serviceNamed(host.machine, name)
  if (!service || service.state === 'stopped' || service.stopMs === 'never') return
  leave(host, service, service.stopMs)
}

/** Windows Installer takes no order to stop while somebody installs. */
const installs = ({ settings }: Machine, { name }: Service): boolean =>
  settings.installMutex !== 0 && fold(name) === 'msiserver'

/** How long a caller waits for a service that never reports that it has stopped. */
const STOP_TIMEOUT_MS = 60_000

function leave(host: Host, service: Service, stopMs: number): void {
  speaking(host, spokenBy(service), service.voice?.stops ?? [], stopMs)
  end(host, service)
  noteState(host, service, 'stopped')
}

/** The service has stopped, and its process is gone unless others are in it. */
export function end(host: Host, service: Service, asLeft = closed): void {
  const current = serviceNamed(host.machine, service.name) ?? service
  const process = current.pid === undefined ? undefined : host.machine.processes.get(current.pid)
  if (process) {
    const services = process.services.filter(s => fold(s) !== fold(service.name))
    const after = services.length > 0 ? { ...process, services } : undefined
    host.record({ kind: 'process', pid: process.pid, before: process, after })
  }
  const { pid: _gone, ...rest } = current
  host.record({ kind: 'service', name: service.name, before: current, after: asLeft({ ...rest, state: 'stopped' }) })
}

/** Ends a process, as taskkill /f does: its services are gone with it, and nobody has told the manager. */
export function endProcess(host: Host, pid: number): number {
  const process = host.machine.processes.get(pid)
  if (!process) return WIN32.FILE_NOT_FOUND
  for (const name of process.services) {
    const service = serviceNamed(host.machine, name)
    if (service) breakDown(host, service)
  }
  const left = host.machine.processes.get(pid)
  if (left) host.record({ kind: 'process', pid, before: left, after: undefined })
  return WIN32.SUCCESS
}

/** The manager counts until Windows starts again; the log has kept as many. */
function breakDown(host: Host, service: Service): void {
  end(host, service, ended)
  const { logs, settings } = host.machine
  const before = logs.System.filter(
    ({ id, time, strings }) => id === BROKE_DOWN && time >= settings.bootedAt && strings[0] === service.displayName,
  ).length
  noteFailure(host, BROKE_DOWN, [service.displayName, String(before + 1)], { kind: 'service', name: service.name })
}

const BROKE_DOWN = 7034

/** Starts a program; the number of its process is returned. */
export function startProcess(host: Host, program: Omit<Process, 'pid' | 'services' | 'handles'>): number {
  const pid = host.processId(fold(program.name))
  const after: Process = { ...program, pid, services: [], handles: [] }
  host.record({ kind: 'process', pid, before: undefined, after })
  return pid
}

/** By its process, and where its image lies. */
export const spokenBy = ({ image, pid }: Service): Spoken => ({
  path: imagePath(image),
  ...(pid !== undefined && { pid }),
})

/** The program in a service's command line: quotes and arguments off. */
export function imagePath(image: string): string {
  const quoted = /^"([^"]+)"/.exec(image)
  if (quoted) return quoted[1]!
  const program = /^(.*?\.exe)(?:\s|$)/i.exec(image)
  return program ? program[1]! : image
}
