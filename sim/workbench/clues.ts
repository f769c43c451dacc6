import type { Pattern, Scalar } from '../diagnosis/algebra/condition.ts'
import type { Evidence } from '../diagnosis/evidence.ts'
import type { FieldValue, Kind, Row } from '../diagnosis/observations/kinds.ts'
import { observe } from '../diagnosis/observations/observe.ts'
import { byServer } from '../diagnosis/servers.ts'

/**
 * Which rows tell a bundle from others: each row of it as the patterns that would mean it, and how many of the others have such a
 * row. Does not know what a cause is, nor where evidence comes from.
 */

/** A pattern, and the first row that it means. */
export interface Clue {
  readonly pattern: Pattern
  readonly row: Row
}

/** By what the pattern says. */
export type Clues = ReadonlyMap<string, Clue>

/** Every pattern of one field, or of two, that means a row; of others than the wanted ones nobody asks. */
export function cluesIn(evidence: Evidence, wanted?: Clues): Clues {
  const clues = new Map<string, Clue>()
  const kinds = wanted && new Set([...wanted.values()].map(({ row }) => row.kind))
  for (const row of rowsOf(evidence)) {
    if (kinds && !kinds.has(row.kind)) continue
    for (const pattern of patternsFor(row)) {
      const key = JSON.stringify(pattern)
      if (!clues.has(key) && wanted?.has(key) !== false) clues.set(key, { pattern, row })
    }
  }
  return clues
}

const rowsOf = (evidence: Evidence): Row[] =>
  byServer(evidence)
    .flatMap(({ name, evidence: own }) => observe(own, name).rows())
    .filter(({ kind, as }) => !OF_THE_PLACE.has(kind) && !(kind === 'file' && as !== undefined))

/** What was looked at, and how a server is set up: on the next one it is otherwise, whatever is wrong. A file that was handed over says who handed it. */
const OF_THE_PLACE: ReadonlySet<Kind> = new Set(['listing', 'log.property'])

// ---------------------------------------------------------------------------------------------------------- patterns

/** Where a row stands, when it was, and what is measured: otherwise in the next bundle. */
const ACCIDENTAL: ReadonlySet<string> = new Set([
  ...['kind', 'server', 'path', 'line', 'text', 'seq', 'attempt', 'clock', 'day', 'newest', 'product', 'ours'],
  ...['took', 'waited', 'run', 'size', 'free', 'rows', 'judged', 'decides', 'open'],
])

/** Numbers that Windows gives as they come. */
const NUMBERED_BY_CHANCE: Partial<Readonly<Record<Kind, readonly string[]>>> = { process: ['id'], handle: ['id'] }

function patternsFor(row: Row): Pattern[] {
  const chance = NUMBERED_BY_CHANCE[row.kind] ?? []
  const fields = Object.entries(row)
    .filter(([name]) => !ACCIDENTAL.has(name) && !chance.includes(name))
    .flatMap(([name, value]) => scalarsOf(value).map(scalar => [name, scalar] as const))
  const open = row.open === true ? { open: true } : {}
  // A value alone says nothing: it is the value of something.
  const one = fields.filter(([name]) => name !== 'value').map(field => [field])
  const two = fields.flatMap((field, i) => fields.slice(i + 1).map(other => [field, other]))
  return [...one, ...two]
    .filter(([a, b]) => a![0] !== b?.[0])
    .map(said => ({ is: row.kind, ...Object.fromEntries(said), ...open }))
}

/** Longer texts are told by how they begin. */
const LONGEST = 80
const MOST_VALUES = 4

function scalarsOf(value: FieldValue | undefined): Scalar[] {
  if (value === undefined || value === '') return []
  if (typeof value === 'object') return value.slice(0, MOST_VALUES).flatMap(scalarsOf)
  if (typeof value !== 'string') return [value]
  const [line] = value.split(/[\r\n]/, 1)
  return value.length > LONGEST || line !== value || value.startsWith('/') ? [beginning(line!)] : [value]
}

const beginning = (line: string): string => `/^${line.slice(0, LONGEST).replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}/`

// ------------------------------------------------------------------------------------------------------------ ranking

/** A bundle to compare with. */
export interface Other {
  /** It has the cause as well. */
  readonly alike: boolean
  readonly clues: Clues
}

export interface RankedClue extends Clue {
  /** How many of the others have such a row: of those alike, and of the rest. */
  readonly alike: number
  readonly unlike: number
}

/**
 * Those that tell best come first: found in few that are not alike, in many that are, about what has not been made good, and said
 * in few words.
 */
export function ranked(clues: Clues, others: Iterable<Other>): RankedClue[] {
  const counts = new Map([...clues.keys()].map(key => [key, { alike: 0, unlike: 0 }]))
  for (const other of others) {
    for (const [key, count] of counts) if (other.clues.has(key)) count[other.alike ? 'alike' : 'unlike']++
  }
  return [...counts]
    .map(([key, count]) => ({ key, ...clues.get(key)!, ...count }))
    .sort(
      (a, b) =>
        a.unlike - b.unlike ||
        b.alike - a.alike ||
        Number(isOpen(b)) - Number(isOpen(a)) ||
        a.key.length - b.key.length ||
        a.row.seq - b.row.seq,
    )
    .map(({ key: _, ...clue }) => clue)
}

const isOpen = ({ row }: Clue): boolean => row.open === true

/** Without those that the healthy have as well. */
export const without = (clues: Clues, healthy: Clues): Clues => new Map([...clues].filter(([key]) => !healthy.has(key)))

/** Those that are there whatever the seed. */
export const inAll = (clues: Clues, again: readonly Clues[]): Clues =>
  new Map([...clues].filter(([key]) => again.every(other => other.has(key))))

const MOST_SIGNS = 4

/** A few of the best, each about rows of another kind; what others have as often is no sign. */
export function best(clues: readonly RankedClue[]): RankedClue[] {
  const least = clues[0]?.unlike
  const kinds = new Map(
    clues
      .filter(({ unlike }) => unlike === least)
      .toReversed()
      .map(clue => [clue.row.kind, clue]),
  )
  const firsts = new Set(kinds.values())
  return clues.filter(clue => firsts.has(clue)).slice(0, MOST_SIGNS)
}
