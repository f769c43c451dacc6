import { describe, expect, test } from 'vitest'
import { isoLocal, isoUtc } from '../../../model/machine/time.ts'
import { evidenceFiles } from '../../../sim/bundle/bundle.ts'
import { labelsOfRun } from '../../../sim/bundle/truth/files.ts'
import { rememberedLogs } from '../../../sim/forms/installerLog.ts'
import { posixPath } from '../../../sim/forms/posixPath.ts'
import { FORMATS } from '../../../sim/pipeline/formats/table.ts'
import { startOf } from '../../../sim/pipeline/moments.ts'
import { recordsOfRun, type StreamRecord } from '../../../sim/pipeline/records.ts'
import { runOf, sourceOf, written } from './runs.ts'

/** A run as records: all that the servers wrote, in order, with the labels that the bundle has for the same lines. */

const IDS = ['file-in-use', 'power-fails', 'cas-proxy-order', 'restart-pending-2008']

const timesOf = (records: readonly StreamRecord[]): number[] => records.map(({ at }) => at)
const isRising = (times: readonly number[]): boolean => times.every((at, i) => i === 0 || at >= times[i - 1]!)

describe.each(IDS)('%s', id => {
  const run = runOf(id)
  const records = recordsOfRun(run)

  test('comes in the order of time, none before the start', () => {
    expect(records.length).toBeGreaterThan(20)
    expect(isRising(timesOf(records))).toBe(true)
    expect(records[0]!.at).toBeGreaterThanOrEqual(startOf(run.scenario))
  })

  test('has every line of the logs and every event that came', () => {
    const several = run.servers.length > 1
    const files = new Map(evidenceFiles(run).map(file => [file.path, file]))
    for (const server of run.servers) {
      const own = records.filter(({ host }) => host === server.name)
      for (const log of ['Application', 'System'] as const) {
        const numbers = own.flatMap(record =>
          record.kind === 'event' && record.log === log ? [record.event.number] : [],
        )
        const before = new Set(server.initial.logs[log].map(({ number }) => number))
        expect(numbers).toEqual(server.machine.logs[log].map(({ number }) => number).filter(n => !before.has(n)))
      }
      const paths = new Set(own.flatMap(record => (record.kind === 'event' ? [] : [record.path])))
      for (const path of paths) {
        const lines = own.filter(record => record.kind !== 'event' && record.path === path)
        const file = files.get(`evidence${several ? `/${server.name}` : ''}${posixPath(path)}`)
        if (file?.encoding !== 'utf-8' && file?.encoding !== 'utf-16le') continue
        const text = Buffer.from(file.bytes)
          .toString(file.encoding)
          .replace(/^\ufeff/, '')
        const rows = lines.map(record => (record.kind === 'event' ? '' : record.text + record.end))
        expect(text.endsWith(rows.join(''))).toBe(true)
      }
    }
  })

  test('has the labels of the bundle at the same lines and records, and no others', () => {
    const several = run.servers.length > 1
    const own = records.flatMap(({ host, label, ...record }) => {
      const root = several ? `evidence/${host}` : 'evidence'
      if (!label || record.kind === 'event') return []
      return [[`${root}${posixPath(record.path)}`, record.line, label.class, label.cause, label.change].join(' ')]
    })
    const those = labelsOfRun(run, rememberedLogs()).flatMap(
      ({ artifact, selector, class: meaning, cause, change }) => {
        if (selector.type !== 'text' || artifact.includes('/exports/')) return []
        return [[artifact, selector.line, meaning, cause, change].join(' ')]
      },
    )
    expect(own.sort()).toEqual(those.sort())
  })
})

/** A stream begins where the scenario does: the days before it are in the files alone. */
test('events have the labels of their records', () => {
  const run = runOf('file-in-use')
  const own = recordsOfRun(run).flatMap(record =>
    record.kind === 'event' && record.label ? [`${record.log} ${record.event.number} ${record.label.class}`] : [],
  )
  const before = new Set(run.servers.flatMap(({ alarms }) => alarms.map(({ log, number }) => `${log} ${number}`)))
  expect(before.size).toBeGreaterThan(0)
  const those = labelsOfRun(run, rememberedLogs()).flatMap(({ artifact, selector, class: meaning }) => {
    const log = /AppEvent/.test(artifact) ? 'Application' : 'System'
    if (selector.type !== 'record' || before.has(`${log} ${selector.id}`)) return []
    return [`${log} ${selector.id} ${meaning}`]
  })
  expect(own.length).toBeGreaterThan(2)
  expect(own.sort()).toEqual(those.sort())
})

describe('a stream', () => {
  test('of one log is the file, to the byte', () => {
    const { texts } = written('msi-log', ['file-in-use'])
    const { opening, lineEnd } = FORMATS['msi-log']
    const log = evidenceFiles(runOf('file-in-use')).find(({ kind }) => kind === 'installer-log')!
    const bytes = Buffer.from(opening + texts.map(text => text + lineEnd).join(''), 'utf16le')
    expect(bytes.equals(log.bytes)).toBe(true)
  })

  test('of one seed has the same bytes, of another seed others', () => {
    const jsonl = (seed: number) =>
      written('jsonl', [], { sources: [() => sourceOf('services-disabled', seed)] }).texts.join('\n')
    expect(jsonl(3)).toBe(jsonl(3))
    expect(jsonl(3)).not.toBe(jsonl(4))
  })

  test('that begins elsewhere is moved as a whole, texts and records alike', () => {
    const own = written('jsonl', ['services-disabled'])
    const start = startOf(sourceOf('services-disabled').scenario)
    const moved = written('jsonl', ['services-disabled'], { start: start + 86_400_000 * 100 + 123 })
    const shift = 86_400_000 * 100
    expect(timesOf(moved.records)).toEqual(timesOf(own.records).map(at => at + shift))
    const day = isoLocal(start + shift, sourceOf('services-disabled').scenario.servers[0]!.zone).slice(0, 10)
    const dates = moved.texts.join('\n').match(/2007-\d\d-\d\d/g) ?? []
    expect(dates.length).toBeGreaterThan(10)
    expect(new Set(dates)).toEqual(new Set([day]))
  })

  test('keeps weekday and hour where that is asked for', () => {
    const { scenario } = sourceOf('services-disabled')
    const wanted = Date.UTC(2026, 2, 4, 5, 6, 7)
    const { records } = written('evtx-xml', ['services-disabled'], { start: wanted, keepWeekday: true })
    const [own] = written('evtx-xml', ['services-disabled']).records
    const shift = records[0]!.at - own!.at
    expect(shift % (7 * 86_400_000)).toBe(0)
    expect(startOf(scenario) + shift).toBeLessThanOrEqual(wanted)
    expect(startOf(scenario) + shift).toBeGreaterThan(wanted - 7 * 86_400_000)
  })

  test('has as many records as are asked for, from runs with seeds of their own that follow each other', () => {
    const once = written('evtx-xml', ['file-in-use', 'services-disabled'])
    const count = once.records.length * 2 + 5
    const { records, texts } = written('evtx-xml', ['file-in-use', 'services-disabled'], {}, { count })
    expect(records.length).toBe(count)
    expect(isRising(timesOf(records))).toBe(true)
    expect(texts.slice(0, once.texts.length)).toEqual(once.texts)
    expect(new Set(texts).size).toBe(count)
  })

  test('has as many records as it takes for a size', () => {
    const { texts } = written('jsonl', ['services-disabled'], {}, { bytes: 100_000 })
    const sizes = texts.map(text => Buffer.byteLength(text) + 1)
    const size = sizes.reduce((sum, n) => sum + n, 0)
    expect(size).toBeGreaterThanOrEqual(100_000)
    expect(size - sizes.at(-1)!).toBeLessThan(100_000)
  })

  test('ends where nothing has the form, however many are asked for', () => {
    const { scenario, choice } = sourceOf('services-disabled')
    const silent = { ...scenario, steps: [{ kind: 'wait' as const, ms: 1000 }] } as unknown as typeof scenario
    expect(
      written('msi-log', [], { sources: [() => ({ id: 'x', name: 'x', scenario: silent, choice })] }, { count: 5 })
        .texts,
    ).toEqual([])
  })

  test('tells the time of its records', () => {
    const { records, texts } = written('jsonl', ['file-in-use'])
    expect(texts.map(text => JSON.parse(text).time)).toEqual(records.map(({ at }) => isoUtc(at)))
  })
})
