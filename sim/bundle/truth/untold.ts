import type { Change } from '../../../model/machine/change.ts'
import { fileAt } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import { systemErrorText } from '../../../model/words/systemErrors.ts'
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
  /** Why nothing could meet it, where that can be seen: `C:\boot.ini is replaced by nothing in this run`. */
  readonly why: string | null
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
    why: whyUnmet(server, origin) ?? null,
    shownBy: shownBy(thingsLeft(server, origin)),
  }))
}

// --------------------------------------------------------------------------------------------------------------- why

function whyUnmet(server: ServerRun, { changes, refused }: Origin): string | undefined {
  if (refused !== 0) return `Windows refuses it: ${systemErrorText(refused) ?? refused}`
  const last = changes.at(-1)
  if (!last) return 'what it names is not there, or is so already'
  return CAN_BE_SEEN[last.kind]?.(last as never, server)
}

type Seen<K extends Change['kind']> = (change: Extract<Change, { kind: K }>, server: ServerRun) => string | undefined

const CAN_BE_SEEN: { readonly [K in Change['kind']]?: Seen<K> } = {
  process: ({ after }, server) => {
    // Its own image is nothing that anybody holds on purpose.
    const held = after?.handles.filter(({ path }) => fold(path) !== fold(after.path)) ?? []
    const texts = held.flatMap(({ path }) => unmetFile(path, server) ?? [])
    return texts.length > 0 ? texts.join('; ') : undefined
  },
}

function unmetFile(path: string, { initial, facts }: ServerRun): string | undefined {
  if (!fileAt(initial, path)) return `the file ${path} is not there`
  const touched = facts.some(({ body }) => body.kind === 'change' && touches(body.change, path))
  return touched ? undefined : `${path} is replaced by nothing in this run`
}

function touches(change: Change, path: string): boolean {
  if (change.kind === 'rename') return fold(change.from) === fold(path) || fold(change.to) === fold(path)
  return change.kind === 'file' && fold(change.path) === fold(path)
}
