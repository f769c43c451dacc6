import { reportEvent } from '../machine/calls.ts'
import { isoLocal } from '../machine/time.ts'
import type { Package, Patch } from './database.ts'
import type { Speaker } from './facts.ts'
import { errorText } from './messages.ts'
import { bare, type InstallerRun, logAs, STREAM_MISSING } from './session.ts'

/**
 * Events of the MsiInstaller source, and the lines with the same text in the log. Which id carries which strings and
 * data: windows-installer.md 1.4, decisions.md 9 and 10.
 */
const SOURCE = 'MsiInstaller'
const UNUSED = '(NULL)'

/** Pads insertion strings to what the engine stores: four up to 3.1, six and an empty one from 4.0 on. */
function slots(run: InstallerRun, strings: readonly string[]): string[] {
  const old = run.host.machine.windows.engineNumber < 400
  const padded = [...strings, ...Array<string>(Math.max(0, (old ? 4 : 6) - strings.length)).fill(UNUSED)]
  return old ? padded : [...padded, '']
}

const sidOf = (run: InstallerRun): string => run.request.user

function report(
  run: InstallerRun,
  id: number,
  type: 'error' | 'information',
  strings: readonly string[],
  data: string,
): void {
  const event = { source: SOURCE, id, type, strings: slots(run, strings), user: sidOf(run) }
  reportEvent(run.host, 'Application', data === '' ? event : { ...event, data })
}

/** An error message that ends a run is also event 10000 + its number. */
export function reportError(run: InstallerRun, product: Package, number: number, text: string): void {
  const line = `Product: ${product.productName} -- Error ${number}. ${text}`
  report(run, 10_000 + number, 'error', [line], product.productCode)
}

/** Messages without a number of their own, such as a false launch condition, are event 10005. */
export function reportLaunch(run: InstallerRun, product: Package, line: string): void {
  report(run, 10_005, 'error', [line], product.productCode)
}

/** The result of a patch run: update event, product event, and from 4.0 on the two status events. */
export function reportResult(
  run: InstallerRun,
  speaker: Speaker,
  product: Package,
  patch: Patch | undefined,
  code: number,
): void {
  const failed = code !== 0 && code !== 3010
  if (patch) reportUpdate(run, speaker, product, patch, code, failed)
  const number = failed ? 1729 : 1728
  logAs(run, speaker, 'note', number)
  lookUpMessage(run, speaker, patch)
  const text = `Product: ${product.productName} -- ${errorText(number)}`
  report(run, 10_000 + number, 'information', [text], product.productCode)
  event(run, speaker, text)
  if (reportsStatus(run)) reportReconfigured(run, speaker, product, code)
}

/** Two look-ups in the Error table; from 4.0 on each is seen to go through both transforms of the patch (bulletin). */
function lookUpMessage(run: InstallerRun, speaker: Speaker, patch: Patch | undefined): void {
  for (let i = 0; i < 2; i++) {
    logAs(run, speaker, 'note3', 2262, 'Error', STREAM_MISSING)
    if (!patch || !reportsStatus(run)) continue
    for (let pair = 0; pair < 2; pair++) logAs(run, speaker, 'transforming', 'Error')
    logAs(run, speaker, 'note3', 2262, 'Error', STREAM_MISSING)
  }
}

/** A run that ends before there is anything to configure says that the installation failed. */
export function reportRefusal(
  run: InstallerRun,
  speaker: Speaker,
  product: Package,
  patch: Patch | undefined,
  code: number,
): void {
  if (patch) reportUpdate(run, speaker, product, patch, code, true)
  logAs(run, speaker, 'note', 1708)
  for (let i = 0; i < 2; i++) logAs(run, speaker, 'note', 2729)
  const text = `Product: ${product.productName} -- ${errorText(1708)}`
  report(run, 11_708, 'information', [text], product.productCode)
  event(run, speaker, text)
}

/** What applying and removing an update are called: ids with and without a log file, words of the log (1.2). */
interface UpdateEvents {
  readonly succeeded: number
  readonly failedWithLog: number
  readonly failed: number
  readonly status: number
  readonly done: string
  readonly undone: string
  readonly reports: string
  readonly statusOf: string
}

const UPDATE_EVENTS: Readonly<Record<'patch' | 'remove', UpdateEvents>> = {
  patch: {
    succeeded: 1022,
    failedWithLog: 1023,
    failed: 1024,
    status: 1036,
    done: 'installed successfully',
    undone: 'could not be installed',
    reports: 'installed an update',
    statusOf: 'Installation',
  },
  remove: {
    succeeded: 1019,
    failedWithLog: 1020,
    failed: 1021,
    status: 1037,
    done: 'was successfully removed',
    undone: 'could not be removed',
    reports: 'removed an update',
    statusOf: 'Removal',
  },
}

function reportUpdate(
  run: InstallerRun,
  speaker: Speaker,
  product: Package,
  patch: Patch,
  code: number,
  failed: boolean,
): void {
  const events = UPDATE_EVENTS[run.request.operation === 'remove' ? 'remove' : 'patch']
  const update = `Product: ${product.productName} - Update '${patch.displayName}'`
  const codes = `${product.productCode} ${patch.patchCode}`
  if (!failed) {
    report(run, events.succeeded, 'information', [product.productName, patch.displayName], codes)
    event(run, speaker, `${update} ${events.done}.`)
  } else {
    // Data of the KB articles: the code, and on Server 2003 one more byte, 03.
    const data = `${codes} ${code}${run.host.machine.windows.engineNumber < 400 ? '\x03' : ''}`
    const strings = [product.productName, patch.displayName, String(code), ...(run.logPath ? [run.logPath] : [])]
    report(run, run.logPath ? events.failedWithLog : events.failed, 'error', strings, data)
    event(run, speaker, `${update} ${events.undone}. Error code ${code}. ${logHint(run.logPath)}`)
  }
  if (reportsStatus(run)) {
    const { productName, version, language } = product
    const strings = [productName, version, String(language), patch.displayName, String(code)]
    report(run, events.status, 'information', strings, product.productCode)
    event(
      run,
      speaker,
      `Windows Installer ${events.reports}. Product Name: ${productName}. Product Version: ${version}. Product Language: ${language}. Update Name: ${patch.displayName}. ${events.statusOf} success or error status: ${code}.`,
    )
  }
}

/** Event 1007: a software restriction policy does not let the package run. */
export function reportRestriction(run: InstallerRun, speaker: Speaker, product: Package, path: string): void {
  logAs(run, speaker, 'notPermitted', path)
  report(run, 1007, 'error', [path, '0x0'], product.productCode)
  event(
    run,
    speaker,
    `The installation of ${path} is not permitted by software restriction policy. The Windows Installer only allows execution of unrestricted items. The authorization level returned by software restriction policy was 0x0.`,
  )
}

function logHint(path: string | undefined): string {
  return path
    ? `Additional information is available in the log file ${path}.`
    : 'Windows Installer can create logs to help troubleshoot issues with installing software packages. Use the following link for instructions on turning on logging support: http://go.microsoft.com/fwlink/?LinkId=23127'
}

function reportReconfigured(run: InstallerRun, speaker: Speaker, product: Package, code: number): void {
  const { productName, version, language } = product
  report(run, 1035, 'information', [productName, version, String(language), String(code)], product.productCode)
  event(
    run,
    speaker,
    `Windows Installer reconfigured the product. Product Name: ${productName}. Product Version: ${version}. Product Language: ${language}. Reconfiguration success or error status: ${code}.`,
  )
}

/** A restart is owed: event 1038 with type 2 (deferred) and reason 1 (files in use), then 1029. */
export function reportRestart(run: InstallerRun, product: Package): void {
  if (!reportsStatus(run)) return
  const { productName, version, language } = product
  report(run, 1038, 'information', [productName, version, String(language), '2', '1'], product.productCode)
  report(run, 1029, 'information', [productName], `${product.productCode}, 3010`)
}

/** One event per file and process that holds it, from 3.0 on. */
export function reportHolder(run: InstallerRun, product: Package, path: string, process: string, pid: number): void {
  report(run, 1025, 'information', [product.productName, path, process, String(pid)], product.productCode)
}

/** 1040 and 1042 frame a transaction from 4.5 on; the end is the service's own. */
export function reportTransaction(run: InstallerRun, id: 1040 | 1042, packageName: string): void {
  if (run.host.machine.windows.engineNumber < 405) return
  const strings = slots(run, [packageName, String(run.client.pid)])
  const user = id === 1042 ? 'SYSTEM' : sidOf(run)
  reportEvent(run.host, 'Application', { source: SOURCE, id, type: 'information', strings, user })
}

/** `2008-10-18T20:05:05.496000000Z`, the start time in a session's events. */
function isoUtc(time: number): string {
  return `${isoLocal(time, 0)}.${String(time % 1000).padStart(3, '0')}000000Z`
}

/** The Restart Manager's session frames even a run in which nothing is in use. */
export function reportSession(run: InstallerRun, id: 10_000 | 10_001, started: number): void {
  const source = 'Microsoft-Windows-RestartManager'
  const strings = ['0', isoUtc(started)]
  reportEvent(run.host, 'Application', { source, id, type: 'information', strings, user: sidOf(run) })
}

const reportsStatus = (run: InstallerRun): boolean => run.host.machine.windows.engineNumber >= 400

/** An event's text in the log: the line, and the line end that the text itself has. */
function event(run: InstallerRun, speaker: Speaker, text: string): void {
  logAs(run, speaker, 'eventText', text)
  bare(run, 'blank')
}
