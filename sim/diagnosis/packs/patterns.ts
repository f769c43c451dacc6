import { z } from 'zod'
import { nearest } from '../../written/nearest.ts'
import type { Mapping } from '../../written/paths.ts'
import { quote as quotedText } from '../../written/quote.ts'
import { absent, type KeyRule, withRules } from '../../written/rules.ts'
import type { FieldMatch, Fields, Pattern } from '../algebra/condition.ts'
import { whyRefused } from '../algebra/refusal.ts'
import { fieldsOf, isKind, KIND_NAMES } from '../observations/kinds.ts'

/** How a pack says which rows it means: the contract of patterns and their fields. Does not know what is asked of such rows. */

/** Definitions that an editor is told more of: editor.ts. */
export const FIELD = 'field'
export const PATTERN = 'pattern'

// ------------------------------------------------------------------------------------------------------------ fields

const scalar = z.union([
  z
    .string()
    .superRefine((text, context) => {
      const why = whyRefused(text)
      if (why !== undefined) context.addIssue({ code: 'custom', message: `${quotedText(text)} ${why}` })
    })
    .describe('The text itself, without regard to case, or a pattern: /text/i'),
  z.number(),
  z.boolean(),
])

/** @internal */
export const fieldMatch: z.ZodType<FieldMatch> = z
  .lazy(() => z.union([scalar, z.array(scalar).min(1), bounds]))
  .meta({ id: FIELD, description: 'A value, one of several, or bounds' })

const bounds = withRules(
  z.strictObject({
    least: z.exactOptional(z.number().describe('At least so much')),
    most: z.exactOptional(z.number().describe('At most so much')),
    below: z.exactOptional(z.number().describe('Less than that')),
    present: z.exactOptional(z.boolean().describe('Whether the row has this field at all')),
    not: z.exactOptional(fieldMatch.describe('Anything else, or no such field')),
  }),
  value =>
    Object.keys(value).length > 0 ? [] : [absent('this bounds nothing', ['least', 'most', 'below', 'present', 'not'])],
)

/** @internal */
export const fields: z.ZodType<Fields> = z.record(z.string(), fieldMatch)

/** A field that no kind of the pattern has is a slip of the pen. */
const knownFields: KeyRule<Mapping> = value => {
  const kinds = [value.is].flat().filter((kind): kind is string => typeof kind === 'string' && isKind(kind))
  const known = new Set(kinds.flatMap(kind => (isKind(kind) ? fieldsOf(kind) : [])))
  if (known.size === 0) return []
  return Object.keys(value)
    .filter(name => name !== 'is' && !known.has(name))
    .map(name => ({
      path: [name],
      about: 'key',
      message: `${kinds.join(', ')} ${kinds.length === 1 ? 'has' : 'have'} no field \`${name}\``,
      allowed: [...known],
      nearest: nearest(name, [...known]),
    }))
}

const kind = z.enum(KIND_NAMES)

/** @internal */
export const pattern: z.ZodType<Pattern> = withRules(
  z
    .object({ is: z.union([kind, z.array(kind).min(1)]).describe('Kinds of row: `schema observations`') })
    .catchall(fieldMatch),
  knownFields,
).meta({ id: PATTERN, description: 'Rows of a kind whose fields are so' }) as unknown as z.ZodType<Pattern>
