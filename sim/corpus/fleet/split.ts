import { isoUtc } from '../../../model/machine/time.ts'
import { groupedBy } from '../../grouped.ts'
import { shuffled } from './hosts.ts'
import type { SplitKind } from './limits.ts'
import { PARTS, type PartName, type Shares, type SplitSpec, sharesOf } from './schema.ts'

/**
 * Bundles in three parts, for whoever learns from one and is judged by another; and whether something of one part gives
 * away another. What must not stand on both sides: the machine and its host always, and by kind a cause, or the same causes
 * together. By time, everything of a part is behind everything of the part before. Does not know what a bundle holds.
 */

export interface Sample {
  /** The folder of the bundle. */
  readonly path: string
  readonly host: string
  /** From which the machine is drawn: with the same one it is the same machine. */
  readonly seed: number
  /** When the installation began, ms since 1970 UTC. */
  readonly at: number
  readonly causes: readonly string[]
}

export type Parts = Readonly<Record<PartName, readonly string[]>>

export interface Splits {
  readonly schemaVersion: 1
  readonly splits: Readonly<Partial<Record<SplitKind, Split>>>
}

export interface Split extends Parts {
  /** Of a split by time: the moment from which on a bundle is of that part. */
  readonly from?: Readonly<Partial<Record<PartName, string>>>
}

/** @throws RangeError where a split would leak: none that is made here does */
export function splitsOf(samples: readonly Sample[], { by, ...named }: SplitSpec, seed: number): Splits {
  const shares = sharesOf(named)
  const made = [...new Set(by)].map((kind): [SplitKind, Split] => {
    const split =
      kind === 'time' ? byTime(samples, shares) : byKeys(samples, shares, KEYS[kind], `split ${seed} ${kind}`)
    const [leak] = leaksOf(kind, split, samples)
    if (leak) throw new RangeError(`the split by ${kind} leaks: ${leak.what} stands in ${leak.parts.join(' and ')}`)
    return [kind, split]
  })
  return { schemaVersion: 1, splits: Object.fromEntries(made) }
}

// ------------------------------------------------------------------------------------------------------------ by keys

/** What may stand in one part only. */
type Keys = (sample: Sample) => readonly string[]

const machineKeys: Keys = ({ host, seed }) => [`the host ${host}`, `the machine of seed ${seed}`]

const KEYS: Readonly<Record<Exclude<SplitKind, 'time'>, Keys>> = {
  host: machineKeys,
  cause: sample => [...machineKeys(sample), ...sample.causes.map(cause => `the cause ${cause}`)],
  combination: sample => [
    ...machineKeys(sample),
    ...(sample.causes.length > 0 ? [`the causes ${sample.causes.toSorted().join(', ')}`] : []),
  ],
}

/** Groups that hang together stay together. Those in which something is wrong are dealt out first, the largest before others. */
function byKeys(samples: readonly Sample[], shares: Shares, keysOf: Keys, name: string): Split {
  const groups = shuffled(groupsOf(samples, keysOf), name)
  const isWrong = (group: readonly Sample[]): boolean => group.some(({ causes }) => causes.length > 0)
  const parts: Record<PartName, string[]> = { train: [], validation: [], test: [] }
  for (const class_ of [groups.filter(isWrong), groups.filter(group => !isWrong(group))]) {
    const dealt: Record<PartName, number> = { train: 0, validation: 0, test: 0 }
    for (const group of class_.toSorted((a, b) => b.length - a.length)) {
      const part = neediest(dealt, shares)
      dealt[part] += group.length
      parts[part].push(...group.map(({ path }) => path))
    }
  }
  return inOrder(samples, parts)
}

/** The part that has the least of its share; of several the first. */
function neediest(dealt: Readonly<Record<PartName, number>>, shares: Shares): PartName {
  const open = PARTS.filter(part => shares[part] > 0)
  return open.reduce((best, part) => (dealt[part] / shares[part] < dealt[best] / shares[best] ? part : best))
}

/** Samples with a key in common, and those with a key in common with one of these. */
function groupsOf(samples: readonly Sample[], keysOf: Keys): Sample[][] {
  const headOf = new Map<string, string>()
  const head = (key: string): string => {
    let found = key
    for (let next = headOf.get(found); next !== undefined; next = headOf.get(found)) found = next
    return found
  }
  for (const sample of samples) {
    const [first, ...others] = keysOf(sample).map(head)
    for (const other of others) if (head(other) !== head(first!)) headOf.set(head(other), head(first!))
  }
  return [...groupedBy(samples, sample => head(keysOf(sample)[0]!)).values()].map(group => [...group])
}

function inOrder(samples: readonly Sample[], parts: Parts): Parts {
  const partOf = new Map(PARTS.flatMap(part => parts[part].map(path => [path, part] as const)))
  const of = (part: PartName): string[] => samples.flatMap(({ path }) => (partOf.get(path) === part ? [path] : []))
  return { train: of('train'), validation: of('validation'), test: of('test') }
}

// ------------------------------------------------------------------------------------------------------------ by time

/** What began at one moment stays together: on the earlier side. */
function byTime(samples: readonly Sample[], shares: Shares): Split {
  const sorted = samples.toSorted((a, b) => a.at - b.at)
  const total = shares.train + shares.validation + shares.test
  const ends = [shares.train, shares.train + shares.validation].map(share =>
    cutAt(sorted, (share * sorted.length) / total),
  )
  const [train, validation] = ends as [number, number]
  const pieces: Record<PartName, readonly Sample[]> = {
    train: sorted.slice(0, train),
    validation: sorted.slice(train, validation),
    test: sorted.slice(validation),
  }
  const paths = (part: PartName): string[] => pieces[part].map(({ path }) => path)
  const parts = inOrder(samples, { train: paths('train'), validation: paths('validation'), test: paths('test') })
  const from = PARTS.flatMap(part => (pieces[part][0] ? [[part, isoUtc(pieces[part][0].at)] as const] : []))
  return { ...parts, from: Object.fromEntries(from) }
}

function cutAt(sorted: readonly Sample[], wanted: number): number {
  let cut = Math.round(wanted)
  while (cut > 0 && cut < sorted.length && sorted[cut]!.at === sorted[cut - 1]!.at) cut++
  return cut
}

// -------------------------------------------------------------------------------------------------------------- leaks

export interface Leak {
  readonly what: string
  readonly parts: readonly PartName[]
  readonly bundles: readonly string[]
}

/** Everything of one part that another one has as well, or that stands in none. */
export function leaksOf(kind: SplitKind, split: Parts, samples: readonly Sample[]): Leak[] {
  const byPath = new Map(samples.map(sample => [sample.path, sample]))
  const placed = PARTS.flatMap(part =>
    split[part].flatMap((path): Placed[] => {
      const sample = byPath.get(path)
      return sample ? [{ sample, part }] : []
    }),
  )
  return [...misplaced(split, samples), ...(kind === 'time' ? overlaps(placed) : shared(placed, KEYS[kind]))]
}

interface Placed {
  readonly sample: Sample
  readonly part: PartName
}

/** Each bundle stands in one part, and nothing else does. */
function misplaced(split: Parts, samples: readonly Sample[]): Leak[] {
  const listed = groupedBy(
    PARTS.flatMap(part => split[part].map(path => ({ path, part }))),
    ({ path }) => path,
  )
  const known = new Set(samples.map(({ path }) => path))
  const all = new Set([...known, ...listed.keys()])
  return [...all].flatMap((path): Leak[] => {
    const parts = (listed.get(path) ?? []).map(({ part }) => part)
    return known.has(path) && parts.length === 1 ? [] : [{ what: `the bundle ${path}`, parts, bundles: [path] }]
  })
}

function shared(placed: readonly Placed[], keysOf: Keys): Leak[] {
  const byKey = groupedBy(
    placed.flatMap(one => keysOf(one.sample).map(key => ({ key, ...one }))),
    ({ key }) => key,
  )
  return [...byKey].flatMap(([what, rows]): Leak[] => {
    const parts = PARTS.filter(part => rows.some(row => row.part === part))
    return parts.length > 1 ? [{ what, parts, bundles: rows.map(({ sample }) => sample.path) }] : []
  })
}

/** Neighbours that have something; a moment that both have is a leak too. */
function overlaps(placed: readonly Placed[]): Leak[] {
  const filled = PARTS.filter(part => placed.some(one => one.part === part))
  return filled.slice(1).flatMap((part, i): Leak[] => {
    const before = filled[i]!
    const last = Math.max(...placed.flatMap(one => (one.part === before ? [one.sample.at] : [])))
    const early = placed.filter(one => one.part === part && one.sample.at <= last)
    if (early.length === 0) return []
    const bundles = early.map(({ sample }) => sample.path)
    return [{ what: `the time before ${isoUtc(last)}`, parts: [before, part], bundles }]
  })
}
