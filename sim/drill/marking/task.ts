import type { Scenario } from '../../scenario/spec.ts'
import type { Grade } from '../grade.ts'
import type { Action, Header } from '../session.ts'
import { hintsOf } from './hints.ts'
import { graderOf } from './marking.ts'
import { type Track, trackOf } from './track.ts'
import { type Way, wayOf } from './way.ts'

/**
 * What is asked of whoever knows the answer while somebody else goes on typing. Plain data, which travels to a worker; what is
 * right in a lab is found out once. Knows no thread.
 */
export interface MarkTask<Asks extends keyof Marked = keyof Marked> {
  readonly asks: Asks
  readonly scenario: Scenario
  readonly header: Header
  readonly actions: readonly Action[]
}

export interface Marked {
  readonly grade: Grade
  readonly hints: readonly string[]
  readonly track: Track
  readonly way: Way
}

export function markOne<Asks extends keyof Marked>(task: MarkTask<Asks>): Marked[Asks] {
  return MARKERS[task.asks](labOf(task), task)
}

interface Lab {
  readonly scenario: Scenario
  readonly header: Header
  readonly grade: (actions: readonly Action[]) => Grade
}

const MARKERS: { readonly [K in keyof Marked]: (lab: Lab, task: MarkTask) => Marked[K] } = {
  grade: ({ grade }, { actions }) => grade(actions),
  hints: ({ scenario, header }) => hintsOf(scenario, header),
  track: ({ scenario, header }, { actions }) => trackOf(scenario, header, actions).track,
  way: ({ scenario, header }) => wayOf(scenario, header),
}

let last: { readonly key: string; readonly lab: Lab } | undefined

/** A thread serves one lab. */
function labOf({ scenario, header }: MarkTask): Lab {
  const key = JSON.stringify([scenario, header])
  if (last?.key !== key) last = { key, lab: { scenario, header, grade: graderOf(scenario, header) } }
  return last.lab
}
