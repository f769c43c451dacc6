import { createRequire } from 'node:module'
import { Ajv, type ErrorObject } from 'ajv'
import AjvDraft04 from 'ajv-draft-04'
import addFormats from 'ajv-formats'
import { bundleJsonSchema } from '../../../../sim/bundle/schema.ts'

const said = (errors: readonly ErrorObject[] | null | undefined): string[] =>
  (errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`)

// The schema is draft-04, and one of its patterns has a bracket too many, which only the older syntax forgives.
const draft04 = new AjvDraft04.default({ allErrors: true, unicodeRegExp: false })
addFormats.default(draft04)
const isSarif = draft04.compile(
  createRequire(import.meta.url)('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'),
)

/** What the schema of SARIF 2.1.0 has against a log, each with the place. */
export function sarifErrors(log: unknown): string[] {
  isSarif(log)
  return said(isSarif.errors)
}

const ours = new Ajv({ allErrors: true })
ours.addSchema(bundleJsonSchema(), 'bundle')
const PARTS = { bundle: 'bundle', label: 'bundle#/definitions/label', truth: 'bundle#/definitions/truth' } as const

/** What our own schema has against bundle.json, a row of labels.jsonl, or truth.json. */
export function bundleErrors(part: keyof typeof PARTS, value: unknown): string[] {
  const isPart = ours.getSchema(PARTS[part])!
  isPart(value)
  return said(isPart.errors)
}
