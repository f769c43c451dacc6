import { z } from 'zod'
import { type Complaint, type Details, forms } from './form.ts'
import { nearest } from './nearest.ts'
import { fieldOf, isMapping, type Path, valueAt } from './paths.ts'
import { quote } from './quote.ts'

/**
 * zod's issues in the words of this project. An issue says what went wrong at a path; what is allowed there is looked up in
 * the schema, so that an error and an editor's hover say the same. Knows no particular key.
 */

type Issue = z.core.$ZodIssue

/** One complaint per thing to repair: each unknown key has its own. */
export function complaintsOf(schema: z.core.$ZodType, data: unknown, issues: readonly Issue[]): Complaint[] {
  return issues.flatMap(issue => complain({ schema, data, issue, path: issue.path as Path }))
}

interface IssueCase<I extends Issue = Issue> {
  readonly schema: z.core.$ZodType
  readonly data: unknown
  readonly issue: I
  readonly path: Path
}

function complain(it: IssueCase): readonly Complaint[] {
  return (
    missing(it) ?? (WORDS[it.issue.code] as ((it: IssueCase) => readonly Complaint[]) | undefined)?.(it) ?? [plain(it)]
  )
}

type Words = { readonly [C in Issue['code']]?: (it: IssueCase<Extract<Issue, { code: C }>>) => readonly Complaint[] }

const WORDS: Words = {
  invalid_type: wrongType,
  invalid_value: wrongValue,
  unrecognized_keys: unknownKeys,
  invalid_union: noneOf,
  too_small: tooSmall,
  too_big: tooBig,
  not_multiple_of: notWhole,
  custom: fromRule,
}

const plain = ({ issue, path }: IssueCase): Complaint => ({ path, message: issue.message })

// ------------------------------------------------------------------------------------------------------ the wordings

/** A key that is not there, whatever zod would have wanted to find under it. */
function missing({ schema, data, issue, path }: IssueCase): readonly Complaint[] | undefined {
  const last = path.at(-1)
  const holder = valueAt(data, path.slice(0, -1))
  if (issue.code === 'custom' || typeof last !== 'string' || !isMapping(holder) || Object.hasOwn(holder, last))
    return undefined
  return [{ path, about: 'absence', message: `\`${last}\` is missing`, allowed: allowedAt(schema, path) }]
}

function wrongType({ schema, data, issue, path }: IssueCase<z.core.$ZodIssueInvalidType>): readonly Complaint[] {
  const written = valueAt(data, path)
  const message = `expected ${NOUNS[issue.expected] ?? issue.expected}, found ${describe(written)}`
  return [{ path, message, allowed: allowedAt(schema, path), nearest: proposalFor(schema, path, written) }]
}

function wrongValue({ data, issue, path }: IssueCase<z.core.$ZodIssueInvalidValue>): readonly Complaint[] {
  const written = valueAt(data, path)
  const allowed = issue.values.map(String)
  return [{ path, message: `${describe(written)} is not allowed here`, allowed, nearest: closeTo(written, allowed) }]
}

function unknownKeys({ schema, issue, path }: IssueCase<z.core.$ZodIssueUnrecognizedKeys>): readonly Complaint[] {
  const allowed = keysAt(schema, path)
  return issue.keys.map(key => ({
    path: [...path, key],
    about: 'key',
    message: `unknown key \`${key}\``,
    allowed: allowed.length > 0 ? allowed : ['no keys'],
    nearest: nearest(key, allowed),
  }))
}

/** The branches of a union differ in type, so at most one of them was meant; its own issues say more. */
function noneOf({ schema, data, issue, path }: IssueCase<z.core.$ZodIssueInvalidUnion>): readonly Complaint[] {
  const written = valueAt(data, path)
  const meant = issue.errors.find(branch => !branch.some(inner => rejectsType(inner, written)))
  if (meant) {
    return meant.flatMap(inner => complain({ schema, data, issue: inner, path: [...path, ...(inner.path as Path)] }))
  }
  const message = `${describe(written)} is not allowed here`
  return [{ path, message, allowed: allowedAt(schema, path), nearest: proposalFor(schema, path, written) }]
}

function rejectsType(issue: Issue, written: unknown): boolean {
  if (issue.path.length > 0) return false
  if (issue.code === 'invalid_union')
    return issue.errors.every(branch => branch.some(inner => rejectsType(inner, written)))
  return issue.code === 'invalid_type' || (issue.code === 'invalid_value' && typeof written !== 'string')
}

function tooSmall({ data, issue, path }: IssueCase<z.core.$ZodIssueTooSmall>): readonly Complaint[] {
  const message =
    issue.origin === 'array'
      ? 'this list is empty'
      : `${describe(valueAt(data, path))} is too small: at least ${String(issue.minimum)}`
  return [{ path, message }]
}

function tooBig({ data, issue, path }: IssueCase<z.core.$ZodIssueTooBig>): readonly Complaint[] {
  const written = valueAt(data, path)
  const allowed = [`at most ${String(issue.maximum)} entries`]
  if (Array.isArray(written)) return [{ path, message: `this list has ${written.length} entries`, allowed }]
  return [{ path, message: `${describe(written)} is too large: at most ${String(issue.maximum)}` }]
}

function notWhole({ data, path }: IssueCase): readonly Complaint[] {
  return [{ path, message: `expected a whole number, found ${describe(valueAt(data, path))}` }]
}

function fromRule({ data, issue, path }: IssueCase<z.core.$ZodIssueCustom>): readonly Complaint[] {
  const { together, ...details }: Details = issue.params ?? {}
  if (!together) return [{ path, message: issue.message, ...details }]
  const [first, ...others] = Object.keys(valueAt(data, path) as object).filter(key => together.includes(key))
  return others.map(key => ({
    path: [...path, key],
    about: 'key',
    message: `\`${key}\` stands beside \`${first}\`: ${issue.message}`,
  }))
}

const NOUNS: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  return typeof value === 'string' ? quote(value) : `${typeof value === 'number' ? 'the number ' : ''}${String(value)}`
}

const closeTo = (written: unknown, allowed: readonly string[]): string | undefined =>
  isScalarValue(written) ? nearest(String(written), allowed) : undefined

const isScalarValue = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)

// ---------------------------------------------------------------------------------------- what the schema says there

/** Keys of the mapping at a path. */
function keysAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  const shapes = schemasAt(schema, path).map(found => (found instanceof z.ZodObject ? Object.keys(found.shape) : []))
  return [...new Set(shapes.flat())]
}

/** What may stand at a path: the words of an enumeration, true and false, the keys of a mapping, or a description. */
function allowedAt(schema: z.core.$ZodType, path: Path): readonly string[] {
  return [...new Set(schemasAt(schema, path).flatMap(allowedBy))]
}

function allowedBy(schema: z.core.$ZodType): readonly string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String)
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(String)
  if (schema instanceof z.ZodBoolean) return ['true', 'false']
  if (schema instanceof z.ZodObject) return [`a mapping of ${Object.keys(schema.shape).join(', ') || 'nothing: {}'}`]
  if (schema instanceof z.ZodString) return [forms.get(schema)?.says ?? 'text']
  if (schema instanceof z.ZodArray) return ['a list']
  if (schema instanceof z.ZodNull) return ['null']
  if (schema instanceof z.ZodNumber) return ['a whole number']
  return []
}

function proposalFor(schema: z.core.$ZodType, path: Path, written: unknown): string | undefined {
  if (!isScalarValue(written)) return undefined
  const found = schemasAt(schema, path)
  const proposed = found.map(one => forms.get(one)?.propose(String(written))).find(one => one !== undefined)
  return (
    proposed ??
    closeTo(
      written,
      found.flatMap(one => (one instanceof z.ZodEnum ? allowedBy(one) : [])),
    )
  )
}

/** The schemas that a value at this path meets, without what is wrapped around them; several where there is a union. */
function schemasAt(schema: z.core.$ZodType, path: Path): z.core.$ZodType[] {
  return path.reduce<z.core.$ZodType[]>(
    (schemas, part) => schemas.flatMap(outer => childSchema(outer, part).flatMap(bare)),
    bare(schema),
  )
}

function childSchema(schema: z.core.$ZodType, part: string | number): z.core.$ZodType[] {
  if (schema instanceof z.ZodObject) return only(fieldOf(schema.shape, String(part)) ?? schema.def.catchall)
  if (schema instanceof z.ZodArray) return only(schema.element)
  return schema instanceof z.ZodRecord ? only(schema.valueType) : []
}

/** Defaults, options, transformations and what waits for its use taken off. */
function bare(schema: z.core.$ZodType): z.core.$ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(bare)
  if (schema instanceof z.ZodLazy) return bare(schema.unwrap())
  const inner = schema instanceof z.ZodPipe ? schema.in : fieldOf(schema._zod.def, 'innerType')
  return inner === undefined ? [schema] : bare(inner as z.core.$ZodType)
}

const only = (schema: unknown): z.core.$ZodType[] => (schema === undefined ? [] : [schema as z.core.$ZodType])
