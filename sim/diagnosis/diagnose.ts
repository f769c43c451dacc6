import { LIMITS, withoutMiddle } from '../limits.ts'
import type { Evidence } from './evidence.ts'
import { failuresOf } from './failures/failures.ts'
import type { Candidate, Diagnosis, Failure, Finding, Herring, Quote, Remedy, Unread } from './finding.ts'
import { candidateOf, findingOf, judgedBy } from './findings.ts'
import { findHerrings } from './herrings.ts'
import { observe } from './observations/observe.ts'
import type { Table } from './observations/table.ts'
import { builtIn } from './packs/builtIn.ts'
import { evaluateRules, type RuleTrace } from './packs/evaluateRules.ts'
import type { Library } from './packs/library.ts'
import { asGiven } from './pasted/wayBack.ts'
import { onceMore, openly } from './remedies.ts'
import { byServer } from './servers.ts'
import { beforeSuccess } from './situation.ts'

/**
 * Says what went wrong, most likely cause first. Evidence of several servers is looked at one server at a time. Knows
 * no rule by name.
 */
export function diagnose(evidence: Evidence, library: Library = builtIn): Diagnosis {
  return examine(evidence, library).diagnosis
}

/** A diagnosis, and what each rule said on the way to it, whether it found something or not. */
export interface Examined {
  readonly diagnosis: Diagnosis
  readonly traces: readonly Traced[]
}

export interface Traced extends RuleTrace {
  /** As its records name it; empty where none does. */
  readonly server: string
  /** Of the evidence as it was before a later attempt succeeded. */
  readonly past: boolean
}

export function examine(evidence: Evidence, library: Library = builtIn): Examined {
  const servers = byServer(evidence).map(({ name, evidence: own }) => ({
    name,
    evidence: own,
    table: observe(own, name),
  }))
  const tables = servers.map(({ table }) => table)
  const found = servers.map((server, i) => foundOn(server, tables, i === 0, library))
  const diagnosis: Diagnosis = {
    schemaVersion: 2,
    findings: inOrder(
      found.flatMap(({ findings }) => findings),
      library,
    ).map(quotable),
    candidates: found.flatMap(({ candidates }) => candidates).map(quotable),
    next: found.flatMap(({ next }) => next),
    herrings: found.flatMap(({ herrings }) => herrings).map(readable),
    failures: found.flatMap(({ failures }) => failures).map(readable),
    unread: unreadIn(evidence),
  }
  return { diagnosis: asGiven(diagnosis, evidence), traces: found.flatMap(({ traces }) => traces) }
}

interface Server {
  readonly name: string
  readonly evidence: Evidence
  readonly table: Table
}

interface Found {
  readonly findings: readonly Finding[]
  readonly candidates: readonly Candidate[]
  readonly next: readonly Remedy[]
  readonly herrings: readonly Herring[]
  readonly failures: readonly Failure[]
  readonly traces: readonly Traced[]
}

/** What stands in the way now; then what did in an attempt that has been made good since. */
function foundOn(
  { name, evidence, table }: Server,
  servers: readonly Table[],
  first: boolean,
  library: Library,
): Found {
  // What only a comparison of servers shows is one finding, not one for each.
  const traces = evaluateRules(library, table, servers).filter(({ rule }) => first || !rule.across)
  const judged = judgedBy(traces, evidence, table)
  const now = traces.filter(holds).map(trace => {
    const finding = findingOf(trace, judged, table)
    return isSettled(trace) ? settled(finding, 'made good since') : finding
  })
  const causes = new Set(now.map(({ cause }) => cause))
  const past = earlier(evidence, causes, library)
  return {
    findings: [...now, ...past.findings],
    candidates: traces.flatMap(trace => candidateOf(trace, judged, table)).filter(({ cause }) => !causes.has(cause)),
    next: now.some(({ role, state }) => role === 'fault' && state === 'open') ? [] : onceMore(judged).map(openly),
    herrings: findHerrings(judged),
    failures: failuresOf(table, judged.ours === true),
    traces: [...traces.map(of(name, false)), ...past.traces.map(of(name, true))],
  }
}

const of =
  (server: string, past: boolean) =>
  (trace: RuleTrace): Traced => ({ ...trace, server, past })

const holds = ({ verdict }: RuleTrace): boolean => verdict === 'yes'

const isSettled = ({ rule, applies }: RuleTrace): boolean =>
  rule.settled !== undefined && applies({ when: rule.settled })

function earlier(
  evidence: Evidence,
  causes: ReadonlySet<string>,
  library: Library,
): { readonly findings: readonly Finding[]; readonly traces: readonly RuleTrace[] } {
  const past = beforeSuccess(evidence)
  if (!past) return { findings: [], traces: [] }
  const table = observe(past)
  const traces = evaluateRules(library, table).filter(({ rule }) => !rule.across)
  const judged = judgedBy(traces, past, table)
  const findings = traces
    .filter(trace => holds(trace) && !trace.rule.latent && !causes.has(trace.rule.cause))
    .map(trace => settled(findingOf(trace, judged, table), 'in an attempt before one that succeeded'))
  return { findings, traces }
}

/** Nothing is left to do about it; that it was so is as sure as it ever was. */
const settled = (finding: Finding, since: string): Finding => ({
  ...finding,
  title: `${finding.title} (${since})`,
  state: 'settled',
  remedies: [],
})

/**
 * What went wrong, then the state in which it left the server, of which what no fault explains comes first; then what has been
 * made good, and what has not struck yet. The surest first, and of two that are equally sure the one whose rule is.
 */
function inOrder(findings: readonly Finding[], { byId }: Library): Finding[] {
  const open = findings.filter(({ state }) => state === 'open')
  const explained = new Set(open.flatMap(({ rule }) => byId.get(rule)?.rule.explains ?? []))
  const rank = ({ rule, role, state }: Finding): number => {
    if (state !== 'open') return state === 'settled' ? 3 : 4
    if (role === 'fault') return 0
    return explained.has(rule) ? 2 : 1
  }
  return findings.toSorted((a, b) => rank(a) - rank(b) || b.confidence - a.confidence)
}

/** A line may be as long as a file. */
const readable = <T extends Quote>(quote: T): T => ({ ...quote, text: withoutMiddle(quote.text, LIMITS.quote.most) })

const quotable = <T extends Finding | Candidate>(told: T): T => ({ ...told, evidence: told.evidence.map(readable) })

/** What was opened and says nothing, and what was not read to its end. */
function unreadIn({ files, warnings }: Evidence): Unread[] {
  const silent = files.filter(({ kind, unopened }) => kind === 'unknown' && !unopened)
  return [
    ...silent.map(({ path, saved }) => ({ path, why: saved ? SAVED : 'nothing in it is known' })),
    ...warnings.map(({ path, reason }) => ({ path, why: reason })),
  ]
}

/** Whoever wants it read puts it into a folder of another name. */
const SAVED = 'a copy that was saved before a remedy was tried: what it tells is of an earlier time'
