import { deleteFile, deleteKey, makeFolder, setValue, writeFile } from '../machine/calls.ts'
import { type Change, invert } from '../machine/change.ts'
import { WIN32 } from '../machine/host.ts'
import { childrenOf, fileAt, registryList } from '../machine/machine.ts'
import { joinPath } from '../machine/names.ts'
import type { InstallerHost } from './facts.ts'
import { KEYS } from './registration.ts'

/**
 * The transaction between InstallInitialize and InstallFinalize: whatever the script changes goes through `attempt` and
 * into the journal; rollback is the journal read backwards. Old files are kept as .rbf in Config.Msi.
 */
export interface Transaction {
  readonly journal: Entry[]
  readonly productCode: string
  readonly folder: string
  readonly stateFile: string
  readonly script: string
  /** Old versions of files, to be deleted at the commit. */
  readonly backups: string[]
}

export interface Entry {
  readonly change: Change
  /** Action under which the change was made. */
  readonly action: string
  /** How the rollback script writes the undoing; undefined when it is part of the operation of another entry. */
  readonly undoing: string | undefined
}

/** Lower-case hexadecimal names from one counter, for everything in the Installer folder and in Config.Msi. */
export function nextInstallerName(host: InstallerHost, extension: string): string {
  const { installerCounter } = host.machine.settings
  host.record({ kind: 'setting', before: { installerCounter }, after: { installerCounter: installerCounter + 1 } })
  return `${installerCounter.toString(16)}.${extension}`
}

export function installerFolder(host: InstallerHost): string {
  return joinPath(host.machine.windows.systemRoot, 'Installer')
}

/** Locks the server: state file, InProgress, Config.Msi with an empty rollback script. */
export function begin(host: InstallerHost, productCode: string): Transaction {
  const folder = 'C:\\Config.Msi'
  const stateFile = joinPath(installerFolder(host), 'inprogressinstallinfo.ipi')
  const script = joinPath(folder, nextInstallerName(host, 'rbs'))
  writeFile(host, stateFile, { size: 20_480 })
  setValue(host, KEYS.inProgress, '', 'sz', stateFile)
  makeFolder(host, folder, change => host.attempt(change), 'HS')
  writeFile(host, script, { size: 4096 })
  setValue(host, KEYS.rollbackScripts, script, 'dword', 0)
  return { journal: [], productCode, folder, stateFile, script, backups: [] }
}

/** Attempts a change as part of the transaction. */
export function attemptIn(
  host: InstallerHost,
  transaction: Transaction,
  change: Change,
  action: string,
  undoing?: string,
): number {
  const error = host.attempt(change)
  if (error === WIN32.OK) transaction.journal.push({ change, action, undoing })
  return error
}

export interface Undoing {
  before(entry: Entry): void
  failed(entry: Entry, error: number): void
}

/** Undoes the journal from its end. Returns how many changes were undone. */
export function rollBack(host: InstallerHost, transaction: Transaction, observer: Undoing): number {
  let undone = 0
  while (transaction.journal.length > 0) {
    const entry = transaction.journal.pop()!
    observer.before(entry)
    const error = host.attempt(invert(entry.change))
    if (error) observer.failed(entry, error)
    else undone++
  }
  return undone
}

export const SESSION_MANAGER = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager'
export const PENDING_RENAMES = 'PendingFileRenameOperations'

/**
 * Deletes the old files. One that is still mapped by a process cannot go before a restart: it is put on the list of
 * pending renames and named in the result.
 */
export function commit(host: InstallerHost, transaction: Transaction): readonly string[] {
  const held: string[] = []
  for (const backup of transaction.backups) {
    if (deleteFile(host, backup) !== WIN32.OK && fileAt(host.machine, backup)) held.push(backup)
  }
  if (held.length > 0) {
    const before = registryList(host.machine, SESSION_MANAGER, PENDING_RENAMES)
    const added = held.flatMap(path => [`\\??\\${path}`, ''])
    setValue(host, SESSION_MANAGER, PENDING_RENAMES, 'multi-sz', [...before, ...added])
  }
  transaction.journal.length = 0
  return held
}

/** Unlocks the server: nothing of the transaction stays, unless a held file keeps its folder. */
export function end(host: InstallerHost, transaction: Transaction): void {
  deleteFile(host, transaction.script)
  deleteKey(host, KEYS.rollbackScripts.replace(/\\Scripts$/, ''))
  if (childrenOf(host.machine, transaction.folder).length === 0) deleteFile(host, transaction.folder)
  deleteFile(host, transaction.stateFile)
  deleteKey(host, KEYS.inProgress)
}
