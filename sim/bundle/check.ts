import { writableDisk } from '../place/disk.ts'
import { type Difference, differences } from '../place/list.ts'
import { MANIFEST } from './bundleFile.ts'
import type { Manifest } from './schema.ts'

/**
 * A bundle on a disk against its own manifest: are all files there, with the bytes it says, and no others? Does not
 * know who promised what the manifest says: verify.ts.
 */

export interface BundleProblem {
  /** Below the folder that is checked, with forward slashes. */
  readonly path: string
  readonly problem: Difference['problem'] | 'differs'
  readonly why?: string
}

export function checkFiles(folder: string, { artifacts }: Manifest): readonly BundleProblem[] {
  return [...differences(writableDisk, folder, MANIFEST, artifacts)]
}
