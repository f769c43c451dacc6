import { told } from '../sim/foreign/terminal.ts'
import { MUTANTS, mutantNamed } from '../sim/workbench/mutants/mutate.ts'
import { EXIT, Stop } from './exit.ts'

/** Names of what may happen to evidence, as they were typed. @throws Stop where there is none of that name */
export function mutantsIn(names: readonly string[] = []): readonly string[] {
  const each = [...new Set(names.flatMap(name => name.split(',')))]
  const unknown = each.find(name => !mutantNamed(name))
  if (unknown === undefined) return each
  const known = MUTANTS.map(({ name }) => name).join(', ')
  throw new Stop(EXIT.wrongUsage, told`there is no mutant ${unknown}: ${known}`)
}
