import { share } from '../score.ts'
import { WEAKENINGS, type Weakening, type WeakeningOperator } from './weakening.ts'

/** What became of weakened rules. Does not know how they were tried. */

export type Survivor = Pick<Weakening, 'rule' | 'operator' | 'where' | 'wanted'>

export interface MutationResult {
  readonly bundles: number
  /** Cases of the examples of the rules. */
  readonly examples: number
  readonly mutants: number
  readonly killed: number
  /** Of the mutants those that are noticed, 0 to 1; null where there is none. */
  readonly score: number | null
  /** In the order of the pack. */
  readonly alive: readonly Survivor[]
  readonly operators: readonly OperatorScore[]
}

export interface OperatorScore {
  readonly operator: WeakeningOperator
  readonly mutants: number
  readonly killed: number
}

/** `unnoticed` are numbers of `all`. */
export function mutationResult(
  { bundles, examples }: Pick<MutationResult, 'bundles' | 'examples'>,
  all: readonly Weakening[],
  unnoticed: readonly number[],
): MutationResult {
  const left = new Set(unnoticed)
  const alive = all.filter((_, i) => left.has(i))
  const count = (some: readonly Weakening[], operator: string): number =>
    some.filter(one => one.operator === operator).length
  return {
    bundles,
    examples,
    mutants: all.length,
    killed: all.length - alive.length,
    score: share(all.length - alive.length, all.length),
    alive: alive.map(({ rule, operator, where, wanted }) => ({ rule, operator, where, wanted })),
    operators: (Object.keys(WEAKENINGS) as WeakeningOperator[])
      .map(operator => ({
        operator,
        mutants: count(all, operator),
        killed: count(all, operator) - count(alive, operator),
      }))
      .filter(({ mutants }) => mutants > 0),
  }
}
