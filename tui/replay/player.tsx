import { useApp } from 'ink'
import { useEffect, useRef, useState } from 'react'
import { glyphsFor, type Look } from '../screen/glyphs.ts'
import { Screen, useSize } from '../screen/lines.tsx'
import { flow, headRow, type PaneStyle, type ScreenRow, type Size, sideBySide } from '../screen/rows.ts'
import { softRows } from '../screen/text.ts'
import { useKeys } from '../screen/useKeys.ts'
import type { Film, Frame } from './frame.ts'
import { commandOf, helpTexts, hints } from './keys.ts'
import { layoutOf, type Region } from './layout.ts'
import {
  eventTail,
  type Looked,
  logTail,
  momentTexts,
  serviceCounts,
  serviceTail,
  storyRows,
  type Tail,
  timelineRows,
  titleRow,
  typedTail,
} from './rows.ts'
import {
  answerKey,
  type FocusedPane,
  hitsIn,
  nextState,
  PANES,
  type PaneId,
  type PlayerState,
  positionOf,
  type Surroundings,
  startState,
} from './state.ts'

/** The player on the screen. What is shown is worked out elsewhere; here it is only put into place. */

export interface PlayerProps {
  readonly titles: Titles
  /** One per server. */
  readonly films: readonly Film[]
  readonly look: Look
  readonly hidesFuture?: boolean
  /** Said in the beginning, until the first key. */
  readonly notice?: string
}

export interface Titles {
  /** What the scenario is about, in words. */
  readonly told: string
  /** The same for those who are to find out. */
  readonly neutral: string
}

export function Player({ titles, films, look, hidesFuture = false, notice }: PlayerProps) {
  const size = useSize()
  const { exit } = useApp()
  const [state, setState] = useState(() => ({ ...startState(films.length, hidesFuture), notice }))
  // Several keys may come before the screen is drawn again.
  const now = useRef(state)
  useKeys(keys => {
    for (const pressed of keys) {
      const before = now.current
      const around = surroundings(titles, films, before, size, look)
      const command = commandOf(pressed)
      if (before.asked) now.current = answerKey(before, pressed, around)
      else if (command) now.current = nextState(before, command, around)
    }
    setState(now.current)
  })
  useEffect(() => {
    if (state.done) exit()
  }, [state.done, exit])
  return <Screen rows={viewOf(titles, films, state, size, look).rows} color={look.color} />
}

function surroundings(
  titles: Titles,
  films: readonly Film[],
  state: PlayerState,
  size: Size,
  look: Look,
): Surroundings {
  const film = films[state.server]!
  return {
    moments: films.map(({ moments }) => moments),
    pane: () => viewOf(titles, films, state, size, look).focused,
    zone: film.server.initial.zone,
  }
}

// ------------------------------------------------------------------------------------------------------------- view

/** The whole screen as rows. */
interface View {
  readonly rows: readonly ScreenRow[]
  readonly focused: FocusedPane
}

function viewOf(titles: Titles, films: readonly Film[], state: PlayerState, size: Size, look: Look): View {
  const film = films[state.server]!
  const { name, initial } = film.server
  const style: PaneStyle = { glyphs: glyphsFor(look.unicode), unicode: look.unicode }
  const panes = PANES.filter(pane => pane !== 'typed' || film.hasTyped)
  const focus = panes.includes(state.focus) ? state.focus : 'timeline'
  const footer = footerRows(state, films.length, size.columns, style)
  const layout = layoutOf(size, focus, footer.length, panes)
  const position = positionOf(state)
  const frame = film.frame(position)
  const { hidesFuture } = state
  const place = { position, count: hidesFuture ? undefined : film.moments.length, now: frame.now, zone: initial.zone }
  const scenario = hidesFuture ? titles.neutral : titles.told
  const regions = [...layout.left, ...layout.right]
  const drawn = regions.map(region => paneOf(film, frame, region, { ...state, focus }, style))
  const at = regions.findIndex(({ pane }) => pane === focus)
  const top = [
    titleRow({ scenario, server: name, ...place }, layout.width, style),
    ...storyRows(film.moments[position - 1], layout.width, layout.story, style),
  ].slice(0, layout.title + layout.story)
  const left = drawn.slice(0, layout.left.length).flatMap(pane => pane.rows)
  const right = drawn.slice(layout.left.length).flatMap(pane => pane.rows)
  const body = right.length > 0 ? sideBySide(left, right, layout.left[0]!.width, style.glyphs) : left
  return {
    rows: [...top, ...body, ...footer.slice(0, layout.footer)],
    focused: focusedOf(focus, panes, regions[at], drawn[at]),
  }
}

function focusedOf(
  id: PaneId,
  panes: readonly PaneId[],
  region: Region | undefined,
  tail: DrawnPane | undefined,
): FocusedPane {
  return {
    id,
    panes,
    height: Math.max(1, (region?.height ?? 1) - 1),
    reach: tail?.reach ?? 0,
    texts: tail?.texts ?? [],
  }
}

function footerRows(state: PlayerState, servers: number, width: number, { glyphs }: PaneStyle): ScreenRow[] {
  const { help, notice, asked } = state
  if (asked) {
    const { text, cursor } = asked.line
    return [
      [
        { text: asked.what === 'search' ? '/' : 'go to (120, 13:15, 50%): ', tone: 'changed' },
        { text: text.slice(0, cursor), tone: 'plain' },
        { text: text.slice(cursor, cursor + 1) || ' ', tone: 'selected' },
        { text: text.slice(cursor + 1), tone: 'plain' },
      ],
    ]
  }
  if (notice !== undefined) return softRows(notice, width).map(text => [{ text, tone: 'changed' }])
  const rows = help ? flow(helpTexts(glyphs, servers), width, glyphs) : flow(hints(glyphs), width, glyphs).slice(0, 1)
  return rows.map(text => [{ text, tone: 'dim' }])
}

type DrawnPane = Pick<Tail, 'rows' | 'reach' | 'texts'>

/** A pane with its head, filled up to its height. Only the focused one can be scrolled. */
function paneOf(film: Film, frame: Frame, region: Region, state: PlayerState, style: PaneStyle): DrawnPane {
  const focused = region.pane === state.focus
  const looked: Looked = {
    focused,
    scroll: focused ? state.scroll : 0,
    hits: texts => (focused ? hitsIn(state, texts) : []),
    hit: focused ? state.hit : undefined,
  }
  const { zone, now } = film.server.initial
  const whole = (name: string, detail: string, { rows, reach, texts, place }: Tail): DrawnPane => ({
    rows: [
      headRow(focused ? `${name} ${place}`.trimEnd() : name, detail, region.width, focused, style.glyphs),
      ...rows,
      ...Array.from({ length: Math.max(0, region.height - 1 - rows.length) }, () => []),
    ],
    reach: focused ? reach : 0,
    texts,
  })
  switch (region.pane) {
    case 'timeline': {
      const { moments } = film
      const { hidesFuture } = state
      const texts = momentTexts(hidesFuture ? moments.slice(0, frame.position) : moments)
      const hits = looked.hits(texts)
      const reel = { moments, position: frame.position, start: now, zone, hidesFuture }
      const rows = timelineRows(reel, new Set(hits), region, style)
      const found = hits.length === 0 ? '' : `hit ${hits.indexOf(frame.position) + 1} of ${hits.length}`
      return whole('Timeline', '', { rows, reach: 0, texts, place: found })
    }
    case 'log':
      return whole('Log', frame.log?.path ?? '', logTail(frame.log, region, looked, style))
    case 'events':
      return whole('Application log', `${frame.events.length} events`, eventTail(frame, zone, region, looked, style))
    case 'services':
      return whole(
        'Services',
        serviceCounts(frame.services, region.width),
        serviceTail(frame.services, region, looked, style),
      )
    case 'typed':
      return whole('Typed', '', typedTail(frame, region, looked, style))
  }
}
