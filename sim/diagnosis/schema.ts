import { z } from 'zod'
import type { Diagnosis } from './finding.ts'

/** The contract of `diagnose --json`, for whoever reads it by a program. What the words mean: finding.ts. */

const text = z.string()
const line = z.int().min(1).describe('Counted from 1; in a binary event log the number of the record')
const quote = { path: text, line, text }
const quotes = z.array(z.strictObject(quote))
const known = z.union([text, z.null()])
const number = z.union([z.int(), z.null()])

const remedy = z.strictObject({
  id: text,
  title: text,
  commands: z.array(text).describe('As typed at a prompt on that server, in order'),
  owed: z.array(text).describe('What is still to be done afterwards'),
  placeholders: z.exactOptional(
    z
      .array(z.strictObject({ name: text, from: text, pattern: text }))
      .describe('`<name>` in a command is what group 1 of `pattern` matches in what the command `from` printed'),
  ),
  byHand: z.exactOptional(
    z
      .array(text)
      .describe('Words that stand in `<>` in a command and that nothing tells: whoever knows them puts them in'),
  ),
  turn: z.exactOptional(
    z
      .enum(['first', 'call', 'end'])
      .describe('When those of all findings are done: `first`, those without it, then `call`, `end` last'),
  ),
  ends: z.exactOptional(z.literal('rebuild').describe('What stands on the server is given up')),
})

const finding = z.strictObject({
  rule: text,
  cause: text,
  title: text,
  role: z.enum(['fault', 'state']).describe('What went wrong, or a state in which it left the server'),
  state: z
    .enum(['open', 'settled', 'latent'])
    .describe('settled: in an attempt that has been made good since; latent: it has not struck yet'),
  confidence: z.number().min(0).max(1),
  evidence: quotes.describe('The first one decides'),
  remedies: z.array(remedy).describe('In the order in which they are to be done'),
})

const candidate = z.strictObject({
  rule: text,
  cause: text,
  title: text,
  why: text,
  command: text.describe('What would tell'),
  evidence: quotes,
  remedies: z.array(remedy).describe('What helps if it is the cause'),
})

const failure = z.strictObject({
  ...quote,
  action: known.describe('The first action that failed'),
  error: number.describe('Number of the message'),
  code: number.describe('What the installer returned'),
  product: known.describe('As the text names it'),
  part: z.enum(['whole', 'excerpt']).describe('Whether the whole log of the attempt was handed over'),
  missing: z.union([
    z.strictObject({
      what: z.enum(['above', 'below', 'verbose', 'log']),
      at: known.describe('Where an event says that the log is'),
    }),
    z.null(),
  ]),
  state: z.enum(['open', 'settled']).describe('settled: the product was installed after all'),
  meaning: z.union([z.strictObject({ name: text, text, next: known }), z.null()]),
  caller: z.union([z.strictObject({ process: known, account: known }), z.null()]),
})

const diagnosis = z.strictObject({
  schemaVersion: z.literal(2),
  findings: z.array(finding).describe('The most likely cause first'),
  candidates: z.array(candidate).describe('Causes that fit and that nothing handed over tells apart'),
  next: z.array(remedy).describe('Where no cause is found: what was wanted, in a way that tells why it fails'),
  herrings: z
    .array(z.strictObject({ ...quote, id: text, why: text }))
    .describe('Lines that look like a fault and are none'),
  failures: z.array(failure).describe('What failed first in each attempt, whether or not a rule knows why'),
  unread: z
    .array(z.strictObject({ path: text, why: text }))
    .describe('Files that were not understood, or not to the end'),
})

/** Whatever is diagnosed is of this form. */
type Described = Diagnosis extends DeepReadonly<z.input<typeof diagnosis>> ? typeof diagnosis : never
type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T

export function diagnosisJsonSchema(): object {
  const described: Described = diagnosis
  const schema = z.toJSONSchema(described, { target: 'draft-07' })
  return { ...schema, title: 'lab1603 diagnosis', description: 'What `diagnose --json` prints' }
}
