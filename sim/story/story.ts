import { owaPage } from '../../model/exchange/owaPreparation.ts'
import { isInstalledCode } from '../../model/installer/actionStatus.ts'
import type { Change } from '../../model/machine/change.ts'
import { dispatch, type Table } from '../../model/machine/dispatch.ts'
import { isServer2003, type Machine } from '../../model/machine/machine.ts'
import { fold } from '../../model/machine/names.ts'
import { clockText, isoLocal } from '../../model/machine/time.ts'
import { DAILY_EVENTS } from '../../model/words/dailyEvents.ts'
import { eventText } from '../../model/words/events.ts'
import { upper } from '../../model/words/letters.ts'
import { beside, inLines, type Shown, type Style, told } from '../foreign/terminal.ts'
import { groupedBy } from '../grouped.ts'
import type { Attempt, Run, ServerRun } from '../run/simulate.ts'
import type { FactBody } from '../server/facts.ts'
import { changedServices } from './services.ts'
import { paint, type TextStyle, wrap } from './text.ts'

/**
 * A run as a page of plain text: which server, what was done, what the person saw, what happened on the machine and what
 * is left. Everything comes from the facts. Does not look at the answer key.
 */
export function tellStory(run: Run, style: TextStyle): Shown {
  const parts = [paint(style, 'bold', run.scenario.title), GAP]
  for (const server of run.servers) {
    parts.push(...introduction(run, server, style))
    parts.push(...chapters(run, server, style))
    parts.push(GAP, ...ending(server, style), GAP)
  }
  return inLines(parts)
}

const GAP = told``

// ------------------------------------------------------------------------------------------------- introduction

function introduction(run: Run, server: ServerRun, style: TextStyle): Shown[] {
  const spec = run.scenario.servers.find(s => s.name === server.name)!
  const { windows, zone } = server.initial
  const system = `Windows Server ${isServer2003(server.initial) ? 2003 : 2008} SP${windows.servicePack}`
  const updates = spec.rollups.length > 0 ? ` with ${spec.rollups.map(r => r.kb).join(', ')}` : ''
  const baseline = spec.baseline === 'rtm' ? 'RTM' : upper(spec.baseline)
  return [
    `${server.name}: ${system}, Exchange Server 2007 ${baseline}${updates}, Windows Installer ${windows.engine}`,
    `${' '.repeat(server.name.length + 2)}${spec.roles.join(', ')}; ${isoLocal(run.servers[0]!.initial.now, zone).replace('T', ' ')}, seed ${run.seed}`,
  ].map(row => paint(style, 'dim', row))
}

// ------------------------------------------------------------------------------------------------------ chapters

/** One chapter per step: its head, then one line per thing worth telling. */
function chapters(run: Run, server: ServerRun, style: TextStyle): Shown[] {
  const rows: Shown[] = []
  let services: ServiceTally | undefined
  let files = 0
  let seenFiles = 0
  const { zone } = server.machine
  const line = (at: number, text: string, colour?: Style): void => {
    const [first = GAP, ...more] = wrap(text, style.width - 12).map(row => (colour ? paint(style, colour, row) : row))
    rows.push(beside(told`  ${clockText(at, zone)}  `, first), ...more.map(row => beside(told`            `, row)))
  }
  const flush = (): void => {
    if (services) line(services.at, tallyText(services))
    services = undefined
    if (files > seenFiles) line(lastReplaced, `${files - seenFiles} files are replaced`)
    seenFiles = files
  }
  let lastReplaced = 0
  const isLived = (step: number): boolean => run.scenario.steps[step]?.kind === 'live'
  for (const { at, step, body } of server.facts) {
    // What a server says on any day is in its logs.
    if (body.kind === 'change' && body.change.kind === 'event' && (isLived(step) || isEveryday(body.change))) continue
    if (body.kind === 'change' && body.change.kind === 'service') {
      if (fold(body.change.name) === 'msiserver') continue
      services = tally(services, body.change, at)
      continue
    }
    if (body.kind === 'replaced') {
      files++
      lastReplaced = at
      continue
    }
    const worth = dispatch(TELLERS, body, server.machine)
    if (!worth) continue
    flush()
    if (body.kind === 'step-started') rows.push(GAP)
    line(at, worth.text, worth.colour)
  }
  flush()
  return [...rows, GAP, ...run.attempts.filter(a => a.server === server.name).flatMap(a => attemptRows(a, style))]
}

/** What services say of themselves is in the logs: that they stop and start is told of all of them at once. */
const isEveryday = ({ after }: Extract<Change, { kind: 'event' }>): boolean =>
  after?.type === 'information' && EVERYDAY.has(after.source)

const EVERYDAY: ReadonlySet<string> = new Set(DAILY_EVENTS.flatMap(([sources]) => sources))

interface StoryLine {
  readonly text: string
  readonly colour?: Style
}

const TELLERS: Partial<Table<FactBody, [machine: Machine], StoryLine | undefined>> = {
  'step-started': ({ title }) => ({ text: title, colour: 'bold' }),
  'run-started': ({ callingProcess, by, ui }) => ({
    text: `${callingProcess.slice(callingProcess.lastIndexOf('\\') + 1)} calls the installer as ${by}, ${UI[ui]}`,
  }),
  'log-opened': ({ path }) => ({ text: `a verbose log is written to ${path}` }),
  'action-started': ({ action }) => (ACTIONS[action] ? { text: ACTIONS[action] } : undefined),
  'action-ended': ({ action, value }) =>
    value > 1 && !PROPAGATED.has(action)
      ? { text: `${action} ends with return value ${value}`, colour: 'red' }
      : undefined,
  refused: ({ text }) => ({ text, colour: 'red' }),
  rollback: ({ phase, undone }) => (phase === 'ended' ? { text: `rollback undoes ${undone} changes` } : undefined),
  committed: ({ changes }) => ({ text: `${changes} changes are committed` }),
  dialog: ({ text, answer }) => ({ text: `dialog: "${text}" -> ${answer}`, colour: 'yellow' }),
  command: ({ output, exitCode }) => ({
    text: output.length > 0 ? output.slice(0, 3).join(' / ') : `exit code ${exitCode}`,
  }),
  'power-lost': () => ({ text: 'the power goes', colour: 'red' }),
  'call-ended': () => ({ text: 'somebody ends the installer', colour: 'red' }),
  'not-offered': ({ title, text }) => ({
    text: `Microsoft Update does not offer ${title}: "${text}"`,
    colour: 'yellow',
  }),
  'signed-in': ({ behind, served }) =>
    served ? undefined : { text: `mailboxes behind ${behind} cannot be opened on this server`, colour: 'red' },
  restarted: () => ({ text: 'the server is up again' }),
  'run-ended': ({ exitCode }) => ({
    text: `the installer returns ${exitCode}`,
    colour: isInstalledCode(exitCode) ? 'green' : 'red',
  }),
  'update-client': ({ error }) =>
    error ? { text: `Microsoft Update shows: Error Code: ${error}`, colour: 'yellow' } : undefined,
  change: ({ change }) =>
    change.kind === 'event' && change.after && change.log === 'Application'
      ? {
          text: `event ${change.after.id}: ${eventText(change.after)}`,
          ...(change.after.type === 'error' && { colour: 'red' as const }),
        }
      : undefined,
}

/** They only pass on what an action inside them returned. */
const PROPAGATED: ReadonlySet<string> = new Set(['INSTALL', 'ExecuteAction', 'UserExit', 'FatalError'])

const UI = { full: 'with the wizard', basic: 'with a progress bar', none: 'silently' } as const

/** Actions worth a line when they begin. */
const ACTIONS: Readonly<Record<string, string>> = {
  CA_PREPARE_OWA: 'CA_PREPARE_OWA moves the files of the OWA logon page aside',
  CA_SAVEDATA_STOP_SERVICES:
    'CA_SAVEDATA_STOP_SERVICES runs ServiceControl.ps1 BeforePatch (immediate, no rollback partner)',
  InstallFinalize: 'InstallFinalize runs the script: files, registry, registration',
  CA_START_REMOVEDATA_SERVICES: 'CA_START_REMOVEDATA_SERVICES runs ServiceControl.ps1 AfterPatch',
  CA_UPDATE_OWA: 'CA_UPDATE_OWA runs UpdateOwa.ps1',
  CA_CREATE_NATIVE_IMAGES: 'CA_CREATE_NATIVE_IMAGES: "This process can take a long time to finish."',
}

// ------------------------------------------------------------------------------------------------ service tallies

interface ServiceTally {
  readonly at: number
  stopped: number
  started: number
  disabled: number
  enabled: number
}

type ServiceTurn = Extract<Change, { kind: 'service' }>

function tally(before: ServiceTally | undefined, { before: was, after: is }: ServiceTurn, at: number): ServiceTally {
  const sum = before ?? { at, stopped: 0, started: 0, disabled: 0, enabled: 0 }
  if (was?.state === 'running' && is?.state === 'stopped') sum.stopped++
  if (was?.state === 'stopped' && is?.state === 'running') sum.started++
  if (was && is && was.start !== is.start) sum[is.start === 'disabled' ? 'disabled' : 'enabled']++
  return { ...sum, at }
}

function tallyText({ stopped, started, disabled, enabled }: ServiceTally): string {
  const parts = [
    stopped > 0 ? `${stopped} stopped` : '',
    disabled > 0 ? `${disabled} disabled` : '',
    enabled > 0 ? `${enabled} given their start type back` : '',
    started > 0 ? `${started} started` : '',
  ].filter(Boolean)
  return `services: ${parts.join(', ') || 'nothing changes'}`
}

// -------------------------------------------------------------------------------------------------------- ending

function attemptRows(attempt: Attempt, style: TextStyle): Shown[] {
  const shown = attempt.updateClientError ? ` (Microsoft Update: ${attempt.updateClientError})` : ''
  const good = attempt.exitCode !== null && isInstalledCode(attempt.exitCode)
  const text = `${attempt.package}, ${attempt.mode}: ${attempt.exitCode ?? 'never returned, the power went'}${shown}`
  return [beside(told`  attempt ${attempt.run + 1}  `, paint(style, good ? 'green' : 'red', text))]
}

const OWA = {
  logon: 'the logon page appears',
  blank: 'a blank page instead of the logon page',
  unavailable: 'no answer, the web service does not run',
  none: 'not on this server',
} as const

function ending(server: ServerRun, style: TextStyle): Shown[] {
  const changed = changedServices(server.initial, server.machine)
  const rows = [paint(style, 'bold', 'What is left')]
  const level = (machine: Machine): string =>
    machine.files.get('c:\\program files\\microsoft\\exchange server\\bin\\exsetup.exe')?.version ?? 'none'
  const [before, after] = [level(server.initial), level(server.machine)]
  rows.push(told`  ExSetup.exe ${before === after ? `stays at ${before}` : `goes from ${before} to ${after}`}`)
  rows.push(told`  Outlook Web Access: ${OWA[owaPage(server.machine)]}`)
  if (changed.length === 0) return [...rows, told`  every service is as it was`]
  for (const [key, services] of groupedBy(changed, ({ from, to }) => `${from} -> ${to}`)) {
    const names = services.map(({ name }) => name).join(', ')
    rows.push(told`  ${services.length} services ${key}:`)
    rows.push(...wrap(names, style.width - 6).map(row => told`      ${row}`))
  }
  return rows
}
