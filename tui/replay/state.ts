import { clamp } from '../screen/rows.ts'
import type { Moment } from './timeline.ts'

/** What a person does with the player, and what that makes of its state. No frame, no screen, no keys in here. */

export const PANES = ['timeline', 'log', 'events', 'services'] as const
export type PaneId = (typeof PANES)[number]

export interface PlayerState {
  /** Which server is on show, and where each of them stands. */
  readonly server: number
  readonly positions: readonly number[]
  readonly focus: PaneId
  /** Rows between the end of the focused pane and what is shown of it. */
  readonly scroll: number
  readonly help: boolean
  /** Said once, until the next key. */
  readonly notice: string | undefined
  readonly done: boolean
}

export type PlayerCommand =
  | 'forward'
  | 'back'
  | 'ten-forward'
  | 'ten-back'
  | 'first'
  | 'last'
  | 'up'
  | 'down'
  | 'focus-next'
  | 'focus-previous'
  | 'next-service'
  | 'previous-service'
  | 'next-error'
  | 'previous-error'
  | 'next-server'
  | 'help'
  | 'quit'

export interface Surroundings {
  /** Timelines, one per server. */
  readonly moments: readonly (readonly Moment[])[]
  /** How far the focused pane can be scrolled as it is now. */
  reach(): number
}

export function startState(servers: number): PlayerState {
  return {
    server: 0,
    positions: Array.from({ length: servers }, () => 0),
    focus: 'timeline',
    scroll: 0,
    help: false,
    notice: undefined,
    done: false,
  }
}

export function positionOf({ positions, server }: PlayerState): number {
  return positions[server] ?? 0
}

type Transition = (state: PlayerState, around: Surroundings) => PlayerState

export function nextState(state: PlayerState, command: PlayerCommand, around: Surroundings): PlayerState {
  return STEPS[command]({ ...state, notice: undefined }, around)
}

const STEPS: Readonly<Record<PlayerCommand, Transition>> = {
  forward: by(1),
  back: by(-1),
  'ten-forward': by(10),
  'ten-back': by(-10),
  first: state => moveTo(state, 0),
  last: (state, around) => moveTo(state, lengthOf(state, around)),
  up: (state, around) =>
    state.focus === 'timeline' ? by(-1)(state, around) : scrollTo(state, state.scroll + 1, around),
  down: (state, around) =>
    state.focus === 'timeline' ? by(1)(state, around) : scrollTo(state, state.scroll - 1, around),
  'focus-next': state => focusBy(state, 1),
  'focus-previous': state => focusBy(state, -1),
  'next-service': jump(1, isServiceChange, 'no later service change'),
  'previous-service': jump(-1, isServiceChange, 'no earlier service change'),
  'next-error': jump(1, isError, 'no later error'),
  'previous-error': jump(-1, isError, 'no earlier error'),
  'next-server': state => ({ ...state, server: (state.server + 1) % state.positions.length, scroll: 0 }),
  help: state => ({ ...state, help: !state.help }),
  quit: state => ({ ...state, done: true }),
}

function isServiceChange({ kind }: Moment): boolean {
  return kind === 'service'
}

function isError({ bad }: Moment): boolean {
  return bad
}

function lengthOf({ server }: PlayerState, { moments }: Surroundings): number {
  return moments[server]?.length ?? 0
}

function moveTo(state: PlayerState, position: number): PlayerState {
  const positions = state.positions.map((old, i) => (i === state.server ? position : old))
  return { ...state, positions, scroll: 0 }
}

function by(count: number): Transition {
  return (state, around) => moveTo(state, clamp(positionOf(state) + count, 0, lengthOf(state, around)))
}

function jump(direction: 1 | -1, isIt: (moment: Moment) => boolean, otherwise: string): Transition {
  return (state, { moments }) => {
    const timeline = moments[state.server] ?? []
    // Position p shows moment p - 1 as the last one that has happened.
    for (let p = positionOf(state) + direction; p >= 1 && p <= timeline.length; p += direction) {
      if (isIt(timeline[p - 1]!)) return moveTo(state, p)
    }
    return { ...state, notice: otherwise }
  }
}

function focusBy(state: PlayerState, count: number): PlayerState {
  const index = (PANES.indexOf(state.focus) + count + PANES.length) % PANES.length
  return { ...state, focus: PANES[index]!, scroll: 0 }
}

function scrollTo(state: PlayerState, scroll: number, { reach }: Surroundings): PlayerState {
  return { ...state, scroll: clamp(scroll, 0, reach()) }
}
