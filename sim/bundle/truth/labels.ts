import type { LogFact, Subject } from '../../../model/installer/facts.ts'
import type { Change } from '../../../model/machine/change.ts'
import { fold } from '../../../model/machine/names.ts'
import {
  COMPONENT_SOURCE,
  CONTROL_MANAGER_SOURCE,
  INSTALLER_SOURCE,
  RESTART_MANAGER_SOURCE,
  UPDATE_CLIENT_SOURCE,
} from '../../../model/words/eventSources.ts'
import { lower } from '../../../model/words/letters.ts'
import type { LineKey } from '../../../model/words/logLines.ts'
import type { ServerRun } from '../../run/simulate.ts'
import type { Origin } from '../../scenario/build.ts'
import type { Fact, FactBody } from '../../server/facts.ts'
import { updateClientError } from '../../server/install.ts'
import { originOf } from './origins.ts'

/**
 * What each fact means for whoever looks for the cause: derived from what the facts say of each other, never from text.
 * A fact that is told between `error` and `error-told`, or between `trouble` and `trouble-told`, speaks of that error;
 * whether it is a cause depends on whether its subject is something that the scenario made. What repeats the error's text or
 * its code, in a window or in the result of the run, says the same. Where a fact shows: places.ts.
 */

export const LABEL_CLASSES = ['cause', 'symptom', 'consequence', 'herring'] as const
export type LabelClass = (typeof LABEL_CLASSES)[number]

export interface FactLabel {
  readonly class: LabelClass
  /** The entry of the scenario that it comes from. */
  readonly origin: Origin | undefined
  /** Facts that say the same have the same number. */
  readonly group: number | undefined
}

/** Lines that look alarming in any run and mean nothing. */
const HERRINGS: ReadonlySet<LineKey> = new Set([
  'unableToDelete',
  'rollbackSkipped',
  'controlTooWide',
  'unexpectedError',
])

/** They end as what went before them. */
const PROPAGATED: ReadonlySet<string> = new Set(['INSTALL', 'UserExit', 'FatalError'])

/** The engine misses its table of messages, whatever the message is. */
const isMissingTable = ({ key, args }: LogFact): boolean => key === 'note3' && args[0] === 2262

export function labelFacts(server: Pick<ServerRun, 'facts' | 'origins' | 'keyed'>): Map<number, FactLabel> {
  const tracer = new Tracer(server.origins, server.keyed)
  for (const [index, fact] of server.facts.entries()) tracer.see(fact, index)
  return tracer.labels
}

class Tracer {
  readonly labels = new Map<number, FactLabel>()
  private readonly origins: readonly Origin[]
  private readonly keyed: boolean
  /** The error that is being spoken of. */
  private told: FactLabel | undefined
  /** Trouble inside the present action of which the installer's log has said nothing: the action's end stands for it. */
  private silent: FactLabel | undefined
  /** What ended the run, as others may repeat it. */
  private reason: Reason | undefined
  /** By the present name of a file, the name that it was moved from. */
  private readonly namesBefore = new Map<string, string>()
  private rollingBack = false
  private failed = false
  private lastEvent = -1

  constructor(origins: readonly Origin[], keyed: boolean) {
    this.origins = origins
    this.keyed = keyed
  }

  see({ body, step }: Fact, index: number): void {
    const label = this.turn(body, step, index) ?? this.meaningOf(body, index) ?? this.leftOver(body, step, index)
    if (label) this.put(index, body, label)
    if (body.kind !== 'change') return
    if (body.change.kind === 'event') this.lastEvent = index
    if (body.change.kind === 'rename') this.namesBefore.set(fold(body.change.to), body.change.from)
  }

  /** Facts that begin and end stretches; those that open one have a label of their own. */
  private turn(body: FactBody, step: number, index: number): FactLabel | undefined {
    switch (body.kind) {
      case 'step-started':
      case 'run-started':
      case 'power-lost':
        this.told = undefined
        this.silent = undefined
        this.reason = undefined
        this.rollingBack = false
        this.failed = false
        return undefined
      case 'action-started':
        this.silent = undefined
        return undefined
      case 'rollback':
        this.rollingBack = body.phase === 'started'
        return undefined
      case 'refused':
        this.failed = true
        this.reason = { label: this.about(body.subject, step, index), code: body.code, text: body.text }
        return this.reason.label
      case 'error':
        this.told = this.about(body.subject, step, index)
        this.reason = { label: this.told, code: FATAL, text: body.text }
        return this.told
      case 'not-offered':
        return this.about({ kind: 'product', name: body.title }, step, index)
      case 'trouble':
        this.told = this.about(body.subject, step, index)
        this.silent = this.told
        return this.told
      case 'error-told':
      case 'trouble-told':
        this.told = undefined
        return undefined
      default:
        return undefined
    }
  }

  private about(subject: Subject, step: number, group: number): FactLabel {
    const origin = originOf(this.origins, subject, step)
    return { class: this.meaningFrom(origin), origin, group }
  }

  /** Where there is an answer key, what the scenario made and the key does not mark only looks like a cause. */
  private meaningFrom(origin: Origin | undefined): LabelClass {
    if (!origin) return 'symptom'
    return origin.cause !== undefined || !this.keyed ? 'cause' : 'herring'
  }

  private meaningOf(body: FactBody, index: number): FactLabel | undefined {
    if (this.told) return this.speaking(body, this.told)
    if (this.rollingBack) return plain('consequence')
    if (this.reason && this.repeats(body, index, this.reason)) return this.reason.label
    if (body.kind === 'action-ended' && body.value > 1) return this.ended(body.action)
    if (this.silent && body.kind === 'log' && body.key === 'customActionText') return this.silent
    if (looksAlarming(body)) return plain('herring')
    return this.failed && isLeft(body) ? plain('symptom') : undefined
  }

  private speaking(body: FactBody, told: FactLabel): FactLabel | undefined {
    if (body.kind !== 'log') return told
    if (body.key === 'blank') return undefined
    this.silent = undefined
    return isMissingTable(body) ? plain('herring') : told
  }

  private repeats(body: FactBody, index: number, { label, code, text }: Reason): boolean {
    switch (body.kind) {
      case 'dialog':
        return body.text === text
      case 'log':
        if (body.key === 'eventText') return this.lastEvent === index - 1 && this.labels.get(index - 1) === label
        return body.key === 'engineReturns' && code !== FATAL && body.args[0] === code
      case 'update-client':
        return code !== FATAL && body.error === updateClientError(code)
      case 'change':
        return code !== FATAL && body.change.kind === 'event' && namesCode(body.change, code)
      default:
        return false
    }
  }

  /** What stays behind of a file that was moved out of the way of somebody who holds it: a list that names it. */
  private leftOver(body: FactBody, step: number, index: number): FactLabel | undefined {
    if (body.kind !== 'change' || body.change.kind !== 'value') return undefined
    for (const item of added(body.change)) {
      const name = this.namesBefore.get(fold(item.replace(NT_PATH, '')))
      const origin = name === undefined ? undefined : originOf(this.origins, { kind: 'file', name }, step)
      if (origin?.changes.length) return { class: this.meaningFrom(origin), origin, group: index }
    }
    return undefined
  }

  private ended(action: string): FactLabel {
    const reason = this.silent
    this.silent = undefined
    this.failed = true
    return PROPAGATED.has(action) ? plain('consequence') : (reason ?? plain('symptom'))
  }

  /** The line of an event comes right behind its record. */
  private put(index: number, body: FactBody, label: FactLabel): void {
    const record = this.labels.get(index - 1)
    const pair = body.kind === 'log' && body.key === 'eventText' && this.lastEvent === index - 1
    if (pair && record && label.group === undefined) {
      this.labels.set(index - 1, { ...record, group: index })
      this.labels.set(index, { ...label, group: index })
    } else {
      this.labels.set(index, label)
    }
  }
}

interface Reason {
  readonly label: FactLabel
  readonly code: number
  readonly text: string
}

/** The code of any failed run, which says nothing of why. */
const FATAL = 1603

/** How the registry's list of pending renames marks a path. */
const NT_PATH = /^!?\\\?\?\\/

function added({ before, after }: Extract<Change, { kind: 'value' }>): string[] {
  const old = Array.isArray(before?.data) ? before.data : []
  return Array.isArray(after?.data) ? after.data.filter(item => !old.includes(item)) : []
}

function namesCode({ after }: Extract<Change, { kind: 'event' }>, code: number): boolean {
  const error = updateClientError(code)
  const names = error === undefined ? [String(code)] : [String(code), lower(error)]
  return after?.strings.some(text => names.includes(text)) ?? false
}

const plain = (meaning: LabelClass): FactLabel => ({ class: meaning, origin: undefined, group: undefined })

/** In a run that fails, and in one that does not. */
function looksAlarming(body: FactBody): boolean {
  if (body.kind !== 'log') return false
  return HERRINGS.has(body.key) || (body.key === 'propertyRow' && String(body.args[1]).startsWith('msg'))
}

/** Results of a run that has failed. */
function isLeft(body: FactBody): boolean {
  switch (body.kind) {
    case 'change':
      return body.change.kind === 'event' && isResult(body.change)
    case 'dialog':
    case 'update-client':
      return true
    case 'log':
      return body.key === 'eventText' || body.key === 'engineReturns'
    default:
      return false
  }
}

/** Who reports how an installation went, or that a part of it did: what others say meanwhile is their own affair. */
const REPORTERS: ReadonlySet<string> = new Set([
  INSTALLER_SOURCE,
  RESTART_MANAGER_SOURCE,
  CONTROL_MANAGER_SOURCE,
  ...Object.values(UPDATE_CLIENT_SOURCE),
  ...Object.values(COMPONENT_SOURCE),
])

/** They frame every run, whatever its end: a transaction that ends. */
const FRAMES: ReadonlySet<number> = new Set([1040, 1042])

/** The installer tells results as information too; of the others only an error is one. */
function isResult({ after }: Extract<Change, { kind: 'event' }>): boolean {
  if (!after || !REPORTERS.has(after.source)) return false
  return after.type === 'error' || (after.source === INSTALLER_SOURCE && !FRAMES.has(after.id))
}
