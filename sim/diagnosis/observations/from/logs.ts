import { MESSAGES } from '../../../../model/words/messages.ts'
import { firstSentence, reader } from '../../../../model/words/turned.ts'
import type { Evidence, Read } from '../../evidence.ts'
import { baselineOf } from '../../knowledge/baselines.ts'
import { isPowerShellError } from '../../knowledge/powershell.ts'
import { versionNamed } from '../../knowledge/products.ts'
import { parseLocalTime } from '../../parse/events.ts'
import type { FailedAction, InstallerLog, LogMessage } from '../../parse/installerLog.ts'
import type { LogLine } from '../../parse/installerRows.ts'
import {
  isOurs,
  lastJudged,
  logsInOrder,
  openLogs,
  ownLogs,
  productOf,
  returnCode,
  startedAt,
  succeeded,
} from '../../situation.ts'
import type { Kind, Observed, RowOf } from '../kinds.ts'
import {
  codesSaid,
  fieldsSaid,
  fileNoted,
  fileSaid,
  hresultsIn,
  RESULT_MESSAGES,
  resultIn,
  systemErrorIn,
  unexpectedIn,
} from '../spoken.ts'
import { clockIn, dayIn } from './day.ts'

/** What logs of the installer show: one attempt each, the oldest first. Does not know which line is the fault. */

export function* fromLogs(evidence: Evidence): Generator<Observed> {
  const logs = logsInOrder(evidence)
  const open = new Set(openLogs(evidence))
  // What was done to another product later decides nothing, nor what setup did before there was anything to update.
  const own = ownLogs(evidence).filter(log => !isOfSetup(log))
  const [decides, newest] = [lastJudged(own), own.at(-1)]
  for (const [i, log] of logs.entries()) {
    const attempt = { log, number: i + 1, open: open.has(log), decides: log === decides, newest: log === newest }
    yield attemptRow(attempt)
    yield* inOrder(rowsOf(attempt))
    // What an update did not do, the log of another call cannot show.
    if (!isOfSetup(log)) yield witness(attempt)
  }
}

const isOfSetup = ({ header }: InstallerLog): boolean => /\\ExSetup(?:UI)?\.exe$/i.test(header?.callingProcess ?? '')

interface Attempt {
  readonly log: Read<InstallerLog>
  readonly number: number
  readonly open: boolean
  readonly decides: boolean
  readonly newest: boolean
}

const MS = 1000
function dayOf({ header }: InstallerLog): { readonly day?: number } {
  const date = header && parseLocalTime(header.date)
  return date === undefined ? {} : { day: dayIn(date) }
}

const clockOf = (time: number | undefined): { readonly clock?: number } =>
  time === undefined ? {} : { clock: time / MS }

/** A copy without what is not known. */
type Known<T> = { [P in keyof T]: Exclude<T[P], undefined> }
const known = <T extends object>(value: T): Known<T> =>
  Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Known<T>

function attemptRow({ log, number, open, decides, newest }: Attempt): Observed {
  const started = startedAt(log)
  const at = log.header?.line
  return {
    kind: 'attempt',
    path: log.path,
    line: at?.number ?? log.first,
    text: at?.raw ?? '',
    attempt: number,
    open,
    succeeded: succeeded(log),
    judged: returnCode(log) !== undefined || log.failures.length > 0,
    ...known({ begins: log.header ? ('verbose' as const) : log.started && ('plain' as const) }),
    decides,
    newest,
    setup: isOfSetup(log),
    ...known({ product: productOf(log), ours: isOurs(log), code: returnCode(log) }),
    ...dayOf(log),
    ...(started !== undefined && { clock: clockIn(started) }),
  }
}

const LOG_KINDS: readonly Kind[] = [
  'log.note',
  'log.message',
  'log.failure',
  'log.return',
  'log.search',
  'log.shown',
  'log.file',
  'log.output',
  'log.property',
  'log.engine',
]

/** A log from its beginning to what was returned shows what there was. */
function witness({ log, number }: Attempt): Observed {
  const { path, header, first, last } = log
  return {
    kind: 'listing',
    path,
    line: first,
    text: header?.line.raw ?? '',
    of: [...LOG_KINDS],
    attempt: number,
    whole: header !== undefined && returnCode(log) !== undefined,
    rows: last - first + 1,
    ...known({ ours: isOurs(log) }),
  }
}

/** By line; what is observed in one line stays in the order of the tables below. */
const inOrder = (rows: readonly Observed[]): Observed[] => rows.toSorted((a, b) => a.line - b.line)

function rowsOf(attempt: Attempt): Observed[] {
  const { log, number, open, newest } = attempt
  const limit = log.firstFailure?.end.number ?? Number.POSITIVE_INFINITY
  const product = known({ product: productOf(log), ours: isOurs(log) })
  const own = continuedLines(log)
  const at = (line: LogLine) => ({
    path: log.path,
    line: line.number,
    text: line.raw,
    attempt: number,
    open,
    newest,
    beforeFailure: line.number < limit,
    ...product,
  })
  const rows = [
    ...messages(log, at, own),
    ...actions(log, at),
    ...searches(log, at),
    ...engine(log, at),
    ...properties(log, at, own),
    ...files(log, at),
  ]
  return [...rows, ...said(log, at, own)]
}

type At = (
  line: LogLine,
) => Pick<RowOf<'log.return'>, 'path' | 'line' | 'text' | 'attempt' | 'product' | 'open' | 'newest' | 'beforeFailure'>

// -------------------------------------------------------------------------------------------------------- properties

/** Lines that go on with the value of the property above them, as far as nothing stands between. */
function continuedLines({ properties, shown }: InstallerLog): ReadonlySet<number> {
  const lines = new Set(properties.map(({ line }) => line.number))
  const continued = shown.map(({ number }) => number).sort((a, b) => a - b)
  return new Set(continued.filter(number => lines.has(number - 1) && lines.add(number)))
}

function properties(
  { properties: listed, changes, shown }: InstallerLog,
  at: At,
  own: ReadonlySet<number>,
): Observed[] {
  return [
    ...listed.map(
      ({ line, name, value }): Observed => ({ kind: 'log.property', ...at(line), name, value, how: 'listed' }),
    ),
    ...changes.map(
      ({ line, name, value }): Observed => ({ kind: 'log.property', ...at(line), name, value, how: 'changed' }),
    ),
    ...shown
      .filter(({ number }) => own.has(number))
      .map((line): Observed => ({ kind: 'log.property', ...at(line), name: '', value: line.text, how: 'continued' })),
  ]
}

// ---------------------------------------------------------------------------------------------------------- messages

function messages(log: InstallerLog, at: At, own: ReadonlySet<number>): Observed[] {
  const notes = log.notes.map(({ line, number, fields }): Observed => {
    return { kind: 'log.note', ...at(line), number, fields, ...known({ file: fileNoted(number, fields) }) }
  })
  const numbered = log.messages
    .filter(({ line }) => !own.has(line.number))
    .flatMap((message): Observed[] => [messageRow(message, at), ...holders(message, at)])
  return [...notes, ...numbered]
}

const messageRow = ({ line, number, text, form }: LogMessage, at: At): Observed => ({
  kind: 'log.message',
  ...at(line),
  number,
  form,
  body: text,
  fields: fieldsSaid(number, text),
  ...known({ file: fileSaid(number, text), systemError: systemErrorIn(text) }),
})

/** Message 1603: the places of path and program. */
const held = reader(firstSentence(MESSAGES[1603].text))

function holders({ line, text, form }: LogMessage, at: At): Observed[] {
  const told = form === 'info' ? held(text) : undefined
  const [file, name] = [told?.get(2), told?.get(4)]
  if (file === undefined || name === undefined) return []
  return [{ kind: 'handle', ...at(line), file, program: programOf(name) }]
}

/** The name with which a program is ended. */
export const programOf = (name: string): string => (/\.exe$/i.test(name) ? name : `${name}.exe`)

/** How a text goes on that is about an error, or about how it ended. */
const NOT_TOLD = [' -- Error ', ...RESULT_MESSAGES.map(number => ` -- ${MESSAGES[number].text}`)]

/** A text about a product that is neither: `X -- The version of this file is not ...` */
const isTold = (result: string): boolean => result.includes(' -- ') && !NOT_TOLD.some(words => result.includes(words))

/** What a person was shown, results as the event log has them, and the codes in all of that. */
function said({ results, shown, returnCodes }: InstallerLog, at: At, own: ReadonlySet<number>): Observed[] {
  const texts = [
    ...results.map(({ line, value }) => ({
      line,
      body: value,
      as: isTold(value) ? ('told' as const) : ('result' as const),
    })),
    ...shown.filter(({ number }) => !own.has(number)).map(line => ({ line, body: line.text, as: 'text' as const })),
  ]
  return [
    ...texts.flatMap(({ line, body, as }): Observed[] => [
      { kind: 'log.shown', ...at(line), as, body },
      ...codes(body).map((said): Observed => ({ kind: 'result.code', ...at(line), ...said })),
      ...(as === 'result' || STATUS.test(body) ? resultOf(line, body, at) : []),
      ...unexpectedOf(line, body, at),
    ]),
    ...returnCodes.flatMap(({ line, code }, i): Observed[] => [
      { kind: 'log.return', ...at(line), code, final: i === returnCodes.length - 1 },
      { kind: 'result.code', ...at(line), code, by: 'log' },
    ]),
  ]
}

/** The end of a result, which people quote by itself. */
const STATUS = /\bsuccess or error status: \d/

function resultOf(line: LogLine, body: string, at: At): Observed[] {
  const code = resultIn(body)
  return code === undefined ? [] : [{ kind: 'result.code', ...at(line), code, by: 'event' }]
}

/** An internal error as a person is shown it. */
function unexpectedOf(line: LogLine, body: string, at: At): Observed[] {
  const number = unexpectedIn(body)
  return number === undefined ? [] : [{ kind: 'log.message', ...at(line), number, form: 'shown', body, fields: [] }]
}

/** Codes that a text says, by its words or as an HRESULT. */
export const codes = (text: string): { readonly code: number; readonly by: 'text' | 'hresult' }[] => [
  ...codesSaid(text).map(code => ({ code, by: 'text' as const })),
  ...hresultsIn(text).map(code => ({ code, by: 'hresult' as const })),
]

// ----------------------------------------------------------------------------------------------------------- actions

/** Actions that failed. Of an excerpt that ends before that is said, those that say it of themselves. */
const failedIn = ({ failures, actionErrors }: InstallerLog): readonly FailedAction[] =>
  failures.length > 0 ? failures : actionErrors.map(({ line, value }) => ({ name: value, end: line }))

function actions(log: InstallerLog, at: At): Observed[] {
  const failures = failedIn(log).map(({ name, end }, i): Observed => {
    const when = { ...dayOf(log), ...clockOf(end.around), ...(i === 0 && tookOf(log, end)) }
    return { kind: 'log.failure', ...at(end), action: name, first: i === 0, ...when }
  })
  const output = log.customActionOutput.flatMap(({ line, value }): Observed[] => {
    const when = { ...clockOf(line.around), ...dayOf(log) }
    const said = { path: at(line).path, line: line.number, text: line.raw, body: value, ...when }
    const own: Observed = { kind: 'log.output', ...at(line), body: value, ...when }
    return isPowerShellError(value) ? [own, { kind: 'script.error', ...said }] : [own]
  })
  return [...failures, ...output]
}

/** The command line is taken out of its property when the program starts. */
function tookOf(log: InstallerLog, end: LogLine): { readonly took?: number } {
  const started = log.changes.findLast(({ name, line }) => name === 'QtExecCmdLine' && line.number < end.number)
  if (started?.line.time === undefined || end.around === undefined) return {}
  return { took: (end.around - started.line.time) / MS }
}

function searches(log: InstallerLog, at: At): Observed[] {
  return log.searches.flatMap((search): Observed[] => {
    const { what, line, missing, code, packageName, resolved, failures } = search
    const found = resolved !== undefined
    const more = known({ code, package: packageName })
    return [
      { kind: 'log.search', ...at(line), what, missing, found, failures: failures.length, ...more },
      ...failures.map(failure => engineLine(failure, 'source-failed', at)),
      ...(resolved ? [engineLine(resolved, 'source-found', at)] : []),
    ]
  })
}

const files = (log: InstallerLog, at: At): Observed[] =>
  log.files.map(({ line, path, decision }): Observed => ({ kind: 'log.file', ...at(line), file: path, decision }))

// ------------------------------------------------------------------------------------------------------------ engine

type About = RowOf<'log.engine'>['about']

const engineLine = (
  line: LogLine,
  about: About,
  at: At,
  more: Partial<Pick<RowOf<'log.engine'>, 'value' | 'version' | 'baseline'>> = {},
): Observed => ({ kind: 'log.engine', ...at(line), about, body: line.text, ...more })

/** Where a log keeps lines with one thing in them. */
const MENTIONS = [
  ['not-applicable', 'notApplicable'],
  ['patch-opened', 'patchesOpened'],
  ['original-patch', 'originalPatches'],
  ['original-package', 'originalPackages'],
  ['registered-patch', 'registeredPatches'],
  ['command-line', 'commandLines'],
  ['no-source', 'sourcesFailed'],
  ['registration-unreadable', 'registrationUnreadable'],
  ['action-error', 'actionErrors'],
] as const satisfies readonly (readonly [About, keyof InstallerLog])[]

const MOMENTS = [
  ['server-unreachable', 'serverUnreachable'],
  ['mutex-taken', 'mutexTaken'],
  ['consent-asked', 'consentAsked'],
  ['rollback', 'rollback'],
] as const satisfies readonly (readonly [About, keyof InstallerLog])[]

/** A version, and what it means for Exchange. */
const levelOf = (version: string, log: InstallerLog) => ({
  version,
  ...(isOurs(log) !== false && known({ baseline: baselineOf(version) })),
})

function engine(log: InstallerLog, at: At): Observed[] {
  const mentions = MENTIONS.flatMap(([about, list]) =>
    log[list].map(({ line, value }) => engineLine(line, about, at, { value })),
  )
  const sequenced = log.sequencedFor.map(({ line, value }) => {
    const version = value.split(' ')[1] ?? ''
    return engineLine(line, 'sequenced-for', at, levelOf(version, log))
  })
  const named = log.results.flatMap(({ line, value }) => {
    const version = versionNamed(value)
    return version === undefined ? [] : [engineLine(line, 'product-version', at, levelOf(version, log))]
  })
  const moments = MOMENTS.flatMap(([about, moment]) => {
    const line = log[moment]
    if (!line) return []
    const codesOf = hresultsIn(line.text).map(
      (code): Observed => ({ kind: 'result.code', ...at(line), code, by: 'hresult' }),
    )
    return [engineLine(line, about, at), ...codesOf]
  })
  return [...mentions, ...sequenced, ...named, ...moments]
}
