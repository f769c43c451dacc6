import { describe, expect, test } from 'vitest'
import { fileAt, serviceNamed } from '../../../model/machine/machine.ts'
import type { ReportedEvent } from '../../../model/machine/parts.ts'
import { eventText } from '../../../model/words/events.ts'
import { labelsOfRun } from '../../../sim/bundle/truth/files.ts'
import { rememberedLogs } from '../../../sim/forms/installerLog.ts'
import { type ServerRun, simulate } from '../../../sim/run/simulate.ts'
import { loadScenario } from '../../../sim/scenario/load.ts'
import { bootAfterPowerLoss, restart } from '../../../sim/server/restart.ts'
import { BIN, type Server, server } from '../prompt/helpers.ts'

/** What services say of themselves in the Application log, wherever they are started and stopped. */

const SYSTEMS = ['windows-server-2003', 'windows-server-2008'] as const

/** What the Application log has gained by it. */
function heard({ recorder: { machine } }: Server, act: () => void): ReportedEvent[] {
  const before = machine.logs.Application.length
  act()
  return machine.logs.Application.slice(before)
}

const ids = (events: readonly ReportedEvent[]): number[] => events.map(({ id }) => id)
const RECOVERY = [300, 301, 302]
const recoveries = (events: readonly ReportedEvent[]): number[] => ids(events).filter(id => RECOVERY.includes(id))
const MOUNT = [102, 9523]
const RECOVERED_MOUNT = [102, ...RECOVERY, 9523]

describe.each(SYSTEMS)('the store on %s', os => {
  test('dismounts what it has, and mounts it when it is started again, by another process', () => {
    const lab = server(os)
    const pid = () => String(serviceNamed(lab.recorder.machine, 'MSExchangeIS')?.pid)
    const before = pid()
    const stopped = heard(lab, () => lab.type('net stop MSExchangeIS'))
    expect(ids(stopped)).toEqual([9539, 103, 9539, 103, 101])
    const started = heard(lab, () => lab.type('net start MSExchangeIS'))
    expect(ids(started)).toEqual([100, ...MOUNT, ...MOUNT, 1001])
    const processes = (events: readonly ReportedEvent[]) =>
      new Set(events.filter(({ source }) => source === 'ESE').map(({ strings }) => strings[1]))
    expect([...processes(stopped)]).toEqual([before])
    expect([...processes(started)]).toEqual([pid()])
    expect(pid()).not.toBe(before)
  })

  test('puts its databases right once, where it was ended and not stopped', () => {
    const lab = server(os)
    expect(heard(lab, () => lab.type('taskkill /f /im store.exe'))).toEqual([])
    const started = heard(lab, () => lab.type('net start MSExchangeIS'))
    expect(ids(started)).toEqual([100, ...RECOVERED_MOUNT, ...RECOVERED_MOUNT, 1001])
    lab.type('net stop MSExchangeIS')
    expect(recoveries(heard(lab, () => lab.type('net start MSExchangeIS')))).toEqual([])
  })

  test('tells the version of the engine that lies on the disk', () => {
    const lab = server(os)
    lab.type('net stop MSExchangeIS')
    const [started] = heard(lab, () => lab.type('net start MSExchangeIS'))
    const [major, minor, build, revision] = fileAt(lab.recorder.machine, `${BIN}\\ese.dll`)!.version!.split('.')
    const version = `${major!.padStart(2, '0')}.${minor!.padStart(2, '0')}.${build!.padStart(4, '0')}.${revision!.padStart(4, '0')}`
    expect(eventText(started!)).toContain(`The database engine ${version} started.`)
  })
})

describe.each(SYSTEMS)('a server on %s', os => {
  test('that goes down closes its databases before the log says that it is closed, and recovers nothing', () => {
    const lab = server(os)
    const { machine } = lab.recorder
    const events = heard(lab, () => restart(lab.recorder))
    expect(recoveries(events)).toEqual([])
    const down = machine.logs.System.find(({ id, time }) => id === 6006 && time >= machine.now - 3_600_000)!
    const stops = events.filter(({ id }) => id === 103)
    expect(stops.length).toBe(4)
    for (const { time } of stops) expect(time).toBeLessThanOrEqual(down.time)
    expect(events.filter(({ id }) => id === 9523).length).toBe(2)
  })

  test('that lost its power recovers each database', () => {
    const lab = server(os)
    const events = heard(lab, () => bootAfterPowerLoss(lab.recorder))
    expect(recoveries(events)).toEqual(Array(4).fill(RECOVERY).flat())
    expect(ids(events)).not.toContain(103)
  })
})

describe('what is said', () => {
  const installed = (server: string, rollup: string): ServerRun => {
    const text = `title: A server\nservers: [{name: EXCH01, background: none${server}}]\nsteps: [{install: {rollup: ${rollup}}}]`
    const loaded = loadScenario(text, 'a.yaml')
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
    return simulate(loaded.scenario, { seed: 1 }).servers[0]!
  }
  const added = ({ initial, machine }: ServerRun) => machine.logs.Application.slice(initial.logs.Application.length)

  test.each(SYSTEMS)(
    'around a rollup on %s: what goes down comes up again, in whole texts and the order of time',
    os => {
      const [rollup, baseline] = os === 'windows-server-2003' ? ['KB935490', 'rtm'] : ['KB952580', 'sp1']
      const run = installed(`, os: ${os}, baseline: ${baseline}`, rollup!)
      const events = added(run)
      const count = (id: number) => ids(events).filter(one => one === id).length
      expect([count(103), count(101), count(9539)]).toEqual([4, 2, 2])
      expect([count(102), count(100), count(9523)]).toEqual([4, 2, 2])
      expect(recoveries(events)).toEqual([])
      expect(ids(events).lastIndexOf(101)).toBeLessThan(ids(events).indexOf(100))
      for (const event of events) expect(eventText(event)).not.toMatch(/[{}]|%\d|undefined|NaN/)
      // Classic sources report whole seconds.
      const seconds = events.map(({ time }) => Math.floor(time / 1000))
      expect(seconds).toEqual([...seconds].sort((a, b) => a - b))
    },
  )

  test('of a managed service that is given up on is a report beside 7009, about what it waited for', () => {
    const text = [
      'title: A server',
      'causes: [services-timeout-revocation]',
      'servers:',
      '  - {name: EXCH01, rollups: [KB940006], background: none, change: [{network: {internet: false}, cause: services-timeout-revocation}]}',
      'steps: [{install: {rollup: KB941421}}]',
    ].join('\n')
    const loaded = loadScenario(text, 'a.yaml')
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems))
    const run = simulate(loaded.scenario, { seed: 1 })
    const { machine } = run.servers[0]!
    const given = machine.logs.System.filter(({ id }) => id === 7009).map(({ strings }) => strings[1])
    const reports = machine.logs.Application.filter(({ id }) => id === 4999)
    expect(reports.map(({ strings }) => serviceNamed(machine, strings[2]!)?.displayName)).toEqual(given)
    expect(given.length).toBeGreaterThan(3)
    for (const { strings } of reports) expect(strings).toContain('System.ServiceProcess.TimeoutException')
    const numbers = new Set(reports.map(({ number }) => number))
    const told = labelsOfRun(run, rememberedLogs()).filter(
      ({ artifact, selector }) =>
        artifact.endsWith('AppEvent.Evt') && selector.type === 'record' && numbers.has(Number(selector.id)),
    )
    expect(told.map(label => label.class)).toEqual(reports.map(() => 'cause'))
  })
})
