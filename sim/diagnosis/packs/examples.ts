import { z } from 'zod'
import type { Complaint } from '../../written/form.ts'
import { nearest } from '../../written/nearest.ts'
import { isMapping, type Mapping, type Path } from '../../written/paths.ts'
import { absent, banned, type KeyRule, withRules } from '../../written/rules.ts'
import { complaintsOf } from '../../written/words.ts'
import { isKind, KIND_NAMES, type Kind, rowSchema } from '../observations/kinds.ts'
import { pattern } from './patterns.ts'

/**
 * What a rule is to say of evidence that is had, changed or made up: the contract of `examples`, and the cases that one of them
 * is. Does not know what a rule says of a case: sim/workbench/examples.ts.
 */

const words = z.string().min(1)
const name = z.string().regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)

// -------------------------------------------------------------------------------------------------------------- rows

const value = z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])

/** A row as far as an example tells of it. */
export type ExampleRow = { readonly is: Kind } & Readonly<Record<string, z.output<typeof value>>>
/** By the name of a row what it has otherwise; null: there is no such field, or no such row. */
export type Variation = Readonly<Record<string, Readonly<Record<string, z.output<typeof value> | null>> | null>>

const row = z
  .object({ is: z.enum(KIND_NAMES).describe('Its kind: `schema observations`') })
  .catchall(value)
  .describe('A row with as many of its fields as matter') as unknown as z.ZodType<ExampleRow>

const variation: z.ZodType<Variation> = z
  .record(name, z.union([z.null(), z.record(z.string(), z.union([z.null(), value]))]))
  .describe('Of rows, by name, what is otherwise; null: without it')

/** What of a row is not as its kind says. */
function wrongFields(written: unknown): Complaint[] {
  if (!isMapping(written) || typeof written.is !== 'string' || !isKind(written.is)) return []
  const { is, ...fields } = written
  const schema = rowSchema(is)
  const known = Object.keys(schema.shape).filter(field => field !== 'kind')
  return Object.entries(fields).flatMap(([field, given]): Complaint[] => {
    if (!known.includes(field)) {
      const message = `${is} has no field \`${field}\``
      return [{ path: [field], about: 'key', message, allowed: known, nearest: nearest(field, known) }]
    }
    const one = (schema.shape as Readonly<Record<string, z.ZodType>>)[field]!
    const issues = one.safeParse(given).error?.issues ?? []
    return complaintsOf(one, given, issues).map(complaint => ({ ...complaint, path: [field, ...complaint.path] }))
  })
}

// ---------------------------------------------------------------------------------------------------------- examples

const change = z
  .strictObject({
    rows: pattern.describe('Rows that are otherwise'),
    to: z.record(z.string(), z.union([z.null(), value])).describe('Fields that they have instead; null: not this one'),
  })
  .describe('What is otherwise than it was observed')

const STATES = ['open', 'settled', 'latent'] as const

const OF_SCENARIO = 'is about the files of a `scenario`'

const has = (example: Mapping, key: string): boolean => Object.hasOwn(example, key)

const oneEvidence: KeyRule<Mapping> = example => {
  const given = ['scenario', 'evidence'].filter(key => has(example, key))
  if (given.length > 1) return [absent('either `scenario` or `evidence`', given)]
  return given.length === 1 || has(example, 'rows')
    ? []
    : [absent('`scenario` or `evidence`, or `rows` alone', ['scenario', 'evidence', 'rows'])]
}

const filesOfScenario: KeyRule<Mapping> = example => {
  if (has(example, 'scenario')) return []
  const files = has(example, 'without') ? [example.without].flat().findIndex(one => typeof one === 'string') : -1
  return [
    ...banned(example, ['files'], OF_SCENARIO),
    ...(files < 0 ? [] : [{ path: ['without', files], message: `a name ${OF_SCENARIO}` } satisfies Complaint]),
  ]
}

const variationsOfRows: KeyRule<Mapping> = example => {
  if (!isMapping(example.rows)) return banned(example, ['or', 'but'], 'says what is otherwise about `rows`')
  const rows: Mapping = example.rows
  const names = Object.keys(rows)
  const varied = ['or', 'but'].flatMap(key =>
    (Array.isArray(example[key]) ? example[key] : []).flatMap((one: unknown, i) =>
      Object.entries(isMapping(one) ? one : {}).flatMap(([named, fields]) => wrongVariation([key, i, named], fields)),
    ),
  )
  function wrongVariation(path: Path, fields: unknown): Complaint[] {
    const named = String(path.at(-1))
    if (!names.includes(named)) {
      const message = `there is no row \`${named}\` here`
      return [{ path, about: 'key', message, allowed: names, nearest: nearest(named, names) }]
    }
    if (!isMapping(fields)) return []
    const without = Object.fromEntries(Object.entries(fields).filter(([, one]) => one !== null))
    return inPlace(path, wrongFields({ is: (rows[named] as Mapping | null)?.is, ...without })).filter(
      ({ path: [, , , field] }) => has(fields, String(field)),
    )
  }
  return [...Object.entries(rows).flatMap(([named, one]) => inPlace(['rows', named], wrongFields(one))), ...varied]
}

const inPlace = (path: Path, complaints: readonly Complaint[]): Complaint[] =>
  complaints.map(complaint => ({ ...complaint, path: [...path, ...complaint.path] }))

const foundIsSure: KeyRule<Mapping> = example =>
  example.expect === 'found' ? [] : banned(example, ['confidence', 'state'], 'is of what is found')

const todoIsOne: KeyRule<Mapping> = example =>
  example.expect === 'todo' ? banned(example, ['or', 'but'], 'has no place where it is still to be found') : []

export const example = withRules(
  z.strictObject({
    scenario: z.exactOptional(words.describe('An id of `lab1603 list`, or a file as seen from this one')),
    evidence: z.exactOptional(words.describe('Instead: a bundle, a folder or a log, as seen from this file')),
    files: z.exactOptional(z.array(words).min(1).describe('Names of the files that are handed over')),
    without: z.exactOptional(
      z
        .array(z.union([words, pattern]))
        .min(1)
        .describe('Names of files that are not handed over, and rows that are not there'),
    ),
    change: z.exactOptional(z.array(change).min(1)),
    rows: z.exactOptional(z.record(name, row).describe('Rows that are there besides, or alone, each with a name')),
    expect: z
      .enum(['found', 'absent', 'todo'])
      .describe('The rule finds its cause there, or does not, or is to find it one day'),
    state: z.exactOptional(z.enum(STATES).describe('How it is told: as open, made good since, or yet to strike')),
    confidence: z.exactOptional(z.number().min(0).max(1).describe('How sure it is to be of that')),
    or: z.exactOptional(
      z.array(variation).min(1).describe('The same is expected where `rows` are so, one after another'),
    ),
    but: z.exactOptional(z.array(variation).min(1).describe('The opposite is, one after another')),
    because: z.exactOptional(words.describe('Why it is so')),
  }),
  oneEvidence,
  filesOfScenario,
  variationsOfRows,
  foundIsSure,
  todoIsOne,
)

export type Example = z.output<typeof example>

/** A file of examples that lies beside a pack: `mine.examples.yaml` beside `mine.yaml`. */
export const examplesSchema = z.strictObject({
  schemaVersion: z.literal(1),
  examples: z.record(name, z.array(example).min(1)).describe('By the rule of the pack that they are of'),
})

/** By the id of a rule. */
export type Examples = z.output<typeof examplesSchema>['examples']

// ------------------------------------------------------------------------------------------------------------- cases

/** One thing that an example expects. */
export interface Case {
  /** The variation, as it is written; none where the example stands as it is. */
  readonly varied?: Variation
  readonly rows: readonly ExampleRow[]
  readonly expect: Example['expect']
  readonly confidence?: number
  readonly state?: Example['state']
}

const OPPOSITE = { found: 'absent', absent: 'found', todo: 'todo' } as const

/** The example as it stands, then each of its variations. */
export function casesOf({ rows = {}, expect, confidence, state, or = [], but = [] }: Example): Case[] {
  const sure = { ...(confidence !== undefined && { confidence }), ...(state !== undefined && { state }) }
  return [
    { rows: Object.values(rows), expect, ...sure },
    ...or.map(varied => ({ varied, rows: rowsWith(rows, varied), expect, ...sure })),
    ...but.map(varied => ({ varied, rows: rowsWith(rows, varied), expect: OPPOSITE[expect] })),
  ]
}

function rowsWith(rows: Readonly<Record<string, ExampleRow>>, varied: Variation): ExampleRow[] {
  return Object.entries(rows).flatMap(([named, row]) => {
    if (!Object.hasOwn(varied, named)) return [row]
    const fields = varied[named]
    return fields === null ? [] : [withFields(row, fields!) as ExampleRow]
  })
}

/** With other fields; without those that are null. */
export const withFields = <T extends object>(row: T, fields: Readonly<Record<string, unknown>>): T =>
  Object.fromEntries(Object.entries({ ...row, ...fields }).filter(([, one]) => one !== null)) as T
