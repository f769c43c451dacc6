import { reportEvent, timeOf } from '../machine/eventLogs.ts'
import { longIso } from '../machine/time.ts'
import { INSTALLER_SOURCE, RESTART_MANAGER_SOURCE } from '../words/eventSources.ts'
import { eventText, MESSAGE_EVENTS, UNNUMBERED_EVENT, UNUSED_STRING } from '../words/events.ts'
import { MESSAGES, productError, productText } from '../words/messages.ts'
import { isInstalledCode } from './actionStatus.ts'
import type { Package, Patch } from './database.ts'
import type { Speaker } from './facts.ts'
import { bare, type InstallerRun, logAs, STREAM_MISSING } from './session.ts'

/**
 * Events of the MsiInstaller source, and the lines with the same text in the log. Which id carries which strings and
 * data: windows-installer.md 1.4, decisions.md 9 and 10. Knows codes and texts, and not how a run came by them.
 */

/** Pads insertion strings to what the engine stores: four up to 3.1, six and an empty one from 4.0 on. */
function slots(run: InstallerRun, strings: readonly string[]): string[] {
  const old = run.host.machine.windows.engineNumber < 400
  const padded = [...strings, ...Array<string>(Math.max(0, (old ? 4 : 6) - strings.length)).fill(UNUSED_STRING)]
  return old ? padded : [...padded, '']
}

const callerOf = (run: InstallerRun): string => run.request.user

function report(
  run: InstallerRun,
  id: number,
  type: 'error' | 'information',
  strings: readonly string[],
  data: string,
): void {
  const event = { source: INSTALLER_SOURCE, id, type, strings: slots(run, strings), user: callerOf(run) }
  reportEvent(run.host, 'Application', data === '' ? event : { ...event, data })
}

/** An error message that ends a run is also event 10000 + its number. */
export function reportError(run: InstallerRun, product: Package, number: number, text: string): void {
  const line = productError(product.productName, number, text)
  report(run, MESSAGE_EVENTS + number, 'error', [line], product.productCode)
}

/** Messages without a number of their own, such as a false launch condition, are event 10005. */
export function reportLaunch(run: InstallerRun, product: Package, line: string): void {
  report(run, UNNUMBERED_EVENT, 'error', [line], product.productCode)
}

/** The result of a patch run: update event, product event, and from 4.0 on the two status events. */
export function reportResult(
  run: InstallerRun,
  speaker: Speaker,
  product: Package,
  patch: Patch | undefined,
  code: number,
): void {
  const failed = !isInstalledCode(code)
  if (patch) reportUpdate(run, speaker, product, patch, code, failed)
  const number = failed ? 1729 : 1728
  logAs(run, speaker, 'note', number)
  lookUpMessage(run, speaker, patch)
  reportEnd(run, speaker, product, number)
  if (reportsStatus(run)) reportReconfigured(run, speaker, product, code)
}

/** Two look-ups in the Error table; from 4.0 on each is seen to go through both transforms of the patch (bulletin). */
function lookUpMessage(run: InstallerRun, speaker: Speaker, patch: Patch | undefined): void {
  for (let i = 0; i < 2; i++) {
    logAs(run, speaker, 'note3', 2262, 'Error', STREAM_MISSING)
    if (!patch || !reportsStatus(run)) continue
    for (let pair = 0; pair < 2; pair++) sayTransforming(run, speaker, 'Error')
    logAs(run, speaker, 'note3', 2262, 'Error', STREAM_MISSING)
  }
}

/** One table, as a transform of a patch has it. */
export function sayTransforming(run: InstallerRun, speaker: Speaker, table: string): void {
  logAs(run, speaker, 'transforming', table)
  bare(run, 'lineEnd')
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
  reportEnd(run, speaker, product, 1708)
}

/** The message that ends the run, as an event and in the log. */
function reportEnd(run: InstallerRun, speaker: Speaker, product: Package, number: 1708 | 1728 | 1729): void {
  const text = productText(product.productName, MESSAGES[number].text)
  report(run, MESSAGE_EVENTS + number, 'information', [text], product.productCode)
  sayText(run, speaker, text)
}

/** Applying and removing an update: ids with and without a log file, and of the status (1.2). */
interface UpdateEvents {
  readonly succeeded: number
  readonly failedWithLog: number
  readonly failed: number
  readonly status: number
}

const UPDATE_EVENTS: Readonly<Record<'patch' | 'remove', UpdateEvents>> = {
  patch: { succeeded: 1022, failedWithLog: 1023, failed: 1024, status: 1036 },
  remove: { succeeded: 1019, failedWithLog: 1020, failed: 1021, status: 1037 },
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
  const codes = `${product.productCode} ${patch.patchCode}`
  if (!failed) {
    tell(run, speaker, events.succeeded, 'information', [product.productName, patch.displayName], codes)
  } else {
    // Data of the KB articles: the code, and on Server 2003 one more byte, 03.
    const data = `${codes} ${code}${run.host.machine.windows.engineNumber < 400 ? '\x03' : ''}`
    const strings = [product.productName, patch.displayName, String(code), ...(run.logPath ? [run.logPath] : [])]
    tell(run, speaker, run.logPath ? events.failedWithLog : events.failed, 'error', strings, data)
  }
  if (reportsStatus(run)) {
    const { productName, version, language } = product
    const strings = [productName, version, String(language), patch.displayName, String(code)]
    tell(run, speaker, events.status, 'information', strings, product.productCode)
  }
}

/** Event 1007: a software restriction policy does not let the package run. */
export function reportRestriction(run: InstallerRun, speaker: Speaker, product: Package, path: string): void {
  logAs(run, speaker, 'notPermitted', path)
  tell(run, speaker, 1007, 'error', [path, '0x0'], product.productCode)
}

function reportReconfigured(run: InstallerRun, speaker: Speaker, product: Package, code: number): void {
  const { productName, version, language } = product
  const strings = [productName, version, String(language), String(code)]
  tell(run, speaker, 1035, 'information', strings, product.productCode)
}

/** A restart is owed: event 1038 with type 2 (deferred) and reason 1 (files in use), then 1029. */
export function reportRestart(run: InstallerRun, product: Package): void {
  if (!reportsStatus(run)) return
  const { productName, version, language } = product
  report(run, 1038, 'information', [productName, version, String(language), '2', '1'], product.productCode)
  report(run, 1029, 'information', [productName], `${product.productCode}, 3010`)
}

/** The installer restarts Windows itself (modelled: which data the event has). */
export function reportRestarting(run: InstallerRun, product: Package): void {
  report(run, 1005, 'information', [product.productName], product.productCode)
}

/** One event per file and process that holds it, from 3.0 on. */
export function reportHolder(run: InstallerRun, product: Package, path: string, process: string, pid: number): void {
  report(run, 1025, 'information', [product.productName, path, process, String(pid)], product.productCode)
}

/** 1040 and 1042 frame a transaction from 4.5 on; the end is the service's own. */
export function reportTransaction(run: InstallerRun, id: 1040 | 1042, packageName: string): void {
  if (run.host.machine.windows.engineNumber < 405) return
  const strings = slots(run, [packageName, String(run.client.pid)])
  const user = id === 1042 ? 'SYSTEM' : callerOf(run)
  reportEvent(run.host, 'Application', { source: INSTALLER_SOURCE, id, type: 'information', strings, user })
}

/** The Restart Manager's session frames even a run in which nothing is in use. */
export function reportSession(run: InstallerRun, id: 10_000 | 10_001, started: number): void {
  const source = RESTART_MANAGER_SOURCE
  const { time, ticks } = timeOf(run.host.machine, { time: 'tick' }, started)
  const strings = ['0', longIso(time, ticks)]
  const event = { source, id, type: 'information', strings, user: callerOf(run) } as const
  reportEvent(run.host, 'Application', id === 10_000 ? { ...event, at: started } : event)
}

const reportsStatus = (run: InstallerRun): boolean => run.host.machine.windows.engineNumber >= 400

/** An event, and its text in the log. */
function tell(
  run: InstallerRun,
  speaker: Speaker,
  id: number,
  type: 'error' | 'information',
  strings: readonly string[],
  data: string,
): void {
  report(run, id, type, strings, data)
  sayText(run, speaker, eventText({ source: INSTALLER_SOURCE, id, strings }))
}

/** An event's text in the log: the line, and the line end that the text itself has. */
function sayText(run: InstallerRun, speaker: Speaker, text: string): void {
  logAs(run, speaker, 'eventText', text)
  bare(run, 'blank')
}
