import { lower } from '../../model/words/letters.ts'
import { claimsOf, type Look, looksAt } from '../diagnosis/diagnose.ts'
import type { Evidence, RawFile } from '../diagnosis/evidence.ts'
import type { Claim } from '../diagnosis/findings.ts'
import { type Case, casesOf, type Example } from '../diagnosis/packs/examples.ts'
import type { Library } from '../diagnosis/packs/library.ts'
import { quoteAsGiven } from '../diagnosis/pasted/wayBack.ts'
import type { Check } from './checks.ts'
import { flow } from './flow.ts'
import { otherwiseOf } from './retouched.ts'

/** What a rule gives as examples, held against what it says of them. Does not know where their evidence comes from. */

export interface Tried {
  readonly rule: string
  /** The scenario, or the place of the evidence, as it is written; then what is otherwise. */
  readonly example: string
  readonly expect: Example['expect']
  /** Why it does not hold. */
  readonly why?: string
}

/** Of an example, or of a variation of it. */
export function nameOf(example: Example, { varied }: Pick<Case, 'varied'> = {}): string {
  const { scenario, evidence, files, without, change, rows = {} } = example
  const said = [
    scenario ?? evidence,
    files && `only ${files.join(', ')}`,
    without && `without ${without.map(one => (typeof one === 'string' ? one : flow(one))).join(', ')}`,
    change?.map(({ rows: changed, to }) => `${flow(changed)} as ${flow(to)}`).join(', '),
    Object.keys(rows).length > 0 && Object.values(rows).map(flow).join(', '),
    varied && `but ${flow(varied)}`,
  ]
  return said.filter(one => typeof one === 'string').join('; ')
}

/** Files of a scenario that an example hands over, and a name that none of them has. */
export function filesOf(
  { files: handed, without = [] }: Example,
  files: readonly RawFile[],
): { readonly left: readonly RawFile[]; readonly strange?: string } {
  const not = without.filter(one => typeof one === 'string')
  const strange = [...(handed ?? []), ...not].find(name => !files.some(file => isCalled(file, name)))
  const left = files.filter(
    file => (handed?.some(name => isCalled(file, name)) ?? true) && !not.some(name => isCalled(file, name)),
  )
  return { left, ...(strange !== undefined && { strange }) }
}

/** By its last name, or by the end of its path. */
const isCalled = ({ path }: RawFile, name: string): boolean => `/${lower(path)}`.endsWith(`/${lower(name)}`)

/** A case as it is looked at: once, for whoever asks for several rules and libraries. */
export interface Posed {
  readonly rule: string
  readonly example: Example
  readonly posed: Case
  readonly evidence: Evidence
  readonly servers: readonly (readonly Look[])[]
}

/** Each case of an example, whose evidence is that of the whole of its rules. */
export function* posedOf(rule: string, example: Example, evidence: Evidence, library: Library): Generator<Posed> {
  for (const posed of casesOf(example)) {
    yield { rule, example, posed, evidence, servers: looksAt(evidence, library, otherwiseOf(example, posed)) }
  }
}

/** What is said of a case, and why it is not what is expected; several rules may give the same evidence. */
export function triedIn({ rule, example, posed, evidence, servers }: Posed, library: Library): Tried {
  const why = shortcoming(posed, rule, claimsOf(servers, library))
  return {
    rule,
    example: nameOf(example, posed),
    expect: posed.expect,
    ...(why !== undefined && { why: `${why}${whereOf(why, rule, servers, evidence)}` }),
  }
}

const MISSED = 'it is not found there: '
const CLAIMED = 'it is found there: '

/** Why the claims are not what a case expects of a rule. */
export function shortcoming(
  { expect, confidence, state }: Case,
  rule: string,
  claims: readonly Claim[],
): string | undefined {
  const claim = claims.find(claimed => claimed.rule === rule)
  if (expect === 'absent') return claim && CLAIMED
  if (expect === 'todo') return claim && 'it is found there by now: say `found`'
  if (!claim) return MISSED
  if (state !== undefined && claim.state !== state) return `it is ${claim.state} there, not ${state}`
  const other = confidence !== undefined && claim.confidence !== confidence
  return other ? `its confidence there is ${claim.confidence}, not ${confidence}` : undefined
}

/** The line that it goes by, or what became of its signs. */
function whereOf(why: string, rule: string, servers: Posed['servers'], evidence: Evidence): string {
  const traces = servers.flat().flatMap(look => look.traces.filter(trace => trace.rule.id === rule))
  if (why === MISSED) {
    const signs = traces.flatMap(trace => trace.signs.map(({ name, verdict }) => `${name} ${verdict}`))
    return [...new Set(signs)].join(', ')
  }
  if (why !== CLAIMED) return ''
  const holding = traces.find(({ verdict }) => verdict === 'yes')!
  const quote = holding.quoted.map(quoteAsGiven(evidence))[0]
  return quote ? `${quote.path}:${quote.line} ${quote.text.trim()}` : holding.rule.title
}

export const exampleCheck = ({ rule, example, expect, why }: Tried): Check => ({
  group: 'examples',
  name: `${rule}: ${expect} in ${example}`,
  failures: why === undefined ? [] : [`${rule}, ${expect} in ${example}: ${why}`],
  rules: [rule],
})
