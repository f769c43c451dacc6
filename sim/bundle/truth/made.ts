import type { Change } from '../../../model/machine/change.ts'
import { fileAt, registryValue } from '../../../model/machine/machine.ts'
import { driveOf, fold } from '../../../model/machine/names.ts'
import type { RegistryValue, Service } from '../../../model/machine/parts.ts'
import { serviceKeyPath } from '../../../model/machine/serviceKeys.ts'
import type { Thing } from '../../forms/about.ts'
import { holdsUnseen } from '../../forms/exports/processes.ts'
import type { ServerRun } from '../../run/simulate.ts'
import type { Origin } from '../../scenario/build.ts'
import type { FactLabel } from './labels.ts'

/**
 * Things that are as they are because of a cause: made so by its entry of the scenario, or by what came of it, and still so
 * at the end. Does not know which evidence shows them.
 */
export interface Made {
  readonly thing: Thing
  readonly label: FactLabel
}

type Server = Pick<ServerRun, 'machine' | 'facts' | 'origins'>
type Labels = ReadonlyMap<number, FactLabel>

export function thingsMade(server: Server, labels: Labels): Made[] {
  const causes = server.origins.filter(({ cause }) => cause !== undefined)
  const byEntries = Object.values(LEFT).flatMap(left =>
    causes.flatMap(origin => left(server, origin).map(thing => ({ thing, label: labelOf(origin) }))),
  )
  return [...byPrograms(server, labels), ...byEntries]
}

/** What one entry has left, whether it is marked with a cause or not. */
export const thingsLeft = (server: Server, origin: Origin): Thing[] =>
  Object.values(LEFT).flatMap(left => left(server, origin))

const labelOf = (origin: Origin): FactLabel => ({ class: 'cause', origin, group: undefined })

/** Values that a program has set because of a cause. */
function byPrograms(server: Server, labels: Labels): Made[] {
  return [...labels].flatMap(([fact, label]) => {
    const { body } = server.facts[fact]!
    if (label.class !== 'cause' || body.kind !== 'change') return []
    return LEFT.value(server, { changes: [body.change] }).map(thing => ({ thing, label }))
  })
}

type Left = (server: Server, made: Pick<Origin, 'changes' | 'step'>) => Thing[]

/** What an entry has left as it made it, kind by kind. */
const LEFT: Readonly<Record<Thing['kind'], Left>> = {
  value: ({ machine }, { changes }) =>
    changes
      .filter(change => change.kind === 'value')
      .filter(({ key, name, after }) => after && stands(registryValue(machine, key, name), after))
      .map(({ key, name }) => ({ kind: 'value', key, name })),

  // The list of services first, then the key that says the same.
  service: ({ machine }, { changes }) => {
    const made = servicesMade(changes)
    const shown = (fields: readonly (keyof Service)[]) =>
      made.filter(({ name, before, after }) => isShownOtherwise(fields, before, after, machine.services.get(name)))
    return [
      ...shown(['start', 'state']).map(({ name }): Thing => ({ kind: 'service', name })),
      ...shown(['start']).map(
        ({ name, after }): Thing => ({ kind: 'value', key: serviceKeyPath(after?.name ?? name), name: 'Start' }),
      ),
    ]
  },

  // Of one that has libraries loaded and nothing open, the exports have the name alone, as of any other.
  process: ({ machine }, { changes }) =>
    changes
      .filter(change => change.kind === 'process')
      .filter(({ pid, after }) => after && machine.processes.get(pid) === after && !holdsUnseen(after))
      .map(({ pid }) => ({ kind: 'process', pid })),

  file: ({ machine }, { changes }) => [
    ...changes
      .filter(change => change.kind === 'file')
      .filter(({ path, after }) => fileAt(machine, path) === after)
      .map(({ path }): Thing => ({ kind: 'file', path })),
    ...changes
      .filter(change => change.kind === 'rename')
      .filter(({ from, to }) => !fileAt(machine, from) && fileAt(machine, to))
      .flatMap(({ from, to }) => [from, to].map((path): Thing => ({ kind: 'file', path }))),
  ],

  right: ({ machine }, { changes }) =>
    changes
      .filter(change => change.kind === 'denial')
      .filter(({ path, after }) => machine.denials.get(fold(path)) === after)
      .map(({ path }) => ({ kind: 'right', path })),

  // Most of what is missing on the drive is in its files.
  drive: ({ machine }, { changes }) =>
    changes
      .filter(change => change.kind === 'file')
      .filter(({ path, after }) => after && fileAt(machine, path) === after)
      .filter(({ path, after }) => after!.size > (machine.free.get(driveOf(path)) ?? 0))
      .map(({ path }) => ({ kind: 'drive', name: driveOf(path) })),

  // An update is there by the mistake of a step; an entry changes what stands before.
  update: ({ facts }, { step }) =>
    (step === undefined ? [] : facts.filter(fact => fact.step === step))
      .flatMap(({ body }) => (body.kind === 'change' && body.change.kind === 'key' ? body.change : []))
      .filter(({ after }) => after)
      .map(({ path }) => ({ kind: 'update', key: path })),
}

/** A list may have grown since; all that was set must be in it. */
function stands(now: RegistryValue | undefined, set: RegistryValue): boolean {
  if (!now || now.type !== set.type) return false
  if (!Array.isArray(set.data)) return now.data === set.data
  return set.data.every(item => (now.data as readonly string[]).includes(item))
}

/** Each service that was changed, as it was before all of it and is behind it. */
function servicesMade(changes: readonly Change[]): { name: string; before?: Service; after?: Service }[] {
  const made = changes.filter(change => change.kind === 'service')
  const names = [...new Set(made.map(({ name }) => fold(name)))]
  return names.map(name => {
    const own = made.filter(change => fold(change.name) === name)
    const [before, after] = [own[0]!.before, own.at(-1)!.after]
    return { name, ...(before && { before }), ...(after && { after }) }
  })
}

function isShownOtherwise(
  fields: readonly (keyof Service)[],
  before?: Service,
  after?: Service,
  now?: Service,
): boolean {
  return fields.some(field => before?.[field] !== after?.[field] && now?.[field] === after?.[field])
}
