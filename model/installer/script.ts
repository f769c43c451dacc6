import { makeFolder, writeFile } from '../machine/calls.ts'
import type { Change } from '../machine/change.ts'
import { about } from '../machine/host.ts'
import { fileAt } from '../machine/machine.ts'
import { joinPath, parentOf } from '../machine/names.ts'
import { mayRead } from '../machine/verdict.ts'
import { ACTION_TEXT, type ActionData } from '../words/actionText.ts'
import { messageText } from '../words/messages.ts'
import { WIN32 } from '../words/systemErrors.ts'
import { FAILURE, SUCCESS, USER_EXIT } from './actionStatus.ts'
import { baselineCopy, baselineFor, hasSource } from './baseline.ts'
import { temporaryName } from './customActionServer.ts'
import type { FileRow } from './database.ts'
import { raise, unwritten } from './errors.ts'
import type { Subject } from './facts.ts'
import { hashParts } from './fileFunctions.ts'
import { PRODUCT_CABINET } from './files.ts'
import { isHeld } from './filesInUse.ts'
import {
  bare,
  type FileDecision,
  type InstallerRun,
  type InstallSession,
  log,
  sayAction,
  sayData,
  sayGenerating,
  setProperty,
} from './session.ts'
import { attemptIn, newBackup, putOff, type WaitingRename } from './transaction.ts'
import { askInWizard } from './wizard.ts'

/**
 * Operations of the execution script. Between InstallInitialize and InstallFinalize actions only add operations;
 * InstallFinalize performs them. An operation returns what its action would: 1 to go on, 2 or 3 to stop. What is to be
 * done has been decided before.
 */
export interface ScriptOperation {
  readonly action: string
  /** As `Executing op:` prints it. */
  readonly text: string
  /** What it adds to the progress of the script, in bytes. */
  readonly progress?: number
  /** What a person at the progress window reads about it. */
  readonly data?: ActionData | undefined
  readonly perform?: (session: InstallSession) => number
}

/** The execution script as it grows; with a user interface, each action that adds to it is announced. */
export class ExecutionScript {
  readonly operations: ScriptOperation[] = []
  readonly #session: InstallSession

  constructor(session: InstallSession) {
    this.#session = session
  }

  add(...operations: readonly ScriptOperation[]): void {
    for (const operation of operations) {
      const last = this.operations.at(-1)?.action
      if (operation.action !== last) this.#announce(operation.action, last === undefined)
      this.operations.push(operation)
    }
  }

  /** The first action brings the window that shows the others; what it shows of each is its description (corpus 001, 049). */
  #announce(action: string, first: boolean): void {
    const text = ACTION_TEXT[action]
    if (first) sayAction(this.#session, GENERATE)
    if (text) sayGenerating(this.#session, first ? GENERATE : action, text.description)
  }
}

const GENERATE = 'GenerateScript'

/** Announces the progress of an action: so many ticks, each counted as so many bytes. */
export function progressTotal(action: string, total: number, type: 0 | 1, byteEquivalent: number): ScriptOperation {
  const text = `ProgressTotal(Total=${total},Type=${type},ByteEquivalent=${byteEquivalent})`
  return { action, text, progress: total * byteEquivalent }
}

/** Copying takes so long per file: it is found in its cabinet, unpacked, looked at by whoever watches the disk (modelled). */
const FILE_MS = 14

export function fileCopy(file: FileDecision): ScriptOperation {
  return { action: 'InstallFiles', text: copyText(file.row), perform: session => install(session, file) }
}

const copyTexts = new WeakMap<FileRow, string>()

/** The same in every run: made once for each row. */
function copyText(row: FileRow): string {
  const known = copyTexts.get(row)
  if (known !== undefined) return known
  const { file, fileName, fileSize, shortName, version, hash = '' } = row
  const identity = version
    ? `Version=${version},Language=0,InstallMode=58982400,,,,,,,)`
    : `,,InstallMode=58982400,HashOptions=0,${shownHash(hash)},,)`
  const source = shortName === undefined ? fileName : `${shortName}|${fileName}`
  const head = `FileCopy(SourceName=${source},SourceCabKey=${file},DestName=${fileName},Attributes=512,`
  const text = `${head}FileSize=${fileSize},PerTick=65536,,VerifyMedia=1,,,,,CheckCRC=0,${identity}`
  copyTexts.set(row, text)
  return text
}

const shownHash = (hash: string): string =>
  hashParts(hash)
    .map((part, i) => `HashPart${i + 1}=${part}`)
    .join(',')

/** Name, size and folder stand where the templates of all actions with files expect them. */
export function fileData({ name, size, folder }: FileDecision): ActionData {
  return { 1: name, 6: size, 9: `${folder}\\` }
}

/** Where a file stays because somebody has edited it, that is what the line is about. */
function sayDecision(session: InstallSession, file: FileDecision): void {
  const say = (): void => log(session, 'fileLine', file.path, file.action, file.reason)
  const { existing, install, version } = file
  const edited = existing !== undefined && version === undefined && existing.modified > existing.created
  if (edited && !install) about(session.run.host, { kind: 'file', name: file.path }, say)
  else say()
}

function install(session: InstallSession, file: FileDecision): number {
  const { host } = session.run
  sayDecision(session, file)
  if (!file.install) return SUCCESS
  const opened = openSource(session, file)
  if (opened !== SUCCESS) return opened
  sayData(session, 'InstallFiles', fileData(file))
  host.spend(FILE_MS)
  host.transfer(file.size)
  // Costing has seen the file; a custom action may have taken it away since.
  let backup: string | undefined
  if (file.existing && fileAt(host.machine, file.path)) {
    const kept = moveAside(session, file, 'InstallFiles')
    if (kept === HELD) return writeBeside(session, file)
    if (kept !== SUCCESS) return kept
    backup = session.transaction!.backups.at(-1)
  }
  const error =
    makeFolder(host, file.folder, change =>
      attemptHere(session, change, 'InstallFiles', `FolderRemove(Folder=${folderOf(change)},Foreign=0)`),
    ) || writeNew(session, file, file.path)
  if (error) return unwritten(session, file.path, error)
  if (backup !== undefined) {
    log(session, 'verifyingAccess', file.name)
    log(session, 'sourceSecurity')
    log(session, 'note2', 2318, backup)
  }
  host.tell({ kind: 'replaced', path: file.path, version: file.version })
  return SUCCESS
}

/** A file of a patch is in the patch; one of the product is in the baseline cache, or its source must be there. */
function openSource(session: InstallSession, file: FileDecision): number {
  const copy = file.source === PRODUCT_CABINET ? baselineCopy(session, file) : undefined
  if (copy) {
    log(session, 'sourceUncompressed', file.key, `${parentOf(copy)}\\`)
    return SUCCESS
  }
  for (let again = false; file.source === PRODUCT_CABINET && !hasSource(session, again); again = true) {
    const { productName, packageName } = session.product
    const answer = askOrFail(session, 1706, { kind: 'package', name: packageName }, productName, packageName)
    if (answer !== SUCCESS) return answer
  }
  log(session, 'sourceCompressed', file.key)
  return SUCCESS
}

const folderOf = (change: Change): string => (change.kind === 'file' ? `${change.path}\\` : '')

function writeNew(session: InstallSession, file: FileDecision, path: string): number {
  return writeFile(
    session.run.host,
    path,
    {
      size: file.size,
      ...(file.version !== undefined && { version: file.version }),
      ...(file.languages !== undefined && { languages: file.languages }),
      ...(file.hash !== undefined && { hash: file.hash }),
      ...(file.text !== undefined && { content: { kind: 'text', text: file.text } }),
    },
    change => attemptHere(session, change, 'InstallFiles', `FileRemove(,FileName=${path},,)`),
  )
}

/** Its holder lets nobody rename the old file: the new one stands beside it and takes its name at the restart. */
function writeBeside(session: InstallSession, file: FileDecision): number {
  const from = joinPath(file.folder, freeName(session.run, file.folder))
  const error = writeNew(session, file, from)
  if (error) return unwritten(session, from, error)
  waitForRestart(session, file, { from, to: file.path, baseline: baselineFor(session, file) })
  return SUCCESS
}

/** `TBM3F2A.tmp`: the prefix is that of a file to be moved. */
function freeName(run: InstallerRun, folder: string): string {
  let name = temporaryName(run, 'TBM')
  for (let n = 1; fileAt(run.host.machine, joinPath(folder, name)); n++) name = temporaryName(run, 'TBM', n)
  return name
}

export function waitForRestart(session: InstallSession, file: FileDecision, rename: WaitingRename): void {
  const { from, to } = rename
  putOff(session.run.host, session.transaction!, rename)
  sayHeld(session, file, () => {
    if (to === undefined) bare(session.run, 'deleteAtRestart', from)
    else bare(session.run, 'renameAtRestart', from, to)
  })
}

/** Info 1603, and what the restart will do about it. */
function sayHeld(session: InstallSession, { path }: FileDecision, sayWhatWaits: () => void): void {
  about(session.run.host, { kind: 'file', name: path }, () => {
    bare(session.run, 'heldInUse', path)
    sayWhatWaits()
  })
  setProperty(session, 'ReplacedInUseFiles', '1')
  session.restartNeeded = true
}

/** What `moveAside` returns when somebody reads the file and lets nobody rename it: it must wait for a restart. */
export const HELD = 'held'

/** Moves the old file into Config.Msi. While somebody has it open without any sharing, that is a question, or the end. */
export function moveAside(session: InstallSession, file: FileDecision, action: string): number | typeof HELD {
  const { host } = session.run
  const transaction = session.transaction!
  const backup = newBackup(host, file.existing!.path)
  for (;;) {
    const undoing = `FileCopy(SourceName=${backup},,DestName=${file.path},Attributes=8192,FileSize=${file.size},PerTick=65536,,VerifyMedia=0,ElevateFlags=1,,,,,,,InstallMode=4194308,,,,,,,)`
    const change: Change = { kind: 'rename', from: file.existing!.path, to: backup }
    const error = attemptHere(session, change, action, undoing)
    if (error === WIN32.SUCCESS) break
    if (error !== WIN32.SHARING_VIOLATION) return unwritten(session, file.path, error)
    if (mayRead(host.machine, file.path) !== WIN32.SHARING_VIOLATION) return HELD
    const answer = askOrFail(session, 1306, { kind: 'file', name: file.path }, file.path)
    if (answer !== SUCCESS) return answer
  }
  transaction.backups.push(backup)
  const baseline = baselineFor(session, file)
  if (baseline) transaction.baselines.set(backup, baseline)
  log(session, 'reapplyingSecurity')
  if (isHeld(host.machine, backup)) sayHeld(session, file, () => bare(session.run, 'deleteAtRestart', backup))
  return SUCCESS
}

/** With somebody at the wizard a message is a question, otherwise the end. 1 is to try again. */
function askOrFail(
  session: InstallSession,
  number: 1306 | 1706,
  subject: Subject,
  ...args: readonly (string | number)[]
): number {
  const { host, request } = session.run
  const text = messageText(number, ...args)
  if (request.ui === 'full') {
    host.tell({ kind: 'error', number, text, subject })
    bare(session.run, 'message', number, text)
    host.tell({ kind: 'error-told', number })
    if (askInWizard(session, `error-${number}`, text, ['cancel', 'retry']) === 'retry') return SUCCESS
  }
  raise(session, number, subject, ...args)
  return request.ui === 'full' ? USER_EXIT : FAILURE
}

function attemptHere(session: InstallSession, change: Change, action: string, undoing: string | undefined): number {
  return attemptIn(session.run.host, change, action, undoing)
}
