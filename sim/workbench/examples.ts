import { examine } from '../diagnosis/diagnose.ts'
import type { Evidence } from '../diagnosis/evidence.ts'
import type { Library } from '../diagnosis/packs/library.ts'
import type { Rule } from '../diagnosis/packs/schema.ts'
import type { Check } from './checks.ts'

/** What a rule gives as examples, held against what it says of them. Does not know where their evidence comes from. */

type Example = NonNullable<Rule['examples']>[number]

export interface Tried {
  readonly rule: string
  /** The scenario, or the place of the evidence, as it is written. */
  readonly example: string
  readonly expect: Example['expect']
  /** Why it does not hold. */
  readonly why?: string
}

export const nameOf = ({ scenario, evidence }: Example): string => (scenario ?? evidence)!

/** Several rules may give the same evidence. */
export function tried(rule: string, example: Example, evidence: Evidence, library: Library): Tried {
  const { diagnosis, traces } = examine(evidence, library)
  const finding = diagnosis.findings.find(found => found.rule === rule)
  const [quote] = finding?.evidence ?? []
  const found = quote && `${quote.path}:${quote.line} ${quote.text.trim()}`
  const signs = traces
    .filter(trace => trace.rule.id === rule)
    .flatMap(trace => trace.signs.map(({ name, verdict }) => `${name} ${verdict}`))
  const failed: Readonly<Record<Example['expect'], string | undefined>> = {
    found: finding ? undefined : `it is not found there: ${[...new Set(signs)].join(', ')}`,
    absent: finding && `it is found there: ${found ?? finding.title}`,
    todo: finding && 'it is found there by now: say `found`',
  }
  const why = failed[example.expect]
  return { rule, example: nameOf(example), expect: example.expect, ...(why !== undefined && { why }) }
}

export const exampleCheck = ({ rule, example, expect, why }: Tried): Check => ({
  group: 'examples',
  name: `${rule}: ${expect} in ${example}`,
  failures: why === undefined ? [] : [`${rule}, ${expect} in ${example}: ${why}`],
  rules: [rule],
})
