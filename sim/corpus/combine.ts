import { type Rollup, rollupOf, rollupsOf } from '../../model/exchange/builds.ts'
import { DAY, isoLocal, parseLocal } from '../../model/machine/time.ts'
import type { Scenario } from '../scenario/schema.ts'
import { type Random, randomFrom } from '../server/random.ts'
import type { Mapping } from '../written/paths.ts'
import { draftText, type Manner } from './draft.ts'
import { type Combine, type Fault, pick, someFaults, titleOf } from './faults.ts'
import { standing } from './standing.ts'

/**
 * Random combinations: what is wrong in the chosen scenarios, several of it at once, on a server that is drawn. What comes
 * out is the text of a scenario like any other, and follows from the faults, their number and the bundle's seed alone.
 * Does not know how faults act together: that is simulated.
 */

export interface Combination {
  readonly text: string
  readonly scenario: Scenario
}

/** No server was found for these faults. */
export class CombinationError extends Error {}

const TRIES = 100
/** Servers drawn for the same faults: some have their place on few kinds of servers, and others cannot meet on any. */
const SERVERS = 8

/** What cannot be put on the server that was drawn is passed over, and the next one is drawn. */
export function combination(combine: Combine, seed: number): Combination {
  const random = randomFrom(`combination ${seed}`)
  for (let tries = 0; tries < TRIES; tries++) {
    const faults = someFaults(random, combine)
    for (let servers = 0; faults && servers < SERVERS; servers++) {
      const text = drawn(random, faults)
      const scenario = text === undefined ? undefined : standing(text, seed)
      if (text !== undefined && scenario) return { text, scenario }
    }
  }
  throw new CombinationError(`no server was found on which the faults of combination ${seed} can stand together`)
}

const SYSTEMS: readonly Mapping[] = [
  { os: 'windows-server-2003' },
  { os: 'windows-server-2003', installer: '4.5' },
  { os: 'windows-server-2008' },
  { os: 'windows-server-2008', installer: '4.0' },
]

const ROLES: readonly (readonly string[])[] = [
  ['mailbox', 'client-access', 'hub-transport'],
  ['mailbox', 'client-access', 'hub-transport', 'unified-messaging'],
  ['mailbox'],
  ['client-access', 'hub-transport'],
  ['client-access'],
  ['hub-transport'],
  ['edge-transport'],
  ['management-tools'],
]

/** Mostly the day that every server has. */
const BACKGROUNDS: readonly (Mapping | undefined)[] = [
  undefined,
  undefined,
  { busy: 'low' },
  { busy: 'high' },
  { days: 2, busy: 'low' },
]
const BASELINES = ['rtm', 'sp1', 'sp2', 'sp3'] as const
const ZONES = ['-08:00', '+00:00', '+01:00', '+05:30']
/** Rollups installed before, at most; more if faults speak of them. */
const PAST = 2

const MANNERS: readonly Manner[] = [
  { by: 'microsoft-update' },
  { by: 'administrator', ui: 'none' },
  { by: 'administrator', ui: 'basic' },
  { by: 'administrator', ui: 'full' },
]

/** Undefined where the faults leave no room for a rollup. */
function drawn(random: Random, faults: readonly Fault[]): string | undefined {
  const updates = someUpdates(
    random,
    faults.flatMap(fault => fault.change),
  )
  if (!updates) return undefined
  const { past, wanted } = updates
  const kind = { ...pick(random, SYSTEMS), roles: pick(random, ROLES) }
  const how = pick(random, MANNERS)
  const background = pick(random, BACKGROUNDS)
  return draftText({
    title: titleOf(faults),
    faults,
    start: someDay(wanted.date, random),
    server: {
      name: 'EXCH01',
      ...(faults.find(fault => fault.call)?.call?.server ?? kind),
      zone: pick(random, ZONES),
      baseline: wanted.baseline,
      rollups: past.map(row => row.kb),
      ...(background && { background }),
    },
    kb: wanted.kb,
    how,
  })
}

interface Updates {
  readonly past: readonly Rollup[]
  readonly wanted: Rollup
}

/** A rollup to install, after some of those before it and all that the changes speak of. */
function someUpdates(random: Random, change: readonly Mapping[]): Updates | undefined {
  const spoken: readonly string[] = JSON.stringify(change).match(/KB\d{6,7}/g) ?? []
  const series = rollupsOf(rollupOf(spoken[0] ?? '')?.baseline ?? pick(random, BASELINES))
  const later = series.slice(series.findLastIndex(row => spoken.includes(row.kb)) + 1)
  if (later.length === 0 || spoken.some(kb => !series.some(row => row.kb === kb))) return undefined
  const wanted = pick(random, later)
  const before = series.slice(0, series.indexOf(wanted))
  const from = before.length - random.below(PAST + 1)
  return { past: before.filter((row, i) => i >= from || spoken.includes(row.kb)), wanted }
}

const WEEKS = 8

/** Some weeks after the rollup came out, of which more than the month may not be known, at any time of the day. */
export function someDay(date: string, random: Random): string {
  const known = /^\d{4}-\d{2}(?:-\d{2})?/.exec(date)![0]
  return isoLocal(parseLocal(known, 0) + random.below(WEEKS * 7 * DAY), 0)
}
