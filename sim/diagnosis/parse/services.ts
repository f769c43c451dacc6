import { lower } from '../../../model/words/letters.ts'
import { type FileBudget, ownBudget } from '../read/budget.ts'
import { type Columns, columnsIn, rowIn, type TableRow } from './serviceTable.ts'
import { eachLine } from './text.ts'

/** Reads listings of services. Does not know which services there should be. */

/** A fact about a service and the line that says it. */
export interface Stated<T> {
  readonly value: T
  readonly line: number
  readonly text: string
}

export interface ListedService {
  readonly name: string
  readonly displayName: string | undefined
  /** `RUNNING`, `STOPPED`, ... */
  readonly state: Stated<string> | undefined
  /** `AUTO_START`, `DEMAND_START`, `DISABLED`, ... */
  readonly start: Stated<string> | undefined
  readonly dependencies: readonly string[]
}

/** By folded name. */
export type ServiceListing = ReadonlyMap<string, ListedService>

const FIELD = /^\s*([A-Z][A-Z_\s]*):(.*)/
const MORE = /^\s+:\s+(\S.*)/

interface ServiceDraft {
  name: string
  displayName: string | undefined
  state: Stated<string> | undefined
  start: Stated<string> | undefined
  dependencies: string[]
}

/**
 * Reads what `sc query` and `sc qc` print, and tables of wmic and PowerShell, one after the other in any order; what they say of
 * a service is put together.
 */
export function parseServices(lines: Iterable<string>, file: FileBudget = ownBudget()): ServiceListing {
  const services = new Map<string, ServiceDraft>()
  let service: ServiceDraft | undefined
  let columns: Columns | undefined
  let last = ''
  eachLine(lines, file, (raw, index) => {
    columns = columnsIn(raw) ?? (raw.trim() === '' ? undefined : columns)
    const row = columns && rowIn(raw, columns)
    if (row && file.keep('services')) setRow(draft(services, row.name), row, { line: index + 1, text: raw.trim() })
    const more = last === 'DEPENDENCIES' ? MORE.exec(raw) : null
    if (more && file.keep('dependencies')) service?.dependencies.push(more[1]!.trim())
    const field = more ? null : FIELD.exec(raw)
    if (!field) return
    last = field[1]!.trimEnd()
    const value = field[2]!.trim()
    if (last === 'SERVICE_NAME') service = file.keep('services') ? draft(services, value) : undefined
    else if (service) setField(service, last, value, { line: index + 1, text: raw.trim() }, file)
  })
  return services
}

function draft(services: Map<string, ServiceDraft>, name: string): ServiceDraft {
  const key = lower(name)
  const known = services.get(key)
  if (known) return known
  const fresh = { name, displayName: undefined, state: undefined, start: undefined, dependencies: [] }
  services.set(key, fresh)
  return fresh
}

function setRow(
  service: ServiceDraft,
  { displayName, start, state }: TableRow,
  at: { line: number; text: string },
): void {
  service.displayName ??= displayName
  if (start !== undefined) service.start = { value: start, ...at }
  if (state !== undefined) service.state = { value: state, ...at }
}

function setField(
  service: ServiceDraft,
  field: string,
  value: string,
  at: { line: number; text: string },
  file: FileBudget,
): void {
  const word = value.replace(/^\d+\s+/, '').split(/\s/)[0] ?? ''
  if (field === 'DISPLAY_NAME') service.displayName = value
  else if (field === 'STATE') service.state = { value: word, ...at }
  else if (field === 'START_TYPE') service.start = { value: word, ...at }
  else if (field === 'DEPENDENCIES' && value !== '' && file.keep('dependencies')) service.dependencies.push(value)
}
