import { LIMITS } from '../../limits.ts'
import type { EvidenceKind } from '../sniff.ts'
import { BEGINNINGS, type Beginnings } from './forms.ts'

/**
 * Lines that were wrapped at some width: which they are, and how they are joined again. A line goes on in the next where it
 * is full and the next is no beginning. Does not know who wrapped them.
 */

/** A line with what it was before anything was taken from it. */
export interface Row {
  /** 1-based, in what was given. */
  readonly number: number
  /** Characters as given. */
  readonly given: number
  /** As given. */
  readonly raw: string
  readonly text: string
  /** Something stood before it that stands before every line. */
  readonly marked: boolean
}

export interface Wrap {
  readonly width: number
  /** Of the line as given, or of what is left of it. */
  readonly of: 'given' | 'left'
  /** In the middle of words too, as a terminal does. */
  readonly anywhere: boolean
  readonly begins: Begins
}

/** Where words are cut, what looks like a beginning is hardly ever a rest, whatever stands before it. */
type Begins = (next: Row, before: Row, anywhere: boolean) => boolean

/** Nobody wraps narrower or wider. */
const NARROWEST = 30
const WIDEST = 200
/** A single line as wide as this may be whole. */
const USUAL = 100
/** So many of the lines that go on are full: all of them, unless they were wrapped twice. */
const SHARE = 0.4
const MANY = 8
/** So many look by chance like what they are not. */
const MISTAKEN = 0.1

const BASES = ['left', 'given'] as const

const lengthOf = ({ given, text }: Row, of: Wrap['of']): number => (of === 'given' ? given : text.length)
/** A tab is no place to wrap at: what is aligned by it stays together. */
const firstWord = (text: string): string => /^ *[^ ]+/.exec(text)?.[0] ?? ''
const firstOf = ({ raw, text, marked }: Row, of: Wrap['of']): string =>
  firstWord(of === 'given' && !marked ? raw : text)
const lastWord = (text: string): string => text.slice(text.lastIndexOf(' ') + 1)
const endsBlank = (text: string): boolean => /\s$/.test(text)
const ended = (text: string): boolean => '.)]}\'"!'.includes(text.trimEnd().at(-1) ?? '')
/** `-- Error 1306.`, behind which Windows says what it means. */
const announces = (text: string): boolean => /(?:[-:]|Error \d{4}\.)\s*$/.test(text)
/** Behind a blank an empty line may be all that a row without words in its last column has left for it. */
const leavesBlank = (before: string, next: string): boolean => next === '' && endsBlank(before)
/** The line below the heads of a table has the width of the table. */
const rulesOn = (before: string, next: string): boolean => /^[=-]/.test(next) && /[=-]{4} ?$/.test(before)

/** How the rows of a sample were wrapped; undefined where they were not. */
export function wrapOf(kind: () => EvidenceKind, rows: readonly Row[]): Wrap | undefined {
  if (Math.min(...BASES.map(of => widest(rows, of))) > WIDEST) return undefined
  const forms = BEGINNINGS[kind()]
  if (!forms) return undefined
  const byForms = wrapByForms(forms, rows)
  const byMarks = wrapByMarks(forms, rows)
  return byMarks && byMarks.full >= (byForms?.full ?? 0) / 2 ? byMarks.wrap : byForms?.wrap
}

interface Measured {
  readonly wrap: Wrap
  /** How many of the rows that go on are full. */
  readonly full: number
  /** How much speaks for the width itself. */
  readonly score: number
}

/** What was wrapped after something was put before its lines tells by that where they begin. */
function wrapByMarks({ firm }: Beginnings, rows: readonly Row[]): Measured | undefined {
  const rests = rows.filter(row => !row.marked)
  if (rests.length === 0 || rests.length === rows.length) return undefined
  if (rests.filter(({ text }) => firm.test(text)).length > rests.length * MISTAKEN) return undefined
  const pairs = pairsOf(rows, (_, next) => !next.marked)
  const [best] = measured(rows, pairs, 'given', next => next.marked).sort((a, b) => b.score - a.score)
  return best && best.full >= pairs.length * (1 - MISTAKEN) ? best : undefined
}

function wrapByForms(forms: Beginnings, rows: readonly Row[]): Measured | undefined {
  const isFirm = (text: string): boolean => text === '' || forms.firm.test(text)
  const isLoose = (text: string): boolean => forms.loose.test(text)
  const isSentence = (text: string): boolean => forms.sentence?.test(text) === true
  const pairs = pairsOf(
    rows,
    ({ text: before }, { text }) => rulesOn(before, text) || !(isFirm(text) || isLoose(text) || isSentence(text)),
  )
  const begins: Begins = ({ text }, { text: before }, anywhere) => {
    if (before.trim() === '') return true
    if (leavesBlank(before, text) || rulesOn(before, text)) return false
    return isFirm(text) || (isLoose(text) && (anywhere || ended(before))) || (isSentence(text) && !announces(before))
  }
  // What was put before every line was put there after the wrapping.
  const bases = rows.every(({ marked }) => marked) ? (['left'] as const) : BASES
  const [best] = bases.flatMap(of => measured(rows, pairs, of, begins)).sort((a, b) => b.score - a.score)
  if (!best || isChance(best.wrap, pairs)) return undefined
  return best.full >= pairs.length * SHARE || cutsMany(best.wrap, rows, pairs) ? best : undefined
}

/** The rows of which the second may be the rest of the first. */
const pairsOf = (rows: readonly Row[], isRest: (row: Row, next: Row) => boolean): readonly Pair[] =>
  rows
    .slice(1)
    .map((next, i) => [rows[i]!, next] as const)
    .filter(([row, next]) => isAlone(row, next) || (row.given >= NARROWEST && isRest(row, next)))

/** Of a text whose messages have lines of their own fewer go on, but no text has so many others that are all the widest. */
function cutsMany({ width, of, anywhere }: Wrap, rows: readonly Row[], pairs: readonly Pair[]): boolean {
  if (!anywhere || widestOfAll(rows, of) > width) return false
  return new Set(pairs.filter(([row]) => lengthOf(row, of) === width).map(([{ text }]) => text)).size >= MANY
}

/** One line behind another one, however often it is said, is no habit: that one has ended, or is the widest there is. */
function isChance({ width, of }: Wrap, pairs: readonly Pair[]): boolean {
  const row = pairs[0]![0]
  if (pairs.some(([other]) => other.text !== row.text)) return false
  return ended(row.text) || (width > USUAL && lengthOf(row, of) === width)
}

type Pair = readonly [Row, Row]

function measured(rows: readonly Row[], pairs: readonly Pair[], of: Wrap['of'], begins: Begins): Measured[] {
  return [widest(rows, of), widestOfAll(rows, of)].flatMap(width => {
    if (width < NARROWEST || width > WIDEST) return []
    const wrap: Wrap = { width, of, anywhere: false, begins }
    const full = pairs.filter(([row, next]) => isFull(wrap, row, next))
    const isExact = ([row]: Pair): boolean => lengthOf(row, of) === width
    const cut = pairs.filter(isExact).length
    const over = rows.filter(row => lengthOf(row, of) > width && hasWords(row)).length
    const telling = full.filter(pair => tells(wrap, pair))
    const anywhere = cutsWords(telling, isExact) ?? cut >= full.length * 0.9
    if (full.length === 0) return []
    return [{ wrap: { ...wrap, anywhere }, full: full.length, score: full.length + cut - over }]
  })
}

/** Amid blanks that fill a column, and in a word longer than a line, everybody wraps at the width itself. */
const tells = ({ width, of }: Wrap, [row, next]: Pair): boolean =>
  !(endsBlank(row.text) && /^ |^$/.test(next.text)) && lastWord(of === 'given' ? row.raw : row.text).length < width

/**
 * Who wraps by words seldom fills a line to its last character, and begins none with the blank between two words. A message
 * that is repeated at other times is cut at the same place each time.
 */
function cutsWords(pairs: readonly Pair[], isExact: (pair: Pair) => boolean): boolean | undefined {
  if (pairs.length === 0) return undefined
  const full = [...new Map(pairs.map(pair => [pair[0].text.replace(/\d/g, '0'), pair])).values()]
  const exact = full.filter(isExact)
  const blank = exact.filter(([row, next]) => !endsBlank(row.text) && /^ [^ ]/.test(next.text)).length
  return exact.length >= full.length * (blank > 0 ? 0.5 : 0.75)
}

const hasWords = ({ text }: Row): boolean => /[^ ] +[^ ]/.test(text)

/** But for a word that is longer than the width, which may stand alone. */
function widest(rows: readonly Row[], of: Wrap['of']): number {
  // Whether there are two words is asked of few: of those that are wider than all before.
  return rows.reduce((width, row) => {
    const length = lengthOf(row, of)
    return length > width && hasWords(row) ? length : width
  }, 0)
}

function widestOfAll(rows: readonly Row[], of: Wrap['of']): number {
  return rows.reduce((width, row) => Math.max(width, lengthOf(row, of)), 0)
}

/** There was no room for the first word of the next line. */
function isFull({ width, of, anywhere }: Wrap, row: Row, next: Row): boolean {
  const alone = isAlone(row, next)
  const length = lengthOf(row, alone ? 'given' : of)
  // With the blank that follows a word, or stands before it.
  return anywhere && !alone ? length >= width : length + firstOf(next, of).length + 1 > width
}

/** Joins the rows that one line was wrapped into; each result is numbered as its first row. */
export function* joined(rows: Iterable<Row>, wrap: Wrap): Generator<Row> {
  let line: Row | undefined
  let last: Row | undefined
  for (const row of rows) {
    if (line && last && goesOn(wrap, line, last, row)) {
      line = { ...line, given: line.given + row.given, text: line.text + between(wrap, last, row) + row.text }
    } else {
      if (line) yield line
      line = row
    }
    last = row
  }
  if (line) yield line
}

function goesOn(wrap: Wrap, line: Row, last: Row, next: Row): boolean {
  if (line.text.length + next.text.length > LIMITS.line.most || !isFull(wrap, last, next)) return false
  return isAlone(last, next) || !wrap.begins(next, last, wrap.anywhere)
}

/** What stood before a line, and the line by itself behind it: it was too long to stand beside. */
const isAlone = (row: Row, next: Row): boolean => row.text.trim() === '' && row.marked && !next.marked

const ATTRIBUTE = /^\s*[\w:]{1,60}=['"]/

/** What the wrapping took away. A word is cut only where it is longer than a line, or behind a hyphen. */
function between({ width, of, anywhere }: Wrap, last: Row, next: Row): string {
  if (anywhere || last.text === '' || endsBlank(last.text) || /\w-$/.test(last.text)) return ''
  const cut =
    lengthOf(last, of) === width &&
    !ATTRIBUTE.test(next.text) &&
    lastWord(of === 'given' ? last.raw : last.text).length + firstOf(next, of).length > width
  return cut ? '' : ' '
}
