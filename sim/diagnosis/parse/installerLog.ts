import { type LineKey, lineStart } from '../../../model/words/logLines.ts'
import { splitLines } from './text.ts'

/**
 * Reads a log of the installer, whole or an excerpt, verbose or not: actions, notes, messages, properties, each with
 * its line. Does not know which of them is the fault.
 */

/** A line of the log: the prefix taken apart, and the text behind it. */
export interface LogLine {
  /** 1-based. */
  readonly number: number
  /** The whole line. */
  readonly raw: string
  readonly text: string
  /** Client or service; lines without a prefix have neither. */
  readonly side: 'c' | 's' | 'N' | undefined
  /** Low bytes of process and thread, `58:50`; `DC!BC` when a custom action calls back. */
  readonly thread: string | undefined
  /** Milliseconds since midnight. */
  readonly time: number | undefined
}

export interface LogHeader {
  readonly line: LogLine
  readonly date: string
  readonly time: string
  readonly engine: string
  readonly callingProcess: string
}

export interface ActionRun {
  readonly name: string
  readonly start: LogLine | undefined
  readonly end: LogLine | undefined
  readonly value: number | undefined
}

/** `Note: 1: 1306 2: C:\x.dll`: the number and the fields behind it. */
export interface LogNote {
  readonly line: LogLine
  readonly number: number
  readonly fields: readonly string[]
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

export interface PropertyRow {
  readonly line: LogLine
  readonly side: 'S' | 'C'
  readonly name: string
  readonly value: string
}

/** `File: path; To be installed; Won't patch; No existing file`. */
export interface FileMention {
  readonly line: LogLine
  readonly path: string
  readonly decision: string
}

/** A line with one thing in it: a path, a code, a name. */
export interface Mention {
  readonly line: LogLine
  readonly value: string
}

export interface InstallerLog {
  readonly lines: readonly LogLine[]
  readonly header: LogHeader | undefined
  readonly actions: readonly ActionRun[]
  /** The first `Return value 3`. */
  readonly firstFailure: ActionRun | undefined
  readonly failures: readonly ActionRun[]
  readonly notes: readonly LogNote[]
  readonly messages: readonly LogMessage[]
  readonly properties: readonly PropertyRow[]
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
  readonly mutexTaken: LogLine | undefined
  readonly serverUnreachable: LogLine | undefined
  /** What custom actions printed. */
  readonly customActionOutput: readonly Mention[]
  readonly commandLines: readonly Mention[]
  /** Values that properties were set to on the way, other than in the dump at the end. */
  readonly changes: readonly PropertyRow[]
  /** Texts without a prefix that are nothing else: what a person was shown. */
  readonly shown: readonly LogLine[]
}

const PREFIX =
  /^M?SI \(([csN])\) \(([0-9A-F]{2}[:!@^][0-9A-F]{2})\)(?: \[(?:(\d\d):(\d\d):(\d\d):(\d{3})|[^\]]*)\])?: ?/

/**
 * Reads a log, verbose or not, whole or in parts, in one pass: one for each call of the installer, of which /l+ leaves
 * several in a file. Every text parses: what is not understood is left lying.
 */
export function parseInstallerLogs(text: string): InstallerLog[] {
  const lines = splitLines(text).map((raw, index) => logLine(raw, index + 1))
  return callsIn(lines).map(own => {
    const reader = new LogReader()
    for (const line of own) reader.take(line)
    return reader.result(own)
  })
}

/** A verbose log begins before `=== Logging started`; in any other that is the beginning. */
function callsIn(lines: readonly LogLine[]): LogLine[][] {
  const calls: LogLine[][] = [[]]
  let stopped = false
  for (const line of lines) {
    const begins: boolean =
      line.raw.startsWith(lineStart('verboseStarted')) || (stopped && LOGGING_STARTED.test(line.raw))
    if (begins && calls.at(-1)!.length > 0) calls.push([])
    stopped = begins ? false : stopped || LOGGING_STOPPED.test(line.raw)
    calls.at(-1)!.push(line)
  }
  return calls
}

const LOGGING_STARTED = /^=== Logging started: /
const LOGGING_STOPPED = /^=== Logging stopped: /

function logLine(raw: string, number: number): LogLine {
  const prefix = raw.startsWith('MSI (') || raw.startsWith('SI (') ? PREFIX.exec(raw) : null
  if (!prefix) return { number, raw, text: raw, side: undefined, thread: undefined, time: undefined }
  const [whole, side, thread, h, m, s, ms] = prefix
  return {
    number,
    raw,
    text: raw.slice(whole.length),
    side: side as 'c' | 's' | 'N',
    thread: thread!,
    time: h === undefined ? undefined : ((Number(h) * 60 + Number(m)) * 60 + Number(s)) * 1000 + Number(ms),
  }
}

type LogDraft = {
  -readonly [K in keyof InstallerLog]: InstallerLog[K] extends readonly (infer T)[] ? T[] : InstallerLog[K]
}

/** One kind of line: how it begins, its form, and what is kept of it. */
interface Reading {
  readonly start: string
  readonly pattern: RegExp
  readonly keep: (reader: LogReader, line: LogLine, parts: readonly string[]) => void
}

const reading = (start: string, pattern: RegExp, keep: Reading['keep']): Reading => ({ start, pattern, keep })

/** The same of a line that begins with words of its own. */
const ofLine = (key: LineKey, pattern: RegExp, keep: Reading['keep']): Reading => reading(lineStart(key), pattern, keep)

/** Texts of the engine: msi-log-anatomy.md 1 to 8. */
const READINGS: readonly Reading[] = [
  reading('Note: 1: ', /^Note: 1: (\d+)(.*)$/, (r, line, [number, rest]) => r.note(line, Number(number), rest!)),
  reading('Property(', /^Property\(([SC])\): (\S+) = ?(.*)$/, (r, line, [side, name, value]) => {
    r.log.properties.push({ line, side: side as 'S' | 'C', name: name!, value: value! })
  }),
  reading('Action start ', /^Action start (?:\d+:\d+:\d+|[^:]*): (.+?)\.\s*$/, (r, line, [name]) =>
    r.begin(line, name!),
  ),
  reading(
    'Action ended ',
    /^Action ended (?:\d+:\d+:\d+|[^:]*): (.+?)\. Return value (\d+)\./,
    (r, line, [name, value]) => r.end(line, name!, Number(value)),
  ),
  reading('File: ', /^File: (.+?);\s+(.+?);/, (r, line, [path, decision]) => {
    r.log.files.push({ line, path: path!, decision: decision! })
  }),
  reading('Product: ', /^Product: (.*)$/, (r, line, [text]) => r.event(line, text!)),
  reading('Windows Installer ', /^(Windows Installer \w+ (?:the product|an update)\. .*)$/, (r, line, [value]) => {
    r.log.results.push({ line, value: value! })
  }),
  reading('Error ', /^Error (\d{3,5})\. ?(.*)$/, (r, line, [number, text]) => {
    r.log.messages.push({ line, number: Number(number), text: text!, form: 'shown' })
    r.log.shown.push(line)
  }),
  reading('DEBUG: Error ', /^DEBUG: Error (\d+): *(.*)$/, (r, line, [number, text]) => {
    r.log.messages.push({ line, number: Number(number), text: text!, form: 'debug' })
  }),
  reading('Info ', /^Info (\d+)\. ?(.*)$/, (r, line, [number, text]) => {
    r.log.messages.push({ line, number: Number(number), text: text!, form: 'info' })
  }),
  ofLine(
    'verboseStarted',
    /^=== .*started: (\S+) +(\S+) +Build type: (.+?) +Calling process: (.+?) ===/,
    (r, line, [date, time, engine, callingProcess]) => {
      r.log.header ??= { line, date: date!, time: time!, engine: engine!, callingProcess: callingProcess! }
    },
  ),
  ofLine('engineReturns', /returning (\d+)/, (r, line, [code]) => {
    r.log.returnCodes.push({ line, code: Number(code) })
  }),
  ofLine('openingPatch', /'(.+)'/, (r, line, [value]) => {
    r.log.patchesOpened.push({ line, value: value! })
    r.search = undefined
  }),
  ofLine('cachedPackageMissing', /'(.*)' is missing/, (r, line, [missing]) => {
    r.startSearch('product', line, missing!)
  }),
  ofLine('patchNotFound', /patch '(.*)'\./, (r, line, [missing]) => r.startSearch('patch', line, missing!)),
  ofLine('lookingForSource', /(\{[0-9A-F-]{36}\})/i, (r, _, [code]) => {
    if (r.search) r.search.code ??= code
  }),
  ofLine('resolvedTo', /: '(.*)'/, (r, line, [to]) => r.resolve(line, to!)),
  ofLine('sourceFailed', /./, (r, line) => r.fail(line)),
  ofLine('noTempCopy', /./, (r, line) => r.fail(line)),
  reading('Could not find source for missing patch', /(\{[0-9A-F-]{36}\})/i, (r, line, [code]) => {
    if (r.search) r.search.code ??= code
    r.fail(line)
  }),
  ofLine('originalPatch', /==> (.*?)\s*$/, (r, line, [value]) => {
    r.log.originalPatches.push({ line, value: value! })
    r.search = undefined
  }),
  ofLine('originalPackage', /==> (.*?)\s*$/, (r, line, [value]) => {
    r.log.originalPackages.push({ line, value: value! })
    r.search = undefined
  }),
  reading('SequencePatches starts', /Product code: (.+?), Product version: ([^,]+)/, (r, line, [code, version]) => {
    r.log.sequencedFor.push({ line, value: `${code} ${version}` })
  }),
  reading('PATCH SEQUENCER: ', /patch (.+) is not applicable\./, (r, line, [value]) => {
    r.log.notApplicable.push({ line, value: value! })
  }),
  reading('{', /^(\{[0-9A-F-]{36}\}) - *$/i, (r, line, [value]) => {
    r.log.registeredPatches.push({ line, value: value! })
  }),
  reading('Failed to grab execution mutex', /./, (r, line) => {
    r.log.mutexTaken ??= line
  }),
  ofLine('serverUnreachable', /./, (r, line) => {
    r.log.serverUnreachable ??= line
  }),
  reading('Command Line: ', /^Command Line: (.*)$/, (r, line, [value]) => {
    r.log.commandLines.push({ line, value: value! })
  }),
  reading(
    'PROPERTY CHANGE: ',
    /^PROPERTY CHANGE: \w+ (\S+) property\. (?:Its current value is '.*'\. Its new value: |Its (?:current )?value is )'(.*)'\.?\s*$/,
    (r, line, [name, value]) => {
      r.log.changes.push({ line, side: line.side === 'c' ? 'C' : 'S', name: name!, value: value! })
    },
  ),
  reading('Executing op: Header(', /ScriptType=2\b/, (r, line) => {
    r.log.rollback ??= line
  }),
  reading('Action ', /^Action \d+:\d+:\d+: Rollback\./, (r, line) => {
    r.log.rollback ??= line
  }),
]

const byInitial = new Map<string, Reading[]>()
for (const row of READINGS) byInitial.set(row.start[0]!, [...(byInitial.get(row.start[0]!) ?? []), row])

const OUTPUT = /^(\w*QuietExec(?:64)?):\s+(.*)$/
/** Lines without a prefix that are no message: the frame, and what the progress window shows of an action. */
const FRAME = /^(?:===|Action |\s*\*{5,}|Property\(|[A-Z]\w+:\s|\d: |\s*$)/

class LogReader {
  readonly log: LogDraft = emptyLog()
  search: SourceSearch | undefined
  readonly #running = new Map<string, LogLine[]>()

  take(line: LogLine): void {
    const { text } = line
    for (const { start, pattern, keep } of byInitial.get(text[0] ?? '') ?? []) {
      if (!text.startsWith(start)) continue
      const match = pattern.exec(text)
      if (!match) continue
      keep(this, line, match.slice(1))
      return
    }
    const output = text.includes('QuietExec') ? OUTPUT.exec(text) : null
    if (output) this.log.customActionOutput.push({ line, value: output[2]! })
    else if (line.side === undefined && !FRAME.test(text)) this.log.shown.push(line)
  }

  note(line: LogLine, number: number, rest: string): void {
    const fields = noteFields(rest)
    this.log.notes.push({ line, number, fields })
    if (this.search && (number === 1706 || number === 1314)) this.search.packageName ||= fields.at(-1)
  }

  begin(line: LogLine, name: string): void {
    const starts = this.#running.get(name)
    if (starts) starts.push(line)
    else this.#running.set(name, [line])
  }

  end(line: LogLine, name: string, value: number): void {
    const action = { name, start: this.#running.get(name)?.pop(), end: line, value }
    this.log.actions.push(action)
    if (value === 3) this.log.failures.push(action)
  }

  /** `X -- Error 1306. text`, `X - Update 'Y' could not be installed. ...`, `X -- Configuration failed.` */
  event(line: LogLine, text: string): void {
    this.log.results.push({ line, value: text })
    const error = / -- Error (\d{3,5})\. ?(.*)$/.exec(text)
    if (error) this.log.messages.push({ line, number: Number(error[1]), text: error[2]!, form: 'event' })
  }

  startSearch(what: 'product' | 'patch', line: LogLine, missing: string): void {
    this.search = { what, line, missing, code: undefined, packageName: undefined, resolved: undefined, failures: [] }
    this.log.searches.push(this.search)
  }

  /** A bare file name is what is left when no source has the package. */
  resolve(line: LogLine, to: string): void {
    if (this.search && /[\\/]/.test(to)) this.search.resolved ??= line
  }

  fail(line: LogLine): void {
    this.search?.failures.push(line)
  }

  result(lines: readonly LogLine[]): InstallerLog {
    const unended = [...this.#running].flatMap(([name, starts]) =>
      starts.map(start => ({ name, start, end: undefined, value: undefined })),
    )
    const { actions, failures } = this.log
    return { ...this.log, lines, actions: [...actions, ...unended], firstFailure: failures[0] }
  }
}

/** ` 2: C:\x.dll 3: 32 `: fields are numbered, so a colon inside one does not end it. */
function noteFields(rest: string): string[] {
  const fields: string[] = []
  let at = rest.indexOf(' 2: ')
  for (let n = 3; at >= 0; n++) {
    const from = at + ` ${n - 1}: `.length
    const next = rest.indexOf(` ${n}: `, from - 1)
    fields.push(rest.slice(from, next < 0 ? undefined : next).trim())
    at = next
  }
  return fields
}

function emptyLog(): LogDraft {
  return {
    lines: [],
    header: undefined,
    actions: [],
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
    mutexTaken: undefined,
    serverUnreachable: undefined,
    customActionOutput: [],
    commandLines: [],
    changes: [],
    shown: [],
  }
}
