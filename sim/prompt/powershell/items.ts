import { fileVersion } from '../../../model/exchange/builds.ts'
import { dependentsOf, fileAt, type Machine, serviceNamed } from '../../../model/machine/machine.ts'
import { byName, fold, leafOf } from '../../../model/machine/names.ts'
import type { FileNode, Service } from '../../../model/machine/parts.ts'
import { lower } from '../../../model/words/letters.ts'
import { shellTime } from '../../forms/clock.ts'

/**
 * What PowerShell hands through a pipe, and how it prints what comes out at the end. Does not know which cmdlet an item
 * comes from.
 */

export type Item =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'process'; readonly pid: number; readonly name: string }
  | { readonly kind: 'file'; readonly path: string }
  | Fields

/** Properties with their values; `table`: printed below their names, otherwise one a line. */
export interface Fields {
  readonly kind: 'fields'
  readonly table: boolean
  readonly rows: readonly (readonly [name: string, value: string])[]
}

export const textItems = (rows: readonly string[]): Item[] => rows.map(text => ({ kind: 'text', text }))

// ------------------------------------------------------------------------------------------------------- properties

export type PropertyRows = readonly (readonly [name: string, value: string])[]

/** All properties that the model can tell, in the order of Format-List. */
export function propertiesOf(machine: Machine, item: Item): PropertyRows {
  switch (item.kind) {
    case 'text':
      return [['Length', String(item.text.length)]]
    case 'service':
      return serviceProperties(machine, serviceNamed(machine, item.name))
    case 'process':
      return [
        ['Id', String(item.pid)],
        ['Name', item.name.replace(/\.exe$/i, '')],
        ['ProcessName', item.name.replace(/\.exe$/i, '')],
        ['Path', machine.processes.get(item.pid)?.path ?? ''],
      ]
    case 'file':
      return fileProperties(machine, fileAt(machine, item.path))
    case 'fields':
      return item.rows
  }
}

const STATUS: Readonly<Record<Service['state'], string>> = {
  stopped: 'Stopped',
  'start-pending': 'StartPending',
  'stop-pending': 'StopPending',
  running: 'Running',
}

function serviceProperties(machine: Machine, service: Service | undefined): PropertyRows {
  if (!service) return []
  const names = (list: readonly string[]): string => `{${list.join(', ')}}`
  const dependents = dependentsOf(machine, service.name).map(s => s.name)
  return [
    ['Name', service.name],
    ['DisplayName', service.displayName],
    ['Status', STATUS[service.state]],
    ['DependentServices', names(dependents.sort(byName))],
    ['ServicesDependedOn', names(service.dependsOn)],
    ['CanStop', service.state === 'running' ? 'True' : 'False'],
    ['ServiceType', service.shared ? 'Win32ShareProcess' : 'Win32OwnProcess'],
    ['ServiceName', service.name],
  ]
}

function fileProperties(machine: Machine, node: FileNode | undefined): PropertyRows {
  if (!node) return []
  return [
    ['Name', leafOf(node.path)],
    ['FullName', node.path],
    ['Length', node.folder ? '' : String(node.size)],
    ['CreationTime', shellTime(machine, node.created)],
    ['LastWriteTime', shellTime(machine, node.modified)],
    ['IsReadOnly', node.attributes.includes('R') ? 'True' : 'False'],
  ]
}

/** `.Name` of an item; a property that nobody has is nothing, as in PowerShell. */
export function memberOf(machine: Machine, item: Item, name: string): Item[] {
  if (item.kind === 'file' && ['versioninfo', 'fileversioninfo'].includes(fold(name)))
    return versionInfo(machine, item.path)
  const found = propertiesOf(machine, item).find(row => fold(row[0]) === fold(name))
  return found ? textItems([found[1]]) : []
}

/** FileVersion of the product's files: `08.00.0711.002`. */
function versionInfo(machine: Machine, path: string): Item[] {
  const version = fileAt(machine, path)?.version
  const text = version === undefined ? '' : fileVersion(version)
  return [
    {
      kind: 'fields',
      table: true,
      rows: [
        ['ProductVersion', text],
        ['FileVersion', text],
        ['FileName', path],
      ],
    },
  ]
}

// --------------------------------------------------------------------------------------------------------- printing

interface TableColumn {
  readonly title: string
  readonly width: number
  readonly right?: true
}

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
const FILE_COLUMNS: readonly TableColumn[] = [
  { title: 'Mode', width: 5 },
  { title: 'LastWriteTime', width: 23, right: true },
  { title: 'Length', width: 10, right: true },
  { title: 'Name', width: 40 },
]

type Printer = (machine: Machine, items: readonly Item[]) => string[]

const PRINTERS: { readonly [K in Item['kind']]: Printer } = {
  text: (_, items) => items.flatMap(item => (item.kind === 'text' ? [item.text] : [])),
  service: (machine, items) =>
    table(
      SERVICE_COLUMNS,
      items.map(item => serviceCells(machine, item)),
    ),
  process: (_, items) => table(PROCESS_COLUMNS, items.map(processCells)),
  file: (machine, items) =>
    table(
      FILE_COLUMNS,
      items.map(item => fileCells(machine, item)),
    ),
  fields: (_, items) => printFields(items.flatMap(item => (item.kind === 'fields' ? [item] : []))),
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
  return item.kind === 'process' ? ['', '', '', '', '', '', String(item.pid), item.name.replace(/\.exe$/i, '')] : []
}

function fileCells(machine: Machine, item: Item): string[] {
  const node = item.kind === 'file' ? fileAt(machine, item.path) : undefined
  if (!node) return ['', '', '', '']
  const letter = (name: string): string => (node.attributes.includes(name) ? lower(name) : '-')
  const mode = `${node.folder ? 'd' : '-'}-${letter('R')}${letter('H')}${letter('S')}`
  return [mode, shellTime(machine, node.modified), node.folder ? '' : String(node.size), leafOf(node.path)]
}

function printFields(items: readonly Fields[]): string[] {
  const names = items[0]?.rows.map(row => row[0]) ?? []
  if (items[0]?.table) {
    const widths = names.map((name, i) => Math.max(name.length, ...items.map(item => item.rows[i]?.[1].length ?? 0)))
    const columns = names.map((title, i): TableColumn => ({ title, width: widths[i]! }))
    return table(
      columns,
      items.map(item => names.map((_, i) => item.rows[i]?.[1] ?? '')),
    )
  }
  const blocks = items.flatMap(item => {
    const width = Math.max(0, ...item.rows.map(row => row[0].length))
    return ['', ...item.rows.map(([name, value]) => `${name.padEnd(width)} : ${value}`)]
  })
  return [...blocks, '']
}
