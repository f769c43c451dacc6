import TinyQueue from 'tinyqueue'
import { DAY } from '../../model/machine/time.ts'
import type { Run } from '../run/simulate.ts'
import type { Scenario } from '../scenario/spec.ts'
import type { Format } from './formats/format.ts'
import { movedBehind, movedTo, STEPS, startingAt, startOf } from './moments.ts'
import { type Noted, recordsOfRun } from './records.ts'
import { choiceOf, type Line, meterOf, type StreamPlan, type Wanted } from './stream.ts'

/**
 * Runs that happened at the same time as one stream: the hosts of a fleet, merged by the one clock, with the days that they
 * lived before. A host is simulated when the stream comes to its first day, and its lines wait on a shelf, so that of each
 * host one line is in memory. Does not know where the shelf is, nor where the stream goes.
 */

export interface Shelf {
  /** Takes the lines of a run, and gives them back one by one. */
  keep(lines: Iterable<Line<Noted>>): Iterator<Line<Noted>>
}

export function* mergedLines(
  plan: StreamPlan,
  shelf: Shelf,
  format: Format,
  wanted: Wanted,
  labelled: boolean,
): Generator<Line<Noted>> {
  const meter = meterOf(format, wanted)
  const step = plan.keepWeekday ? STEPS.week : STEPS.second
  const beginnings = plan.sources.map((at, index): Beginning => ({ index, at: beginningOf(at().scenario) }))
  const first = Math.min(...beginnings.map(({ at }) => at))
  let start = plan.start === undefined ? first : movedTo(first, plan.start, step)
  for (let round = 0; round === 0 || meter.isEndless; round++) {
    let last = Number.NEGATIVE_INFINITY
    for (const line of roundOf({ plan, shelf, format, labelled, round, shift: start - first }, beginnings)) {
      yield line
      last = line.record.at
      if (meter.isFull(line.text)) return
    }
    if (last === Number.NEGATIVE_INFINITY) return
    start = movedBehind(start, last, step)
  }
}

interface Beginning {
  readonly index: number
  readonly at: number
}

/** When its logs begin. */
function beginningOf(scenario: Scenario): number {
  const days = scenario.servers.map(({ background }) => (background === 'none' ? 0 : background.days))
  return startOf(scenario) - Math.max(...days) * DAY
}

interface Round {
  readonly plan: StreamPlan
  readonly shelf: Shelf
  readonly format: Format
  readonly labelled: boolean
  readonly round: number
  /** By which all of it is moved. */
  readonly shift: number
}

/** A host whose next line is known. */
interface Open {
  readonly index: number
  readonly line: Line<Noted>
  readonly rest: Iterator<Line<Noted>>
}

/** What a clock shows may be some minutes before the moment. */
const EARLY = 600_000

function* roundOf(round: Round, beginnings: readonly Beginning[]): Generator<Line<Noted>> {
  const waiting = beginnings.toSorted((a, b) => a.at - b.at || a.index - b.index)
  const open = new TinyQueue<Open>([], (a, b) => a.line.record.at - b.line.record.at || a.index - b.index)
  const enter = (index: number, rest: Open['rest']): void => {
    const { done, value } = rest.next()
    if (!done) open.push({ index, line: value, rest })
  }
  while (waiting.length > 0 || open.length > 0) {
    const now = open.peek()?.line.record.at ?? Number.POSITIVE_INFINITY
    const [next] = waiting
    if (next && next.at + round.shift - EARLY <= now) {
      waiting.shift()
      enter(next.index, round.shelf.keep(linesOfHost(round, next.index)))
      continue
    }
    const { index, line, rest } = open.pop()!
    yield line
    enter(index, rest)
  }
}

function* linesOfHost(round: Round, index: number): Generator<Line<Noted>> {
  const { format, labelled } = round
  for (const record of recordsOfRun(runOf(round, index), 'days')) {
    if (format.takes(record)) yield { record, text: format.write(record, labelled) }
  }
}

function runOf({ plan, round, shift }: Round, index: number): Run {
  const source = plan.sources[index]!()
  const scenario = startingAt(source.scenario, startOf(source.scenario) + shift)
  return plan.simulate({ ...source, scenario, choice: choiceOf(source, round, index) })
}
