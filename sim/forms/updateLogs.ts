import { guidFrom } from '../../model/installer/guid.ts'
import { shown } from '../../model/machine/clock.ts'
import { type Machine, serviceNamed } from '../../model/machine/machine.ts'
import { fold } from '../../model/machine/names.ts'
import type { FileContent, FileNode } from '../../model/machine/parts.ts'
import { clockText, isoLocal, offsetText, toCivil } from '../../model/machine/time.ts'
import { offsetAt } from '../../model/machine/zone.ts'
import { AGENT_SESSIONS } from '../../model/words/updateAgent.ts'
import { fillIn } from '../../model/words/wording.ts'
import type { Fact, ServerState } from '../server/facts.ts'
import { REVISION } from '../server/install.ts'
import { lineAt, type Sought, type Spot } from './about.ts'
import { lines, utf8, utf16 } from './encode.ts'
import type { Rendered } from './kinds.ts'
import { type AgentEntry, type AgentReport, NO_UPDATE, updateSessions } from './updateSessions.ts'

/**
 * The two logs of the update client, as bytes: fields by tab (formats.md 4).
 *
 * | line                              | form     | what is our own in it                                              |
 * |-----------------------------------|----------|--------------------------------------------------------------------|
 * | WindowsUpdate.log, any line       | observed | build of the agent (modelled: the one of 2007), threads            |
 * | Report, `REPORT EVENT`            | observed | name of the calling client (modelled: AutomaticUpdates)            |
 * | ReportingEvents.log               | observed | the same; the event's number bare, as agents of 2008 had it        |
 *
 * Not found, and so not written: what the agent's handler says of a package of the installer. What is said, and when:
 * updateSessions.ts. Whether an update is offered: sim/server/updateClient.ts.
 */

const CLIENT = 'AutomaticUpdates'
const CATEGORY = 101

export interface UpdateLogLine {
  readonly text: string
  /** As the clock of the server shows it. */
  readonly at: number
  /** Index of the fact that the line comes from. */
  readonly fact?: number | undefined
}

type UpdateLog = Extract<FileContent, { kind: 'update-log' }>

/** What had been done when the file was last written. */
export function updateLogLines(
  { log, past }: UpdateLog,
  { modified }: Pick<FileNode, 'modified'>,
  { machine, facts }: ServerState,
): UpdateLogLine[] {
  const pidAt = processIds(machine, facts)
  return updateSessions(machine, facts, past, offset).flatMap((told): UpdateLogLine[] => {
    const { at: moment, fact } = 'line' in told ? told.line : told.report
    const at = shown(machine.texture.clock, moment)
    if (at > modified) return []
    if ('line' in told)
      return log === 'agent' ? [{ text: agentLine(machine, pidAt(moment), { ...told.line, at }), at, fact }] : []
    const text = reportText(machine, { ...told.report, at })
    if (log === 'reporting') return [{ text, at, fact }]
    return REPORTING.map(([component, line]) => {
      return { text: agentLine(machine, pidAt(moment), { at, component, text: fillIn(line, [text]) }), at, fact }
    })
  })
}

const REPORTING = AGENT_SESSIONS.report.lines

export function renderUpdateLog(content: UpdateLog, node: Pick<FileNode, 'modified'>, server: ServerState): Rendered {
  const text = lines(updateLogLines(content, node, server).map(line => line.text))
  return content.log === 'agent'
    ? { kind: 'update-log', encoding: 'utf-8', bytes: utf8(text) }
    : { kind: 'update-log', encoding: 'utf-16le', bytes: utf16(text) }
}

/** Lines of facts, in the logs that are on the disk. */
export function updateLogSpots(server: ServerState, sought: Sought): Spot[] {
  return [...server.machine.files.values()].flatMap(({ path, content, modified }) => {
    if (content?.kind !== 'update-log') return []
    return updateLogLines(content, { modified }, server).flatMap(({ fact }, i): Spot[] =>
      fact !== undefined && sought(fact) ? [{ path, selector: lineAt(i + 1), about: { kind: 'fact', fact } }] : [],
    )
  })
}

function reportText(machine: Machine, { at, event, update, code, text }: AgentReport): string {
  return [
    guidFrom(`report ${at} ${event.number} ${text}`),
    `${date(machine, at)} ${time(machine, at)}${offset(machine, at)}`,
    1,
    event.number,
    CATEGORY,
    update,
    update === NO_UPDATE ? 0 : REVISION,
    code,
    CLIENT,
    event.outcome,
    event.about,
    text,
  ].join('\t')
}

/** Date, time, process in decimal and thread in hexadecimal, component, text. */
function agentLine(machine: Machine, pid: number, { at, component, text }: AgentEntry): string {
  const thread = pid + (THREADS[component] ?? THREADS.Agent!)
  return [date(machine, at), time(machine, at), String(pid).padStart(4), thread.toString(16), component, text].join(
    '\t',
  )
}

/** The process of the client at a moment: another one after each restart of its service. */
function processIds(machine: Machine, facts: readonly Fact[]): (at: number) => number {
  const changes = facts.flatMap(({ at, body }) => {
    const change = body.kind === 'change' && body.change.kind === 'service' ? body.change : undefined
    return change && fold(change.name) === fold(CLIENT_SERVICE) ? [{ at, ...change }] : []
  })
  const first = changes.length > 0 ? changes[0]!.before?.pid : serviceNamed(machine, CLIENT_SERVICE)?.pid
  const pids = changes.flatMap(({ at, after }) => (after?.pid === undefined ? [] : [{ at, pid: after.pid }]))
  return at => pids.findLast(one => one.at <= at)?.pid ?? first ?? 0
}

const CLIENT_SERVICE = 'wuauserv'

/** The thread of who writes, counted from its process: a number that is never the process's own. */
const THREADS: Readonly<Record<string, number>> = { AU: 0x8c, Agent: 0x34, Misc: 0x34, Report: 0x50 }

function date(machine: Machine, at: number): string {
  return isoLocal(at, machine.zone).slice(0, 10)
}

function time(machine: Machine, at: number): string {
  const { millisecond } = toCivil(at, machine.zone)
  return `${clockText(at, machine.zone)}:${String(millisecond).padStart(3, '0')}`
}

const offset = ({ zone }: Machine, at: number): string => offsetText(offsetAt(zone, at))
