import { claimsOf, type Look, looksAt } from '../../diagnosis/diagnose.ts'
import { evidenceFrom, type RawFile } from '../../diagnosis/evidence.ts'
import type { Claim } from '../../diagnosis/findings.ts'
import { BUILT_IN } from '../../diagnosis/packs/builtIn.ts'
import { evaluateAgain } from '../../diagnosis/packs/evaluateRules.ts'
import { type Library, libraryOf } from '../../diagnosis/packs/library.ts'
import type { Pack } from '../../diagnosis/packs/schema.ts'
import { type Posed, shortcoming } from '../examples.ts'
import { tenthOf } from '../score.ts'
import { affectedBy, askersIn } from './dependents.ts'
import { edited } from './edited.ts'
import { weakeningsOf } from './rules.ts'
import type { Weakening } from './weakening.ts'

/** Weakened rules, each tried on evidence beside the whole ones. Does not know where evidence comes from, nor what becomes of the result. */

/** A library in which one thing is weaker, and the rules that may say otherwise for that. */
export interface Weakened {
  readonly weakening: Weakening
  readonly library: Library
  readonly affected: ReadonlySet<string>
}

/**
 * All that can be weakened in `packs`, which stand beside `others`; with `only`, in rules of these names and in the conditions
 * that nothing else decides by. A condition by which nothing is decided is not weakened.
 */
export function weakenedIn(packs: readonly Pack[], others: readonly Pack[], only?: ReadonlySet<string>): Weakened[] {
  const askers = askersIn([...others, ...packs])
  return packs.flatMap((pack, i) =>
    weakeningsOf(pack).flatMap(weakening => {
      const affected = affectedBy(weakening, pack, askers)
      const { rule, path, to } = weakening
      const meant =
        only === undefined || only.has(rule) || (path[0] === 'define' && [...affected].some(id => only.has(id)))
      if (!meant || affected.size === 0) return []
      const library = libraryOf([...others, ...packs.with(i, edited(pack, path, to))])
      return [{ weakening, library, affected }]
    }),
  )
}

/** Which packs are weakened, and which stand beside them: whoever brings none means those of the program. */
export const packsOf = (
  brought: readonly Pack[],
): { readonly packs: readonly Pack[]; readonly others: readonly Pack[] } =>
  brought.length === 0 ? { packs: BUILT_IN, others: [] } : { packs: brought, others: BUILT_IN }

/** Numbers of those that are noticed in this evidence, of the numbers that are asked for. */
export function noticedIn(
  evidence: readonly RawFile[],
  library: Library,
  weakened: readonly Weakened[],
  asked: readonly number[],
): number[] {
  const servers = looksAt(evidenceFrom(evidence), library)
  const whole = verdictsOf(claimsOf(servers, library))
  return asked.filter(number => {
    const one = weakened[number]!
    const again = servers.map(looks => looks.map(look => lookedAgain(look, one)))
    return verdictsOf(claimsOf(again, one.library)) !== whole
  })
}

/**
 * Numbers of those by which a case of an example is no longer what it says; none where it is not even so by the whole rules.
 * What the rules say today is not asked: an example says what is right.
 */
export function noticedInCase(
  { rule, posed, servers }: Posed,
  library: Library,
  weakened: readonly Weakened[],
  asked: readonly number[],
): number[] {
  if (shortcoming(posed, rule, claimsOf(servers, library)) !== undefined) return []
  return asked.filter(number => {
    const one = weakened[number]!
    if (!one.affected.has(rule)) return false
    const again = servers.map(looks => looks.map(look => lookedAgain(look, one)))
    return shortcoming(posed, rule, claimsOf(again, one.library)) !== undefined
  })
}

function lookedAgain(look: Look, { library, affected }: Weakened): Look {
  return { ...look, traces: evaluateAgain(library, affected, look) }
}

/**
 * What `rules test` tells apart: which rules find their cause and whether it has been made good, which finding stands first, and
 * how sure each is, in the tenths by which it counts what came true.
 */
function verdictsOf(claims: readonly Claim[]): string {
  const each = claims.map(claim => `${claim.rule} ${claim.state} ${tenthOf(claim)}`)
  return [claims[0]?.rule ?? 'nothing', ...each.sort()].join('\n')
}
