import { MANIFEST } from '../sim/bundle/bundleFile.ts'
import { type Evidence, readEvidence } from '../sim/diagnosis/evidence.ts'
import { told } from '../sim/foreign/terminal.ts'
import { folderAround } from '../sim/place/place.ts'
import { realDisk } from '../sim/readableFs.ts'
import { EXIT, Stop } from './exit.ts'
import { streamOf } from './input.ts'
import { note } from './output.ts'
import { atPlace } from './place.ts'

/** Evidence from the places that were typed, for every command that takes some. Does not know what it is for. */

/** Of files, folders, a bundle or stdin; what cannot be read is noted. Never looks at a bundle's truth. */
export async function evidenceAt(paths: readonly string[]): Promise<Evidence> {
  const onDisk = paths.filter(path => streamOf(path) === undefined)
  for (const path of onDisk) atPlace(told`cannot read ${path}`, () => realDisk.statSync(path))
  const read = (): Evidence => readEvidence(realDisk, paths, streamOf)
  const unreadable = told`cannot read ${onDisk.join(', ')}`
  // Who has no bundle need not wait for what knows its form.
  const isBundle = atPlace(unreadable, () => onDisk.some(path => folderAround({ name: MANIFEST }, path) !== undefined))
  const bundles = isBundle ? await import('../sim/bundle/write.ts') : undefined
  const evidence = atPlace(unreadable, () => (bundles ? bundles.readWholeBundles(onDisk, read) : read()))
  for (const { path, reason } of evidence.warnings) note(path === '' ? told`${reason}` : told`${path}: ${reason}`)
  return evidence
}

/** Files that say nothing and files without a fault are different answers. */
export function refuseNothing({ files }: Evidence, paths: readonly string[]): void {
  if (files.some(({ kind }) => kind !== 'unknown')) return
  const what = paths.length === 1 ? paths[0] : 'what was given'
  if (files.some(({ saved }) => saved)) {
    throw new Stop(
      EXIT.unusable,
      told`${what} holds only copies that were saved before a remedy: to have them read, give them in another folder`,
    )
  }
  throw new Stop(EXIT.unusable, told`${what} holds no log, event log or export that could be diagnosed`)
}
