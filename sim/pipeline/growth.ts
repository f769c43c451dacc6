import type { Machine } from '../../model/machine/machine.ts'
import type { LogName } from '../../model/machine/parts.ts'
import { eventLogBytes, renderFile } from '../forms/contents.ts'
import type { EventRecord } from '../forms/eventlog/record.ts'
import { eventLogPlaces, recordOf, recordsOf } from '../forms/eventlog/records.ts'
import { posixPath } from '../forms/posixPath.ts'
import { isScriptLog } from '../forms/textFile.ts'
import type { Run, ServerRun } from '../run/simulate.ts'
import { recordsOfRun, type StreamRecord } from './records.ts'

/**
 * The logs of a run as files that grow while it runs: what each holds before it, and what every record does to it. A text
 * grows by whole lines; an event log is a whole file after each of its records. At the end they have the bytes that they
 * have in a bundle, but for logs that somebody renames. Writes nothing.
 */
export interface Growth {
  /** Files that are there when it begins. */
  readonly begin: readonly GrownFile[]
  readonly records: readonly StreamRecord[]
  /** Whatever the records so far have made of files. */
  readonly grow: (records: readonly StreamRecord[]) => readonly GrownFile[]
}

export interface GrownFile {
  /** Below the folder: `C/WINDOWS/WindowsUpdate.log`. */
  readonly path: string
  readonly bytes: Uint8Array
  /** They come behind what is there; otherwise in its place, all at once. */
  readonly appended: boolean
}

export function growthOf(run: Run): Growth {
  const several = run.servers.length > 1
  const logs = new Map(run.servers.map(server => [server.name, new ServerLogs(server, several ? server.name : '')]))
  return {
    begin: [...logs.values()].flatMap(own => own.begin()),
    records: recordsOfRun(run),
    grow: records => {
      const grown = records.flatMap(record => logs.get(record.host)!.take(record))
      return [...joinedTexts(grown), ...[...logs.values()].flatMap(own => own.eventLogs())]
    },
  }
}

class ServerLogs {
  readonly #initial: Machine
  readonly #root: string
  readonly #events: Readonly<Record<LogName, EventRecord[]>>
  readonly #changed = new Set<LogName>()

  constructor({ initial }: ServerRun, root: string) {
    this.#initial = initial
    this.#root = root
    this.#events = { Application: recordsOf(initial, 'Application'), System: recordsOf(initial, 'System') }
  }

  begin(): GrownFile[] {
    const kinds = new Set(['event-log', 'installer-log', 'update-log', 'first-install-log'])
    return [...this.#initial.files.values()].flatMap(node => {
      const isLog = kinds.has(node.content?.kind ?? '') || (node.content?.kind === 'text' && isScriptLog(node.path))
      const rendered = isLog ? renderFile(this.#initial, [], node) : undefined
      return rendered ? [this.#file(node.path, rendered.bytes, false)] : []
    })
  }

  /** Of a line what it adds; of an event nothing yet. */
  take(record: StreamRecord): GrownFile[] {
    if (record.kind === 'event') {
      this.#events[record.log].push(recordOf(record.machine, record.log, record.event))
      this.#changed.add(record.log)
      return []
    }
    const { path, line, text, end, encoding } = record
    const mark = line === 1 && encoding === 'utf-16le' ? '\ufeff' : ''
    return [this.#file(path, Buffer.from(mark + text + end, encoding), line > 1)]
  }

  /** Those to which something has come. */
  eventLogs(): GrownFile[] {
    const logs = [...this.#changed]
    this.#changed.clear()
    return logs.flatMap(log => {
      const bytes = eventLogBytes(this.#initial, this.#events[log])
      return eventLogPlaces(this.#initial, log).map(path => this.#file(path, bytes, false))
    })
  }

  #file(path: string, bytes: Uint8Array, appended: boolean): GrownFile {
    return { path: `${this.#root}${posixPath(path)}`.replace(/^\//, ''), bytes, appended }
  }
}

/** Lines that follow each other in one file are written together. */
function joinedTexts(files: readonly GrownFile[]): GrownFile[] {
  const joined: { path: string; parts: Uint8Array[]; appended: boolean }[] = []
  for (const { path, bytes, appended } of files) {
    const last = joined.at(-1)
    if (last?.path === path && appended) last.parts.push(bytes)
    else joined.push({ path, parts: [bytes], appended })
  }
  return joined.map(({ path, parts, appended }) => ({ path, bytes: Buffer.concat(parts), appended }))
}
