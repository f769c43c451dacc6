import type { EventType, ReportedEvent } from '../../model/machine/parts.ts'
import { clockText, isoLocal } from '../../model/machine/time.ts'
import { eventText } from '../../model/words/events.ts'
import { clamp, type PaneStyle, plain, type ScreenRow, type Tone } from '../screen/rows.ts'
import { cellText, cut, foldText } from '../screen/text.ts'
import type { Frame, ServiceRow, ServicesFrame } from './frame.ts'
import type { Region } from './layout.ts'
import { marksFor } from './marks.ts'
import type { Moment } from './timeline.ts'

/**
 * The rows of each pane as spans of text with a tone: pure, and cut to the width they are given. Where a pane stands:
 * layout.ts.
 */

// ------------------------------------------------------------------------------------------------- head, title, foot

export interface Title {
  readonly scenario: string
  readonly server: string
  readonly now: number
  readonly zone: number
  readonly position: number
  readonly count: number
}

/** Position and time are kept longest when the terminal is narrow. */
export function titleRow(title: Title, width: number, { glyphs, unicode }: PaneStyle): ScreenRow {
  const place = `${title.position}/${title.count}`
  const time = isoLocal(title.now, title.zone).replace('T', ' ')
  const texts = [title.scenario, title.server, time].map(text => cellText(text, unicode))
  while (texts.length > 1 && texts.join('  ').length + place.length + 2 > width) texts.shift()
  const left = cut(texts.join('  '), width - place.length - 1, glyphs)
  return plain(left + place.padStart(width - left.length).slice(0, Math.max(0, width - left.length)), 'strong')
}

/** What has just happened, as long as there is room for it. */
export function storyRows(moment: Moment | undefined, width: number, height: number, style: PaneStyle): ScreenRow[] {
  const [text, tone]: [string, Tone] = [
    cellText(moment?.text ?? BEGINNING, style.unicode),
    moment?.bad ? 'bad' : 'plain',
  ]
  const rows =
    text.length <= width * height ? foldText(text, width) : foldText(cut(text, width * height - 2, style.glyphs), width)
  return Array.from({ length: height }, (_, i) => plain(rows[i] ?? '', tone))
}

// --------------------------------------------------------------------------------------------------------- timeline

/** A wide pane has room for hours. */
const WIDE = 44
const BEGINNING = 'as the server was found'

export function timelineRows(
  moments: readonly Moment[],
  position: number,
  start: number,
  zone: number,
  region: Region,
  style: PaneStyle,
): ScreenRow[] {
  const height = region.height - 1
  const first = clamp(position - Math.floor(height / 2), 0, Math.max(0, moments.length + 1 - height))
  const last = Math.min(moments.length + 1, first + height)
  const rows: ScreenRow[] = []
  let clock = ''
  for (let i = first; i < last; i++) {
    const moment = moments[i - 1]
    const now = clockText(moment?.at ?? start, zone).slice(region.width < WIDE ? 3 : 0)
    rows.push(momentRow(moment, now === clock ? '' : now, i === position, region.width, style))
    clock = now
  }
  return rows
}

function momentRow(
  moment: Moment | undefined,
  time: string,
  here: boolean,
  width: number,
  style: PaneStyle,
): ScreenRow {
  const { glyphs, unicode } = style
  const inset = ' '.repeat(Math.min(moment?.level ?? 0, 3))
  const mark = moment === undefined ? glyphs.rule : marksFor(unicode)[moment.kind]
  const head = `${here ? glyphs.pointer : ' '}${time.padStart(width < WIDE ? 5 : 8)} `
  const words = cut(
    `${inset}${mark} ${cellText(moment?.text ?? BEGINNING, unicode)}`,
    Math.max(0, width - head.length),
    glyphs,
  )
  if (here) return plain((head + words).padEnd(width), 'selected')
  return [
    { text: head, tone: 'dim' },
    { text: words, tone: moment?.bad ? 'bad' : moment?.kind === 'service' ? 'changed' : 'plain' },
  ]
}

// -------------------------------------------------------------------------------------------------------------- tail

/** A pane that shows the end of something, or a part before the end when it is scrolled. */
export interface Tail {
  readonly rows: readonly ScreenRow[]
  /** How many rows there are above the last pane full. */
  readonly reach: number
}

function tailOf(rows: readonly ScreenRow[], region: Region, scroll: number): Tail {
  const height = region.height - 1
  const reach = Math.max(0, rows.length - height)
  const end = rows.length - clamp(scroll, 0, reach)
  return { rows: rows.slice(Math.max(0, end - height), end), reach }
}

/** In a narrow pane a line of the installer is shown without thread and time, which the timeline has. */
const NARROW = 72
const PREFIX = /^MSI \([cs]\) \([0-9A-F]{2}[:!][0-9A-F]{2}\) \[[\d:]+\]: /
const ALARMING = /^Error \d{4}\. |Return value 3\.$/

export function logTail(log: Frame['log'], region: Region, focused: boolean, scroll: number, style: PaneStyle): Tail {
  if (log === undefined) return tailOf([plain('nothing has been logged yet', 'dim')], region, 0)
  const { lines, written, before } = log
  const narrow = !focused && region.width < NARROW
  // An unfocused pane shows nothing above its height, and a log has thousands of lines.
  const first = focused ? 0 : Math.max(0, written - region.height)
  const rows: ScreenRow[] = []
  for (let i = first; i < written; i++) {
    const line = lines[i]!
    const tone: Tone = ALARMING.test(line) ? 'bad' : i < before ? 'dim' : 'plain'
    const text = cellText(narrow ? line.replace(PREFIX, '') : line, style.unicode)
    for (const part of unfolded(text, focused, region.width, style)) rows.push(plain(part, tone))
  }
  return tailOf(rows, region, scroll)
}

/** The focused pane shows everything, the others as much as fits in a row. */
function unfolded(text: string, focused: boolean, width: number, { glyphs }: PaneStyle): string[] {
  return focused ? foldText(text, Math.max(1, width)) : [cut(text, width, glyphs)]
}

const TYPES: Readonly<Record<EventType, string>> = { error: 'Error', warning: 'Warning', information: 'Info' }

export function eventTail(
  { events, eventsBefore }: Frame,
  zone: number,
  region: Region,
  focused: boolean,
  scroll: number,
  style: PaneStyle,
): Tail {
  if (events.length === 0) return tailOf([plain('no events yet', 'dim')], region, 0)
  const rows = events.flatMap((event, i) => {
    const tone: Tone = event.type === 'error' ? 'bad' : i < eventsBefore ? 'dim' : 'plain'
    return unfolded(eventLine(event, zone, style), focused, region.width, style).map(part => plain(part, tone))
  })
  return tailOf(rows, region, scroll)
}

function eventLine(event: ReportedEvent, zone: number, { unicode }: PaneStyle): string {
  const head = `${clockText(event.time, zone)} ${TYPES[event.type]} ${event.id} ${event.source}`
  return cellText(`${head}: ${eventText(event)}`, unicode)
}

export function serviceTail({ changed }: ServicesFrame, region: Region, scroll: number, style: PaneStyle): Tail {
  if (changed.length === 0) return tailOf([plain('none has changed', 'dim')], region, 0)
  const rows = changed.map(row => plain(serviceLine(row, region.width, style), row.now === row.was ? 'dim' : 'changed'))
  return tailOf(rows, region, scroll)
}

export function serviceCounts({ running, stopped, disabled }: ServicesFrame, width: number): string {
  return width < WIDE
    ? `${running} up, ${stopped} down, ${disabled} disabled`
    : `${running} running, ${stopped} stopped, ${disabled} disabled`
}

const STATE_WIDTH = 'stopped, automatic'.length

function serviceLine({ name, now, was }: ServiceRow, width: number, { glyphs, unicode }: PaneStyle): string {
  const text = `${(now || 'gone').padEnd(STATE_WIDTH)}  ${cellText(name, unicode)}`
  const past = was === now ? '' : `  (${was === '' ? 'new' : `was ${was}`})`
  return cut(text.length + past.length <= width ? text + past : text, width, glyphs)
}
