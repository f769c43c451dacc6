import { lower } from '../../../../model/words/letters.ts'
import type { FileBudget } from '../../read/budget.ts'
import { type Form, type PrintedLine, wholeNumber } from './form.ts'

/** Lists of processes: `tasklist` in each of its three forms, with or without services. Does not know what a process is for. */

export interface ListedProcess extends PrintedLine {
  readonly name: string
  readonly id: number
  /** Absent in a list that says nothing of services. */
  readonly services?: readonly string[]
}

export interface ProcessList extends PrintedLine {
  readonly processes: readonly ListedProcess[]
}

interface ProcessDraft extends ListedProcess {
  readonly services?: string[]
}

const HEAD = /^Image Name\s+PID\s/
const RULER = /^=+(?: =+)+\s*$/
const CSV_HEAD = /^"Image Name","PID"/
const FIELD = /^(Image Name|PID|Services):\s+(\S.*)$/

type Cells = Readonly<Record<string, string>>

export function tasksForm(file: FileBudget): Form & { readonly found: () => readonly ProcessList[] } {
  const lists: { line: number; text: string; processes: ProcessDraft[] }[] = []
  let titles = ''
  let columns: readonly Column[] = []
  let csv: readonly string[] = []
  let listed: { row: PrintedLine; cells: Record<string, string> } | undefined

  const begin = (row: PrintedLine): void => void lists.push({ ...row, processes: [] })
  const add = (row: PrintedLine, cells: Cells): void => {
    const [name = '', id = ''] = [cells['image name'], cells.pid]
    if (lists.length === 0) begin(row)
    if (name === '' || !/^\d+$/.test(id) || !file.keep('processes')) return
    const services = cells.services === undefined ? {} : { services: namesIn(cells.services) }
    lists.at(-1)!.processes.push({ ...row, name, id: wholeNumber(id), ...services })
  }
  const below = (cells: Cells): void =>
    void lists
      .at(-1)
      ?.processes.at(-1)
      ?.services?.push(...namesIn(cells.services ?? ''))
  const settle = (): void => {
    if (listed) add(listed.row, listed.cells)
    listed = undefined
  }

  return {
    take(row) {
      const { text } = row
      if (HEAD.test(text)) titles = text
      else if (titles !== '' && RULER.test(text)) {
        columns = columnsOf(text, titles)
        titles = ''
        begin(row)
      } else if (CSV_HEAD.test(text)) {
        csv = cellsOf(text).map(lower)
        begin(row)
      } else if (csv.length > 0 && text.startsWith('"')) {
        add(row, Object.fromEntries(cellsOf(text).map((cell, i) => [csv[i] ?? '', cell])))
      } else if (columns.length > 0) {
        if (text.trim() === '') columns = []
        const cells = Object.fromEntries(columns.map(({ title, from, to }) => [title, text.slice(from, to).trim()]))
        if (cells['image name'] === '') below(cells)
        else add(row, cells)
      } else {
        const [, field, value] = FIELD.exec(text) ?? []
        if (field === undefined || value === undefined) return false
        if (field === 'Image Name') {
          settle()
          listed = { row, cells: {} }
        }
        if (listed) listed.cells[lower(field)] = value
      }
      return true
    },
    end() {
      settle()
      ;[titles, columns, csv] = ['', [], []]
    },
    found: () => lists,
  }
}

interface Column {
  readonly title: string
  readonly from: number
  readonly to: number
}

/** The ruler says how wide each column is, the last one as wide as it needs to be. */
function columnsOf(ruler: string, titles: string): Column[] {
  const widths = ruler
    .trimEnd()
    .split(' ')
    .map(line => line.length)
  let from = 0
  return widths.map((width, i) => {
    const to = i === widths.length - 1 ? Number.POSITIVE_INFINITY : from + width
    const column = { title: lower(titles.slice(from, to).trim()), from, to }
    from += width + 1
    return column
  })
}

/** `"store.exe","1234","MSExchangeIS"`: a name has no quotation mark. */
const cellsOf = (text: string): string[] => text.slice(1).replace(/"\s*$/, '').split('","')

const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '' && name !== 'N/A')
