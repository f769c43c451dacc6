import type { Machine } from '../../../model/machine/machine.ts'
import type { LogName } from '../../../model/machine/parts.ts'
import { nameOf, type Selector, type Spot, type Thing } from '../../forms/about.ts'
import { diskSpots } from '../../forms/contents.ts'
import { eventLogPlaces } from '../../forms/eventlog/records.ts'
import { type Export, registrySpots, spotsOf } from '../../forms/exports/export.ts'
import { EXPORTS } from '../../forms/exports/table.ts'
import type { RenderLog } from '../../forms/installerLog.ts'
import { groupedBy } from '../../grouped.ts'
import type { ServerRun } from '../../run/simulate.ts'
import type { Origin } from '../../scenario/build.ts'
import type { FactLabel, LabelClass } from './labels.ts'
import { thingsMade } from './made.ts'

/**
 * Where the evidence shows a labelled fact, or a thing that a cause has made: forms say what their rows are about, and what
 * that means is said by labels.ts and made.ts. Knows no form by name.
 */
export interface Place {
  /** Of the file on the simulated disk, or `exports\NAME`. */
  readonly path: string
  readonly selector: Selector
  readonly class: LabelClass
  readonly origin: Origin | undefined
  /** Places with the same name speak of the same thing. */
  readonly group: string | undefined
}

type Labels = ReadonlyMap<number, FactLabel>

export function placesOf(
  server: ServerRun,
  labels: Labels,
  renderLog: RenderLog,
  exports: readonly Export[] = EXPORTS,
): Place[] {
  const listed = exports.flatMap(one => spotsOf(one, server, renderLog))
  const told = [...diskSpots(server, fact => labels.has(fact), renderLog), ...listed]
  const places = told.flatMap(spot => factPlaces(spot, labels))
  const isLine = ({ selector }: Place): boolean => selector.type === 'text'
  return [
    ...places.filter(isLine),
    ...places.filter(place => !isLine(place)),
    ...alarmPlaces(server),
    ...madePlaces(server, labels, listed, exports),
  ]
}

function factPlaces({ path, selector, about }: Spot, labels: Labels): Place[] {
  const label = about.kind === 'fact' ? labels.get(about.fact) : undefined
  if (!label) return []
  const group = label.group === undefined ? undefined : `fact ${label.group}`
  return [{ path, selector, class: label.class, origin: label.origin, group }]
}

/** What looks alarming among the records from before, where a log still has them. */
function alarmPlaces({ alarms, machine }: ServerRun): Place[] {
  const kept = groupedBy(alarms, ({ log }) => log)
  return [...kept].flatMap(([log, own]) => {
    const there = new Set(machine.logs[log].map(({ number }) => number))
    const numbers = own.flatMap(({ number }) => (there.has(number) ? [number] : []))
    return numbers.flatMap(number => placesOfRecord(machine, log, number))
  })
}
const placesOfRecord = (machine: Machine, log: LogName, id: number): Place[] =>
  eventLogPlaces(machine, log).map(path => ({
    path,
    selector: { type: 'record', id },
    class: 'herring',
    origin: undefined,
    group: undefined,
  }))

function madePlaces(server: ServerRun, labels: Labels, listed: readonly Spot[], exports: readonly Export[]): Place[] {
  const spotsOfThing = showing(listed, exports)
  return thingsMade(server, labels).flatMap(({ thing, label }) => {
    const group = nameOf(thing)
    return spotsOfThing(thing).map(({ path, selector }) => {
      return { path, selector, class: label.class, origin: label.origin, group }
    })
  })
}

function showing(listed: readonly Spot[], exports: readonly Export[]): (thing: Thing) => Spot[] {
  const byThing = groupedBy(listed, ({ about }) => (about.kind === 'fact' ? undefined : nameOf(about)))
  return thing => [...exports.flatMap(one => registrySpots(one, thing)), ...(byThing.get(nameOf(thing)) ?? [])]
}

/** For things: the exports that show one of them. */
export function exportsShowing(server: ServerRun, renderLog: RenderLog): (things: readonly Thing[]) => string[] {
  const spotsOfThing = showing(
    EXPORTS.flatMap(one => spotsOf(one, server, renderLog)),
    EXPORTS,
  )
  return things => [...new Set(things.flatMap(spotsOfThing).map(({ path }) => path))]
}
