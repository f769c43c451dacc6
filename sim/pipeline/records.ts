import type { Change } from '../../model/machine/change.ts'
import type { Machine } from '../../model/machine/machine.ts'
import type { LogName, ReportedEvent } from '../../model/machine/parts.ts'
import { type FactLabel, type LabelClass, labelFacts } from '../bundle/truth/labels.ts'
import { CRLF } from '../forms/encode.ts'
import { clockOf, installerLogs, renderInstallerLog } from '../forms/installerLog.ts'
import { addition, isScriptLog } from '../forms/textFile.ts'
import { renderUpdateLog, updateLogLines } from '../forms/updateLogs.ts'
import type { Run, ServerRun } from '../run/simulate.ts'

/**
 * What the servers of a run have written, in order of time, one line or one event each, with what it means to whoever
 * looks for the cause. Counts from the start of the scenario: what a log held before is no part of it. Does not know how
 * a record looks to anybody.
 */
export type StreamRecord = LineRecord | EventEntry

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

/** The servers' records merged; those of one moment stay in the order in which each server wrote them. */
export function recordsOfRun(run: Run): StreamRecord[] {
  return run.servers.flatMap(recordsOfServer).sort((a, b) => a.at - b.at)
}

/** A record before it is known what it means: that is said of the fact that it comes from. */
type Found = { readonly fact: number } & (Omit<LineRecord, keyof Written> | Omit<EventEntry, keyof Written>)

function recordsOfServer(server: ServerRun): StreamRecord[] {
  const { name: host, facts } = server
  const labels = new Map([...labelFacts(server)].map(([fact, label]) => [fact, labelOf(label)]))
  const last = new Map<string, number>()
  return FINDERS.flatMap(find => find(server)).map(({ fact, ...found }) => {
    // Of what is written later than it came about, such as the end of an action, the line has the older time.
    const source = found.kind === 'event' ? found.log : found.path
    const at = Math.max(found.kind === 'event' ? found.event.time : facts[fact]!.at, last.get(source) ?? 0)
    last.set(source, at)
    return { at, host, label: labels.get(fact), ...found }
  })
}

function labelOf({ class: meaning, origin }: FactLabel): RecordLabel {
  return {
    class: meaning,
    ...(origin?.cause !== undefined && { cause: origin.cause }),
    ...(origin && { change: origin.path }),
  }
}

/** Each kind of source, in the order of its own lines. */
const FINDERS: readonly ((server: ServerRun) => Found[])[] = [installerLines, scriptLines, updateLines, events]

/** The logs that are on the disk at the end, then those that were written over or deleted. */
function installerLines({ facts, machine }: ServerRun): Found[] {
  const files = installerLogs(machine)
  const there = new Set(files.flatMap(({ runs }) => runs))
  const gone = facts.flatMap(({ body }) =>
    body.kind === 'log-opened' && !there.has(body.run) ? [{ path: body.path, runs: [body.run] }] : [],
  )
  return [...gone, ...files].flatMap(({ path, runs }) => {
    const { rows, factOfLine } = renderInstallerLog(facts, runs, clockOf(machine))
    const file = { kind: 'installer-log', path, end: CRLF, encoding: 'utf-16le' } as const
    return rows.map((text, i): Found => ({ ...file, line: i + 1, text, fact: factOfLine[i]! }))
  })
}

function scriptLines({ facts }: ServerRun): Found[] {
  return facts.flatMap(({ body }, fact): Found[] => {
    const added = body.kind === 'change' ? addedTo(body.change) : undefined
    if (!added) return []
    const rows = added.text.split('\n')
    return added.lines.map(line => {
      const row = rows[line - 1]!
      const end = row.endsWith('\r') ? CRLF : '\n'
      const text = end === CRLF ? row.slice(0, -1) : row
      return { kind: 'script-log', path: added.path, line, text, end, encoding: 'utf-8', fact }
    })
  })
}

const addedTo = (change: Change) => (change.kind === 'file' && isScriptLog(change.path) ? addition(change) : undefined)

function updateLines(server: ServerRun): Found[] {
  return [...server.machine.files.values()].flatMap(({ path, content }) => {
    if (content?.kind !== 'update-log') return []
    const { encoding } = renderUpdateLog(content.log, server)
    const file = {
      kind: 'update-log',
      path,
      end: CRLF,
      encoding: encoding === 'utf-16le' ? encoding : 'utf-8',
    } as const
    return updateLogLines(content.log, server).map(({ text, fact }, i): Found => ({ ...file, line: i + 1, text, fact }))
  })
}

function events({ facts, machine }: ServerRun): Found[] {
  return facts.flatMap(({ body }, fact): Found[] => {
    if (body.kind !== 'change' || body.change.kind !== 'event' || !body.change.after) return []
    const { log, after: event } = body.change
    return [{ kind: 'event', log, event, machine, fact }]
  })
}
