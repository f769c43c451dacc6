import { clamp } from '../screen/rows.ts'

/** Where the trainer looks: which session is chosen, and whether they look over its shoulder. Knows no session. */
export interface WatchState {
  readonly chosen: number
  /** Over the shoulder of the chosen one. */
  readonly over: boolean
  /** Rows between the end of what stands there and what is shown. */
  readonly back: number
  readonly done: boolean
}

export const START: WatchState = { chosen: 0, over: false, back: 0, done: false }

export type WatchKey = 'up' | 'down' | 'page-up' | 'page-down' | 'home' | 'end' | 'enter' | 'leave'

/** @param count of sessions @param page rows of a screen @param reach how far there is to look back */
export function nextState(
  state: WatchState,
  key: WatchKey,
  { count, page, reach }: { readonly count: number; readonly page: number; readonly reach: number },
): WatchState {
  const { chosen, over, back } = state
  if (key === 'leave') return over ? { ...state, over: false, back: 0 } : { ...state, done: true }
  if (key === 'enter') return count > 0 ? { ...state, over: true, back: 0 } : state
  const by = STEPS[key](page)
  if (over) return { ...state, back: clamp(back - by, 0, reach) }
  return { ...state, chosen: clamp(chosen + by, 0, Math.max(0, count - 1)) }
}

const STEPS: Readonly<Record<Exclude<WatchKey, 'enter' | 'leave'>, (page: number) => number>> = {
  up: () => -1,
  down: () => 1,
  'page-up': page => -page,
  'page-down': page => page,
  home: () => Number.NEGATIVE_INFINITY,
  end: () => Number.POSITIVE_INFINITY,
}

export const KEYS: readonly (readonly [keys: string, does: string])[] = [
  ['Up Down', 'choose'],
  ['Enter', 'look over the shoulder'],
  ['q', 'leave'],
]

export const KEYS_OVER: readonly (readonly [keys: string, does: string])[] = [
  ['Up Down PgUp PgDn', 'page'],
  ['Esc', 'back to the class'],
]
