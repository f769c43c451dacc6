import type { Rollup } from '../../../model/exchange/builds.ts'
import type { Role } from '../../../model/exchange/roles.ts'
import { offsetText } from '../../../model/machine/time.ts'
import type { Zone } from '../../../model/machine/zone.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { Scenario } from '../../scenario/spec.ts'
import { entriesOf, type Mapping } from '../../written/paths.ts'
import { readSource } from '../../written/source.ts'
import { asText, draftText } from '../draft.ts'
import type { Fault } from '../faults.ts'
import type { CorpusScenario } from '../plan.ts'
import type { Frame, Host } from './hosts.ts'
import type { FleetSpec } from './schema.ts'

/** The scenario of a host, as text: its days before, what is done on it, its days behind. Does not know where it goes wrong. */

/** What all hosts have in common. */
export interface Ground {
  readonly spec: FleetSpec
  readonly frame: Frame
  readonly seed: number
  readonly domainSid: string
  readonly scenarios: readonly CorpusScenario[]
  readonly faults: readonly Fault[]
  /** Of the bundle that a host becomes. */
  readonly seedOf: (host: Host) => number
}

/** Undefined where a fault is about what this fleet has not installed. */
export function textOf(
  ground: Ground,
  host: Host,
  faults: readonly Fault[],
  background: Mapping | 'none' = lived(host),
): string | undefined {
  const { spec, frame } = ground
  const past = pastOf(frame, faults)
  if (!past) return undefined
  const { os, roles, turn, name } = host
  const causes = faults.flatMap(fault => fault.causes)
  return draftText({
    title: causes.length === 0 ? `${name}, on which nothing goes wrong` : `${name}: ${causes.join(', ')}`,
    faults,
    start: turn.start,
    server: {
      ...identity(ground, host, roles),
      os,
      roles,
      baseline: spec.baseline,
      rollups: past.map(({ kb }) => kb),
      background,
    },
    kb: frame.wanted.kb,
    how: spec.by === 'administrator' ? { by: spec.by, ui: 'none' } : { by: spec.by },
    behind: livingOn(host),
  })
}

/** What is installed before, and besides that what the faults speak of. */
function pastOf({ wanted, past, series }: Frame, faults: readonly Fault[]): readonly Rollup[] | undefined {
  const spoken: readonly string[] = JSON.stringify(faults.map(({ change }) => change)).match(/KB\d{6,7}/g) ?? []
  const older = series.slice(0, series.indexOf(wanted))
  if (spoken.some(kb => !older.some(row => row.kb === kb))) return undefined
  return older.filter(row => past.includes(row) || spoken.includes(row.kb))
}

/** Everything of a scenario but whose server it is, and when. */
export function playedText(ground: Ground, host: Host, { text, scenario }: CorpusScenario): string {
  const { servers, steps, ...rest } = readSource(text).data as Mapping
  const own = identity(ground, host, scenario.servers[0]!.roles)
  const server = less(entriesOf(servers)[0], ['name', 'domain', 'zone', 'background'])
  return asText({
    ...less(rest, ['start', 'expect']),
    start: host.turn.start,
    servers: [{ ...own, ...server, background: lived(host) }],
    steps: [...entriesOf(steps).map(step => less(step, ['server'])), ...livingOn(host)],
  })
}

const less = (entry: unknown, keys: readonly string[]): Mapping =>
  Object.fromEntries(Object.entries(Object(entry)).filter(([key]) => !keys.includes(key)))

/** An Edge Transport server joins no domain. */
const identity = ({ spec, domainSid }: Ground, { name, zone }: Host, roles: readonly Role[]): Mapping => ({
  name,
  ...(!roles.includes('edge-transport') && { domain: { name: spec.domain, sid: domainSid } }),
  zone: writtenZone(zone),
})

const lived = ({ turn, busy }: Host): Mapping => ({ days: turn.before, busy })
const livingOn = ({ turn, busy }: Host): Mapping[] => (turn.after > 0 ? [{ live: { days: turn.after, busy } }] : [])

const writtenZone = (zone: Zone): string => (typeof zone === 'number' ? offsetText(zone, ':') : zone.name)

/** @throws RangeError where it is none: what is written here is written right */
export function loaded(text: string): Scenario {
  const read = loadScenario(text, 'scenario.yaml')
  if (!read.ok) throw new RangeError(`the scenario of a host is none: ${read.problems[0]?.message}`)
  return read.scenario
}
