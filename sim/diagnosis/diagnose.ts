import { LIMITS, withoutMiddle } from '../limits.ts'
import { byServer, type Evidence } from './evidence.ts'
import type { Diagnosis, Finding, Quote } from './finding.ts'
import { findHerrings } from './herrings.ts'
import { rules as builtIn } from './rules/index.ts'
import type { Rule } from './rules/rule.ts'
import { beforeSuccess } from './situation.ts'

/**
 * Says what went wrong, most likely cause first. Evidence of several servers is looked at one server at a time. Knows
 * no rule by name.
 */
export function diagnose(evidence: Evidence, rules: readonly Rule[] = builtIn): Diagnosis {
  const servers = byServer(evidence)
  return {
    schemaVersion: 1,
    findings: likeliestFirst(servers.flatMap(server => findingsOf(rules, server))),
    herrings: servers.flatMap(findHerrings).map(readable),
  }
}

/** What stands in the way now; then what did in an attempt that has been made good since. */
function findingsOf(rules: readonly Rule[], evidence: Evidence): Finding[] {
  const now = rules.flatMap(rule => findingOf(rule, evidence))
  const past = beforeSuccess(evidence)
  if (!past) return now
  const earlier = rules.filter(({ cause }) => now.every(found => found.cause !== cause))
  return [...now, ...earlier.flatMap(rule => findingOf(rule, past)).map(settled)]
}

/** Nothing is left to do about it. */
function settled(finding: Finding): Finding {
  const confidence = Math.round(finding.confidence * 50) / 100
  return { ...finding, title: `${finding.title} (in an attempt before one that succeeded)`, confidence, remedies: [] }
}

/** Sorting keeps the order of the rules where two are equally sure. */
const likeliestFirst = (findings: Finding[]): Finding[] => findings.sort((a, b) => b.confidence - a.confidence)

function findingOf(rule: Rule, evidence: Evidence): Finding[] {
  const match = rule.match(evidence)
  if (!match) return []
  const { title = rule.title, confidence, evidence: quotes, remedies } = match
  return [{ cause: rule.cause, title, confidence, evidence: quotes.map(readable), remedies }]
}

/** A line may be as long as a file. */
const readable = <T extends Quote>(quote: T): T => ({ ...quote, text: withoutMiddle(quote.text, LIMITS.quote.most) })
