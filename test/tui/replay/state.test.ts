import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandsOf } from '../../../tui/replay/keys.ts'
import {
  nextState,
  type PlayerCommand,
  type PlayerState,
  positionOf,
  type Surroundings,
  startState,
} from '../../../tui/replay/state.ts'
import type { Moment, MomentKind } from '../../../tui/replay/timeline.ts'

function moment(kind: MomentKind, i: number, bad = false): Moment {
  return { facts: i + 1, at: i, kind, text: `${kind} ${i}`, level: 0, bad }
}

/** Services at 3 and 7, errors at 5 and 9 (positions, so one more than the index). */
const MOMENTS: readonly Moment[] = Array.from({ length: 25 }, (_, i) =>
  i === 2 || i === 6 ? moment('service', i) : i === 4 || i === 8 ? moment('error', i, true) : moment('action', i),
)
const AROUND: Surroundings = { moments: [MOMENTS, MOMENTS.slice(0, 4)], reach: () => 3 }

function pressed(commands: readonly PlayerCommand[], state = startState(2)): PlayerState {
  return commands.reduce((now, command) => nextState(now, command, AROUND), state)
}

const at = (...commands: readonly PlayerCommand[]): number => positionOf(pressed(commands))

describe('moving', () => {
  it.each<[readonly PlayerCommand[], number]>([
    [[], 0],
    [['back'], 0],
    [['forward', 'forward', 'back'], 1],
    [['ten-forward', 'ten-forward', 'ten-back'], 10],
    [['last'], 25],
    [['last', 'forward', 'ten-forward'], 25],
    [['last', 'first'], 0],
    [['down', 'down', 'up'], 1],
    [['next-service'], 3],
    [['next-service', 'next-service'], 7],
    [['last', 'previous-service'], 7],
    [['next-error', 'next-error', 'previous-error'], 5],
  ])('%j ends at %i', (commands, position) => {
    expect(at(...commands)).toBe(position)
  })

  it('stays and says so when there is nothing further', () => {
    const state = pressed(['last', 'next-error'])
    expect([positionOf(state), state.notice]).toEqual([25, 'no later error'])
    expect(nextState(state, 'back', AROUND).notice).toBeUndefined()
  })

  it('remembers where each server stands', () => {
    const state = pressed(['forward', 'next-server', 'last'])
    expect([state.server, positionOf(state)]).toEqual([1, 4])
    expect(positionOf(nextState(state, 'next-server', AROUND))).toBe(1)
  })
})

describe('the focus', () => {
  it('goes round in both directions', () => {
    const focus = (...commands: readonly PlayerCommand[]) => pressed(commands).focus
    expect([focus('focus-next'), focus('focus-next', 'focus-next'), focus('focus-previous')]).toEqual([
      'log',
      'events',
      'services',
    ])
    expect(focus('focus-next', 'focus-next', 'focus-next', 'focus-next')).toBe('timeline')
  })

  it('scrolls as far as there is something, and anew after a step', () => {
    const up = pressed(['focus-next', 'up', 'up', 'up', 'up', 'up'])
    expect([up.scroll, positionOf(up)]).toEqual([3, 0])
    expect(nextState(up, 'down', AROUND).scroll).toBe(2)
    expect(nextState(up, 'forward', AROUND).scroll).toBe(0)
  })
})

const command = fc.constantFrom<PlayerCommand>(
  'forward',
  'back',
  'ten-forward',
  'ten-back',
  'first',
  'last',
  'up',
  'down',
  'focus-next',
  'focus-previous',
  'next-service',
  'previous-service',
  'next-error',
  'previous-error',
  'next-server',
  'help',
)

it('whatever is pressed, the position is one that exists', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 40 }), commands => {
      const state = pressed(commands)
      expect(positionOf(state)).toBeGreaterThanOrEqual(0)
      expect(positionOf(state)).toBeLessThanOrEqual(AROUND.moments[state.server]!.length)
      expect(state.scroll).toBeGreaterThanOrEqual(0)
      expect(state.scroll).toBeLessThanOrEqual(3)
    }),
  )
})

it('k steps forward and k back lead to the same state', () => {
  fc.assert(
    fc.property(fc.nat({ max: 25 }), fc.nat({ max: 25 }), (from, k) => {
      const start: PlayerState = { ...startState(2), positions: [Math.max(0, from - k), 0] }
      const way: readonly PlayerCommand[] = [
        ...Array.from({ length: k }, () => 'forward' as const),
        ...Array.from({ length: k }, () => 'back' as const),
      ]
      // At the end of the timeline a step forward goes nowhere, and the way back is longer.
      if (positionOf(start) + k <= 25) expect(pressed(way, start)).toEqual(start)
    }),
  )
})

describe('keys', () => {
  const NONE = {} as Parameters<typeof commandsOf>[1]

  it.each<[string, object, readonly PlayerCommand[]]>([
    ['', { rightArrow: true }, ['forward']],
    ['', { leftArrow: true }, ['back']],
    ['', { pageDown: true }, ['ten-forward']],
    ['', { pageUp: true }, ['ten-back']],
    ['', { home: true }, ['first']],
    ['', { end: true }, ['last']],
    ['', { tab: true }, ['focus-next']],
    ['', { tab: true, shift: true }, ['focus-previous']],
    ['s', {}, ['next-service']],
    ['E', { shift: true }, ['previous-error']],
    ['?', {}, ['help']],
    ['q', {}, ['quit']],
    ['ssq', {}, ['next-service', 'next-service', 'quit']],
    ['x', {}, []],
    ['s', { ctrl: true }, []],
  ])('%j %j: %j', (input, key, commands) => {
    expect(commandsOf(input, { ...NONE, ...key })).toEqual(commands)
  })
})
