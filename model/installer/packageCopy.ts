import { deleteFile, makeFolder, writeFile } from '../machine/calls.ts'
import { fileAt } from '../machine/machine.ts'
import type { Speaker } from './facts.ts'
import { callersHost, type InstallerRun, logAs, tempFolder } from './session.ts'
import { firstFileNumber, installerFolder, newInstallerFile, numberedFile } from './transaction.ts'

/**
 * Each side works with a copy of the package of its own: made here, and thrown away. Does not know what is in a package,
 * nor which copy becomes the cached one.
 */

export interface PackageCopy {
  readonly path: string
  /** Why it could not be written; 0 if it was. */
  readonly error: number
}

/** The client keeps a copy in the temp folder of its account. */
export function copyForClient(run: InstallerRun): PackageCopy {
  const { host, request } = run
  const source = fileAt(host.machine, request.package)
  // Somebody else's package, or none: whoever opens it says so.
  if (source?.content?.kind !== 'package') return { path: request.package, error: 0 }
  const path = numberedFile(host, tempFolder(run), extensionOf(request.package), firstFileNumber(host))
  host.transfer(source.size)
  return { path, error: writeFile(callersHost(run), path, { size: source.size, content: source.content }) }
}

/** The service keeps its own copy in the Installer folder: once a patch is registered, it is the cached one. */
export function copyForService(run: InstallerRun): PackageCopy {
  const { host, request } = run
  const path = newInstallerFile(host, installerFolder(host), extensionOf(request.package))
  const source = fileAt(host.machine, request.package)
  if (!source?.content) return { path, error: 0 }
  const error = makeFolder(host, installerFolder(host))
  host.transfer(source.size)
  return { path, error: error || writeFile(host, path, { size: source.size, content: source.content }) }
}

const extensionOf = (path: string): string => /\.(\w+)$/.exec(path)?.[1] ?? 'msp'

/** The copy is still open at the first try: a sharing violation that means nothing. */
export function discardCopy(run: InstallerRun, speaker: Speaker, copy: string, between: () => void = () => {}): void {
  const copied = copy !== run.request.package && fileAt(run.host.machine, copy) !== undefined
  if (copied) {
    logAs(run, speaker, 'attemptingDelete', copy)
    logAs(run, speaker, 'unableToDelete', 32)
  }
  between()
  if (copied) deleteCopy(run, speaker, copy)
}

/** The cached package of a patch that is no longer registered. */
export function forgetCached(run: InstallerRun, speaker: Speaker, cached: string | undefined): void {
  if (cached !== undefined && fileAt(run.host.machine, cached)) deleteCopy(run, speaker, cached)
}

function deleteCopy(run: InstallerRun, speaker: Speaker, path: string): void {
  logAs(run, speaker, 'attemptingDelete', path)
  deleteFile(run.host, path)
}
