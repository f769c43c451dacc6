import type { Role } from '../../../model/exchange/roles.ts'
import type { Writable } from '../../../model/machine/apply.ts'
import { weekday } from '../../../model/machine/calendar.ts'
import { type NewEvent, recordOf } from '../../../model/machine/eventLogs.ts'
import { type Machine, serviceNamed } from '../../../model/machine/machine.ts'
import type { LogName, ReportedEvent } from '../../../model/machine/parts.ts'
import { DAY, toCivil } from '../../../model/machine/time.ts'
import { wallTime } from '../../../model/machine/zone.ts'
import type { Random, Source } from '../random.ts'
import { bootsOf } from './boots.ts'
import type { Habit, Said, When } from './habit.ts'
import { HABITS } from './habits.ts'

/**
 * The life of a server before anything happens on it: what its logs say of the days until then. What it does stands in
 * habits.ts. Each habit of each day draws from a stream of its own, so that a day is the same however many are asked for.
 * It writes events and nothing else: no file, no service changes. What lies between the setup of the server and these days,
 * its logs do not have; what was installed in the past stands before them.
 */

export interface Background {
  readonly days: number
  readonly busy: Busy
}

export type Busy = 'low' | 'normal' | 'high'

/** How much more often something happens that depends on how busy a server is (modelled). */
const TIMES: Readonly<Record<Busy, number>> = { low: 0.5, normal: 1, high: 2.5 }

/** A record that looks alarming, and belongs to the life of any server. */
export interface Alarm {
  readonly log: LogName
  readonly number: number
}

/** What was said at a moment. */
export interface Spoken {
  readonly log: LogName
  readonly herring: boolean
  readonly event: Omit<ReportedEvent, 'number'>
}

/** Writes the days before the present time into the logs of a machine, beside what they have; those that look alarming. */
export function live(machine: Writable, roles: readonly Role[], background: Background, source: Source): Alarm[] {
  const from = machine.now - background.days * DAY
  const spoken = [
    ...bootsOf(machine, from, source),
    ...habitsOf(machine, roles).flatMap(habit =>
      daysOf(machine, from).flatMap(({ began, ago }) =>
        saidOn(machine, habit, began, background.busy, source.stream(`${habit.name} ${ago}`)).map(({ at, said }) =>
          spokenAt(machine, said, at),
        ),
      ),
    ),
  ].filter(({ event }) => event.time >= from && event.time < machine.now - QUIET)
  return LOGS.flatMap(log => enter(machine, log, spoken))
}

const LOGS: readonly LogName[] = ['Application', 'System']

/** Nothing happens in the last minute: what begins then is what is told of. */
export const QUIET = 60_000

/** Those of a machine as it is. */
export function habitsOf(machine: Machine, roles: readonly Role[]): Habit[] {
  const { windows, domain } = machine
  return HABITS.filter(
    habit =>
      (habit.os === undefined || habit.os === windows.id) &&
      (habit.roles === undefined || habit.roles.some(role => roles.includes(role))) &&
      (habit.joined === undefined || domain !== undefined) &&
      !(habit.by !== undefined && standsStill(machine, habit.by)),
  )
}

function standsStill(machine: Machine, name: string): boolean {
  const service = serviceNamed(machine, name)
  return service !== undefined && service.state !== 'running'
}

/** In the order of time, with what was there; numbers go on from those that the log has had before. */
function enter(machine: Writable, log: LogName, spoken: readonly Spoken[]): Alarm[] {
  const own = spoken.filter(said => said.log === log)
  const before = machine.logs[log].map(event => ({ event, herring: false }))
  const all = [...before, ...own].sort((a, b) => a.event.time - b.event.time)
  const first = machine.recordsBefore[log] + 1
  machine.logs[log] = all.map(({ event }, i) => ({ ...event, number: first + i }))
  return all.flatMap(({ herring }, i) => (herring ? [{ log, number: first + i }] : []))
}

// ---------------------------------------------------------------------------------------------------------- one day

/** A local day: when it began, and its distance from the present one. */
interface Day {
  readonly began: number
  readonly ago: number
}

const HOUR = 3_600_000
const MINUTE = 60_000

/** The present day first. Where clocks are turned, a day begins an hour beside midnight. */
function daysOf({ zone, now }: Machine, from: number): Day[] {
  const midnight = now - (wallTime(zone, now) % DAY)
  const count = Math.ceil((midnight - from) / DAY) + 1
  return Array.from({ length: count }, (_, ago) => ({ began: midnight - ago * DAY, ago }))
}

/** Where the numbers of a habit of a day come from. */
export type Chance = Pick<Random, 'below'>

/** What one habit says on a local day, and when. */
export function saidOn(
  machine: Machine,
  habit: Habit,
  began: number,
  busy: Busy,
  chance: Chance,
): { readonly at: number; readonly said: Said }[] {
  return momentsOf(machine, habit.when, began, TIMES[busy], chance).flatMap(moment => {
    const says = habit.says({ machine, at: moment, draw: below => chance.below(below) })
    let at = moment
    return says.map(said => {
      at += (said.after ?? 0) * 1000 + chance.below(900)
      return { at, said }
    })
  })
}

function momentsOf(machine: Machine, when: When, began: number, times: number, random: Chance): number[] {
  if ('everyMinutes' in when) {
    const every = when.everyMinutes * MINUTE
    // Since the server came up, each time a little later or earlier.
    const phase = (machine.settings.bootedAt + (when.after ?? 0) * MINUTE) % every
    const first = began + ((phase - (began % every) + every) % every)
    const count = Math.ceil((began + DAY - first) / every)
    return Array.from({ length: count }, (_, i) => first + i * every + random.below(4_000))
  }
  if (!isOn(machine, when, began) || random.below(when.oneDayIn ?? 1) > 0) return []
  const count = when.times === undefined ? 1 : Math.max(1, Math.round(when.times * times))
  const span = (when.to - when.from) * HOUR
  return Array.from({ length: count }, () => began + when.from * HOUR + random.below(span))
}

function isOn({ zone }: Machine, { weekdays, days }: Exclude<When, { everyMinutes: number }>, began: number): boolean {
  const noon = began + 12 * HOUR
  const { day } = toCivil(noon, zone)
  return (
    (weekdays?.includes(weekday(wallTime(zone, noon))) ?? true) &&
    (days === undefined || (day >= days[0] && day <= days[1]))
  )
}

function spokenAt(machine: Machine, said: Said, at: number): Spoken {
  const { log, herring, event } = heard(said)
  return { log, herring, event: recordOf(machine, { ...event, at }) }
}

/** The record that comes of it, where it goes, and whether it looks alarming. */
export function heard(said: Said): Heard {
  const { after: _, log = 'Application', herring = false, type = 'information', ...rest } = said
  return { log, herring, event: { strings: [], ...rest, type } }
}

interface Heard {
  readonly log: LogName
  readonly herring: boolean
  readonly event: NewEvent
}
