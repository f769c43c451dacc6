import { guidFrom } from '../../model/installer/guid.ts'
import { shown } from '../../model/machine/clock.ts'
import { type Machine, serviceNamed } from '../../model/machine/machine.ts'
import { clockText, isoLocal, toCivil, two } from '../../model/machine/time.ts'
import { offsetAt } from '../../model/machine/zone.ts'
import { UPDATE_CLIENT_EVENTS } from '../../model/words/events.ts'
import { lower } from '../../model/words/letters.ts'
import { fillIn } from '../../model/words/wording.ts'
import type { Fact, ServerState } from '../server/facts.ts'
import { REVISION, updateId } from '../server/install.ts'
import { lineAt, type Sought, type Spot } from './about.ts'
import { lines, utf8, utf16 } from './encode.ts'
import type { Rendered } from './kinds.ts'

/**
 * The two logs of the update client. Only what formats.md 4 has a source for is written:
 *
 * | line                                   | form      | what is our own in it                                       |
 * |----------------------------------------|-----------|-------------------------------------------------------------|
 * | Misc, `Logging initialized`            | observed  | build of the agent (modelled: the one of 2007), thread      |
 * | Report, `REPORT EVENT` of a failure    | observed  | name of the calling client (modelled: AutomaticUpdates)     |
 * | ReportingEvents.log, the same failure  | observed  | as above; the event's number bare, as agents of 2008 had it |
 *
 * Not found, and so not written: what the agent's handler says of a package of the installer, and the report of a success
 * (its number is not in the sources). After a success there is therefore the first line alone, and no ReportingEvents.log.
 *
 * Whether an update is offered: sim/server/updateClient.ts.
 */

const AGENT_BUILD = '7.0.6000.381'
const CLIENT = 'AutomaticUpdates'
const FAILED = 182
const CATEGORY = 101

export interface UpdateLogLine {
  readonly text: string
  /** Index of the fact that the line comes from. */
  readonly fact: number
}

type Lines = (machine: Machine, facts: readonly Fact[]) => UpdateLogLine[]

type LogOfUpdates = 'agent' | 'reporting'

const UPDATE_LOGS: Readonly<Record<LogOfUpdates, Lines>> = {
  agent(machine, facts) {
    const fact = facts.findIndex(
      ({ body }) => body.kind === 'run-started' && /\\wuauclt\.exe$/i.test(body.callingProcess),
    )
    const first = fact < 0 ? [] : [{ text: openingLine(machine, shown(machine.texture.clock, facts[fact]!.at)), fact }]
    const failed = failures(machine, facts).map(({ at, text, fact: of }) => {
      return { text: agentLine(machine, at, 'Report', `REPORT EVENT: ${text}`), fact: of }
    })
    return [...first, ...failed]
  },
  reporting: (machine, facts) => failures(machine, facts),
}

export const updateLogLines = (log: LogOfUpdates, { machine, facts }: ServerState): readonly UpdateLogLine[] =>
  UPDATE_LOGS[log](machine, facts)

export function renderUpdateLog(log: LogOfUpdates, { machine, facts }: ServerState): Rendered {
  const text = lines(UPDATE_LOGS[log](machine, facts).map(line => line.text))
  return log === 'agent'
    ? { kind: 'update-log', encoding: 'utf-8', bytes: utf8(text) }
    : { kind: 'update-log', encoding: 'utf-16le', bytes: utf16(text) }
}

/** The fact of its last line. */
export const lastOfUpdateLog = (log: LogOfUpdates, { machine, facts }: ServerState): number | undefined =>
  UPDATE_LOGS[log](machine, facts).at(-1)?.fact

/** Lines of facts, in the logs that are on the disk. */
export function updateLogSpots({ machine, facts }: ServerState, sought: Sought): Spot[] {
  return [...machine.files.values()].flatMap(({ path, content }) => {
    if (content?.kind !== 'update-log') return []
    return UPDATE_LOGS[content.log](machine, facts).flatMap(({ fact }, i): Spot[] =>
      sought(fact) ? [{ path, selector: lineAt(i + 1), about: { kind: 'fact', fact } }] : [],
    )
  })
}

function openingLine(machine: Machine, at: number): string {
  const text = `===========  Logging initialized (build: ${AGENT_BUILD}, tz: ${offset(machine, at)})  ===========`
  return agentLine(machine, at, 'Misc', text)
}

interface FailureLine extends UpdateLogLine {
  readonly at: number
}

function failures(machine: Machine, facts: readonly Fact[]): FailureLine[] {
  return facts.flatMap(({ at: moment, body }, fact) => {
    if (body.kind !== 'update-client' || !body.error) return []
    const at = shown(machine.texture.clock, moment)
    const code = lower(body.error)
    const text = [
      guidFrom(`report ${at} ${body.title}`),
      `${date(machine, at)} ${time(machine, at)}${offset(machine, at)}`,
      1,
      FAILED,
      CATEGORY,
      updateId(body.title),
      REVISION,
      code.replace(/^0x/, ''),
      CLIENT,
      'Failure',
      'Content Install',
      fillIn(UPDATE_CLIENT_EVENTS[20].text, [code, body.title]),
    ].join('\t')
    return [{ at, text, fact }]
  })
}

/** Date, time, process in decimal and thread in hexadecimal, component, text. */
function agentLine(machine: Machine, at: number, component: string, text: string): string {
  const pid = serviceNamed(machine, 'wuauserv')?.pid ?? 0
  return [date(machine, at), time(machine, at), pid, (pid + THREAD).toString(16), component, text].join('\t')
}

/** The thread that reports, counted from its process: a number that is never the process's own. */
const THREAD = 0x34

function date(machine: Machine, at: number): string {
  return isoLocal(at, machine.zone).slice(0, 10)
}

function time(machine: Machine, at: number): string {
  const { millisecond } = toCivil(at, machine.zone)
  return `${clockText(at, machine.zone)}:${String(millisecond).padStart(3, '0')}`
}

function offset({ zone }: Machine, at: number): string {
  const ahead = offsetAt(zone, at)
  const minutes = Math.abs(ahead)
  return `${ahead < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`
}
