import { type FileNode, fileAt, type Machine } from '../machine/machine.ts'
import { joinPath } from '../machine/names.ts'
import { type Component, type Database, type FileRow, isInstalled } from './database.ts'
import type { FileDecision } from './session.ts'
import { compareVersions } from './version.ts'

/**
 * Whether a file of the package replaces the one on the disk (REINSTALLMODE omus). First row of the table that fits wins.
 * Rules: SDK, "File Versioning Rules" and its diagrams; reason texts: real logs.
 */
interface Rule {
  readonly holds: (row: FileRow, disk: FileNode | undefined) => boolean
  readonly install: boolean
  readonly action: string
  readonly reason: string
}

const RULES: readonly Rule[] = [
  { holds: (_, disk) => disk === undefined, install: true, action: 'To be installed', reason: 'No existing file' },
  {
    holds: (row, disk) => both(row, disk) && compareVersions(row.version!, disk!.version!) > 0,
    install: true,
    action: 'Overwrite',
    reason: 'Existing file is a lower version',
  },
  {
    holds: (row, disk) => both(row, disk) && compareVersions(row.version!, disk!.version!) < 0,
    install: false,
    action: "Won't Overwrite",
    reason: 'Existing file is a higher version',
  },
  {
    holds: (row, disk) => both(row, disk),
    install: false,
    action: "Won't Overwrite",
    reason: 'Existing file is of an equal version',
  },
  {
    holds: row => row.version !== undefined,
    install: true,
    action: 'Overwrite',
    reason: 'New file versioned - existing file unversioned',
  },
  {
    holds: (_, disk) => disk?.version !== undefined,
    install: false,
    action: "Won't Overwrite",
    reason: 'Existing file is versioned - new file unversioned',
  },
  {
    holds: (_, disk) => disk!.modified > disk!.created,
    install: false,
    action: "Won't Overwrite",
    reason: 'Existing file is unversioned but modified',
  },
  {
    holds: (row, disk) => row.hash === disk!.hash,
    install: false,
    action: "Won't Overwrite",
    reason: 'Existing file is unversioned and unmodified - hash matches source file',
  },
  {
    holds: () => true,
    install: true,
    action: 'Overwrite',
    reason: "Existing file is unversioned and unmodified - hash doesn't match source file",
  },
]

const both = (row: FileRow, disk: FileNode | undefined): boolean =>
  row.version !== undefined && disk?.version !== undefined

export function decide(machine: Machine, row: FileRow, component: Component): FileDecision {
  const path = joinPath(component.directory, row.fileName)
  const existing = fileAt(machine, path)
  const rule = RULES.find(r => r.holds(row, existing))!
  return {
    key: row.file,
    component: row.component,
    path,
    name: row.fileName,
    folder: component.directory,
    size: row.fileSize,
    version: row.version,
    hash: row.hash,
    install: rule.install,
    existing,
    action: rule.action,
    reason: rule.reason,
  }
}

/** The files that this run looks at: of every installed feature, those that some patch brought. */
export function decisions(machine: Machine, view: Database, features: ReadonlySet<string>): FileDecision[] {
  const components = new Map(view.component.map(c => [c.component, c]))
  const decided: FileDecision[] = []
  for (const row of view.file) {
    const component = components.get(row.component)
    if (!component || !isInstalled(component, features)) continue
    if (row.source === PRODUCT_CABINET && fileAt(machine, joinPath(component.directory, row.fileName))) continue
    decided.push(decide(machine, row, component))
  }
  return decided
}

/** FileRow.source of a file in the product's own cabinet. */
export const PRODUCT_CABINET = 'product'
