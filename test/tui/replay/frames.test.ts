import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ServerRun } from '../../../sim/run/simulate.ts'
import { filmOf, frameAt } from '../../../tui/replay/frame.ts'
import { newReel } from '../../../tui/replay/reel.ts'
import { timelineOf } from '../../../tui/replay/timeline.ts'
import { ROOT, simulated } from '../helpers.ts'
import { snapshot } from './snapshot.ts'

const IDS = readdirSync(join(ROOT, 'scenarios'))
  .filter(name => name.endsWith('.yaml'))
  .map(name => name.replace('.yaml', ''))

const server = simulated('file-in-use').servers[0]!

/** The straight way: a fresh machine, and every change once. */
function straight(of: ServerRun, facts: number): unknown {
  return snapshot(newReel({ initial: of.initial, facts: of.facts.slice(0, facts) }).at(facts))
}

describe.each(IDS)('the machine of %s', id => {
  const servers = simulated(id).servers

  it('is what the run left at the last fact, and what it found at the first', () => {
    for (const { initial, machine, facts } of servers) {
      const reel = newReel({ initial, facts })
      const end = snapshot(reel.at(facts.length)) as { now: number }
      expect({ ...end, now: machine.now }).toEqual(snapshot(machine))
      expect(snapshot(reel.at(0))).toEqual(snapshot(initial))
    }
  })

  it('gives the same frame on the way forward and on the way back', () => {
    for (const one of servers) {
      const film = filmOf(one)
      const positions = Array.from({ length: film.moments.length + 1 }, (_, i) => i)
      const forward = positions.map(film.frame)
      const back = positions.toReversed().map(film.frame).toReversed()
      expect(back).toEqual(forward)
    }
  })
})

describe('the machine of a run', () => {
  it('depends on the fact alone, whichever way it is come by', () => {
    const reel = newReel(server)
    const fact = fc.nat({ max: server.facts.length })
    fc.assert(
      fc.property(fc.array(fact, { minLength: 1, maxLength: 6 }), way => {
        for (const stop of way) reel.at(stop)
        expect(snapshot(reel.at(way.at(-1)!))).toEqual(straight(server, way.at(-1)!))
      }),
      { numRuns: 30 },
    )
  })

  it('does not touch what the run found', () => {
    const before = snapshot(server.initial)
    newReel(server).at(server.facts.length)
    expect(snapshot(server.initial)).toEqual(before)
  })
})

describe('a frame', () => {
  it('after k steps forward and k back is the one before them', () => {
    const film = filmOf(server)
    const { length } = film.moments
    fc.assert(
      fc.property(fc.nat({ max: length }), fc.nat({ max: length }), (from, k) => {
        const before = film.frame(from)
        const far = Math.min(length, from + k)
        for (let p = from + 1; p <= far; p++) film.frame(p)
        for (let p = far - 1; p > from; p--) film.frame(p)
        expect(film.frame(from)).toEqual(before)
        expect(before).toEqual(frameAt(server, from))
      }),
      { numRuns: 20 },
    )
  })

  it('begins with nothing told', () => {
    const events = server.initial.logs.Application
    expect(frameAt(server, 0)).toMatchObject({ position: 0, log: undefined, events, services: { changed: [] } })
  })

  it('ends with all events and the whole log', () => {
    const film = filmOf(server)
    const { events, log, services } = film.frame(film.moments.length)
    expect(events).toEqual(server.machine.logs.Application)
    expect(log?.written).toBe(log?.lines.length)
    expect(log?.lines.findLast(line => line !== '')).toMatch(/^=== Verbose logging stopped/)
    expect(services.changed.length).toBeGreaterThan(10)
  })

  it('shows the log that was written last: the script’s while the script runs', () => {
    const film = filmOf(server)
    const stopped = film.moments.findIndex(({ text }) => text.startsWith('MSExchangeIS running -> stopped')) + 1
    expect(film.frame(stopped).log?.path).toMatch(/ServiceControl\.log$/)
    const replaced = film.moments.findIndex(({ kind }) => kind === 'file') + 1
    expect(film.frame(replaced).log?.path).toMatch(/MSI\w+\.LOG$/)
  })

  it('has the lines of an error with the error', () => {
    const film = filmOf(server)
    const error = film.moments.findIndex(({ kind }) => kind === 'error') + 1
    const { log, events } = film.frame(error)
    expect(log?.lines.slice(0, log.written).at(-1)).toMatch(/^Error 1306\./)
    expect(log!.before).toBeLessThan(log!.written)
    const before = events.length
    expect(events.map(({ id }) => id)).not.toContain(11_306)
    const next = film.frame(error + 1)
    expect([next.events.at(-1)?.id, next.eventsBefore]).toEqual([11_306, before])
  })
})

describe('a timeline', () => {
  it.each(IDS)('of %s never goes back in time, and stops at facts that are there', id => {
    for (const { facts } of simulated(id).servers) {
      const moments = timelineOf(facts)
      // A server on which nothing is done has no moments either.
      expect(moments.length > 0).toBe(facts.length > 0)
      moments.forEach((moment, i) => {
        expect(moment.facts).toBeLessThanOrEqual(facts.length)
        expect(moment.facts).toBeGreaterThan(moments[i - 1]?.facts ?? 0)
        expect(moment.at).toBeGreaterThanOrEqual(moments[i - 1]?.at ?? 0)
      })
    }
  })

  it('tells a service’s change once, not again as the manager’s event', () => {
    const texts = timelineOf(server.facts).map(({ text }) => text)
    expect(texts.filter(text => text.includes('winmgmt'))).toEqual([
      'winmgmt running -> stopped',
      'winmgmt automatic -> disabled',
    ])
    expect(texts.join('\n')).not.toContain('Service Control Manager')
  })

  it('knows what went wrong', () => {
    const bad = timelineOf(server.facts).filter(moment => moment.bad)
    expect(bad.map(({ text }) => text.split(':')[0])).toEqual(
      expect.arrayContaining(['error 1306', 'InstallFinalize returns 3', 'the installer returns 1603']),
    )
  })
})
