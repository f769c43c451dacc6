import { isoLocal, parseLocal } from '../../model/machine/time.ts'
import type { Zone } from '../../model/machine/zone.ts'
import type { Scenario } from '../scenario/spec.ts'

/**
 * When a scenario begins, and the same scenario at another time. It is simulated there: so every time that stands in a
 * text moves with those that a record has, and no text is touched. Does not know what time it is.
 */

const SECOND = 1000
const WEEK = 7 * 86_400 * SECOND

/** ms since 1970 UTC. The first server's clock says it. */
export const startOf = (scenario: Scenario): number => parseLocal(scenario.start, zoneOf(scenario))

export function startingAt(scenario: Scenario, at: number): Scenario {
  return { ...scenario, start: isoLocal(at, zoneOf(scenario)) }
}

const zoneOf = ({ servers }: Scenario): Zone => servers[0]!.zone

/** By what a start may move: whole seconds keep where a tick of the clock falls, whole weeks the day and the hour too. */
export const STEPS = { second: SECOND, week: WEEK } as const

/** The start moved by whole steps to the last such moment that is not after `wanted`. */
export const movedTo = (start: number, wanted: number, step: number): number =>
  start + Math.floor((wanted - start) / step) * step

/** The start moved by whole steps to the first such moment that is after `last`, or where it was. */
export const movedBehind = (start: number, last: number, step: number): number =>
  start > last ? start : start + (Math.floor((last - start) / step) + 1) * step
