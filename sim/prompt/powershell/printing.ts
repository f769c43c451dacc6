import { weekday } from '../../../model/machine/calendar.ts'
import { fileAt, type Machine, registryKey, serviceNamed, subkeysOf } from '../../../model/machine/machine.ts'
import { fold, leafOf, parentOf, printed, withoutExe } from '../../../model/machine/names.ts'
import { fromCivil, longTime, toCivil, two } from '../../../model/machine/time.ts'
import { lower } from '../../../model/words/letters.ts'
import { MONTHS } from '../../../model/words/months.ts'
import { shellMinute } from '../../forms/clock.ts'
import {
  type Fields,
  type FileItem,
  type Item,
  type Moment,
  plainText,
  STATUS,
  type TableColumn,
  textOf,
} from './items.ts'

/** How items are printed at the end of a pipeline. Does not know which cmdlet they come from. */

const SERVICE_COLUMNS: readonly TableColumn[] = [
  { title: 'Status', width: 8 },
  { title: 'Name', width: 18 },
  { title: 'DisplayName', width: 38 },
]
/** The model has no handles, memory and times of a process: those columns stay empty. */
const PROCESS_COLUMNS: readonly TableColumn[] = [
  { title: 'Handles', width: 7, right: true },
  { title: 'NPM(K)', width: 7, right: true },
  { title: 'PM(K)', width: 8, right: true },
  { title: 'WS(K)', width: 10, right: true },
  { title: 'VM(M)', width: 5, right: true },
  { title: 'CPU(s)', width: 8, right: true },
  { title: 'Id', width: 6, right: true },
  { title: 'ProcessName', width: 20 },
]
/** As the built-in format of files has it; its time has no seconds (observed: docs of PowerShell with output of 1.0). */
const FILE_COLUMNS: readonly TableColumn[] = [
  { title: 'Mode', width: 7 },
  { title: 'LastWriteTime', width: 25, right: true },
  { title: 'Length', width: 10, right: true },
  { title: 'Name', width: 255 },
]

type Printer = (machine: Machine, items: readonly Item[]) => string[]

const PRINTERS: { readonly [K in Item['kind']]: Printer } = {
  text: (_, items) => items.flatMap(item => (item.kind === 'text' ? item.text.split(/\r?\n/) : [])),
  number: (machine, items) => items.map(item => textOf(machine, item)),
  truth: (machine, items) => items.map(item => textOf(machine, item)),
  block: (machine, items) => items.map(item => textOf(machine, item)),
  moment: (machine, items) =>
    items.flatMap(item => (item.kind === 'moment' ? ['', longTimeOf(machine, item), '', ''] : [])),
  key: (machine, items) => printKeys(machine, items),
  service: (machine, items) =>
    table(
      SERVICE_COLUMNS,
      items.map(item => serviceCells(machine, item)),
    ),
  process: (_, items) => table(PROCESS_COLUMNS, items.map(processCells)),
  file: (machine, items) =>
    printFiles(
      machine,
      items.flatMap(item => (item.kind === 'file' ? [item] : [])),
    ),
  fields: (machine, items) =>
    printFields(
      machine,
      items.flatMap(item => (item.kind === 'fields' ? [item] : [])),
    ),
}

/** Items of one kind make one table. */
export function printItems(machine: Machine, items: readonly Item[]): string[] {
  const rows: string[] = []
  for (let from = 0; from < items.length; ) {
    const kind = items[from]!.kind
    let to = from
    while (to < items.length && items[to]!.kind === kind) to++
    rows.push(...PRINTERS[kind](machine, items.slice(from, to)))
    from = to
  }
  return rows
}

function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => fitted(columns[i]!, cell))
      .join(' ')
      .trimEnd()
  return [
    '',
    line(columns.map(c => c.title)),
    columns
      .map(c => (c.right ? '-'.repeat(c.title.length).padStart(c.width) : '-'.repeat(c.title.length).padEnd(c.width)))
      .join(' ')
      .trimEnd(),
    ...rows.map(line),
    '',
  ]
}

function fitted({ width, right }: TableColumn, cell: string): string {
  const text = cell.length > width ? `${cell.slice(0, width - 3)}...` : cell
  return right ? text.padStart(width) : text.padEnd(width)
}

function serviceCells(machine: Machine, item: Item): string[] {
  const service = item.kind === 'service' ? serviceNamed(machine, item.name) : undefined
  return service ? [STATUS[service.state], service.name, service.displayName] : ['', '', '']
}

function processCells(item: Item): string[] {
  return item.kind === 'process' ? ['', '', '', '', '', '', String(item.pid), withoutExe(item.name)] : []
}

/** Files that come one after the other out of one folder stand below its name, which 1.0 writes with that of the provider. */
function printFiles(machine: Machine, items: readonly FileItem[]): string[] {
  const rows: string[] = []
  for (let from = 0; from < items.length; ) {
    const folder = folderOf(items[from]!)
    let to = from
    while (to < items.length && fold(folderOf(items[to]!)) === fold(folder)) to++
    const files = items.slice(from, to).map(item => fileCells(machine, item))
    const head = `    Directory: Microsoft.PowerShell.Core\\FileSystem::${printed(folder)}`
    rows.push('', '', head, '', ...table(FILE_COLUMNS, files))
    from = to
  }
  return rows
}

const folderOf = ({ path }: FileItem): string => parentOf(path) ?? path

/** The model keeps no archive bit: every file has it (modelled). */
function fileCells(machine: Machine, item: FileItem): string[] {
  const node = fileAt(machine, item.path)
  if (!node) return ['', '', '', '']
  const letter = (name: string): string => (node.attributes.includes(name) ? lower(name) : '-')
  const mode = `${node.folder ? 'd-' : '-a'}${letter('R')}${letter('H')}${letter('S')}`
  return [mode, shellMinute(machine, item.modified), node.folder ? '' : String(item.size), leafOf(node.path)]
}

/** `Monday, August 27, 2007 1:12:00 PM` */
function longTimeOf(machine: Machine, { at }: Moment): string {
  const { year, month, day } = toCivil(at, machine.zone)
  return `${WEEKDAYS[weekday(fromCivil({ year, month, day }))]}, ${MONTHS[month - 1]} ${two(day)}, ${year} ${longTime(at, machine.zone)}`
}

// 1970-01-01 was a Thursday.
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']

/** `SKC  VC Name                           Property`, below the key that they are in. */
function printKeys(machine: Machine, items: readonly Item[]): string[] {
  const keys = items.flatMap(item => (item.kind === 'key' ? [item] : []))
  const rows = keys.map(({ path, shown }) => {
    const names = [...(registryKey(machine, path)?.values.values() ?? [])].map(v =>
      v.name === '' ? '(default)' : v.name,
    )
    const counts = `${String(subkeysOf(machine, path).length).padStart(3)} ${String(names.length).padStart(3)}`
    return `${counts} ${leafOf(shown).padEnd(30)} {${names.join(', ')}}`
  })
  return [
    '',
    '',
    `    Hive: Microsoft.PowerShell.Core\\Registry::${parentOf(keys[0]!.shown) ?? keys[0]!.shown}`,
    '',
    'SKC  VC Name                           Property',
    '---  -- ----                           --------',
    ...rows,
    '',
  ]
}

/** What follows on other lines stands below the value. */
function listed(name: string, value: string): string[] {
  const [first = '', ...more] = value.split(LINE_END)
  return [`${name} : ${first}`, ...more.map(line => `${' '.repeat(name.length)}   ${line}`.trimEnd())]
}

/** A row of a table has what stands on the first. */
function inOneRow(value: string): string {
  const [first = '', ...more] = value.split(LINE_END)
  return more.length > 0 ? `${first}...` : first
}

const LINE_END = /\r?\n/

function printFields(machine: Machine, items: readonly Fields[]): string[] {
  const names = items[0]?.rows.map(row => row[0]) ?? []
  const cell = (item: Fields, i: number): string => inOneRow(plainText(machine, item.rows[i]?.[1] ?? ''))
  if (items[0]?.text !== undefined) return items.map(item => textOf(machine, item))
  const shown = items[0]?.shown
  if (items[0]?.table && shown)
    return table(
      shown.columns,
      items.map(item => item.shown?.cells ?? []),
    )
  if (items[0]?.table) {
    const widths = names.map((name, i) => Math.max(name.length, ...items.map(item => cell(item, i).length)))
    const columns = names.map((title, i): TableColumn => ({ title, width: widths[i]! }))
    return table(
      columns,
      items.map(item => names.map((_, i) => cell(item, i))),
    )
  }
  const blocks = items.flatMap(item => {
    const rows = item.rows.slice(0, item.listed)
    const width = Math.max(0, ...rows.map(row => row[0].length))
    return ['', ...rows.flatMap(([name, value]) => listed(name.padEnd(width), plainText(machine, value)))]
  })
  return [...blocks, '']
}
