import { apply, clone } from '../../model/machine/apply.ts'
import { invert } from '../../model/machine/change.ts'
import type { Machine } from '../../model/machine/machine.ts'
import type { ServerRun } from '../../sim/run/simulate.ts'

/**
 * A server's machine at any fact of its run. There is one machine, and it is moved: forward by applying changes, back by
 * applying their inverses. Where it stands is all that it remembers, so the way there makes no difference. Does not
 * know what a change is about.
 */
export interface Reel {
  /** The machine after so many facts; good until the next call. */
  at(facts: number): Machine
}

export function newReel({ initial, facts }: Pick<ServerRun, 'initial' | 'facts'>): Reel {
  const machine = clone(initial)
  let here = 0

  const forward = (): void => {
    const { body } = facts[here++]!
    if (body.kind === 'change') apply(machine, body.change)
  }
  const back = (): void => {
    const { body } = facts[--here]!
    if (body.kind === 'change') apply(machine, invert(body.change))
  }

  return {
    at(wanted) {
      while (here < wanted) forward()
      while (here > wanted) back()
      machine.now = facts[here - 1]?.at ?? initial.now
      return machine
    },
  }
}
