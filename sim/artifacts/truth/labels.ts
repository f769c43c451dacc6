import type { LogLine, Subject } from '../../../model/installer/facts.ts'
import type { LineKey } from '../../../model/installer/lines.ts'
import type { Change } from '../../../model/machine/change.ts'
import type { Fact, FactBody } from '../../run/facts.ts'
import type { Origin } from '../../scenario/build.ts'
import type { ServerRun } from '../../simulate.ts'
import { originOf } from './origins.ts'

/**
 * What each fact means for whoever looks for the cause: derived from what the facts say of each other, never from text.
 * A fact that is told between `error` and `error-told`, or between `trouble` and `trouble-told`, speaks of that error;
 * whether it is a cause depends on whether its subject is something that the scenario made.
 */
export type LabelClass = 'cause' | 'symptom' | 'consequence' | 'herring'

export interface FactLabel {
  readonly class: LabelClass
  /** The entry of the scenario that it comes from. */
  readonly origin: Origin | undefined
  /** Facts that say the same have the same number. */
  readonly group: number | undefined
}

/** Lines that look alarming in any failed run and mean nothing. */
const HERRINGS: ReadonlySet<LineKey> = new Set(['unableToDelete', 'rollbackSkipped'])

/** The engine misses its table of messages, whatever the message is. */
const isMissingTable = ({ key, args }: LogLine): boolean => key === 'note3' && args[0] === 2262

export function labelFacts(server: Pick<ServerRun, 'facts' | 'origins'>): Map<number, FactLabel> {
  const tracer = new Tracer(server.origins)
  for (const [index, fact] of server.facts.entries()) tracer.see(fact, index)
  return tracer.labels
}

class Tracer {
  readonly labels = new Map<number, FactLabel>()
  private readonly origins: readonly Origin[]
  private readonly marked: boolean
  /** The error that is being spoken of. */
  private told: FactLabel | undefined
  /** Trouble inside the present action of which the installer's log has said nothing: the action's end stands for it. */
  private silent: FactLabel | undefined
  private rollingBack = false
  private failed = false
  private lastEvent = -1

  constructor(origins: readonly Origin[]) {
    this.origins = origins
    this.marked = origins.some(({ cause }) => cause !== undefined)
  }

  see({ body, step }: Fact, index: number): void {
    const label = this.turn(body, step, index) ?? this.meaningOf(body)
    if (label) this.put(index, body, label)
    if (body.kind === 'change' && body.change.kind === 'event') this.lastEvent = index
  }

  /** Facts that begin and end stretches; those that open one have a label of their own. */
  private turn(body: FactBody, step: number, index: number): FactLabel | undefined {
    switch (body.kind) {
      case 'step-started':
      case 'run-started':
      case 'power-lost':
        this.told = undefined
        this.silent = undefined
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
        return this.about(body.subject, step, index)
      case 'error':
        this.told = this.about(body.subject, step, index)
        return this.told
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

  /** Where an answer key marks causes, what it made and did not mark only looks like one. */
  private meaningFrom(origin: Origin | undefined): LabelClass {
    if (!origin) return 'symptom'
    return origin.cause !== undefined || !this.marked ? 'cause' : 'herring'
  }

  private meaningOf(body: FactBody): FactLabel | undefined {
    if (this.told) return this.speaking(body, this.told)
    if (this.rollingBack) return plain('consequence')
    if (body.kind === 'action-ended' && body.value > 1) return this.ended(body.action)
    if (this.silent && body.kind === 'log' && body.key === 'plain') return this.silent
    const meaning = this.failed ? afterFailure(body) : undefined
    return meaning && plain(meaning)
  }

  private speaking(body: FactBody, told: FactLabel): FactLabel | undefined {
    if (body.kind !== 'log') return told
    if (body.key === 'blank') return undefined
    this.silent = undefined
    return isMissingTable(body) ? plain('herring') : told
  }

  private ended(action: string): FactLabel {
    const reason = this.silent
    this.silent = undefined
    this.failed = true
    return action === 'INSTALL' ? plain('consequence') : (reason ?? plain('symptom'))
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

const plain = (meaning: LabelClass): FactLabel => ({ class: meaning, origin: undefined, group: undefined })

/** Results and leftovers of a run that has failed. */
function afterFailure(body: FactBody): LabelClass | undefined {
  if (body.kind === 'change' && body.change.kind === 'event') return isResult(body.change) ? 'symptom' : undefined
  if (body.kind === 'dialog' || body.kind === 'update-client') return 'symptom'
  if (body.kind !== 'log') return undefined
  if (HERRINGS.has(body.key)) return 'herring'
  if (body.key === 'propertyRow' && String(body.args[1]).startsWith('msg')) return 'herring'
  return body.key === 'eventText' || body.key === 'engineReturns' ? 'symptom' : undefined
}

/** What services do while the installer cleans up is none. */
function isResult({ log, after }: Extract<Change, { kind: 'event' }>): boolean {
  return log === 'Application' || after?.type === 'error'
}
