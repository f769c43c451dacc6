import { splitLines } from '../parse/text.ts'
import { type EvidenceKind, isSurer, kindOfText, NEAR } from '../sniff.ts'
import { restOfMarkup, type Unmark, unmarkOf } from './markup.ts'
import { type Strip, stripOf } from './prefix.ts'
import { WayBack } from './wayBack.ts'
import { joined, type Row, type Wrap, wrapOf } from './wrapped.ts'

/**
 * The door for text that went through a mail, a page or a terminal: what stands before its lines, markup and wrapping are
 * undone before any reader sees it. The beginning decides; a text that needs none of it does not come in here. Does not
 * know what the text says.
 */

export interface FrontDoor {
  /** The sample as readers see it. */
  readonly sample: string
  readonly wayBack: WayBack
  readonly through: (lines: Iterable<string>) => Generator<string>
}

/** So many characters decide where evidence stands in them already, and else all of the beginning. */
const ENOUGH = 16_384

type Step = (rows: Iterable<Row>) => Iterable<Row>

/** The door that a text needs by its beginning; undefined where readers can have it as it is. */
export function frontDoor(path: string, beginning: string): FrontDoor | undefined {
  const steps: Step[] = []
  const first = beginning.slice(0, ENOUGH)
  const seen = kindOfText(path, first)
  // Somebody may have written a good deal above it.
  const sample = seen === 'unknown' ? beginning : first
  let rows = rowsOf(sampleLines(sample, beginning.length))
  const take = (step: Step): void => {
    steps.push(step)
    rows = [...step(rows)]
  }
  const kindNow = (): EvidenceKind => (steps.length === 0 && seen !== 'unknown' ? seen : kindOf(path, rows))
  const unmark = unmarkOf(beginning)
  if (unmark) take(unmarked(unmark))
  const strip = stripOf(rows.map(({ text }) => text))
  if (strip && !turns(path, rows, [...stripped(strip)(rows)])) take(stripped(strip))
  // Blanks of what stood before the lines outnumber those that do not break.
  const rest = strip && unmarkOf(linesOf(rows))
  if (rest) take(unmarked(rest))
  // What was wrapped by a mail may be wrapped again by its answer.
  for (let times = 0; times < 2; times++) {
    const wrap = wrapOf(kindNow, rows)
    if (!wrap) break
    take(rejoined(wrap))
  }
  return steps.length === 0 ? undefined : opened(steps, linesOf(rows))
}

/** What tells a kind may be wrapped itself, in a word or at a blank. */
function kindOf(path: string, rows: readonly Row[]): EvidenceKind {
  for (const end of ['\n', '', ' ']) {
    const kind = kindOfText(path, rows.map(({ text }) => `${text}${end}`).join(''))
    if (kind !== 'unknown') return kind
  }
  return 'unknown'
}

/**
 * Words in a window that look like a log behind their blanks are still words in a window. But the rest of a wrapped line, with
 * nothing before it, may look like what it is not: the surer sign is right.
 */
function turns(path: string, given: readonly Row[], left: readonly Row[]): boolean {
  const kind = kindOf(path, given)
  return kind !== 'unknown' && kind !== kindOf(path, left) && !isSurer(linesOf(left), linesOf(given))
}

function opened(steps: readonly Step[], sample: string): FrontDoor {
  const wayBack = new WayBack()
  return {
    sample,
    wayBack,
    *through(lines) {
      for (const { number, text } of steps.reduce<Iterable<Row>>((rows, step) => step(rows), numbered(lines))) {
        wayBack.add(number)
        yield text
      }
    },
  }
}

/** The last line of a sample is cut off somewhere. */
function sampleLines(sample: string, beginning: number): string[] {
  const lines = splitLines(sample)
  const whole = sample.length === beginning && beginning < NEAR
  return whole || lines.length === 1 ? lines : lines.slice(0, -1)
}

function* numbered(lines: Iterable<string>): Generator<Row> {
  let number = 0
  for (const text of lines) yield { number: ++number, given: text.length, raw: text, text, marked: false }
}

const rowsOf = (lines: readonly string[]): Row[] => [...numbered(lines)]
const linesOf = (rows: readonly Row[]): string => rows.map(({ text }) => `${text}\n`).join('')

const unmarked = (unmark: Unmark): Step =>
  function* (rows) {
    for (const row of mended(rows)) for (const text of unmark(row.text)) yield { ...row, text }
  }

/** A tag or an entity in two lines is given to the first; a line of which nothing is left then was none. */
function* mended(rows: Iterable<Row>): Generator<Row> {
  let last: Row | undefined
  for (const row of rows) {
    const rest = last ? restOfMarkup(last.text, row.text) : ''
    const left = row.text.slice(rest.trimStart().length)
    if (last && rest !== '') last = { ...last, text: last.text + rest }
    if (rest !== '' && left === '') continue
    if (last) yield last
    last = { ...row, text: left }
  }
  if (last) yield last
}

const stripped = (stripper: () => Strip): Step =>
  function* (rows) {
    const strip = stripper()
    for (const row of rows) {
      const text = strip(row.text)
      yield text === row.text ? row : { ...row, text, marked: true }
    }
  }

const rejoined =
  (wrap: Wrap): Step =>
  rows =>
    joined(rows, wrap)
