import { z } from 'zod'
import { fieldsOf, KIND_NAMES, type Kind, rowSchema } from '../observations/kinds.ts'
import { GIFTS } from '../prescriptions.ts'
import { FIELD, PATTERN } from './patterns.ts'
import { GIVEN_REMEDY, packSchema, REMEDY_NAME } from './schema.ts'

/**
 * The contract of a rule pack for an editor: JSON Schema, with what only the tables know: the fields of each kind of row with
 * what they say, the remedies with what each takes. Whoever reads a pack goes by schema.ts and check.ts.
 */

type Schema = Readonly<Record<string, unknown>>

export function rulesJsonSchema(): object {
  const schema = z.toJSONSchema(packSchema, { target: 'draft-07', io: 'input' })
  const definitions = schema.definitions as Readonly<Record<string, Schema>>
  return {
    ...schema,
    title: 'lab1603 rule pack',
    description: 'Rules that find causes in what the readers observed',
    definitions: {
      ...definitions,
      [PATTERN]: patternHelp(definitions[PATTERN]!),
      [REMEDY_NAME]: { ...definitions[REMEDY_NAME], enum: Object.keys(GIFTS) },
      [GIVEN_REMEDY]: remedyHelp(definitions[GIVEN_REMEDY]!),
    },
  }
}

// ------------------------------------------------------------------------------------------------------------ patterns

const REF: Schema = { $ref: `#/definitions/${FIELD}` }

/** Every field there is; of a pattern of one kind, those of that kind alone. */
function patternHelp(pattern: Schema): Schema {
  const helps = KIND_NAMES.map(kind => [kind, helpOf(kind)] as const)
  return {
    ...pattern,
    properties: { ...Object.assign({}, ...helps.map(([, help]) => help).reverse()), ...Object(pattern.properties) },
    allOf: helps.map(([kind, properties]) => ({
      if: { properties: { is: { const: kind } } },
      // biome-ignore lint/suspicious/noThenProperty: it is the word of JSON Schema.
      then: { properties, propertyNames: { enum: ['is', ...Object.keys(properties)] } },
    })),
  }
}

/** What may be asked of the rows of a kind: words that the field can have first, then whatever a field takes. */
function helpOf(kind: Kind): Readonly<Record<string, Schema>> {
  const { properties = {} } = z.toJSONSchema(rowSchema(kind), { target: 'draft-07' })
  return Object.fromEntries(
    fieldsOf(kind).map(name => {
      const { description, enum: words } = Object(properties[name]) as Schema
      return [
        name,
        {
          ...(description !== undefined && { description }),
          anyOf: words === undefined ? [REF] : [{ enum: words }, REF],
        },
      ]
    }),
  )
}

// ------------------------------------------------------------------------------------------------------------ remedies

/** Of each remedy that takes something, what it takes: the name of a capture. */
function remedyHelp(remedy: Schema): Schema {
  const given = Object.entries(GIFTS).map(([name, takes]) => [
    name,
    { type: 'object', properties: Object.fromEntries(takes.map(gift => [gift, CAPTURE])), additionalProperties: false },
  ])
  return {
    ...remedy,
    properties: { ...Object(remedy.properties), ...Object.fromEntries(given) },
    additionalProperties: false,
  }
}

const CAPTURE: Schema = { type: 'string', description: 'The name of a capture of this rule' }
