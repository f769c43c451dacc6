import { CsvError, parse } from 'csv-parse/sync'
import { lower, upper } from '../../model/words/letters.ts'
import { MOST_OF_A_NAME } from '../drill/limits.ts'
import { placeIn, savedText, type Unreadable } from './savedText.ts'

/** Who is in a class, from a table that a spreadsheet has saved. Does not know what they do there. */

export interface Trainee {
  readonly name: string
  readonly email: string
}

/** Where a table is wrong, and what is allowed. */
export type RosterProblem = Unreadable

const MOST_TRAINEES = 10_000

/** What a spreadsheet puts between cells, by the language of whoever saved it. */
const SEPARATORS = [',', ';', '\t']

/** What a head calls a column by, in whatever case. */
const CALLED: Readonly<Record<string, keyof Trainee>> = { name: 'name', email: 'email', 'e-mail': 'email' }
const ALLOWED = 'name has to be there, email or e-mail may be, others are passed over'

interface Cell {
  readonly text: string
  /** Byte of the table. */
  readonly at: number
}

/** Why a table is refused, and at which byte of it. */
class Refusal extends Error {
  readonly at: number

  constructor(message: string, at: number) {
    super(message)
    this.at = at
  }
}

/** A head with `name`, and `email` where there is one; then a row for each. */
export function readRoster(bytes: Uint8Array): readonly Trainee[] | RosterProblem {
  const text = savedText(bytes)
  if (typeof text !== 'string') return text
  const table = Buffer.from(text)
  try {
    return traineesIn(rowsIn(table))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { ...placeIn(table.subarray(0, error.at).toString()), message: error.message }
  }
}

function traineesIn([head, ...rows]: readonly (readonly Cell[])[]): readonly Trainee[] {
  if (head === undefined) throw new Refusal(NOBODY, 0)
  const columns = columnsOf(head)
  const trainees: Trainee[] = []
  const known = new Set<string>()
  for (const row of rows) {
    refuseOtherLength(row, head)
    const cells = { name: row[columns.name]!, email: columns.email === undefined ? undefined : row[columns.email]! }
    const trainee = { name: wordIn(cells.name), email: cells.email === undefined ? '' : wordIn(cells.email) }
    const person = JSON.stringify([trainee.name, trainee.email])
    if (trainee.name === '') throw new Refusal('a name is missing', cells.name.at)
    if (known.has(person)) throw new Refusal('it is in it twice', cells.name.at)
    if (known.size === MOST_TRAINEES) throw new Refusal(`a class has ${MOST_TRAINEES} trainees at most`, cells.name.at)
    known.add(person)
    trainees.push(trainee)
  }
  if (trainees.length === 0) throw new Refusal(NOBODY, 0)
  return trainees
}

const NOBODY = 'nobody is in it: a head, then a row for each'

function columnsOf(head: readonly Cell[]): { readonly name: number; readonly email?: number } {
  const found = new Map<keyof Trainee, number>()
  for (const [i, { text, at }] of head.entries()) {
    const column = CALLED[lower(text)]
    if (column === undefined) continue
    if (found.has(column)) throw new Refusal(`the column ${column} is there twice: ${ALLOWED}`, at)
    found.set(column, i)
  }
  const [name, email] = [found.get('name'), found.get('email')]
  if (name === undefined) throw new Refusal(`the first line names the columns: ${ALLOWED}`, head[0]!.at)
  return { name, ...(email !== undefined && { email }) }
}

/** At the first cell that is too much, or the last where some are missing. */
function refuseOtherLength(row: readonly Cell[], head: readonly Cell[]): void {
  if (row.length === head.length) return
  const { at } = row[head.length] ?? row.at(-1)!
  throw new Refusal(`cells in this row: ${row.length}; there should be ${head.length}, as in the head`, at)
}

/** Nobody sees them, or they turn the line around; the last stands where another program could not read a letter. */
const NOT_IN_A_NAME = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffd]/u

function wordIn({ text, at }: Cell): string {
  const [unseen] = NOT_IN_A_NAME.exec(text) ?? []
  if (unseen !== undefined) {
    const code = upper(unseen.codePointAt(0)!.toString(16)).padStart(4, '0')
    throw new Refusal(`U+${code} is in this cell: letters, digits, blanks and signs are allowed, on one line`, at)
  }
  if (text.length > MOST_OF_A_NAME) throw new Refusal(`a cell has ${MOST_OF_A_NAME} characters at most`, at)
  return text
}

// ------------------------------------------------------------------------------------------------------------ cells

/** @throws Refusal where a quote is lost */
function rowsIn(table: Buffer): readonly (readonly Cell[])[] {
  /** The separator or the end of a line behind the cell before. */
  let end = -1
  const cast = (text: string, { bytes, index }: { readonly bytes: number; readonly index: number }): Cell => {
    const at = beginning(table, end, index)
    end = bytes
    return { text, at }
  }
  const options = { cast, delimiter: SEPARATORS, relax_column_count: true, skip_empty_lines: true, trim: true } as const
  try {
    return parse(table, options) as unknown as Cell[][]
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new Refusal(FAULTS[error.code] ?? 'it is no row of a table', beginning(table, end, Number(error.index ?? 0)))
  }
}

/** Of a cell: behind blanks, and the first of a row behind empty lines. */
function beginning(table: Buffer, end: number, index: number): number {
  const passed = index === 0 ? ' \r\n' : ' '
  let at = end + 1
  while (at < table.length && passed.includes(String.fromCharCode(table[at]!))) at++
  return at
}

const FAULTS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and not closed',
  CSV_INVALID_CLOSING_QUOTE: 'something stands behind a closing quote',
  INVALID_OPENING_QUOTE: 'a quote opens in the middle of a cell',
}
