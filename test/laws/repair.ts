import fc from 'fast-check'
import { held } from '../../library/arbitraries/scenario.ts'
import { repair } from '../../sim/remedy/repair.ts'
import { drawn } from './trial.ts'

/** Diagnosis sees the evidence only; its advice, typed at the prompt, brings the server back. */
export const repaired = drawn({
  name: 'repaired',
  law: 'repair brings back whatever server has a held file, after the first failure and after the second',
  sample: 25,
  whole: 100,
  from: fc.tuple(held, fc.boolean()),
  broken([{ scenario, seed }, twice]) {
    const { steps } = scenario
    const { result } = repair(
      { ...scenario, steps: twice ? [...steps, { kind: 'wait', ms: 3_600_000 } as const, ...steps] : steps },
      { seed },
    )
    const left = [...result.differences, ...result.owed]
    if (left.length > 0) return left.join('; ')
    if (!result.restored) return 'not restored'
    const { causes } = result.rounds[0]!
    if (!causes.includes('file-in-use')) return 'the file in use was not found'
    return causes.includes('saved-state-lost') === twice ? undefined : `causes: ${causes.join(', ')}`
  },
})
