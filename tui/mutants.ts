import { told } from '../sim/foreign/terminal.ts'
import type { Mutant } from '../sim/mutants/mutant.ts'
import { MUTANTS, mutantNamed } from '../sim/mutants/mutate.ts'
import { nearest } from '../sim/written/nearest.ts'
import { EXIT, Stop } from './exit.ts'

/** Names of what may happen to evidence, as they were typed. @throws Stop where there is none of that name */
export const mutantsIn = (names: readonly string[] = []): readonly string[] =>
  [...new Set(names.flatMap(name => name.split(',')))].map(name => mutantIn(name).name)

/** @throws Stop where there is none of that name */
export function mutantIn(name: string): Mutant {
  const mutant = mutantNamed(name)
  if (mutant) return mutant
  const known = MUTANTS.map(one => one.name)
  const meant = nearest(name, known)
  const hint = meant === undefined ? told`` : told`; did you mean ${meant}?`
  throw new Stop(EXIT.wrongUsage, told`there is no mutant ${name}${hint}\n  known: ${known.join(', ')}`)
}
