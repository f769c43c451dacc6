import { INSTALLER_SOURCE } from '../../../model/words/eventSources.ts'
import { MESSAGE_EVENTS } from '../../../model/words/events.ts'
import { RETURN_CODES } from '../../../model/words/systemErrors.ts'
import type { FieldMatch, Fields, Pattern } from '../algebra/condition.ts'
import { has, kindsOf } from '../algebra/match.ts'
import type { Kind, Row } from '../observations/kinds.ts'
import { RESULT_MESSAGES } from '../observations/spoken.ts'

/**
 * Which rows say that an installation failed, and which of them an engineer would quote. Does not know which rows belong
 * together, nor why anything failed.
 */

/** A kind of row that tells of a failure. */
interface Telling {
  readonly rows: Pattern
  /** It tells only beside one of these codes: the engine says the same on its way to a success. */
  readonly only?: readonly number[]
  /** Of several in an attempt the last one stopped it. */
  readonly last?: true
  /** Only where it says the code that counts. */
  readonly sameCode?: true
  /** Only the installer's own view: there is nothing to quote but the end. */
  readonly outcome?: true
}

/** A dialog is a few pixels too wide: no failure. */
const LAYOUT = 2826

/** Numbers of messages that are for the maker of the package. */
const OF_MAKER = { least: 2000, most: 2999 } as const
const INTERNAL: FieldMatch = { ...OF_MAKER, not: LAYOUT }
/** Those that a person is shown. */
const SHOWN: FieldMatch = { not: OF_MAKER }
const BEFORE: FieldMatch = { not: false }
const MESSAGE: Fields = { form: ['shown', 'event'], number: SHOWN, beforeFailure: BEFORE }
/** A restart is owed, or has begun. */
export const SUCCESSES: readonly number[] = [0, 3010, 1641]
const FAILED: FieldMatch = { present: true, not: SUCCESSES }

/** Events that carry a message, without those that carry a result. */
const RESULT_EVENTS = RESULT_MESSAGES.map(number => MESSAGE_EVENTS + number)
const MESSAGE_EVENT: Fields = {
  id: { least: MESSAGE_EVENTS + 1000, most: MESSAGE_EVENTS + 1999, not: RESULT_EVENTS },
}
const isMessage = (row: Row): boolean => has(row, MESSAGE_EVENT)

const INSTALLER = { is: 'event', source: INSTALLER_SOURCE } as const

/** Actions that run others: what fails in one of them has a line of its own. */
const RUNNING: readonly string[] = [
  'INSTALL',
  'ExecuteAction',
  'InstallExecute',
  'InstallExecuteAgain',
  'InstallFinalize',
]

/** The most telling first. */
const TELLING: readonly Telling[] = [
  // What the engine itself could not do.
  { rows: { is: 'log.engine', about: ['registration-unreadable', 'mutex-taken', 'server-unreachable'] } },
  { rows: { is: 'log.search', found: false } },
  { rows: { is: 'log.engine', about: 'no-source' } },
  { rows: { is: 'log.engine', about: 'not-applicable' }, only: [1642] },
  // What a person is told.
  { rows: { is: 'log.message', ...MESSAGE }, last: true },
  { rows: { ...INSTALLER, ...MESSAGE_EVENT } },
  { rows: { is: 'log.shown', as: 'told', beforeFailure: BEFORE } },
  { rows: { is: 'dialog', refused: true } },
  { rows: { ...INSTALLER, id: [1007, 1008, 1013, MESSAGE_EVENTS + 5] } },
  { rows: { is: 'result.code', by: 'text', code: FAILED } },
  // Whose work it was.
  { rows: { is: 'script.error' } },
  { rows: { is: 'script.line', about: 'error', current: true, last: true } },
  { rows: { is: 'log.failure', first: true, action: { not: RUNNING } } },
  { rows: { is: 'log.engine', about: 'action-error' } },
  { rows: { is: 'log.failure', first: true, action: { not: 'INSTALL' } } },
  // How it ended.
  { rows: { is: 'result.code', by: 'event', code: FAILED }, outcome: true },
  { rows: { is: 'update-client', code: FAILED }, outcome: true },
  { rows: { is: 'result.code', by: 'hresult', code: FAILED }, outcome: true },
  { rows: { is: 'log.return', code: FAILED }, sameCode: true, outcome: true },
  { rows: { ...INSTALLER, id: [11708, 11725, 11729] }, outcome: true },
  { rows: { is: 'log.message', form: 'shown', number: INTERNAL }, outcome: true },
]

/** A service of Exchange that Windows did not start, or not in time. */
export const NOT_STARTED: Pattern = { is: 'system.event', id: [7000, 7001, 7009], exchange: true }

/** Kinds of row that anything about a failure is read from. */
export const KINDS_OF_FAILURE: readonly Kind[] = [
  ...new Set<Kind>([...TELLING.flatMap(({ rows }) => kindsOf(rows)), 'attempt']),
]

const tests = TELLING.map(({ rows: { is: _, ...fields }, ...telling }, i) => ({
  ...telling,
  kinds: kindsOf(TELLING[i]!.rows),
  fields,
}))

/** Rows of one failure that tell most, and how much that is: 0 is the most telling. */
export interface Told {
  readonly rank: number
  readonly row: Row
}

/** What to quote of the rows of one failure, which are in their order; undefined where none of them tells of any. */
export function mostTelling(rows: readonly Row[], code: number | undefined): Told | undefined {
  for (const [rank, { kinds, fields, only, last, sameCode }] of tests.entries()) {
    if (only && code !== undefined && !only.includes(code)) continue
    const fitting = rows.filter(row => kinds.includes(row.kind) && (!sameCode || row.code === code) && has(row, fields))
    if (fitting.length > 0) return { rank, row: last ? firstLike(fitting.at(-1)!, fitting) : fitting[0]! }
  }
  return undefined
}

/** The same message is shown, noted and sent to the event log. */
const firstLike = (row: Row, rows: readonly Row[]): Row =>
  rows.find(({ number, body }) => number === row.number && body === row.body) ?? row

export const isOfScript = ({ row: { kind } }: Told): boolean => kind === 'script.error' || kind === 'script.line'

/** It says which action failed, for whatever reason. */
export const isOfAction = ({ row: { kind, about } }: Told): boolean =>
  kind === 'log.failure' || about === 'action-error'

/** It says what failed, not only that something did. */
export const saysWhat = ({ rank }: Told): boolean => TELLING[rank]!.outcome === undefined

const RETURNED = new Set<number>(Object.values(RETURN_CODES).map(({ code }) => code))

/** What the installer returned: its own word before that of others. */
export function codeOf(rows: readonly Row[]): number | undefined {
  const said = (kind: Kind, by?: string) => rows.filter(row => row.kind === kind && (by === undefined || row.by === by))
  const nested = rows.map(({ systemError }) => systemError).filter(error => RETURNED.has(error as number))
  const codes = [
    ...said('log.return').filter(({ final }) => final === true),
    ...said('result.code', 'event'),
    ...said('update-client'),
    ...said('result.code', 'hresult'),
    ...said('result.code', 'text'),
  ].map(({ code }) => code)
  return [...codes, ...nested].find(code => code !== undefined) as number | undefined
}

/** What the maker of a package is told: `The error code is 2771. The arguments are: ...` */
const TOLD_MAKER = /\bThe error code is (2\d{3})\b/

/** The number of the message that was quoted; else of one beside it, and at last of one for the maker of the package. */
export function errorOf(told: Told, rows: readonly Row[]): number | undefined {
  const { kind, number, id } = told.row
  if (kind === 'log.message') return number as number
  if (kind === 'event' && isMessage(told.row)) return (id as number) - MESSAGE_EVENTS
  const beside = rows.filter(row => row.kind === 'log.message' && has(row, MESSAGE)).map(row => row.number as number)
  const internal = saysWhat(told) ? [] : rows.flatMap(internalIn)
  return [...beside, ...internal].find(found => found !== LAYOUT)
}

const internalIn = ({ body }: Row): number[] => {
  const found = typeof body === 'string' ? TOLD_MAKER.exec(body)?.[1] : undefined
  return found === undefined ? [] : [Number(found)]
}
