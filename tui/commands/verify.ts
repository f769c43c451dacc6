import type { Verified } from '../../sim/corpus/verify.ts'
import { inLines, type Shown, told } from '../../sim/foreign/terminal.ts'
import { verified, verifiedArchive } from '../corpus.ts'
import { EXIT, type ExitCode } from '../exit.ts'
import { isFolder } from '../input.ts'
import { print, printJson } from '../output.ts'

/** `verify`: has a corpus or a bundle the bytes that were promised? Does not look itself: sim/corpus. */

export interface VerifyCommandOptions {
  readonly again?: true
  readonly json?: true
}

/** What is not as it was promised is named, one to a line. */
export async function verifyCommand(folder: string, { again, json }: VerifyCommandOptions): Promise<ExitCode> {
  const found = isFolder(folder) ? verified(folder, again === true) : await verifiedArchive(folder, again === true)
  if (json) printJson({ folder, ...found, again: again === true })
  else print(asText(found, again === true))
  return found.problems.length === 0 ? EXIT.done : EXIT.expectationFailed
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
