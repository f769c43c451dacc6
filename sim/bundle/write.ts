import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type BundleFile, MANIFEST } from './bundleFile.ts'

/** A bundle goes to a disk, whole or not at all. Does not know what is in the files. */

/**
 * Writes a bundle as a whole: into a folder beside the place, which then takes its name. An older bundle in that place
 * is replaced; nothing is left half-written.
 * @throws PlaceError where something else than a bundle stands, and the error of the file system: no permission, no
 *   space, a file where a folder should be
 */
export function writeBundle(files: readonly BundleFile[], folder: string): void {
  const target = resolve(folder)
  if (!isFree(target)) throw new PlaceError(`${folder} is there and is no bundle; choose another place with --out`)
  makeParents(dirname(target))
  const fresh = mkdtempSync(`${target}.new-`)
  chmodSync(fresh, 0o755)
  try {
    for (const folder of new Set(files.map(file => dirname(file.path))))
      mkdirSync(join(fresh, folder), { recursive: true })
    for (const file of files) {
      const path = join(fresh, file.path)
      writeFileSync(path, file.bytes)
      utimesSync(path, file.mtime / 1000, file.mtime / 1000)
    }
    rmSync(target, { recursive: true, force: true })
    renameSync(fresh, target)
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true })
    throw error
  }
}

/** One by one: a recursive mkdir does not come back from places such as /proc. */
export function makeParents(folder: string): void {
  if (existsSync(folder)) return
  makeParents(dirname(folder))
  try {
    mkdirSync(folder)
  } catch (error) {
    // Unless somebody else was faster, who wants the same folder.
    if (!existsSync(folder)) throw error
  }
}

/** The place for a bundle is taken by something that must not be replaced. */
export class PlaceError extends Error {}

/** Nothing there, an empty folder, or an older bundle. */
function isFree(target: string): boolean {
  if (!existsSync(target)) return true
  if (!statSync(target).isDirectory()) return false
  return readdirSync(target).length === 0 || existsSync(join(target, MANIFEST))
}
