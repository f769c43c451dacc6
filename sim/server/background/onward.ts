import type { Role } from '../../../model/exchange/roles.ts'
import { reportEvent } from '../../../model/machine/eventLogs.ts'
import { DAY } from '../../../model/machine/time.ts'
import { wallTime } from '../../../model/machine/zone.ts'
import { noteUptime } from '../bootEvents.ts'
import type { Recorder } from '../recorder.ts'
import { type Alarm, type Background, habitsOf, heard, QUIET, saidOn } from './background.ts'
import { noonsOf } from './boots.ts'

/**
 * The life of a server that goes on: as in the days before (background.ts), but while time passes, so that what else comes
 * due happens in between. A service that stands still keeps silent, nobody restarts the server, and nobody mends anything.
 */

/** Lets the days pass; the records in them that look alarming. */
export function liveOn(recorder: Recorder, roles: readonly Role[], { days, busy }: Background): Alarm[] {
  const { machine } = recorder
  const now = machine.now
  const until = now + days * DAY
  const alarms: Alarm[] = []
  const noons = noonsOf(machine, now, until).map((at): Due => ({ at, happen: () => noteUptime(recorder) }))
  const habits = habitsOf(machine, roles).flatMap(habit =>
    midnights(recorder, until).flatMap((began, day) =>
      saidOn(machine, habit, began, busy, { below: most => recorder.draw(`${habit.name} ${day}`, most) }).map(
        ({ at, said }): Due => ({
          at,
          happen() {
            const { log, herring, event } = heard(said)
            reportEvent(recorder, log, event)
            if (herring) alarms.push({ log, number: machine.logs[log].at(-1)!.number })
          },
        }),
      ),
    ),
  )
  const due = [...noons, ...habits].filter(({ at }) => at >= now + QUIET && at < until).sort((a, b) => a.at - b.at)
  for (const { at, happen } of due) {
    recorder.wait(at - machine.now)
    happen()
  }
  recorder.wait(until - machine.now)
  return alarms
}

/** Something that will be said. */
interface Due {
  readonly at: number
  readonly happen: () => void
}

/** The local day that it is, and those that begin until then. */
function midnights({ machine: { zone, now } }: Recorder, until: number): number[] {
  const first = now - (wallTime(zone, now) % DAY)
  return Array.from({ length: Math.ceil((until - first) / DAY) }, (_, day) => first + day * DAY)
}
