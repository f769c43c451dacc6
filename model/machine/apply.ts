import type { Change } from './change.ts'
import { dispatch, type Table } from './dispatch.ts'
import type { Machine } from './machine.ts'
import { driveOf, fold, isWithin } from './names.ts'
import type {
  Denial,
  FileNode,
  Handle,
  LogName,
  Process,
  RegistryKey,
  RegistryValue,
  ReportedEvent,
  Service,
  Settings,
} from './parts.ts'
import { keepServiceKey } from './serviceKeys.ts'

/**
 * The one writer of a machine. It knows how each kind of change is applied, not who asked for it nor whether it may
 * happen: that is verdict.ts.
 */

/** The same machine with its parts open for writing: only this module and the maker of a machine see it so. */
export type Writable = {
  name: string
  windows: Machine['windows']
  texture: Machine['texture']
  arch: Machine['arch']
  zone: Machine['zone']
  now: number
  files: Map<string, FileNode>
  free: Map<string, number>
  denials: Map<string, Denial>
  registry: Map<string, RegistryKey>
  services: Map<string, Service>
  processes: Map<number, Process>
  processNumbers: Machine['processNumbers']
  logs: Record<LogName, ReportedEvent[]>
  recordsBefore: Machine['recordsBefore']
  journal: Change[]
  settings: Settings
}

/** A copy that can be changed without the other noticing. What the maps hold is never changed in place: it is shared. */
export function clone(machine: Machine): Writable {
  return {
    ...machine,
    files: new Map(machine.files),
    free: new Map(machine.free),
    denials: new Map(machine.denials),
    registry: new Map(machine.registry),
    services: new Map(machine.services),
    processes: new Map(machine.processes),
    logs: { Application: [...machine.logs.Application], System: [...machine.logs.System] },
    journal: [...machine.journal],
    settings: { ...machine.settings },
  }
}

const APPLY: Table<Change, [machine: Writable], void> = {
  file({ path, before, after }, machine) {
    const drive = driveOf(path)
    machine.free.set(drive, (machine.free.get(drive) ?? 0) + (before?.size ?? 0) - (after?.size ?? 0))
    put(machine.files, fold(path), after)
  },
  rename: ({ from, to }, machine) => moveTree(machine, from, to),
  denial: ({ path, after }, machine) => put(machine.denials, fold(path), after),
  key({ path, after }, machine) {
    put(machine.registry, fold(path), after && { path, values: new Map<string, RegistryValue>() })
  },
  value({ key, name, after }, machine) {
    const entry = machine.registry.get(fold(key))
    if (!entry) throw new Error(`value ${name} of a key that does not exist: ${key}`)
    const values = new Map(entry.values)
    put(values, fold(name), after)
    machine.registry.set(fold(key), { path: entry.path, values })
  },
  service({ name, before, after }, machine) {
    put(machine.services, fold(name), after)
    keepServiceKey(machine.registry, before, after)
  },
  process: ({ pid, after }, machine) => put(machine.processes, pid, after),
  event({ log, after }, machine) {
    if (after) machine.logs[log].push(after)
    else machine.logs[log].pop()
  },
  journal({ after }, machine) {
    machine.journal = [...after]
  },
  setting: ({ after }, machine) => Object.assign(machine.settings, after),
}

/** The one function that changes a machine. */
export function apply(machine: Writable, change: Change): void {
  dispatch(APPLY, change, machine)
  if (change.journal?.written) machine.journal.push(change)
  else if (change.journal) machine.journal.pop()
}

function put<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
  if (value === undefined) map.delete(key)
  else map.set(key, value)
}

/** Moves a file, or a folder with all that is below it; rights that were taken and open handles go along, as they do on NTFS. */
function moveTree(machine: Writable, from: string, to: string): void {
  const moved = (path: string): string => to + path.slice(from.length)
  const key = fold(from)
  const below = `${key}\\`
  const node = machine.files.get(key)
  const nodes = node?.folder ? [...machine.files.values()].filter(n => isWithin(n.path, from)) : node ? [node] : []
  for (const old of nodes) machine.files.delete(fold(old.path))
  for (const old of nodes) machine.files.set(fold(moved(old.path)), { ...old, path: moved(old.path) })
  const goes = ({ path }: Handle | Denial): boolean => {
    const held = fold(path)
    return held === key || held.startsWith(below)
  }
  const denials = [...machine.denials.values()].filter(goes)
  for (const { path } of denials) machine.denials.delete(fold(path))
  for (const denial of denials) {
    const path = moved(denial.path)
    machine.denials.set(fold(path), { ...denial, path })
  }
  for (const process of machine.processes.values()) {
    if (!process.handles.some(goes)) continue
    const handles = process.handles.map(h => (goes(h) ? { ...h, path: moved(h.path) } : h))
    machine.processes.set(process.pid, { ...process, handles })
  }
}
