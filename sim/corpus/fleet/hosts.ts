import { type Rollup, rollupsOf } from '../../../model/exchange/builds.ts'
import type { OsId } from '../../../model/exchange/os.ts'
import type { Role } from '../../../model/exchange/roles.ts'
import { DAY, isoLocal, parseLocal } from '../../../model/machine/time.ts'
import type { Zone } from '../../../model/machine/zone.ts'
import type { Busy } from '../../server/background/background.ts'
import { randomFrom } from '../../server/random.ts'
import type { Complaint } from '../../written/form.ts'
import { pick } from '../faults.ts'
import { apportioned, KINDS, type Shares, usualShares } from './kinds.ts'
import type { FleetSpec, SiteSpec } from './schema.ts'

/**
 * The servers of a fleet, their names, their days and their turn on the update night. Times are those of a clock on the
 * wall at their site. Does not know what goes wrong on them.
 */

export interface Host {
  readonly number: number
  readonly name: string
  readonly site: string
  readonly zone: Zone
  readonly roles: readonly Role[]
  readonly os: OsId
  readonly busy: Busy
  readonly turn: Turn
}

/** When a server is updated, `2008-10-21T22:36:41`, and how many days its logs have before that and behind it. */
export interface Turn {
  readonly start: string
  readonly before: number
  readonly after: number
}

/** The dates of the days that all logs have, and what is installed. */
export interface Frame {
  readonly first: string
  readonly night: string
  readonly days: number
  /** The rollups that there are for it. */
  readonly series: readonly Rollup[]
  readonly wanted: Rollup
  readonly past: readonly Rollup[]
}

// -------------------------------------------------------------------------------------------------------------- frame

const MIDDAY = 'T12:00:00'
const dayOf = (date: string): number => Math.floor(parseLocal(`${date.slice(0, 10)}${MIDDAY}`, 0) / DAY)
const dateOf = (day: number): string => isoLocal(day * DAY, 0).slice(0, 10)

/** Administrators wait to see how others fare (modelled). */
const WAITED = 28

/** What the file leaves open is filled in; or what does not go together. */
export function frameOf(spec: FleetSpec): Frame | readonly Complaint[] {
  const series = rollupsOf(spec.baseline)
  const wanted = spec.rollup === undefined ? series[USUAL]! : series.find(({ kb }) => kb === spec.rollup)
  if (!wanted) return [noneOf(['rollup'], spec.rollup!, spec, series)]
  const older = series.slice(0, series.indexOf(wanted))
  const wrong = (spec.rollups ?? []).flatMap((kb, i) =>
    older.some(row => row.kb === kb) ? [] : [noneOf(['rollups', i], kb, spec, older, ` before ${wanted.kb}`)],
  )
  if (wrong.length > 0) return wrong
  const past = spec.rollups ? older.filter(({ kb }) => spec.rollups!.includes(kb)) : older.slice(-1)
  const { first, night } = datesOf(spec, wanted)
  const before = dayOf(night) - dayOf(first)
  if (before >= 1 && before < spec.days) return { first, night, days: spec.days, series, wanted, past }
  const message = `the update night of ${night} is not within the ${spec.days} days from ${first}, with a day before it`
  return [{ path: ['update-night', 'date'], message }]
}

/** The fourth: some are older, so that a fleet has a past. */
const USUAL = 3

function noneOf(
  path: Complaint['path'],
  kb: string,
  spec: FleetSpec,
  series: readonly Rollup[],
  which = '',
): Complaint {
  return { path, message: `${kb} is no rollup of ${spec.baseline}${which}`, allowed: series.map(row => row.kb) }
}

function datesOf({ start, days, 'update-night': { date } }: FleetSpec, { date: released }: Rollup) {
  const middle = Math.floor(days / 2)
  const night = date ?? (start === undefined ? dateOf(dayOf(dayIn(released)) + WAITED) : dateOf(dayOf(start) + middle))
  return { night, first: start ?? dateOf(dayOf(night) - middle) }
}

/** Of some rollups no more than the month is known. */
const dayIn = (released: string): string => /^\d{4}-\d{2}-\d{2}/.exec(released)?.[0] ?? `${released.slice(0, 7)}-01`

/** Undefined where the days have none before it. */
export function turnAt(start: string, { first, days }: Frame): Turn | undefined {
  const before = dayOf(start) - dayOf(first)
  return before >= 1 && before <= days ? { start, before, after: days - before } : undefined
}

// -------------------------------------------------------------------------------------------------------------- hosts

/** Site by site, kind by kind. */
export function hostsOf(spec: FleetSpec, frame: Frame, seed: number): Host[] {
  const places = spec.sites.flatMap(site => placesIn(site, spec, frame))
  const systems = systemsOf(spec, places.length, seed)
  return places.map((place, i): Host => {
    const random = randomFrom(`fleet ${seed} host ${place.name}`)
    const late = Math.floor(random.fraction() * LATE_MS)
    const { start, ...turn } = place.turn
    return {
      number: i + 1,
      ...place,
      os: systems[i]!,
      busy: pick(random, BUSY),
      turn: { start: isoLocal(parseLocal(start, 0) + late, 0), ...turn },
    }
  })
}

/** Nobody begins to the second; and a turn never comes before the one before it, of which a minute is the shortest. */
const LATE_MS = 50_000
const MINUTE = 60_000
const MINUTES_OF_A_DAY = 1440
const BUSY: readonly Busy[] = ['low', 'normal', 'normal', 'high']

type Place = Pick<Host, 'name' | 'site' | 'zone' | 'roles' | 'turn'>

/** One after the other, evenly over the window. */
function placesIn({ name: site, zone, hosts, roles: shares }: SiteSpec, spec: FleetSpec, frame: Frame): Place[] {
  const kinds = apportioned(shares ?? usualShares(hosts), hosts)
  const named = kinds.flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, i) => ({ kind, name: `${site}-${KINDS[kind].short}${two(i + 1)}` })),
  )
  const { from, to } = spec['update-night']
  const window = ((to - from + MINUTES_OF_A_DAY - 1) % MINUTES_OF_A_DAY) + 1
  const before = dayOf(frame.night) - dayOf(frame.first)
  const midnight = parseLocal(`${frame.night}T00:00:00`, 0)
  return named.map(({ kind, name }, i) => {
    const minutes = from + Math.floor((i * window) / named.length)
    const start = isoLocal(midnight + minutes * MINUTE, 0)
    return { name, site, zone, roles: KINDS[kind].roles, turn: { start, before, after: frame.days - before } }
  })
}

const two = (n: number): string => String(n).padStart(2, '0')

const SERVER_2003: Shares<OsId> = { 'windows-server-2003': 1 }
const BOTH: Shares<OsId> = { 'windows-server-2003': 6, 'windows-server-2008': 4 }

/** Which server has which is drawn; Server 2008 came with the first service pack of Exchange. */
function systemsOf({ os, baseline }: FleetSpec, count: number, seed: number): OsId[] {
  const shares = os ?? (baseline === 'rtm' ? SERVER_2003 : BOTH)
  const systems = apportioned(shares, count).flatMap(([id, number]) => Array.from({ length: number }, () => id))
  return shuffled(systems, `fleet ${seed} systems`)
}

export function shuffled<T>(list: readonly T[], name: string): T[] {
  const random = randomFrom(name)
  const left = [...list]
  return list.map(() => left.splice(random.below(left.length), 1)[0]!)
}
