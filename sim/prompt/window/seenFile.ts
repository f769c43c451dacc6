import { dispatch, type Table } from '../../../model/machine/dispatch.ts'
import type { FileContent, FileNode } from '../../../model/machine/parts.ts'
import { withSize } from '../../forms/contents.ts'
import { clockOf, renderInstallerLog } from '../../forms/installerLog.ts'
import { updateLogSpots } from '../../forms/updateLogs.ts'
import type { ServerState } from '../../server/facts.ts'

/**
 * A file as every view has it and every copy takes it: as long as its bytes, and a log as old as its last line. The machine
 * itself has neither of a log, whose bytes are made of what happened. Does not know who looks.
 */
export function seenFile(server: ServerState, node: FileNode): FileNode {
  const written = node.content && dispatch(LAST_WRITTEN, node.content, node, server)
  return { ...withSize(server, node), modified: Math.max(node.modified, written ?? 0) }
}

/** When the last line or record was written; undefined of a log that has none. What has no row here is as old as it says. */
const LAST_WRITTEN: Partial<Table<FileContent, [node: FileNode, server: ServerState], number | undefined>> = {
  'installer-log': ({ runs }, _, { machine, facts }) =>
    timeOf(facts, renderInstallerLog(facts, runs, clockOf(machine)).factOfLine.at(-1)),
  'event-log': ({ log }, _, { machine }) => machine.logs[log].at(-1)?.time,
  'update-log'(_, { path }, server) {
    const last = updateLogSpots(server, () => true).findLast(spot => spot.path === path)
    return last?.about.kind === 'fact' ? timeOf(server.facts, last.about.fact) : undefined
  },
}

const timeOf = (facts: ServerState['facts'], fact: number | undefined): number | undefined =>
  fact === undefined ? undefined : facts[fact]!.at
