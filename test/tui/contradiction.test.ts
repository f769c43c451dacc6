import { expect, it } from 'vitest'
import { isoUtc } from '../../model/machine/time.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { outcomeOf } from '../../tui/commands/run.ts'
import { EXIT, Stop } from '../../tui/exit.ts'
import { atPlace } from '../../tui/place.ts'
import { orContradiction, reproduction } from '../../tui/scenario.ts'

it('an exception of the simulator comes with the command that shows it again', () => {
  const again = reproduction('run', 'my labs/odd.yaml', { seed: 3, rollup: 'KB940006' })
  expect(again).toBe(`lab1603 run 'my labs/odd.yaml' --seed 3 --rollup KB940006`)
  const stop = thrownBy(() =>
    orContradiction(again, () => {
      throw new RangeError('a value of a key that does not exist')
    }),
  )
  expect(stop).toBeInstanceOf(Stop)
  expect((stop as Stop).code).toBe(EXIT.contradiction)
  expect((stop as Stop).message).toContain('a value of a key that does not exist')
  expect((stop as Stop).message).toContain(again)
})

it('an error of the file system is the fault of the place, any other is not', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' })
  const stop = thrownBy(() => atPlace(told`cannot write out/x`, () => raise(full))) as Stop
  expect([stop.code, stop.message]).toEqual([EXIT.unusable, 'cannot write out/x: no space left on the device'])
  const own = new TypeError('undefined is not a function')
  expect(thrownBy(() => atPlace(told`cannot write out/x`, () => raise(own)))).toBe(own)
})

it.each([
  [0, 'installed'],
  [3010, 'restart-needed'],
  [1641, 'restart-needed'],
  [1603, 'failed'],
  [1618, 'failed'],
])('exit code %i: %s', (exitCode, outcome) => {
  expect(outcomeOf({ exitCode })).toBe(outcome)
})

it('without an installation there is no outcome', () => {
  expect(outcomeOf(undefined)).toBeNull()
})

it('prints moments without the host’s calendar', () => {
  expect([isoUtc(0), isoUtc(1188249120007), isoUtc(951_782_400_000)]).toEqual([
    '1970-01-01T00:00:00.000Z',
    '2007-08-27T21:12:00.007Z',
    '2000-02-29T00:00:00.000Z',
  ])
})

function raise(error: Error): never {
  throw error
}

function thrownBy(act: () => unknown): unknown {
  try {
    return act()
  } catch (error) {
    return error
  }
}
