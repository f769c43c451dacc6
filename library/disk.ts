import { type MountedDisk, mountDisk } from '../sim/forms/disk.ts'
import type { ServerRun } from '../sim/run/simulate.ts'

/**
 * The drives of a simulated server for any program that takes a Node `fs`: its logs, event logs, exports of the scripts and
 * packages where they lie on a real one. In Node; the rest of the library asks for no file system.
 */

export type { ReadableFs } from '../sim/disk.ts'
export type { MountedDisk, MountedFs, WindowsDisk } from '../sim/forms/disk.ts'

/** As they are now. What is written there changes nothing on the server. */
export const diskOf = (server: ServerRun): MountedDisk => mountDisk(server)
