import { describe, expect, test } from 'vitest'
import { markOne } from '../../../sim/drill/marking/task.ts'
import { trackOf } from '../../../sim/drill/marking/track.ts'
import { parText, wayOf } from '../../../sim/drill/marking/way.ts'
import type { Action } from '../../../sim/drill/session.ts'
import { typedOn } from '../../../tui/replay/typed.ts'
import { scenarioById } from '../../laws/state.ts'
import { header, type } from './solver.ts'

/** The way that somebody went, as the debrief and the player tell it. */

const { scenario } = scenarioById('services-disabled')
const actions: readonly Action[] = [
  { kind: 'claim', cause: 'services-disabled', sure: 'likely' },
  type('sc config W3SVC start= auto & net start W3SVC'),
  type('sc config Eventlog start= disabled'),
  type('ver'),
]
const { run, track } = trackOf(scenario, header(), actions)

describe('each step', () => {
  test('has its output, and how far from right the servers were before it and after', () => {
    const [claim, mends, spoils, nothing] = track.steps
    expect(track.steps).toHaveLength(4)
    expect(claim!.text).toBe(':claim services-disabled likely')
    expect(mends!.text).toMatch(/>sc config W3SVC start= auto & net start W3SVC$/)
    expect(mends!.output.join('\n')).toContain('SUCCESS')
    expect(spoils).toMatchObject({ after: spoils!.before + 1, spoiled: ['EXCH01 Eventlog'] })
    expect(nothing).toMatchObject({ before: spoils!.after, after: spoils!.after, mended: [], spoiled: [], harm: [] })
  })

  test('that did harm says so, and the first that went astray is known', () => {
    expect(track.steps[2]!.harm.join(' ')).toContain('Eventlog')
    expect(track.astray).toBe(2)
    expect(track.shown.join('\n')).toContain('services-disabled: ')
  })

  test('stands in the facts where it was made', () => {
    const server = run.servers[0]!
    for (const { from, facts } of track.steps) {
      expect(from).toBeGreaterThanOrEqual(track.opening.EXCH01!)
      expect(facts).toBeGreaterThanOrEqual(from)
      expect(facts).toBeLessThanOrEqual(server.facts.length)
    }
    const typed = typedOn(server, track)
    expect(typed.slice(-4).map(({ tone }) => tone)).toEqual(['plain', 'good', 'bad', 'plain'])
    expect(typed.at(-2)!.rows.at(-1)).toMatch(/^! it /)
  })
})

describe('the documented way', () => {
  const textsOf = (id: string): string[] => wayOf(scenarioById(id).scenario, header()).steps.map(({ text }) => text)

  test('is typed, line by line, to its end', () => {
    const way = wayOf(scenarioById('file-in-use').scenario, header())
    expect(way.steps.map(({ text }) => text)).toContain('> taskkill /f /im "bkagent.exe"')
    expect(way.end).toContain('every server is as it should be')
    expect(parText(way, [type('ver'), { kind: 'undo', count: 1 }, type('hostname')])).toBe('9 lines; typed were 1')
  })

  test('names the server where there are several, and what no command does', () => {
    expect(textsOf('cas-proxy-order').join('\n')).toMatch(/^(?:CAS-|by hand: )/m)
    expect(textsOf('disk-full-early')).toEqual([expect.stringMatching(/^by hand: Make room/)])
    expect(wayOf(scenarioById('superseded').scenario, header())).toMatchObject({
      steps: [],
      end: expect.stringContaining('stays as it is'),
    })
  })
})

test('is what a worker tells, as plain data', () => {
  const told = markOne({ asks: 'track', scenario, header: header(), actions })
  expect(structuredClone(told)).toEqual(track)
  expect(markOne({ asks: 'grade', scenario, header: header(), actions }).parts).toHaveLength(6)
  expect(markOne({ asks: 'hints', scenario, header: header(), actions: [] })).toHaveLength(5)
  expect(markOne({ asks: 'way', scenario, header: header(), actions: [] })).toEqual(wayOf(scenario, header()))
})
