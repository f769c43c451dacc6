import type { Pressed } from '../../screen/keys.ts'
import { EMPTY, edited, written } from '../../screen/line.ts'
import { clamp } from '../../screen/rows.ts'
import { typedIn } from './pages.ts'
import type { Around } from './sitting.ts'
import { asking, goBack, goTo, type State, say, withView } from './state.ts'

/** What each key does at the prompt. */
export function promptKey(state: State, pressed: Pressed, around: Around): State {
  const command = 'ctrl' in pressed ? CTRL[pressed.ctrl] : 'key' in pressed ? NAMED[pressed.key] : undefined
  if (command) return command(state, around)
  return { ...state, input: edited(state.input, pressed), back: 0 }
}

type Command = (state: State, around: Around) => State

function sent(state: State): State {
  return say({ ...state, input: EMPTY, recalled: 0, back: 0 }, state.input.text)
}

/** Through the lines typed before; behind the last there is an empty one. */
const recall =
  (by: 1 | -1): Command =>
  (state, { desk }) => {
    const lines = typedIn(desk.lab.actions)
    const recalled = Math.max(0, Math.min(lines.length, state.recalled + by))
    return { ...state, recalled, input: recalled === 0 ? EMPTY : written(lines.at(-recalled)!) }
  }

const paged =
  (direction: 1 | -1): Command =>
  (state, { height, reach }) => ({
    ...state,
    back: clamp(state.back + direction * Math.max(1, height - 1), 0, reach()),
  })

function completed(state: State, { desk }: Around): State {
  const { input } = state
  const text = desk.lab.complete(input.text.slice(0, input.cursor))
  return text === undefined
    ? state
    : { ...state, input: { text: text + input.text.slice(input.cursor), cursor: text.length } }
}

const NAMED: Readonly<Record<string, Command>> = {
  enter: sent,
  up: recall(1),
  down: recall(-1),
  'page-up': paged(1),
  'page-down': paged(-1),
  escape: goBack,
  tab: completed,
}

const CTRL: Readonly<Record<string, Command>> = {
  d: state => asking(state, 'hand-in'),
  f: (state, { desk }) =>
    asking(withView(goTo(state, { at: 'output' }), { cursor: Math.max(0, desk.lab.transcript.length - 1) }), 'search'),
  r: state => goTo(state, { at: 'history' }),
}
