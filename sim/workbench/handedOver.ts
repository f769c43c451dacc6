import { keepsAll, mutantNamed } from '../mutants/mutate.ts'
import type { Answered } from './answers.ts'
import type { Check } from './checks.ts'

/** What is said of bundles that have been through somebody's hands, held against what is said of them whole. Does not know what was done to them. */

export interface HandedOver {
  readonly mutant: string
  /** Whether all is still there to be read: then nothing that is said may change. */
  readonly keeps: boolean
  readonly bundles: number
  /** Those of which something else is said, with what, in words. */
  readonly changed: readonly Changed[]
}

export interface Changed {
  readonly bundle: string
  readonly no: readonly string[]
  readonly now: readonly string[]
}

/** `answers` has each bundle whole, then as each of the mutants leaves it. */
export function handedOver(answers: readonly Answered[], mutants: readonly string[]): HandedOver[] {
  const each = mutants.length + 1
  return mutants.map((mutant, m) => {
    const pairs = answers.flatMap((whole, i) => (i % each === 0 ? [[whole, answers[i + m + 1]!] as const] : []))
    const changed = pairs.map(([whole, after]) => difference(whole, after))
    return {
      mutant,
      keeps: keepsAll(mutantNamed(mutant)!),
      bundles: pairs.length,
      changed: changed.filter(({ no, now }) => no.length + now.length > 0),
    }
  })
}

function difference(whole: Answered, after: Answered): Changed {
  const [before, then] = [verdictsOf(whole), verdictsOf(after)]
  return {
    bundle: after.bundle,
    no: [...before].filter(one => !then.has(one)),
    now: [...then].filter(one => !before.has(one)),
  }
}

const verdictsOf = ({ claims }: Answered): Set<string> =>
  new Set(claims.map(({ cause, state }) => `${cause} (${state})`))

/** Only where all is still there is it a mistake to say something else. */
export const handedOverCheck = ({ mutant, keeps, changed }: HandedOver): Check => ({
  group: 'mutants',
  name: mutant,
  failures: keeps
    ? changed.map(({ bundle, no, now }) =>
        [`${bundle}:`, ...no.map(one => `no longer ${one}`), ...now.map(one => `now ${one}`)].join(' '),
      )
    : [],
  rules: [],
})
