import { z } from 'zod'
import { isPlain } from '../../foreign/terminal.ts'
import type { Complaint } from '../../written/form.ts'
import type { Mapping } from '../../written/paths.ts'
import { absent, type KeyRule, needed, withRules } from '../../written/rules.ts'
import { type Condition, OPERATORS } from '../algebra/condition.ts'
import { example } from './examples.ts'
import { fields, pattern } from './patterns.ts'

/**
 * The contract of a rule pack: what a YAML file may say, and the types of the same object in TypeScript. It stays as it is
 * written. Names that have to exist elsewhere in the pack: check.ts. What comes of it: evaluateRules.ts.
 */

/** Definitions that an editor is told more of: editor.ts. */
export const REMEDY_NAME = 'remedyName'
export const GIVEN_REMEDY = 'givenRemedy'

const words = z.string().min(1)
/** One line, and nothing that a terminal obeys. */
const line = words.refine(isPlain, 'a command is one line of plain text')
const id = z
  .string()
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
  .describe('Small letters, digits and hyphens')
const weight = z.number().min(0).max(1)

// -------------------------------------------------------------------------------------------------------- conditions

/** What stands beside an operator: what must, and what may. */
const BESIDE: Readonly<Record<string, { readonly must: readonly string[]; readonly may?: readonly string[] }>> = {
  last: { must: ['be'] },
  pair: { must: ['first', 'second'] },
  near: { must: ['to'], may: ['lines', 'seconds'] },
  share: { must: ['be', 'least'] },
  count: { must: [], may: ['least', 'most'] },
}

const oneOperator: KeyRule<Mapping> = value => {
  const [operator, ...others] = OPERATORS.filter(name => Object.hasOwn(value, name))
  // A key that is unknown is most likely a misspelled one, and is reported.
  if (operator === undefined)
    return Object.keys(value).every(key => Object.hasOwn(SHAPE, key)) ? [absent('this is no condition', OPERATORS)] : []
  if (others.length > 0)
    return [{ path: [], message: `one condition at a time: not \`${operator}\` and \`${others[0]}\`` }]
  const { must, may = [] } = BESIDE[operator] ?? { must: [] }
  const fitting = [operator, ...must, ...may]
  const stray = Object.keys(value).filter(key => !fitting.includes(key) && Object.hasOwn(SHAPE, key))
  return [
    ...must.flatMap(key => needed(value, key, `\`${operator}\` asks for it`)),
    ...(may.length > 0 && !may.some(key => Object.hasOwn(value, key))
      ? [absent(`\`${operator}\` asks for one of these`, may)]
      : []),
    ...(operator === 'near' && may.every(key => Object.hasOwn(value, key))
      ? [{ path: ['seconds'], about: 'key', message: 'near in lines or in seconds, not both' } satisfies Complaint]
      : []),
    ...stray.map(
      (key): Complaint => ({
        path: [key],
        about: 'key',
        message: `\`${key}\` does not belong to \`${operator}\``,
        allowed: fitting,
      }),
    ),
  ]
}

const condition: z.ZodType<Condition> = z
  .lazy(() => withRules(z.strictObject(SHAPE), oneOperator))
  .meta({
    id: 'condition',
    description: 'Yes, no, or unknown, with the rows that show it',
  }) as unknown as z.ZodType<Condition>

const list = z.array(condition).min(1)

const SHAPE = {
  some: z.exactOptional(pattern.describe('There is such a row')),
  none: z.exactOptional(pattern.describe('There is none, and a listing would show it')),
  all: z.exactOptional(list.describe('Each of these')),
  any: z.exactOptional(list.describe('One of these')),
  not: z.exactOptional(condition.describe('The opposite; of unknown, unknown')),
  last: z.exactOptional(pattern.describe('Of such rows the last one is as `be` says')),
  be: z.exactOptional(fields.describe('Beside `last` and `share`: what the row, or each of the share, is')),
  pair: z.exactOptional(pattern.describe('Of such rows in a file two neighbours are as `first` and `second` say')),
  first: z.exactOptional(fields.describe('Beside `pair`: the earlier one')),
  second: z.exactOptional(fields.describe('Beside `pair`: the one after it')),
  near: z.exactOptional(pattern.describe('Such a row is close to one of `to`')),
  to: z.exactOptional(pattern.describe('Beside `near`')),
  lines: z.exactOptional(z.int().min(1).describe('Beside `near`: in the same file, at most so many lines away')),
  seconds: z.exactOptional(z.number().min(0).describe('Beside `near`: at most so many seconds away, in whatever file')),
  share: z.exactOptional(pattern.describe('Of such rows in a file at least the part `least` is as `be` says')),
  count: z.exactOptional(pattern.describe('There are at least `least` and at most `most` such rows')),
  least: z.exactOptional(z.number().min(0).describe('Beside `share` and `count`')),
  most: z.exactOptional(z.number().min(0).describe('Beside `count`')),
  use: z.exactOptional(id.describe('A condition of `define`')),
  rule: z.exactOptional(id.describe('Another rule finds its cause')),
}

// ------------------------------------------------------------------------------------------------------------- rules

const patterns = z.array(pattern).min(1)

const casesOrWhen: KeyRule<Mapping> = value => {
  if (Object.hasOwn(value, 'cases')) {
    const stray = ['when', 'weight'].filter(key => Object.hasOwn(value, key))
    return stray.map(key => ({ path: [key], about: 'key', message: `\`${key}\` stands in each of \`cases\` instead` }))
  }
  return [
    ...needed(value, 'when', 'a sign says when it is there'),
    ...needed(value, 'weight', 'a sign says how much it tells'),
  ]
}

const sign = withRules(
  z.strictObject({
    must: z.exactOptional(z.boolean().describe('Without it there is no finding')),
    weight: z.exactOptional(weight.describe('How much it says by itself, 0 to 1')),
    when: z.exactOptional(condition),
    cases: z.exactOptional(
      z
        .array(z.strictObject({ weight, when: condition }))
        .min(1)
        .describe('The first that holds counts; with weight 0 it speaks for nothing'),
    ),
    quote: z.exactOptional(
      z.array(pattern).describe('Rows to quote for it, instead of those that held; an empty list: none'),
    ),
  }),
  casesOrWhen,
).describe('What speaks for the cause')

const capture = withRules(
  z.strictObject({
    from: z.exactOptional(z.array(id).min(1).describe('Signs, or conditions of `define`, whose rows are taken')),
    of: z.exactOptional(pattern.describe('Rows that are taken')),
    field: z.exactOptional(words.describe('The field that is taken of each; without it, the rows themselves')),
    leaf: z.exactOptional(z.literal(true).describe('Of a path the last name')),
  }),
  value =>
    ['from', 'of'].filter(key => Object.hasOwn(value, key)).length === 1
      ? []
      : [absent('either `from` or `of`', ['from', 'of'])],
).describe('Values for titles and remedies, each once')

const ownRemedy = z
  .strictObject({
    id,
    title: words,
    commands: z.array(line).describe('As typed at a prompt on that server, in order'),
    owed: z.exactOptional(z.array(words).describe('What is still to be done afterwards')),
  })
  .describe('A remedy of the pack itself')

const remedy = z.union([
  words.meta({ id: REMEDY_NAME, description: 'The name of a remedy' }),
  ownRemedy,
  z
    .object({
      when: z.exactOptional(condition.describe('Only then')),
      unless: z.exactOptional(condition.describe('Only where this does not hold, or is not known')),
    })
    .catchall(z.record(z.string(), id))
    .meta({
      id: GIVEN_REMEDY,
      description: 'The name of a remedy with what it is given: {release-file: {files: NAME OF A CAPTURE}}',
    }),
])

export const GRADES = ['documented', 'observed', 'derived', 'modelled'] as const
export const ABOUT = ['exchange-2007', 'installer'] as const
export const ROLES = ['fault', 'state'] as const
/** What remedies and herrings want to know, and only a rule can tell. */
export const FACTS = ['saved-state-worthless'] as const

const about = z
  .enum(ABOUT)
  .describe('exchange-2007: what is known to be about another product is not seen; installer: of whatever product')

const rule = z.strictObject({
  id,
  cause: id.describe('What a finding of this rule claims'),
  title: words,
  titled: z.exactOptional(
    words.describe('Instead of the title, where each capture that it names in {braces} has a value'),
  ),
  where: z.exactOptional(words.describe('Which artifacts it looks at, in words')),
  sources: z.array(words).min(1).describe('What it is known from'),
  grade: z.enum(GRADES).describe('How well it is known'),
  about: z.exactOptional(about.describe('Where it is not what the whole pack is about')),
  role: z.enum(ROLES).describe('What went wrong, or a state in which it left the server'),
  explains: z.exactOptional(
    z.array(id).min(1).describe('Rules for states that follow from this fault and come below it'),
  ),
  tells: z.exactOptional(
    z.enum(FACTS).describe('Where it finds its cause, remedies and herrings of every rule go by that'),
  ),
  latent: z.exactOptional(z.literal(true).describe('It stands in the evidence and has not struck yet')),
  settled: z.exactOptional(
    condition.describe('It has been made good since: it is told as such, and nothing is advised'),
  ),
  each: z.exactOptional(
    z.literal('attempt').describe('Every attempt is looked at by itself; the latest for which it holds counts'),
  ),
  latest: z.exactOptional(
    condition.describe('Only the latest attempt is looked at for which this holds, if there is one'),
  ),
  across: z.exactOptional(z.literal('servers').describe('All servers are looked at together')),
  unless: z.exactOptional(list.describe('Any of these and there is no finding')),
  signsNeeded: z.exactOptional(z.int().min(1).describe('How many signs there must be; default 1')),
  signs: z
    .record(id, sign)
    .refine(signs => Object.keys(signs).length > 0, 'a rule has at least one sign')
    .describe('Independent of each other: each leaves less room for doubt'),
  caps: z.exactOptional(
    z
      .array(
        z.strictObject({
          confidence: weight,
          when: z.exactOptional(condition.describe('Only then')),
          unless: z.exactOptional(condition.describe('Only where this does not hold, or is not known')),
        }),
      )
      .min(1)
      .describe('It is no surer than that'),
  ),
  quote: z.exactOptional(patterns.describe('Rows to quote after those of the signs')),
  capture: z.exactOptional(z.record(id, capture)),
  remedies: z.array(remedy).describe('In the order in which they are done'),
  candidate: z.exactOptional(
    z
      .strictObject({
        when: condition.describe('It could be this, and nothing tells'),
        unless: z.exactOptional(condition.describe('Something tells, if this is known to hold')),
        why: words,
        command: words.describe('What would tell; `{exchange}` is the folder of Exchange Server'),
      })
      .describe('Beside the findings where this rule finds nothing'),
  ),
  examples: z.exactOptional(z.array(example).min(1).describe('`rules test` tries them')),
})

export const packSchema = z.strictObject({
  schemaVersion: z.literal(1),
  pack: id.describe('Name of the pack'),
  about: z.exactOptional(about),
  define: z.exactOptional(z.record(id, condition).describe('Conditions by name, for `use`')),
  rules: z
    .array(rule)
    .min(1)
    .describe('Of findings that are equally sure, that of the rule that stands higher comes first'),
})

export type Pack = z.output<typeof packSchema>
export type About = (typeof ABOUT)[number]
export type Rule = Pack['rules'][number]
export type Sign = Rule['signs'][string]
export type Capture = z.output<typeof capture>
export type RemedyUse = z.output<typeof remedy>
export type OwnRemedy = z.output<typeof ownRemedy>
