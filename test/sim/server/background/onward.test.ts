import { describe, expect, test } from 'vitest'
import type { LogName } from '../../../../model/machine/parts.ts'
import { wallTime } from '../../../../model/machine/zone.ts'
import { labelsOfRun } from '../../../../sim/bundle/truth/files.ts'
import { rememberedLogs } from '../../../../sim/forms/installerLog.ts'
import { recordsOfRun } from '../../../../sim/pipeline/records.ts'
import { type ServerRun, simulate } from '../../../../sim/run/simulate.ts'
import { loadScenario } from '../../../../sim/scenario/load.ts'

/** Days that pass while a scenario runs. */
const LOGS: readonly LogName[] = ['Application', 'System']
const DAY = 86_400_000

function ran(steps: string, server = ''): ServerRun {
  return runOf(steps, server).servers[0]!
}

function runOf(steps: string, server = '') {
  const text = `title: A server\nstart: 2007-08-27T13:12:00\nservers: [{name: EXCH01, background: none${server}}]\nsteps: [${steps}]`
  const loaded = loadScenario(text, 'a.yaml')
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
  return simulate(loaded.scenario, { seed: 1 })
}

const added = ({ initial, machine }: ServerRun, log: LogName) => machine.logs[log].slice(initial.logs[log].length)

describe.each(['windows-server-2003', 'windows-server-2008'])('three days on %s', os => {
  const server = ran('{live: {days: 3}}', `, os: ${os}`)
  const { initial, machine } = server

  test('pass', () => {
    expect(machine.now - initial.now).toBe(3 * DAY)
  })

  test('are told in the order of time, each of them, by records that are numbered on', () => {
    for (const log of LOGS) {
      const events = machine.logs[log]
      expect(events.map(({ number }) => number)).toEqual(events.map((_, i) => events[0]!.number + i))
      expect(events.map(({ time }) => time)).toEqual(events.map(({ time }) => time).sort((a, b) => a - b))
    }
    const days = new Set(added(server, 'Application').map(({ time }) => Math.floor((time - initial.now) / DAY)))
    expect([...days].sort()).toEqual([0, 1, 2])
    expect(added(server, 'Application').length).toBeGreaterThan(400)
  })

  test('have three noons', () => {
    const noons = added(server, 'System').filter(({ id }) => id === 6013)
    expect(noons.map(({ time }) => Math.floor((wallTime(machine.zone, time) % DAY) / 60_000))).toEqual([720, 720, 720])
  })

  test('say of each warning and each error that it only looks alarming, in the bundle and in the stream', () => {
    const run = runOf('{live: {days: 3}}', `, os: ${os}`)
    const loud = LOGS.flatMap(log => added(run.servers[0]!, log).filter(({ type }) => type !== 'information'))
    expect(loud.length).toBeGreaterThan(5)
    const streamed = recordsOfRun(run).filter(({ label }) => label?.class === 'herring')
    expect(streamed.length).toBe(loud.length)
    const ids = new Set(
      labelsOfRun(run, rememberedLogs()).flatMap(({ selector }) => (selector.type === 'record' ? [selector.id] : [])),
    )
    expect(loud.filter(({ number }) => !ids.has(number))).toEqual([])
  })
})

test('a service that stands still says nothing', () => {
  const store = (events: ReturnType<typeof added>): number =>
    events.filter(({ source, strings }) => source.startsWith('MSExchangeIS') || strings[0] === 'MSExchangeIS').length
  expect(store(added(ran('{live: {days: 3}}'), 'Application'))).toBeGreaterThan(20)
  const stopped = ran('{live: {days: 3}}', ', change: [{service: {name: MSExchangeIS, state: stopped}}]')
  expect(store(added(stopped, 'Application'))).toBe(0)
})

test('what comes due in the meantime happens', () => {
  const until = ', change: [{installing: {product: Another, until: 20m}}]'
  expect(ran('{wait: 10m}', until).machine.settings.installMutex).not.toBe(0)
  expect(ran('{live: {days: 1}}', until).machine.settings.installMutex).toBe(0)
})
