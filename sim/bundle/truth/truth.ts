import { product } from '../../../model/exchange/builds.ts'
import { registeredPatches } from '../../../model/installer/registration.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../../model/installer/transaction.ts'
import { fileAt, type Machine, registryList, servicesByName } from '../../../model/machine/machine.ts'
import { type RenderLog, renderInstallerLog } from '../../forms/installerLog.ts'
import type { Run, ServerRun } from '../../run/simulate.ts'
import type { Label } from '../schema.ts'
import { labelFacts } from './labels.ts'
import { silenceOf } from './origins.ts'
import {
  type ArtifactOf,
  dialogPlaces,
  installerLogPlaces,
  leftValuePlaces,
  type Place,
  recordPlaces,
  registryPlaces,
  servicePlaces,
  textPlaces,
  updateLogPlaces,
  updatePlaces,
} from './places.ts'

/**
 * The answer to a bundle: labels by line, record and value, and the state of every server before and after. The form of
 * the files: files.ts.
 */

/** `artifactOf` gives the path of a disk file inside the bundle; ids count on from `before`. */
export function labelsOf(
  server: ServerRun,
  artifactOf: ArtifactOf,
  renderLog: RenderLog = renderInstallerLog,
  before = 0,
): Label[] {
  const labels = labelFacts(server)
  const places = [
    ...installerLogPlaces(server, labels, artifactOf, renderLog),
    ...textPlaces(server, labels, artifactOf),
    ...updateLogPlaces(server, labels, artifactOf),
    ...dialogPlaces(server, labels, artifactOf),
    ...recordPlaces(server, labels, artifactOf),
    ...leftValuePlaces(server, labels, artifactOf),
    ...registryPlaces(server, artifactOf),
    ...servicePlaces(server, artifactOf),
    ...updatePlaces(server, artifactOf),
  ]
  const idOf = (index: number): string => `L-${before + index + 1}`
  const groups = groupsOf(places)
  return places.map((place, index) => ({
    id: idOf(index),
    artifact: place.artifact,
    selector: place.selector,
    class: place.class,
    cause: place.origin?.cause,
    change: place.origin?.path,
    same: (groups.get(place.group) ?? []).filter(other => places[other]!.artifact !== place.artifact).map(idOf),
  }))
}

/** Indices of the places that speak of one thing. */
function groupsOf(places: readonly Place[]): Map<string | undefined, number[]> {
  const groups = new Map<string | undefined, number[]>()
  places.forEach(({ group }, index) => {
    if (group === undefined) return
    const known = groups.get(group)
    if (known) known.push(index)
    else groups.set(group, [index])
  })
  return groups
}

/** Causes that no label stands for, each with the reason. */
function withoutEvidence(run: Run, labels: readonly Label[]): Record<string, string> {
  const shown = new Set(labels.flatMap(label => (label.class === 'cause' ? [label.cause] : [])))
  const silent = run.scenario.causes.filter(cause => !shown.has(cause))
  if (silent.length === 0) return {}
  const origins = [...new Map(run.servers.flatMap(s => s.origins).map(origin => [origin.path, origin])).values()]
  const told = new Set(
    run.servers.flatMap(server => [...labelFacts(server).values()].map(({ origin }) => origin?.path)),
  )
  return Object.fromEntries(
    silent.map(cause => [
      cause,
      silenceOf(
        origins.filter(origin => origin.cause === cause),
        origin => told.has(origin.path),
      ),
    ]),
  )
}

export function truthOf(run: Run, labels: readonly Label[]): object {
  const first = labels.find(label => label.class === 'cause')
  return {
    schemaVersion: 1,
    causes: run.scenario.causes,
    firstCausalLine: first && { artifact: first.artifact, selector: first.selector },
    withoutEvidence: withoutEvidence(run, labels),
    attempts: run.attempts.map(({ server, package: kb, exitCode }) => ({ server, package: kb, exitCode })),
    servers: run.servers.map(server => ({
      name: server.name,
      before: machineState(server.initial),
      after: machineState(server.machine),
    })),
  }
}

export function machineState(machine: Machine): object {
  const services = servicesByName(machine)
  return {
    exSetupVersion: fileAt(machine, 'C:\\Program Files\\Microsoft\\Exchange Server\\Bin\\ExSetup.exe')?.version,
    patches: registeredPatches(machine, product.code),
    pendingRenames: registryList(machine, SESSION_MANAGER, PENDING_RENAMES),
    services: Object.fromEntries(services.map(s => [s.name, `${s.start}, ${s.state}`])),
  }
}
