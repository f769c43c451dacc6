import { product } from '../../../model/exchange/builds.ts'
import { levelFile } from '../../../model/exchange/files.ts'
import { registeredPatches } from '../../../model/installer/registration.ts'
import { PENDING_RENAMES, SESSION_MANAGER } from '../../../model/installer/transaction.ts'
import { fileAt, type Machine, registryList, servicesByName } from '../../../model/machine/machine.ts'
import { type RenderLog, renderInstallerLog } from '../../forms/installerLog.ts'
import { groupedBy } from '../../grouped.ts'
import type { Run, ServerRun } from '../../run/simulate.ts'
import type { Label, Truth } from '../schema.ts'
import { labelFacts } from './labels.ts'
import { silenceOf } from './origins.ts'
import { placesOf } from './places.ts'

/**
 * The answer to a bundle: labels by line, record and value, and the state of every server before and after. The form of
 * the files: files.ts.
 */

/** Path of a file in the bundle, given its path on the disk, or `exports\NAME`. */
export type ArtifactOf = (path: string) => string

/** Ids count on from `before`. */
export function labelsOf(
  server: ServerRun,
  artifactOf: ArtifactOf,
  renderLog: RenderLog = renderInstallerLog,
  before = 0,
): Label[] {
  const places = placesOf(server, labelFacts(server), renderLog)
  const idOf = (index: number): string => `L-${before + index + 1}`
  const groups = groupedBy(places.keys(), index => places[index]!.group)
  return places.map(({ path, selector, class: meaning, origin, group }, index) => ({
    id: idOf(index),
    artifact: artifactOf(path),
    selector,
    class: meaning,
    cause: origin?.cause,
    change: origin?.path,
    same:
      group === undefined
        ? []
        : groups
            .get(group)!
            .filter(other => places[other]!.path !== path)
            .map(idOf),
  }))
}

/** What truth.json says, before it is read as somebody else's. */
export type TruthText = Pick<Truth, 'withoutEvidence' | 'mutant'> & { readonly firstCausalLine: FirstCausalLine }

type FirstCausalLine = Pick<Label, 'artifact' | 'selector'> | undefined

/** Where the evidence shows a cause first. */
export function firstCausalLine(labels: readonly Label[]): FirstCausalLine {
  const first = labels.find(label => label.class === 'cause')
  return first && { artifact: first.artifact, selector: first.selector }
}

/** Causes that the evidence shows. */
export const shownCauses = (labels: readonly Label[]): ReadonlySet<string | undefined> =>
  new Set(labels.flatMap(label => (label.class === 'cause' ? [label.cause] : [])))

/** Causes that no label stands for, each with the reason. */
function withoutEvidence(run: Run, labels: readonly Label[]): Record<string, string> {
  const shown = shownCauses(labels)
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

export function truthOf(run: Run, labels: readonly Label[]) {
  return {
    schemaVersion: 1,
    /** Takes its place here where there is one. */
    mutant: undefined,
    causes: run.scenario.causes,
    firstCausalLine: firstCausalLine(labels),
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
    exSetupVersion: fileAt(machine, levelFile(machine))?.version,
    patches: registeredPatches(machine, product.code),
    pendingRenames: registryList(machine, SESSION_MANAGER, PENDING_RENAMES),
    services: Object.fromEntries(services.map(s => [s.name, `${s.start}, ${s.state}`])),
  }
}
