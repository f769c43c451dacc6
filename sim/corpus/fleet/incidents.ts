import type { Scenario } from '../../scenario/spec.ts'
import { type Random, randomFrom } from '../../server/random.ts'
import type { Complaint } from '../../written/form.ts'
import { nearest } from '../../written/nearest.ts'
import { entriesOf } from '../../written/paths.ts'
import { type Fault, pick, someFaults, without } from '../faults.ts'
import { standing } from '../standing.ts'
import { type Host, shuffled, turnAt } from './hosts.ts'
import type { IncidentSpec } from './schema.ts'
import { type Ground, loaded, playedText, textOf } from './texts.ts'

/**
 * What goes wrong on which host of a fleet, and the scenario of each. Whatever cannot stand on a host is not put there. Does
 * not know what comes of it: that is simulated.
 */

/** A host and what is done on it. */
export interface Cast {
  readonly host: Host
  readonly text: string
  readonly scenario: Scenario
  readonly incident: Incident | undefined
}

/** The answer. */
export interface Incident {
  readonly causes: readonly string[]
  /** Where all of it is that of a scenario. */
  readonly scenario?: string
}

/** All hosts in their order, or what is wrong with the incidents, each at its place in the file. */
export function castOf(ground: Ground, hosts: readonly Host[]): Cast[] | readonly Complaint[] {
  const { incidents = [usual(hosts.length)] } = ground.spec
  const cast = new Map<string, Cast>()
  const complaints: Complaint[] = []
  const numbered = incidents.map((incident, i) => ({ incident, path: ['incidents', i] as const }))
  // Whoever is named comes before those that are drawn.
  for (const { incident, path } of numbered.toSorted((a, b) => Number(!a.incident.hosts) - Number(!b.incident.hosts))) {
    const unknown = unknownIn(ground, incident)
    const place = incident.hosts ? onNamed : onDrawn
    const wrong = unknown.length > 0 ? unknown : place(ground, hosts, incident, path, cast)
    complaints.push(...wrong.map(one => ({ ...one, path: [...path, ...one.path] })))
  }
  return complaints.length > 0 ? complaints : hosts.map(host => cast.get(host.name) ?? healthy(ground, host))
}

/** One fault on one host in ten (modelled: what is rare in life would be too rare to learn from). */
const usual = (hosts: number): IncidentSpec => ({
  count: Math.max(1, Math.round(hosts / 10)),
  combine: { least: 1, most: 1 },
})

type Placing = (
  ground: Ground,
  hosts: readonly Host[],
  incident: IncidentSpec,
  path: readonly ['incidents', number],
  cast: Map<string, Cast>,
) => Complaint[]

const onNamed: Placing = (ground, hosts, incident, path, cast) =>
  incident.hosts!.flatMap((name, i): Complaint[] => {
    const host = hosts.find(one => one.name === name)
    const at = ['hosts', i]
    if (!host) {
      const names = hosts.map(one => one.name)
      return [{ path: at, message: `no host has the name ${name}`, allowed: names, nearest: nearest(name, names) }]
    }
    if (cast.has(name)) return [{ path: at, message: `${name} has an incident already` }]
    const made = madeOn(ground, host, incident, path[1])
    if (made) cast.set(name, made)
    return made ? [] : [{ path: at, message: `${whatOf(incident)} cannot stand on ${name}, ${kindOf(host)}` }]
  })

const onDrawn: Placing = (ground, hosts, incident, path, cast) => {
  let left = incident.count!
  for (const host of shuffled(hosts, `fleet ${ground.seed} incident ${path[1]}`)) {
    if (left === 0) break
    if (cast.has(host.name)) continue
    const made = madeOn(ground, host, incident, path[1])
    if (made) cast.set(host.name, made)
    if (made) left--
  }
  if (left === 0) return []
  return [{ path: ['count'], message: `${whatOf(incident)} can stand on ${incident.count! - left} of the other hosts` }]
}

const kindOf = ({ os, roles }: Host): string => `${os} with ${roles.join(', ')}`

function whatOf({ faults, combine, scenario }: IncidentSpec): string {
  if (scenario !== undefined) return scenario
  if (faults) return faults.join(' and ')
  const { least, most } = combine!
  return least === most && least === 1 ? 'a fault' : `${least === most ? least : `${least} to ${most}`} faults at once`
}

function unknownIn({ scenarios, faults, frame }: Ground, incident: IncidentSpec): Complaint[] {
  const ids = scenarios.map(({ id }) => id)
  const causes = [...new Set(faults.flatMap(fault => fault.causes))].sort()
  const at = incident.at
  const one = scenarios.find(({ id }) => id === incident.scenario)
  return [
    ...(incident.scenario !== undefined && !one
      ? [
          {
            path: ['scenario'],
            message: `no scenario is called ${incident.scenario}`,
            allowed: ids,
            nearest: nearest(incident.scenario, ids),
          },
        ]
      : []),
    ...(one && one.scenario.servers.length > 1
      ? [{ path: ['scenario'], message: `${one.id} has several servers, and a host is one` }]
      : []),
    ...(incident.faults ?? []).flatMap((cause, i) =>
      causes.includes(cause)
        ? []
        : [
            {
              path: ['faults', i],
              message: `no fault of the scenarios is called ${cause}`,
              allowed: causes,
              nearest: nearest(cause, causes),
            },
          ],
    ),
    ...(at !== undefined && !turnAt(at, frame)
      ? [
          {
            path: ['at'],
            message: `${at} is not within the ${frame.days} days from ${frame.first}, with a day before it`,
          },
        ]
      : []),
  ]
}

// ------------------------------------------------------------------------------------------------------ on one host

/** Undefined where it cannot stand there. */
function madeOn(ground: Ground, written: Host, incident: IncidentSpec, number: number): Cast | undefined {
  const host = incident.at === undefined ? written : { ...written, turn: turnAt(incident.at, ground.frame)! }
  if (incident.scenario !== undefined) return playing(ground, host, incident.scenario)
  const random = randomFrom(`fleet ${ground.seed} incident ${number} on ${host.name}`)
  for (let tries = 0; tries < TRIES; tries++) {
    const faults = drawn(
      random,
      ground.faults.filter(fault => isFor(fault, host)),
      incident,
    )
    const cast = faults && broken(ground, host, faults)
    if (cast) return cast
  }
  return undefined
}

const TRIES = 30

function drawn(
  random: Random,
  faults: readonly Fault[],
  { faults: causes, combine }: IncidentSpec,
): Fault[] | undefined {
  if (combine) return someFaults(random, { ...combine, faults })
  const chosen: Fault[] = []
  let left = faults
  for (const cause of causes!) {
    if (chosen.some(fault => fault.causes.includes(cause))) continue
    const fitting = left.filter(fault => fault.causes.includes(cause))
    if (fitting.length === 0) return undefined
    const fault = pick(random, fitting)
    chosen.push(fault)
    left = without(left, fault)
  }
  return chosen
}

/** A call is wrong on some kinds of servers only. */
function isFor({ call }: Fault, { os, roles }: Host): boolean {
  if (!call) return true
  const { os: on = 'windows-server-2003', installer, arch = 'x64', roles: wanted = [] } = call.server
  const all = new Set<unknown>(roles)
  return on === os && installer === undefined && arch === 'x64' && entriesOf(wanted).every(role => all.has(role))
}

function broken(ground: Ground, host: Host, faults: readonly Fault[]): Cast | undefined {
  const text = textOf(ground, host, faults)
  // Days that it has lived change nothing of what can stand on it, and take long.
  if (text === undefined || !standing(textOf(ground, host, faults, 'none')!, ground.seedOf(host))) return undefined
  return { host, text, scenario: loaded(text), incident: { causes: faults.flatMap(({ causes }) => causes) } }
}

function healthy(ground: Ground, host: Host): Cast {
  const text = textOf(ground, host, [])!
  return { host, text, scenario: loaded(text), incident: undefined }
}

/** A host that is as a scenario has it: the kind of server as well. */
function playing(ground: Ground, written: Host, id: string): Cast {
  const text = playedText(ground, written, ground.scenarios.find(one => one.id === id)!)
  const scenario = loaded(text)
  const { os, roles } = scenario.servers[0]!
  return { host: { ...written, os, roles }, text, scenario, incident: { causes: scenario.causes, scenario: id } }
}
