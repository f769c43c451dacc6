import { renderInstallerLog } from '../../forms/installerLog.ts'
import type { Run, ServerRun } from '../../run/simulate.ts'
import type { Origin } from '../../scenario/build.ts'
import { labelFacts } from './labels.ts'
import { thingsLeft } from './made.ts'
import { deed } from './origins.ts'
import { exportsShowing } from './places.ts'

/**
 * Faults that nothing in the run met: a held file that the rollup does not replace, a path that is not there. Whoever
 * wrote the scenario wants to know. Does not know whether that was meant.
 */
export interface Untold {
  readonly server: string
  /** `servers[0].change[2]` */
  readonly change: string
  readonly cause: string | null
  /** What the entry has done. */
  readonly did: string
  /** Exports that show it all the same: `exports\\processes.txt`. */
  readonly shownBy: readonly string[]
}

/** Where nothing is marked with a cause, every entry counts as a fault. */
export const withoutTrace = ({ servers }: Run): Untold[] => servers.flatMap(untoldOn)

function untoldOn(server: ServerRun): Untold[] {
  const met = new Set([...labelFacts(server).values()].map(({ origin }) => origin))
  const causesMet = new Set([...met].map(origin => origin?.cause))
  // What stands beside an entry that was met is a part of the same fault: a copy is gone, and so is its source.
  const isUntold = (origin: Origin): boolean =>
    origin.cause === undefined ? !server.keyed && !met.has(origin) : !causesMet.has(origin.cause)
  // A step that is the mistake was made, whatever came of it.
  const untold = server.origins.filter(origin => origin.step === undefined && isUntold(origin))
  if (untold.length === 0) return []
  const shownBy = exportsShowing(server, renderInstallerLog)
  return untold.map(origin => ({
    server: server.name,
    change: origin.path,
    cause: origin.cause ?? null,
    did: deed(origin),
    shownBy: shownBy(thingsLeft(server, origin)),
  }))
}
