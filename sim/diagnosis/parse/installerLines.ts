import { INSTALLER_EVENTS } from '../../../model/words/events.ts'
import { LINES, type LineKey, lineStart, lineText } from '../../../model/words/logLines.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { reader } from '../../../model/words/turned.ts'
import type { ListName, LogDraft, LogReader, Mention, Remark } from './installerLog.ts'
import {
  between,
  Changed,
  FILE,
  FileMention,
  isChange,
  isProperty,
  LISTED,
  Listed,
  type LogLine,
  LogNote,
  NOTE,
} from './installerRows.ts'

/**
 * The lines of the installer's log of which something is kept: how each begins, its form, and what is kept of it. Does not
 * know what stands around it.
 */

/** The parts of a text of this form; undefined for any other. */
type Form = (text: string) => readonly string[] | undefined

/** One kind of line: how it begins, its form, and what is kept of it. */
export interface Reading {
  readonly start: string
  readonly begins: RegExp
  /** Whether a text has the form. */
  readonly fits: (text: string) => boolean
  /** Of a line whose text fits. */
  readonly keep: (reader: LogReader, line: LogLine) => void
  /** Where nothing but a row of this list is kept, it need not be made when there is no room for it. */
  readonly list: ListName | undefined
}

type Keep = (reader: LogReader, line: LogLine, parts: readonly string[]) => void

/** All are of one shape: they are asked a million times. */
function reading(start: string, form: RegExp | Form, keep: Keep, list?: ListName): Reading {
  const pattern = typeof form !== 'function'
  const parts: Form = pattern ? text => form.exec(text)?.slice(1) : form
  return {
    start,
    begins: beginning(start),
    fits: pattern ? text => form.test(text) : text => form(text) !== undefined,
    keep: (r, line) => keep(r, line, parts(line.text)!),
    list,
  }
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** A pattern finds a beginning faster than a string does. */
const beginning = (start: string): RegExp => new RegExp(`^${escaped(start)}`)

/** One of which a row is kept, and nothing else. */
const row = <K extends ListName>(
  list: K,
  start: string,
  form: RegExp | Form,
  rowOf: (line: LogLine, parts: readonly string[]) => LogDraft[K][number],
): Reading => reading(start, form, (r, line, parts) => r.add(list, rowOf(line, parts)), list)

/** One of which the row is read from the line when somebody asks. */
const lazyRow = <K extends ListName>(
  list: K,
  start: string,
  fits: (text: string) => boolean,
  Row: new (line: LogLine) => LogDraft[K][number],
): Reading => ({
  start,
  begins: beginning(start),
  fits,
  keep: (r, line) => r.add(list, new Row(line)),
  list,
})

const remark = (start: string, form: Form, about: Remark): Reading =>
  row('remarks', start, form, line => ({ line, about }))

const mention = (line: LogLine, [value]: readonly string[]): Mention => ({ line, value: value! })

/** The same of a line that begins with words of its own. */
const ofLine = (key: LineKey, form: RegExp | Form, keep: Keep): Reading => reading(lineStart(key), form, keep)

const inside =
  (open: string, close: string): Form =>
  text => {
    const found = between(open, close, text)
    return found === undefined ? undefined : [found]
  }

/** What stands before these words and behind them. */
const around =
  (words: string): Form =>
  text => {
    const at = text.indexOf(words)
    return at < 0 ? undefined : [text.slice(0, at), text.slice(at + words.length)]
  }

/** The name of an action that ended with return value 3. */
function failed(text: string): string[] | undefined {
  const end = text.indexOf(RETURNED)
  if (end < 0 || !text.startsWith('3.', end + RETURNED.length)) return undefined
  return ENDED.exec(text.slice(0, end))?.slice(1)
}

const RETURNED = '. Return value '
const ENDED = /^Action ended (?:\d+:\d+:\d+|[^:]*): (.+)/

/** The name of a custom action that returned an error which counts. What stands behind the code is often cut off. */
function returned(text: string): string[] | undefined {
  const [before, behind] = around(ACTUAL_CODE)(text) ?? []
  if (behind === undefined || behind.includes(GOT_OVER)) return undefined
  return [before!.slice(lineStart('returnedActualCode').length)]
}

const [, ACTUAL_CODE, GOT_OVER] = LINES.translated.text.split(/\[\d\]/) as [string, string, string]

/** Events of the installer whose texts a log has as well, up to what is filled in. */
const UNREADABLE = [1002, 1003].map(id => INSTALLER_EVENTS[id as 1002 | 1003].text.split('%')[0]!)

const BUSY = lineText('unableToDelete', [WIN32.SHARING_VIOLATION])
const TRANSFORMING_ERRORS = lineText('transforming', ['Error'])
const translated = reader(LINES.translated.text)

/** Texts of the engine: msi-log-anatomy.md 1 to 8. */
const READINGS: readonly Reading[] = [
  ...[1706, 1314].map(number =>
    reading(`Note: 1: ${number}`, new RegExp(`^Note: 1: ${number}(?!\\d)`), (r, line) => {
      const note = new LogNote(line)
      r.add('notes', note)
      if (r.search) r.search.packageName ||= note.fields.at(-1)
    }),
  ),
  lazyRow('notes', 'Note: 1: ', text => NOTE.test(text), LogNote),
  lazyRow('properties', 'Property(', text => LISTED.test(text), Listed),
  row('failures', 'Action ended ', failed, (end, [name]) => ({ end, name: name! })),
  lazyRow('files', 'File: ', text => FILE.test(text), FileMention),
  reading('Product: ', /^Product: (.*)/, (r, line, [text]) => r.event(line, text!)),
  row('results', 'Windows Installer ', /^(Windows Installer \w+ (?:the product|an update)\. .*)$/, mention),
  reading('Error ', /^Error (\d{3,5})\. ?(.*)/, (r, line, [number, text]) => {
    r.add('messages', { line, number: Number(number), text: text!, form: 'shown' })
    r.add('shown', line)
  }),
  row('messages', 'DEBUG: Error ', /^DEBUG: Error (\d+):(.*)/, (line, [number, text]) => ({
    line,
    number: Number(number),
    text: text!.trimStart(),
    form: 'debug' as const,
  })),
  row('messages', 'Info ', /^Info (\d+)\. ?(.*)/, (line, [number, text]) => ({
    line,
    number: Number(number),
    text: text!,
    form: 'info' as const,
  })),
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
  ofLine('openingPatch', inside("'", "'"), (r, line, [value]) => {
    r.add('patchesOpened', { line, value: value! })
    r.search = undefined
  }),
  ofLine('cachedPackageMissing', inside("'", "' is missing"), (r, line, [missing]) => {
    r.startSearch('product', line, missing!)
  }),
  ofLine('patchNotFound', inside("patch '", "'."), (r, line, [missing]) => r.startSearch('patch', line, missing!)),
  ofLine('lookingForSource', /(\{[0-9A-F-]{36}\})/i, (r, _, [code]) => {
    if (r.search) r.search.code ??= code
  }),
  ofLine('resolvedTo', inside(": '", "'"), (r, line, [to]) => r.resolve(line, to!)),
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
  row('notApplicable', 'PATCH SEQUENCER: ', inside('patch ', ' is not applicable.'), mention),
  row('registeredPatches', '{', /^(\{[0-9A-F-]{36}\}) - *$/i, mention),
  reading('Failed to grab execution mutex', /./, (r, line) => {
    r.log.mutexTaken ??= line
  }),
  ...UNREADABLE.map(start => row('registrationUnreadable', start, /(.*)/, mention)),
  ofLine('luaPrompt', /./, (r, line) => {
    r.log.consentAsked ??= line
  }),
  ofLine('serverUnreachable', /./, (r, line) => {
    r.log.serverUnreachable ??= line
  }),
  row('commandLines', 'Command Line: ', /^Command Line: (.*)/, mention),
  lazyRow('changes', 'PROPERTY CHANGE: ', isChange, Changed),
  reading('Executing op: Header(', /ScriptType=2\b/, (r, line) => {
    r.log.rollback ??= line
  }),
  reading('Action ', /^Action \d+:\d+:\d+: Rollback\./, (r, line) => {
    r.log.rollback ??= line
  }),
  remark(BUSY, () => [], 'file-busy'),
  remark(TRANSFORMING_ERRORS, text => (text === TRANSFORMING_ERRORS ? [] : undefined), 'transforming-errors'),
  row('actionErrors', lineStart('returnedActualCode'), returned, mention),
  remark(lineStart('translated'), text => (translated(text) ? [] : undefined), 'translated'),
]

export const QUIET = 'QuietExec'

const OUTPUT = /^\w*QuietExec(?:64)?:\s(.*)/
/** Lines without a prefix that are no message: the frame, and what the progress window shows of an action. */
const FRAME = /^(?:===|Action |\s*\*{5,}|Property\(|[A-Z]\w+:\s|\d: |\s*$)/

/** What a custom action has printed. */
const PRINTED = row(
  'customActionOutput',
  '',
  text => (text.includes(QUIET) ? OUTPUT.exec(text)?.slice(1) : undefined),
  (line, [said]) => ({ line, value: said!.trimStart() }),
)
/** What a person was shown. */
const SHOWN = row(
  'shown',
  '',
  text => (FRAME.test(text) || isProperty(text) ? undefined : []),
  line => line,
)
/** A line of a value that has several. */
export const GOES_ON = row(
  'shown',
  '',
  () => [],
  line => line,
)

/** What else a text is of which no reading knows the beginning. */
export function unreadOf(text: string, prefixed: boolean): Reading | undefined {
  if (PRINTED.fits(text)) return PRINTED
  return !prefixed && SHOWN.fits(text) ? SHOWN : undefined
}

/** Where the text begins behind a prefix of the usual form. */
export const TEXT = 'MSI (s) (18:F4) [12:02:17:888]: '.length

interface Group {
  readonly rows: readonly Reading[]
  /** Finds any of them at the place that it is told: sticky. */
  readonly there: RegExp
}

const groupOf = (readings: readonly Reading[]): Group => ({
  rows: readings,
  there: new RegExp([...new Set(readings.map(({ start }) => escaped(start)))].join('|'), 'y'),
})

/** By the code of the letter with which their lines begin. */
const byInitial: Group[] = []
for (const initial of new Set(READINGS.map(({ start }) => start.charCodeAt(0)))) {
  byInitial[initial] = groupOf(READINGS.filter(({ start }) => start.charCodeAt(0) === initial))
}

/** Whether the usual prefix stands before it. There are many lines, so a few letters have to do. */
export const isStamped = (text: string, from: number, to: number): boolean =>
  to - from >= TEXT &&
  text.charCodeAt(from + TEXT - 1) === BLANK &&
  text.charCodeAt(from + TEXT - 2) === COLON &&
  text.charCodeAt(from + TEXT - 3) === BRACKET &&
  text.charCodeAt(from) === M

const [BLANK, COLON, BRACKET, M] = [' ', ':', ']', 'M'].map(letter => letter.charCodeAt(0))

/** What stands behind the usual prefix begins no line of which something is kept. */
export function saysNothing(text: string, from: number): boolean {
  const there = byInitial[text.charCodeAt(from + TEXT)]?.there
  if (there === undefined) return true
  there.lastIndex = from + TEXT
  return !there.test(text)
}

/** It holds the name under which custom actions print. */
export const isOutput = (text: string, from: number, to: number): boolean => text.slice(from + TEXT, to).includes(QUIET)

/** What is read in a text; undefined where nothing knows it. */
export const readingOf = (text: string): Reading | undefined =>
  byInitial[text.charCodeAt(0)]?.rows.find(({ begins, fits }) => begins.test(text) && fits(text))
