import { INSTALLER_SOURCE } from '../../../model/words/eventSources.ts'
import { MESSAGE_EVENTS } from '../../../model/words/events.ts'
import { lower } from '../../../model/words/letters.ts'
import { MESSAGES } from '../../../model/words/messages.ts'
import { groupedBy } from '../../grouped.ts'
import { matching } from '../algebra/match.ts'
import type { Row } from '../observations/kinds.ts'
import { RESULT_MESSAGES } from '../observations/spoken.ts'
import type { Table } from '../observations/table.ts'
import {
  codeOf,
  errorOf,
  isOfAction,
  isOfScript,
  KINDS_OF_FAILURE,
  mostTelling,
  NOT_STARTED,
  SUCCESSES,
  saysWhat,
  type Told,
} from './telling.ts'

/**
 * Rows that tell of one failed attempt, brought together from its log, its events and what somebody saw. Does not know what
 * a person is told of it.
 */

export interface Incident {
  /** Those of the log first, then events, then the rest. */
  readonly rows: readonly Row[]
  readonly told: Told
  /** Where there is a log of it. */
  readonly attempt: Row | undefined
  readonly error: number | undefined
  readonly code: number | undefined
  readonly product: string | undefined
}

/** One for each attempt that failed: those with a log, the oldest first, then those that only events or windows tell of. */
export function incidentsOf(table: Table): Incident[] {
  const rows = table.of(KINDS_OF_FAILURE)
  const groups = [...eventGroups(rows), ...looseGroups(rows)]
  return groups.flatMap(group => incidentOf(group)).reduce(joined, attempts(rows))
}

/** Where nothing tells of an installation, each service of Exchange that did not start is what failed. */
export const servicesOf = (table: Table): Incident[] =>
  matching(NOT_STARTED, table).map(row => ({
    rows: [row],
    told: { rank: 0, row },
    attempt: undefined,
    error: undefined,
    code: undefined,
    product: undefined,
  }))

function incidentOf(rows: readonly Row[], attempt?: Row): Incident[] {
  const code = codeOf(rows)
  const told = mostTelling(rows, code)
  if (!told) return []
  const product = rows.find(row => row.product !== undefined)?.product as string | undefined
  return [{ rows, told, attempt, error: errorOf(told, rows), code, product }]
}

function attempts(rows: readonly Row[]): Incident[] {
  const own = groupedBy(rows, ({ attempt }) => attempt)
  own.delete(undefined)
  return [...own.values()].filter(failed).flatMap(group =>
    incidentOf(
      group,
      group.find(({ kind }) => kind === 'attempt'),
    ),
  )
}

/** What a log without a code says of an attempt that went well. */
const GOOD = [1707, 1724, 1726, 1728] as const

function failed(rows: readonly Row[]): boolean {
  const code = codeOf(rows)
  if (code !== undefined) return !SUCCESSES.includes(code)
  const results = rows.filter(({ kind, as }) => kind === 'log.shown' && as === 'result').map(({ body }) => String(body))
  return !GOOD.some(number => results.some(body => body.endsWith(MESSAGES[number].text)))
}

// ------------------------------------------------------------------------------------------------------------ events

const RESULT_IDS: ReadonlySet<unknown> = new Set([
  1019,
  1020,
  1021,
  1022,
  1023,
  1024,
  ...RESULT_MESSAGES.map(number => MESSAGE_EVENTS + number),
])

/** Events of one attempt: its messages, then its results. */
function eventGroups(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = []
  let ended = true
  let product: unknown
  for (const row of rows) {
    if (!isInstallerEvent(row)) {
      if (isBeside(row, groups.at(-1)?.at(-1))) groups.at(-1)!.push(row)
      continue
    }
    const result = RESULT_IDS.has(row.id)
    const other = row.product !== undefined && product !== undefined && row.product !== product
    if (groups.length === 0 || other || (ended && !result)) {
      groups.push([])
      product = undefined
    }
    groups.at(-1)!.push(row)
    ended = result
    product = row.product ?? product
  }
  return groups
}

const FROM_INSTALLER = lower(INSTALLER_SOURCE)

const isInstallerEvent = ({ kind, source }: Row): boolean =>
  kind === 'event' && lower(String(source)) === FROM_INSTALLER

/** Of the same event. */
const isBeside = (row: Row, event: Row | undefined): boolean =>
  event !== undefined && row.attempt === undefined && row.path === event.path && row.line === event.line

// ------------------------------------------------------------------------------------------------------ anything else

/** Of a file, what says the same code, or none. */
function looseGroups(rows: readonly Row[]): Row[][] {
  const events = new Set(rows.filter(isInstallerEvent).map(placeOf))
  const loose = rows.filter(row => row.attempt === undefined && !events.has(placeOf(row)))
  return [...groupedBy(loose, ({ path, code }) => JSON.stringify([path, code])).values()]
}

const placeOf = ({ path, line }: Row): string => JSON.stringify([path, line])

// ----------------------------------------------------------------------------------------------------------- together

/** Nobody compares more with each other. */
const MOST_COMPARED = 100

/** Adds what somebody else says of an attempt to what is known of it, or as another attempt. */
function joined(all: Incident[], other: Incident): Incident[] {
  const from = Math.max(0, all.length - MOST_COMPARED)
  const at = all.findIndex((one, i) => i >= from && isSame(one, other))
  if (at < 0) all.push(other)
  else all[at] = together(all[at]!, other)
  return all
}

function together(one: Incident, other: Incident): Incident {
  return {
    rows: [...one.rows, ...other.rows],
    told: other.told.rank < one.told.rank ? other.told : one.told,
    attempt: one.attempt,
    error: one.error ?? other.error,
    code: one.code ?? other.code,
    product: one.product ?? other.product,
  }
}

function isSame(one: Incident, other: Incident): boolean {
  // Each attempt has its own events.
  if (one.rows.some(isInstallerEvent) && other.rows.some(isInstallerEvent)) return false
  // Scripts run for one action of the installer, and at a prompt.
  if (isOfScript(other.told) && saysWhat(one.told) && !isOfAction(one.told)) return false
  return (
    agree(one.code, other.code) &&
    agree(one.error, other.error) &&
    agree(one.product && lower(one.product), other.product && lower(other.product))
  )
}

const agree = <T>(a: T | undefined, b: T | undefined): boolean => a === undefined || b === undefined || a === b
