import { WIN32 } from '../words/systemErrors.ts'
import type { Change } from './change.ts'
import { holdersOf } from './handles.ts'
import { fileAt, type Machine, registryKey } from './machine.ts'
import { driveOf, fold, isWithin, joinPath, parentOf } from './names.ts'
import type { Access, FileNode } from './parts.ts'

/**
 * May this change happen now? Sharing, access control, folders and free space decide; the answer is a Win32 error, 0 for
 * yes. Whether a service may start is no single change and stands in services.ts. Does not know who asks: a filtered
 * token is refused before (token.ts).
 */
export function verdict(machine: Machine, change: Change): number {
  switch (change.kind) {
    case 'file':
      return change.after
        ? mayWrite(machine, change.path, change.before, change.after)
        : mayDelete(machine, change.path)
    case 'rename':
      return mayRename(machine, change.from, change.to)
    case 'value':
      return registryKey(machine, change.key) ? denied(machine, change.key, 'write') : WIN32.FILE_NOT_FOUND
    default:
      return WIN32.SUCCESS
  }
}

/** May somebody open the file for reading? What a service needs of its image, and a script of its text. */
export function mayRead(machine: Machine, path: string): number {
  if (!fileAt(machine, path)) return parentExists(machine, path) ? WIN32.FILE_NOT_FOUND : WIN32.PATH_NOT_FOUND
  if (holdersOf(machine, path).some(h => h.handle.share === 'none')) return WIN32.SHARING_VIOLATION
  return denied(machine, path, 'read')
}

function mayWrite(machine: Machine, path: string, before: FileNode | undefined, after: FileNode): number {
  if (!parentExists(machine, path)) return WIN32.PATH_NOT_FOUND
  // A file cannot be written over a folder, nor a folder be made where a file is.
  if (before && before.folder !== after.folder) return after.folder ? WIN32.ALREADY_EXISTS : WIN32.ACCESS_DENIED
  if (before?.attributes.includes('R') && after.attributes.includes('R')) return WIN32.ACCESS_DENIED
  if (before && shareRefuses(machine, path)) return WIN32.SHARING_VIOLATION
  if (after.size - (before?.size ?? 0) > (machine.free.get(driveOf(path)) ?? 0)) return WIN32.DISK_FULL
  return denied(machine, path, 'write')
}

function mayDelete(machine: Machine, path: string): number {
  const node = fileAt(machine, path)
  if (!node) return WIN32.FILE_NOT_FOUND
  if (node.attributes.includes('R')) return WIN32.ACCESS_DENIED
  if (node.folder && !isEmpty(machine, path)) return WIN32.DIR_NOT_EMPTY
  // A loaded image shares deletion for a rename, yet its name cannot vanish while it is mapped: any handle refuses.
  if (isKeptOpen(machine, path) || holdersOf(machine, path).length > 0) return WIN32.SHARING_VIOLATION
  return denied(machine, path, 'write')
}

function mayRename(machine: Machine, from: string, to: string): number {
  const node = fileAt(machine, from)
  if (!node) return parentExists(machine, from) ? WIN32.FILE_NOT_FOUND : WIN32.PATH_NOT_FOUND
  if (driveOf(from) !== driveOf(to)) return WIN32.NOT_SAME_DEVICE
  if (fold(from) !== fold(to) && isWithin(to, from)) return WIN32.SHARING_VIOLATION
  if (!parentExists(machine, to)) return WIN32.PATH_NOT_FOUND
  if (fileAt(machine, to) && fold(from) !== fold(to)) return WIN32.ALREADY_EXISTS
  if (node.folder && folderInUse(machine, from)) return WIN32.ACCESS_DENIED
  if (shareRefuses(machine, from)) return WIN32.SHARING_VIOLATION
  return denied(machine, from, 'write') || denied(machine, to, 'write')
}

/** Only a handle that shares everything, as a loaded image does, lets others write or rename. */
function shareRefuses(machine: Machine, path: string): boolean {
  return isKeptOpen(machine, path) || holdersOf(machine, path).some(h => h.handle.share !== 'all')
}

/** Windows itself keeps its event logs and paging files open, from its start to its end (paging files: modelled). */
const isKeptOpen = (machine: Machine, path: string): boolean =>
  fileAt(machine, path)?.content?.kind === 'event-log' || PAGING_FILE.test(path)

const PAGING_FILE = /^[A-Z]:\\pagefile\.sys$/i

/** Windows runs out of its own folder, and writes its logs below it. */
function folderInUse(machine: Machine, folder: string): boolean {
  const { systemRoot, applicationLog } = machine.windows
  if ([systemRoot, parentOf(applicationLog)!, joinPath(systemRoot, 'system32')].some(own => isWithin(own, folder)))
    return true
  for (const process of machine.processes.values()) {
    if (process.handles.some(h => isWithin(h.path, folder))) return true
  }
  return false
}

function isEmpty(machine: Machine, folder: string): boolean {
  const below = `${fold(folder)}\\`
  for (const key of machine.files.keys()) if (key.startsWith(below)) return false
  return true
}

/** A drive is there or it is not: nothing makes one. */
function parentExists(machine: Machine, path: string): boolean {
  const parent = parentOf(path)
  return parent !== undefined && fileAt(machine, parent)?.folder === true
}

function denied(machine: Machine, path: string, access: Exclude<Access, 'full'>): number {
  if (machine.denials.size === 0) return WIN32.SUCCESS
  for (let at: string | undefined = path; at !== undefined; at = parentOf(at)) {
    const denial = machine.denials.get(fold(at))
    if (denial && (denial.access === 'full' || denial.access === access)) return WIN32.ACCESS_DENIED
  }
  return WIN32.SUCCESS
}
