import type { EventType, ReportedEvent } from '../../model/machine/parts.ts'
import { clockText, dayText } from '../../model/machine/time.ts'
import type { Zone } from '../../model/machine/zone.ts'
import { eventText } from '../../model/words/events.ts'
import { clamp, type PaneStyle, plain, type ScreenRow, type Tone } from '../screen/rows.ts'
import { cellText, consoleText, cut, foldText, softRows } from '../screen/text.ts'
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
  readonly zone: Zone
  readonly position: number
  /** Undefined: nobody is to know yet. */
  readonly count: number | undefined
}

/** Position and time are kept longest when the terminal is narrow; of the words as many as there is room for. */
export function titleRow(title: Title, width: number, { glyphs, unicode }: PaneStyle): ScreenRow {
  const place = title.count === undefined ? String(title.position) : `${title.position}/${title.count}`
  const time = `${dayText(title.now, title.zone)} ${clockText(title.now, title.zone)}`
  const where = [title.server, time].map(text => cellText(text, unicode))
  const room = width - where.join('  ').length - place.length - 4
  const texts = room < LEAST_WORDS ? where : [cut(cellText(title.scenario, unicode), room, glyphs), ...where]
  while (texts.length > 1 && texts.join('  ').length + place.length + 2 > width) texts.shift()
  const left = cut(texts.join('  '), width - place.length - 1, glyphs)
  return plain(left + place.padStart(width - left.length).slice(0, Math.max(0, width - left.length)), 'strong')
}

/** Fewer letters of a title say nothing. */
const LEAST_WORDS = 8

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

const BEGINNING = 'as the server was found'

export interface Reel {
  readonly moments: readonly Moment[]
  readonly position: number
  /** When the server was found, and the offset of its clock in minutes. */
  readonly start: number
  readonly zone: Zone
  /** Rows after the position are not shown. */
  readonly hidesFuture: boolean
}

/** A row for each moment, and one where another day begins. */
type TimelineEntry = { readonly day: string } | { readonly position: number; readonly clock: string }

export function timelineRows(reel: Reel, hits: ReadonlySet<number>, region: Region, style: PaneStyle): ScreenRow[] {
  const { moments, position } = reel
  const height = region.height - 1
  const entries = entriesOf(reel)
  const here = entries.findIndex(entry => 'position' in entry && entry.position === position)
  const first = clamp(here - Math.floor(height / 2), 0, Math.max(0, entries.length - height))
  return entries.slice(first, first + height).map(entry => {
    if ('day' in entry) return plain(cut(dayRule(entry.day, region.width, style), region.width, style.glyphs), 'dim')
    const moment = moments[entry.position - 1]
    const how = entry.position === position ? 'here' : hits.has(entry.position) ? 'hit' : 'else'
    return momentRow(moment, entry.clock, how, region.width, style)
  })
}

function entriesOf({ moments, position, start, zone, hidesFuture }: Reel): TimelineEntry[] {
  const entries: TimelineEntry[] = []
  let [day, clock] = ['', '']
  const last = hidesFuture ? position : moments.length
  for (let i = 0; i <= last; i++) {
    const at = moments[i - 1]?.at ?? start
    const [today, now] = [dayText(at, zone), clockText(at, zone)]
    if (today !== day) entries.push({ day: today })
    entries.push({ position: i, clock: today === day && now === clock ? '' : now })
    day = today
    clock = now
  }
  return entries
}

function dayRule(day: string, width: number, { glyphs }: PaneStyle): string {
  const start = `${glyphs.rule.repeat(2)} ${day} `
  return start + glyphs.rule.repeat(Math.max(0, width - start.length))
}

/** What each moment says, by position: what a search looks through. */
export const momentTexts = (moments: readonly Moment[]): string[] => [BEGINNING, ...moments.map(({ text }) => text)]

const CLOCK_WIDTH = '13:12:59'.length

function momentRow(
  moment: Moment | undefined,
  time: string,
  how: 'here' | 'hit' | 'else',
  width: number,
  style: PaneStyle,
): ScreenRow {
  const { glyphs, unicode } = style
  const inset = ' '.repeat(Math.min(moment?.level ?? 0, 3))
  const mark = moment === undefined ? glyphs.rule : marksFor(unicode)[moment.kind]
  const head = `${how === 'here' ? glyphs.pointer : ' '}${time.padStart(CLOCK_WIDTH)} `
  const words = cut(
    `${inset}${mark} ${cellText(moment?.text ?? BEGINNING, unicode)}`,
    Math.max(0, width - head.length),
    glyphs,
  )
  if (how === 'here') return plain((head + words).padEnd(width), 'selected')
  const tone = how === 'hit' ? 'focus' : moment?.bad ? 'bad' : moment?.kind === 'service' ? 'changed' : 'plain'
  return [
    { text: head, tone: 'dim' },
    { text: words, tone },
  ]
}

// -------------------------------------------------------------------------------------------------------------- tail

/** A pane that shows the end of something, or a part before the end when it is scrolled. */
export interface Tail {
  readonly rows: readonly ScreenRow[]
  /** How many rows there are above the last pane full. */
  readonly reach: number
  /** Every row of it, seen or not. */
  readonly texts: readonly string[]
  /** `1204 of 2649, 45 %`: the last row that is seen. */
  readonly place: string
}

/** How a pane is looked at: only the focused one is scrolled and searched. */
export interface Looked {
  readonly focused: boolean
  readonly scroll: number
  readonly hits: (texts: readonly string[]) => readonly number[]
  readonly hit: number | undefined
}

function tailOf(rows: readonly ScreenRow[], region: Region, { focused, scroll, hits, hit }: Looked): Tail {
  const height = region.height - 1
  const reach = Math.max(0, rows.length - height)
  const end = rows.length - clamp(scroll, 0, reach)
  const texts = focused ? rows.map(row => row.map(({ text }) => text).join('')) : []
  const found = hits(texts)
  const first = Math.max(0, end - height)
  const shown = rows.slice(first, end).map((row, i) => {
    const at = first + i
    if (at === hit) return plain(texts[at]!, 'selected')
    return found.includes(at) ? plain(texts[at]!, 'focus') : row
  })
  return { rows: shown, reach, texts, place: placeOf(end, rows.length, found, hit) }
}

function placeOf(end: number, count: number, found: readonly number[], hit: number | undefined): string {
  const percent = count === 0 ? 100 : Math.round((100 * end) / count)
  const hits = found.length === 0 ? '' : `hit ${hit === undefined ? 0 : found.indexOf(hit) + 1} of ${found.length}, `
  return `${hits}${end} of ${count}, ${percent} %`
}

/** In a narrow pane a line of the installer is shown without thread and time, which the timeline has. */
const NARROW = 72
const PREFIX = /^MSI \([cs]\) \([0-9A-F]{2}[:!][0-9A-F]{2}\) \[[\d:]+\]: /
const ALARMING = /^Error \d{4}\. |Return value 3\.$/

export function logTail(log: Frame['log'], region: Region, looked: Looked, style: PaneStyle): Tail {
  if (log === undefined) return tailOf([plain('nothing has been logged yet', 'dim')], region, looked)
  const { focused } = looked
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
  return tailOf(rows, region, looked)
}

/** The focused pane shows everything, the others as much as fits in a row. */
function unfolded(text: string, focused: boolean, width: number, { glyphs }: PaneStyle): string[] {
  return focused ? softRows(text, Math.max(1, width)) : [cut(text, width, glyphs)]
}

const TYPES: Readonly<Record<EventType, string>> = { error: 'Error', warning: 'Warning', information: 'Info' }

export function eventTail(
  { events, eventsBefore, now }: Frame,
  zone: Zone,
  region: Region,
  looked: Looked,
  style: PaneStyle,
): Tail {
  if (events.length === 0) return tailOf([plain('no events yet', 'dim')], region, looked)
  const today = dayText(now, zone)
  const rows = events.flatMap((event, i) => {
    const tone: Tone = event.type === 'error' ? 'bad' : i < eventsBefore ? 'dim' : 'plain'
    const day = dayText(event.time, zone)
    const line = eventLine(event, zone, day === today ? '' : `${day} `, style)
    return unfolded(line, looked.focused, region.width, style).map(part => plain(part, tone))
  })
  return tailOf(rows, region, looked)
}

/** Of another day with its date: nobody takes it for one of now. */
function eventLine(event: ReportedEvent, zone: Zone, day: string, { unicode }: PaneStyle): string {
  const head = `${day}${clockText(event.time, zone)} ${TYPES[event.type]} ${event.id} ${event.source}`
  return cellText(`${head}: ${eventText(event)}`, unicode)
}

export function serviceTail({ changed }: ServicesFrame, region: Region, looked: Looked, style: PaneStyle): Tail {
  if (changed.length === 0) return tailOf([plain('none has changed', 'dim')], region, looked)
  const rows = changed.map(row => plain(serviceLine(row, region.width, style), row.now === row.was ? 'dim' : 'changed'))
  return tailOf(rows, region, looked)
}

/** A narrower pane says the same in fewer letters. */
const WIDE = 44

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

// ------------------------------------------------------------------------------------------------------------- typed

export function typedTail({ typed, typedBefore }: Frame, region: Region, looked: Looked, style: PaneStyle): Tail {
  if (typed.length === 0) return tailOf([plain('nothing has been typed yet', 'dim')], region, looked)
  const width = Math.max(1, region.width)
  const rows = typed.flatMap(({ head, rows: output, tone }, i) => {
    const old = i < typedBefore
    const cell = (text: string): string[] => unfolded(consoleText(text, style.unicode), looked.focused, width, style)
    return [
      ...cell(head).map(part => plain(part, tone === 'plain' ? (old ? 'dim' : 'strong') : tone)),
      ...output.flatMap(row => cell(`  ${row}`).map(part => plain(part, old ? 'dim' : 'plain'))),
    ]
  })
  return tailOf(rows, region, looked)
}
