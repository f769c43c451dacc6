import { describe, expect, it } from 'vitest'
import { trackOf } from '../../../sim/drill/marking/track.ts'
import { filmOf } from '../../../tui/replay/frame.ts'
import { timelineText } from '../../../tui/replay/plain.ts'
import { eventTail, type Looked, momentTexts, timelineRows, titleRow, typedTail } from '../../../tui/replay/rows.ts'
import { glyphsFor } from '../../../tui/screen/glyphs.ts'
import type { ScreenRow } from '../../../tui/screen/rows.ts'
import { scenarioById } from '../../laws/state.ts'
import { header, type } from '../../sim/drill/solver.ts'
import { simulated } from '../helpers.ts'

/** What the panes of the player say: dates, what was typed, and nothing of what is to come where that is hidden. */

const STYLE = { glyphs: glyphsFor(true), unicode: true }
const UNFOCUSED: Looked = { focused: false, scroll: 0, hits: () => [], hit: undefined }
const FOCUSED: Looked = { ...UNFOCUSED, focused: true }
const region = (width: number, height: number) => ({ pane: 'timeline', width, height }) as const
const textOf = (row: ScreenRow): string => row.map(({ text }) => text).join('')

const film = filmOf(simulated('file-in-use').servers[0]!)
const reel = (position: number, hidesFuture = false) => ({
  moments: film.moments,
  position,
  start: film.server.initial.now,
  zone: film.server.initial.zone,
  hidesFuture,
})

describe('the timeline', () => {
  it.each([30, 40, 64])('has hours, and its day, in %i columns', width => {
    const rows = timelineRows(reel(0), new Set(), region(width, 12), STYLE).map(textOf)
    expect(rows[0]).toMatch(/^── Mon 27 Aug 2007 ─+$/)
    expect(rows[1]).toMatch(/^▸13:12:00 /)
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(width)
  })

  it('has a rule where another day begins', () => {
    const day = 86_400_000
    const moments = film.moments.slice(0, 4).map((moment, i) => ({ ...moment, at: moment.at + (i > 1 ? day : 0) }))
    const rows = timelineRows({ ...reel(0), moments }, new Set(), region(40, 20), STYLE).map(textOf)
    expect(rows.filter(row => row.startsWith('──'))).toEqual([
      expect.stringContaining(' Mon 27 Aug 2007 '),
      expect.stringContaining(' Tue 28 Aug 2007 '),
    ])
  })

  it('ends at now where the future is hidden', () => {
    const rows = timelineRows(reel(5, true), new Set(), region(60, 40), STYLE).map(textOf)
    expect(rows).toHaveLength(7)
    expect(rows.at(-1)).toContain(momentTexts(film.moments)[5])
    expect(rows.at(-1)).toMatch(/^▸/)
  })
})

it('the title keeps server, date and place, and gives up its own end first', () => {
  const title = { scenario: 'A backup agent holds a file', server: 'EXCH01', now: 1_188_249_120_000, zone: -480 }
  const row = (width: number, count?: number): string =>
    textOf(titleRow({ ...title, position: 3, count }, width, STYLE))
  expect(row(100, 142)).toMatch(/^A backup agent holds a file {2}EXCH01 {2}Mon 27 Aug 2007 13:12:00 +3\/142$/)
  expect(row(60, 142)).toMatch(/^A backup .*… {2}EXCH01 {2}Mon 27 Aug 2007 13:12:00 +3\/142$/)
  expect(row(44, 142)).toMatch(/^EXCH01 {2}Mon 27 Aug 2007 13:12:00 +3\/142$/)
  expect(row(60)).toMatch(/ 3$/)
})

it('an event of another day has its date, one of today has none', () => {
  const frame = film.frame(film.moments.length)
  const event = frame.events.at(-1)
  const events = [{ ...event!, time: event!.time - 40 * 86_400_000 }, event!]
  const rows = eventTail({ ...frame, events }, film.server.initial.zone, region(90, 5), UNFOCUSED, STYLE).rows
  expect(textOf(rows[0]!)).toMatch(/^Wed 18 Jul 2007 13:16:5\d /)
  expect(textOf(rows[1]!)).toMatch(/^13:16:5\d /)
})

describe('of a session', () => {
  const { scenario } = scenarioById('superseded')
  const actions = [type('hostname'), { kind: 'claim', cause: 'superseded', sure: 'likely' } as const, type('ver')]
  const { run, track } = trackOf(scenario, header(), actions)
  const tracked = filmOf(run.servers[0]!, track)

  it('what was typed stands with its output, when it was there', () => {
    const rows = (position: number): string[] =>
      typedTail(tracked.frame(position), region(80, 30), FOCUSED, STYLE).texts.map(String)
    expect(rows(0)).toEqual(['nothing has been typed yet'])
    const end = rows(tracked.moments.length).join('\n')
    expect(end).toMatch(/0 {2}C:\\.*>hostname\n {2}EXCH01\n0 {2}:claim superseded likely\n[\s\S]*>ver\n/)
  })

  it('the same is told as text', () => {
    const text = timelineText(run, { color: false, unicode: false }, track)
    expect(text).toMatch(/2007-.* \$ 0 {2}C:\\.*>hostname\n.* {4}EXCH01\n/)
    expect(text).toContain(':claim superseded likely')
  })

  it('is a run like any other where there is no session', () => {
    const command = filmOf(simulated('saved-state-lost').servers[0]!)
    expect(command.hasTyped).toBe(command.moments.some(({ kind }) => kind === 'command'))
  })
})
