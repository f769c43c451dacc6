import { describe, expect, it } from 'vitest'
import { FORMATS } from '../../../sim/pipeline/formats/table.ts'
import { mergedLines, type Shelf } from '../../../sim/pipeline/merged.ts'
import { type Noted, recordsOfRun } from '../../../sim/pipeline/records.ts'
import type { Line, Source, StreamPlan } from '../../../sim/pipeline/stream.ts'
import { simulate } from '../../../sim/run/simulate.ts'
import { loadScenario } from '../../../sim/scenario/load.ts'

const DAY = 86_400_000

/** A host that is updated at some time of its day, and lives for a day before and behind that. */
function host(name: string, start: string, zone: string): Source {
  const text = `title: A host
start: ${start}
servers: [{name: ${name}, zone: '${zone}', roles: [hub-transport], background: {days: 1, busy: low}}]
steps: [{install: {rollup: KB935490, by: microsoft-update}}, {live: {days: 1, busy: low}}]`
  const loaded = loadScenario(text, name)
  if (!loaded.ok) throw new Error(loaded.problems[0]?.message)
  return { id: name, name, scenario: loaded.scenario, choice: { seed: 7 } }
}

/** The second begins while the first is under way, the third two days later and before the second by its number. */
const HOSTS = [
  host('HUB1', '2007-09-15T22:00:00', '+00:00'),
  host('HUB2', '2007-09-18T22:00:00', '+00:00'),
  host('HUB3', '2007-09-15T15:01:00', '-07:00'),
]

function plan(more: Partial<StreamPlan> = {}) {
  const opened: string[] = []
  const made: StreamPlan = {
    sources: HOSTS.map(one => () => one),
    simulate: ({ name, scenario, choice }) => {
      opened.push(name)
      return simulate(scenario, choice)
    },
    ...more,
  }
  return { made, opened }
}

/** In memory, and counting what waits. */
function shelf(): Shelf & { readonly most: () => number } {
  let waiting = 0
  let most = 0
  return {
    most: () => most,
    keep(lines) {
      const kept = [...lines]
      waiting++
      most = Math.max(most, waiting)
      return (function* () {
        yield* kept
        waiting--
      })()
    },
  }
}

const jsonl = FORMATS.jsonl
const all = (lines: Iterable<Line<Noted>>): Line<Noted>[] => [...lines]

describe('the hosts of a fleet as one stream', () => {
  const { made, opened } = plan()
  const kept = shelf()
  const lines = all(mergedLines(made, kept, jsonl, {}, true))

  it('have everything that each of them wrote, and nothing else', () => {
    const alone = HOSTS.flatMap(({ scenario, choice }) =>
      recordsOfRun(simulate(scenario, choice), 'days').map(record => jsonl.write(record, true)),
    )
    expect(lines.map(({ text }) => text).sort()).toEqual(alone.sort())
  })

  it('are merged by time, and what one host wrote stays in its order', () => {
    const times = lines.map(({ record }) => record.at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    for (const { scenario, choice, name } of HOSTS) {
      const own = lines.filter(({ record }) => record.host === name).map(({ text }) => text)
      expect(own).toEqual(recordsOfRun(simulate(scenario, choice), 'days').map(record => jsonl.write(record, true)))
    }
    const turns = lines.filter(({ record }, i) => record.host !== lines[i - 1]?.record.host)
    expect(turns.length).toBeGreaterThan(100)
  })

  it('begin with the days that they lived before', () => {
    const updated = Date.parse('2007-09-15T22:00:00Z')
    expect(lines[0]!.record.at).toBeGreaterThanOrEqual(updated - DAY)
    expect(lines[0]!.record.at).toBeLessThan(updated - DAY / 2)
    expect(lines.some(({ record }) => record.at < updated && record.label?.class === 'herring')).toBe(true)
  })

  it('are simulated when the stream comes to them, and forgotten when it has passed', () => {
    expect(opened).toEqual(['HUB1', 'HUB3', 'HUB2'])
    expect(kept.most()).toBe(2)
  })

  it('begin where that is asked for, as a whole', () => {
    const start = Date.parse('2026-03-01T08:00:00Z')
    const moved = all(mergedLines(plan({ start }).made, shelf(), jsonl, {}, true))
    expect(moved[0]!.record.at).toBeGreaterThanOrEqual(start)
    // The verbose log of each host begins as long after the first day as before.
    const shift = start - Date.parse('2007-09-14T22:00:00Z')
    const begun = (those: readonly Line<Noted>[]) =>
      HOSTS.map(
        ({ name }) => those.find(({ record }) => record.host === name && record.kind === 'update-log')!.record.at,
      )
    expect(begun(moved).map((at, i) => Math.round((at - begun(lines)[i]! - shift) / 60_000))).toEqual([0, 0, 0])
  })

  it('begin again behind their end, with seeds of their own, where more is wanted than there is', () => {
    const more = all(mergedLines(plan().made, shelf(), jsonl, { count: lines.length + 500 }, true))
    expect(more.length).toBe(lines.length + 500)
    expect(more.slice(0, lines.length)).toEqual(lines)
    const times = more.map(({ record }) => record.at)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
  })

  it('of which nothing has a form in a format end the stream', () => {
    expect(all(mergedLines(plan().made, shelf(), { ...jsonl, takes: () => false }, { count: 5 }, true))).toEqual([])
  })
})
