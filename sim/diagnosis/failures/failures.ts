import { withoutEnd } from '../../../model/words/ends.ts'
import { INSTALLER_EVENTS } from '../../../model/words/events.ts'
import { LINES } from '../../../model/words/logLines.ts'
import { reader } from '../../../model/words/turned.ts'
import { explain } from '../../explain/explain.ts'
import { matching } from '../algebra/match.ts'
import type { Failure, Missing } from '../finding.ts'
import type { Row } from '../observations/kinds.ts'
import type { Table } from '../observations/table.ts'
import { type Incident, incidentsOf, servicesOf } from './incidents.ts'

/**
 * What failed first, rule or no rule: what a person gets who has a fault that nobody knows. Does not know why it failed,
 * nor what is to be done.
 */

/** @param ours nothing speaks of another product, and something of Exchange Server 2007 */
export function failuresOf(table: Table, ours: boolean): Failure[] {
  const accounts = accountsIn(table)
  const incidents = incidentsOf(table)
  const failures = (incidents.length > 0 ? incidents : servicesOf(table)).map(one => failureOf(one, accounts, ours))
  return failures.toSorted((a, b) => Number(a.state === 'settled') - Number(b.state === 'settled'))
}

function failureOf(incident: Incident, accounts: Accounts, ours: boolean): Failure {
  const { rows, told, attempt, error, code, product } = incident
  const { path, line, text } = told.row
  const failed = rows.find(({ kind, first, action }) => kind === 'log.failure' && first && action !== 'INSTALL')
  const action = told.row.about === 'action-error' ? told.row.value : failed?.action
  const missing = missingOf(incident)
  return {
    path,
    line,
    text,
    action: (action as string | undefined) ?? null,
    error: error ?? null,
    code: code ?? null,
    product: product ?? null,
    part: missing === null ? 'whole' : 'excerpt',
    missing,
    state: (attempt ?? told.row).open === false ? 'settled' : 'open',
    meaning: meaningOf(error, code, ours && rows.every(row => row.ours !== false)),
    caller: callerOf(attempt, accounts),
  }
}

/** What is advised is advised for Exchange Server 2007. */
function meaningOf(error: number | undefined, code: number | undefined, ours: boolean): Failure['meaning'] {
  const asked = [error && `message ${error}`, code && `error code ${code}`]
  const meaning = asked.flatMap(text => {
    const found = text ? explain(text) : undefined
    return found?.known ? found.meanings : []
  })[0]
  if (!meaning) return null
  const { name, text, next } = meaning
  return { name, text, next: ours ? next : null }
}

// ---------------------------------------------------------------------------------------------------------- the caller

const started = reader(LINES.verboseStarted.text)

/** By attempt. */
type Accounts = ReadonlyMap<number | undefined, string>

const accountsIn = (table: Table): Accounts =>
  new Map(
    matching({ is: 'log.property', name: 'LogonUser', how: 'listed' }, table).map(row => [
      row.attempt,
      String(row.value),
    ]),
  )

function callerOf(attempt: Row | undefined, accounts: Accounts): Failure['caller'] {
  const process = attempt && started(attempt.text)?.get(4)
  const account = attempt && accounts.get(attempt.attempt)
  return process === undefined && account === undefined ? null : { process: process ?? null, account: account ?? null }
}

// ------------------------------------------------------------------------------------------------------ what is missing

function missingOf({ attempt, rows, told }: Incident): Missing | null {
  // It was no attempt to install anything.
  if (told.row.kind === 'system.event') return null
  if (!attempt) return { what: 'log', at: rows.map(logNamed).find(path => path !== undefined) ?? null }
  if (attempt.begins === undefined) return { what: 'above', at: null }
  if (attempt.begins === 'plain') return { what: 'verbose', at: null }
  return attempt.code === undefined ? { what: 'below', at: null } : null
}

/** `. Additional information is available in the log file ` */
const LOG_IS_AT = INSTALLER_EVENTS[1023].text.split(/%\d/)[3]!

function logNamed({ text }: Row): string | undefined {
  const at = text.indexOf(LOG_IS_AT)
  return at < 0 ? undefined : withoutEnd(text.slice(at + LOG_IS_AT.length).trim(), '.')
}
