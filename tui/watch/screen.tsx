import { useApp } from 'ink'
import { useEffect, useMemo, useReducer, useState } from 'react'
import { isStuck } from '../../sim/classroom/watched.ts'
import { draw } from '../screen/draw.ts'
import { glyphsFor, type Look } from '../screen/glyphs.ts'
import type { NamedKey, Pressed } from '../screen/keys.ts'
import { Screen, useSize } from '../screen/lines.tsx'
import { flow, headRow, plain, type ScreenRow, type Size } from '../screen/rows.ts'
import { cellText, foldText } from '../screen/text.ts'
import { useKeys } from '../screen/useKeys.ts'
import { lookOf, speaksUnicode } from '../terminal.ts'
import type { Looker, Seen } from './look.ts'
import { calledBy, headOf, tableOf } from './rows.ts'
import { overShoulder } from './shoulder.ts'
import { KEYS, KEYS_OVER, nextState, START, type WatchKey, type WatchState } from './state.ts'

/** The class on the screen. What is shown is worked out elsewhere; here it is only put into place. */

export interface Watching {
  readonly folder: string
  readonly looker: Looker
  /** Seconds. */
  readonly every: number
}

export async function watchScreen(watching: Watching): Promise<void> {
  const { color } = lookOf(process.stdout, process.env)
  await draw(<Watch {...watching} look={{ color, unicode: speaksUnicode(process.env, process.platform) }} />)
}

export function Watch({ folder, looker, every, look }: Watching & { readonly look: Look }) {
  const size = useSize()
  const { exit } = useApp()
  const [seen, setSeen] = useState(() => looker.look(Date.now()))
  useEffect(() => {
    const look = (): void => {
      try {
        setSeen(looker.look(Date.now()))
      } catch (error) {
        // The folder is gone, or may not be read any more.
        exit(error as Error)
      }
    }
    const timer = setInterval(look, 1000 * every)
    return () => clearInterval(timer)
  }, [looker, every, exit])
  const page = pageOf(size)
  const [{ state, shoulder }, press] = useOver(seen, page)
  useKeys(pressed => {
    for (const key of pressed.flatMap(one => keyOf(one) ?? [])) press(key)
  })
  useEffect(() => {
    if (state.done) exit()
  }, [state.done, exit])
  return <Screen rows={rowsOf({ folder, seen, state, shoulder, size, look })} color={look.color} />
}

/** What is typed there is played again only where it has changed. */
function useOver(seen: readonly Seen[], page: number) {
  const [state, setState] = useReducer(
    (before: WatchState, { key, reach }: { readonly key: WatchKey; readonly reach: number }) =>
      nextState(before, key, { count: seen.length, page, reach }),
    START,
  )
  const { submitted } = (state.over && seen[state.chosen]) || {}
  const { session, written: { actions } = { actions: [] } } = submitted ?? {}
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same session with as many things done is the same
  const shoulder = useMemo(() => (submitted ? overShoulder(submitted) : []), [session, actions.length])
  const press = (key: WatchKey): void => setState({ key, reach: Math.max(0, shoulder.length - page) })
  return [{ state, shoulder }, press] as const
}

/** Head, rule, keys, and the last row, which a terminal would scroll for. */
const BESIDE = 5
const pageOf = ({ rows }: Size): number => Math.max(1, rows - BESIDE)

function keyOf(pressed: Pressed): WatchKey | undefined {
  if ('key' in pressed) return NAMED[pressed.key]
  return 'letter' in pressed && pressed.letter === 'q' ? 'leave' : undefined
}

const NAMED: Partial<Readonly<Record<NamedKey, WatchKey>>> = {
  enter: 'enter',
  escape: 'leave',
  up: 'up',
  down: 'down',
  'page-up': 'page-up',
  'page-down': 'page-down',
  home: 'home',
  end: 'end',
}

// ------------------------------------------------------------------------------------------------------------- rows

interface Shows {
  readonly folder: string
  readonly seen: readonly Seen[]
  readonly state: WatchState
  readonly shoulder: readonly string[]
  readonly size: Size
  readonly look: Look
}

export function rowsOf(shows: Shows): ScreenRow[] {
  const { state, size } = shows
  const body = state.over ? shoulderRows(shows) : classRows(shows)
  const blank = Math.max(0, size.rows - BESIDE + 2 - body.length)
  const keys = (state.over ? KEYS_OVER : KEYS).map(([keys, does]) => `${keys} ${does}`)
  const [hint = ''] = flow(keys, size.columns, glyphsFor(shows.look.unicode))
  return [...body, ...Array.from({ length: blank }, () => plain('')), plain(hint, 'dim')].slice(0, size.rows - 1)
}

function classRows({ folder, seen, state, size, look }: Shows): ScreenRow[] {
  const [head, ...rows] = tableOf(seen)
  const page = pageOf(size)
  const top = Math.max(0, state.chosen - page + 1)
  const shown = rows.slice(top, top + page).map((row, i) => {
    const [one, isChosen] = [seen[top + i]!, top + i === state.chosen]
    return plain(keptBlanks(row, look.unicode).padEnd(size.columns), isChosen ? 'selected' : toneOf(one))
  })
  return [plain(headOf(folder, seen), 'strong'), plain(head!, 'dim'), ...shown]
}

const toneOf = (one: Seen): 'bad' | 'good' | 'plain' =>
  one.trouble !== undefined || isStuck(one) ? 'bad' : one.handedIn ? 'good' : 'plain'

function shoulderRows({ seen, state, shoulder, size, look }: Shows): ScreenRow[] {
  const one = seen[state.chosen]!
  const glyphs = glyphsFor(look.unicode)
  const end = Math.max(0, shoulder.length - state.back)
  const rows = shoulder.slice(Math.max(0, end - pageOf(size)), end).map(row => keptBlanks(row, look.unicode))
  const folded = rows.flatMap(row => foldText(row, size.columns)).slice(-pageOf(size))
  return [
    headRow(calledBy(one), one.score === undefined ? '' : `score ${one.score}`, size.columns, true, glyphs),
    ...(one.trouble === undefined ? folded : foldText(one.trouble, size.columns)).map(row => plain(row)),
  ]
}

/** What a prompt prints stands in columns. */
const keptBlanks = (row: string, unicode: boolean): string =>
  row
    .split(/( {2,})/)
    .map((part, i) => (i % 2 === 1 ? part : cellText(part, unicode)))
    .join('')
