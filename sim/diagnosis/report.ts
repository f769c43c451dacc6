import { beside, forTerminal, inLines, type Shown, type Style, styled, told } from '../foreign/terminal.ts'
import { groupedBy } from '../grouped.ts'
import type { Candidate, Diagnosis, Failure, Finding, Herring, Missing, Quote, Remedy, Unread } from './finding.ts'

/** A diagnosis as a page for people. Adds nothing to what it says, and knows no rule. */

export interface ReportOptions {
  readonly color: boolean
  /** Columns of the page. */
  readonly width: number
}

/**
 * The page for a person:
 *
 *     1  A file that the rollup replaces was in use: store.exe
 *        almost certain (97 %), file-in-use
 *
 *        C/WINDOWS/Temp/MSI5c321.LOG:812
 *        | Error 1306. Another application has exclusive access ...
 *
 *        What to do
 *        1. Find the program that holds the file, and end it
 *             handle.exe "C:\...\store.exe"
 *
 *        Owed afterwards
 *        - Start the program that held the file again
 */
export function formatDiagnosis(diagnosis: Diagnosis, { color, width }: ReportOptions): Shown {
  const page = new Page(color, Math.max(NARROWEST, width))
  const { findings, failures, candidates, next, herrings, unread } = diagnosis
  for (const [i, finding] of findings.entries()) page.finding(finding, i + 1)
  page.gap()
  if (failures.length > 0) page.failures(failures)
  if (findings.length === 0) page.nothingFound(diagnosis)
  if (candidates.length > 0) page.candidates(candidates, findings.length > 0)
  if (next.length > 0 && !failures.some(isTold)) page.next(next)
  if (herrings.length > 0) page.herrings(herrings)
  if (findings.length === 0 && unread.length > 0) page.unread(unread)
  return page.end()
}

/** Whoever has brought the whole log of it learns nothing from another. */
const isTold = ({ part, missing, state }: Failure): boolean => state === 'open' && part === 'whole' && missing === null

/** Confidence in words: at least so much. */
const WORDS: readonly (readonly [number, string])[] = [
  [0.9, 'almost certain'],
  [0.7, 'likely'],
  [0.45, 'possible'],
  [0, 'a hint'],
]

export function confidenceWords(confidence: number): string {
  return WORDS.find(([least]) => confidence >= least)?.[1] ?? 'a hint'
}

type Emphasis = Style | 'plain'

const NOTHING = told``

/** Binary event logs have records, not lines. */
const RECORDS = /\.evtx?$/i

/** A page is for reading; `--json` has them all. */
const MOST_FAILURES = 10
const MOST_UNREAD = 20

/** What would say more of a failure. */
const MISSING: Readonly<Record<Missing['what'], string>> = {
  above: 'This is an excerpt: more is told by the lines of the log above it.',
  below: 'The log ends before the installer has returned: more is told by its end.',
  verbose: 'This log has the messages alone: more is told by one that was made with /lxv*.',
  log: 'There is no log of this attempt: more is told by that of the next one, made with /lxv*.',
}
const NAMED_LOG = 'More is told by the log of this attempt, which was not handed over'
const WOULD_TELL =
  'A failed installation is told by its verbose log (/lxv*), by the Application log, and by the text of the window that showed it.'

const factsOf = ({ product, action, error, code, caller, state }: Failure): string[] => [
  ...(product === null ? [] : [product]),
  ...(action === null ? [] : [`action ${action}`]),
  ...(error === null ? [] : [`message ${error}`]),
  code === null ? 'what was returned is not told' : `returned ${code}`,
  ...(caller?.process ? [`called by ${caller.process}`] : []),
  ...(caller?.account ? [`as ${caller.account}`] : []),
  ...(state === 'settled' ? ['made good by a later attempt'] : []),
]

const NARROWEST = 40
const INDENT = 3

class Page {
  readonly #color: boolean
  readonly #width: number
  readonly #lines: Shown[] = []

  constructor(color: boolean, width: number) {
    this.#color = color
    this.#width = width
  }

  end(): Shown {
    while (this.#lines.at(-1) === '') this.#lines.pop()
    return inLines([...this.#lines, NOTHING])
  }

  finding({ cause, title, confidence, evidence, remedies }: Finding, number: number): void {
    this.text(INDENT, title, 'bold', `${number}`.padEnd(INDENT))
    const percent = Math.round(confidence * 100)
    this.text(INDENT, `${confidenceWords(confidence)} (${percent} %), ${cause}`, confidence >= 0.7 ? 'red' : 'yellow')
    this.gap()
    for (const quote of evidence) this.quote(quote)
    this.gap()
    if (remedies.length > 0) this.#remedies('What to do', remedies)
  }

  /** Whoever does it by the book learns why it fails, or is done. */
  next(remedies: readonly Remedy[]): void {
    this.text(0, 'What to do next', 'bold')
    this.gap()
    this.#remedies('Once more, with a log', remedies)
  }

  #remedies(heading: string, remedies: readonly Remedy[]): void {
    this.text(INDENT, heading, 'bold')
    remedies.forEach((remedy, i) => {
      this.text(INDENT + 3, remedy.title, 'plain', `${' '.repeat(INDENT)}${i + 1}. `)
      for (const command of remedy.commands) this.line(INDENT + 5, command, 'green')
      for (const { name, from } of remedy.placeholders ?? []) {
        this.text(INDENT + 5, `<${name}>: as ${from} prints it`, 'dim')
      }
      for (const name of remedy.byHand ?? []) this.text(INDENT + 5, `<${name}>: nothing that was read tells it`, 'dim')
    })
    this.gap()
    const owed = [...new Set(remedies.flatMap(remedy => remedy.owed))]
    if (owed.length === 0) return
    this.text(INDENT, 'Owed afterwards', 'bold')
    for (const item of owed) this.text(INDENT + 2, item, 'plain', `${' '.repeat(INDENT)}- `)
    this.gap()
  }

  failures(failures: readonly Failure[]): void {
    this.text(0, 'What failed first', 'bold')
    this.gap()
    const alike = groupedBy(failures, ({ action, error, code, product, state }) =>
      JSON.stringify([action, error, code, product, state]),
    )
    for (const [first, ...others] of [...alike.values()].slice(0, MOST_FAILURES)) this.#failure(first!, others.length)
    this.#andMore(alike.size - MOST_FAILURES, 'other failures')
  }

  #failure(failure: Failure, others: number): void {
    this.quote(failure)
    const { meaning, missing } = failure
    this.text(INDENT, factsOf(failure).join(', '), 'dim')
    // What was filled in stands in the quote.
    if (meaning && !/\[\d\]/.test(meaning.text)) this.text(INDENT, `${meaning.name}: ${meaning.text}`)
    if (meaning?.next) this.text(INDENT, meaning.next)
    if (missing) this.text(INDENT, missing.at === null ? MISSING[missing.what] : `${NAMED_LOG}: ${missing.at}`)
    this.#andMore(others, 'attempts that failed like this')
    this.gap()
  }

  /** Findings are what rules know; this is what was looked at, and did not tell. */
  nothingFound({ failures, candidates }: Diagnosis): void {
    const told =
      failures.length > 0 ? 'No rule knows the cause of that.' : 'Nothing that failed was found in what was read.'
    this.text(0, candidates.length > 0 ? 'What was read does not tell the causes apart.' : told, 'bold')
    if (failures.length === 0) this.text(0, WOULD_TELL)
    this.gap()
  }

  candidates(candidates: readonly Candidate[], besides: boolean): void {
    this.text(0, besides ? 'What it could be as well' : 'What it could be', 'bold')
    this.gap()
    for (const { cause, title, why, command, evidence } of candidates) {
      this.text(INDENT, title, 'plain')
      for (const quote of evidence) this.quote(quote)
      this.text(INDENT, `${cause}: ${why}. To tell:`, 'dim')
      this.line(INDENT + 5, command, 'green')
      this.gap()
    }
  }

  unread(unread: readonly Unread[]): void {
    this.text(0, 'What was not understood', 'bold')
    for (const { path, why } of unread.slice(0, MOST_UNREAD)) {
      this.text(INDENT, path === '' ? why : `${path}: ${why}`)
    }
    this.#andMore(unread.length - MOST_UNREAD, 'files')
  }

  #andMore(count: number, what: string): void {
    if (count > 0) this.text(INDENT, `and ${count} more: ${what}`, 'dim')
  }

  herrings(herrings: readonly Herring[]): void {
    this.text(0, 'What looks alarming and is not', 'bold')
    this.gap()
    for (const [id, group] of groupedBy(herrings, herring => herring.id)) {
      const [first] = group
      this.quote(first!)
      this.text(INDENT, first!.why)
      if (group.length > 1) this.text(INDENT, `and ${group.length - 1} more of this kind (${id})`, 'dim')
      this.gap()
    }
  }

  quote({ path, line, text }: Quote): void {
    this.line(INDENT, RECORDS.test(path) ? `${path} record ${line}` : `${path}:${line}`, 'cyan')
    this.text(INDENT + 2, text.trim(), 'plain', `${' '.repeat(INDENT)}| `, true)
  }

  gap(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push(NOTHING)
  }

  /** Wrapped; `first` stands in the margin of the first line, or of every line. */
  text(indent: number, text: string, style: Emphasis = 'plain', first = ' '.repeat(indent), everyLine = false): void {
    wrap(printable(text), this.#width - indent).forEach((part, i) => {
      this.#lines.push(beside(told`${i === 0 || everyLine ? first : ' '.repeat(indent)}`, this.#styled(part, style)))
    })
  }

  /** Not wrapped: to be copied, or clicked. */
  line(indent: number, text: string, style: Emphasis): void {
    this.#lines.push(beside(told`${' '.repeat(indent)}`, this.#styled(printable(text), style)))
  }

  #styled(text: string, style: Emphasis): Shown {
    return this.#color && style !== 'plain' ? styled(text, style) : forTerminal(text)
  }
}

/** A line of a log goes to the terminal as text, whatever it contains. */
function printable(text: string): string {
  return forTerminal(text.replace(/\t/g, '  '))
}

/** At blanks, and inside a word that is wider than the page. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let rest = text
  while (rest.length > width) {
    const blank = rest.lastIndexOf(' ', width)
    const at = blank > width / 2 ? blank : width
    lines.push(rest.slice(0, at).trimEnd())
    rest = rest.slice(at).trimStart()
  }
  return [...lines, rest]
}
