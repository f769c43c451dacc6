import { deleteFile, deleteKey, makeFolder, renameFile, setValue, writeFile } from '../machine/calls.ts'
import { type Change, type Compensation, invert } from '../machine/change.ts'
import { holdersOf } from '../machine/handles.ts'
import type { Host } from '../machine/host.ts'
import {
  childrenOf,
  fileAt,
  type Machine,
  registryKey,
  registryList,
  registryText,
  serviceNamed,
} from '../machine/machine.ts'
import { driveOf, joinPath, parentOf } from '../machine/names.ts'
import { noteStartType } from '../machine/services.ts'
import { upper } from '../words/letters.ts'
import { WIN32 } from '../words/systemErrors.ts'
import type { InstallerHost } from './facts.ts'
import { KEYS } from './registration.ts'

/**
 * The transaction between InstallInitialize and InstallFinalize: whatever the script changes goes through `attempt` and
 * into the journal; rollback is the journal read backwards. Old files are kept as .rbf in the Config.Msi of their drive. Knows
 * changes, and not what they are for.
 */

export interface Transaction {
  readonly stateFile: string
  readonly script: string
  /** Old versions of files, to be deleted at the commit. */
  readonly backups: string[]
  /** Which of them are kept after the commit, and where: files of the product as it was before any patch. */
  readonly baselines: Map<string, string>
  /** What the commit puts on the list of pending renames; the state file has it too. */
  readonly waiting: WaitingRename[]
}

/** A file that takes the name of another at the next restart, or goes then. */
export interface WaitingRename {
  readonly from: string
  readonly to?: string
  /** Where the file whose name it takes is kept: a file of the product as it was before any patch. */
  readonly baseline?: string | undefined
}

/**
 * A path for a file of the service, in the Installer folder or in Config.Msi. Each process of the service counts from a
 * number of its own (msi-log-anatomy.md 2.3).
 */
export function newInstallerFile(host: InstallerHost, folder: string, extension: string): string {
  const { machine } = host
  const before = machine.processes.get(serviceNamed(machine, 'msiserver')!.pid!)!
  const number = before.nextFile ?? firstFileNumber(host)
  host.record({ kind: 'process', pid: before.pid, before, after: { ...before, nextFile: number + 1 } })
  return numberedFile(host, folder, extension, number)
}

/** Where a process begins to count: five to seven digits. */
export function firstFileNumber({ draw }: Pick<Host, 'draw'>): number {
  return 0x10000 + draw('file names', 0x6000000)
}

/** `5c321.msp`: lower-case hexadecimal; the next number where there is such a file. */
export function numberedFile(
  { machine }: Pick<Host, 'machine'>,
  folder: string,
  extension: string,
  number: number,
): string {
  const path = joinPath(folder, `${number.toString(16)}.${extension}`)
  return fileAt(machine, path) ? numberedFile({ machine }, folder, extension, number + 1) : path
}

export function installerFolder(host: Pick<InstallerHost, 'machine'>): string {
  return joinPath(host.machine.windows.systemRoot, 'Installer')
}

/** Stands while a transaction is open; every engine looks for it. */
export function stateFileOf(host: Pick<InstallerHost, 'machine'>): string {
  return joinPath(installerFolder(host), 'inprogressinstallinfo.ipi')
}

const STATE_SIZE = 20_480

/** A hidden folder on each drive that loses files, and on that of Windows for the script (SDK "Rollback Installation"). */
const configFolder = (path: string): string => `${upper(driveOf(path))}\\Config.Msi`

const configFolders = (machine: Machine): string[] => [...machine.free.keys()].map(configFolder)

function makeConfigFolder(host: InstallerHost, path: string): string {
  const folder = configFolder(path)
  if (!fileAt(host.machine, folder)) makeFolder(host, folder, change => host.attempt(change), 'HS')
  return folder
}

/** Where a file goes that is replaced or removed: it is renamed, so it stays on its drive. */
export const newBackup = (host: InstallerHost, path: string): string =>
  newInstallerFile(host, makeConfigFolder(host, path), 'rbf')

/** Locks the server: state file, InProgress, Config.Msi with an empty rollback script. */
export function begin(host: InstallerHost): Transaction {
  const stateFile = stateFileOf(host)
  const { systemRoot } = host.machine.windows
  const script = newInstallerFile(host, configFolder(systemRoot), 'rbs')
  writeFile(host, stateFile, { size: STATE_SIZE })
  setValue(host, KEYS.inProgress, '', 'sz', stateFile)
  makeConfigFolder(host, systemRoot)
  writeFile(host, script, { size: 4096 })
  setValue(host, KEYS.rollbackScripts, script, 'dword', 0)
  return { stateFile, script, backups: [], baselines: new Map(), waiting: [] }
}

/** The transaction that is open on this machine, as the registry tells; an engine that starts finds one after a crash. */
export function suspended(machine: Machine): Transaction | undefined {
  if (!registryKey(machine, KEYS.inProgress)) return undefined
  // The power may have gone between making the key and naming the file.
  const stateFile = registryText(machine, KEYS.inProgress, '') ?? stateFileOf({ machine })
  const scripts = registryKey(machine, KEYS.rollbackScripts)?.values
  // Or between writing the script and registering it.
  const script = [...(scripts?.values() ?? [])].at(-1)?.name ?? filesOf(machine, '.rbs')[0] ?? NO_SCRIPT
  const backups = filesOf(machine, '.rbf')
  // With a journal nothing is committed: rollback undoes it, and nothing waits.
  const waiting = machine.journal.length === 0 ? waitingIn(machine, stateFile) : []
  return { stateFile, script, backups, baselines: new Map(), waiting }
}

/** From now on this waits for the restart, if the script is committed. A crash does not lose it: the state file has a line of it. */
export function putOff(host: InstallerHost, transaction: Transaction, rename: WaitingRename): void {
  transaction.waiting.push(rename)
  const text = transaction.waiting.map(({ from, to = '' }) => `${from}|${to}\n`).join('')
  writeFile(host, transaction.stateFile, { size: STATE_SIZE, content: { kind: 'text', text } })
}

function waitingIn(machine: Machine, stateFile: string): WaitingRename[] {
  const content = fileAt(machine, stateFile)?.content
  const lines = content?.kind === 'text' ? content.text.split('\n') : []
  const renames = lines.filter(line => line !== '').map(line => line.split('|') as [string, string])
  return renames.filter(([from]) => fileAt(machine, from)).map(([from, to]) => (to === '' ? { from } : { from, to }))
}

const NO_SCRIPT = 'C:\\Config.Msi\\none.rbs'

/** What the folders of the transaction hold of one kind: old versions, or the script. */
function filesOf(machine: Machine, extension: string): string[] {
  return configFolders(machine)
    .flatMap(folder => childrenOf(machine, folder))
    .map(node => node.path)
    .filter(path => path.endsWith(extension))
}

/** Attempts a change as part of the transaction: it goes into the journal, and rollback undoes it. */
export function attemptIn(host: InstallerHost, change: Change, action: string, undoing: string | undefined): number {
  return host.attempt({ ...change, journal: { action, undoing, written: true } })
}

/** Puts a step into the rollback script that is not the inverse of a change. */
export function compensate(host: InstallerHost, action: string, undoing: string, compensation: Compensation): void {
  host.record({ kind: 'setting', before: {}, after: {}, journal: { action, undoing, written: true, compensation } })
}

export interface Undoing {
  before(change: Change): void
  /** Runs what the rollback script has besides inverses. */
  run(compensation: Compensation): void
  failed(error: number): void
}

/** Undoes the journal from its end. Returns how many changes were undone; what cannot be undone is passed over. */
export function rollBack(host: InstallerHost, observer: Undoing): number {
  let undone = 0
  for (let change = host.machine.journal.at(-1); change; change = host.machine.journal.at(-1)) {
    observer.before(change)
    const undoing = invert(change)
    const error = host.attempt(undoing)
    if (error === WIN32.SUCCESS) {
      if (undoing.kind === 'service') noteStartType(host, undoing.before, undoing.after)
      if (change.journal!.compensation) observer.run(change.journal!.compensation)
      undone++
      continue
    }
    if (runsAlready(host, undoing)) undone++
    else observer.failed(error)
    const before = host.machine.journal
    host.record({ kind: 'journal', before, after: before.slice(0, -1) })
  }
  return undone
}

/**
 * A new file that somebody runs by now, as services do after a crash, cannot be deleted; it makes room for the old one
 * and goes at the next restart.
 */
function runsAlready(host: InstallerHost, undoing: Change): boolean {
  if (undoing.kind !== 'file' || undoing.after || !fileAt(host.machine, undoing.path)) return false
  const aside = newBackup(host, undoing.path)
  if (renameFile(host, undoing.path, aside) !== WIN32.SUCCESS) return false
  doAtRestart(host, [{ from: aside }])
  return true
}

export const SESSION_MANAGER = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager'
export const PENDING_RENAMES = 'PendingFileRenameOperations'

/**
 * Deletes the old files. One that is still mapped by a process cannot go before a restart: it is put on the list of
 * pending renames, behind what the script has left for a restart. Returns how many entries that makes.
 */
export function commit(host: InstallerHost, transaction: Transaction): number {
  // From here on there is nothing to roll back to: the journal goes before the files that it needs.
  host.record({ kind: 'journal', before: [...host.machine.journal], after: [] })
  const waiting = [...transaction.waiting]
  for (const { to, baseline } of waiting) if (to !== undefined) keepCopy(host, to, baseline)
  for (const backup of transaction.backups) {
    if (keepBaseline(host, backup, transaction.baselines.get(backup))) continue
    makeWritable(host, backup)
    // Refused for another reason, a deletion says of no file that it is in use.
    if (deleteFile(host, backup) === WIN32.SHARING_VIOLATION) waiting.push({ from: backup })
  }
  if (waiting.length > 0) doAtRestart(host, waiting)
  return waiting.length
}

/** In the form of MoveFileEx: an empty name deletes, a `!` replaces what has the name by then. */
function doAtRestart(host: InstallerHost, waiting: readonly WaitingRename[]): void {
  const before = registryList(host.machine, SESSION_MANAGER, PENDING_RENAMES)
  const added = waiting.flatMap(({ from, to }) => [`\\??\\${from}`, to === undefined ? '' : `!\\??\\${to}`])
  for (const { from, to } of waiting) makeWritable(host, to ?? from)
  setValue(host, SESSION_MANAGER, PENDING_RENAMES, 'multi-sz', [...before, ...added])
}

/** The attribute alone is in nobody's way, whoever has the file open. */
function makeWritable(host: InstallerHost, path: string): void {
  const node = fileAt(host.machine, path)
  if (!node?.attributes.includes('R')) return
  const after = { ...node, attributes: node.attributes.replace('R', '') }
  host.record({ kind: 'file', path: node.path, before: node, after })
}

/** One that somebody still runs is not kept: it goes at the restart, like every other. */
function keepBaseline(host: InstallerHost, backup: string, path: string | undefined): boolean {
  if (path === undefined || holdersOf(host.machine, backup).length > 0) return false
  return makeFolder(host, parentOf(path)!) === WIN32.SUCCESS && moved(host, backup, path) === WIN32.SUCCESS
}

/** To another drive a file is copied. */
function moved(host: InstallerHost, from: string, to: string): number {
  const error = renameFile(host, from, to)
  if (error !== WIN32.NOT_SAME_DEVICE) return error
  return writeFile(host, to, fileAt(host.machine, from)!) || deleteFile(host, from)
}

/** Of a file that stays until the restart. */
function keepCopy(host: InstallerHost, path: string, baseline: string | undefined): void {
  const node = fileAt(host.machine, path)
  if (!node || baseline === undefined || makeFolder(host, parentOf(baseline)!) !== WIN32.SUCCESS) return
  writeFile(host, baseline, node)
}

/** Unlocks the server: nothing of the transaction stays, unless a held file keeps its folder. */
export function end(host: InstallerHost, transaction: Transaction): void {
  deleteFile(host, transaction.script)
  deleteKey(host, KEYS.rollbackScripts.replace(/\\Scripts$/, ''))
  for (const folder of configFolders(host.machine)) {
    if (fileAt(host.machine, folder) && childrenOf(host.machine, folder).length === 0) deleteFile(host, folder)
  }
  deleteFile(host, transaction.stateFile)
  deleteKey(host, KEYS.inProgress)
}
