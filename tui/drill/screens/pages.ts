import { type Grade, HINT_PRICES, UNDO_PRICE } from '../../../sim/drill/grade.ts'
import type { Lab } from '../../../sim/drill/lab.ts'
import type { Action, ActionOf } from '../../../sim/drill/session.ts'
import { CERTAINTIES } from '../../../sim/drill/session.ts'
import { beside, type Tone } from '../../screen/rows.ts'
import { softRows } from '../../screen/text.ts'
import { KEY_TEXTS } from './keyTexts.ts'
import type { Item, Listing, Place } from './place.ts'
import type { Desk } from './sitting.ts'

/** The pages that are the lab's own, and not read on a server. Does not know how they are drawn. */

type Page<At extends Place['at']> = (place: Extract<Place, { at: At }>, desk: Desk, width: number) => Listing

export const PAGES: { readonly [At in OwnPlace]: Page<At> } = {
  desk: (_, desk) => ({ title: 'Desk', heads: ['', '', ''], items: deskItems(desk) }),
  ticket: (_, { lab }, width) => text('Ticket', lab.ticket, width),
  sheet: (_, desk, width) => ({ title: 'My sheet', heads: [], items: sheetItems(desk, width) }),
  output: (_, { lab }) => ({
    title: 'Window of the prompt',
    heads: ['Line', ''],
    items: lab.transcript.map(({ kind, text: row }, i) => ({
      ...item([String(i + 1), row], kind === 'typed' ? 'strong' : kind === 'beside' ? 'dim' : 'plain'),
      more: () => [row],
    })),
  }),
  history: (_, { lab }) => ({
    title: 'Typed before',
    heads: ['Line'],
    items: typedIn(lab.actions)
      .toReversed()
      .map(line => ({ ...item([line]), types: line })),
  }),
  keys: (_, __, width) => text('Keys', KEY_TEXTS, width),
  told: ({ title, rows }, _, width) => text(title, rows, width),
  debrief: (_, desk, width) => ({ title: 'Debrief', heads: [], items: debriefItems(desk, width) }),
}

const OWN = ['desk', 'ticket', 'sheet', 'output', 'history', 'keys', 'told', 'debrief'] as const
type OwnPlace = (typeof OWN)[number]

export const isOwn = (place: Place): place is Extract<Place, { at: OwnPlace }> =>
  (OWN as readonly string[]).includes(place.at)

const item = (cells: readonly string[], tone: Tone = 'plain'): Item => ({ cells, tone, more: () => cells })

const head = (words: string): Item => item([words], 'focus')

/** Rows that are broken where the width ends; what is set in stays so. */
function paragraphs(rows: readonly string[], width: number, tone: Tone = 'plain'): Item[] {
  return rows.flatMap(row => softRows(row, width).map(part => item([part], tone)))
}

function text(title: string, rows: readonly string[], width: number): Listing {
  return { title, heads: [], items: paragraphs(rows, width) }
}

/** What was typed, without what was taken back. */
export const typedIn = (actions: readonly Action[]): string[] =>
  actions.flatMap(action => (action.kind === 'type' && action.line !== '' ? [action.line] : []))

// ------------------------------------------------------------------------------------------------------------ desk

function deskItems({ lab }: Desk): Item[] {
  const [application, system] = [
    lab.read({ at: 'events', log: 'Application' }),
    lab.read({ at: 'events', log: 'System' }),
  ]
  const done = lab.standing.done
  const count = (kind: Action['kind']): number => done.filter(action => action.kind === kind).length
  const entry = (key: string, name: string, says: string, leads: Place): Item => ({ ...item([key, name, says]), leads })
  return [
    entry('1', 'ticket', lab.ticket[0] ?? '', { at: 'ticket' }),
    entry('2', 'event viewer', `${application.title}; ${system.title}`, { at: 'events', log: 'Application' }),
    entry('3', 'services', lab.read({ at: 'services' }).title, { at: 'services' }),
    entry('4', 'files and logs', 'drives, folders, and what an engineer exports', { at: 'places' }),
    entry('5', 'registry', 'keys and values', { at: 'key', path: '' }),
    entry('6', 'on the screen', onScreen(lab), { at: 'screen' }),
    entry('7', 'my sheet', `claims ${count('claim')}, citations ${count('cite')}`, { at: 'sheet' }),
    entry('p', 'prompt', lab.prompt, { at: 'prompt' }),
  ]
}

function onScreen({ screen, countdown }: Lab): string {
  if (screen) return 'a window waits for an answer'
  return countdown ? 'a box says when the server restarts' : 'no window stands there'
}

// ----------------------------------------------------------------------------------------------------------- sheet

function sheetItems(desk: Desk, width: number): Item[] {
  const { lab, hints } = desk
  const { done, undos } = lab.standing
  const of = <K extends Action['kind']>(kind: K): ActionOf<K>[] =>
    done.filter((action): action is ActionOf<K> => action.kind === kind)
  const list = (title: string, rows: readonly string[], none: string): Item[] => [
    head(title),
    ...(rows.length > 0
      ? paragraphs(
          rows.map(row => `  ${row}`),
          width,
        )
      : paragraphs([`  ${none}`], width, 'dim')),
    item(['']),
  ]
  return [
    ...(lab.header.exam || desk.sealed ? [] : scoreItems(desk, width)),
    ...list(
      'What is wrong',
      of('claim').map(({ cause, sure }) => `${cause}, ${sure}`),
      `nothing is claimed yet: d says what is wrong, and whether that is a ${CERTAINTIES.join(', ')}`,
    ),
    ...list(
      'What proves it',
      [...new Set(of('cite').map(({ place }) => place))],
      'nothing is cited yet: c on a line, a record or a value',
    ),
    ...list(
      'Notes',
      of('note').map(({ text }) => text),
      'none is written yet: m on any row',
    ),
    ...(lab.header.exam || desk.sealed
      ? []
      : list(
          'Hints',
          hints.map((hint, i) => `${i + 1} (-${HINT_PRICES[i]}): ${hint}`),
          'none was taken',
        )),
    ...list(
      'Course',
      [
        `${of('type').length} lines typed, ${spentText(lab.spent)} on the clock of the server`,
        ...(undos > 0 ? [`${undos} times something was taken back (-${undos * UNDO_PRICE})`] : []),
      ],
      '',
    ),
  ]
}

function scoreItems({ grade, counting }: Desk, width: number): Item[] {
  const state = counting ? ' (being counted)' : ''
  if (!grade) return [head(`Score${state}`), item([''])]
  const parts = grade.parts.map(({ id, points, of }) => `${id} ${points}/${of}`)
  return [
    head(`Score ${grade.score} of 100${state}`),
    ...beside(parts, width - INSET.length).map(row => item([`${INSET}${row}`])),
    item(['']),
  ]
}

const INSET = '  '

/** `00:12:40` */
export function spentText(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return [seconds / 3600, (seconds / 60) % 60, seconds % 60].map(n => String(Math.floor(n)).padStart(2, '0')).join(':')
}

// --------------------------------------------------------------------------------------------------------- debrief

function debriefItems({ grade, debrief, sealed }: Desk, width: number): Item[] {
  if (sealed) return paragraphs(['It is handed in. Whoever packed the lab grades its session.'], width)
  if (!grade) return [item(['It is being graded ...'], 'dim')]
  return [
    head(`Score ${grade.score} of 100`),
    item(['']),
    ...grade.parts.flatMap(part => partItems(part, width)),
    ...citedItems(grade, width),
    ...debrief.flatMap(({ head: title, rows, tone }) => [item([title], tone), ...paragraphs(rows, width, 'dim')]),
  ]
}

function partItems({ id, points, of, why }: Grade['parts'][number], width: number): Item[] {
  return [
    item([`${id.padEnd(10)}${String(points).padStart(3)} of ${of}`], points === of ? 'good' : 'changed'),
    ...paragraphs([`    ${why}`], width),
  ]
}

function citedItems({ citations }: Grade, width: number): Item[] {
  if (citations.length === 0) return []
  const rows = citations.map(({ place, class: meaning = 'normal' }) => `    ${meaning}: ${place}`)
  return [item(['']), head('Cited'), ...paragraphs(rows, width), item([''])]
}
