import { Box, useApp, useInput } from 'ink'
import { useEffect, useReducer } from 'react'
import { glyphsFor, type Look } from '../screen/glyphs.ts'
import { Rows, useSize } from '../screen/lines.tsx'
import { flow, headRow, type PaneStyle, type ScreenRow, type Size } from '../screen/rows.ts'
import type { Film, Frame } from './frame.ts'
import { commandsOf, helpTexts, hints } from './keys.ts'
import { GAP, type Layout, layoutOf, type Region } from './layout.ts'
import { eventTail, logTail, serviceCounts, serviceTail, storyRows, type Tail, timelineRows, titleRow } from './rows.ts'
import { nextState, type PlayerCommand, type PlayerState, positionOf, startState } from './state.ts'

/** The player on the screen. What is shown is worked out elsewhere; here it is only put into place. */

export interface PlayerProps {
  readonly title: string
  /** One per server. */
  readonly films: readonly Film[]
  readonly look: Look
}

export function Player({ title, films, look }: PlayerProps) {
  const size = useSize()
  const { exit } = useApp()
  const [state, dispatch] = useReducer(
    (before: PlayerState, command: PlayerCommand) => {
      const moments = films.map(film => film.moments)
      return nextState(before, command, { moments, reach: () => viewOf(title, films, before, size, look).reach })
    },
    films.length,
    startState,
  )
  useInput((input, key) => {
    for (const command of commandsOf(input, key)) dispatch(command)
  })
  useEffect(() => {
    if (state.done) exit()
  }, [state.done, exit])
  return <Screen view={viewOf(title, films, state, size, look)} color={look.color} />
}

// ------------------------------------------------------------------------------------------------------------- view

/** The whole screen as rows. */
interface View {
  readonly layout: Layout
  readonly top: readonly ScreenRow[]
  readonly left: readonly ScreenRow[]
  readonly right: readonly ScreenRow[]
  readonly footer: readonly ScreenRow[]
  readonly bar: string
  readonly reach: number
}

function viewOf(title: string, films: readonly Film[], state: PlayerState, size: Size, look: Look): View {
  const film = films[state.server]!
  const { name, initial } = film.server
  const style: PaneStyle = { glyphs: glyphsFor(look.unicode), unicode: look.unicode }
  const footer = footerTexts(state, films.length, size.columns, style)
  const layout = layoutOf(size, state.focus, footer.length)
  const position = positionOf(state)
  const frame = film.frame(position)
  const place = { position, count: film.moments.length, now: frame.now, zone: initial.zone }
  const panes = [...layout.left, ...layout.right].map(region => paneOf(film, frame, region, state, style))
  return {
    layout,
    top: [
      titleRow({ scenario: title, server: name, ...place }, layout.width, style),
      ...storyRows(film.moments[position - 1], layout.width, layout.story, style),
    ].slice(0, layout.title + layout.story),
    left: panes.slice(0, layout.left.length).flatMap(pane => pane.rows),
    right: panes.slice(layout.left.length).flatMap(pane => pane.rows),
    footer: footer
      .slice(0, layout.footer)
      .map(text => [{ text, tone: state.notice === undefined ? 'dim' : 'changed' }]),
    bar: style.glyphs.bar,
    reach: Math.max(0, ...panes.map(pane => pane.reach)),
  }
}

function footerTexts({ help, notice }: PlayerState, servers: number, width: number, { glyphs }: PaneStyle): string[] {
  if (notice !== undefined) return [notice]
  return help ? flow(helpTexts(glyphs, servers), width, glyphs) : flow(hints(glyphs), width, glyphs).slice(0, 1)
}

/** A pane with its head, filled up to its height. Only the focused one can be scrolled. */
function paneOf(film: Film, frame: Frame, region: Region, state: PlayerState, style: PaneStyle): Tail {
  const focused = region.pane === state.focus
  const scroll = focused ? state.scroll : 0
  const { zone, now } = film.server.initial
  const head = (name: string, detail = ''): ScreenRow => headRow(name, detail, region.width, focused, style.glyphs)
  const whole = (top: ScreenRow, { rows, reach }: Tail): Tail => ({
    rows: [top, ...rows, ...Array.from({ length: Math.max(0, region.height - 1 - rows.length) }, () => [])],
    reach: focused ? reach : 0,
  })
  switch (region.pane) {
    case 'timeline': {
      const rows = timelineRows(film.moments, frame.position, now, zone, region, style)
      return whole(head('Timeline'), { rows, reach: 0 })
    }
    case 'log':
      return whole(head('Log', frame.log?.path), logTail(frame.log, region, focused, scroll, style))
    case 'events':
      return whole(
        head('Application log', `${frame.events.length} events`),
        eventTail(frame, zone, region, focused, scroll, style),
      )
    case 'services':
      return whole(
        head('Services', serviceCounts(frame.services, region.width)),
        serviceTail(frame.services, region, scroll, style),
      )
  }
}

// ------------------------------------------------------------------------------------------------------- components

function Screen({ view, color }: { readonly view: View; readonly color: boolean }) {
  const { layout, top, left, right, footer, bar } = view
  return (
    <Box flexDirection="column" width={layout.width} height={layout.height} overflow="hidden">
      <Rows rows={top} width={layout.width} color={color} />
      <Box flexShrink={0}>
        <Rows rows={left} width={layout.left[0]?.width ?? layout.width} color={color} />
        {right.length > 0 && (
          <Rows rows={right.map(() => [{ text: ` ${bar}`, tone: 'dim' }])} width={GAP} color={color} />
        )}
        {right.length > 0 && <Rows rows={right} width={layout.right[0]?.width ?? 0} color={color} />}
      </Box>
      <Rows rows={footer} width={layout.width} color={color} />
    </Box>
  )
}
