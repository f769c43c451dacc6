import { drawAuthority } from '../../../model/exchange/texture.ts'
import type { Draw } from '../../../model/machine/host.ts'
import { DAY, isoUtc, parseLocal } from '../../../model/machine/time.ts'
import { SCENARIO_FILE } from '../../bundle/bundleFile.ts'
import { sourceOf } from '../../server/random.ts'
import { load, problemOf } from '../../written/load.ts'
import { type Problem, problemsInOrder } from '../../written/problems.ts'
import { besideFile } from '../beside.ts'
import { faultsOf } from '../faults.ts'
import { type CorpusPlan, type CorpusScenario, corpusScenario, folderNamed, ownSeed, rangeOf } from '../plan.ts'
import { frameOf, hostsOf } from './hosts.ts'
import { type Cast, castOf } from './incidents.ts'
import type { SplitKind } from './limits.ts'
import { type FleetSpec, fleetSchema } from './schema.ts'
import { type Sample, splitsOf } from './split.ts'

/**
 * A fleet: the plan of a corpus in which each bundle is a host of one organisation, what is true of them beside it, and
 * its parts for whoever learns from it. All of it follows from fleet.yaml, the scenarios that faults are taken from, and
 * the seed; which hosts a process makes of it changes nothing. Makes no bundle.
 */

export interface FleetOrder {
  /** What fleet.yaml says, and what problems call it. */
  readonly text: string
  readonly file: string
  readonly seed: number
  /** Where faults come from, and those that are played as a whole. */
  readonly scenarios: readonly CorpusScenario[]
  readonly logLevel?: string | undefined
  readonly mutants?: readonly string[] | undefined
  readonly shard?: CorpusPlan['shard']
  /** In place of those of the file. */
  readonly splitBy?: readonly SplitKind[] | undefined
}

export type PlannedFleet =
  | { readonly plan: CorpusPlan; readonly cast: readonly Cast[] }
  | { readonly problems: readonly Problem[] }

export const FLEET_FILE = 'fleet.json'
export const SPLIT_FILE = 'split.json'

export function fleetOf(order: FleetOrder): PlannedFleet {
  const { text, file, seed, scenarios } = order
  const read = load(fleetSchema, text, file)
  if (!read.ok) return read
  const { value: spec, locate } = read
  const refused = (complaints: readonly Parameters<typeof problemOf>[0][]): PlannedFleet => ({
    problems: problemsInOrder(complaints.map(one => problemOf(one, file, locate(one.path)))),
  })
  const frame = frameOf(spec)
  if (!('wanted' in frame)) return refused(frame)
  const faults = faultsOf(scenarios.map(one => one.text))
  const domainSid = sidFrom(sourceOf(`fleet ${seed} ${spec.domain}`).draw)
  const seedOf = ({ number }: { readonly number: number }): number => ownSeed(seed, number)
  const cast = castOf({ spec, frame, seed, domainSid, scenarios, faults, seedOf }, hostsOf(spec, frame, seed))
  if (!isCast(cast)) return refused(cast)
  return { plan: planOf(order, spec, cast, domainSid), cast }
}

const isCast = (made: ReturnType<typeof castOf>): made is Cast[] => made.every(one => 'host' in one)

const sidFrom = (draw: Draw): string => `S-1-5-21-${drawAuthority(draw).join('-')}`

function planOf(order: FleetOrder, spec: FleetSpec, cast: readonly Cast[], domainSid: string): CorpusPlan {
  const { seed, logLevel, mutants, shard, splitBy } = order
  const bare: CorpusPlan = {
    seed,
    count: cast.length,
    scenarios: cast.map(({ host, text, scenario }) => corpusScenario(host.name, SCENARIO_FILE, text, scenario)),
    logLevel,
    mutants,
    shard,
  }
  const told = toldOf(bare, spec, cast, domainSid)
  const split = { ...spec.split, by: splitBy ?? spec.split.by }
  return {
    ...bare,
    beside: [besideFile(FLEET_FILE, told), besideFile(SPLIT_FILE, splitsOf(samplesOf(bare, cast), split, seed))],
  }
}

// ----------------------------------------------------------------------------------------------------- what is told

/** The truth of all hosts at a glance. */
function toldOf(plan: CorpusPlan, spec: FleetSpec, cast: readonly Cast[], domainSid: string): object {
  const { baseline, days, domain } = spec
  return {
    schemaVersion: 1,
    seed: plan.seed,
    domain,
    domainSid,
    baseline,
    days,
    hosts: cast.map(one => hostTold(plan, one)),
  }
}

function hostTold(plan: CorpusPlan, { host, scenario, incident }: Cast): object {
  const { number, name, site, turn } = host
  const { os, baseline, roles, zone, rollups, domain } = scenario.servers[0]!
  const begun = momentOf(host)
  const { path, seed } = folderNamed(plan, (number - 1) * (1 + (plan.mutants?.length ?? 0)))
  return {
    number,
    bundle: path,
    name,
    site,
    roles,
    os,
    baseline,
    zone: typeof zone === 'number' ? zone : zone.name,
    joined: domain !== undefined,
    machineSid: sidFrom(sourceOf(`${seed} ${name}`).under('machine').draw),
    rollups: rollups.map(({ kb }) => kb),
    logsFrom: isoUtc(begun - turn.before * DAY),
    updatedAt: isoUtc(begun),
    updatedAtLocal: turn.start,
    daysBehind: turn.after,
    incident: incident ?? null,
  }
}

const momentOf = ({ turn, zone }: Cast['host']): number => parseLocal(turn.start, zone)

/** What mutants leave of a host is that host. */
function samplesOf(plan: CorpusPlan, cast: readonly Cast[]): Sample[] {
  const forms = 1 + (plan.mutants?.length ?? 0)
  return Array.from({ length: rangeOf(plan).to }, (_, index): Sample => {
    const { host, incident } = cast[Math.floor(index / forms)]!
    const { path, seed } = folderNamed(plan, index)
    return { path, host: host.name, seed, at: momentOf(host), causes: incident?.causes ?? [] }
  })
}
