import type { Change } from '../../../model/machine/change.ts'
import type { Machine } from '../../../model/machine/machine.ts'
import { fold } from '../../../model/machine/names.ts'
import type { Course, Traced } from './course.ts'

/** What commands have changed by themselves, for whoever looks for harm in it. Does not know what harm is. */

export interface Found {
  /** What was harmed: found twice, it counts once. */
  readonly about: string
  readonly what: string
  readonly deed: number
  readonly rows?: readonly string[]
}

/** Changes that commands have made by themselves, each with the server as it is now and as it was. */
export interface Own<C extends Change = Change> extends Traced {
  readonly change: C
  readonly now: Machine
  readonly was: Machine
}

export function ownChanges({ traced, opening }: Course): Own[] {
  return traced.flatMap(one => {
    const { body } = one.fact
    if (one.bySystem || body.kind !== 'change') return []
    return [{ ...one, change: body.change, now: one.server.machine, was: opening.machines.get(one.server.name)! }]
  })
}

export const isKind =
  <K extends Change['kind']>(kind: K) =>
  (own: Own): own is Own<Extract<Change, { kind: K }>> =>
    own.change.kind === kind

export const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

export const isRunning = ({ processes }: Machine, path: string): boolean =>
  [...processes.values()].some(process => fold(process.path) === fold(path))
