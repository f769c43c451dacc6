import type { Evidence, Read } from '../../evidence.ts'
import { isExchange } from '../../knowledge/services.ts'
import { parseLocalTime } from '../../parse/events.ts'
import type { InstallerLog } from '../../parse/installerLog.ts'
import type { NamedLine, ScriptLine, ServiceControlBlock } from '../../parse/serviceControl.ts'
import { serviceControlLog } from '../../situation.ts'
import type { Observed, RowOf } from '../kinds.ts'
import { dayIn } from './day.ts'

/** What the logs of ServiceControl.ps1 show: a row for each run, and for each line of it. Does not know who ran it. */

export function* fromScripts(evidence: Evidence): Generator<Observed> {
  const current = serviceControlLog(evidence)
  const starts = evidence.installerLogs.flatMap(startsIn)
  for (const log of evidence.serviceControl) {
    yield* ofLog(log, log === current, starts)
    const { path, blocks } = log
    const of = ['script.run', 'script.line']
    const whole = blocks.length > 0 && blocks[0]!.date !== undefined
    yield {
      kind: 'listing',
      path,
      line: 1,
      text: `${blocks.length} runs of the script`,
      of,
      whole,
      rows: blocks.length,
    }
  }
}

function* ofLog(
  { path, blocks }: Read<{ readonly blocks: readonly ServiceControlBlock[] }>,
  current: boolean,
  starts: readonly Start[],
): Generator<Observed> {
  for (const [i, block] of blocks.entries()) {
    const last = i === blocks.length - 1
    const lastOfMode = !blocks.slice(i + 1).some(({ kind }) => kind === block.kind)
    const own = { path, mode: block.kind, current, last, lastOfMode }
    yield {
      kind: 'script.run',
      ...own,
      line: block.first.line,
      text: block.first.text,
      ...summary(block),
      ...moment(block),
      ...waited(block, blocks[i - 1], starts),
    }
    for (const { line, text } of block.errors) {
      const body = ERROR.exec(text)?.[1]
      if (body !== undefined) yield { kind: 'script.error', path, line, text, body, ...moment(block) }
    }
    for (const { about, line } of linesOf(block)) {
      const service = 'service' in line && line.service !== '' ? line.service : undefined
      yield {
        kind: 'script.line',
        ...own,
        line: line.line,
        text: line.text,
        run: i + 1,
        about,
        ...(service !== undefined && { service, exchange: isExchange(service) }),
      }
    }
  }
}

/** What it could not do, without the time. */
const ERROR = /^(?:\[[\d:]+\] )?\[Error\] (.+)$/

const exchangeIn = (lines: readonly NamedLine[]): number => lines.filter(({ service }) => isExchange(service)).length

const summary = (block: ServiceControlBlock) => ({
  stopped: block.stopped.length,
  disabled: block.disabled.length,
  started: block.started.length,
  idle: block.notRunning.length,
  errors: block.errors.length,
  overwrites: block.overwrites.length,
  stoppedExchange: exchangeIn(block.stopped),
  disabledExchange: exchangeIn(block.disabled),
  startedExchange: exchangeIn(block.started),
  idleExchange: exchangeIn(block.notRunning),
  cameTo: (['enabling', 'disabling', 'stopping', 'saving'] as const).find(part => block[part]) ?? ('nothing' as const),
})

function moment({ time, date }: ServiceControlBlock): { readonly clock?: number; readonly day?: number } {
  const day = parseLocalTime((date ?? '').split(' ')[0] ?? '')
  return {
    ...(time !== undefined && { clock: time / 1000 }),
    ...(day !== undefined && { day: dayIn(day) }),
  }
}

/** When the installer started the program of the script. */
interface Start {
  /** Milliseconds since 1970, by the clock of the server. */
  readonly day: number
  readonly at: number
}

/** The command line is put into its property just before the program starts. */
function startsIn({ header, changes }: InstallerLog): Start[] {
  const day = header && parseLocalTime(header.date)
  return day === undefined
    ? []
    : changes.flatMap(({ name, value, line: { time } }) =>
        name === 'QtExecCmdLine' && /\\servicecontrol\.ps1'/i.test(value) && time !== undefined
          ? [{ day, at: time }]
          : [],
      )
}

/** Longer than any program takes to begin: then it was another start. */
const FAR_MS = 600_000

/** A start that a run before it came of is not its own: somebody has started this one by hand. */
function waited(
  block: ServiceControlBlock,
  previous: ServiceControlBlock | undefined,
  starts: readonly Start[],
): { readonly waited?: number } {
  const [began, other = Number.NEGATIVE_INFINITY] = [beganAt(block), previous && beganAt(previous)]
  if (began === undefined) return {}
  const before = starts
    .map(({ day, at }) => day + at)
    .filter(start => start > other && began - start >= -1000 && began - start < FAR_MS)
  return before.length === 0 ? {} : { waited: Math.max(0, began - Math.max(...before)) / 1000 }
}

function beganAt({ date = '', time }: ServiceControlBlock): number | undefined {
  const day = parseLocalTime(date.split(' ')[0] ?? '')
  return time === undefined || day === undefined ? undefined : day + time
}

type About = RowOf<'script.line'>['about']

const LISTS = [
  ['overwrite', 'overwrites'],
  ['stopped', 'stopped'],
  ['disabled', 'disabled'],
  ['enabled', 'enabled'],
  ['started', 'started'],
  ['not-running', 'notRunning'],
  ['error', 'errors'],
] as const satisfies readonly (readonly [About, keyof ServiceControlBlock])[]

/** In the order of the log. */
function linesOf(block: ServiceControlBlock): { readonly about: About; readonly line: ScriptLine | NamedLine }[] {
  const once = (['saving', 'stopping', 'disabling', 'enabling', 'end'] as const).flatMap(about => {
    const line = block[about]
    return line ? [{ about, line }] : []
  })
  const often = LISTS.flatMap(([about, list]) => block[list].map(line => ({ about, line })))
  return [{ about: 'title' as const, line: block.first }, ...once, ...often].toSorted(
    (a, b) => a.line.line - b.line.line,
  )
}
