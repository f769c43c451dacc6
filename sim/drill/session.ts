import { z } from 'zod'
import { CAUSES } from '../causes.ts'
import { MOST_OF_A_NAME, MOST_TYPED, MOST_UNDONE } from './limits.ts'

/**
 * A session of the lab as a file: a header, then a line of JSON for each thing done. It holds commands only and no result:
 * whoever grades it does all of it again. Knows neither a server nor what anything is worth.
 */

/** Whoever claims this says that there is no cause: the server is right as it is. */
export const NO_CAUSE = 'nothing'
export const CLAIMS = [...CAUSES, NO_CAUSE] as const
export const CERTAINTIES = ['guess', 'likely', 'certain'] as const
const ARCHITECTURES = ['x64', 'x86'] as const

const text = z.string().max(MOST_TYPED)

const action = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('type'), line: text }).describe('A line typed at the prompt'),
  z.strictObject({ kind: z.literal('answer'), say: text }).describe('A button of the dialog that waits'),
  z
    .strictObject({
      kind: z.literal('bring'),
      package: z.string().regex(/^(?:KB\d{6,7}|dvd)$/),
      arch: z.exactOptional(z.enum(ARCHITECTURES)),
    })
    .describe('A package from the Download Center to the desktop, or the medium of the product into the drive'),
  z.strictObject({ kind: z.literal('server'), name: text }).describe('Goes to another server'),
  z
    .strictObject({ kind: z.literal('cite'), place: text })
    .describe('PATH:LINE, PATH#RECORD or a value of the registry'),
  z.strictObject({ kind: z.literal('note'), text }).describe('For whoever reads it later; nothing comes of it'),
  z.strictObject({ kind: z.literal('claim'), cause: z.enum(CLAIMS), sure: z.enum(CERTAINTIES) }),
  z.strictObject({ kind: z.literal('hint') }),
  z
    .strictObject({ kind: z.literal('undo'), count: z.int().min(1).max(MOST_UNDONE) })
    .describe('Takes the last things back that were done'),
  z.strictObject({ kind: z.literal('hand-in') }),
])

export type Action = z.output<typeof action>
export type ActionOf<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>
export type Claim = (typeof CLAIMS)[number]
export type Certainty = (typeof CERTAINTIES)[number]

const header = z.strictObject({
  session: z.literal(1).describe('Version of this form'),
  scenario: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('SHA-256 of the text of the scenario, which it does not name'),
  seed: z.int().min(0),
  name: z.string().max(MOST_OF_A_NAME).describe('Of whoever sits there'),
  exam: z.exactOptional(z.literal(true)).describe('Without hints, without undo, without a score before the hand-in'),
})

export type Header = z.output<typeof header>

export function sessionJsonSchema(): object {
  const { $schema, ...body } = z.toJSONSchema(z.union([header, action]), { target: 'draft-07', io: 'input' })
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'lab1603 session',
    description: 'A line of a session: the first is the header, each of the others one thing done',
    ...body,
  }
}

// ------------------------------------------------------------------------------------------------------- writing

export const lineOf = (entry: Header | Action): string => `${JSON.stringify(entry)}\n`

// ------------------------------------------------------------------------------------------------------- reading

/** What a file holds. */
export interface Written {
  /** Undefined: nothing whole stands in it. */
  readonly header: Header | undefined
  readonly actions: readonly Action[]
  /** Bytes of it that stand; what follows is the line that was being written when it was cut off. */
  readonly whole: number
  /** The last line that stands lacks its end, and nothing else. */
  readonly unended: boolean
  /** Numbers of lines that are none of a session, such as a score, or an undo in an exam: nothing is made of them. */
  readonly ignored: readonly number[]
}

/** A line that nobody can have left behind by being cut off. */
export interface BrokenSession {
  readonly line: number
  readonly why: string
}

/** Of a file that was cut off anywhere, everything but the last line stands; that one too where it is whole. */
export function readSession(bytes: Uint8Array): Written | BrokenSession {
  const rows = new TextDecoder().decode(bytes).split('\n')
  const unended = parsed(rows.at(-1)!) !== NO_JSON
  const last = unended ? '' : rows.pop()!
  const [first, ...others] = rows.map(parsed)
  if (first === undefined) return isCutOff(last, HEADER_BEGINS) ? NOTHING_WRITTEN : { line: 1, why: NO_HEADER }
  const read = header.safeParse(first)
  if (!read.success) return { line: 1, why: NO_HEADER }
  const actions: Action[] = []
  const ignored: number[] = []
  for (const [i, row] of others.entries()) {
    if (row === NO_JSON) return { line: i + 2, why: 'it is no JSON' }
    const one = action.safeParse(row)
    if (one.success && !isKeptFrom(one.data, read.data)) actions.push(one.data)
    else ignored.push(i + 2)
  }
  if (!isCutOff(last, ACTION_BEGINS)) return { line: rows.length + 1, why: 'it is no line that was cut off' }
  const whole = unended ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1
  return { header: read.data, actions, whole, unended, ignored }
}

/** The lab refuses these in an exam: where they stand in the file of one, somebody wrote them there. */
const isKeptFrom = ({ kind }: Action, { exam }: Header): boolean => exam === true && NOT_IN_AN_EXAM.has(kind)

const NOT_IN_AN_EXAM: ReadonlySet<Action['kind']> = new Set(['hint', 'undo'])

/** Nothing but a line of a session that lacks its end is ever dropped: what else stands there is somebody's. */
const isCutOff = (text: string, beginning: string): boolean => text.startsWith(beginning) || beginning.startsWith(text)

const NEWLINE = 10
/** How lines begin, as they are written. */
export const HEADER_BEGINS = '{"session":1,"scenario":"'
const ACTION_BEGINS = '{"kind":"'
const NO_HEADER = 'it is not the header of a session'
export const NOTHING_WRITTEN: Written = { header: undefined, actions: [], whole: 0, unended: false, ignored: [] }
const NO_JSON = Symbol('no JSON')

function parsed(row: string): unknown {
  try {
    return JSON.parse(row) as unknown
  } catch {
    return NO_JSON
  }
}

// ------------------------------------------------------------------------------------------------ what stands of it

/** What a session comes to when everything that was taken back is gone. */
export interface Standing {
  /** In order, without hints and undos. */
  readonly done: readonly Action[]
  readonly hints: number
  /** How often something was taken back. */
  readonly undos: number
  readonly handedIn: boolean
}

/** Nothing counts behind the hand-in. */
export function standing(actions: readonly Action[]): Standing {
  const done: Action[] = []
  let [hints, undos] = [0, 0]
  for (const one of actions) {
    if (one.kind === 'hint') hints++
    else if (one.kind === 'undo') {
      undos++
      done.splice(Math.max(0, done.length - one.count))
    } else done.push(one)
    if (one.kind === 'hand-in') return { done, hints, undos, handedIn: true }
  }
  return { done, hints, undos, handedIn: false }
}
