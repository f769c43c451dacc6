import fc from 'fast-check'
import { stringify } from 'yaml'
import { type BaselineId, rollupOf, rollupsOf } from '../../model/exchange/builds.ts'
import { scenarioSchema } from '../../sim/scenario/schema.ts'
import { anyOf, EVEN, fits } from './schema.ts'
import { registryValues, textsOfScenarios } from './texts.ts'

/** Any scenario at all, as somebody could have written it: drawn from the schema, and then made to hang together. */

export interface Written {
  /** The file. */
  readonly text: string
  readonly seed: number
}

/** Long enough for one thing to come upon another, short enough for thousands of cases. */
const MOST: Readonly<Record<string, number>> = {
  servers: 2,
  steps: 5,
  change: 6,
  roles: 4,
  rollups: 2,
  causes: 2,
  sources: 2,
}
const most = (key: string): number => MOST[key] ?? 3

/** More of what goes far, and less of what ends an installation before it has begun. */
const WEIGHTS: Readonly<Record<string, number>> = {
  install: 24,
  repair: 8,
  remove: 8,
  command: 8,
  rollup: 12,
  package: 1,
  arch: 1,
  elevated: 1,
  cluster: 1,
  process: 8,
  rename: 8,
  write: 8,
  registry: 12,
  service: 8,
  'pending-rename': 8,
}
const weight = (key: string): number => WEIGHTS[key] ?? EVEN

interface Server {
  readonly name: string
  readonly baseline?: BaselineId | 'none'
  readonly rollups?: readonly unknown[]
  readonly roles?: readonly unknown[]
  readonly domain?: unknown
  readonly background?: 'none' | Life
}
interface Life {
  readonly days?: number
}
type Step = Readonly<Record<string, unknown>> & { readonly server?: string; readonly live?: Life }
export interface ScenarioData {
  readonly servers: readonly Server[]
  readonly steps: readonly Step[]
}

/** Every server has a name of its own, and a step names one that there is. Roles that stand alone do. */
function mended(value: unknown, keys: readonly string[]): unknown {
  if (keys.length === 0) return ofFewDays(withNames(value as ScenarioData))
  return keys.at(-1) === 'roles' ? [...new Set(value as readonly string[])] : value
}

function withNames(data: ScenarioData): ScenarioData {
  const names = data.servers.map(({ name }) => name.toLowerCase())
  const servers = data.servers.filter(({ name }, i) => names.indexOf(name.toLowerCase()) === i)
  const known = new Set(servers.map(({ name }) => name))
  const named = (step: Step, i: number): Step =>
    step.server === undefined || known.has(step.server) ? step : { ...step, server: servers[i % servers.length]!.name }
  return { ...data, servers, steps: data.steps.map(named) }
}

/** Every day is written in five forms and read again: of sixty days, a case takes a minute. */
const ofFewDays = ({ servers, steps, ...rest }: ScenarioData): ScenarioData => ({
  ...rest,
  servers: servers.map(server => outsideOfDomain(withFewDays(server, 'background'))),
  steps: steps.map(step => withFewDays(step, 'live')),
})

function withFewDays<T extends object>(entry: T, key: keyof T): T {
  const life = entry[key] as Life | string | undefined
  if (typeof life !== 'object' || life.days === undefined) return entry
  return { ...entry, [key]: { ...life, days: Math.ceil(life.days / 20) } }
}

/** An Edge Transport server joins none. */
function outsideOfDomain({ domain, ...server }: Server): Server {
  return domain === undefined || server.roles?.includes('edge-transport') ? server : { domain, ...server }
}

const drawn = anyOf(scenarioSchema, {
  texts: textsOfScenarios,
  known: key => (key === 'registry' ? registryValues : undefined),
  most,
  weight,
  mended,
}) as fc.Arbitrary<ScenarioData>

/** Mostly the updates are those of the baseline: otherwise every installation would end before it began. */
export const anyScenarioData: fc.Arbitrary<ScenarioData> = fc
  .record({ data: drawn, matching: fc.integer({ min: 0, max: 3 }).map(n => n > 0) })
  .map(({ data, matching }) => (matching ? ofOneSeries(data) : data))
  // Two updates may have become the same one.
  .filter(data => fits(scenarioSchema, data))

export const anyScenario: fc.Arbitrary<Written> = fc
  .record({ data: anyScenarioData, seed: fc.nat({ max: 9999 }) })
  .map(({ data, seed }) => ({ text: asYaml(data), seed }))

/** As a file: no anchors where values are shared, and no line broken. */
export const asYaml = (data: unknown): string => stringify(data, { aliasDuplicateObjects: false, lineWidth: 0 })

function ofOneSeries(data: ScenarioData): ScenarioData {
  const [first] = data.servers
  const baselineOf = (name: string | undefined): Server['baseline'] =>
    (data.servers.find(server => server.name === name) ?? first!).baseline ?? 'rtm'
  return {
    ...data,
    servers: data.servers.map(server => withRollupsOf(server, server.baseline ?? 'rtm') as Server),
    steps: data.steps.map(step => withRollupsOf(step, baselineOf(step.server)) as Step),
  }
}

/** Every known rollup in a value becomes the one of the same place in another series. */
function withRollupsOf(value: unknown, baseline: BaselineId | 'none' | undefined): unknown {
  if (baseline === undefined || baseline === 'none') return value
  if (typeof value === 'string') return translated(value, baseline)
  if (Array.isArray(value)) return value.map(entry => withRollupsOf(entry, baseline))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, withRollupsOf(entry, baseline)]))
}

function translated(kb: string, baseline: BaselineId): string {
  const known = rollupOf(kb)
  if (!known) return kb
  const [from, to] = [rollupsOf(known.baseline), rollupsOf(baseline)]
  return to[from.indexOf(known) % to.length]!.kb
}
