import { claimIn } from '../../sim/drill/claims.ts'
import { formatScore, type Grade, HINT_PRICES, UNDO_PRICE } from '../../sim/drill/grade.ts'
import type { Lab } from '../../sim/drill/lab.ts'
import { MOST_TYPED, MOST_UNDONE } from '../../sim/drill/limits.ts'
import { type Action, lineOf } from '../../sim/drill/session.ts'
import { inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import type { TextStyle } from '../../sim/story/text.ts'
import { nearest } from '../../sim/written/nearest.ts'
import type { SessionFile } from './sessionFile.ts'

/**
 * The lab in plain lines: what is typed goes to the prompt, a line that begins with a colon is for the lab. For pipes, screen
 * readers and tests. Does not see what is right before it is handed in: that is asked of the marker.
 */
export interface Seat {
  readonly lab: Lab
  /** Nobody: the lab is sealed. */
  readonly marker: Marker | undefined
  readonly file: SessionFile
  readonly say: (text: Shown) => void
  readonly style: TextStyle
}

/** Whoever knows the answer. */
export interface Marker {
  /** The first hint is 1. */
  hint(number: number): string
  grade(actions: readonly Action[]): Grade
}

/** One line of what somebody types, whichever it is. */
export function takeLine(seat: Seat, line: string): void {
  if (!line.startsWith(':')) {
    const action: Action = { kind: 'type', line }
    // Nothing comes of Enter alone, as at any prompt, unless a program asks.
    if (line.trim() !== '' || seat.lab.refusal(action) === undefined) take(seat, action)
    return
  }
  const end = line.search(/\s/)
  const [name, rest] = end < 0 ? [line.slice(1), ''] : [line.slice(1, end), line.slice(end).trim()]
  const word = Object.hasOwn(WORDS, name) ? WORDS[name] : undefined
  if (!word) seat.say(unknownWord(name))
  else if (word.takes === '' && rest !== '') seat.say(told`refused: :${name} takes nothing behind it`)
  else word.act(seat, rest)
}

/** On the disk first, then done. */
function take({ lab, file, say }: Seat, action: Action): boolean {
  const refusal = tooLong(action) ?? lab.refusal(action)
  if (refusal !== undefined) {
    say(told`refused: ${refusal}`)
    return false
  }
  file.append(action)
  const rows = lab.do(action)
  if (rows.length > 0) say(lines(rows))
  if (lab.screen) say(WAITS)
  return true
}

export const WAITS = told`(a window waits: :screen shows it, :answer says which button)`

/** A session takes no longer line. */
const tooLong = (action: Action): string | undefined =>
  lineOf(action).length > MOST_TYPED ? `a line has ${MOST_TYPED} characters at most` : undefined

// ----------------------------------------------------------------------------------------------------------- words

interface Word {
  readonly takes: string
  readonly does: string
  readonly act: (seat: Seat, rest: string) => void
}

const WORDS: Readonly<Record<string, Word>> = {
  ticket: { takes: '', does: 'what the customer wrote', act: ({ lab, say }) => say(lines(lab.ticket)) },
  screen: {
    takes: '',
    does: 'the window that waits',
    act({ lab, say }) {
      const shown = lab.screen ?? lab.countdown
      say(shown ? lines(shown) : told`no window waits`)
    },
  },
  answer: {
    takes: 'BUTTON',
    does: 'presses a button of that window',
    act: (seat, say) => void take(seat, { kind: 'answer', say }),
  },
  server: {
    takes: '[NAME]',
    does: 'goes to another server; without a name lists them',
    act: (seat, name) => {
      if (name === '') seat.say(lines(seat.lab.servers))
      else take(seat, { kind: 'server', name })
    },
  },
  bring: {
    takes: 'KBnnnnnn [x64|x86] | dvd',
    does: 'a package to the desktop, or the medium of the product into the drive',
    act: bring,
  },
  cite: {
    takes: 'PATH:LINE | PATH#RECORD | HKLM\\KEY\\VALUE',
    does: 'points at what proves it',
    act: (seat, place) => void take(seat, { kind: 'cite', place }),
  },
  note: {
    takes: 'TEXT',
    does: 'keeps a thought on the sheet; nobody counts it',
    act: (seat, text) => void take(seat, { kind: 'note', text }),
  },
  claim: {
    takes: 'CAUSE [guess|likely|certain]',
    does: 'says what is wrong, by its id or in plain words; "nothing" where nothing is',
    act: claim,
  },
  hint: { takes: '', does: `the next of ${HINT_PRICES.length} hints, for ${HINT_PRICES.join(', ')} points`, act: hint },
  undo: { takes: '[N]', does: `takes back the last things done, for ${UNDO_PRICE} points`, act: undo },
  score: { takes: '', does: 'the points as they stand', act: score },
  'hand-in': { takes: '', does: 'hands in, and tells the grade', act: handIn },
  help: { takes: '', does: 'this list', act: ({ say }) => say(helpText()) },
}

/** Old programs print tabs, which no terminal has to be told of by their code. */
const lines = (rows: readonly string[]): Shown => inLines(rows.map(row => told`${row.replaceAll('\t', '    ')}`))

function unknownWord(name: string): Shown {
  const meant = nearest(name, Object.keys(WORDS))
  return told`refused: there is no word :${name}${meant === undefined ? '' : `; did you mean :${meant}?`} (:help lists them)`
}

function helpText(): Shown {
  const rows = Object.entries(WORDS).map(([name, { takes, does }]) => [`:${name} ${takes}`.trimEnd(), does] as const)
  const width = Math.max(...rows.map(([word]) => word.length))
  return inLines([
    told`What is typed goes to the prompt of the server; what begins with a colon is for the lab.`,
    told`Time passes with what is typed: \`timeout /t 60\` waits for what runs there.`,
    ...rows.map(([word, does]) => told`  ${word.padEnd(width)}  ${does}`),
  ])
}

function bring(seat: Seat, rest: string): void {
  const [, kb, arch] = /^(?:kb)?(\d{6,7})(?:\s+(x64|x86))?$/i.exec(rest) ?? []
  if (/^dvd$/i.test(rest)) take(seat, { kind: 'bring', package: 'dvd' })
  else if (kb === undefined)
    seat.say(told`refused: what is brought is KBnnnnnn, with x64 or x86 behind it if need be, or dvd`)
  else {
    const platform = arch?.toLowerCase() as 'x64' | 'x86' | undefined
    take(seat, { kind: 'bring', package: `KB${kb}`, ...(platform && { arch: platform }) })
  }
}

function claim(seat: Seat, rest: string): void {
  const claimed = claimIn(rest)
  if ('cause' in claimed) take(seat, { kind: 'claim', ...claimed })
  else {
    const like = claimed.length > 0 ? `; is it ${claimed.join(', ')}?` : ''
    seat.say(told`refused: that is no cause that is known${like}`)
  }
}

function hint(seat: Seat): void {
  const { marker, lab, say } = seat
  if (!marker) say(told`refused: a sealed lab has no hints`)
  else if (take(seat, { kind: 'hint' })) say(told`hint ${lab.standing.hints}: ${marker.hint(lab.standing.hints)}`)
}

function undo(seat: Seat, rest: string): void {
  const count = rest === '' ? 1 : Number(rest)
  if (Number.isSafeInteger(count) && count >= 1 && count <= MOST_UNDONE) take(seat, { kind: 'undo', count })
  else seat.say(told`refused: how many things are taken back is a whole number from 1`)
}

function score({ lab, marker, say }: Seat): void {
  if (!marker) say(told`refused: a sealed lab tells no score`)
  else if (lab.header.exam) say(told`refused: there is no score before the hand-in of an exam`)
  else say(formatScore(marker.grade(lab.actions)))
}

function handIn(seat: Seat): void {
  take(seat, { kind: 'hand-in' })
}
