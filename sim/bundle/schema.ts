import { z } from 'zod'
import { CAUSES } from '../causes.ts'
import type { Selector } from '../forms/about.ts'
import { ARTIFACT_KINDS, ENCODINGS } from '../forms/kinds.ts'
import { BUNDLE_VERSION } from './bundleFile.ts'
import { LABEL_CLASSES } from './truth/labels.ts'

/**
 * What the files say that a program reads of a bundle: bundle.json, a row of labels.jsonl, and truth.json; types follow
 * from it. Does not know how they come about, nor where a bundle lies: read.ts holds it against this.
 */

/** Below the bundle's folder: it leads nowhere else. */
const path = z.string().regex(/^(?:(?!\.{1,2}\/)[^/\\]+\/)*(?!\.{1,2}$)[^/\\]+$/)
const number = z.int().min(1)
const count = z.int().min(0)
const cause = z.enum(CAUSES)

const selector: z.ZodType<Selector> = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('text'), line: number, endLine: number }).describe('Lines, counted from 1'),
    z.strictObject({ type: z.literal('record'), id: number }).describe('A record of an event log by its number'),
    z
      .strictObject({ type: z.literal('registry'), key: z.string().regex(/^HKEY_/), value: z.string() })
      .describe('A value of the registry'),
  ])
  .describe('What in the artifact')

const id = z.string().regex(/^L-[1-9]\d*$/)

export const labelSchema = z
  .strictObject({
    id,
    artifact: z
      .string()
      .regex(/^evidence\/./)
      .describe('Path in the bundle'),
    selector,
    class: z.enum(LABEL_CLASSES).describe('What it is to whoever looks for the cause'),
    cause: cause.optional().describe('By the answer key of the scenario'),
    change: z.string().optional().describe('The entry of the scenario that made it: servers[0].change[1], steps[0]'),
    same: z.array(id).describe('Labels in other artifacts that say the same'),
  })
  .describe('A row of truth/labels.jsonl; what has no label is normal')

export type Label = z.output<typeof labelSchema>

const state = z.strictObject({
  exSetupVersion: z.string().optional(),
  patches: z.array(z.string()).describe('Codes of the registered patches'),
  pendingRenames: z.array(z.string()),
  services: z.record(z.string(), z.string()).describe('Start type and state by name'),
})

const mutant = { name: z.string(), does: z.string().describe('What was done to the files') }

export const truthSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    mutant: z
      .strictObject({
        ...mutant,
        taken: z
          .array(labelSchema)
          .describe('Labels of the whole evidence that point at nothing which was handed over'),
      })
      .optional()
      .describe('What happened to the evidence on the way; labels are those of what arrived'),
    causes: z.array(cause),
    firstCausalLine: z.strictObject({ artifact: path, selector }).optional(),
    withoutEvidence: z
      .partialRecord(cause, z.string())
      .describe('Causes that no label stands for, each with the reason'),
    attempts: z.array(
      z.strictObject({ server: z.string(), package: z.string(), exitCode: z.int().nullable().optional() }),
    ),
    servers: z.array(z.strictObject({ name: z.string(), before: state, after: state })),
  })
  .describe('truth/truth.json')

export type Truth = z.output<typeof truthSchema>

const artifact = z.strictObject({
  path,
  kind: z.enum(ARTIFACT_KINDS),
  encoding: z.enum(ENCODINGS),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: count,
  lines: count.optional().describe('Line ends; of a binary file none'),
  mtime: z.int().describe('Milliseconds since 1970 UTC, by the simulated clock'),
})

export type ArtifactRow = z.output<typeof artifact>

/** Of earlier versions as well: what has changed from one to the next are the bytes of artifacts, which it lists. */
export const manifestSchema = z.strictObject({
  schemaVersion: z.int().min(1).max(BUNDLE_VERSION, `this lab1603 reads bundles up to version ${BUNDLE_VERSION}`),
  tool: z.string(),
  seed: count,
  scenario: z.string(),
  rollup: z.string().optional().describe('In place of the one of every install step'),
  logLevel: z.string().optional().describe('Letters of /l, in place of those of every step that keeps a log'),
  mutant: z.strictObject(mutant).optional().describe('What happened to the evidence on the way'),
  reproduce: z.string().describe('The command that writes these bytes again'),
  artifacts: z.array(artifact),
})

export type Manifest = z.output<typeof manifestSchema>

const ofThisVersion = manifestSchema.extend({ schemaVersion: z.literal(BUNDLE_VERSION) })

const schemaOf = (schema: z.ZodType): object => {
  const { $schema, ...body } = z.toJSONSchema(schema, { target: 'draft-07', io: 'input' })
  return body
}

/** Draft-07 as for scenarios; the root is bundle.json, the others are its definitions. */
export function bundleJsonSchema(): object {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'lab1603 bundle',
    description: 'bundle.json; definitions/label is a row of truth/labels.jsonl, definitions/truth is truth/truth.json',
    ...schemaOf(ofThisVersion),
    definitions: { label: schemaOf(labelSchema), truth: schemaOf(truthSchema) },
  }
}
