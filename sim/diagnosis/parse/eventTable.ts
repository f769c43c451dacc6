import { LIMITS } from '../../limits.ts'
import { type FileBudget, ownBudget } from '../read/budget.ts'
import { type EventField, eventField, eventOf, eventType } from './eventFields.ts'
import { type EventEntry, oldestFirst } from './events.ts'
import { eachLine } from './text.ts'

/**
 * Events as a table: what Event Viewer saves, with a head on Server 2008 and without one on Server 2003, and what
 * `Export-Csv` makes of `Get-WinEvent` and `Get-EventLog`. Does not know what an event means.
 */

/** What each cell of a row is. */
type Columns = readonly (EventField | undefined)[]

/** As Server 2003 saves a log, which writes no head. */
const WITHOUT_HEAD: Columns = ['date', 'time', 'source', 'type', undefined, 'id', undefined, undefined, 'message']
const DATE = /^"?\d{1,4}[./-]\d{1,2}[./-]\d{1,4}"?$/
const TYPE_AT = WITHOUT_HEAD.indexOf('type')

/** A date and a number at least: most texts are told by this to be none. */
const FEWEST = 2

const SEPARATORS = [',', ';', '\t'] as const

interface Form {
  readonly separator: string
  readonly columns: Columns
  readonly headed: boolean
}

/** The form of a table by its first row; undefined where it is none of events. */
function formOf(first: string): Form | undefined {
  for (const separator of SEPARATORS) {
    const cells = cellsOf(first, separator)
    if (cells.length < FEWEST) continue
    const named = cells.map(eventField)
    // The description has a column, but no head.
    const columns = named.includes('message') ? named : [...named, 'message' as const]
    if (named.includes('id') && named.includes('date')) return { separator, columns, headed: true }
    if (DATE.test(cells[0]!) && eventType(cells[TYPE_AT] ?? ''))
      return { separator, columns: WITHOUT_HEAD, headed: false }
  }
  return undefined
}

/** What `Export-Csv` writes above the head. */
const TYPE_OF_ROWS = /^#TYPE /

/** A head is never longer. */
const HEAD = 4096

export const isEventTable = (beginning: string): boolean => formOf(firstRow(beginning.slice(0, HEAD))) !== undefined

/** Without its end. */
function firstRow(text: string): string {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end < 0 ? undefined : end)
    if (isRow(line)) return line
    at += line.length + 1
  }
  return ''
}

const isRow = (line: string): boolean => line.trim() !== '' && !TYPE_OF_ROWS.test(line)

/** Events of a table, oldest first. */
export function parseEventTable(lines: Iterable<string>, file: FileBudget = ownBudget()): EventEntry[] {
  const events = file.newest<EventEntry>('events', LIMITS.events, (a, b) => (a.time ?? 0) - (b.time ?? 0))
  let form: Form | undefined
  eachRow(lines, file, (row, line) => {
    if (form) events.push(entryOf(row, line, form))
    else {
      form = formOf(row)
      if (form && !form.headed) events.push(entryOf(row, line, form))
    }
  })
  return oldestFirst(events.rows())
}

function entryOf(row: string, line: number, { separator, columns }: Form): EventEntry {
  const fields = new Map<EventField, string>()
  for (const [i, cell] of cellsOf(row, separator).entries()) {
    const field = columns[i]
    if (field && !fields.get(field)) fields.set(field, cell)
  }
  return eventOf(line, fields)
}

/** A text of Windows has some lines; more are the rest of a file in which a quote was lost. */
const MOST_LINES = 200

/** A row goes on in the next line while a quote is open. */
function eachRow(lines: Iterable<string>, file: FileBudget, take: (row: string, line: number) => void): void {
  let row: string[] = []
  let open = false
  const done = (end: number): void => {
    if (row.length > 0) take(row.join('\n'), end - row.length + 1)
    row = []
    open = false
  }
  let count = 0
  eachLine(lines, file, (line, index) => {
    count = index + 1
    if (row.length === 0 && !isRow(line)) return
    row.push(line)
    if ((line.split('"').length - 1) % 2 === 1) open = !open
    if (!open || row.length === MOST_LINES) done(count)
  })
  done(count)
}

/** RFC 4180, and whatever separates the cells. */
export function cellsOf(row: string, separator: string): string[] {
  const cells: string[] = []
  for (let at = 0; at <= row.length; ) {
    const quoted = row[at] === '"' ? quotedEnd(row, at) : at
    const next = row.indexOf(separator, quoted)
    const end = next < 0 ? row.length : next
    const cell = row.slice(at, end)
    cells.push(quoted > at ? cell.trim().slice(1, -1).replaceAll('""', '"') : cell)
    at = end + 1
  }
  return cells
}

/** Behind the quote that closes. */
function quotedEnd(row: string, open: number): number {
  for (let at = row.indexOf('"', open + 1); at >= 0; at = row.indexOf('"', at + 2)) {
    if (row[at + 1] !== '"') return at + 1
  }
  return row.length
}
