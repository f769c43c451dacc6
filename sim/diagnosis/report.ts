import { beside, forTerminal, inLines, type Shown, type Style, styled, told } from '../foreign/terminal.ts'
import type { Candidate, Diagnosis, Finding, Herring, Quote, Remedy } from './finding.ts'

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
  if (diagnosis.findings.length === 0) {
    page.text(0, 'No known cause in what was read.', 'bold')
    page.text(0, 'A verbose log of the failed attempt tells most: msiexec /p PACKAGE /lxv* C:\\rollup.log')
  }
  for (const [i, finding] of diagnosis.findings.entries()) page.finding(finding, i + 1)
  page.gap()
  if (diagnosis.candidates.length > 0) page.candidates(diagnosis.candidates)
  if (diagnosis.herrings.length > 0) page.herrings(diagnosis.herrings)
  return page.end()
}

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
    if (remedies.length > 0) this.remedies(remedies)
  }

  remedies(remedies: readonly Remedy[]): void {
    this.text(INDENT, 'What to do', 'bold')
    remedies.forEach((remedy, i) => {
      this.text(INDENT + 3, remedy.title, 'plain', `${' '.repeat(INDENT)}${i + 1}. `)
      for (const command of remedy.commands) this.line(INDENT + 5, command, 'green')
      for (const { name, from } of remedy.placeholders ?? []) {
        this.text(INDENT + 5, `<${name}>: as ${from} prints it`, 'dim')
      }
    })
    this.gap()
    const owed = [...new Set(remedies.flatMap(remedy => remedy.owed))]
    if (owed.length === 0) return
    this.text(INDENT, 'Owed afterwards', 'bold')
    for (const item of owed) this.text(INDENT + 2, item, 'plain', `${' '.repeat(INDENT)}- `)
    this.gap()
  }

  candidates(candidates: readonly Candidate[]): void {
    this.text(0, 'What it could be as well', 'bold')
    this.gap()
    for (const { cause, title, why, command } of candidates) {
      this.text(INDENT, title, 'plain')
      this.text(INDENT, `${cause}: ${why}. To tell:`, 'dim')
      this.line(INDENT + 5, command, 'green')
      this.gap()
    }
  }

  herrings(herrings: readonly Herring[]): void {
    this.text(0, 'What looks alarming and is not', 'bold')
    this.gap()
    for (const [id, group] of grouped(herrings)) {
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

function grouped(herrings: readonly Herring[]): Map<string, Herring[]> {
  const groups = new Map<string, Herring[]>()
  for (const herring of herrings) groups.set(herring.id, [...(groups.get(herring.id) ?? []), herring])
  return groups
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
