import type { Change } from '../../model/machine/change.ts'
import { dispatch, type Table } from '../../model/machine/dispatch.ts'
import { leafOf } from '../../model/machine/names.ts'
import type { LogName, ReportedEvent, Service } from '../../model/machine/parts.ts'
import { CONTROL_MANAGER_SOURCE } from '../../model/words/eventSources.ts'
import type { Fact, FactBody } from '../../sim/server/facts.ts'

/**
 * The facts worth stopping at: what an engineer would tell of a run, without its log lines and its single writes. Knows
 * no position and no screen.
 */
export interface Moment {
  /** How many facts have happened with this one. */
  readonly facts: number
  readonly at: number
  readonly kind: MomentKind
  readonly text: string
  /** Depth: steps 0, runs in them 1, actions in those, what happens during an action. */
  readonly level: number
  /** Something failed: where the error key stops. */
  readonly bad: boolean
}

export type MomentKind =
  | 'step'
  | 'run'
  | 'action'
  | 'service'
  | 'file'
  | 'error'
  | 'rollback'
  | 'event'
  | 'dialog'
  | 'command'
  | 'restart'

type ToldMoment = Pick<Moment, 'kind' | 'text'> & { readonly bad?: boolean }

export function timelineOf(facts: readonly Fact[]): Moment[] {
  const moments: Moment[] = []
  let level = 0
  facts.forEach(({ at, body }, index) => {
    if (closes(body)) level = Math.max(0, level - 1)
    if (body.kind === 'step-started') level = 0
    const told = dispatch(TELL, body)
    if (told)
      moments.push({
        facts: index + 1 + (body.kind === 'error' ? linesAfter(facts, index) : 0),
        at,
        level,
        bad: false,
        ...told,
      })
    if (opens(body)) level++
  })
  return moments
}

/** The lines that an error writes come right after it and are part of it: whoever stops at the error sees them. */
function linesAfter(facts: readonly Fact[], index: number): number {
  let count = 0
  while (facts[index + 1 + count]?.body.kind === 'log') count++
  return count
}

const OPENS: ReadonlySet<FactBody['kind']> = new Set(['step-started', 'run-started', 'action-started'])
const CLOSES: ReadonlySet<FactBody['kind']> = new Set(['run-ended', 'action-ended'])

const opens = ({ kind }: FactBody): boolean => OPENS.has(kind)
const closes = ({ kind }: FactBody): boolean => CLOSES.has(kind)

// ------------------------------------------------------------------------------------------------------------ words

const untold = (): undefined => undefined

const TELL: Table<FactBody, [], ToldMoment | undefined> = {
  'step-started': ({ title }) => ({ kind: 'step', text: title }),
  command: ({ line, exitCode }) => ({ kind: 'command', text: `> ${line}  [${exitCode}]` }),
  'power-lost': () => ({ kind: 'restart', text: 'the power goes', bad: true }),
  'call-ended': () => ({ kind: 'run', text: 'somebody ends the installer', bad: true }),
  'not-offered': ({ title, text }) => ({ kind: 'dialog', text: `update client: ${title} is not offered: ${text}` }),
  'signed-in': ({ behind, served }) => ({
    kind: 'dialog',
    text: `Outlook Web Access: a mailbox behind ${behind} ${served ? 'opens' : 'does not open'}`,
    bad: !served,
  }),
  restarted: () => ({ kind: 'restart', text: 'the server has restarted' }),
  'update-client': ({ title, error }) => ({
    kind: 'dialog',
    text: error ? `update client: ${title} failed with ${error}` : `update client: ${title} installed`,
    bad: error !== undefined,
  }),
  'run-started': ({ operation, package: path, by, ui }) => ({
    kind: 'run',
    text: `${operation} with ${leafOf(path)}, as ${by}, ${UI[ui]}`,
  }),
  'run-ended': ({ exitCode }) => ({ kind: 'run', text: `the installer returns ${exitCode}`, bad: !isGood(exitCode) }),
  'action-started': ({ action }) => ({ kind: 'action', text: action }),
  // Ends without an error say nothing that the next line does not.
  'action-ended': ({ action, value }) =>
    value > 1 ? { kind: 'action', text: `${action} returns ${value}`, bad: true } : undefined,
  replaced: ({ path, version }) => ({ kind: 'file', text: `${leafOf(path)} ${version ?? ''}`.trimEnd() }),
  error: ({ number, text }) => ({ kind: 'error', text: `error ${number}: ${text}`, bad: true }),
  refused: ({ code, text }) => ({ kind: 'error', text: `refused, ${code}: ${text}`, bad: true }),
  dialog: ({ dialog, text, answer }) => ({ kind: 'dialog', text: `${dialog}: ${text} [${answer}]` }),
  rollback: ({ phase, undone }) => ({
    kind: 'rollback',
    text: phase === 'started' ? 'rollback begins' : `rollback ends, ${undone} changes undone`,
  }),
  committed: ({ changes }) => ({ kind: 'rollback', text: `committed, ${changes} changes stay` }),
  change: ({ change }) => tellChange(change),
  log: untold,
  'log-opened': untold,
  'log-closed': untold,
  'error-told': untold,
  trouble: untold,
  'trouble-told': untold,
}

const UI = { full: 'full user interface', basic: 'basic user interface', none: 'silent' } as const

const isGood = (code: number): boolean => code === 0 || code === 3010 || code === 1641

function tellChange(change: Change): ToldMoment | undefined {
  if (change.kind === 'service') return tellService(change.name, change.before, change.after)
  if (change.kind === 'event' && change.after) return tellEvent(change.log, change.after)
  return undefined
}

function tellService(name: string, before: Service | undefined, after: Service | undefined): ToldMoment | undefined {
  if (!after) return { kind: 'service', text: `${name} is gone` }
  if (!before) return { kind: 'service', text: `${name} is new, ${after.start}, ${after.state}` }
  const parts = [
    before.state === after.state ? '' : `${before.state} -> ${after.state}`,
    before.start === after.start ? '' : `${before.start} -> ${after.start}`,
  ].filter(Boolean)
  return parts.length === 0 ? undefined : { kind: 'service', text: `${name} ${parts.join(', ')}` }
}

function tellEvent(log: LogName, { source, id, type }: ReportedEvent): ToldMoment | undefined {
  // The control manager notes what the line before has just told.
  if (source === CONTROL_MANAGER_SOURCE && type === 'information') return undefined
  return { kind: 'event', text: `${log} event ${id}, ${source}`, bad: type === 'error' }
}
