import { tellShutdown } from '../../../model/machine/bootedServices.ts'
import type { Change } from '../../../model/machine/change.ts'
import { reportEvent } from '../../../model/machine/eventLogs.ts'
import type { Host } from '../../../model/machine/host.ts'
import { type Machine, servicesByName } from '../../../model/machine/machine.ts'
import type { LogName } from '../../../model/machine/parts.ts'
import { spokenBy } from '../../../model/machine/services.ts'
import { DAY } from '../../../model/machine/time.ts'
import { saidAtStart, utter } from '../../../model/machine/voices.ts'
import { wallTime } from '../../../model/machine/zone.ts'
import { CONTROL_MANAGER_SOURCE } from '../../../model/words/eventSources.ts'
import { BY_HAND, noteDown, noteShutdown, noteUp, noteUptime } from '../bootEvents.ts'
import type { Source } from '../random.ts'
import type { Spoken } from './background.ts'

/**
 * What the logs have of the times at which a server went down and came up, its services among it, and how long it then was up:
 * at noon it says so. When it came up the last time is the machine's own; what came before is drawn. Nobody lost power, and whoever had it
 * restarted sat there.
 */
export function bootsOf(machine: Machine, from: number, source: Source): Spoken[] {
  const boots = momentsOf(machine, from, source)
  const draw = source.under('boots').draw
  const spoken: Spoken[] = []
  const hostAt = (now: number, bootedAt: number): Host => ({
    ...SILENT,
    machine: { ...machine, now, settings: { ...machine.settings, bootedAt } },
    draw,
    record: change => spoken.push(...spokenIn(change)),
  })
  boots.forEach((bootedAt, i) => {
    const until = i === 0 ? machine.now : boots[i - 1]!
    for (const noon of noonsOf(machine, Math.max(bootedAt, from), until)) noteUptime(hostAt(noon, bootedAt))
    if (bootedAt < from) return
    noteShutdown(hostAt(bootedAt - DOWN_MS - 20_000, bootedAt), BY_HAND)
    tellShutdown(hostAt(bootedAt - DOWN_MS - 5_000, bootedAt))
    noteDown(hostAt(bootedAt - DOWN_MS, bootedAt))
    noteUp(hostAt(bootedAt + LOG_OPENS_MS, bootedAt), undefined)
    let at = bootedAt + LOG_OPENS_MS
    for (const service of servicesByName(machine)) {
      const { displayName, state, name } = service
      if (state !== 'running') continue
      const lines = saidAtStart(service)
      for (const [n, line] of lines.entries()) {
        at += 100 + draw(`what ${name} says ${i} ${n}`, 1_500)
        utter(hostAt(at, bootedAt), spokenBy(service), line)
      }
      at += 200 + draw(`start of ${name} ${i}`, 4_000)
      const strings = [displayName, 'running']
      reportEvent(hostAt(at, bootedAt), 'System', {
        source: CONTROL_MANAGER_SOURCE,
        id: 7036,
        type: 'information',
        strings,
      })
    }
  })
  return spoken
}

/** From the shutdown of the log to the start of the kernel; from there until the log is open. */
const DOWN_MS = 70_000
const LOG_OPENS_MS = 9_000

/** The last first, and one before all of the days. Some weeks lie between two (modelled). */
function momentsOf({ settings }: Machine, from: number, { stream }: Source): number[] {
  const random = stream('times between boots')
  const boots = [settings.bootedAt]
  while (boots.at(-1)! >= from) boots.push(boots.at(-1)! - 7 * DAY - random.below(21 * DAY))
  return boots
}

/** Local noons between two moments. */
export function noonsOf({ zone }: Machine, from: number, until: number): number[] {
  const first = from + ((DAY / 2 - (wallTime(zone, from) % DAY) + DAY) % DAY)
  return Array.from({ length: Math.max(0, Math.ceil((until - first) / DAY)) }, (_, i) => first + i * DAY + LATE_MS)
}

/** The timer is never early. */
const LATE_MS = 40

function spokenIn(change: Change): Spoken[] {
  if (change.kind !== 'event' || !change.after) return []
  const { number: _, ...event } = change.after
  const log: LogName = change.log
  return [{ log, herring: false, event }]
}

/** Nothing takes time, and nothing is tried: it is told afterwards. */
const SILENT = {
  attempt: () => 0,
  spend() {},
  transfer() {},
  wait() {},
  trouble() {},
  meanwhile() {},
  processId: () => 0,
} as const
