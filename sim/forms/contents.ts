import { dispatch, type Table } from '../../model/machine/dispatch.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { isServer2003 } from '../../model/machine/machine.ts'
import type { FileContent, FileNode } from '../../model/machine/parts.ts'
import type { Fact, ServerState } from '../server/facts.ts'
import type { Sought, Spot } from './about.ts'
import { renderClixml } from './cliXml.ts'
import { utf16, utf16Size } from './encode.ts'
import { writeEvt } from './eventlog/evt.ts'
import { writeEvtx } from './eventlog/evtx.ts'
import type { EventRecord } from './eventlog/record.ts'
import { recordSpots, recordsOf } from './eventlog/records.ts'
import { renderFirstInstall } from './firstInstallLog.ts'
import { clockOf, installerLogSpots, type RenderLog, renderInstallerLog } from './installerLog.ts'
import type { Rendered } from './kinds.ts'
import { renderText, textSpots } from './textFile.ts'
import { renderUpdateLog, updateLogSpots } from './updateLogs.ts'

/**
 * The bytes of a file on the simulated disk, each kind of content by its own form. Does not know where the bytes go.
 */

type Render = [node: FileNode, server: ServerState, renderLog: RenderLog]

/** What has no row here has bytes that nobody has modelled. */
const RENDERERS: Partial<Table<FileContent, Render, Rendered>> = {
  text: (content, { path }) => renderText(content, path),
  clixml: content => ({ kind: 'state', encoding: 'utf-16le', bytes: renderClixml(content) }),
  'installer-log': ({ runs }, _node, { facts, machine }, renderLog) => {
    const { text } = renderLog(facts, runs, clockOf(machine))
    return { kind: 'installer-log', encoding: 'utf-16le', bytes: utf16(text) }
  },
  'event-log': ({ log }, _node, { machine }) => {
    return { kind: 'event-log', encoding: 'binary', bytes: eventLogBytes(machine, recordsOf(machine, log)) }
  },
  'update-log': (content, node, server) => renderUpdateLog(content, node, server),
  'first-install-log': ({ installed }, _node, { machine }) => renderFirstInstall(installed, machine),
}

/** A log of Server 2003 may grow to 16 MiB, and then its oldest records go (modelled: memory). */
const SERVER_2003 = { maxSize: 16_777_216, retentionSeconds: 0 } as const

/** Records as the log of that Windows. */
export const eventLogBytes = (machine: Machine, records: readonly EventRecord[]): Uint8Array =>
  isServer2003(machine) ? writeEvt(records, SERVER_2003) : writeEvtx(records)

/** The bytes of a file on the simulated disk; undefined when what it holds is not modelled. */
export function renderFile(
  machine: Machine,
  facts: readonly Fact[],
  node: FileNode,
  renderLog: RenderLog = renderInstallerLog,
): Rendered | undefined {
  return node.content && dispatch(RENDERERS, node.content, node, { machine, facts }, renderLog)
}

/** As a listing shows it: a log is as long as its bytes and as old as its last line, of which the model has only the facts. */
export function asListed(server: ServerState, node: FileNode, renderLog: RenderLog = renderInstallerLog): FileNode {
  const { content } = node
  const listed = { ...node, modified: lastWrite(server, node, renderLog) }
  if (content?.kind === 'installer-log') {
    const { text } = renderLog(server.facts, content.runs, clockOf(server.machine))
    return { ...listed, size: utf16Size(text) }
  }
  const bytes = renderFile(server.machine, server.facts, node, renderLog)?.bytes
  return bytes ? { ...listed, size: bytes.length } : listed
}

/** Of a log, when its last line or record came. */
export function lastWrite(server: ServerState, { content, modified }: FileNode, renderLog: RenderLog): number {
  return Math.max(modified, (content && dispatch(LAST_WRITTEN, content, server, renderLog)) ?? modified)
}

const LAST_WRITTEN: Partial<Table<FileContent, [server: ServerState, renderLog: RenderLog], number | undefined>> = {
  'installer-log': ({ runs }, { machine, facts }, renderLog) =>
    timeOf(facts, renderLog(facts, runs, clockOf(machine)).factOfLine.at(-1)),
  'event-log': ({ log }, { machine }) => machine.logs[log].at(-1)?.time,
}

const timeOf = (facts: readonly Fact[], fact: number | undefined): number | undefined =>
  fact === undefined ? undefined : facts[fact]!.at

const SPOTS: readonly ((server: ServerState, sought: Sought, renderLog: RenderLog) => Spot[])[] = [
  installerLogSpots,
  textSpots,
  updateLogSpots,
  recordSpots,
]

/** Where files on the disk show the facts that are wanted. */
export function diskSpots(server: ServerState, sought: Sought, renderLog: RenderLog): Spot[] {
  return SPOTS.flatMap(spots => spots(server, sought, renderLog))
}
