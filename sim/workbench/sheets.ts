import { bundleAt, type CorpusPlan, rangeOf, type Shard } from '../corpus/plan.ts'
import type { PlanOrder } from '../corpus/queue/order.ts'
import type { Answered } from './answers.ts'
import type { Done, Task } from './task.ts'

/**
 * A test in parts, for workers elsewhere. Sheets are numbered from 1: of the first bundle the whole, then each mutant of it, then of
 * the next. Does not know where parts wait.
 */

/** What a worker has to know. */
export interface RulesOrder {
  readonly kind: 'rules'
  readonly plan: PlanOrder
  readonly parts: number
  readonly mutants: readonly string[]
  /** As JSON, for tasks of threads have it so. */
  readonly packs: string
}

export type SheetsAnswer =
  | { readonly kind: 'answered'; readonly answers: readonly Answered[] }
  | { readonly kind: 'failed'; readonly number: number; readonly unusable: boolean; readonly message: string }

export const sheetsOf = (bundles: number, mutants: readonly string[]): number => bundles * (mutants.length + 1)

/** Of which bundle a sheet is, and what is done to it before. */
export function sheetAt(number: number, mutants: readonly string[]): { bundle: number; mutant: string | undefined } {
  const each = mutants.length + 1
  return { bundle: Math.floor((number - 1) / each) + 1, mutant: mutants[((number - 1) % each) - 1] }
}

export async function answerPart(
  plan: CorpusPlan,
  { mutants, packs }: Pick<RulesOrder, 'mutants' | 'packs'>,
  shard: Shard,
  lanes: number,
  ask: (task: Task) => Promise<Done>,
): Promise<SheetsAnswer> {
  const { from, to } = rangeOf({ count: plan.count, mutants }, shard)
  const answers: Answered[] = []
  let failed: Extract<SheetsAnswer, { kind: 'failed' }> | undefined
  let next = from
  const lane = async (): Promise<void> => {
    while (next < to && !failed) {
      const sheet = next++
      const { bundle, mutant } = sheetAt(sheet + 1, mutants)
      const done = await ask({ bundle: bundleAt(plan, bundle), ...(mutant !== undefined && { mutant }), to: { packs } })
      if (done.kind === 'done') answers[sheet - from] = done.answered
      else {
        const message = 'message' in done ? done.message : `a worker answered ${done.kind}`
        failed ??= { kind: 'failed', number: bundle, unusable: done.kind === 'unusable', message }
      }
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
  return failed ?? { kind: 'answered', answers }
}
