import { EVIDENCE } from '../bundle/bundleFile.ts'
import type { Label } from '../bundle/schema.ts'
import type { RawFile } from '../diagnosis/evidence.ts'
import { randomFrom } from '../server/random.ts'
import { type Carried, carried } from './carry.ts'
import { KEEPERS } from './keepers.ts'
import type { Handed, Keeper, Mutant } from './mutant.ts'
import { TAKERS } from './takers.ts'

/** Evidence as it arrives, and the labels of what arrives. Knows no mutant by name. */

export const MUTANTS: readonly Mutant[] = [...KEEPERS, ...TAKERS]

export const mutantNamed = (name: string): Mutant | undefined => MUTANTS.find(mutant => mutant.name === name)

/** Whether all is still there to be read. */
export const keepsAll = (mutant: Mutant): boolean => KEEPERS.includes(mutant)

/** The folder, in a corpus, of what a mutant leaves of the bundle in that folder. */
export const mutantPath = (path: string, mutant: string): string => `${path}-${mutant}`

export interface Arrived extends Carried {
  readonly files: readonly Handed[]
}

/** The same evidence, mutant and seed of its bundle give the same bytes. Paths are those of a bundle. */
export function arrived(mutant: Mutant, evidence: readonly RawFile[], labels: readonly Label[], seed: number): Arrived {
  const below = evidence.map(({ path, bytes }) => ({ path: path.slice(ROOT.length), bytes }))
  const files = mutant.change(below, randomFrom(`mutant ${mutant.name} of seed ${seed}`)).map(inBundle)
  const { pathsIn }: Keeper = mutant
  return { files, ...carried(labels, evidence, files, pathsIn) }
}

const ROOT = `${EVIDENCE}/`

const inBundle = ({ path, of, ...file }: Handed): Handed => ({
  ...file,
  path: ROOT + path,
  ...(of !== undefined && { of: ROOT + of }),
})
