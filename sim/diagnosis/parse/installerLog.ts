import { lineStart } from '../../../model/words/logLines.ts'
import { type FileBudget, ownBudget } from '../read/budget.ts'
import { GOES_ON, isOutput, isStamped, QUIET, readingOf, saysNothing, TEXT, unreadOf } from './installerLines.ts'
import { type Changed, type FileMention, type Listed, LogLine, type LogNote, PREFIX } from './installerRows.ts'
import { type Lines, lineAt, linesIn } from './lines.ts'
import { detached } from './text.ts'

/**
 * Reads a log of the installer, whole or an excerpt, verbose or not: failures, notes, messages, properties, each with
 * its line. Does not know which of them is the fault.
 */

export interface LogHeader {
  readonly line: LogLine
  readonly date: string
  readonly time: string
  readonly engine: string
  readonly callingProcess: string
}

/** An action that ended with return value 3. */
export interface FailedAction {
  readonly name: string
  readonly end: LogLine
}

/** A numbered message. `shown` is the text as a person sees it, `event` the one that also goes to the event log. */
export interface LogMessage {
  readonly line: LogLine
  readonly number: number
  readonly text: string
  readonly form: 'shown' | 'event' | 'debug' | 'info'
}

/** The search for a package that is not where the installer keeps it. */
export interface SourceSearch {
  readonly what: 'product' | 'patch'
  /** The line that says it is missing. */
  readonly line: LogLine
  readonly missing: string
  /** Product or patch code. */
  code: string | undefined
  /** File name of the original package, from note 1706 or 1314. */
  packageName: string | undefined
  resolved: LogLine | undefined
  readonly failures: LogLine[]
}

/** A line with one thing in it: a path, a code, a name. */
export interface Mention {
  readonly line: LogLine
  readonly value: string
}

/** Lines of no reading of their own that somebody may take for a fault. */
export type Remark = 'file-busy' | 'transforming-errors' | 'translated'

export interface InstallerLog {
  /** Numbers of its first line and of its last. */
  readonly first: number
  readonly last: number
  readonly header: LogHeader | undefined
  /** The beginning of a log that is not verbose; a verbose one has it below its header. */
  readonly started: LogLine | undefined
  /** The first `Return value 3`. */
  readonly firstFailure: FailedAction | undefined
  readonly failures: readonly FailedAction[]
  readonly notes: readonly LogNote[]
  readonly messages: readonly LogMessage[]
  readonly properties: readonly Listed[]
  readonly patchesOpened: readonly Mention[]
  readonly searches: readonly SourceSearch[]
  readonly files: readonly FileMention[]
  readonly rollback: LogLine | undefined
  readonly returnCodes: readonly { readonly line: LogLine; readonly code: number }[]
  /** Event texts of results: `Product: X -- ...`, `Product: X - Update 'Y' ...`, `Windows Installer ...`. */
  readonly results: readonly Mention[]
  readonly originalPatches: readonly Mention[]
  readonly originalPackages: readonly Mention[]
  /** Product code and version that patches are sequenced for. */
  readonly sequencedFor: readonly Mention[]
  readonly notApplicable: readonly Mention[]
  /** Codes of patches that were registered before, in the order of application. */
  readonly registeredPatches: readonly Mention[]
  /** Names of custom actions that returned an error of their own, which stopped the call. */
  readonly actionErrors: readonly Mention[]
  /** Lines that say that no source has the package, where no search for it began above them. */
  readonly sourcesFailed: readonly Mention[]
  /** Values and keys of the installer's own registration that are not as it left them. */
  readonly registrationUnreadable: readonly Mention[]
  readonly mutexTaken: LogLine | undefined
  readonly serverUnreachable: LogLine | undefined
  /** Windows has asked somebody whose token is filtered. */
  readonly consentAsked: LogLine | undefined
  /** What custom actions printed. */
  readonly customActionOutput: readonly Mention[]
  readonly commandLines: readonly Mention[]
  /** Values that properties were set to on the way, other than in the dump at the end. */
  readonly changes: readonly Changed[]
  /** Texts without a prefix that are nothing else: what a person was shown. */
  readonly shown: readonly LogLine[]
  readonly remarks: readonly { readonly line: LogLine; readonly about: Remark }[]
}

/** The prefix with all that it may have, at a place that is told. */
const USUAL = /MSI \([csN]\) \([0-9A-F]{2}[:!@^][0-9A-F]{2}\) \[\d\d:\d\d:\d\d:\d{3}\]: /y

/** Milliseconds of `12:02:17:888`. */
const timeOf = (clock: string): number =>
  ((digits(clock, 0, 2) * 60 + digits(clock, 3, 5)) * 60 + digits(clock, 6, 8)) * 1000 + digits(clock, 9, 12)

function digits(text: string, from: number, to: number): number {
  let number = 0
  for (let i = from; i < to; i++) number = number * 10 + text.charCodeAt(i) - ZERO
  return number
}

const ZERO = '0'.charCodeAt(0)

/**
 * Reads a log, verbose or not, whole or in parts, in one pass: one for each call of the installer, of which /l+ leaves
 * several in a file. Every text parses: what is not understood is left lying.
 */
export function parseInstallerLogs(lines: Iterable<string>, file: FileBudget = ownBudget()): InstallerLog[] {
  const logs: InstallerLog[] = []
  readInstallerLogs(linesIn(lines), file, log => logs.push(log))
  return logs
}

/** The same, a call at a time: what was read stands where the budget ends. */
export function readInstallerLogs(lines: Lines, file: FileBudget, take: (log: InstallerLog) => unknown): void {
  let call = new LogReader(1, file)
  let number = 0
  try {
    while (lines.next()) {
      number++
      if (call.passes(lines, number)) continue
      const raw = lineAt(lines)
      if (call.endsBefore(raw, number)) {
        take(call.result(number - 1))
        call = new LogReader(number, file)
      }
      call.read(raw, number)
    }
  } finally {
    take(call.result(number))
  }
}

const VERBOSE_STARTED = lineStart('verboseStarted')
const LOGGING_STARTED = '=== Logging started: '
const LOGGING_STOPPED = '=== Logging stopped: '

/** Lines above a line in which a time is that of the line as well. */
const NEAR = 29

export type LogDraft = {
  -readonly [K in keyof InstallerLog]: InstallerLog[K] extends readonly (infer T)[] ? T[] : InstallerLog[K]
}

/** What there is a list of. */
export type ListName = { [K in keyof LogDraft]: LogDraft[K] extends readonly unknown[] ? K : never }[keyof LogDraft]

export class LogReader {
  readonly log: LogDraft
  search: SourceSearch | undefined
  readonly #file: FileBudget
  #stopped = false
  #listing = false
  #timed = Number.NEGATIVE_INFINITY
  #time: number | undefined
  /** The last line of which nothing is kept, for its time. */
  readonly #passed = { text: '', from: 0, to: 0, number: 0 }
  /** Whether there is a custom action's output anywhere in the text that lines stand in. */
  #quiet = { text: '', says: false }

  constructor(first: number, file: FileBudget) {
    this.log = emptyLog(first)
    this.#file = file
  }

  /** A verbose log begins before `=== Logging started`; in any other that is the beginning. */
  endsBefore(raw: string, number: number): boolean {
    if (!raw.startsWith('=== ')) return false
    const begins = raw.startsWith(VERBOSE_STARTED) || (this.#stopped && raw.startsWith(LOGGING_STARTED))
    this.#stopped ||= raw.startsWith(LOGGING_STOPPED)
    return begins && number > this.log.first
  }

  add<K extends ListName>(list: K, row: LogDraft[K][number]): void {
    if (this.#file.keep(list)) (this.log[list] as unknown[]).push(row)
  }

  /** Whether nothing is kept of the line: most are of this kind, and are not taken out of what they stand in. */
  passes({ text, from, to }: Lines, number: number): boolean {
    if (!isStamped(text, from, to)) return false
    const nothing = saysNothing(text, from) && !this.#isOutput(text, from, to)
    if (!nothing && !this.#leaves(text, from, to)) return false
    this.#listing = false
    this.#pass(text, from, to, number)
    return true
  }

  /** It says something for which there is no room any more. */
  #leaves(text: string, from: number, to: number): boolean {
    USUAL.lastIndex = from
    const list = USUAL.test(text) ? readingOf(text.slice(from + TEXT, to))?.list : undefined
    if (list === undefined || this.#file.hasRoom(list)) return false
    this.#file.leave(list)
    return true
  }

  #isOutput(text: string, from: number, to: number): boolean {
    if (text !== this.#quiet.text) this.#quiet = { text, says: text.includes(QUIET) }
    return this.#quiet.says && isOutput(text, from, to)
  }

  /** @param raw may be a part of a longer string: what is kept of it is a string of its own */
  read(raw: string, number: number): void {
    const prefix = PREFIX.exec(raw)
    const text = prefix ? raw.slice(prefix[0].length) : raw
    const found = this.#goesOn(raw, prefix !== null) ? GOES_ON : (readingOf(text) ?? unreadOf(text, prefix !== null))
    if (found?.list !== undefined && !this.#file.hasRoom(found.list)) this.#file.leave(found.list)
    else if (found) {
      const line = this.#line(detached(raw), number, prefix)
      found.keep(this, line)
      return
    }
    if (prefix?.[2] !== undefined) this.#pass(raw, 0, raw.length, number)
  }

  /** Nothing is kept of it but its time, if somebody asks for that. */
  #pass(text: string, from: number, to: number, number: number): void {
    const passed = this.#passed
    passed.text = text
    passed.from = from
    passed.to = to
    passed.number = number
  }

  #line(raw: string, number: number, prefix: RegExpExecArray | null): LogLine {
    this.#clock(PREFIX.exec(lineAt(this.#passed))?.[2], this.#passed.number)
    this.#pass('', 0, 0, 0)
    this.#clock(prefix?.[2], number)
    const around = number - this.#timed <= NEAR ? this.#time : undefined
    return new LogLine(number, raw, prefix?.[0].length ?? 0, prefix?.[2] === undefined ? undefined : this.#time, around)
  }

  #clock(clock: string | undefined, number: number): void {
    if (clock === undefined) return
    this.#timed = number
    this.#time = timeOf(clock)
  }

  /**
   * A whole log lists its properties without a break, so that a line with nothing before it is the rest of a value, whatever it
   * looks like. What somebody has taken out of a log may follow on anything.
   */
  #goesOn(raw: string, prefixed: boolean): boolean {
    const lists = raw.startsWith('Property(')
    if (lists) this.#listing = this.log.header !== undefined
    else if (prefixed || raw.startsWith('===')) this.#listing = false
    return this.#listing && !lists
  }

  /** `X -- Error 1306. text`, `X - Update 'Y' could not be installed. ...`, `X -- Configuration failed.` */
  event(line: LogLine, text: string): void {
    this.add('results', { line, value: text })
    const error = / -- Error (\d{3,5})\. ?(.*)/.exec(text)
    if (error) this.add('messages', { line, number: Number(error[1]), text: error[2]!, form: 'event' })
  }

  startSearch(what: 'product' | 'patch', line: LogLine, missing: string): void {
    this.search = { what, line, missing, code: undefined, packageName: undefined, resolved: undefined, failures: [] }
    this.add('searches', this.search)
  }

  /** A bare file name is what is left when no source has the package. */
  resolve(line: LogLine, to: string): void {
    if (this.search && /[\\/]/.test(to)) this.search.resolved ??= line
  }

  fail(line: LogLine): void {
    if (!this.search) this.add('sourcesFailed', { line, value: line.text })
    else if (this.#file.keep('failed sources')) this.search.failures.push(line)
  }

  result(last: number): InstallerLog {
    return { ...this.log, last, firstFailure: this.log.failures[0] }
  }
}

function emptyLog(first: number): LogDraft {
  return {
    first,
    last: first,
    header: undefined,
    started: undefined,
    firstFailure: undefined,
    failures: [],
    notes: [],
    messages: [],
    properties: [],
    patchesOpened: [],
    searches: [],
    files: [],
    rollback: undefined,
    returnCodes: [],
    results: [],
    originalPatches: [],
    originalPackages: [],
    sequencedFor: [],
    notApplicable: [],
    registeredPatches: [],
    actionErrors: [],
    sourcesFailed: [],
    registrationUnreadable: [],
    mutexTaken: undefined,
    serverUnreachable: undefined,
    consentAsked: undefined,
    customActionOutput: [],
    commandLines: [],
    changes: [],
    shown: [],
    remarks: [],
  }
}
