import { accountDomain } from '../../model/installer/accounts.ts'
import { reportEvent, timeOf } from '../../model/machine/eventLogs.ts'
import type { Host } from '../../model/machine/host.ts'
import { isServer2003, type Machine } from '../../model/machine/machine.ts'
import { joinPath } from '../../model/machine/names.ts'
import { longIso, longTime, shortDate } from '../../model/machine/time.ts'
import { offsetAt } from '../../model/machine/zone.ts'
import { type EVENT_LOG_EVENTS, type KERNEL_EVENTS, SHUTDOWN_REASONS } from '../../model/words/bootEvents.ts'
import { EVENT_LOG_SOURCE, KERNEL_SOURCE, SHUTDOWN_SOURCE } from '../../model/words/eventSources.ts'

/** What the System log says of a server that goes down and comes up. Does not know what else happens meanwhile. */

/** Who has the server restarted, and why. */
export interface Asked {
  /** Below the system root: `explorer.exe`. Server 2003 names another process where a library asks for it. */
  readonly program: string
  readonly on2003?: string
  readonly reason: keyof typeof SHUTDOWN_REASONS
  readonly comment?: string
  readonly user: string
}

/** Somebody who sits there, by the Start menu. */
export const BY_HAND: Asked = {
  program: 'Explorer.EXE',
  on2003: 'Explorer.EXE',
  reason: 'planned',
  user: 'Administrator',
}

export function noteShutdown(host: Host, asked: Asked): void {
  const { machine } = host
  const { code, title } = SHUTDOWN_REASONS[asked.reason]
  reportEvent(host, 'System', {
    source: SHUTDOWN_SOURCE,
    id: 1074,
    type: 'information',
    strings: [
      processOf(machine, asked),
      machine.name,
      title,
      code,
      'restart',
      asked.comment ?? '',
      userOf(machine, asked),
    ],
    user: asked.user,
  })
}

/** Whoever asked for it, or somebody else, does not want it any more. */
export function noteAbort(host: Host, asked: Asked): void {
  const { machine } = host
  reportEvent(host, 'System', {
    source: SHUTDOWN_SOURCE,
    id: 1075,
    type: 'information',
    strings: [machine.name, userOf(machine, asked)],
    user: asked.user,
  })
}

const processOf = (machine: Machine, { program, on2003 }: Asked): string =>
  isServer2003(machine)
    ? (on2003 ?? 'winlogon.exe')
    : `${joinPath(machine.windows.systemRoot, program)} (${machine.name})`

const userOf = (machine: Machine, { user }: Asked): string =>
  user === 'SYSTEM' ? 'NT AUTHORITY\\SYSTEM' : `${accountDomain(machine)}\\${user}`

/** Everything has been told to stop; the log is the last to say so. */
export function noteDown(host: Host): void {
  eventLog(host, 6006, [])
  if (!isServer2003(host.machine)) kernel(host, 13, [systemTime(host.machine, host.machine.now)])
}

/** @param lostAt when the power went, where nobody had shut it down */
export function noteUp(host: Host, lostAt: number | undefined): void {
  const { machine } = host
  const { windows, settings, zone } = machine
  const [major, minor] = [Math.floor(windows.versionNT / 100), windows.versionNT % 100]
  if (!isServer2003(machine)) {
    const version = [major, minor, windows.build, windows.kernelRevision, windows.servicePack, 0].map(String)
    kernel(host, 12, [...version, systemTime(machine, settings.bootedAt)], settings.bootedAt)
  }
  if (lostAt !== undefined) eventLog(host, 6008, [longTime(lostAt, zone), shortDate(lostAt, zone)])
  const level = `Service Pack ${windows.servicePack}`
  eventLog(host, 6009, [`${major}.${String(minor).padStart(2, '0')}.`, String(windows.build), level, PROCESSORS])
  eventLog(host, 6005, [])
  noteUptime(host)
}

/** When it comes up, and at every noon. */
export function noteUptime(host: Host): void {
  const { now, settings, zone } = host.machine
  const uptime = Math.floor((now - settings.bootedAt) / 1000)
  eventLog(host, 6013, ['', '', '', '', String(uptime), '60', String(-offsetAt(zone, now))])
}

const PROCESSORS = 'Multiprocessor Free'

const systemTime = (machine: Machine, at: number): string => {
  const { time, ticks } = timeOf(machine, { time: 'tick' }, at)
  return longIso(time, ticks)
}

function eventLog(host: Host, id: keyof typeof EVENT_LOG_EVENTS, strings: readonly string[]): void {
  const type = id === 6008 ? 'error' : 'information'
  reportEvent(host, 'System', { source: EVENT_LOG_SOURCE, id, type, strings })
}

function kernel(host: Host, id: keyof typeof KERNEL_EVENTS, strings: readonly string[], at?: number): void {
  const event = { source: KERNEL_SOURCE, id, type: 'information', strings, user: 'SYSTEM' } as const
  reportEvent(host, 'System', at === undefined ? event : { ...event, at })
}
