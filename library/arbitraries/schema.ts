import fc from 'fast-check'
import { z } from 'zod'

/**
 * Anything that a zod schema accepts, drawn from the schema itself: whatever it will allow tomorrow is drawn tomorrow. And
 * the branches that there are in it, to count what was drawn. Knows no particular key; which texts mean something is said
 * by whoever draws.
 */

export type Schema = z.core.$ZodType

/** The texts for a schema of text; `keys` are those that lead there. */
export type Texts = (schema: Schema, keys: readonly string[]) => fc.Arbitrary<string>

export interface Taste {
  readonly texts: Texts
  /** Values that mean something as a whole, by the key that holds them: half of what is drawn there. */
  readonly known: (key: string) => fc.Arbitrary<unknown> | undefined
  /** How long a list may be, by the key that holds it. */
  readonly most: (key: string) => number
  /** How likely a key is where it may stand or not (against `EVEN`), or where one of several stands. */
  readonly weight: (key: string) => number
  /** Makes what was drawn by itself hang together, where rules would refuse most of it. */
  readonly mended: (value: unknown, keys: readonly string[]) => unknown
}

/** A key of this weight stands in every second mapping. */
export const EVEN = 4

export const anyOf = (schema: Schema, taste: Taste): fc.Arbitrary<unknown> => drawnFrom(schema, taste, [])

/** Defaults, options, readings taken off: what is written in the file. */
export function bare(schema: Schema): Schema {
  if (schema instanceof z.ZodPipe) return bare(schema.in)
  const inner: unknown = Reflect.get(schema._zod.def, 'innerType')
  return inner === undefined ? schema : bare(inner as Schema)
}

export const fits = (schema: Schema, value: unknown): boolean => z.safeParse(schema, value).success

const isOptional = (schema: Schema): boolean => schema._zod.optin === 'optional'

/** What JSON Schema can say of it: bounds, and the keys that exclude each other. */
function saidOf(schema: Schema): z.core.JSONSchema.BaseSchema {
  const known = said.get(schema) ?? z.toJSONSchema(schema, { io: 'input' })
  said.set(schema, known)
  return known
}
const said = new WeakMap<Schema, z.core.JSONSchema.BaseSchema>()

// ------------------------------------------------------------------------------------------------------------ drawing

function drawnFrom(wrapped: Schema, taste: Taste, keys: readonly string[]): fc.Arbitrary<unknown> {
  const schema = bare(wrapped)
  const known = schema instanceof z.ZodObject ? taste.known(keys.at(-1) ?? '') : undefined
  const any = anyFrom(schema, taste, keys)
  return known
    ? fc.oneof(
        known.filter(value => fits(schema, value)),
        any,
      )
    : any
}

function anyFrom(schema: Schema, taste: Taste, keys: readonly string[]): fc.Arbitrary<unknown> {
  if (schema instanceof z.ZodUnion) return fc.oneof(...schema.options.map(option => drawnFrom(option, taste, keys)))
  if (schema instanceof z.ZodEnum) return fc.constantFrom(...schema.options)
  if (schema instanceof z.ZodLiteral) return fc.constantFrom(...schema.values)
  if (schema instanceof z.ZodBoolean) return fc.boolean()
  if (schema instanceof z.ZodNull) return fc.constant(null)
  if (schema instanceof z.ZodNumber) return wholeOf(schema)
  if (schema instanceof z.ZodString) return taste.texts(schema, keys).filter(text => fits(schema, text))
  if (schema instanceof z.ZodArray)
    return accepted(schema, listOf(schema, taste, keys), value => taste.mended(value, keys))
  if (schema instanceof z.ZodRecord)
    return accepted(schema, recordOf(schema, taste, keys), value => taste.mended(value, keys))
  if (schema instanceof z.ZodObject)
    return accepted(schema, mappingOf(schema, taste, keys), value => taste.mended(value, keys))
  throw new TypeError(`nobody draws a ${schema._zod.def.type}, which stands at ${keys.join('.')}`)
}

/** Small ones, the ends, and whatever lies between. */
function wholeOf(schema: Schema): fc.Arbitrary<number> {
  const { minimum: min = 0, maximum: max = 0xffff_ffff } = saidOf(schema)
  const small = fc.integer({ min, max: Math.min(max, min + 400) })
  return fc.oneof(
    small,
    fc.constantFrom(min, max),
    fc.maxSafeInteger().map(n => min + (Math.abs(n) % (max - min + 1))),
  )
}

function listOf(schema: z.ZodArray, taste: Taste, keys: readonly string[]): fc.Arbitrary<unknown> {
  const minLength = saidOf(schema).minItems ?? 0
  return fc.array(drawnFrom(schema.element, taste, keys), { minLength, maxLength: taste.most(keys.at(-1) ?? '') })
}

function recordOf(schema: z.ZodRecord, taste: Taste, keys: readonly string[]): fc.Arbitrary<unknown> {
  const below = [...keys, '*']
  const key = taste.texts(schema.keyType, below)
  return fc.dictionary(key, drawnFrom(schema.valueType, taste, below), { maxKeys: taste.most(keys.at(-1) ?? '') })
}

/** Where exactly one of some keys stands, each of them is as likely as the others. */
function mappingOf(schema: z.ZodObject, taste: Taste, keys: readonly string[]): fc.Arbitrary<object> {
  const fields = Object.entries<Schema>(schema.shape)
  const at = ([key, field]: readonly [string, Schema]): fc.Arbitrary<unknown> => drawnFrom(field, taste, [...keys, key])
  const drawn = (some: typeof fields): fc.Arbitrary<object> =>
    fc.record(Object.fromEntries(some.map(entry => [entry[0], perhaps(entry, at(entry), taste)]))).map(withoutGaps)
  const kinds = kindsOf(schema)
  if (kinds.length === 0) return drawn(fields)
  const beside = drawn(fields.filter(([key]) => !kinds.includes(key)))
  const kind = fc.oneof(
    ...fields
      .filter(([key]) => kinds.includes(key))
      .map(entry => ({ weight: taste.weight(entry[0]), arbitrary: fc.record({ [entry[0]]: at(entry) }) })),
  )
  return fc.tuple(kind, beside).map(([one, others]) => ({ ...one, ...others }))
}

/** In place of the value of a key that does not stand there. */
const GAP = Symbol('gap')

function perhaps(
  [key, field]: readonly [string, Schema],
  drawn: fc.Arbitrary<unknown>,
  { weight }: Taste,
): fc.Arbitrary<unknown> {
  if (!isOptional(field)) return drawn
  return fc.oneof({ weight: EVEN, arbitrary: fc.constant(GAP) }, { weight: weight(key), arbitrary: drawn })
}

const withoutGaps = (value: object): object =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== GAP))

/** The keys of which exactly one stands in a mapping, as the JSON Schema says it. */
function kindsOf(schema: z.ZodObject): readonly string[] {
  return (saidOf(schema).oneOf ?? []).flatMap(({ required = [] }) => required)
}

/** What rules between keys refuse is taken out where it is a key too much, and otherwise drawn again. */
function accepted<T>(
  schema: Schema,
  drawn: fc.Arbitrary<T>,
  mended: (value: unknown) => unknown,
): fc.Arbitrary<unknown> {
  if (!schema._zod.def.checks?.length) return drawn
  return drawn.map(value => withoutRefusedKeys(schema, mended(value))).filter(value => fits(schema, value))
}

function withoutRefusedKeys<T>(schema: Schema, value: T): T {
  const { error } = z.safeParse(schema, value)
  const refused = new Set((error?.issues ?? []).filter(isAboutKey).map(({ path }) => String(path[0])))
  if (refused.size === 0) return value
  return Object.fromEntries(Object.entries(value as object).filter(([key]) => !refused.has(key))) as T
}

const isAboutKey = (issue: z.core.$ZodIssue): boolean =>
  issue.path.length === 1 && issue.code === 'custom' && issue.params?.about === 'key'

// ----------------------------------------------------------------------------------------------------------- branches

/** A way on from a schema: the values that take it, and what they meet. */
interface Way {
  readonly name: string
  readonly take: (value: unknown) => readonly unknown[]
  readonly below?: Schema
}

const when =
  (holds: (value: unknown) => boolean) =>
  (value: unknown): readonly unknown[] =>
    holds(value) ? [value] : []

function waysFrom(wrapped: Schema): readonly Way[] {
  const schema = bare(wrapped)
  if (schema instanceof z.ZodUnion) {
    return schema.options.map((below, i) => ({ name: `|${i + 1}`, take: when(value => fits(below, value)), below }))
  }
  if (schema instanceof z.ZodEnum) return schema.options.map(wordWay)
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(wordWay)
  if (schema instanceof z.ZodBoolean) return [true, false].map(wordWay)
  if (schema instanceof z.ZodArray) {
    const empty = { name: ' empty', take: when(value => (value as readonly unknown[]).length === 0) }
    const several = { name: ' of several', take: when(value => (value as readonly unknown[]).length > 1) }
    const each = { name: '[]', take: (value: unknown) => value as readonly unknown[], below: schema.element }
    return [...(saidOf(schema).minItems ? [] : [empty]), several, each]
  }
  if (schema instanceof z.ZodRecord) {
    return [{ name: '{}', take: value => Object.values(value as object), below: schema.valueType }]
  }
  return schema instanceof z.ZodObject ? Object.entries<Schema>(schema.shape).flatMap(keyWays) : []
}

const wordWay = (word: unknown): Way => ({ name: `=${word}`, take: when(value => value === word) })

function keyWays([key, below]: readonly [string, Schema]): Way[] {
  const has = (value: unknown): boolean => Object.hasOwn(value as object, key)
  const given: Way = { name: `.${key}`, take: value => (has(value) ? [Reflect.get(value as object, key)] : []), below }
  return isOptional(below) ? [given, { name: `.${key} not given`, take: when(value => !has(value)) }] : [given]
}

/** Every key, given or not; every word; every form that a value can have; lists that are empty or long. */
export function branchesOf(schema: Schema, at = ''): string[] {
  return waysFrom(schema).flatMap(({ name, below }) => [at + name, ...(below ? branchesOf(below, at + name) : [])])
}

/** Those that a value takes. */
export function branchesIn(schema: Schema, value: unknown, taken = new Set<string>(), at = ''): Set<string> {
  for (const { name, take, below } of waysFrom(schema)) {
    for (const part of take(value)) {
      taken.add(at + name)
      if (below) branchesIn(below, part, taken, at + name)
    }
  }
  return taken
}
