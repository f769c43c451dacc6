import { keepsAll, MUTANTS } from '../../sim/mutants/mutate.ts'
import { WEAKENINGS } from '../../sim/workbench/weakened/weakening.ts'
import { code, table } from './section.ts'

/** The tables of docs/rules.md: what may happen to evidence, and what is weakened in rules. */

export const mutantsSection = (): string =>
  table(
    ['mutant', 'what somebody did', 'information'],
    MUTANTS.map(mutant => [code(mutant.name), mutant.does, keepsAll(mutant) ? 'is kept' : 'is taken']),
  )

export const weakeningsSection = (): string =>
  table(
    ['operator', 'what is weaker'],
    Object.entries(WEAKENINGS).map(([operator, what]) => [code(operator), what]),
  )
