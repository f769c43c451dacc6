import { fileAt, type Machine } from '../machine/machine.ts'
import { joinPath } from '../machine/names.ts'
import { upper } from '../words/letters.ts'
import { hasOtherClients, keyPathsOf } from './components.ts'
import { type Component, type Database, type FileRow, isInstalled } from './database.ts'
import { decideFile } from './fileRules.ts'
import type { Costing, FileDecision, InstallSession } from './session.ts'
import { componentAction } from './states.ts'

/** Costing: which files of the package this run looks at, and what happens to each. Decides only: script.ts does it. */

/** What happens to one file of the package, given REINSTALLMODE and what stands on the disk. */
export function decide(machine: Machine, place: PlacedFile, wishes: Wishes, companionOf?: FileDecision): FileDecision {
  const { row, component, path } = place
  const existing = fileAt(machine, path)
  const barred = component.neverOverwrite === true
  const file = {
    version: row.version,
    languages: row.languages ?? NEUTRAL,
    hash: row.hash,
    neverOverwrite: barred,
    keyPathStands: barred ? fileAt(machine, place.keyPath) !== undefined : undefined,
    companionOf,
  }
  const disk = existing && { ...existing, languages: existing.languages ?? NEUTRAL }
  return {
    row,
    key: row.file,
    component: row.component,
    path,
    name: row.fileName,
    folder: component.directory,
    size: row.fileSize,
    version: row.version,
    languages: row.languages,
    hash: row.hash,
    text: row.text,
    source: row.source,
    sequence: row.sequence,
    existing,
    ...decideFile(file, disk, wishes.mode, wishes.productLanguage),
  }
}

/** A row of the File table with its component and its full path. */
export interface PlacedFile {
  readonly row: FileRow
  readonly component: Component
  readonly path: string
  /** Of its component. */
  readonly keyPath: string
}

const placesByView = new WeakMap<Database, readonly PlacedFile[]>()

/** Made once for each view: the paths never change. */
function placesOf(view: Database): readonly PlacedFile[] {
  const known = placesByView.get(view)
  if (known) return known
  const components = new Map(view.component.map(c => [c.component, c]))
  const keyPaths = keyPathsOf(view)
  const places = view.file.flatMap((row): PlacedFile[] => {
    const component = components.get(row.component)
    if (!component) return []
    const keyPath = keyPaths.get(row.component)!
    return [{ row, component, path: joinPath(component.directory, row.fileName), keyPath }]
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

/** The features that a property names: ALL, or a list. */
export function featuresNamed(features: ReadonlySet<string>, list: string): ReadonlySet<string> {
  if (upper(list) === 'ALL') return features
  const named = new Set(list.split(','))
  return new Set([...features].filter(feature => named.has(feature)))
}

/**
 * The files that this run looks at: all of every component that it installs or reinstalls. In a removal those that go back to what the
 * remaining view has are taken although they are lower (SDK "Removing Patches"). That is REINSTALLMODE d for them; no log
 * of a removal is known, so the reason is the one that d has.
 */
export function decisions(
  machine: Machine,
  view: Database,
  wanted: (component: Component) => boolean,
  wishes: Wishes,
  goingBack: ReadonlySet<string> = new Set(),
): FileDecision[] {
  const places = placesOf(view).filter(({ component }) => wanted(component))
  const backwards = { ...wishes, mode: wishes.mode.replace('o', 'd') }
  const decideAbout = (place: PlacedFile, parent?: FileDecision): FileDecision => {
    return decide(machine, place, goingBack.has(place.row.file) ? backwards : wishes, parent)
  }
  const onTheirOwn = places.map(place => (place.row.companion === undefined ? decideAbout(place) : undefined))
  // A companion follows a file that may stand behind it in the table.
  return places.map((place, i) => {
    const parentOf = (): FileDecision | undefined => onTheirOwn.find(d => d?.key === place.row.companion)
    return onTheirOwn[i] ?? decideAbout(place, parentOf())
  })
}

/** Files whose row is another one in the view that stays. */
export function filesGoingBack(installed: Database, view: Database): Set<string> {
  const before = new Map(installed.file.map(row => [row.file, row]))
  return new Set(view.file.filter(row => before.has(row.file) && before.get(row.file) !== row).map(row => row.file))
}

/** Features with a file that goes back or away: what REINSTALL names in a removal. */
export function affectedFeatures(installed: Database, view: Database): string[] {
  const stays = new Map(view.file.map(row => [row.file, row]))
  const touched = new Set(installed.file.filter(row => stays.get(row.file) !== row).map(row => row.component))
  const features = new Set(installed.component.filter(c => touched.has(c.component)).flatMap(c => c.features))
  return view.feature.map(row => row.feature).filter(feature => features.has(feature))
}

/**
 * Files that stand on the disk and go: in the removal of a patch those that have no row in the view that stays, in every run
 * those of components that it removes. What another product needs too stays, and what is permanent.
 */
export function filesLeaving(
  session: InstallSession,
  costing: Omit<Costing, 'leaving'>,
  wishes: Wishes,
): FileDecision[] {
  const { installed, view, product, run } = session
  const { machine } = run.host
  const stays = new Set(installed && view.file.map(row => row.file))
  const dropped = installed
    ? placesOf(installed).filter(
        ({ row, component }) => !stays.has(row.file) && isInstalled(component, costing.features),
      )
    : []
  const removed =
    costing.removed.size > 0
      ? placesOf(view).filter(({ component }) => componentAction(costing, component) === 'absent')
      : []
  return [...dropped, ...removed]
    .filter(
      ({ component: { permanent, componentId } }) =>
        permanent !== true && !hasOtherClients(machine, componentId, product.productCode),
    )
    .map(place => decide(machine, place, wishes))
    .filter(file => file.existing !== undefined)
}

/** FileRow.source of a file in the product's own cabinet. */
export const PRODUCT_CABINET = 'product'
