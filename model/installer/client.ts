import { reportEvent } from '../machine/eventLogs.ts'
import { about, refusedBy } from '../machine/host.ts'
import { startService } from '../machine/services.ts'
import { COMPONENT_SOURCE } from '../words/eventSources.ts'
import { hresultText, WIN32 } from '../words/systemErrors.ts'
import { codeOfEnd, SUCCESS, statusOfCode } from './actionStatus.ts'
import { directoriesOf } from './directories.ts'
import { announce, beginEngine, dump, endEngine, type HandedOver, inInstall, initialize, sayRefusal } from './engine.ts'
import { holdingMutex } from './mutex.ts'
import { open, type Refusal } from './open.ts'
import { copyForClient, discardCopy } from './packageCopy.ts'
import { reportResult } from './results.ts'
import { runSequence, runTerminal } from './sequence.ts'
import { serve, undoSuspended } from './service.ts'
import {
  askPerson,
  bare,
  codeText,
  type InstallerRun,
  type InstallSession,
  log,
  logAs,
  setProperty,
  stamp,
  tempFolder,
} from './session.ts'
import { suspended } from './transaction.ts'

/**
 * The client's side of a run: the process that was called. A silent call leaves everything to the service; with a full
 * user interface the client opens the packages and walks the UI sequence, which ends by calling the service. Of what
 * happens there it knows only the code.
 */

/** Everything in the service: UI level none or basic. */
export function runSilent(run: InstallerRun): number {
  announce(run, run.client)
  logAs(run, run.client, 'clientNoUi')
  const code = holdingMutex(run, () => callService(run, NOTHING_DONE, NOTHING_MADE))
  return endEngine(run, run.client, code)
}

/** With the wizard: packages and conditions are looked at in the client first. */
export function runInteractive(run: InstallerRun): number {
  const { client } = run
  sayFonts(run)
  beginEngine(run, client)
  const { path: copy, error } = copyForClient(run)
  if (error) return refused(run, uncopied(run, copy, error), '')
  const unreachable = resumeSuspended(run)
  if (unreachable) return endEngine(run, client, unreachable)
  const opened = open(run, client, copy, true)
  if (!opened.ok) return refused(run, opened.refusal, copy)
  const code = walkWizard(opened.session)
  discardCopy(run, client, copy, () => {
    logAs(run, client, 'grabbedMutex')
    logAs(run, client, 'cleaningUp')
  })
  return endEngine(run, client, code)
}

/** The two fonts of the frame, before anything is known of a package (corpus 001, 007). 3.1 does not say so (bulletin). */
function sayFonts(run: InstallerRun): void {
  if (!run.wizard || run.host.machine.windows.engineNumber < 400) return
  for (let i = 0; i < 2; i++) {
    logAs(run, run.wizard, 'fontLoaded', 0, 0, FRAME_FONT, FRAME_FONT)
    bare(run, 'lineEnd')
  }
}

const FRAME_FONT = 'MS Shell Dlg'

function uncopied(run: InstallerRun, copy: string, error: number): Refusal {
  return { code: 1632, subject: refusedBy(copy, error), ...run.target, path: tempFolder(run) }
}

/**
 * What a crash has left open is undone before the packages are looked at: until then the registration may name what is
 * not there. Only the service can do that.
 */
function resumeSuspended(run: InstallerRun): number {
  if (!suspended(run.host.machine)) return 0
  const unreachable = connect(run)
  if (!unreachable) undoSuspended(run)
  return unreachable
}

/** Refused in the client: nothing has happened in the service. */
function refused(run: InstallerRun, refusal: Refusal, copy: string): number {
  sayRefusal(run, run.client, refusal)
  askPerson(run, 'error', codeText(run, refusal.code), ['ok'])
  discardCopy(run, run.client, copy)
  return endEngine(run, run.client, refusal.code)
}

function walkWizard(session: InstallSession): number {
  const { run } = session
  initialize(session, NOTHING_MADE, () => {})
  const code = walkUiSequence(session)
  dump(session)
  bare(run, 'loggingStopped', ...stamp(run))
  reportResult(run, run.client, session.product, session.patch, code)
  return code
}

function walkUiSequence(session: InstallSession): number {
  let code = 0
  session.execute = () => {
    code = execute(session)
    return statusOfCode(code)
  }
  const end = inInstall(session, () => {
    log(session, 'uiSequencePresent', 'InstallUISequence')
    log(session, 'runningSequence', 'UI')
    setProperty(session, 'EXECUTEACTION', 'INSTALL')
    const { uiSequence } = session.view
    const ended = runSequence(session, uiSequence, NOTHING_DONE)
    runTerminal(session, uiSequence, ended)
    return ended
  })
  return code === 0 && end !== SUCCESS ? codeOfEnd(end) : code
}

// ------------------------------------------------------------------------------------------- calling the service

/** ExecuteAction: hand over to the service. */
function execute(session: InstallSession): number {
  const { run } = session
  setProperty(session, 'SECONDSEQUENCE', '1')
  if (!run.request.elevated) for (const line of CONSENT) log(session, line)
  return holdingMutex(run, () => {
    const made = handedOver(session)
    log(session, 'switchingToServer', [...made].map(([name, value]) => `${name}="${value}"`).join(' '))
    const code = callService(run, DONE_BY_CLIENT, made)
    log(session, 'backFromServer', code)
    return code
  })
}

/**
 * Public properties with another value than the package has, folders first (corpus 001, 007, 106). Where a package is, each
 * side finds out for itself.
 */
function handedOver({ properties, view }: InstallSession): HandedOver {
  const folders = new Set(directoriesOf(view).map(row => row.directory))
  const made = [...properties].filter(
    ([name, value]) => /^[A-Z_][A-Z0-9_.]*$/.test(name) && value !== view.property[name] && name !== 'DATABASE',
  )
  const isFolder = ([name]: readonly [string, string]): boolean => folders.has(name)
  return new Map([...made.filter(isFolder), ...made.filter(row => !isFolder(row))])
}

/** The prompt that gives the service a whole token; the client and whatever impersonates it keep the filtered one. */
const CONSENT = ['luaPrompt', 'luaPrompted', 'luaConsent'] as const

const NOTHING_DONE: ReadonlySet<string> = new Set()
const NOTHING_MADE: HandedOver = new Map()
/** Searches are made once; conditions and costing are made in both sequences. */
const DONE_BY_CLIENT: ReadonlySet<string> = new Set(['FindRelatedProducts', 'AppSearch', 'CCPSearch', 'RMCCPSearch'])

function callService(run: InstallerRun, doneByClient: ReadonlySet<string>, properties: HandedOver): number {
  return connect(run) || serve(run, doneByClient, properties)
}

/** Starts the installer service if it does not run yet. */
function connect(run: InstallerRun): number {
  const error = startService(run.host, 'msiserver')
  return !error || error === WIN32.SERVICE_ALREADY_RUNNING ? 0 : unreachable(run, error)
}

function unreachable(run: InstallerRun, error: number): number {
  const { host, client } = run
  const subject = { kind: 'service', name: 'msiserver' } as const
  about(host, subject, () => {
    logAs(run, client, 'serverUnreachable', hresultText(error))
    reportEvent(host, 'System', {
      source: COMPONENT_SOURCE[host.machine.windows.id],
      id: 10_005,
      type: 'error',
      strings: [`%%${error}`, 'MSIServer', '', INSTALLER_CLASS],
      user: run.request.user,
    })
  })
  host.tell({ kind: 'refused', code: 1601, text: codeText(run, 1601), subject })
  return 1601
}

/** The class under which the service is reached. */
const INSTALLER_CLASS = '{000C101C-0000-0000-C000-000000000046}'
