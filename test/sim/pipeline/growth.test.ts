import { describe, expect, test } from 'vitest'
import { evidenceFiles } from '../../../sim/bundle/bundle.ts'
import { parseEvt } from '../../../sim/diagnosis/parse/evt.ts'
import { parseEvtx } from '../../../sim/diagnosis/parse/evtx.ts'
import { growthOf } from '../../../sim/pipeline/growth.ts'
import { paceOf } from '../../../sim/pipeline/pace.ts'
import { runOf } from './runs.ts'

/** Logs as they grow: whole at every step, and at the end those of the bundle. */

describe.each(['file-in-use', 'cas-proxy-order-2008', 'restart-pending-2008'])('%s', id => {
  const run = runOf(id)

  test.each([20, 100_000])('ends as the bundle has it, %i at a time', step => {
    const { begin, records, grow } = growthOf(run)
    const files = new Map<string, Uint8Array[]>()
    const write = (grown: ReturnType<typeof grow>): void => {
      for (const { path, bytes, appended } of grown) {
        if (appended) files.get(path)!.push(bytes)
        else files.set(path, [bytes])
      }
    }
    write(begin)
    for (let at = 0; at < records.length; at += step) write(grow(records.slice(at, at + step)))
    const logs = evidenceFiles(run).filter(({ path, kind }) => /-log$/.test(kind) && !path.includes('/exports/'))
    expect(logs.length).toBeGreaterThan(1)
    for (const { path, bytes } of logs) {
      const grown = files.get(path.slice('evidence/'.length))
      expect([path, grown && Buffer.concat(grown).equals(bytes)]).toEqual([path, true])
    }
  })

  test('is whole at every step', () => {
    const { begin, records, grow } = growthOf(run)
    let events = 0
    const look = (grown: ReturnType<typeof grow>): void => {
      for (const { path, bytes } of grown) {
        if (/\.evtx?$/i.test(path)) {
          const read = path.endsWith('x') ? parseEvtx(Buffer.from(bytes)) : parseEvt(Buffer.from(bytes))
          expect(read.warnings).toEqual([])
          events++
        } else {
          expect(Buffer.from(bytes).toString(bytes[1] === 0 || bytes[0] === 0xff ? 'utf16le' : 'utf8')).toMatch(
            /(?:^|\n)$/,
          )
        }
      }
    }
    look(begin)
    for (const record of records) look(grow([record]))
    expect(events).toBeGreaterThan(2)
  })
})

describe('a pace', () => {
  test('of a speed goes by the time of the records, of a rate by their number', () => {
    const speed = paceOf({ speed: 60 })!
    expect([1000, 61_000, 121_000].map(speed)).toEqual([0, 1000, 2000])
    const rate = paceOf({ rate: 50 })!
    expect([5, 5, 5].map(rate)).toEqual([0, 20, 40])
    expect(paceOf({})).toBe(undefined)
  })
})
