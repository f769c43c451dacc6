import type { Run } from '../run/simulate.ts'
import type { Choice } from '../scenario/choice.ts'
import type { Scenario } from '../scenario/spec.ts'
import { seedFrom } from '../server/random.ts'
import type { Format } from './formats/format.ts'
import { movedBehind, movedTo, STEPS, startingAt, startOf } from './moments.ts'
import { type Noted, recordsOfRun, type StreamRecord } from './records.ts'

/**
 * Runs one behind the other as one stream. Each begins when the one before it has ended, so that no time goes back; when
 * all have been, they begin again with new seeds, for as long as somebody takes. One run is in memory at a time. Does not
 * know where it goes.
 */
export interface StreamPlan {
  /** Each is read when it is its turn. */
  readonly sources: readonly (() => Source)[]
  readonly simulate: (source: Source) => Run
  /** Where the first run begins, in ms since 1970 UTC; undefined: where its scenario says. */
  readonly start?: number | undefined
  /** Starts move by whole weeks, so that day and hour are as the scenario has them. */
  readonly keepWeekday?: boolean | undefined
}

export interface Source {
  /** Names the bundle's folder. */
  readonly id: string
  /** As it is called on the command line. */
  readonly name: string
  /** As its bundle calls it: an id, or a file. */
  readonly from?: string
  readonly scenario: Scenario
  readonly choice: Choice
}

/** How much is wanted; without either, all sources once. */
export interface Wanted {
  readonly count?: number | undefined
  /** As many records as it takes to have so many bytes. */
  readonly bytes?: number | undefined
}

/** A record on its way. */
export interface Line<R extends Noted = StreamRecord> {
  readonly record: R
  /** Without its end. */
  readonly text: string
}

export function* linesOf(plan: StreamPlan, format: Format, wanted: Wanted, labelled: boolean): Generator<Line> {
  const meter = meterOf(format, wanted)
  /** Runs in which nothing has a form in this format. */
  let empty = 0
  for (const run of runsOf(plan, meter.isEndless)) {
    let isEmpty = true
    for (const record of recordsOfRun(run)) {
      if (!format.takes(record)) continue
      const text = format.write(record, labelled)
      yield { record, text }
      isEmpty = false
      if (meter.isFull(text)) return
    }
    empty = isEmpty ? empty + 1 : 0
    if (empty >= plan.sources.length) return
  }
}

export interface Meter {
  /** So much is wanted, however often the runs begin again. */
  readonly isEndless: boolean
  /** Counts a record; true when there is as much as is wanted. */
  readonly isFull: (text: string) => boolean
}

export function meterOf({ opening, encoding, lineEnd }: Format, wanted: Wanted): Meter {
  const { count = Number.POSITIVE_INFINITY, bytes = Number.POSITIVE_INFINITY } = wanted
  const sized = wanted.bytes !== undefined
  let taken = 0
  let size = sized ? Buffer.byteLength(opening, encoding) : 0
  return {
    isEndless: wanted.count !== undefined || sized,
    isFull(text) {
      taken++
      if (sized) size += Buffer.byteLength(text + lineEnd, encoding)
      return taken >= count || size >= bytes
    },
  }
}

export function* runsOf(plan: StreamPlan, isEndless = false): Generator<Run> {
  const step = plan.keepWeekday ? STEPS.week : STEPS.second
  let last = Number.NEGATIVE_INFINITY
  for (let round = 0; round === 0 || isEndless; round++) {
    for (const [index, sourceAt] of plan.sources.entries()) {
      const source = sourceAt()
      const own = startOf(source.scenario)
      const wanted = plan.start === undefined ? own : movedTo(own, plan.start, step)
      const scenario = startingAt(source.scenario, movedBehind(wanted, last, step))
      const run = plan.simulate({ ...source, scenario, choice: choiceOf(source, round, index) })
      last = Math.max(...run.servers.map(({ machine }) => machine.now))
      yield run
    }
  }
}

/** The first time as it was chosen, so that the records are those of the bundle. */
export function choiceOf({ choice }: Source, round: number, index: number): Choice {
  return round === 0 ? choice : { ...choice, seed: seedFrom(`emit ${choice.seed} source ${index} round ${round}`) }
}
