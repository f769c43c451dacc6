import { z } from 'zod'
import { fieldsOf, KIND_NAMES, type Kind, rowSchema } from '../observations/kinds.ts'
import { GIFTS } from '../prescriptions.ts'
import { examplesSchema } from './examples.ts'
import { FIELD, PATTERN } from './patterns.ts'
import { GIVEN_REMEDY, packSchema, REMEDY_NAME } from './schema.ts'

/**
 * The contracts of a rule pack and of its examples for an editor: JSON Schema, with what only the tables know: the fields of each kind of row with
 * what they say, the remedies with what each takes. Whoever reads a pack goes by schema.ts and check.ts.
 */

type Schema = Readonly<Record<string, unknown>>

export function rulesJsonSchema(): object {
  const { schema, definitions } = draft07(packSchema)
  return {
    ...schema,
    title: 'lab1603 rule pack',
    description: 'Rules that find causes in what the readers observed',
    definitions: {
      ...definitions,
      [REMEDY_NAME]: { ...definitions[REMEDY_NAME], enum: Object.keys(GIFTS) },
      [GIVEN_REMEDY]: remedyHelp(definitions[GIVEN_REMEDY]!),
    },
  }
}

export function examplesJsonSchema(): object {
  const { schema, definitions } = draft07(examplesSchema)
  return {
    ...schema,
    title: 'lab1603 examples of rules',
    description: 'What the rules of a pack are to say of evidence that is had, changed or made up',
    definitions,
  }
}

interface Draft07 {
  readonly schema: Schema
  readonly definitions: Readonly<Record<string, Schema>>
}

/** With what an editor is told of patterns. */
function draft07(contract: z.ZodType): Draft07 {
  const { definitions, ...schema } = z.toJSONSchema(contract, { target: 'draft-07', io: 'input' })
  const known = definitions as Draft07['definitions']
  return { schema, definitions: { ...known, [PATTERN]: patternHelp(known[PATTERN]!) } }
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
