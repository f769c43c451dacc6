import { join } from 'node:path'
import { LockError, readLock } from '../sim/corpus/lock.ts'
import { type Verified, verify } from '../sim/corpus/verify.ts'
import { verifyArchive } from '../sim/corpus/verifyArchive.ts'
import { told } from '../sim/foreign/terminal.ts'
import { PlaceError } from '../sim/place/errors.ts'
import { TarError } from '../sim/tar.ts'
import type { StoredBundle } from '../sim/workbench/bundles.ts'
import { isPackingTrouble, readArchive } from './archive.ts'
import { EXIT, Stop } from './exit.ts'
import { isFolder } from './input.ts'
import { isPlaceTrouble, wordsFor } from './place.ts'
import { type Progress, progressOn } from './progress.ts'

/** A corpus or a bundle that a command is given, held against its promise. Does not look itself: sim/corpus. */

/** @throws Stop where nothing is promised, or it cannot be read */
export function verified(folder: string, again: boolean): Verified {
  let progress: Progress | undefined
  const onBundle = (path: string, total: number): void => {
    progress ??= progressOn(process.stderr, process.env, total)
    progress.step(path)
  }
  try {
    if (!isFolder(folder)) throw new Stop(EXIT.unusable, told`${folder} is no folder`)
    const found = verify(folder, { again, onBundle })
    if (!found) throw new Stop(EXIT.unusable, told`${folder} holds no corpus.lock and no bundle.json`)
    return found
  } catch (error) {
    if (error instanceof LockError || error instanceof PlaceError) throw new Stop(EXIT.unusable, error.message)
    if (isPlaceTrouble(error))
      throw new Stop(EXIT.unusable, told`cannot read ${error.path ?? folder}: ${wordsFor(error)}`)
    throw error
  } finally {
    progress?.end()
  }
}

/** The same of an archive, `-` for stdin. @throws Stop as well where it is none */
export async function verifiedArchive(path: string, again: boolean): Promise<Verified> {
  try {
    const found = await verifyArchive(await readArchive(path), { again })
    if (!found) throw new Stop(EXIT.unusable, told`${path} holds no corpus.lock and no bundle.json`)
    return found
  } catch (error) {
    if (error instanceof LockError) throw new Stop(EXIT.unusable, error.message)
    if (error instanceof TarError || isPackingTrouble(error))
      throw new Stop(EXIT.unusable, told`${path} is no tar archive, or not all of one: ${error.message}`)
    if (isPlaceTrouble(error)) throw new Stop(EXIT.unusable, told`cannot read ${path}: ${wordsFor(error)}`)
    throw error
  }
}

/** The folder of a bundle that has the bytes which it promises. @throws Stop where it has not */
export function wholeBundle(folder: string): string {
  refuseChanged(folder, verified(folder, false))
  return folder
}

function refuseChanged(folder: string, { problems }: Verified): void {
  const [first, ...others] = problems
  if (!first) return
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  throw new Stop(
    EXIT.unusable,
    told`${join(folder, first.path)}: ${first.problem}${more}; \`lab1603 verify ${folder}\` names all that is not as it was promised`,
  )
}

/** What is stored of a corpus. */
export interface StoredCorpus {
  readonly bundles: readonly StoredBundle[]
  /** Each bundle is there whole, then as each of these leaves it. */
  readonly mutants: readonly string[]
  /** Its bundles are hosts that lived at the same time. */
  readonly isFleet: boolean
}

/** A corpus that has the bytes which its lock promises. @throws Stop where it has not */
export function lockedCorpus(folder: string): StoredCorpus {
  const found = verified(folder, false)
  if (found.what === 'bundle')
    throw new Stop(EXIT.unusable, told`${folder} is a bundle, and no corpus: it has no corpus.lock`)
  refuseChanged(folder, found)
  const { bundles, mutants = [], beside = [] } = readLock(folder)!
  return {
    bundles: bundles.map(({ path, scenario }) => ({ folder: join(folder, path), name: path, scenario })),
    mutants,
    isFleet: beside.some(({ path }) => path === 'fleet.json'),
  }
}
