import type { Host } from '../machine/host.ts'
import { clockTime, registryNumber } from '../machine/machine.ts'
import type { FileNode } from '../machine/parts.ts'
import { type ThreadPlace, threadNumber } from '../machine/processNumbers.ts'
import { shortDate, toCivil, two } from '../machine/time.ts'
import { actingAs } from '../machine/token.ts'
import { ACTION_TEXT, type ActionData, dataLine, descriptionOf } from '../words/actionText.ts'
import type { LineKey } from '../words/logLines.ts'
import { type MessageNumber, messageText, productError } from '../words/messages.ts'
import { STG_E } from '../words/storageCodes.ts'
import { systemErrorText } from '../words/systemErrors.ts'
import type { Catalogue, Database, FileRow, Package, Patch, Programs } from './database.ts'
import type { DialogName, InstallerHost, InstallRequest, Speaker, Subject } from './facts.ts'
import { POLICY_KEY } from './registration.ts'
import type { Transaction } from './transaction.ts'

/**
 * What an engine works with: the run, the property table, the ways to write a line, to ask, to fail. Knows no action
 * and no sequence.
 */

/** What the installer finds around it: the packages that file contents stand for, and programs to start. */
export interface Setup {
  readonly catalogue: Catalogue
  readonly programs: Programs
}

/** Who calls on which machine. */
type Caller = Pick<InstallerRun, 'host' | 'request'>

/** One call of the installer, from the caller's command line to its return code. */
export interface InstallerRun {
  readonly host: InstallerHost
  readonly setup: Setup
  readonly request: InstallRequest
  readonly client: Speaker
  /** The client's thread for dialogs; only with a full user interface. */
  readonly wizard: Speaker | undefined
  readonly logPath: string | undefined
  /** What the request is about, as far as the registration tells. */
  readonly target: { readonly patch: Patch | undefined; readonly product: Package | undefined }
}

/** The machine as the caller's own token sees it: the client, and actions that impersonate the caller. */
export function callersHost({ host, request }: Caller): InstallerHost {
  return actingAs(host, { user: request.user, filtered: !request.elevated })
}

/**
 * One engine at work, in the client or in the service. It owns the property table; what costing finds out is kept here
 * for the actions that follow.
 */
export interface InstallSession {
  readonly run: InstallerRun
  readonly speaker: Speaker
  /** UI messages pass at once, or, in a silent service, one line late. */
  readonly synchronous: boolean
  readonly properties: Map<string, string>
  readonly product: Package
  readonly cachedPackage: string
  /** Registered before, in order. */
  readonly registered: readonly Patch[]
  /** The patch that this run applies or removes; undefined in a repair. */
  readonly patch: Patch | undefined
  /** Patches that make up the view, in the order of application. */
  readonly order: readonly Patch[]
  readonly superseded: readonly Patch[]
  readonly view: Database
  /** In a removal, the view that is installed: what differs between the two is put back or taken away. */
  readonly installed: Database | undefined
  /** Folder of the product's source, once it was needed; null when none was found. */
  source: string | null | undefined
  costing: Costing | undefined
  transaction: Transaction | undefined
  /** When the script began to run, as its header and that of its rollback script have it. */
  scriptTime: number
  restartNeeded: boolean
  /** What ExecuteAction does; only a client with a wizard has it. */
  execute: (() => number) | undefined
  /** Commit actions, to run when the script has been performed. */
  readonly commits: (() => number)[]
  /** Asynchronous actions that have failed, of which the end of the sequence hears. */
  readonly unwaited: string[]
  /** What the Restart Manager stopped and owes a start. */
  stopped: readonly string[]
  /** The custom action server, once one is needed. */
  customActionServer: CustomActionServer | undefined
}

export interface CustomActionServer {
  readonly pid: number
  readonly manager: Speaker
  readonly connection: Speaker
  /** Variables that functions have set in it. */
  readonly environment: Map<string, string>
}

export interface Costing {
  /** Of every component that this run reinstalls, in the order of the File table. */
  readonly files: readonly FileDecision[]
  /** Files on the disk that no row of the view has any more. */
  readonly leaving: readonly FileDecision[]
  /** Features that are installed before the run. */
  readonly features: ReadonlySet<string>
  /** Those of them that REINSTALL names, those that REMOVE names, and others that ADDLOCAL names. */
  readonly reinstalled: ReadonlySet<string>
  readonly removed: ReadonlySet<string>
  readonly added: ReadonlySet<string>
}

export interface FileDecision {
  readonly row: FileRow
  readonly key: string
  readonly component: string
  readonly path: string
  readonly name: string
  readonly folder: string
  readonly size: number
  readonly version: string | undefined
  readonly languages: readonly number[] | undefined
  readonly hash: string | undefined
  readonly text: string | undefined
  /** Which cabinet has it, and where in all of them together: FileRow. */
  readonly source: string
  readonly sequence: number
  readonly install: boolean
  readonly existing: FileNode | undefined
  readonly action: string
  readonly reason: string
}

// ------------------------------------------------------------------------------------------------------- logging

/** A thread of a process, as the prefix of a line names it; where several have one place, `thread` says which. */
export function newSpeaker(
  host: Host,
  side: Speaker['side'],
  pid: number,
  place: ThreadPlace,
  thread: string = place,
): Speaker {
  return { side, pid, tid: threadNumber(pid, place, thread, host.draw) }
}

/** A line with the prefix of the engine's thread. */
export function log(session: InstallSession, key: LineKey, ...args: readonly (string | number)[]): void {
  session.run.host.tell({ kind: 'log', speaker: session.speaker, key, args })
}

export function logAs(run: InstallerRun, speaker: Speaker, key: LineKey, ...args: readonly (string | number)[]): void {
  run.host.tell({ kind: 'log', speaker, key, args })
}

/** `8/27/2007` and `13:12:59`, the forms of en-US in the frame lines. */
export function stamp(run: InstallerRun): [date: string, time: string] {
  const { zone } = run.host.machine
  const at = clockTime(run.host.machine)
  const t = toCivil(at, zone)
  return [shortDate(at, zone), `${t.hour}:${two(t.minute)}:${two(t.second)}`]
}

/** A line without a prefix. */
export function bare(run: InstallerRun, key: LineKey, ...args: readonly (string | number)[]): void {
  run.host.tell({ kind: 'log', speaker: undefined, key, args })
}

// With somebody to see it, the progress window shows actions and their data, and the log has what it shows.

export function sayAction(session: InstallSession, action: string): void {
  if (!session.synchronous) return
  bare(session.run, 'actionText', stamp(session.run)[1], action, descriptionOf(action))
}

export function sayData(session: InstallSession, action: string, data: ActionData): void {
  if (session.synchronous) bare(session.run, 'actionData', dataLine(action, data))
}

/** While the script is written, the data of an action is its description, and of one without a template nothing. */
export function sayGenerating(session: InstallSession, action: string, description: string): void {
  if (!session.synchronous) return
  bare(session.run, 'actionData', ACTION_TEXT[action]?.template ? dataLine(action, { 1: description }) : `${action}: `)
}

export function policies(session: InstallSession, scope: 'machine' | 'user', ...names: readonly string[]): void {
  for (const name of names) {
    log(session, scope === 'machine' ? 'machinePolicy' : 'userPolicy', name, policyValue(session.run, name))
  }
}

/** Policies that are not 0 when nobody has set them. */
const POLICY_DEFAULTS: Readonly<Record<string, number>> = { MaxPatchCacheSize: 10 }

export const policyDefault = (name: string): number => POLICY_DEFAULTS[name] ?? 0

export function policyValue(run: InstallerRun, name: string): number {
  return registryNumber(run.host.machine, POLICY_KEY, name) ?? policyDefault(name)
}

// ---------------------------------------------------------------------------------------------------- properties

export function property(session: InstallSession, name: string): string {
  return session.properties.get(name) ?? ''
}

/** Sets a property and says so, as the engine does; an empty value deletes it. */
export function setProperty(session: InstallSession, name: string, value: string, speaker = session.speaker): void {
  const before = session.properties.get(name)
  if (before === value || (before === undefined && value === '')) return
  const { run } = session
  if (value === '') {
    session.properties.delete(name)
    logAs(run, speaker, 'propertyDeleted', name, before ?? '')
    return
  }
  session.properties.set(name, value)
  if (before === undefined) logAs(run, speaker, 'propertyAdded', name, value)
  else logAs(run, speaker, 'propertyModified', name, before, value)
}

// ------------------------------------------------------------------------------------------------------- dialogs

/** Asks whoever is in front of the machine, and notes what was said. */
export function askPerson(
  { host }: Pick<InstallerRun, 'host'>,
  dialog: DialogName,
  text: string,
  buttons: readonly string[],
): string {
  const answer = host.ask({ dialog, text, buttons })
  host.tell({ kind: 'dialog', dialog, text, answer })
  return answer
}

/** What Windows makes of a return code. */
export function codeText({ host }: Pick<InstallerRun, 'host'>, code: number): string {
  return systemErrorText(code, host.machine.windows.id) ?? ''
}

/** The temp folder of the account that called: the client's copies and logs, and what a package sees as TempFolder. */
export function tempFolder({ host, request }: Caller): string {
  const { systemTemp, adminTemp } = host.machine.windows
  return request.user === 'SYSTEM' ? systemTemp : adminTemp
}

// -------------------------------------------------------------------------------------------------------- errors

/** What notes about a stream print where it is missing, or may not be opened. */
export const STREAM_MISSING = STG_E.FILENOTFOUND
export const STREAM_DENIED = STG_E.ACCESSDENIED

/** The key of the rollback scripts, as notes about it print it. */
export const ROLLBACK_SCRIPTS =
  'HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Installer\\Rollback\\Scripts'

const NOTES = ['note', 'note2', 'note3', 'note4', 'note5'] as const

/** The line of a note with so many fields behind its number. */
export const noteKey = (fields: number): LineKey => NOTES[fields]!

/**
 * A numbered message that ends what is going on: note, event text and the text itself, told as one error. `event` reports
 * it to the Application log.
 */
export function logError(
  session: InstallSession,
  number: MessageNumber,
  subject: Subject,
  args: readonly (string | number)[],
  event: (text: string) => void,
): void {
  const { run } = session
  const { host } = run
  const text = messageText(number, ...args)
  host.tell({ kind: 'error', number, text, subject })
  log(session, noteKey(Math.max(args.length, 1)), number, ...args)
  log(session, 'note3', 2262, 'Error', STREAM_MISSING)
  log(session, 'note3', 2262, 'Error', STREAM_MISSING)
  log(session, 'eventText', productError(session.product.productName, number, text))
  bare(run, 'blank')
  bare(run, 'message', number, text)
  event(text)
  host.tell({ kind: 'error-told', number })
}
