import { describe, expect, test } from 'vitest'
import type { Machine } from '../../../../model/machine/machine.ts'
import type { LogName } from '../../../../model/machine/parts.ts'
import { DAILY_EVENTS } from '../../../../model/words/dailyEvents.ts'
import { eventText } from '../../../../model/words/events.ts'
import { groupedBy } from '../../../../sim/grouped.ts'
import { type BuiltServer, buildServer } from '../../../../sim/scenario/build.ts'
import { loadScenario } from '../../../../sim/scenario/load.ts'
import type { ServerSpec } from '../../../../sim/scenario/spec.ts'
import { HABITS } from '../../../../sim/server/background/habits.ts'

/** The days before the incident, as the logs of a machine have them. */
const LOGS: readonly LogName[] = ['Application', 'System']
const DAY = 86_400_000

const loaded = loadScenario(
  'title: A server\nservers: [{name: EXCH01}]\nsteps: [{install: {rollup: KB935490}}]',
  'a.yaml',
)
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
const { scenario } = loaded

function built(spec: Partial<ServerSpec> = {}, seed = 1): BuiltServer {
  const servers = scenario.servers.map(server => ({ ...server, ...spec }))
  return buildServer({ ...scenario, servers }, 0, seed)
}

const machineOf = (spec?: Partial<ServerSpec>, seed?: number): Machine => built(spec, seed).recorder.machine

const said = ({ logs }: Machine): string[] =>
  LOGS.flatMap(log => logs[log].map(event => JSON.stringify({ ...event, number: 0, log })))

const SERVERS: readonly Partial<ServerSpec>[] = [
  { os: 'windows-server-2003' },
  { os: 'windows-server-2008', installer: '4.5' },
]

describe.each(SERVERS)('a day on $os', spec => {
  const machine = machineOf(spec)

  test('is there without being asked for, of ten sources', () => {
    const { Application } = machine.logs
    expect(Application.length).toBeGreaterThanOrEqual(150)
    expect(new Set(Application.map(({ source }) => source)).size).toBeGreaterThanOrEqual(10)
  })

  test('is not one thing again and again: no kind of event is a fifth of it, and none comes to the minute', () => {
    const { Application } = machine.logs
    const times = groupedBy(Application, ({ source, id }) => `${source} ${id}`)
    for (const [kind, events] of times) expect([kind, events.length < Application.length / 5]).toEqual([kind, true])
    const minutes = groupedBy(Application, ({ time }) => Math.floor(time / 60_000))
    expect(
      Math.max(...[...minutes.values()].map(events => new Set(events.map(({ source }) => source)).size)),
    ).toBeLessThan(5)
  })

  test('fills one log file of a database after the other', () => {
    const { logs } = machineOf({ ...spec, background: { days: 3, busy: 'normal' } })
    const saved = logs.Application.filter(({ source, id }) => source === 'ESE' && id === 223)
    const byDatabase = groupedBy(saved, ({ strings }) => strings[2]!)
    expect(byDatabase.size).toBe(2)
    for (const events of byDatabase.values()) {
      const ranges = events.map(({ strings }) => [strings[3]!, strings[4]!] as const)
      for (const [first, last] of ranges) expect(first <= last).toBe(true)
      expect(ranges.map(([, last]) => last)).toEqual(ranges.map(([, last]) => last).sort())
    }
  })

  test('is in the order of time, its records are numbered on, and all of it lies before the start', () => {
    for (const log of LOGS) {
      const events = machine.logs[log]
      expect(events.map(({ number }) => number)).toEqual(events.map((_, i) => machine.recordsBefore[log] + 1 + i))
      expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).sort((a, b) => a - b))
      for (const { time } of events) expect(time > machine.now - DAY && time < machine.now).toBe(true)
    }
  })

  test('is the last one of thirty', () => {
    const month = machineOf({ ...spec, background: { days: 30, busy: 'normal' } })
    const whole = new Set(said(month))
    expect(said(machine).filter(event => !whole.has(event))).toEqual([])
    expect(month.logs.Application.length).toBeGreaterThan(25 * machine.logs.Application.length)
    expect(said(month).filter(event => event.includes('"id":6005')).length).toBeGreaterThan(0)
  })

  test('has more in it the busier the server is, and nothing where there is none', () => {
    const counts = (['low', 'normal', 'high'] as const).map(
      busy => said(machineOf({ ...spec, background: { days: 3, busy } })).length,
    )
    expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b))
    expect(said(machineOf({ ...spec, background: 'none' }))).toEqual([])
  })

  test('moves nothing else of the machine', () => {
    const without = machineOf({ ...spec, background: 'none' })
    expect({ ...machine, logs: undefined }).toEqual({ ...without, logs: undefined })
  })

  test('of another seed is another day', () => {
    expect(said(machineOf(spec, 2))).not.toEqual(said(machine))
  })
})

const seeds = Array.from({ length: 12 }, (_, seed) => seed)
const ROLES = [['mailbox', 'client-access', 'hub-transport'], ['edge-transport'], ['management-tools']] as const

const everyone = SERVERS.flatMap(spec =>
  ROLES.flatMap(roles => seeds.map(seed => built({ ...spec, roles, background: { days: 10, busy: 'low' } }, seed))),
)

test('the servers of any role say nothing without a text, nor with a place left open', () => {
  const known = new Set(
    DAILY_EVENTS.flatMap(([sources, rows]) => sources.flatMap(s => Object.keys(rows).map(id => `${s} ${id}`))),
  )
  const events = everyone.flatMap(({ recorder: { machine } }) => LOGS.flatMap(log => machine.logs[log]))
  for (const event of events) {
    const text = eventText(event)
    expect(text).not.toBe('')
    expect(text).not.toMatch(/%\d|undefined|NaN/)
  }
  const kinds = new Set(events.map(({ source, id }) => `${source} ${id}`))
  expect([...kinds].filter(kind => known.has(kind)).length).toBeGreaterThan(30)
})

test('only who has a store speaks of it, and only who has joined a domain of its directory', () => {
  for (const { spec, recorder } of everyone) {
    const sources = new Set(recorder.machine.logs.Application.map(({ source }) => source))
    expect(sources.has('MSExchangeIS Mailbox Store')).toBe(spec.roles.includes('mailbox'))
    expect(sources.has('MSExchange ADAccess')).toBe(spec.roles.includes('mailbox'))
    expect(sources.has('SceCli')).toBe(!spec.roles.includes('edge-transport'))
  }
})

test('what looks alarming is told: each warning and each error, and the installer has some of them', () => {
  const alarming = everyone.flatMap(({ alarms, recorder: { machine } }) =>
    alarms.map(({ log, number }) => machine.logs[log].find(event => event.number === number)!),
  )
  const loud = everyone.flatMap(({ recorder: { machine } }) =>
    LOGS.flatMap(log => machine.logs[log].filter(({ type }) => type !== 'information')),
  )
  expect(alarming.map(({ type }) => type)).not.toContain('information')
  expect(alarming.length).toBe(loud.length)
  expect(alarming.some(({ source, type }) => source === 'MsiInstaller' && type === 'error')).toBe(true)
})

test('no habit has the name of another on the same Windows', () => {
  const names = HABITS.map(({ name, os = '' }) => `${name} ${os}`)
  expect(new Set(names).size).toBe(names.length)
})
