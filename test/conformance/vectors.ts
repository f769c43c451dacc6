import { handOut } from '../../model/installer/fileFunctions.ts'
import { compressGuid, decompressGuid, packGuid, unpackGuid } from '../../model/installer/guid.ts'
import { parseMsiexec, parseProperties } from '../../model/installer/language/commandLine.ts'
import {
  type ConditionEnvironment,
  evaluateCondition,
  type StateNumbers,
} from '../../model/installer/language/condition.ts'
import { type FormatEnvironment, formatRecord, type RecordFields } from '../../model/installer/language/formatted.ts'
import { WIN32 } from '../../model/words/systemErrors.ts'
import { effectChecks } from './effects.ts'
import { fileChecks } from './files.ts'
import { patchOrderChecks } from './sequencing.ts'
import { fileRuleChecks } from './versions.ts'

/**
 * Runs files of input/expectation pairs against the model. A file is one JSON object whose `title` says which API it
 * is about; each runner below asks the model what the API was asked and compares what the file promises.
 */
export interface Failure {
  readonly id: string
  readonly expected: unknown
  readonly actual: unknown
}

export interface VectorResult {
  readonly passed: number
  readonly failures: readonly Failure[]
}

type Json = Readonly<Record<string, unknown>>

interface Check {
  readonly id: string
  readonly expected: unknown
  actual(): unknown
}

/** By a word of the title, because counts and wording of a title change between versions of a file. */
const RUNNERS: readonly (readonly [title: RegExp, checks: (file: Json) => readonly Check[]])[] = [
  [/order of patches/i, patchOrderChecks],
  [/file rules/i, fileRuleChecks],
  [/effects become visible/i, effectChecks],
  [/\bversions\b/i, fileChecks],
  [/MsiEvaluateCondition/, file => list(file, 'vectors').map(conditionCheck)],
  [/MsiFormatRecord/, file => list(file, 'vectors').map(vector => formatCheck(vector, file))],
  [/GUID/, guidChecks],
  [/command line/i, file => list(file, 'vectors').map(commandLineCheck)],
]

/** @throws Error when the file is no vector file, or its title is of a kind that is not known here. */
export function runVectors(json: unknown): VectorResult {
  const file = asObject(json)
  const title = String(file.title ?? '')
  const runner = RUNNERS.find(([pattern]) => pattern.test(title))
  if (runner === undefined) throw new Error(`no runner for vectors with the title ${JSON.stringify(title)}`)
  const checks = runner[1](file)
  if (checks.length === 0) throw new Error(`no vectors in ${JSON.stringify(title)}`)
  const failures = checks.map(failureOf).filter(failure => failure !== undefined)
  return { passed: checks.length - failures.length, failures }
}

function failureOf({ id, expected, actual }: Check): Failure | undefined {
  const got = valueOrError(actual)
  return JSON.stringify(got) === JSON.stringify(expected) ? undefined : { id, expected, actual: got }
}

function valueOrError(ask: () => unknown): unknown {
  try {
    return ask()
  } catch (error) {
    return `threw ${error instanceof Error ? error.message : String(error)}`
  }
}

// ---- MsiEvaluateCondition

function conditionCheck(vector: Json): Check {
  const properties = strings(vector.properties)
  const states = (kind: 'components' | 'features') => (key: string) =>
    (vector[kind] as Readonly<Record<string, StateNumbers>> | undefined)?.[key]
  const environment: ConditionEnvironment = {
    property: name => properties.get(name),
    environment: lookUpFolded(vector.environmentVariables),
    component: states('components'),
    feature: states('features'),
  }
  // A null handle is refused by the API before anything is evaluated.
  const ask = () => evaluateCondition(vector.condition as string | null, environment)
  return { id: String(vector.id), expected: vector.expected, actual: vector.handle === 'null' ? () => 'ERROR' : ask }
}

// ---- MsiFormatRecord

interface Buffer {
  readonly pointer: string | null
  readonly size: number | null
  readonly contentBefore?: string
}

interface ApiAnswer {
  readonly return: string
  readonly length?: number
  readonly text?: string
}

function formatCheck(vector: Json, file: Json): Check {
  const wanted = asObject(vector.expected)
  const environment = vector.package === true ? packageEnvironment(vector, file) : undefined
  const format = () => formatRecord(recordFrom(vector), environment)
  return {
    id: String(vector.id),
    expected: pick(wanted, ['return', 'length', 'text', 'textAtOffset']),
    actual: () => pick({ ...describe(format(), vector, wanted) }, Object.keys(wanted)),
  }
}

function describe(text: string, vector: Json, wanted: Json): Json {
  const answer = answerOf(text, vector.buffer as Buffer, bytesPerCharacterAsked(vector))
  const offsets = Object.keys(asObject(wanted.textAtOffset ?? {}))
  const textAtOffset = Object.fromEntries(offsets.map(offset => [offset, upToNul(text.slice(Number(offset)))]))
  return { ...answer, text: answer.text === undefined ? undefined : upToNul(answer.text), textAtOffset }
}

function answerOf(text: string, { pointer, size, contentBefore = '' }: Buffer, asked: number): ApiAnswer {
  const handed = handOut(text, { given: pointer !== null, size: size ?? undefined })
  const length = handed.length === undefined ? {} : { length: handed.length * (handed.text === text ? 1 : asked) }
  const shown = pointer === null ? {} : { text: handed.text ?? contentBefore }
  return { return: ERROR_NAMES[handed.error] ?? String(handed.error), ...length, ...shown }
}

const ERROR_NAMES: Readonly<Record<number, string>> = {
  [WIN32.SUCCESS]: 'ERROR_SUCCESS',
  [WIN32.INVALID_PARAMETER]: 'ERROR_INVALID_PARAMETER',
  [WIN32.MORE_DATA]: 'ERROR_MORE_DATA',
}

/** Calls of custom.c are made inside a custom action, where the ANSI function tells a needed size in bytes of UTF-16. */
function bytesPerCharacterAsked(vector: Json): number {
  return String(vector.source).includes('/custom.c:') && vector.api === 'MsiFormatRecordA' ? 2 : 1
}

function recordFrom(vector: Json): RecordFields {
  const fields = asObject(vector.fields ?? {}) as Readonly<Record<string, string | number | null>>
  const count = Number(vector.recordFieldCount ?? 0)
  return [vector.format as string | null, ...Array.from({ length: count }, (_, index) => fields[index + 1] ?? null)]
}

/** Answers from the vector's properties and variables and, once costed, from the database that it names. */
function packageEnvironment(vector: Json, file: Json): FormatEnvironment {
  const properties = strings(vector.properties)
  const places = vector.afterCosting === true ? placesOf(vector, file) : { files: new Map(), components: new Map() }
  return {
    property: name => properties.get(name),
    environment: lookUpFolded(vector.environmentVariables),
    file: key => places.files.get(key),
    // No file of the databases exists on disk, so that none has a short name.
    shortFile: key => places.files.get(key),
    component: key => places.components.get(key),
  }
}

interface Places {
  readonly files: ReadonlyMap<string, string>
  readonly components: ReadonlyMap<string, string>
}

/** Component attribute 1 means run from source; the vectors write both roots as placeholders. */
const ROOTS = { target: '<ROOTDRIVE>', source: '<SourceDir-without-trailing-backslash>\\' }
const SOURCE_ONLY = 1

function placesOf(vector: Json, file: Json): Places {
  const database = asObject(asObject(file.databases ?? {})[String(vector.database)] ?? {})
  const directories = (database.Directory ?? []) as readonly (readonly [string, string, string])[]
  const below = (key: string, root: string): string => {
    const row = directories.find(([directory]) => directory === key)
    return row === undefined || row[1] === '' ? root : `${below(row[1], root)}${row[2]}\\`
  }
  const components = new Map(
    list(database, 'Component').map(row => {
      const root = Number(row.Attributes) & SOURCE_ONLY ? ROOTS.source : ROOTS.target
      return [String(row.Component), below(String(row.Directory_), root)] as const
    }),
  )
  const files = list(database, 'File').map(
    row => [String(row.File), `${components.get(String(row.Component_))}${String(row.FileName)}`] as const,
  )
  return { files: new Map(files), components }
}

function upToNul(text: string): string {
  return text.split('\0', 1)[0]!
}

// ---- GUIDs

function guidChecks(file: Json): readonly Check[] {
  return [
    ...list(file, 'packedGuids').map(({ guid, packed }) => roundTrip(guid, packed, packGuid, unpackGuid)),
    ...list(file, 'base85Guids').map(({ guid, base85 }) => roundTrip(guid, base85, compressGuid, decompressGuid)),
    ...list(file, 'badInputs').map(refusal),
  ]
}

function roundTrip(guid: unknown, code: unknown, to: (guid: string) => string, from: (code: string) => string): Check {
  const expected = { code, guid }
  return { id: `${guid} ${code}`, expected, actual: () => ({ code: to(String(guid)), guid: from(String(code)) }) }
}

function refusal({ input, why }: Json): Check {
  const refused = () =>
    [packGuid, compressGuid].every(convert => String(valueOrError(() => convert(String(input)))).startsWith('threw '))
  return { id: `bad input: ${why}`, expected: true, actual: refused }
}

// ---- command lines: properties alone, or all arguments of msiexec

/** The run ends in 1603 when its condition P="one" holds, in 1639 when the line is refused, else in 0. */
function commandLineCheck(vector: Json): Check {
  const line = String(vector.msiexec ?? vector.commandLine)
  const actual = () => {
    const parsed = vector.msiexec === undefined ? parseProperties(line) : parseMsiexec(line)
    if ('error' in parsed) return parsed.error
    return parsed.properties.get('P') === 'one' ? 1603 : 0
  }
  return { id: line, expected: vector.expectedCode, actual }
}

// ---- reading JSON

function asObject(value: unknown): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('expected a JSON object')
  return value as Json
}

function list(file: Json, name: string): readonly Json[] {
  return ((file[name] ?? []) as readonly unknown[]).map(asObject)
}

function strings(value: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries(asObject(value ?? {})).map(([name, text]) => [name, String(text)]))
}

/** Names of environment variables are not case-sensitive. */
function lookUpFolded(value: unknown): (name: string) => string | undefined {
  const folded = new Map([...strings(value)].map(([name, text]) => [name.toLowerCase(), text]))
  return name => folded.get(name.toLowerCase())
}

function pick(object: Json, names: readonly string[]): Json {
  const order = ['return', 'length', 'text', 'textAtOffset'].filter(name => names.includes(name))
  return Object.fromEntries(order.filter(name => object[name] !== undefined).map(name => [name, object[name]]))
}
