import { INSTALLER_EVENTS } from '../../../model/words/events.ts'
import { LINES, type LineKey, lineStart, lineText } from '../../../model/words/logLines.ts'
import { WIN32 } from '../../../model/words/systemErrors.ts'
import { reader } from '../../../model/words/turned.ts'
import type { ListName, LogDraft, LogLine, LogReader, Mention, Remark } from './installerLog.ts'

/**
 * The lines of the installer's log of which something is kept: how each begins, its form, and what is kept of it. Does not
 * know what stands around it.
 */

/** The parts of a text of this form; undefined for any other. */
type Form = (text: string) => readonly string[] | undefined

/** One kind of line: how it begins, its form, and what is kept of it. */
export interface Reading {
  readonly start: string
  readonly form: Form
  /** Whether a text has the form: costs less than its parts. */
  readonly fits: (text: string) => boolean
  readonly keep: (reader: LogReader, line: LogLine, parts: readonly string[]) => void
  /** Where nothing but a row of this list is kept, it need not be made when there is no room for it. */
  readonly list?: ListName
}

const reading = (start: string, form: RegExp | Form, keep: Reading['keep']): Reading => ({
  start,
  form: typeof form === 'function' ? form : text => form.exec(text)?.slice(1),
  fits: typeof form === 'function' ? text => form(text) !== undefined : text => form.test(text),
  keep,
})

/** One of which a row is kept, and nothing else. */
const row = <K extends ListName>(
  list: K,
  start: string,
  form: RegExp | Form,
  rowOf: (line: LogLine, parts: readonly string[]) => LogDraft[K][number],
): Reading => ({ ...reading(start, form, (r, line, parts) => r.add(list, rowOf(line, parts))), list })

const remark = (start: string, form: Form, about: Remark): Reading =>
  row('remarks', start, form, line => ({ line, about }))

const mention = (line: LogLine, [value]: readonly string[]): Mention => ({ line, value: value! })

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

function changed(text: string): string[] | undefined {
  const [, name, told] = /^PROPERTY CHANGE: \w+ (\S+) property\. (Its .*)/.exec(text) ?? []
  if (name === undefined) return undefined
  const [value] = NEW_VALUES.map(form => form(told!)).find(found => found) ?? []
  return value === undefined ? undefined : [name, value]
}

/** The name of an action that ended with return value 3. */
function failed(text: string): string[] | undefined {
  const [head = '', tail = ''] = around('. Return value ')(text) ?? []
  const name = Number(/^(\d+)\./.exec(tail)?.[1]) === FAILED ? ENDED.exec(head)?.[1] : undefined
  return name === undefined ? undefined : [name]
}

const FAILED = 3
const ENDED = /^Action ended (?:\d+:\d+:\d+|[^:]*): (.+)/

/** Events of the installer whose texts a log has as well, up to what is filled in. */
const UNREADABLE = [1002, 1003].map(id => INSTALLER_EVENTS[id as 1002 | 1003].text.split('%')[0]!)

const BUSY = lineText('unableToDelete', [WIN32.SHARING_VIOLATION])
const TRANSFORMING_ERRORS = lineText('transforming', ['Error'])
const translated = reader(LINES.translated.text)

/** Texts of the engine: msi-log-anatomy.md 1 to 8. */
const READINGS: readonly Reading[] = [
  ...[1706, 1314].map(number =>
    reading(`Note: 1: ${number}`, new RegExp(`^Note: 1: ${number}(?!\\d)(.*)`), (r, line, [rest]) => {
      const note = { line, number, fields: noteFields(rest!) }
      r.add('notes', note)
      if (r.search) r.search.packageName ||= note.fields.at(-1)
    }),
  ),
  row('notes', 'Note: 1: ', /^Note: 1: (\d+)(.*)/, (line, [number, rest]) => ({
    line,
    number: Number(number),
    fields: noteFields(rest!),
  })),
  row('properties', 'Property(', /^Property\(([SC])\): (\S+) = ?(.*)/, (line, [side, name, value]) => ({
    line,
    side: side as 'S' | 'C',
    name: name!,
    value: value!,
  })),
  row('failures', 'Action ended ', failed, (end, [name]) => ({ end, name: name! })),
  row('files', 'File: ', /^File: ([^;]+(?:;[^\s;][^;]*)*);\s+([^\s;][^;]*);/, (line, [path, decision]) => ({
    line,
    path: path!,
    decision: decision!,
  })),
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
  row('notApplicable', 'PATCH SEQUENCER: ', between('patch ', ' is not applicable.'), mention),
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
  row('changes', 'PROPERTY CHANGE: ', changed, (line, [name, value]) => ({
    line,
    side: line.side === 'c' ? ('C' as const) : ('S' as const),
    name: name!,
    value: value!,
  })),
  reading('Executing op: Header(', /ScriptType=2\b/, (r, line) => {
    r.log.rollback ??= line
  }),
  reading('Action ', /^Action \d+:\d+:\d+: Rollback\./, (r, line) => {
    r.log.rollback ??= line
  }),
  remark(BUSY, () => [], 'file-busy'),
  remark(TRANSFORMING_ERRORS, text => (text === TRANSFORMING_ERRORS ? [] : undefined), 'transforming-errors'),
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
  text => (FRAME.test(text) ? undefined : []),
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

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** Where the text begins behind a prefix of the usual form. */
export const TEXT = 'MSI (s) (18:F4) [12:02:17:888]: '.length

/** A pattern finds a beginning faster than a string does. */
interface Group {
  readonly rows: readonly (Reading & { readonly begins: RegExp })[]
  /** Finds any of them at the place that it is told: sticky. */
  readonly there: RegExp
}

const groupOf = (readings: readonly Reading[]): Group => ({
  rows: readings.map(one => ({ ...one, begins: new RegExp(`^${escaped(one.start)}`) })),
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
