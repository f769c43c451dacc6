import { stringify } from 'yaml'
import { fleetOf } from '../sim/corpus/fleet/fleet.ts'
import type { SplitKind } from '../sim/corpus/fleet/limits.ts'
import type { CorpusPlan, PlannedBundle } from '../sim/corpus/plan.ts'
import { type Shown, told } from '../sim/foreign/terminal.ts'
import { asOptions } from '../sim/scenario/choice.ts'
import { formatProblems } from '../sim/written/problems.ts'
import { EXIT, Stop } from './exit.ts'
import { readWritten } from './input.ts'
import { asPlanned, type PlanOptions } from './plan.ts'
import { quoted, type UsableScenario } from './scenario.ts'

/** The fleet that is meant, from a file or from what was typed in its place. Does not know what is done with its hosts. */

export interface FleetOptions extends PlanOptions {
  readonly fleet?: string
  readonly hosts?: number
  readonly domain?: string
  readonly days?: number
  readonly split?: readonly SplitKind[]
  readonly count?: number
  readonly shard?: CorpusPlan['shard']
}

export const isFleet = ({ fleet, hosts }: FleetOptions): boolean => fleet !== undefined || hosts !== undefined

/** What does not go together, and why. */
export function wrongFleet(options: FleetOptions): Shown | undefined {
  const { fleet, hosts, domain, days, split, count, combine } = options
  const rows: readonly (readonly [boolean, Shown])[] = [
    [fleet !== undefined && hosts !== undefined, told`--fleet and --hosts do not go together: the file says how many`],
    [isFleet(options) && count !== undefined, told`--count has no place beside a fleet: each host is a bundle`],
    [
      fleet !== undefined && combine !== undefined,
      told`--fleet and --combine do not go together: the file has incidents`,
    ],
    [
      hosts === undefined && (domain ?? days) !== undefined,
      told`--domain and --days are about --hosts; a file says its own`,
    ],
    [!isFleet(options) && split !== undefined, told`--split is about a fleet: --fleet or --hosts`],
    [!isFleet(options) && count === undefined, told`--count says how many bundles; only a fleet goes without`],
  ]
  return rows.find(([isWrong]) => isWrong)?.[1]
}

/** @throws Stop with everything that is wrong with the file */
export function fleetPlan(
  options: FleetOptions,
  usable: readonly UsableScenario[],
  mutants: readonly string[],
): CorpusPlan {
  const { seed, logLevel, shard } = options
  const { text, file } = written(options)
  const scenarios = usable.map(asPlanned)
  const made = fleetOf({ text, file, seed, scenarios, logLevel, mutants, shard, splitBy: options.split })
  if ('problems' in made) throw new Stop(EXIT.unusable, formatProblems(made.problems, text))
  return made.plan
}

function written({ fleet, hosts, domain, days, combine }: FleetOptions): {
  readonly text: string
  readonly file: string
} {
  if (fleet !== undefined) return { text: readWritten(fleet), file: fleet.replaceAll('\\', '/') }
  const faults = combine && `${combine.least}-${combine.most}`
  const said = {
    ...(domain !== undefined && { domain }),
    ...(days !== undefined && { days }),
    sites: [{ name: 'HQ', hosts }],
    ...(faults && { incidents: [{ count: Math.max(1, Math.round(hosts! / 10)), combine: faults }] }),
  }
  return { text: stringify(said), file: 'the fleet of --hosts' }
}

/** The command that makes one host alone. */
export function remadeHost(options: FleetOptions, plan: CorpusPlan, { number, mutant }: PlannedBundle): string {
  const { fleet, hosts, domain, days, scenario, combine, seed, logLevel } = options
  const words = [
    'lab1603 generate',
    ...(fleet === undefined ? [`--hosts ${hosts}`] : [`--fleet ${quoted(fleet)}`]),
    ...(domain === undefined ? [] : [`--domain ${domain}`]),
    ...(days === undefined ? [] : [`--days ${days}`]),
    ...(combine ? [`--combine ${combine.least}-${combine.most}`] : []),
    ...(scenario ? [`--scenario ${scenario.map(quoted).join(' ')}`] : []),
    asOptions({ seed, logLevel }),
    ...(mutant === undefined ? [] : [`--mutate ${mutant}`]),
    `--shard ${number}/${plan.count} --out DIR`,
  ]
  return words.join(' ')
}

/** What a fleet has, for whoever has it made: where parts for learning have no incident, that is said. */
export function fleetNotes(plan: CorpusPlan): Shown[] {
  const file = (name: string) => plan.beside?.find(({ path }) => path === name)
  const fleet = file('fleet.json')
  const split = file('split.json')
  if (!fleet || !split) return []
  const { hosts } = JSON.parse(fleet.text) as { hosts: { bundle: string; incident: object | null }[] }
  const wrong = new Set(hosts.flatMap(({ bundle, incident }) => (incident ? [bundle] : [])))
  const { splits } = JSON.parse(split.text) as { splits: Record<string, Record<string, readonly string[]>> }
  const without = Object.entries(splits).flatMap(([kind, parts]) =>
    ['train', 'validation', 'test'].flatMap(part =>
      parts[part]!.some(path => wrong.has(path)) ? [] : [`${part} by ${kind}`],
    ),
  )
  return [
    told`${hosts.length} hosts, ${wrong.size} of them with an incident`,
    ...(without.length > 0 ? [told`no incident is in these parts: ${without.join(', ')}`] : []),
  ]
}
