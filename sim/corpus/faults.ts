import type { Random } from '../server/random.ts'
import { entriesOf, fieldOf, isMapping, type Mapping } from '../written/paths.ts'
import { readSource } from '../written/source.ts'

/**
 * What is wrong in scenarios, taken apart, so that several of it can be put on another server. Does not know which server
 * that is, nor how faults act together.
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
export function without(faults: readonly Fault[], { causes, change, call }: Fault): Fault[] {
  const said = new Set(change.map(unmarked))
  return faults.filter(
    other =>
      !other.causes.some(cause => causes.includes(cause)) &&
      !other.change.some(entry => said.has(unmarked(entry))) &&
      !(other.call && call),
  )
}

const unmarked = (entry: Mapping): string => JSON.stringify({ ...entry, cause: undefined })

/** Every cause is as likely as another; undefined where those that are left would not do. */
export function someFaults(random: Random, { least, most, faults }: Combine): Fault[] | undefined {
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

export function titleOf(faults: readonly Fault[]): string {
  return faults.length === 0 ? 'A server without a fault' : `Together: ${faults.map(named).join(', ')}`
}

export const pick = <T>(random: Random, from: readonly T[]): T => from[random.below(from.length)]!
