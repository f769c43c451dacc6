import { type FileBudget, ownBudget } from '../read/budget.ts'
import { eachLine } from './text.ts'

/** Reads ServiceControl.log. Does not know what the services were like before, only what the script wrote of them. */

export interface ScriptLine {
  readonly line: number
  readonly text: string
}

/** A line that is about a service. */
export interface NamedLine extends ScriptLine {
  readonly service: string
}

/** What a run of the script says once: a line each. */
type Moments = Partial<Record<'saving' | 'stopping' | 'disabling' | 'enabling' | 'end', ScriptLine>>

/** What it says again and again. */
type Lists = Record<
  'overwrites' | 'stopped' | 'disabled' | 'enabled' | 'started' | 'notRunning' | 'errors',
  NamedLine[]
>

/** One run of the script. What kind of run follows from what it did: the script does not write how it was called. */
export interface ServiceControlBlock extends Readonly<Moments>, Readonly<Lists> {
  readonly kind: 'BeforePatch' | 'AfterPatch' | 'unknown'
  readonly first: ScriptLine
  /** As in the block's title; the form is that of the server's culture. */
  readonly date: string | undefined
  /** Milliseconds since midnight. */
  readonly time: number | undefined
}

const STAMP = /^\[(\d\d):(\d\d):(\d\d)\] ?/
const TITLE = /^\* ServiceControl\.ps1:(.*)/

/** The texts of the script: exchange-2007.md 3.2. */
const MOMENTS: readonly (readonly [keyof Moments, RegExp])[] = [
  ['saving', /^Saving service and registry data/],
  ['stopping', /^Stopping services for /],
  ['disabling', /^Disabling services for /],
  ['enabling', /^Enabling services for /],
  ['end', /^Script completed /],
]

const LISTS: readonly (readonly [keyof Lists, RegExp])[] = [
  ['overwrites', /^Overwrite is specified\./],
  ['stopped', /^(?:Stopping service|Killing instead of Stopping) '(.+?)'/],
  ['disabled', /^Disabling service '(.+?)'/],
  ['enabled', /^Enabling service '(.+?)'/],
  ['started', /^\(\d+\) (?:Starting|Already started) (.+?)\.\.\./],
  ['notRunning', /^'(.+?)' was not running\./],
  ['errors', /^\[Error\] |^(?:\(\d+\) )?Unable to (?:stop|disable|enable|restore|start) /],
]

type BlockDraft = Moments & Lists & { first: ScriptLine; date: string | undefined; time: number | undefined }

/** Reads ServiceControl.log: a block per run of the script, oldest first. An excerpt may begin inside a run. */
export function parseServiceControl(lines: Iterable<string>, file: FileBudget = ownBudget()): ServiceControlBlock[] {
  const blocks: BlockDraft[] = []
  eachLine(lines, file, (raw, index) => {
    const stamp = STAMP.exec(raw)
    const body = stamp ? raw.slice(stamp[0].length) : raw
    const line = { line: index + 1, text: raw }
    const title = TITLE.exec(body)
    if (!title) take(blocks, line, body, timeOf(stamp), file)
    else if (file.keep('runs of the script')) blocks.push(newBlock(line, timeOf(stamp), title[1]!.trim()))
  })
  return blocks.map(block => ({ ...block, kind: kindOf(block) }))
}

function kindOf({ saving, enabling }: BlockDraft): ServiceControlBlock['kind'] {
  if (saving) return 'BeforePatch'
  return enabling ? 'AfterPatch' : 'unknown'
}

function take(blocks: BlockDraft[], line: ScriptLine, body: string, time: number | undefined, file: FileBudget): void {
  const block = (): BlockDraft => {
    if (blocks.length === 0) blocks.push(newBlock(line, time, undefined))
    return blocks.at(-1)!
  }
  for (const [moment, pattern] of MOMENTS) if (pattern.test(body)) block()[moment] ??= line
  for (const [list, pattern] of LISTS) {
    const match = pattern.exec(body)
    if (match && file.keep(`lines about services ${list}`)) block()[list].push({ ...line, service: match[1] ?? '' })
  }
}

function timeOf(stamp: RegExpExecArray | null): number | undefined {
  return stamp ? (Number(stamp[1]) * 3600 + Number(stamp[2]) * 60 + Number(stamp[3])) * 1000 : undefined
}

function newBlock(first: ScriptLine, time: number | undefined, date: string | undefined): BlockDraft {
  const lists = { overwrites: [], stopped: [], disabled: [], enabled: [], started: [], notRunning: [], errors: [] }
  return { first, date, time, ...lists }
}
