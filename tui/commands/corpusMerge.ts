import { readFileSync } from 'node:fs'
import { sha256 } from '../../sim/bundle/bundleFile.ts'
import { LockError } from '../../sim/corpus/lock.ts'
import { mergeLocks } from '../../sim/corpus/merge.ts'
import { told } from '../../sim/foreign/terminal.ts'
import { EXIT, type ExitCode, Stop } from '../exit.ts'
import { note } from '../output.ts'
import { atPlace } from '../place.ts'

/** `corpus merge`: one lock from the locks of parts. Does not look at bundles: `verify` does. */
export function corpusMergeCommand(
  folders: readonly string[],
  { out = folders[0]! }: { readonly out?: string },
): ExitCode {
  try {
    const { lock, parts, bundles } = atPlace(told`cannot join the locks`, () => mergeLocks(folders, out))
    note(told`${parts} parts, ${bundles} bundles: ${lock}`)
    note(told`SHA-256 ${sha256(readFileSync(lock))}`)
    return EXIT.done
  } catch (error) {
    throw error instanceof LockError ? new Stop(EXIT.unusable, error.message) : error
  }
}
