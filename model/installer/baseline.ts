import { fileAt } from '../machine/machine.ts'
import { joinPath } from '../machine/names.ts'
import type { FileRow, Package } from './database.ts'
import { packGuid } from './guid.ts'
import { type FileDecision, type InstallerRun, type InstallSession, policyValue } from './session.ts'
import { searchProduct } from './sources.ts'
import { installerFolder } from './transaction.ts'

/**
 * Where the product's own files come from when they are needed again. The first patch that replaces such a file leaves the
 * old one in the baseline cache (`$PatchCache$`, windows-installer.md 3.9); what is not there must come from the source.
 * Modelled: the old file moves there at the commit, where the real engine copies it before, and the percentage of
 * MaxPatchCacheSize only counts as on or off. Knows no file of a patch: that carries its own.
 */

function baselinePath(run: InstallerRun, product: Package, file: FileDecision): string {
  const { productCode, version } = product
  return joinPath(installerFolder(run.host), '$PatchCache$', 'Managed', packGuid(productCode), version, file.key)
}

const rowsByPackage = new WeakMap<Package, ReadonlyMap<string, FileRow>>()

function rowOf(product: Package, key: string): FileRow | undefined {
  const known = rowsByPackage.get(product)
  if (known) return known.get(key)
  const rows = new Map(product.database.file.map(row => [row.file, row]))
  rowsByPackage.set(product, rows)
  return rows.get(key)
}

/** Path in the cache for a file that is about to be replaced; undefined when it is not the product's, or kept already. */
export function baselineFor({ run, product }: InstallSession, file: FileDecision): string | undefined {
  const row = rowOf(product, file.key)
  const { existing } = file
  if (!row || !existing || existing.version !== row.version || existing.hash !== row.hash) return undefined
  if (run.request.operation !== 'patch' || policyValue(run, 'MaxPatchCacheSize') === 0) return undefined
  const path = baselinePath(run, product, file)
  return fileAt(run.host.machine, path) ? undefined : path
}

/** The cached copy of a file of the product, if it is that file. */
export function baselineCopy({ run, product }: InstallSession, file: FileDecision): string | undefined {
  const copy = fileAt(run.host.machine, baselinePath(run, product, file))
  return copy && copy.version === file.version && copy.hash === file.hash ? copy.path : undefined
}

/** Is the product's source there? It is looked for once, and again when somebody says Retry. */
export function hasSource(session: InstallSession, again: boolean): boolean {
  const { run, speaker, product } = session
  if (session.source === undefined || again) {
    session.source = searchProduct(run, speaker, product.productCode, product.packageCode) ?? null
  }
  return session.source !== null
}
