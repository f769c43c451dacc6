import { fileAt, type Machine } from '../machine/machine.ts'
import { joinPath } from '../machine/names.ts'
import { type Component, type Database, type FileRow, isInstalled } from './database.ts'
import { decideFile } from './fileRules.ts'
import type { FileDecision } from './session.ts'

/** What happens to one file of the package, given REINSTALLMODE and what stands on the disk. */
export function decide(machine: Machine, place: Place, wishes: Wishes, companionOf?: FileDecision): FileDecision {
  const { row, component, path } = place
  const existing = fileAt(machine, path)
  const file = {
    version: row.version,
    languages: row.languages ?? NEUTRAL,
    hash: row.hash,
    neverOverwrite: component.neverOverwrite === true,
    companionOf,
  }
  const disk = existing && { ...existing, languages: existing.languages ?? NEUTRAL }
  return {
    key: row.file,
    component: row.component,
    path,
    name: row.fileName,
    folder: component.directory,
    size: row.fileSize,
    version: row.version,
    hash: row.hash,
    existing,
    ...decideFile(file, disk, wishes.mode, wishes.productLanguage),
  }
}

/** A row of the File table with its component and its full path. */
export interface Place {
  readonly row: FileRow
  readonly component: Component
  readonly path: string
}

const placesByView = new WeakMap<Database, readonly Place[]>()

/** Made once for each view: the paths never change. */
function placesOf(view: Database): readonly Place[] {
  const known = placesByView.get(view)
  if (known) return known
  const components = new Map(view.component.map(c => [c.component, c]))
  const places = view.file.flatMap((row): Place[] => {
    const component = components.get(row.component)
    return component ? [{ row, component, path: joinPath(component.directory, row.fileName) }] : []
  })
  placesByView.set(view, places)
  return places
}

/** What is asked of the files: REINSTALLMODE and ProductLanguage. */
export interface Wishes {
  readonly mode: string
  readonly productLanguage: number
}

const NEUTRAL: readonly number[] = [0]

/** The files that this run looks at: of every installed feature, those that some patch brought. */
export function decisions(
  machine: Machine,
  view: Database,
  features: ReadonlySet<string>,
  wishes: Wishes,
): FileDecision[] {
  const decided: FileDecision[] = []
  for (const place of placesOf(view)) {
    const { row, component, path } = place
    if (!isInstalled(component, features)) continue
    if (row.source === PRODUCT_CABINET && fileAt(machine, path)) continue
    const parent = row.companion === undefined ? undefined : decided.find(d => d.key === row.companion)
    decided.push(decide(machine, place, wishes, parent))
  }
  return decided
}

/** FileRow.source of a file in the product's own cabinet. */
export const PRODUCT_CABINET = 'product'
