import type { LogFact, Speaker } from '../../model/installer/facts.ts'
import { type Clock, shown } from '../../model/machine/clock.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { byName } from '../../model/machine/names.ts'
import { toCivil, two } from '../../model/machine/time.ts'
import { descriptionOf } from '../../model/words/actionText.ts'
import { upper } from '../../model/words/letters.ts'
import { type LineKey, lineText } from '../../model/words/logLines.ts'
import type { Fact, ServerState } from '../server/facts.ts'
import { lineAt, type Sought, type Spot } from './about.ts'
import { lines } from './encode.ts'

/**
 * The verbose log of one installer run: a function of its facts. Which kinds of lines there are depends on the letters
 * given to /l; order, prefixes and ticks follow msi-log-anatomy.md. Knows no cause: a line is rendered the same
 * whatever it is about.
 */

export interface RenderedLog {
  readonly text: string
  readonly rows: readonly string[]
  /** For each line, the index of the fact that it comes from. */
  readonly factOfLine: readonly number[]
}

/** The clock on the wall of a machine. */
export type WallClock = Clock & Pick<Machine, 'zone'>

export const clockOf = ({ zone, texture }: Machine): WallClock => ({ zone, ...texture.clock })

export interface LogFile {
  readonly path: string
  readonly runs: readonly number[]
}

/** The installer's logs that are on the disk, by path. */
export function installerLogs({ files }: Machine): readonly LogFile[] {
  const found: LogFile[] = []
  for (const { path, content } of files.values()) {
    if (content?.kind === 'installer-log') found.push({ path, runs: content.runs })
  }
  return found.sort((a, b) => byName(a.path, b.path))
}

/** Lines written by the engine itself are cut here, without any mark. */
const LONGEST = 1067

/** The log of a file: that of one run, or of several, each appended to the ones before. */
export type RenderLog = (facts: readonly Fact[], runs: readonly number[], clock: WallClock) => RenderedLog

/** Renders each log once, for those who need it more than once: its file and its labels. */
export function rememberedLogs(): RenderLog {
  const known = new WeakMap<readonly Fact[], Map<string, RenderedLog>>()
  return (facts, runs, clock) => {
    const logs = known.get(facts) ?? new Map<string, RenderedLog>()
    known.set(facts, logs)
    const key = runs.join()
    const log = logs.get(key) ?? renderInstallerLog(facts, runs, clock)
    logs.set(key, log)
    return log
  }
}

/** Lines of facts, in the logs that are on the disk. */
export function installerLogSpots({ facts, machine }: ServerState, sought: Sought, renderLog: RenderLog): Spot[] {
  const spots: Spot[] = []
  for (const { path, runs } of installerLogs(machine)) {
    renderLog(facts, runs, clockOf(machine)).factOfLine.forEach((fact, i) => {
      if (sought(fact)) spots.push({ path, selector: lineAt(i + 1), about: { kind: 'fact', fact } })
    })
  }
  return spots
}

export function renderInstallerLog(facts: readonly Fact[], runs: readonly number[], clock: WallClock): RenderedLog {
  const rows: string[] = []
  const factOfLine: number[] = []
  const put = (row: string, fact: number): void => {
    rows.push(row)
    factOfLine.push(fact)
  }
  for (const run of runs) renderRun(facts, run, clock, put)
  return { text: lines(rows), rows, factOfLine }
}

const ENDS: ReadonlySet<string> = new Set(['log-closed', 'call-ended'])

function renderRun(
  facts: readonly Fact[],
  run: number,
  clock: WallClock,
  put: (row: string, fact: number) => void,
): void {
  const from = facts.findIndex(f => f.body.kind === 'log-opened' && f.body.run === run)
  const opened = facts[from]?.body
  if (opened?.kind !== 'log-opened') return
  const wanted = wantedLines(opened.modes)
  const stamp = stamps(clock)
  let pending: { readonly row: string; readonly fact: number } | undefined
  let action = ''
  const others = new Set<number>()
  const flush = (): void => {
    if (pending) put(pending.row, pending.fact)
    pending = undefined
  }
  for (let i = from + 1; i < facts.length; i++) {
    const { at, body } = facts[i]!
    // A log that nobody closed ends where the power went, or where somebody ended the call.
    if (body.kind === 'power-lost' || (ENDS.has(body.kind) && 'run' in body && body.run === run)) break
    // Another call may come while this one is under way, and has a log of its own.
    if (body.kind === 'run-started') others.add(body.run)
    else if ('run' in body && (body.kind === 'run-ended' || body.kind === 'call-ended')) others.delete(body.run)
    if (others.size > 0) continue
    if (body.kind === 'log') {
      if (body.speaker === undefined) flush()
      if (wanted.line(body)) put(textOf(body, at, stamp), i)
      if (MESSAGE_AFTER[action]?.(body)) flush()
    } else if (body.kind === 'action-started' && wanted.actions) {
      flush()
      action = body.action
      const row = lineText('actionStart', [stamp.second(at), action])
      if (body.synchronous) put(lineText('actionText', [stamp.second(at), action, descriptionOf(action)]), i)
      if (body.synchronous || MESSAGE_AT_ONCE.has(action)) put(row, i)
      else pending = { row, fact: i }
    } else if (body.kind === 'action-ended' && wanted.actions) {
      const row = lineText('actionEnded', [stamp.second(at), body.action, body.value])
      flush()
      if (body.synchronous || body.value > 1 || body.action === 'INSTALL') put(row, i)
      else pending = { row, fact: i }
    }
  }
}

/**
 * In a silent run a message to the user is written when the next one is sent: the start of an action comes behind the lines
 * that the engine writes meanwhile, its end behind the next `Doing action`. A failure and the last end are written at once.
 * Which messages have no line of their own is read from 15 silent logs of engine 5.0 (msi-log-anatomy.md 4.1: corpus 003,
 * 004, 006, 010-017, 101, 103, 105, 108); that older engines do the same is modelled.
 */
const MESSAGE_AT_ONCE: ReadonlySet<string> = new Set(['INSTALL', 'AppSearch', 'InstallFiles'])

const says =
  (key: LineKey, ...args: readonly (string | number)[]) =>
  (line: LogFact): boolean =>
    line.key === key && args.every(arg => line.args.includes(arg))

/** With the line a message is sent, by the action. */
const MESSAGE_AFTER: Readonly<Record<string, (line: LogFact) => boolean>> = {
  InstallValidate: ({ key, args }) => /^note/.test(key) && args.includes('TypeLib'),
  InstallInitialize: says('lockingServer'),
  RemoveODBC: says('note2', 'ODBCDriverManager'),
  InstallFinalize: ({ key, args }) => key === 'executingOp' && String(args[0]).startsWith('Header('),
}

/** Any of these letters after /l brings such a line (SDK "Command-Line Options"; a log of /l* is corpus 008). */
const LETTERS: Partial<Record<LineKey, string>> = {
  verboseStarted: 'v',
  verboseStopped: 'v',
  endOfLog: 'v',
  lineEnd: 'v',
  runEngineProduct: 'v',
  runEngineAction: 'v',
  runEngineCommandLine: 'v',
  propertyRow: 'p',
  actionText: 'a',
  actionData: 'r',
  dialogCreated: 'a',
  creatingHandle: 'x',
  closingHandle: 'x',
  message: 'em',
  refusal: 'em',
  eventText: 'iemv',
  blank: 'iemv',
  fontCreated: 'i',
  controlTooWide: 'i',
  debugError: 'i',
  unexpectedError: 'i',
  heldInUse: 'i',
  deleteAtRestart: 'i',
  renameAtRestart: 'i',
  customActionText: 'i',
  returnedActualCode: 'i',
  translated: 'i',
}

interface Wanted {
  readonly actions: boolean
  line(line: LogFact): boolean
}

/** What stands in no row of the table: with a prefix it is verbose, without one it is always there. */
function wantedLines(modes: string): Wanted {
  const any = (letters: string): boolean => [...letters].some(letter => modes.includes(letter))
  const byKey = new Map(Object.entries(LETTERS).map(([key, letters]) => [key, any(letters)]))
  const verbose = any('v')
  return {
    actions: any('a'),
    line: ({ speaker, key }) => byKey.get(key) ?? (speaker === undefined || verbose),
  }
}

interface Stamps {
  /** `[12:02:17:888]` */
  millisecond(at: number): string
  /** `12:02:17`, hours without a leading zero. */
  second(at: number): string
}

/** Many lines share a tick, so the last stamp is kept. */
function stamps(clock: WallClock): Stamps {
  let last = Number.NaN
  let text = ''
  return {
    millisecond(at) {
      const tick = shown(clock, at)
      if (tick === last) return text
      last = tick
      const t = toCivil(tick, clock.zone)
      text = `${two(t.hour)}:${two(t.minute)}:${two(t.second)}:${String(t.millisecond).padStart(3, '0')}`
      return text
    },
    second(at) {
      const t = toCivil(shown(clock, at), clock.zone)
      return `${t.hour}:${two(t.minute)}:${two(t.second)}`
    },
  }
}

function textOf({ speaker, key, args }: LogFact, at: number, stamp: Stamps): string {
  const text = lineText(key, args)
  if (!speaker) return text
  const cut = text.length > LONGEST ? text.slice(0, LONGEST) : text
  return `${prefix(speaker)} [${stamp.millisecond(at)}]: ${cut}`
}

const prefixes = new WeakMap<Speaker, string>()

function prefix(speaker: Speaker): string {
  const known = prefixes.get(speaker)
  if (known !== undefined) return known
  const byte = (n: number): string => upper((n & 0xff).toString(16)).padStart(2, '0')
  const text = `MSI (${speaker.side}) (${byte(speaker.pid)}${speaker.callback ? '!' : ':'}${byte(speaker.tid)})`
  prefixes.set(speaker, text)
  return text
}
