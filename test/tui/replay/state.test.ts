import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commandOf } from '../../../tui/replay/keys.ts'
import {
  answerKey,
  nextState,
  PANES,
  type PlayerCommand,
  type PlayerState,
  positionOf,
  type Surroundings,
  startState,
} from '../../../tui/replay/state.ts'
import type { Moment, MomentKind } from '../../../tui/replay/timeline.ts'
import { keysAtEnd, keysIn, type Pressed } from '../../../tui/screen/keys.ts'

function moment(kind: MomentKind, i: number, bad = false): Moment {
  return { facts: i + 1, at: i, kind, text: `${kind} ${i}`, level: 0, bad }
}

/** Services at 3 and 7, errors at 5 and 9 (positions, so one more than the index). */
const MOMENTS: readonly Moment[] = Array.from({ length: 25 }, (_, i) =>
  i === 2 || i === 6 ? moment('service', i) : i === 4 || i === 8 ? moment('error', i, true) : moment('action', i),
)
const TEXTS = ['as the server was found', ...MOMENTS.map(({ text }) => text)]
/** Ten rows in every pane but the timeline, of which seven are seen. */
const around = (state: PlayerState): Surroundings => ({
  moments: [MOMENTS, MOMENTS.slice(0, 4)],
  zone: 0,
  pane: () => ({
    id: state.focus,
    panes: PANES.slice(0, 4),
    height: 7,
    reach: 3,
    texts:
      state.focus === 'timeline'
        ? TEXTS
        : Array.from({ length: 10 }, (_, i) => `row ${i}${i % 4 === 0 ? ' Here' : ''}`),
  }),
})
const AROUND = around(startState(2))

function pressed(commands: readonly PlayerCommand[], state = startState(2)): PlayerState {
  return commands.reduce((now, command) => nextState(now, command, around(now)), state)
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
    expect(nextState(up, 'down', around(up)).scroll).toBe(2)
    expect(nextState(up, 'forward', around(up)).scroll).toBe(0)
  })
})

/** Presses the keys of a text, one after the other. */
function typed(text: string, state: PlayerState): PlayerState {
  return [...text].reduce((now, letter) => {
    const key: Pressed = letter === '\n' ? { key: 'enter' } : { letter }
    const command = commandOf(key)
    if (now.asked) return answerKey(now, key, around(now))
    return command ? nextState(now, command, around(now)) : now
  }, state)
}

describe('a search', () => {
  it('goes through the moments of the timeline, round the end', () => {
    const found = typed('/SERVICE\n', startState(2))
    expect([positionOf(found), found.asked]).toEqual([3, undefined])
    expect(positionOf(typed('n', found))).toBe(7)
    expect(positionOf(typed('nn', found))).toBe(3)
    expect(positionOf(typed('N', found))).toBe(7)
  })

  it('goes through the rows of a pane and shows the one that it has found', () => {
    const log = pressed(['focus-next'])
    const found = typed('/here\n', log)
    expect([found.hit, found.scroll, positionOf(found)]).toEqual([4, 2, 0])
    expect([typed('n', found).hit, typed('nn', found).hit, typed('N', found).hit]).toEqual([8, 0, 0])
    expect(typed('/nowhere\n', log).notice).toBe('"nowhere" is nowhere in this pane')
  })

  it('is given up with Esc', () => {
    const asking = typed('/abc', startState(2))
    expect(answerKey(asking, { key: 'escape' }, around(asking))).toMatchObject({ asked: undefined, search: '' })
  })
})

describe('a jump', () => {
  it.each([
    [':12\n', 12],
    [':50%\n', 13],
    [':999\n', 25],
    [':00:00\n', 1],
    [':soon\n', 0],
  ])('%j leads to moment %i', (keys, position) => {
    expect(positionOf(typed(keys, startState(2)))).toBe(position)
  })

  it('pages, begins and ends the pane that has the focus', () => {
    const log = pressed(['focus-next'])
    expect(pressed(['ten-back'], log).scroll).toBe(3)
    expect(pressed(['first', 'ten-forward'], log).scroll).toBe(0)
    expect(pressed(['first', 'last'], log)).toMatchObject({ scroll: 0, positions: [0, 0] })
  })
})

it('what is to come is hidden and shown', () => {
  expect(pressed(['future']).hidesFuture).toBe(true)
  expect(pressed(['future'], startState(1, true)).hidesFuture).toBe(false)
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
  it('Esc leads out of the help, then out of the player', () => {
    const helped = pressed(['help', 'leave'])
    expect([helped.help, helped.done]).toEqual([false, false])
    expect(pressed(['leave'], helped).done).toBe(true)
    expect(keysAtEnd('\u001b').map(commandOf)).toEqual(['leave'])
  })

  it.each<[string, readonly PlayerCommand[]]>([
    ['\u001b[C', ['forward']],
    ['\u001b[D', ['back']],
    ['\u001b[6~', ['ten-forward']],
    ['\u001b[5~', ['ten-back']],
    ['\u001b[H', ['first']],
    ['\u001b[F', ['last']],
    ['\t', ['focus-next']],
    ['\u001b[Z', ['focus-previous']],
    ['s', ['next-service']],
    ['E', ['previous-error']],
    ['?', ['help']],
    ['q', ['quit']],
    ['\u001b[1;5P', []],
    ['ssq', ['next-service', 'next-service', 'quit']],
    ['x', []],
    ['\u0013', []],
  ])('%j: %j', (sent, commands) => {
    expect(keysIn(sent).pressed.flatMap(one => commandOf(one) ?? [])).toEqual(commands)
  })
})
