import { claimIn } from '../../../sim/drill/claims.ts'
import { HINT_PRICES, UNDO_PRICE } from '../../../sim/drill/grade.ts'
import { CERTAINTIES } from '../../../sim/drill/session.ts'
import { actionText } from '../../../sim/drill/transcript.ts'
import type { Pressed } from '../../screen/keys.ts'
import { edited } from '../../screen/line.ts'
import { clamp } from '../../screen/rows.ts'
import { hitsOf } from './listing.ts'
import type { Around, Desk } from './sitting.ts'
import { goTo, noticed, type State, say, shown, withView } from './state.ts'

/** What is asked at the foot of the screen, and what an answer makes of it. Knows no rows. */

export type FieldName =
  | 'search'
  | 'filter'
  | 'find'
  | 'go'
  | 'claim'
  | 'note'
  | 'bring'
  | 'word'
  | 'act'
  | 'hint'
  | 'undo'
  | 'hand-in'

interface Field {
  readonly asks: (around: Around, state: State) => string
  /** A line that Enter ends; or keys, each an answer by itself. */
  readonly enter?: (text: string, state: State, around: Around, choice: string) => State
  readonly keys?: Readonly<Record<string, (state: State, around: Around) => State>>
  /** What Tab goes through. */
  readonly choices?: readonly string[]
  /** Said above the line while it is being written. */
  readonly meanwhile?: (text: string) => string
}

export function answered(state: State, pressed: Pressed, around: Around): State {
  const { name, line, choice } = state.field!
  const { keys, enter, choices = [] } = FIELDS[name]
  const closed: State = { ...state, field: undefined }
  if ('key' in pressed && pressed.key === 'escape') return closed
  if (keys) return ('letter' in pressed && keys[pressed.letter]?.(closed, around)) || closed
  if ('key' in pressed && pressed.key === 'enter') {
    return enter!(line.text.trim(), closed, around, choices[choice] ?? '')
  }
  if ('key' in pressed && pressed.key === 'tab' && choices.length > 0) {
    return { ...state, field: { name, line, choice: (choice + 1) % choices.length } }
  }
  return { ...state, field: { name, line: edited(line, pressed), choice } }
}

/** `service: s start ...` for the service that is meant. */
const serviceMeant = (state: State, { item }: Around): string | undefined => {
  const { place } = shown(state)
  if (place.at === 'service') return place.name
  return place.at === 'services' && item?.leads?.at === 'service' ? item.leads.name : undefined
}

const typing =
  (line: (service: string) => string) =>
  (state: State, around: Around): State => {
    const service = serviceMeant(state, around)
    return service === undefined ? state : say(state, line(service))
  }

/** Both windows take these: `sc` alone is another command in PowerShell. */
const startType = (config: string) => typing(service => `sc.exe config "${service}" start= ${config}`)

/** `likely` first: what is meant where nobody says. */
const SURE: readonly string[] = [...CERTAINTIES.slice(1), ...CERTAINTIES.slice(0, 1)]

function lastDone({ lab }: Desk): string {
  const last = lab.standing.done.at(-1)
  return last ? actionText(last) : ''
}

/** While somebody writes it: which cause that is. */
function claimMeant(text: string): string {
  if (text.trim() === '') return 'in plain words, or by its id; "nothing" where nothing is wrong'
  const meant = claimIn(text)
  if ('cause' in meant) return `that is: ${meant.cause}`
  return meant.length > 0 ? `is it ${meant.join(', ')}?` : 'that is no cause that is known'
}

/** `120`, a row; `50%`, through the list. */
function jump(text: string, state: State, { listing }: Around): State {
  const [, digits, percent] = /^(\d{1,9})(%?)$/.exec(text) ?? []
  if (digits === undefined)
    return text === '' ? state : noticed(state, 'a row has a number, such as 120, or is 50% on the way')
  const most = Math.max(0, listing.items.length - 1)
  const row = percent === '%' ? Math.round((most * Number(digits)) / 100) : Number(digits) - 1
  return withView(state, { cursor: clamp(row, 0, most) })
}

export const FIELDS: Readonly<Record<FieldName, Field>> = {
  search: {
    asks: () => '/',
    enter(text, state, around) {
      const searching = withView(state, { search: text })
      if (text === '') return searching
      const hits = hitsOf(around.listing, text)
      const next = hits.find(hit => hit >= shown(state).cursor) ?? hits[0]
      return next === undefined
        ? noticed(searching, `"${text}" is nowhere here`)
        : withView(searching, { cursor: next })
    },
  },
  filter: {
    asks: () => 'only rows with: ',
    enter: (text, state) => withView(state, { filter: text, cursor: 0 }),
  },
  find: {
    asks: () => 'files with this in their path: ',
    enter: (text, state) => (text === '' ? state : goTo(state, { at: 'found', text })),
  },
  go: { asks: () => 'go to (120, 50%): ', enter: jump },
  claim: {
    asks: (_, { field }) => `what is wrong, ${SURE[field!.choice]} (Tab): `,
    choices: SURE,
    enter: (text, state, _, sure) => (text === '' ? state : say(state, `:claim ${text} ${sure}`)),
    meanwhile: claimMeant,
  },
  note: {
    asks: ({ item }) => (item?.place === undefined ? 'note: ' : 'note on this row: '),
    enter: (text, state, { item }) =>
      text === '' ? state : say(state, `:note ${item?.place === undefined ? text : `${item.place}  ${text}`}`),
  },
  bring: {
    asks: () => 'bring (KB940006, KB940006 x86, dvd): ',
    enter: (text, state) => (text === '' ? state : say(state, `:bring ${text}`)),
  },
  word: { asks: () => ':', enter: (text, state) => (text === '' ? state : say(state, `:${text}`)) },
  act: {
    asks: (around, state) =>
      `${serviceMeant(state, around) ?? ''}: s start   t stop   a automatic   m manual   d disabled   Esc nothing`,
    keys: {
      s: typing(service => `net start "${service}"`),
      t: typing(service => `net stop "${service}"`),
      a: startType('auto'),
      m: startType('demand'),
      d: startType('disabled'),
    },
  },
  hint: {
    asks: ({ desk }) =>
      `a hint costs ${HINT_PRICES[desk.lab.standing.hints] ?? 0} points: y takes it, any other key does not`,
    keys: { y: state => say(state, ':hint') },
  },
  undo: {
    asks: ({ desk }) => `taking back "${lastDone(desk)}" costs ${UNDO_PRICE} points: y does it, any other key does not`,
    keys: { y: state => say(state, ':undo') },
  },
  'hand-in': {
    asks: () => 'hand in? Nothing can be done afterwards: y hands in, any other key does not',
    keys: { y: state => say(state, ':hand-in') },
  },
}
