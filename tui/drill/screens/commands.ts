import type { NamedKey, Pressed } from '../../screen/keys.ts'
import { written } from '../../screen/line.ts'
import { clamp } from '../../screen/rows.ts'
import { explanation } from './explained.ts'
import { hitsOf } from './listing.ts'
import type { Place } from './place.ts'
import type { Around } from './sitting.ts'
import { asking, goBack, goFromDesk, goTo, noticed, type State, say, shown, withView } from './state.ts'

/** What each key does in a list. What it does at the prompt: prompt.ts. */

type Command = (state: State, around: Around) => State

export function listKey(state: State, pressed: Pressed, around: Around): State {
  if ('ctrl' in pressed) return CTRL[pressed.ctrl]?.(state, around) ?? state
  const command = 'key' in pressed ? NAMED[pressed.key] : LETTERS[pressed.letter]
  return command ? command(state, around) : state
}

// ----------------------------------------------------------------------------------------------------------- moving

const moved =
  (by: (around: Around) => number): Command =>
  (state, around) =>
    movedTo(state, shown(state).cursor + by(around), around)

const movedTo = (state: State, row: number, { listing }: Around): State =>
  withView(state, { cursor: clamp(row, 0, Math.max(0, listing.items.length - 1)) })

const shifted =
  (by: number): Command =>
  (state, { listing }) =>
    // A text without columns is broken, not cut.
    listing.heads.length === 0 ? state : withView(state, { shift: Math.max(0, shown(state).shift + by) })

const SHIFT = 16

function opened(state: State, { item }: Around): State {
  if (item?.types !== undefined) return { ...goTo(state, { at: 'prompt' }), input: written(item.types), recalled: 0 }
  return item?.leads ? goTo(state, item.leads) : state
}

const NAMED: Readonly<Record<NamedKey, Command | undefined>> = {
  up: moved(() => -1),
  down: moved(() => 1),
  'page-up': moved(({ height }) => -height),
  'page-down': moved(({ height }) => height),
  home: moved(({ listing }) => -listing.items.length),
  end: moved(({ listing }) => listing.items.length),
  left: shifted(-SHIFT),
  right: shifted(SHIFT),
  enter: opened,
  escape: goBack,
  backspace: goBack,
  tab: undefined,
  'shift-tab': undefined,
}

// ---------------------------------------------------------------------------------------------------------- letters

const to =
  (place: Place): Command =>
  state =>
    goFromDesk(state, place)

/** The next row that holds what was searched for, around the end. */
const hit =
  (direction: 1 | -1): Command =>
  (state, { listing }) => {
    const { search, cursor } = shown(state)
    const hits = hitsOf(listing, search)
    if (hits.length === 0) return noticed(state, search === '' ? '/ searches first' : `"${search}" is nowhere here`)
    const next =
      direction === 1
        ? (hits.find(row => row > cursor) ?? hits[0]!)
        : (hits.findLast(row => row < cursor) ?? hits.at(-1)!)
    return withView(state, { cursor: next })
  }

function cite(state: State, { item, desk }: Around): State {
  const place = item?.place
  if (place === undefined) return noticed(state, CITED)
  const stands = desk.lab.standing.done.some(action => action.kind === 'cite' && action.place === place)
  return stands ? noticed(state, 'it stands on the sheet') : say(state, `:cite ${place}`)
}

const CITED = 'what is cited is a line of a file, a record of a log or a value of the registry'

const unlessExam =
  (command: Command): Command =>
  (state, around) =>
    around.desk.lab.header.exam ? noticed(state, 'not in an exam') : command(state, around)

function explain(state: State, { item }: Around): State {
  const rows = item ? explanation([...item.cells, ...item.more()].join(' ')) : []
  return rows.length > 0
    ? goTo(state, { at: 'told', title: 'Explained', rows })
    : noticed(state, 'no number here has a meaning that is known')
}

function filter(state: State): State {
  return asking(state, shown(state).place.at === 'places' ? 'find' : 'filter')
}

function otherLog(state: State): State {
  const { place } = shown(state)
  if (place.at !== 'events') return state
  return withView(state, {
    place: { at: 'events', log: place.log === 'Application' ? 'System' : 'Application' },
    cursor: 0,
  })
}

function act(state: State, { desk }: Around): State {
  const { at } = shown(state).place
  if (at !== 'services' && at !== 'service') return state
  return desk.lab.screen ? noticed(state, 'a window waits for an answer first') : asking(state, 'act')
}

function nextServer(state: State, { desk: { lab } }: Around): State {
  const { servers, at } = lab
  if (servers.length < 2) return noticed(state, `there is one server, ${at}`)
  return say(state, `:server ${servers[(servers.indexOf(at) + 1) % servers.length]}`)
}

function takeBack(state: State, { desk }: Around): State {
  return desk.lab.standing.done.length === 0 ? noticed(state, 'there is nothing to take back') : asking(state, 'undo')
}

const LETTERS: Readonly<Record<string, Command | undefined>> = {
  '1': to({ at: 'ticket' }),
  '2': to({ at: 'events', log: 'Application' }),
  '3': to({ at: 'services' }),
  '4': to({ at: 'places' }),
  '5': to({ at: 'key', path: '' }),
  '6': to({ at: 'screen' }),
  '7': to({ at: 'sheet' }),
  p: (state, { desk: { lab, sealed } }) =>
    lab.standing.handedIn && !sealed ? { ...state, ended: 'play' } : goTo(state, { at: 'prompt' }),
  q: (state, { desk }) => (desk.lab.standing.handedIn ? { ...state, ended: 'left' } : state),
  '/': state => asking(state, 'search'),
  n: hit(1),
  N: hit(-1),
  f: filter,
  ':': state => asking(state, 'go'),
  c: cite,
  x: unlessExam(explain),
  d: state => asking(state, 'claim'),
  m: state => asking(state, 'note'),
  h: unlessExam((state, { desk }) =>
    desk.sealed ? noticed(state, 'a sealed lab has no hints') : asking(state, 'hint'),
  ),
  u: unlessExam(takeBack),
  g: state => asking(state, 'hand-in'),
  l: otherLog,
  a: act,
  b: state => asking(state, 'bring'),
  w: nextServer,
  '?': state => goTo(state, { at: 'keys' }),
}

const CTRL: Readonly<Record<string, Command>> = {
  d: LETTERS.g!,
  f: LETTERS['/']!,
}
