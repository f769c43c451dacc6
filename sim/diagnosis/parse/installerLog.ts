import { INSTALLER_EVENTS } from '../../../model/words/events.ts'
import { LINES, type LineKey, lineStart, lineText } from '../../../model/words/logLines.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { reader } from '../../../model/words/turned.ts'
import { type FileBudget, ownBudget } from '../read/budget.ts'

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
  /** Milliseconds since midnight. */
  readonly time: number | undefined
  /** Of the last line with a time, up to this one and not far above it. */
  readonly around: number | undefined
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

/** Lines of no reading of their own that somebody may take for a fault. */
export type Remark = 'file-busy' | 'transforming-errors' | 'translated'

export interface InstallerLog {
  /** Numbers of its first line and of its last. */
  readonly first: number
  readonly last: number
  readonly header: LogHeader | undefined
  /** The beginning of a log that is not verbose; a verbose one has it below its header. */
  readonly started: LogLine | undefined
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
  /** Lines that say that no source has the package, where no search for it began above them. */
  readonly sourcesFailed: readonly Mention[]
  /** Values and keys of the installer's own registration that are not as it left them. */
  readonly registrationUnreadable: readonly Mention[]
  readonly mutexTaken: LogLine | undefined
  readonly serverUnreachable: LogLine | undefined
  /** What custom actions printed. */
  readonly customActionOutput: readonly Mention[]
  readonly commandLines: readonly Mention[]
  /** Values that properties were set to on the way, other than in the dump at the end. */
  readonly changes: readonly PropertyRow[]
  /** Texts without a prefix that are nothing else: what a person was shown. */
  readonly shown: readonly LogLine[]
  readonly remarks: readonly { readonly line: LogLine; readonly about: Remark }[]
}

const PREFIX = /^M?SI \(([csN])\) \([0-9A-F]{2}[:!@^][0-9A-F]{2}\)(?: \[(?:(\d\d:\d\d:\d\d:\d{3})|[^\]]*)\])?: ?/

/** Milliseconds of `12:02:17:888`. */
const timeOf = (clock: string): number =>
  ((Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))) * 60 + Number(clock.slice(6, 8))) * 1000 +
  Number(clock.slice(9))

/**
 * Reads a log, verbose or not, whole or in parts, in one pass: one for each call of the installer, of which /l+ leaves
 * several in a file. Every text parses: what is not understood is left lying.
 */
export function parseInstallerLogs(lines: Iterable<string>, file: FileBudget = ownBudget()): InstallerLog[] {
  const logs: InstallerLog[] = []
  readInstallerLogs(lines, file, log => logs.push(log))
  return logs
}

/** The same, a call at a time: what was read stands where the budget ends. */
export function readInstallerLogs(
  lines: Iterable<string>,
  file: FileBudget,
  take: (log: InstallerLog) => unknown,
): void {
  let call = new LogReader(1, file)
  let number = 0
  try {
    for (const raw of lines) {
      number++
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

type LogDraft = {
  -readonly [K in keyof InstallerLog]: InstallerLog[K] extends readonly (infer T)[] ? T[] : InstallerLog[K]
}

/** What there is a list of. */
type ListName = { [K in keyof LogDraft]: LogDraft[K] extends readonly unknown[] ? K : never }[keyof LogDraft]

/** The parts of a text of this form; undefined for any other. */
type Form = (text: string) => readonly string[] | undefined

/** One kind of line: how it begins, its form, and what is kept of it. */
interface Reading {
  readonly start: string
  readonly form: Form
  readonly keep: (reader: LogReader, line: LogLine, parts: readonly string[]) => void
}

const reading = (start: string, form: RegExp | Form, keep: Reading['keep']): Reading => ({
  start,
  form: typeof form === 'function' ? form : text => form.exec(text)?.slice(1),
  keep,
})

/** The same of a line that begins with words of its own. */
const ofLine = (key: LineKey, form: RegExp | Form, keep: Reading['keep']): Reading =>
  reading(lineStart(key), form, keep)

/** What stands behind the first `open` and before the last `close`. A pattern would try every `open`. */
const between =
  (open: string, close: string): Form =>
  text => {
    const from = text.indexOf(open) + open.length
    const to = text.lastIndexOf(close)
    return from >= open.length && to >= from ? [text.slice(from, to)] : undefined
  }

/** What stands before these words and behind them. */
const around =
  (words: string): Form =>
  text => {
    const at = text.indexOf(words)
    return at < 0 ? undefined : [text.slice(0, at), text.slice(at + words.length)]
  }

/** Of a property that is changed, and of one that is added or deleted. */
const NEW_VALUES = [between("'. Its new value: '", "'"), between("value is '", "'")]

const ENDED = /^Action ended (?:\d+:\d+:\d+|[^:]*): (.+)/

/** Events of the installer whose texts a log has as well, up to what is filled in. */
const UNREADABLE = [1002, 1003].map(id => INSTALLER_EVENTS[id as 1002 | 1003].text.split('%')[0]!)

/** Texts of the engine: msi-log-anatomy.md 1 to 8. */
const READINGS: readonly Reading[] = [
  reading('Note: 1: ', /^Note: 1: (\d+)(.*)/, (r, line, [number, rest]) => r.note(line, Number(number), rest!)),
  reading('Property(', /^Property\(([SC])\): (\S+) = ?(.*)/, (r, line, [side, name, value]) => {
    r.add('properties', { line, side: side as 'S' | 'C', name: name!, value: value! })
  }),
  reading('Action start ', /^Action start (?:\d+:\d+:\d+|[^:]*): (.+?)\.\s*$/, (r, line, [name]) =>
    r.begin(line, name!),
  ),
  reading(
    'Action ended ',
    text => {
      const [head = '', tail = ''] = around('. Return value ')(text) ?? []
      const [name, value] = [ENDED.exec(head)?.[1], /^(\d+)\./.exec(tail)?.[1]]
      return name === undefined || value === undefined ? undefined : [name, value]
    },
    (r, line, [name, value]) => r.end(line, name!, Number(value)),
  ),
  reading('File: ', /^File: ([^;]+(?:;[^\s;][^;]*)*);\s+([^\s;][^;]*);/, (r, line, [path, decision]) => {
    r.add('files', { line, path: path!, decision: decision! })
  }),
  reading('Product: ', /^Product: (.*)/, (r, line, [text]) => r.event(line, text!)),
  reading('Windows Installer ', /^(Windows Installer \w+ (?:the product|an update)\. .*)$/, (r, line, [value]) => {
    r.add('results', { line, value: value! })
  }),
  reading('Error ', /^Error (\d{3,5})\. ?(.*)/, (r, line, [number, text]) => {
    r.add('messages', { line, number: Number(number), text: text!, form: 'shown' })
    r.add('shown', line)
  }),
  reading('DEBUG: Error ', /^DEBUG: Error (\d+):(.*)/, (r, line, [number, text]) => {
    r.add('messages', { line, number: Number(number), text: text!.trimStart(), form: 'debug' })
  }),
  reading('Info ', /^Info (\d+)\. ?(.*)/, (r, line, [number, text]) => {
    r.add('messages', { line, number: Number(number), text: text!, form: 'info' })
  }),
  ofLine('verboseStarted', /^=== [^:]+: ([\d./-]+) +([\d:]+) +Build type: (.+)$/, (r, line, [date, time, rest]) => {
    const [engine, caller] = rest!.split(' Calling process: ')
    if (caller === undefined) return
    const callingProcess = caller.split(' ===')[0]!
    r.log.header ??= { line, date: date!, time: time!, engine: engine!.trimEnd(), callingProcess }
  }),
  ofLine('loggingStarted', /./, (r, line) => {
    r.log.started ??= line
  }),
  ofLine('engineReturns', /returning (\d+)/, (r, line, [code]) => {
    r.add('returnCodes', { line, code: Number(code) })
  }),
  ofLine('openingPatch', between("'", "'"), (r, line, [value]) => {
    r.add('patchesOpened', { line, value: value! })
    r.search = undefined
  }),
  ofLine('cachedPackageMissing', between("'", "' is missing"), (r, line, [missing]) => {
    r.startSearch('product', line, missing!)
  }),
  ofLine('patchNotFound', between("patch '", "'."), (r, line, [missing]) => r.startSearch('patch', line, missing!)),
  ofLine('lookingForSource', /(\{[0-9A-F-]{36}\})/i, (r, _, [code]) => {
    if (r.search) r.search.code ??= code
  }),
  ofLine('resolvedTo', between(": '", "'"), (r, line, [to]) => r.resolve(line, to!)),
  ofLine('sourceFailed', /./, (r, line) => r.fail(line)),
  ofLine('noTempCopy', /./, (r, line) => r.fail(line)),
  reading('Could not find source for missing patch', /(\{[0-9A-F-]{36}\})/i, (r, line, [code]) => {
    if (r.search) r.search.code ??= code
    r.fail(line)
  }),
  ofLine('originalPatch', around('==> '), (r, line, [, value]) => {
    r.add('originalPatches', { line, value: value!.trimEnd() })
    r.search = undefined
  }),
  ofLine('originalPackage', around('==> '), (r, line, [, value]) => {
    r.add('originalPackages', { line, value: value!.trimEnd() })
    r.search = undefined
  }),
  reading('SequencePatches starts', around(', Product version: '), (r, line, [before, after]) => {
    const [, code] = around('Product code: ')(before!) ?? []
    if (code !== undefined) r.add('sequencedFor', { line, value: `${code} ${after!.split(',')[0]}` })
  }),
  reading('PATCH SEQUENCER: ', between('patch ', ' is not applicable.'), (r, line, [value]) => {
    r.add('notApplicable', { line, value: value! })
  }),
  reading('{', /^(\{[0-9A-F-]{36}\}) - *$/i, (r, line, [value]) => {
    r.add('registeredPatches', { line, value: value! })
  }),
  reading('Failed to grab execution mutex', /./, (r, line) => {
    r.log.mutexTaken ??= line
  }),
  ...UNREADABLE.map(start =>
    reading(start, /(.*)/, (r, line, [value]) => r.add('registrationUnreadable', { line, value: value! })),
  ),
  ofLine('serverUnreachable', /./, (r, line) => {
    r.log.serverUnreachable ??= line
  }),
  reading('Command Line: ', /^Command Line: (.*)/, (r, line, [value]) => {
    r.add('commandLines', { line, value: value! })
  }),
  reading('PROPERTY CHANGE: ', /^PROPERTY CHANGE: \w+ (\S+) property\. (Its .*)/, (r, line, [name, told]) => {
    const [value] = NEW_VALUES.map(form => form(told!)).find(found => found) ?? []
    if (value !== undefined) r.add('changes', { line, side: line.side === 'c' ? 'C' : 'S', name: name!, value })
  }),
  reading('Executing op: Header(', /ScriptType=2\b/, (r, line) => {
    r.log.rollback ??= line
  }),
  reading('Action ', /^Action \d+:\d+:\d+: Rollback\./, (r, line) => {
    r.log.rollback ??= line
  }),
]

const byInitial = new Map<string, Reading[]>()
for (const row of READINGS) byInitial.set(row.start[0]!, [...(byInitial.get(row.start[0]!) ?? []), row])

const OUTPUT = /^\w*QuietExec(?:64)?:\s(.*)/
/** Lines without a prefix that are no message: the frame, and what the progress window shows of an action. */
const FRAME = /^(?:===|Action |\s*\*{5,}|Property\(|[A-Z]\w+:\s|\d: |\s*$)/

const BUSY = lineText('unableToDelete', [WIN32.SHARING_VIOLATION])
const TRANSFORMING_ERRORS = lineText('transforming', ['Error'])
const TRANSLATED = lineStart('translated')
const translated = reader(LINES.translated.text)

function remarkOf(text: string): Remark | undefined {
  if (text.startsWith(BUSY)) return 'file-busy'
  if (text === TRANSFORMING_ERRORS) return 'transforming-errors'
  return text.includes(TRANSLATED) && translated(text) ? 'translated' : undefined
}

class LogReader {
  readonly log: LogDraft
  search: SourceSearch | undefined
  readonly #running = new Map<string, LogLine[]>()
  readonly #file: FileBudget
  #stopped = false
  #listing = false
  #timed = Number.NEGATIVE_INFINITY
  #time: number | undefined
  #clock = ''

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

  read(raw: string, number: number): void {
    this.#take(this.#line(raw, number))
  }

  #line(raw: string, number: number): LogLine {
    const prefix = raw.startsWith('MSI (') || raw.startsWith('SI (') ? PREFIX.exec(raw) : null
    const clock = prefix?.[2]
    if (clock !== undefined) {
      this.#timed = number
      // Several lines in a row have the same time.
      if (clock !== this.#clock) this.#time = timeOf(clock)
      this.#clock = clock
    }
    const time = clock === undefined ? undefined : this.#time
    const around = number - this.#timed <= NEAR ? this.#time : undefined
    const text = prefix ? raw.slice(prefix[0].length) : raw
    return { number, raw, text, side: prefix?.[1] as LogLine['side'], time, around }
  }

  #take(line: LogLine): void {
    const { text } = line
    if (this.#goesOn(line)) return void this.add('shown', line)
    const about = remarkOf(text)
    if (about) this.add('remarks', { line, about })
    for (const { start, form, keep } of byInitial.get(text[0] ?? '') ?? []) {
      const parts = text.startsWith(start) ? form(text) : undefined
      if (parts) return void keep(this, line, parts)
    }
    const output = text.includes('QuietExec') ? OUTPUT.exec(text) : null
    if (output) this.add('customActionOutput', { line, value: output[1]!.trimStart() })
    else if (line.side === undefined && !FRAME.test(text)) this.add('shown', line)
  }

  /**
   * A whole log lists its properties without a break, so that a line with nothing before it is the rest of a value, whatever it
   * looks like. What somebody has taken out of a log may follow on anything.
   */
  #goesOn({ raw, side }: LogLine): boolean {
    const lists = raw.startsWith('Property(')
    if (lists) this.#listing = this.log.header !== undefined
    else if (side !== undefined || raw.startsWith('===')) this.#listing = false
    return this.#listing && !lists
  }

  note(line: LogLine, number: number, rest: string): void {
    const fields = noteFields(rest)
    this.add('notes', { line, number, fields })
    if (this.search && (number === 1706 || number === 1314)) this.search.packageName ||= fields.at(-1)
  }

  begin(line: LogLine, name: string): void {
    if (!this.#file.keep('starts of actions')) return
    const starts = this.#running.get(name)
    if (starts) starts.push(line)
    else this.#running.set(name, [line])
  }

  end(line: LogLine, name: string, value: number): void {
    const action = { name, start: this.#running.get(name)?.pop(), end: line, value }
    this.add('actions', action)
    if (value === 3) this.add('failures', action)
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
    const unended = [...this.#running].flatMap(([name, starts]) =>
      starts.map(start => ({ name, start, end: undefined, value: undefined })),
    )
    const { actions, failures } = this.log
    return { ...this.log, last, actions: [...actions, ...unended], firstFailure: failures[0] }
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

function emptyLog(first: number): LogDraft {
  return {
    first,
    last: first,
    header: undefined,
    started: undefined,
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
    sourcesFailed: [],
    registrationUnreadable: [],
    mutexTaken: undefined,
    serverUnreachable: undefined,
    customActionOutput: [],
    commandLines: [],
    changes: [],
    shown: [],
    remarks: [],
  }
}
