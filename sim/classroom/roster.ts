import { CsvError, parse } from 'csv-parse/sync'
import { lower } from '../../model/words/letters.ts'
import { MOST_OF_A_NAME } from '../drill/limits.ts'

/** Who is in a class, from a table that a spreadsheet has saved. Does not know what they do there. */

export interface Trainee {
  readonly name: string
  readonly email: string
}

/** Where a table is wrong. */
export interface RosterProblem {
  readonly line: number
  readonly column: number
  readonly message: string
}

const MOST_TRAINEES = 10_000

/** What a spreadsheet puts between cells, by the language of whoever saved it. */
const SEPARATORS = [',', ';', '\t']

interface Row {
  readonly record: Readonly<Record<string, string>>
  readonly info: { readonly lines: number }
}

/** A head with `name`, and `email` where there is one; then a row for each. */
export function readRoster(text: string): readonly Trainee[] | RosterProblem {
  const rows = rowsIn(text)
  if ('message' in rows) return rows
  const trainees: Trainee[] = []
  for (const { record, info } of rows) {
    const { name, email = '' } = record
    if (name === undefined) return { line: 1, column: 1, message: NO_HEAD }
    const message = wrongWith({ name, email }, trainees)
    if (message !== undefined) return { line: info.lines, column: 1, message }
    trainees.push({ name, email })
  }
  return trainees.length > 0
    ? trainees
    : { line: 1, column: 1, message: 'nobody is in it: a head, then a row for each' }
}

const NO_HEAD = 'the first line names the columns: name, and email where there is one'

function rowsIn(text: string): readonly Row[] | RosterProblem {
  const columns = (head: readonly string[]): string[] => head.map(cell => lower(cell))
  const options = { bom: true, columns, delimiter: SEPARATORS, info: true, skip_empty_lines: true, trim: true } as const
  try {
    return parse(text, options) as unknown as Row[]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { line: Number(error.lines ?? 1), column: 1, message: FAULTS[error.code] ?? 'it is no row of a table' }
  }
}

/** Where it is another number of cells than the head has, or a quote is lost. */
const FAULTS: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_COLUMNS: 'it has another number of cells than the head',
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and not closed',
  CSV_INVALID_CLOSING_QUOTE: 'something stands behind a closing quote',
  INVALID_OPENING_QUOTE: 'a quote opens in the middle of a cell',
}

function wrongWith({ name, email }: Trainee, before: readonly Trainee[]): string | undefined {
  if (name === '') return 'a name is missing'
  if (Math.max(name.length, email.length) > MOST_OF_A_NAME) return `a cell has ${MOST_OF_A_NAME} characters at most`
  if (before.some(one => one.name === name && one.email === email)) return 'it is in it twice'
  return before.length >= MOST_TRAINEES ? `a class has ${MOST_TRAINEES} trainees at most` : undefined
}
