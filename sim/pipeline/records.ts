import type { Change } from '../../model/machine/change.ts'
import { shown } from '../../model/machine/clock.ts'
import type { Machine } from '../../model/machine/machine.ts'
import type { LogName, ReportedEvent } from '../../model/machine/parts.ts'
import { DAY } from '../../model/machine/time.ts'
import { type FactLabel, type LabelClass, labelFacts } from '../bundle/truth/labels.ts'
import { CRLF } from '../forms/encode.ts'
import { clockOf, installerLogs, renderInstallerLog } from '../forms/installerLog.ts'
import { addition, isScriptLog } from '../forms/textFile.ts'
import { updateLogLines } from '../forms/updateLogs.ts'
import type { Run, ServerRun } from '../run/simulate.ts'
import type { FactBody } from '../server/facts.ts'

/**
 * What the servers of a run have written, in order of time, one line or one event each, with what it means to whoever
 * looks for the cause. Counts from the start of the scenario: what a log held before is no part of it. Does not know how
 * a record looks to anybody.
 */
export type StreamRecord = LineRecord | EventEntry

/** As much of a record as is told beside its text. */
export type Noted =
  | Pick<LineRecord, 'kind' | 'at' | 'host' | 'label' | 'path' | 'line'>
  | (Pick<EventEntry, 'kind' | 'at' | 'host' | 'label' | 'log'> & { readonly event: Pick<ReportedEvent, 'number'> })

interface Written {
  /** ms since 1970 UTC: when it was written, by the clock of the server. */
  readonly at: number
  readonly host: string
  readonly label: RecordLabel | undefined
}

/** A line of a log that is text. */
export interface LineRecord extends Written {
  readonly kind: LineKind
  /** On the server's disk: `C:\WINDOWS\WindowsUpdate.log`. */
  readonly path: string
  /** In that file, counted from 1. */
  readonly line: number
  readonly text: string
  /** What ends it there. */
  readonly end: '\r\n' | '\n'
  readonly encoding: 'utf-16le' | 'utf-8'
  /** What the installer wrote it from. */
  readonly from?: FactBody
}

export type LineKind = 'installer-log' | 'script-log' | 'update-log'

/** An event, as the machine has it: what a format shows of it is read from its record there. */
export interface EventEntry extends Written {
  readonly kind: 'event'
  readonly log: LogName
  readonly event: ReportedEvent
  readonly machine: Machine
}

/** As a row of a bundle's labels.jsonl says it of the same line. */
export interface RecordLabel {
  readonly class: LabelClass
  readonly cause?: string
  /** The entry of the scenario that made it. */
  readonly change?: string
}

/**
 * The servers' records merged; those of one moment stay in the order in which each server wrote them. From the days that
 * they lived before, where that is asked for, or from the start.
 */
export function recordsOfRun(run: Run, from: 'days' | 'start' = 'start'): StreamRecord[] {
  const before = from === 'days' ? run.servers.flatMap((server, i) => eventsBefore(server, daysBefore(run, i))) : []
  return [...before, ...run.servers.flatMap(recordsOfServer)].sort((a, b) => a.at - b.at)
}

function daysBefore({ scenario }: Run, index: number): number {
  const { background } = scenario.servers[index]!
  return background === 'none' ? 0 : background.days
}

/** What a record has beside what it says, for each source of a server. */
interface Writing {
  readonly host: string
  /** Of what is written later than it came about, such as the end of an action, the line before has the time. */
  readonly at: (source: string, time: number) => number
  readonly label: (fact: number) => RecordLabel | undefined
}

function recordsOfServer(server: ServerRun): StreamRecord[] {
  const labels = new Map([...labelFacts(server)].map(([fact, label]) => [fact, labelOf(label)]))
  const last = new Map<string, number>()
  const writing: Writing = {
    host: server.name,
    label: fact => labels.get(fact),
    at(source, time) {
      const at = Math.max(time, last.get(source) ?? 0)
      last.set(source, at)
      return at
    },
  }
  return FINDERS.flatMap(find => find(server, writing))
}

function labelOf({ class: meaning, origin }: FactLabel): RecordLabel {
  return {
    class: meaning,
    ...(origin?.cause !== undefined && { cause: origin.cause }),
    ...(origin && { change: origin.path }),
  }
}

/** Each kind of source, in the order of its own lines. */
const FINDERS: readonly ((server: ServerRun, writing: Writing) => StreamRecord[])[] = [
  installerLines,
  scriptLines,
  updateLines,
  events,
]

/** The logs that are on the disk at the end, and before them those that were written over or deleted. */
function installerLines({ facts, machine }: ServerRun, { host, at, label }: Writing): StreamRecord[] {
  const files = installerLogs(machine)
  const there = new Set(files.flatMap(({ runs }) => runs))
  const gone = facts.flatMap(({ body }) =>
    body.kind === 'log-opened' && !there.has(body.run) ? [{ path: body.path, runs: [body.run] }] : [],
  )
  return [...gone, ...files].flatMap(({ path, runs }) => {
    const { rows, factOfLine } = renderInstallerLog(facts, runs, clockOf(machine))
    return rows.map((text, i): LineRecord => {
      const fact = factOfLine[i]!
      const time = at(path, shown(machine.texture.clock, facts[fact]!.at))
      const line = i + 1
      return {
        kind: 'installer-log',
        at: time,
        host,
        label: label(fact),
        path,
        line,
        text,
        end: CRLF,
        encoding: 'utf-16le',
        from: facts[fact]!.body,
      }
    })
  })
}

function scriptLines({ facts, machine }: ServerRun, { host, at, label }: Writing): StreamRecord[] {
  return facts.flatMap(({ at: time, body }, fact): LineRecord[] => {
    const added = body.kind === 'change' ? addedTo(body.change) : undefined
    if (!added) return []
    const { path } = added
    const rows = added.text.split('\n')
    return added.lines.map(line => {
      const row = rows[line - 1]!
      const end = row.endsWith('\r') ? CRLF : '\n'
      const text = end === CRLF ? row.slice(0, -1) : row
      const place = { path, line, text, end, encoding: 'utf-8' } as const
      return {
        kind: 'script-log',
        at: at(path, shown(machine.texture.clock, time)),
        host,
        label: label(fact),
        ...place,
      }
    })
  })
}

const addedTo = (change: Change) => (change.kind === 'file' && isScriptLog(change.path) ? addition(change) : undefined)

function updateLines(server: ServerRun, { host, at, label }: Writing): StreamRecord[] {
  const start = shown(server.machine.texture.clock, server.initial.now)
  return [...server.machine.files.values()].flatMap(node => {
    const { path, content } = node
    if (content?.kind !== 'update-log') return []
    const encoding = content.log === 'reporting' ? 'utf-16le' : 'utf-8'
    const before = updateLogLines(content, node, { machine: server.initial, facts: [] }).length
    return updateLogLines(content, node, server).flatMap(({ text, at: time, fact }, i): LineRecord[] => {
      if (i < before) return []
      const place = { path, line: i + 1, text, end: CRLF, encoding } as const
      const meaning = fact === undefined ? undefined : label(fact)
      // The search that a scenario begins with has begun before it: the client writes its lines when the scenario begins.
      const written = at(path, Math.max(time, start))
      return [{ kind: 'update-log', at: written, host, label: meaning, ...place }]
    })
  })
}

function events({ facts, machine, alarms }: ServerRun, { host, at, label }: Writing): StreamRecord[] {
  const isAlarm = alarmsOf(alarms)
  const meaning = (fact: number, log: LogName, number: number): RecordLabel | undefined =>
    isAlarm(log, number) ? EVERYDAY : label(fact)
  return facts.flatMap(({ body }, fact): EventEntry[] => {
    if (body.kind !== 'change' || body.change.kind !== 'event' || !body.change.after) return []
    const { log, after: event } = body.change
    const own = meaning(fact, log, event.number)
    return [{ kind: 'event', at: at(log, event.time), host, label: own, log, event, machine }]
  })
}

/** It looks alarming, and belongs to the life of any server. */
const EVERYDAY: RecordLabel = { class: 'herring' }

function alarmsOf(alarms: ServerRun['alarms']): (log: LogName, number: number) => boolean {
  const names = new Set(alarms.map(({ log, number }) => `${log} ${number}`))
  return (log, number) => names.has(`${log} ${number}`)
}

/** What the logs have of the days before the start; what was installed months before is older. */
function eventsBefore({ name: host, initial: machine, alarms }: ServerRun, days: number): EventEntry[] {
  const isAlarm = alarmsOf(alarms)
  const from = machine.now - days * DAY
  return LOGS.flatMap(log =>
    machine.logs[log].flatMap((event): EventEntry[] => {
      if (event.time < from) return []
      const label = isAlarm(log, event.number) ? EVERYDAY : undefined
      return [{ kind: 'event', at: event.time, host, label, log, event, machine }]
    }),
  )
}

const LOGS: readonly LogName[] = ['Application', 'System']
