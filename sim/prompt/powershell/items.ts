import { fileVersion } from '../../../model/exchange/builds.ts'
import {
  dependentsOf,
  fileAt,
  type Machine,
  registryKey,
  serviceNamed,
  subkeysOf,
} from '../../../model/machine/machine.ts'
import { byName, extensionOf, fold, leafOf, withoutExe } from '../../../model/machine/names.ts'
import type { FileNode, Service } from '../../../model/machine/parts.ts'
import { toCivil } from '../../../model/machine/time.ts'
import { shellTime } from '../../forms/clock.ts'
import { type Block, stopNotSimulated } from './tree.ts'

/**
 * What PowerShell hands through a pipe, and how it prints what comes out at the end. Does not know which cmdlet an item
 * comes from.
 */

export type Item =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'truth'; readonly value: boolean }
  | Moment
  | { readonly kind: 'block'; readonly block: Block }
  | { readonly kind: 'key'; readonly path: string; readonly shown: string }
  | { readonly kind: 'service'; readonly name: string }
  | { readonly kind: 'process'; readonly pid: number; readonly name: string }
  | FileItem
  | Fields

/** A file or folder, with what a view of it shows that the machine alone does not tell. */
export interface FileItem {
  readonly kind: 'file'
  readonly path: string
  /** Bytes. */
  readonly size: number
  /** ms since 1970 UTC */
  readonly modified: number
}

/** A point of time, in milliseconds since 1970 UTC. */
export interface Moment {
  readonly kind: 'moment'
  readonly at: number
}

/** Of a printed table. */
export interface TableColumn {
  readonly title: string
  readonly width: number
  readonly right?: true
}

/** What a property may be. */
export type Plain = string | number | boolean | Moment | readonly string[]

/** Properties with their values; `table`: printed below their names, otherwise one a line. */
export interface Fields {
  readonly kind: 'fields'
  readonly table: boolean
  readonly rows: PropertyRows
  /** What a table shows instead of all of them. */
  readonly shown?: { readonly columns: readonly TableColumn[]; readonly cells: readonly string[] }
  /** How many of them a list shows where nobody asks for any; undefined: all. */
  readonly listed?: number
  /** How it is printed where nobody asks for properties, and as a string. */
  readonly text?: string
}

export const textItems = (rows: readonly string[]): Item[] => rows.map(text => ({ kind: 'text', text }))

// ------------------------------------------------------------------------------------------------------- properties

type PropertyRows = readonly (readonly [name: string, value: Plain])[]

/** As it stands in a list or a table. */
export function plainText(machine: Machine, value: Plain): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number') return String(value)
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  return 'kind' in value ? shellTime(machine, value.at) : `{${value.join(', ')}}`
}

export function plainItems(value: Plain): Item[] {
  if (typeof value === 'string') return [{ kind: 'text', text: value }]
  if (typeof value === 'number') return [{ kind: 'number', value }]
  if (typeof value === 'boolean') return [{ kind: 'truth', value }]
  return 'kind' in value ? [value] : textItems(value)
}

/** As a string that an item is put into; services and processes have only the name of their type there. */
export function textOf(machine: Machine, item: Item): string {
  switch (item.kind) {
    case 'text':
      return item.text
    case 'number':
    case 'truth':
      return plainText(machine, item.value)
    case 'moment':
      return plainText(machine, item)
    case 'block':
      return item.block.text
    case 'file':
      return item.path
    case 'key':
      return item.shown
    case 'service':
      return 'System.ServiceProcess.ServiceController'
    case 'process':
      return `System.Diagnostics.Process (${withoutExe(item.name)})`
    case 'fields':
      return item.text ?? `@{${item.rows.map(([name, value]) => `${name}=${plainText(machine, value)}`).join('; ')}}`
  }
}

/** As the argument of a cmdlet: what it is called. */
export function argumentText(machine: Machine, item: Item): string {
  if (item.kind === 'service') return item.name
  if (item.kind === 'process') return withoutExe(item.name)
  if (item.kind !== 'fields') return textOf(machine, item)
  const name = item.rows.find(row => fold(row[0]) === 'name')?.[1]
  return name === undefined ? textOf(machine, item) : plainText(machine, name)
}

/** All properties that the model can tell, in the order of Format-List. */
export function propertiesOf(machine: Machine, item: Item): PropertyRows {
  switch (item.kind) {
    case 'text':
      return [['Length', item.text.length]]
    case 'number':
    case 'truth':
    case 'block':
      return []
    case 'moment':
      return momentProperties(machine, item)
    case 'key':
      return [
        ['Name', item.shown],
        ['PSChildName', leafOf(item.shown)],
        ['SubKeyCount', subkeysOf(machine, item.path).length],
        ['ValueCount', registryKey(machine, item.path)?.values.size ?? 0],
        ['PSPath', `Microsoft.PowerShell.Core\\Registry::${item.shown}`],
      ]
    case 'service':
      return serviceProperties(machine, serviceNamed(machine, item.name))
    case 'process':
      return [
        ['Id', item.pid],
        ['Name', withoutExe(item.name)],
        ['ProcessName', withoutExe(item.name)],
        ['Path', machine.processes.get(item.pid)?.path ?? ''],
      ]
    case 'file':
      return fileProperties(fileAt(machine, item.path), item)
    case 'fields':
      return item.rows
  }
}

export const STATUS: Readonly<Record<Service['state'], string>> = {
  stopped: 'Stopped',
  'start-pending': 'StartPending',
  'stop-pending': 'StopPending',
  running: 'Running',
}

function serviceProperties(machine: Machine, service: Service | undefined): PropertyRows {
  if (!service) return []
  const dependents = dependentsOf(machine, service.name).map(s => s.name)
  return [
    ['Name', service.name],
    ['DisplayName', service.displayName],
    ['Status', STATUS[service.state]],
    ['DependentServices', dependents.sort(byName)],
    ['ServicesDependedOn', service.dependsOn],
    ['CanStop', service.state === 'running'],
    ['ServiceType', service.shared ? 'Win32ShareProcess' : 'Win32OwnProcess'],
    ['ServiceName', service.name],
  ]
}

function fileProperties(node: FileNode | undefined, { size, modified }: FileItem): PropertyRows {
  if (!node) return []
  return [
    ['Name', leafOf(node.path)],
    ['FullName', node.path],
    ['Extension', node.folder ? '' : extensionOf(node.path)],
    ['Length', node.folder ? '' : size],
    ['CreationTime', { kind: 'moment', at: node.created }],
    ['LastWriteTime', { kind: 'moment', at: modified }],
    ['IsReadOnly', node.attributes.includes('R')],
    ['PSIsContainer', node.folder],
  ]
}

function momentProperties(machine: Machine, { at }: Moment): PropertyRows {
  const civil = toCivil(at, machine.zone)
  return [
    ['Year', civil.year],
    ['Month', civil.month],
    ['Day', civil.day],
    ['Hour', civil.hour],
    ['Minute', civil.minute],
    ['Second', civil.second],
  ]
}

/** Properties that the real thing has and the model does not know. */
const LEFT_OUT: Readonly<Partial<Record<Item['kind'], readonly string[]>>> = {
  service: ['canpauseandcontinue', 'canshutdown', 'machinename', 'servicehandle', 'site', 'container'],
  process: [
    ...['handles', 'handlecount', 'npm', 'pm', 'ws', 'vm', 'cpu', 'workingset', 'privatememorysize', 'starttime'],
    ...['modules', 'threads', 'mainmodule', 'responding', 'company', 'description', 'fileversion', 'product'],
  ],
  file: ['attributes', 'directory', 'directoryname', 'lastaccesstime', 'mode', 'parent', 'root', 'target'],
  moment: ['date', 'dayofweek', 'dayofyear', 'ticks', 'timeofday', 'millisecond', 'kind'],
}

/** Of an item: its value, undefined where it has none of that name, as in PowerShell. */
export function propertyOf(machine: Machine, item: Item, name: string): Plain | undefined {
  const found = propertiesOf(machine, item).find(row => fold(row[0]) === fold(name))
  if (!found && LEFT_OUT[item.kind]?.includes(fold(name))) throw stopNotSimulated(`the property ${name}`)
  return found?.[1]
}

/** `.Name` of an item; a property that nobody has is nothing, as in PowerShell. */
export function memberOf(machine: Machine, item: Item, name: string): Item[] {
  if (item.kind === 'file' && ['versioninfo', 'fileversioninfo'].includes(fold(name)))
    return versionInfo(machine, item.path)
  const found = propertyOf(machine, item, name)
  return found === undefined ? [] : plainItems(found)
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
