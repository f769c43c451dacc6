import { ACTION_TEXT } from '../../model/installer/actionText.ts'
import type { LogLine, Speaker } from '../../model/installer/facts.ts'
import { LINES, type LineKey } from '../../model/installer/lines.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { onTick, toCivil, two } from '../../model/machine/time.ts'
import type { Fact } from '../run/facts.ts'
import { lines } from './encode.ts'

/**
 * The verbose log of one installer run: a function of its facts. Which kinds of lines there are depends on the letters
 * given to /l; order, prefixes and ticks follow msi-log-anatomy.md.
 */
export interface RenderedLog {
  readonly text: string
  readonly rows: readonly string[]
  /** For each line, the index of the fact that it comes from. */
  readonly factOfLine: readonly number[]
}

export interface Clock {
  readonly zone: number
  readonly tickMs: number
}

export const clockOf = ({ zone, windows }: Machine): Clock => ({ zone, tickMs: windows.tickMs })

/** Lines written by the engine itself are cut here, without any mark. */
const LONGEST = 1067

export type RenderLog = (facts: readonly Fact[], run: number, clock: Clock) => RenderedLog

/** Renders each log once, for those who need it more than once: its file and its labels. */
export function rememberedLogs(): RenderLog {
  const known = new WeakMap<readonly Fact[], Map<number, RenderedLog>>()
  return (facts, run, clock) => {
    const logs = known.get(facts) ?? new Map<number, RenderedLog>()
    known.set(facts, logs)
    const log = logs.get(run) ?? renderInstallerLog(facts, run, clock)
    logs.set(run, log)
    return log
  }
}

export function renderInstallerLog(facts: readonly Fact[], run: number, clock: Clock): RenderedLog {
  const rows: string[] = []
  const factOfLine: number[] = []
  const from = facts.findIndex(f => f.body.kind === 'log-opened' && f.body.run === run)
  const opened = facts[from]?.body
  if (opened?.kind !== 'log-opened') return { text: '', rows, factOfLine }
  const wanted = wantedLines(opened.modes)
  const stamp = stamps(clock)
  let pending: { readonly row: string; readonly fact: number } | undefined
  const put = (row: string, fact: number): void => {
    rows.push(row)
    factOfLine.push(fact)
  }
  const flush = (): void => {
    if (pending) put(pending.row, pending.fact)
    pending = undefined
  }
  for (let i = from + 1; i < facts.length; i++) {
    const { at, body } = facts[i]!
    // A log that nobody closed ends where the power went.
    if (body.kind === 'power-lost' || (body.kind === 'log-closed' && body.run === run)) break
    if (body.kind === 'log') {
      if (wanted.line(body)) put(textOf(body, at, stamp), i)
    } else if (body.kind === 'action-started' && wanted.actions) {
      flush()
      if (body.synchronous) put(`Action ${stamp.second(at)}: ${body.action}. ${describe(body.action)}`, i)
      put(`Action start ${stamp.second(at)}: ${body.action}.`, i)
    } else if (body.kind === 'action-ended' && wanted.actions) {
      const row = `Action ended ${stamp.second(at)}: ${body.action}. Return value ${body.value}.`
      flush()
      // In a silent run the end of an action is written when the next begins; a failure and the last end at once.
      if (body.synchronous || body.value > 1 || body.action === 'INSTALL') put(row, i)
      else pending = { row, fact: i }
    }
  }
  return { text: lines(rows), rows, factOfLine }
}

const describe = (action: string): string => ACTION_TEXT[action]?.description ?? ''

interface Wanted {
  readonly actions: boolean
  line(line: LogLine): boolean
}

const HANDLE_LINES: ReadonlySet<LineKey> = new Set(['creatingHandle', 'closingHandle'])

/** `*` is every letter but v and x; the policy spells them out. */
function wantedLines(modes: string): Wanted {
  const has = (letter: string): boolean => modes.includes(letter)
  const all = has('*')
  return {
    actions: all || has('a'),
    line({ speaker, key }) {
      if (key === 'propertyRow') return all || has('p')
      if (key === 'actionText') return all || has('a')
      if (HANDLE_LINES.has(key)) return has('x')
      return speaker === undefined || has('v') || key === 'eventText'
    },
  }
}

interface Stamps {
  /** `[12:02:17:888]` */
  millisecond(at: number): string
  /** `12:02:17`, hours without a leading zero. */
  second(at: number): string
}

/** Many lines share a tick, so the last stamp is kept. */
function stamps({ zone, tickMs }: Clock): Stamps {
  let last = Number.NaN
  let text = ''
  return {
    millisecond(at) {
      const tick = onTick(at, tickMs)
      if (tick === last) return text
      last = tick
      const t = toCivil(tick, zone)
      text = `${two(t.hour)}:${two(t.minute)}:${two(t.second)}:${String(t.millisecond).padStart(3, '0')}`
      return text
    },
    second(at) {
      const t = toCivil(onTick(at, tickMs), zone)
      return `${t.hour}:${two(t.minute)}:${two(t.second)}`
    },
  }
}

function textOf({ speaker, key, args }: LogLine, at: number, stamp: Stamps): string {
  const text = fillLine(key, args)
  if (!speaker) return text
  const cut = text.length > LONGEST ? text.slice(0, LONGEST) : text
  return `${prefix(speaker)} [${stamp.millisecond(at)}]: ${cut}`
}

const prefixes = new WeakMap<Speaker, string>()

function prefix(speaker: Speaker): string {
  const known = prefixes.get(speaker)
  if (known !== undefined) return known
  const byte = (n: number): string => (n & 0xff).toString(16).toUpperCase().padStart(2, '0')
  const text = `MSI (${speaker.side}) (${byte(speaker.pid)}${speaker.callback ? '!' : ':'}${byte(speaker.tid)})`
  prefixes.set(speaker, text)
  return text
}

/** Templates split at their fields: text, field number, text, ... */
const PARTS = new Map<LineKey, readonly (string | number)[]>(
  (Object.entries(LINES) as [LineKey, string][]).map(([key, template]) => [
    key,
    template.split(/\[(\d)\]/).map((part, i) => (i % 2 === 1 ? Number(part) - 1 : part)),
  ]),
)

function fillLine(key: LineKey, args: LogLine['args']): string {
  let text = ''
  for (const part of PARTS.get(key)!) text += typeof part === 'number' ? (args[part] ?? '') : part
  return text
}
