import type { Subject } from '../../../model/installer/facts.ts'
import type { LineKey } from '../../../model/installer/lines.ts'
import type { Change } from '../../../model/machine/change.ts'
import { fold, isWithin } from '../../../model/machine/names.ts'
import type { Fact } from '../../run/facts.ts'
import type { Origin } from '../../scenario/build.ts'
import type { ServerRun } from '../../simulate.ts'

/**
 * What each fact means for whoever looks for the cause: derived from what the facts say of each other, never from text.
 * A fact that is told between `error` and `error-told` speaks of that error; whether the error is a cause depends on
 * whether its subject is something that the scenario made.
 */
export type LabelClass = 'cause' | 'symptom' | 'consequence' | 'herring'

export interface FactLabel {
  readonly class: LabelClass
  /** The change of the scenario that it comes from. */
  readonly origin: Origin | undefined
}

/** Lines that look alarming in any failed run and mean nothing. */
const HERRINGS: ReadonlySet<LineKey> = new Set(['unableToDelete', 'rollbackSkipped'])

export function labelFacts(server: ServerRun): Map<number, FactLabel> {
  const labels = new Map<number, FactLabel>()
  let error: FactLabel | undefined
  let rollingBack = false
  let failed = false
  server.facts.forEach(({ body }, index) => {
    if (body.kind === 'run-started') {
      failed = false
    } else if (body.kind === 'error' || body.kind === 'refused') {
      const origin = originOf(server.origins, body.subject)
      const label: FactLabel = { class: origin ? 'cause' : 'symptom', origin }
      labels.set(index, label)
      if (body.kind === 'error') error = label
      else failed = true
    } else if (body.kind === 'error-told') {
      error = undefined
    } else if (error) {
      labels.set(index, error)
    } else if (body.kind === 'rollback') {
      rollingBack = body.phase === 'started'
    } else if (rollingBack) {
      labels.set(index, { class: 'consequence', origin: undefined })
    } else if (body.kind === 'action-ended' && body.value > 1) {
      labels.set(index, { class: body.action === 'INSTALL' ? 'consequence' : 'symptom', origin: undefined })
      failed = true
    } else if (failed) {
      const label = afterFailure(body)
      if (label) labels.set(index, { class: label, origin: undefined })
    }
  })
  return labels
}

/** Results and leftovers of a run that has failed. */
function afterFailure(body: Fact['body']): LabelClass | undefined {
  if (body.kind === 'change' && body.change.kind === 'event') return 'symptom'
  if (body.kind === 'dialog' || body.kind === 'update-client') return 'symptom'
  if (body.kind !== 'log') return undefined
  if (HERRINGS.has(body.key)) return 'herring'
  if (body.key === 'propertyRow' && String(body.args[1]).startsWith('msg')) return 'herring'
  return body.key === 'eventText' || body.key === 'engineReturns' ? 'symptom' : undefined
}

/** The entry of the scenario that made the thing that an error is about. */
export function originOf(origins: readonly Origin[], subject: Subject): Origin | undefined {
  return origins.find(origin => origin.changes.some(change => touches(change, subject)))
}

type Touches = (change: Change, name: string) => boolean

const TOUCHES: Readonly<Record<Subject['kind'], Touches>> = {
  file: (change, name) =>
    (change.kind === 'process' && !!change.after?.handles.some(h => fold(h.path) === fold(name))) ||
    (change.kind === 'file' && isWithin(name, change.path)) ||
    (change.kind === 'rename' && isWithin(name, change.from)) ||
    (change.kind === 'denial' && isWithin(name, change.path)),
  service: (change, name) => change.kind === 'service' && fold(change.name) === fold(name),
  setting: (change, name) => change.kind === 'setting' || (change.kind === 'value' && fold(change.name) === fold(name)),
  package: change => change.kind === 'file' && /\\Installer\\|\.ms[ip]$/i.test(change.path),
  product: () => false,
}

function touches(change: Change, subject: Subject): boolean {
  return TOUCHES[subject.kind](change, subject.name)
}
