import type { Grade } from '../drill/grade.ts'
import { grade } from '../drill/marking/marking.ts'
import type { Action, Header } from '../drill/session.ts'
import { loadUsable } from '../run/usable.ts'

/** A session graded apart from all others, so that it can be done anywhere. Plain data goes in and comes out. */

export interface Task {
  /** Of a scenario that can be simulated. */
  readonly scenario: string
  readonly header: Header
  readonly actions: readonly Action[]
}

/** On the way out of a worker an error loses all but its message. */
export type Done = { readonly grade: Grade } | { readonly contradiction: string }

/** Never throws. */
export function gradeOne({ scenario, header, actions }: Task): Done {
  try {
    const loaded = loadUsable(scenario, 'scenario')
    if (!loaded.ok) return { contradiction: 'a scenario that was read cannot be read' }
    return { grade: grade(loaded.scenario, header, actions) }
  } catch (error) {
    return { contradiction: error instanceof Error ? error.message : String(error) }
  }
}
