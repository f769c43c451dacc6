import type { Lab } from '../../../sim/drill/lab.ts'
import {
  clipped,
  flow,
  headRow,
  type PaneStyle,
  plain,
  type ScreenRow,
  type Size,
  sideBySide,
} from '../../screen/rows.ts'
import { consoleText, cut, softRows } from '../../screen/text.ts'
import { FIELDS } from './fields.ts'
import { type Body, bodyOf } from './layout.ts'
import { hitsOf } from './listing.ts'
import { listRows, moreRows } from './listRows.ts'
import { spentText } from './pages.ts'
import type { View } from './place.ts'
import { promptRows } from './promptRows.ts'
import { type Around, aroundOf, type Desk } from './sitting.ts'
import { type State, shown } from './state.ts'
import { windowRows } from './windowRows.ts'

/** The whole screen of the lab as rows: a function of the lab, of where somebody is in it, and of the size. Knows no keys. */
export function frameOf(desk: Desk, state: State, size: Size, style: PaneStyle): ScreenRow[] {
  const body = bodyOf(state, size)
  const around = aroundOf(desk, state, size)
  const rows = [
    titleRow(desk, body.width, style),
    headOf(around, shown(state), body, style),
    ...filled(placeRows(around, state, body, style), body.height + body.below),
    ...filled(footRows(around, state, body, style), body.foot),
  ]
  return filled(rows, body.rows).map(row => clipped(row, body.width))
}

const filled = (rows: readonly ScreenRow[], height: number): ScreenRow[] =>
  Array.from({ length: height }, (_, i) => rows[i] ?? [])

/** ` EXCH01  Mon 27 Aug 2007 13:21:04   ticket 4711   hints 0   undo 1        00:12:40 ` */
function titleRow({ lab }: Desk, width: number, { glyphs, unicode }: PaneStyle): ScreenRow {
  const { hints, undos } = lab.standing
  const number = lab.ticket[0]!.toLowerCase()
  const left = [` ${lab.at}`, `${lab.day} ${lab.clock}`, ` ${number}`, ` hints ${hints}`, ` undo ${undos}`]
  const waits = lab.screen ? '   a window waits: 6' : ''
  const right = `${lab.header.exam ? 'exam  ' : ''}${spentText(lab.spent)} `
  while (left.length > 2 && left.join('  ').length + waits.length + right.length > width) left.pop()
  const text = cut(consoleText(left.join('  ') + waits, unicode), Math.max(0, width - right.length), glyphs)
  return plain(cut(text.padEnd(Math.max(0, width - right.length)) + right, width, glyphs), 'selected')
}

function headOf({ desk, listing }: Around, view: View, { width }: Body, style: PaneStyle): ScreenRow {
  const { place, cursor, search } = view
  if (place.at === 'prompt')
    return headRow(consoleText(windowTitle(desk.lab), style.unicode), '', width, true, style.glyphs)
  if (place.at === 'screen') return headRow('On the screen', '', width, true, style.glyphs)
  const hits = hitsOf(listing, search)
  const found = search === '' ? '' : `  "${search}" ${hits.indexOf(cursor) + 1} of ${hits.length}`
  const { length } = listing.items
  const percent = length > 1 ? `, ${Math.round((100 * cursor) / (length - 1))} %` : ''
  const end = `${found} ${length === 0 ? 0 : cursor + 1} of ${length}${percent} ${style.glyphs.rule}`
  const room = Math.max(0, width - end.length)
  const [start] = headRow(
    consoleText(cutPath(listing.title, room - 6, style), style.unicode),
    '',
    room,
    true,
    style.glyphs,
  )
  return plain(cut(`${start!.text}${end}`, width, style.glyphs), 'focus')
}

const windowTitle = ({ prompt }: Lab): string => prompt.replace(/>$/, '')

/** A title is mostly a path, of which the end says most. */
function cutPath(title: string, width: number, { glyphs }: PaneStyle): string {
  return title.length <= width ? title : `${glyphs.ellipsis}${title.slice(Math.max(0, title.length - width + 1))}`
}

function placeRows(around: Around, state: State, body: Body, style: PaneStyle): ScreenRow[] {
  const { desk, listing, item } = around
  const view = shown(state)
  if (view.place.at === 'prompt') return promptRows(desk.lab, state, body, style)
  if (view.place.at === 'screen') return windowRows(desk.lab, view.cursor, body, style)
  const list = listRows(listing, view, { width: body.list, height: body.height }, style)
  if (body.beside > 0) {
    const more = moreRows(item, { width: body.beside, height: body.height }, style)
    return sideBySide(filled(list, body.height), more, body.list, style.glyphs)
  }
  if (body.below === 0) return list
  const rule = plain(style.glyphs.rule.repeat(body.width), 'dim')
  return [...filled(list, body.height), rule, ...moreRows(item, { width: body.width, height: body.below - 1 }, style)]
}

// ------------------------------------------------------------------------------------------------------------- foot

function footRows(around: Around, state: State, { width, foot }: Body, style: PaneStyle): ScreenRow[] {
  const { field, notice } = state
  if (field) {
    const { asks, keys, meanwhile } = FIELDS[field.name]
    const asked = asks(around, state)
    const line = keys ? [{ text: asked, tone: 'changed' } as const] : lineRow(asked, field.line, width)
    const above = meanwhile && foot > 1 ? [plain(cut(meanwhile(field.line.text), width, style.glyphs), 'dim')] : []
    return [line, ...above]
  }
  if (notice !== undefined) {
    const rows = softRows(consoleText(notice, style.unicode), width)
    const kept =
      rows.length > foot
        ? [...rows.slice(0, foot - 1), cut(`${rows[foot - 1]}${rows[foot]}`, width, style.glyphs)]
        : rows
    return kept.map(row => plain(row, 'changed'))
  }
  return flow(helpOf(around, state), width, style.glyphs).map(row => plain(row, 'dim'))
}

/** The end of a line that does not fit, with its cursor. */
function lineRow(asked: string, { text, cursor }: { text: string; cursor: number }, width: number): ScreenRow {
  const room = Math.max(1, width - asked.length - 1)
  const from = Math.max(0, cursor - room)
  const here = text.slice(cursor, cursor + 1) || ' '
  return [
    { text: asked, tone: 'changed' },
    { text: text.slice(from, cursor), tone: 'plain' },
    { text: here, tone: 'selected' },
    { text: text.slice(cursor + 1, from + room), tone: 'plain' },
  ]
}

/** The keys that are needed most here. */
function helpOf({ desk: { lab, sealed }, item, listing }: Around, state: State): string[] {
  const { place, filter } = shown(state)
  const { exam } = lab.header
  if (lab.standing.handedIn) return ['Up Down', '/ search', ...(sealed ? [] : ['p play it']), 'q leave', '? keys']
  if (place.at === 'prompt')
    return [
      'Esc desk',
      'PgUp PgDn page',
      'Up Down, ^R history',
      '^F find',
      'Tab complete',
      '^C cancel',
      '^D hand in',
      ':help',
    ]
  if (place.at === 'screen')
    return [...(lab.screen ? ['Left Right choose', 'Enter press'] : []), 'p prompt', 'Esc back', '? keys']
  const here = place.at
  return [
    ...(item?.leads || item?.types !== undefined ? ['Enter open'] : []),
    here === 'desk' ? '1-7 p go' : 'Esc back',
    ...(item?.place === undefined ? [] : ['c cite']),
    ...(listing.heads.length > 0 && here !== 'desk'
      ? ['/ n N search', here === 'places' ? 'f find a file' : filter === '' ? 'f filter' : 'f other filter']
      : []),
    ...(here === 'events' ? ['l other log'] : []),
    ...(here === 'services' || here === 'service' ? ['a act'] : []),
    ...(exam ? [] : ['x explain']),
    'd claim',
    ...(exam || sealed ? [] : ['h hint']),
    ...(exam ? [] : ['u undo']),
    'b bring',
    ...(lab.servers.length > 1 ? ['w other server'] : []),
    'p prompt',
    'g hand in',
    '? keys',
  ]
}
