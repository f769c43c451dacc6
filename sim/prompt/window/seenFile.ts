import type { FileNode } from '../../../model/machine/parts.ts'
import { withSize } from '../../forms/contents.ts'
import { clockOf, renderInstallerLog } from '../../forms/installerLog.ts'
import type { ServerState } from '../../server/facts.ts'

/**
 * A file as every view has it and every copy takes it: as long as its bytes, and a log of the installer as old as its last
 * line. The machine itself has neither of a log, whose bytes are made of the facts. Does not know who looks.
 */
export function seenFile(server: ServerState, node: FileNode): FileNode {
  const sized = withSize(server, node)
  return { ...sized, modified: Math.max(node.modified, lastLineOf(server, node) ?? 0) }
}

/** When the last line was written; undefined of what is no such log, or has no line. */
function lastLineOf({ machine, facts }: ServerState, { content }: FileNode): number | undefined {
  if (content?.kind !== 'installer-log') return undefined
  const last = renderInstallerLog(facts, content.runs, clockOf(machine)).factOfLine.at(-1)
  return last === undefined ? undefined : facts[last]!.at
}
