import type { FileNode } from '../../../model/machine/parts.ts'
import { withSize } from '../../forms/contents.ts'
import type { ServerState } from '../../server/facts.ts'

/**
 * A file as every view has it and every copy takes it: as long as its bytes. The machine itself does not know how long a log
 * is, whose bytes are made of what happened. Its time is that of its first line, here as in what is exported: not that of
 * its last, as on a real server.
 */
export const seenFile = (server: ServerState, node: FileNode): FileNode => withSize(server, node)
