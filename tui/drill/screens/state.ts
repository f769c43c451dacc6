import { EMPTY, type Line } from '../../screen/line.ts'
import type { FieldName } from './fields.ts'
import { type Place, type View, viewOf } from './place.ts'

/** What somebody in the lab looks at. No screen, no keys in here. */
export interface State {
  /** The way here: the last is shown, and going back leads to the one before. */
  readonly views: readonly View[]
  /** What stands at the prompt and is not sent yet. */
  readonly input: Line
  /** Which of the lines typed before stands there, counted from the last; 0: none. */
  readonly recalled: number
  /** Rows between the end of the window and what is shown of it. */
  readonly back: number
  /** What is asked at the foot of the screen. */
  readonly field: { readonly name: FieldName; readonly line: Line; readonly choice: number } | undefined
  /** Said until the next key. */
  readonly notice: string | undefined
  /** Ctrl+C was pressed once, where there was nothing else for it to do. */
  readonly leaving: boolean
  /** Lines for the prompt, or for the lab where they begin with a colon. */
  readonly says: readonly string[]
  readonly ended: 'left' | 'play' | undefined
}

export const START: State = {
  views: [viewOf({ at: 'prompt' })],
  input: EMPTY,
  recalled: 0,
  back: 0,
  field: undefined,
  notice: undefined,
  leaving: false,
  says: [],
  ended: undefined,
}

export const shown = ({ views }: State): View => views.at(-1)!

/** What is under way from the prompt, or from the desk. */
const ROOTS: readonly Place['at'][] = ['prompt', 'desk', 'debrief']

export function goTo(state: State, place: Place): State {
  if (place.at === 'prompt') return { ...state, views: [viewOf(place)] }
  const kept = place.at === 'desk' ? [viewOf({ at: 'prompt' })] : state.views
  return { ...state, views: [...kept, viewOf(place)] }
}

/** From one of the places that have a number, the way back leads to the desk and not through the others. */
export function goFromDesk(state: State, place: Place): State {
  const roots = state.views.filter(({ place: { at } }) => ROOTS.includes(at))
  return goTo({ ...state, views: roots }, place)
}

/** The desk is where all ways back end: at the prompt the next key would be typed. */
export function goBack(state: State): State {
  if (shown(state).place.at === 'desk') return noticed(state, 'p leads to the prompt')
  if (state.views.length > 1) return { ...state, views: state.views.slice(0, -1) }
  return shown(state).place.at === 'prompt' ? goTo(state, { at: 'desk' }) : state
}

export function withView(state: State, change: Partial<View>): State {
  return { ...state, views: [...state.views.slice(0, -1), { ...shown(state), ...change }] }
}

export const say = (state: State, ...lines: readonly string[]): State => ({ ...state, says: [...state.says, ...lines] })
export const noticed = (state: State, notice: string): State => ({ ...state, notice })
export const asking = (state: State, name: FieldName): State => ({
  ...state,
  field: { name, line: EMPTY, choice: 0 },
})
