import type { Change } from '../../../model/machine/change.ts'
import { fileAt, longKey, type Machine, registryValue } from '../../../model/machine/machine.ts'
import { fold, isWithin } from '../../../model/machine/names.ts'
import type { RegistryValue, Service } from '../../../model/machine/parts.ts'
import { isInHive } from '../../forms/exports/hive.ts'
import { dialogRows, updateRows } from '../../forms/exports/notes.ts'
import { isExported } from '../../forms/exports/registry.ts'
import { serviceBlocks } from '../../forms/exports/services.ts'
import { clockOf, installerLogs, type RenderLog } from '../../forms/installerLog.ts'
import { UPDATE_LOGS } from '../../forms/updateLogs.ts'
import type { ServerRun } from '../../run/simulate.ts'
import type { Origin } from '../../scenario/build.ts'
import type { FactBody } from '../../server/facts.ts'
import type { Selector } from '../schema.ts'
import type { FactLabel, LabelClass } from './labels.ts'

/** Where a labelled fact, or what an entry of the scenario made, shows in the evidence. What a label means: labels.ts. */

export interface Place {
  readonly artifact: string
  readonly selector: Selector
  readonly class: LabelClass
  readonly origin: Origin | undefined
  /** Places with the same name speak of the same thing. */
  readonly group: string | undefined
}

/** Path of a file in the bundle, given its path on the disk, or `exports\NAME`. */
export type ArtifactOf = (path: string) => string

type Labels = ReadonlyMap<number, FactLabel>

const line = (at: number): Selector => ({ type: 'text', line: at, endLine: at })

function placed(label: FactLabel, artifact: string, selector: Selector): Place {
  const group = label.group === undefined ? undefined : `fact ${label.group}`
  return { artifact, selector, class: label.class, origin: label.origin, group }
}

export function installerLogPlaces(
  server: ServerRun,
  labels: Labels,
  artifactOf: ArtifactOf,
  render: RenderLog,
): Place[] {
  const { facts, machine } = server
  return installerLogs(machine).flatMap(({ path, runs }): Place[] => {
    const artifact = artifactOf(path)
    const places: Place[] = []
    render(facts, runs, clockOf(machine)).factOfLine.forEach((fact, i) => {
      const label = labels.get(fact)
      if (label) places.push(placed(label, artifact, line(i + 1)))
    })
    return places
  })
}

export function recordPlaces({ facts, machine }: ServerRun, labels: Labels, artifactOf: ArtifactOf): Place[] {
  const { applicationLog, systemLog } = machine.windows
  const artifacts = { Application: artifactOf(applicationLog), System: artifactOf(systemLog) }
  const places: Place[] = []
  for (const [fact, label] of labels) {
    const { body } = facts[fact]!
    if (body.kind !== 'change' || body.change.kind !== 'event' || !body.change.after) continue
    const { log, after } = body.change
    places.push(placed(label, artifacts[log], { type: 'record', id: after.number }))
  }
  return places
}

export function updateLogPlaces({ facts, machine }: ServerRun, labels: Labels, artifactOf: ArtifactOf): Place[] {
  return [...machine.files.values()].flatMap(({ path, content }) => {
    if (content?.kind !== 'update-log') return []
    return UPDATE_LOGS[content.log](machine, facts).flatMap(({ fact }, i) => {
      const label = labels.get(fact)
      return label ? [placed(label, artifactOf(path), line(i + 1))] : []
    })
  })
}

export function dialogPlaces({ facts, machine }: ServerRun, labels: Labels, artifactOf: ArtifactOf): Place[] {
  const artifact = artifactOf('exports\\dialogs.txt')
  return dialogRows(facts, machine.zone).flatMap(({ fact }, i) => {
    const label = fact === undefined ? undefined : labels.get(fact)
    return label ? [placed(label, artifact, line(i + 1))] : []
  })
}

// -------------------------------------------------------------------------------------------------------- text files

interface WrittenText {
  readonly label: FactLabel
  /** The file as it was with the line at its end. */
  readonly text: string
  readonly lines: readonly number[]
  path: string
}

/** Lines that programs have added to text files, as far as the files still have them at the end. */
export function textPlaces({ facts, machine }: ServerRun, labels: Labels, artifactOf: ArtifactOf): Place[] {
  const written: WrittenText[] = []
  facts.forEach(({ body }, fact) => {
    if (body.kind !== 'change') return
    const { change } = body
    if (change.kind === 'rename') for (const entry of written) entry.path = moved(entry.path, change)
    const label = change.kind === 'file' ? labels.get(fact) : undefined
    const added = label && change.kind === 'file' ? addition(change) : undefined
    if (label && added) written.push({ label, ...added })
  })
  return written
    .filter(({ path, text }) => textAt(machine, path)?.startsWith(text))
    .flatMap(({ label, path, lines }) => lines.map(at => placed(label, artifactOf(path), line(at))))
}

function moved(path: string, { from, to }: Extract<Change, { kind: 'rename' }>): string {
  return isWithin(path, from) ? to + path.slice(from.length) : path
}

function addition({ path, before, after }: Extract<Change, { kind: 'file' }>): Omit<WrittenText, 'label'> | undefined {
  if (after?.content?.kind !== 'text') return undefined
  const { text } = after.content
  const old = before?.content?.kind === 'text' && text.startsWith(before.content.text) ? before.content.text : ''
  const first = lineCount(old) + 1
  const count = lineCount(text) - first + 1
  return { path, text, lines: Array.from({ length: count }, (_, i) => first + i) }
}

const lineCount = (text: string): number => text.split('\n').length - 1

function textAt(machine: Machine, path: string): string | undefined {
  const content = fileAt(machine, path)?.content
  return content?.kind === 'text' ? content.text : undefined
}

// --------------------------------------------------------------------------------------- what entries have made

/** Values of the registry that an entry with a cause has set and that are still so, in both exports of the registry. */
export function registryPlaces({ machine, origins }: ServerRun, artifactOf: ArtifactOf): Place[] {
  return causal(origins).flatMap(origin =>
    origin.changes.flatMap(change =>
      change.kind === 'value'
        ? valuePlaces(machine, change, { class: 'cause', origin, group: undefined }, artifactOf)
        : [],
    ),
  )
}

/** Values that a program has set because of a cause. */
export function leftValuePlaces({ facts, machine }: ServerRun, labels: Labels, artifactOf: ArtifactOf): Place[] {
  return [...labels].flatMap(([fact, label]) => {
    const { body } = facts[fact]!
    if (label.class !== 'cause' || body.kind !== 'change' || body.change.kind !== 'value') return []
    return valuePlaces(machine, body.change, label, artifactOf)
  })
}

function valuePlaces(
  machine: Machine,
  { key, name, after }: Extract<Change, { kind: 'value' }>,
  { class: meaning, origin }: FactLabel,
  artifactOf: ArtifactOf,
): Place[] {
  if (!after || !stands(registryValue(machine, key, name), after)) return []
  const selector = { type: 'registry', key: longKey(key), value: name } as const
  const artifacts = [
    ...(isInHive(key) ? [artifactOf('exports\\SOFTWARE')] : []),
    ...(isExported(key) ? [artifactOf('exports\\registry.reg')] : []),
  ]
  const group = `value ${key}\\${name}`
  return artifacts.map(artifact => ({ artifact, selector, class: meaning, origin, group }))
}

/** A list may have grown since; all that was set must be in it. */
function stands(now: RegistryValue | undefined, set: RegistryValue): boolean {
  if (!now || now.type !== set.type) return false
  if (!Array.isArray(set.data)) return now.data === set.data
  return set.data.every(item => (now.data as readonly string[]).includes(item))
}

/** Services that an entry with a cause has changed and that are still so, in the listing of services. */
export function servicePlaces({ machine, origins }: ServerRun, artifactOf: ArtifactOf): Place[] {
  const blocks = new Map(serviceBlocks(machine).map(block => [fold(block.name), block]))
  const artifact = artifactOf('exports\\services.txt')
  return causal(origins).flatMap(origin => {
    return changedServices(machine, origin).flatMap((name): Place[] => {
      const block = blocks.get(name)
      if (!block) return []
      const selector = { type: 'text', line: block.line, endLine: block.endLine } as const
      return [{ artifact, selector, class: 'cause', origin, group: undefined }]
    })
  })
}

/** Updates that are there because of a step with a cause, in the list of installed updates. */
export function updatePlaces({ machine, facts, origins }: ServerRun, artifactOf: ArtifactOf): Place[] {
  const artifact = artifactOf('exports\\installed-updates.txt')
  const rows = updateRows(machine)
  return causal(origins).flatMap(origin => {
    if (origin.step === undefined) return []
    const keys = new Set(facts.flatMap(({ step, body }) => (step === origin.step ? keysMade(body) : [])))
    return rows.flatMap(({ key }, i): Place[] =>
      key !== undefined && keys.has(fold(key))
        ? [{ artifact, selector: line(i + 1), class: 'cause', origin, group: undefined }]
        : [],
    )
  })
}

const keysMade = (body: FactBody): string[] =>
  body.kind === 'change' && body.change.kind === 'key' && body.change.after ? [fold(body.change.path)] : []

const SHOWN: readonly (keyof Service)[] = ['start', 'state']

/** By folded name, those that an entry has left otherwise than it found them. */
function changedServices(machine: Machine, { changes }: Origin): string[] {
  const made = changes.filter(change => change.kind === 'service')
  const names = [...new Set(made.map(({ name }) => fold(name)))]
  return names.filter(name => {
    const own = made.filter(change => fold(change.name) === name)
    const [before, after, now] = [own[0]!.before, own.at(-1)!.after, machine.services.get(name)]
    return SHOWN.some(field => before?.[field] !== after?.[field] && now?.[field] === after?.[field])
  })
}

const causal = (origins: readonly Origin[]): Origin[] => origins.filter(origin => origin.cause !== undefined)
