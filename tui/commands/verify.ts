import { LockError } from '../../sim/corpus/lock.ts'
import { type Verified, verify } from '../../sim/corpus/verify.ts'
import { inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { PlaceError } from '../../sim/place/errors.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { isFolder } from '../input.ts'
import { print, printJson } from '../output.ts'
import { isPlaceTrouble, wordsFor } from '../place.ts'
import { type Progress, progressOn } from '../progress.ts'

/** `verify`: has a corpus or a bundle the bytes that were promised? Does not look itself: sim/corpus. */

export interface VerifyCommandOptions {
  readonly again?: true
  readonly json?: true
}

/** What is not as it was promised is named, one to a line. */
export function verifyCommand(folder: string, { again, json }: VerifyCommandOptions): ExitCode {
  const found = checked(folder, again === true)
  if (json) printJson({ folder, ...found, again: again === true })
  else print(asText(found, again === true))
  return found.problems.length === 0 ? EXIT.done : EXIT.expectationFailed
}

function checked(folder: string, again: boolean): Verified {
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

function asText({ what, bundles, files, problems }: Verified, again: boolean): Shown {
  if (problems.length > 0) {
    return inLines(
      problems.map(({ path, problem, why }) => told`${problem.padEnd(10)}  ${path}${why ? `: ${why}` : ''}`),
    )
  }
  const size = what === 'corpus' ? `${bundles} bundles, ${files} files` : `${files} files`
  const promise = what === 'corpus' ? 'the lock promises' : 'bundle.json promises'
  return told`${size}: as ${promise}${again ? ', and the same when simulated again' : ''}`
}
