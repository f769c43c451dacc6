import { clockText } from '../../model/machine/time.ts'
import type { Zone } from '../../model/machine/zone.ts'
import { lower } from '../../model/words/letters.ts'
import type { Pressed } from '../screen/keys.ts'
import { EMPTY, edited, type Line } from '../screen/line.ts'
import { clamp } from '../screen/rows.ts'
import type { Moment } from './timeline.ts'

/** What a person does with the player, and what that makes of its state. No frame, no screen, no keys in here. */

export const PANES = ['timeline', 'log', 'events', 'services', 'typed'] as const
export type PaneId = (typeof PANES)[number]

/** What is asked for at the foot of the screen. */
export type Asked = 'search' | 'go'

export interface PlayerState {
  /** Which server is on show, and where each of them stands. */
  readonly server: number
  readonly positions: readonly number[]
  readonly focus: PaneId
  /** Rows between the end of the focused pane and what is shown of it. */
  readonly scroll: number
  readonly help: boolean
  /** The timeline ends at now, for questions to a class. */
  readonly hidesFuture: boolean
  readonly asked: { readonly what: Asked; readonly line: Line } | undefined
  /** What was searched for, and which row of the focused pane it was found in. */
  readonly search: string
  readonly hit: number | undefined
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
  | 'next-typed'
  | 'previous-typed'
  | 'next-server'
  | 'search'
  | 'next-hit'
  | 'previous-hit'
  | 'go'
  | 'future'
  | 'help'
  | 'leave'
  | 'quit'

export interface Surroundings {
  /** Timelines, one per server. */
  readonly moments: readonly (readonly Moment[])[]
  /** The focused pane as it is now. */
  pane(): FocusedPane
  /** Offset of the server's clock, in minutes. */
  readonly zone: Zone
}

export interface FocusedPane {
  readonly id: PaneId
  /** Rows of it that are seen at once. */
  readonly height: number
  /** How far it can be scrolled. */
  readonly reach: number
  /** Of every row, seen or not. */
  readonly texts: readonly string[]
  /** Those that the film has. */
  readonly panes: readonly PaneId[]
}

export function startState(servers: number, hidesFuture = false): PlayerState {
  return {
    server: 0,
    positions: Array.from({ length: servers }, () => 0),
    focus: 'timeline',
    scroll: 0,
    help: false,
    hidesFuture,
    asked: undefined,
    search: '',
    hit: undefined,
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
  'ten-forward': inPane(by(10), (state, around) => scrollTo(state, state.scroll - page(around), around)),
  'ten-back': inPane(by(-10), (state, around) => scrollTo(state, state.scroll + page(around), around)),
  first: inPane(
    state => moveTo(state, 0),
    (state, around) => scrollTo(state, around.pane().reach, around),
  ),
  last: inPane(
    (state, around) => moveTo(state, lengthOf(state, around)),
    (state, around) => scrollTo(state, 0, around),
  ),
  up: inPane(by(-1), (state, around) => scrollTo(state, state.scroll + 1, around)),
  down: inPane(by(1), (state, around) => scrollTo(state, state.scroll - 1, around)),
  'focus-next': (state, around) => focusBy(state, 1, around),
  'focus-previous': (state, around) => focusBy(state, -1, around),
  'next-service': jump(1, isServiceChange, 'no later service change'),
  'previous-service': jump(-1, isServiceChange, 'no earlier service change'),
  'next-error': jump(1, isError, 'no later error'),
  'previous-error': jump(-1, isError, 'no earlier error'),
  'next-typed': jump(1, isTyped, 'nothing was typed later'),
  'previous-typed': jump(-1, isTyped, 'nothing was typed earlier'),
  'next-server': state => ({
    ...state,
    server: (state.server + 1) % state.positions.length,
    scroll: 0,
    hit: undefined,
  }),
  search: state => asking(state, 'search'),
  'next-hit': (state, around) => hitFrom(state, 1, around),
  'previous-hit': (state, around) => hitFrom(state, -1, around),
  go: state => asking(state, 'go'),
  future: state => ({ ...state, hidesFuture: !state.hidesFuture }),
  help: state => ({ ...state, help: !state.help }),
  // Back, as Esc leads everywhere: out of the help first.
  leave: state => (state.help ? { ...state, help: false } : { ...state, done: true }),
  quit: state => ({ ...state, done: true }),
}

function isServiceChange({ kind }: Moment): boolean {
  return kind === 'service'
}

function isTyped({ kind }: Moment): boolean {
  return kind === 'command'
}

function isError({ bad }: Moment): boolean {
  return bad
}

function lengthOf({ server }: PlayerState, { moments }: Surroundings): number {
  return moments[server]?.length ?? 0
}

function moveTo(state: PlayerState, position: number): PlayerState {
  const positions = state.positions.map((old, i) => (i === state.server ? position : old))
  return { ...state, positions, scroll: 0, hit: undefined }
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

function focusBy(state: PlayerState, count: number, { pane }: Surroundings): PlayerState {
  const { panes } = pane()
  const index = (panes.indexOf(state.focus) + count + panes.length) % panes.length
  return { ...state, focus: panes[index]!, scroll: 0, hit: undefined }
}

function scrollTo(state: PlayerState, scroll: number, { pane }: Surroundings): PlayerState {
  return { ...state, scroll: clamp(scroll, 0, pane().reach) }
}

/** The timeline is moved through, every other pane is scrolled. */
function inPane(timeline: Transition, other: Transition): Transition {
  return (state, around) => (state.focus === 'timeline' ? timeline : other)(state, around)
}

const page = ({ pane }: Surroundings): number => Math.max(1, pane().height - 1)

// ------------------------------------------------------------------------------------------------ search and jump

const asking = (state: PlayerState, what: Asked): PlayerState => ({ ...state, asked: { what, line: EMPTY } })

/** A key while something is asked for. */
export function answerKey(state: PlayerState, pressed: Pressed, around: Surroundings): PlayerState {
  const { what, line } = state.asked!
  if ('key' in pressed && pressed.key === 'escape') return { ...state, asked: undefined }
  if (!('key' in pressed && pressed.key === 'enter')) return { ...state, asked: { what, line: edited(line, pressed) } }
  const asked: PlayerState = { ...state, asked: undefined, notice: undefined }
  if (what === 'go') return jumped(asked, line.text.trim(), around)
  const searching: PlayerState = { ...asked, search: line.text, hit: undefined }
  return line.text === '' ? searching : hitFrom(searching, 1, around)
}

/** Rows of the focused pane that hold what is searched for; of the timeline moments, by their position. */
export function hitsIn(state: Pick<PlayerState, 'search'>, texts: readonly string[]): number[] {
  if (state.search === '') return []
  const wanted = lower(state.search)
  return texts.flatMap((text, i) => (lower(text).includes(wanted) ? [i] : []))
}

function hitFrom(state: PlayerState, direction: 1 | -1, around: Surroundings): PlayerState {
  const { texts, height } = around.pane()
  const hits = hitsIn(state, texts)
  if (hits.length === 0) {
    return { ...state, notice: state.search === '' ? '/ searches first' : `"${state.search}" is nowhere in this pane` }
  }
  const timeline = state.focus === 'timeline'
  const end = texts.length - 1 - state.scroll
  const here = timeline ? positionOf(state) : (state.hit ?? (direction === 1 ? end - height : end + 1))
  const next =
    direction === 1 ? (hits.find(hit => hit > here) ?? hits[0]!) : (hits.findLast(hit => hit < here) ?? hits.at(-1)!)
  if (timeline) return moveTo(state, next)
  return { ...scrollTo(state, texts.length - 1 - next - Math.floor(height / 2), around), hit: next }
}

/** `120`, a row or a moment; `13:15` or `13:15:53`, the first moment from then on; `50%`. */
function jumped(state: PlayerState, text: string, around: Surroundings): PlayerState {
  if (text === '') return state
  const { texts, height } = around.pane()
  const most = texts.length - 1
  const [, digits, percent] = /^(\d{1,9})(%?)$/.exec(text) ?? []
  if (digits !== undefined) {
    const row = clamp(percent === '%' ? Math.round((most * Number(digits)) / 100) : Number(digits), 0, most)
    if (state.focus === 'timeline') return moveTo(state, row)
    return scrollTo(state, most - (percent === '%' ? row : row - 1) - Math.floor(height / 2), around)
  }
  const moments = around.moments[state.server] ?? []
  const position = /^\d\d:\d\d(?::\d\d)?$/.test(text)
    ? moments.findIndex(({ at }) => clockText(at, around.zone) >= text)
    : -1
  return position < 0
    ? { ...state, notice: 'go to a row such as 120, a time such as 13:15, or 50%' }
    : moveTo(state, position + 1)
}
