import { describe, expect, test } from 'vitest'
import { KEYS } from '../../model/installer/registration.ts'
import { WIN32 } from '../../model/machine/host.ts'
import { fileAt } from '../../model/machine/machine.ts'
import { PowerLost } from '../../sim/run/recorder.ts'
import { restart } from '../../sim/run/restart.ts'
import { differentFile, differentKey } from './laws.ts'
import { type Bench, bench, machineAfter, PLACES, type Place, pointsOf } from './microscope.ts'

/**
 * The transaction under a microscope: one change of an installation is refused, or is the last before the power goes, or
 * somebody presses Cancel. Whatever it was, the rollback, at once or at the next call, leaves files and registry as they
 * were. The tests take an even sample of the points, the campaign takes all.
 */
const SAMPLE = 5000
const REFUSALS = [
  ['access denied', WIN32.ACCESS_DENIED],
  ['disk full', WIN32.DISK_FULL],
] as const

function expectRestored({ server, before }: Bench): void {
  const { machine } = server.recorder
  expect(differentFile(before, machine)).toBeUndefined()
  expect(differentKey(before, machine)).toBeUndefined()
  expect(machine.journal).toEqual([])
}

/** Fails at the n-th change of the transaction. */
function refused(place: Place, n: number, error: number): void {
  const b = bench(place)
  b.at(n, () => error)
  expect([1602, 1603]).toContain(b.install())
  expectRestored(b)
}

function cancelled(place: Place, n: number): void {
  const b = bench(place)
  b.server.recorder.cancelAt(n)
  const code = b.install()
  if (b.server.recorder.facts.some(f => f.body.kind === 'committed')) return
  expect([1602, 1603]).toContain(code)
  expectRestored(b)
}

/** Loses power, boots, and calls the installer again: it undoes first. */
function powerLost(place: Place, n: number): void {
  const b = bench(place)
  const { recorder } = b.server
  b.at(n, () => {
    throw new PowerLost()
  })
  expect(b.install).toThrow(PowerLost)
  recorder.interfere(undefined)
  expect(recorder.machine.journal.length).toBe(n - 1)
  expect(recorder.machine.registry.has(KEYS.inProgress.toLowerCase())).toBe(true)
  restart(recorder)
  const from = recorder.facts.length
  b.install()
  const end = recorder.facts.findIndex((f, i) => i >= from && f.body.kind === 'rollback' && f.body.phase === 'ended')
  expect(end).toBeGreaterThan(from)
  const undone = machineAfter(b, end)
  expect(differentFile(b.before, undone)).toBeUndefined()
  expect(differentKey(b.before, undone)).toBeUndefined()
  expect(recorder.machine.registry.has(KEYS.inProgress.toLowerCase())).toBe(false)
  expect(fileAt(recorder.machine, 'C:\\Config.Msi')).toBeUndefined()
}

const total = PLACES.reduce((sum, place) => sum + 3 * place.changes + place.moments, 0)
const thin = Math.max(1, total / SAMPLE)

describe(`${Math.ceil(total / thin)} of ${total} points`, () => {
  test('there are as many as asked', () => {
    expect(total).toBeGreaterThanOrEqual(SAMPLE)
  })

  describe.each(PLACES)('$name', place => {
    test.each(REFUSALS)(`%s at each of ${place.changes} changes`, (_, error) => {
      for (const n of pointsOf(place.changes, thin)) refused(place, n, error)
    })

    test(`power lost after each of ${place.changes} changes`, () => {
      for (const n of pointsOf(place.changes, thin)) powerLost(place, n)
    })

    test(`Cancel at each of ${place.moments} moments`, () => {
      for (const n of pointsOf(place.moments, thin)) cancelled(place, n)
    })
  })
})
