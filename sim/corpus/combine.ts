import { stringify } from 'yaml'
import { type Rollup, rollupOf, rollupsOf } from '../../model/exchange/builds.ts'
import type { Change } from '../../model/machine/change.ts'
import { fileAt, type Machine, registryKey, serviceNamed } from '../../model/machine/machine.ts'
import { fold, leafOf, parentOf } from '../../model/machine/names.ts'
import { SERVICES_KEY } from '../../model/machine/serviceKeys.ts'
import { DAY, isoLocal, parseLocal } from '../../model/machine/time.ts'
import { CAUSE_NOTES, type Cause, type CauseNote } from '../causes.ts'
import { buildServer } from '../scenario/build.ts'
import { loadScenario } from '../scenario/load.ts'
import type { ChangeSpec, Scenario } from '../scenario/schema.ts'
import type { ServerSpec } from '../scenario/spec.ts'
import { type Random, randomFrom } from '../server/random.ts'
import { entriesOf, fieldOf, isMapping, type Mapping } from '../written/paths.ts'
import { readSource } from '../written/source.ts'

/**
 * Random combinations: what is wrong in the chosen scenarios, several of it at once, on a server that is drawn. What comes
 * out is the text of a scenario like any other, and follows from the faults, their number and the bundle's seed alone.
 * Does not know how faults act together: that is simulated.
 */

export interface Combine {
  readonly least: number
  readonly most: number
  readonly faults: readonly Fault[]
}

/** What is wrong in a scenario, as it is written there, if it can stand on another server. */
export interface Fault {
  readonly causes: readonly string[]
  readonly sources: readonly string[]
  /** Entries of `change`. */
  readonly change: readonly Mapping[]
  /** Instead of such entries: what is wrong with the call, and the kind of server on which it is wrong. */
  readonly call?: { readonly says: Mapping; readonly server: Mapping }
}

export interface Combination {
  readonly text: string
  readonly scenario: Scenario
}

/** No server was found for these faults. */
export class CombinationError extends Error {}

// -------------------------------------------------------------------------------------------------- taking apart

/** Of a call: what can be wrong with it. */
const CALL = ['elevated', 'package', 'arch']
/** Of a server: what makes such a call wrong. */
const KIND = ['os', 'installer', 'arch', 'roles']

/**
 * The faults of scenarios, each once. A mistake that lies in what is installed where (an older rollup, another service
 * pack) belongs to its server and is none of them.
 */
export function faultsOf(texts: readonly string[]): Fault[] {
  const faults = texts.flatMap(text => faultsIn(readSource(text).data))
  return [...new Map(faults.map(fault => [JSON.stringify({ ...fault, sources: [] }), fault])).values()]
}

function faultsIn(scenario: unknown): Fault[] {
  const server = entriesOf(fieldOf(scenario, 'servers'))[0]
  const sources = entriesOf(fieldOf(scenario, 'sources')) as readonly string[]
  const change = marked(fieldOf(server, 'change'))
  const step = marked(fieldOf(scenario, 'steps'))[0]
  const says = only(step?.install, CALL)
  return [
    // Causes of one scenario may need each other, and stay together.
    ...(change.length > 0 ? [{ causes: causesOf(change), sources, change }] : []),
    ...(step && Object.keys(says).length > 0
      ? [{ causes: causesOf([step]), sources, change: [], call: { says, server: only(server, KIND) } }]
      : []),
  ]
}

function marked(entries: unknown): Mapping[] {
  return entriesOf(entries)
    .filter(isMapping)
    .filter(entry => entry.cause !== undefined)
}

const causesOf = (entries: readonly Mapping[]): string[] => [...new Set(entries.map(({ cause }) => String(cause)))]

function only(value: unknown, keys: readonly string[]): Mapping {
  return Object.fromEntries(Object.entries(Object(value)).filter(([key]) => keys.includes(key)))
}

/** How many can stand together, where there is a server for them. */
export function mostTogether(faults: readonly Fault[]): number {
  let left = faults.toSorted((a, b) => Number(a.call !== undefined) - Number(b.call !== undefined))
  let count = 0
  for (let [next] = left; next; [next] = left) {
    left = without(left, next)
    count++
  }
  return count
}

/** Those that a fault leaves room for: other causes by other changes, and one mistake in the one call. */
function without(faults: readonly Fault[], { causes, change, call }: Fault): Fault[] {
  const said = new Set(change.map(unmarked))
  return faults.filter(
    other =>
      !other.causes.some(cause => causes.includes(cause)) &&
      !other.change.some(entry => said.has(unmarked(entry))) &&
      !(other.call && call),
  )
}

const unmarked = (entry: Mapping): string => JSON.stringify({ ...entry, cause: undefined })

// -------------------------------------------------------------------------------------------- putting together

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

const BY_UPDATE: Mapping = { by: 'microsoft-update' }
const MANNERS: readonly Mapping[] = [
  BY_UPDATE,
  { by: 'administrator', ui: 'none' },
  { by: 'administrator', ui: 'basic' },
  { by: 'administrator', ui: 'full' },
]

/** By this the update client's installations are logged; an administrator says it in the call. */
const LOGGING: Mapping = {
  registry: {
    key: 'HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\Installer',
    name: 'Logging',
    type: 'sz',
    value: 'voicewarmup',
  },
}

/** Undefined where the faults leave no room for a rollup. */
function drawn(random: Random, faults: readonly Fault[]): string | undefined {
  const wrong = faults.find(fault => fault.call)
  const change = faults.flatMap(fault => fault.change)
  const updates = someUpdates(random, change)
  if (!updates) return undefined
  const { past, wanted } = updates
  const kind = { ...pick(random, SYSTEMS), roles: pick(random, ROLES) }
  const how = pick(random, MANNERS)
  const background = pick(random, BACKGROUNDS)
  return asText({
    title: titleOf(faults),
    sources: [...new Set(faults.flatMap(fault => fault.sources))],
    causes: faults.flatMap(fault => fault.causes),
    start: someDay(wanted.date, random),
    servers: [
      {
        name: 'EXCH01',
        ...(wrong?.call?.server ?? kind),
        zone: pick(random, ZONES),
        baseline: wanted.baseline,
        rollups: past.map(row => row.kb),
        ...(background && { background }),
        change: how === BY_UPDATE ? [LOGGING, ...change] : change,
      },
    ],
    steps: [
      {
        install: {
          rollup: wanted.kb,
          ...how,
          ...(how !== BY_UPDATE && { log: `C:\\${wanted.kb}.log`, options: 'lxv*' }),
          ...wrong?.call?.says,
        },
        ...(wrong && { cause: wrong.causes[0] }),
      },
    ],
  })
}

const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)]!

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

/** Every cause is as likely as another; undefined where those that are left would not do. */
function someFaults(random: Random, { least, most, faults }: Combine): Fault[] | undefined {
  const chosen: Fault[] = []
  let left = faults
  for (let count = least + random.below(most - least + 1); count > 0; count--) {
    if (left.length === 0) return undefined
    const causes = pick(random, [...new Set(left.map(named))])
    const fault = pick(
      random,
      left.filter(one => named(one) === causes),
    )
    chosen.push(fault)
    left = without(left, fault)
  }
  return chosen
}

const named = ({ causes }: Fault): string => causes.join(', ')

function titleOf(faults: readonly Fault[]): string {
  return faults.length === 0 ? 'A server without a fault' : `Together: ${faults.map(named).join(', ')}`
}

function asText(scenario: Mapping): string {
  return stringify(scenario, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' })
}

// ------------------------------------------------------------------------------------------------------- trying

/** What the text says, if that is a scenario and everything is there that it says is wrong. */
function standing(text: string, seed: number): Scenario | undefined {
  const loaded = loadScenario(text, 'scenario.yaml')
  if (!loaded.ok) return undefined
  return stands(loaded.scenario, seed) ? loaded.scenario : undefined
}

/** Whether everything is there that the first server's entries are about, and whatever they say is wrong is so. */
export function stands(scenario: Scenario, seed: number): boolean {
  const { origins, recorder, spec } = buildServer(scenario, 0, seed)
  return spec.change.every((change, i) => {
    const { cause, changes } = origins[i]!
    return (
      hasPlace(change, changes, recorder.machine) && (cause === undefined || (changes.length > 0 && canBe(cause, spec)))
    )
  })
}

/** IIS is on servers without Outlook Web Access as well: disabled there, it leaves nothing that is not updated. */
function canBe(cause: Cause, { roles }: ServerSpec): boolean {
  const { role }: CauseNote = CAUSE_NOTES[cause]
  return role === undefined || roles.some(one => one === role)
}

/** These can be made of anything, and mean nothing where the thing is not. */
function hasPlace(entry: ChangeSpec, changes: readonly Change[], machine: Machine): boolean {
  switch (entry.kind) {
    case 'process':
      return entry.holds.every(path => fileAt(machine, path))
    case 'deny':
      return (fileAt(machine, entry.path) ?? registryKey(machine, entry.path)) !== undefined
    case 'registry': {
      const of = parentOf(entry.key)
      const service = of !== undefined && fold(of) === fold(SERVICES_KEY) ? leafOf(entry.key) : undefined
      return service === undefined || serviceNamed(machine, service) !== undefined
    }
    case 'write':
      return !changes.some(change => change.kind === 'file' && change.after?.folder)
    default:
      return true
  }
}
