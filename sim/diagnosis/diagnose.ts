import { LIMITS, withoutMiddle } from '../limits.ts'
import type { Evidence } from './evidence.ts'
import { failuresOf } from './failures/failures.ts'
import type { Candidate, Diagnosis, Failure, Finding, Herring, Quote, Remedy, Unread } from './finding.ts'
import { type Claim, candidateOf, claimOf, findingOf, judgedBy } from './findings.ts'
import { findHerrings } from './herrings.ts'
import { observe } from './observations/observe.ts'
import type { Table } from './observations/table.ts'
import { builtIn } from './packs/builtIn.ts'
import { evaluateRules, type RuleTrace } from './packs/evaluateRules.ts'
import type { Library } from './packs/library.ts'
import { asGiven } from './pasted/wayBack.ts'
import { onceMore, openly } from './remedies.ts'
import { byServer } from './servers.ts'
import { beforeSuccess, type Judged } from './situation.ts'

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
  const servers = looksAt(evidence, library)
  const found = servers.map(foundOn)
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
  return { diagnosis: asGiven(diagnosis, evidence), traces: servers.flat().flatMap(tracedIn) }
}

const tracedIn = ({ server, past, traces }: Look): Traced[] => traces.map(trace => ({ ...trace, server, past }))

// ------------------------------------------------------------------------------------------------- what is looked at

/** What rules look at: a server as it stands, or as it stood before a later attempt succeeded. */
export interface Look {
  /** As its records name it; empty where none does. */
  readonly server: string
  readonly past: boolean
  readonly table: Table
  /** What `across: servers` compares. */
  readonly servers: readonly Table[]
  readonly judged: Judged
  readonly traces: readonly RuleTrace[]
}

/**
 * Of each server what stands in the way now; then, where there is any, what did in an attempt that has been made good since.
 * `otherwise` makes of what was observed what is looked at.
 */
export function looksAt(evidence: Evidence, library: Library, otherwise: (observed: Table) => Table = same): Look[][] {
  const own = byServer(evidence)
  const tables = own.map(({ name, evidence: part }) => otherwise(observe(part, name)))
  return own.map(({ name, evidence: part }, i) => {
    // What only a comparison of servers shows is one finding, not one for each.
    const now = lookAt(part, tables[i]!, { server: name, past: false, servers: tables, across: i === 0 }, library)
    const past = beforeSuccess(part)
    const then = { server: name, past: true, across: false }
    return past ? [now, lookAt(past, otherwise(observe(past)), then, library)] : [now]
  })
}

const same = (observed: Table): Table => observed

interface At extends Pick<Look, 'server' | 'past'> {
  readonly servers?: readonly Table[]
  /** Whether rules that compare servers are asked. */
  readonly across: boolean
}

function lookAt(evidence: Evidence, table: Table, at: At, library: Library): Look {
  const { server, past, servers = [table], across } = at
  const traces = evaluateRules(library, table, servers).filter(({ rule }) => across || !rule.across)
  return { server, past, table, servers, judged: judgedBy(traces, evidence, table), traces }
}

/** A rule that holds, and why nothing is left to do about it. */
interface Held {
  readonly trace: RuleTrace
  readonly look: Look
  readonly since?: string
}

function heldOn(looks: readonly Look[]): Held[] {
  const now = heldIn(looks.filter(({ past }) => !past)).map(one =>
    isSettled(one.trace) ? { ...one, since: 'made good since' } : one,
  )
  const causes = new Set(now.map(({ trace }) => trace.rule.cause))
  const past = heldIn(looks.filter(look => look.past))
    .filter(({ trace: { rule } }) => !rule.latent && !causes.has(rule.cause))
    .map(one => ({ ...one, since: 'in an attempt before one that succeeded' }))
  return [...now, ...past]
}

const heldIn = (looks: readonly Look[]): Held[] =>
  looks.flatMap(look => look.traces.filter(holds).map(trace => ({ trace, look })))

const holds = ({ verdict }: RuleTrace): boolean => verdict === 'yes'

const isSettled = ({ rule, applies }: RuleTrace): boolean =>
  rule.settled !== undefined && applies({ when: rule.settled })

/** What is claimed of each server's looks, most likely first, without the words of a finding. */
export const claimsOf = (servers: readonly (readonly Look[])[], library: Library): Claim[] =>
  inOrder(
    servers.flatMap(looks =>
      heldOn(looks).map(({ trace, look, since }): Claim => {
        const claim = claimOf(trace, look.judged)
        return since === undefined ? claim : { ...claim, state: 'settled' }
      }),
    ),
    library,
  )

// ------------------------------------------------------------------------------------------------- what is told of it

interface Found {
  readonly findings: readonly Finding[]
  readonly candidates: readonly Candidate[]
  readonly next: readonly Remedy[]
  readonly herrings: readonly Herring[]
  readonly failures: readonly Failure[]
}

function foundOn(looks: readonly Look[]): Found {
  const { judged, table, traces } = looks[0]!
  const findings = heldOn(looks).map(({ trace, look, since }) => {
    const finding = findingOf(trace, look.judged, look.table)
    return since === undefined ? finding : settled(finding, since)
  })
  const now = new Set(traces.filter(holds).map(({ rule }) => rule.cause))
  return {
    findings,
    candidates: traces.flatMap(trace => candidateOf(trace, judged, table)).filter(({ cause }) => !now.has(cause)),
    next: findings.some(({ role, state }) => role === 'fault' && state === 'open') ? [] : onceMore(judged).map(openly),
    herrings: findHerrings(judged),
    failures: failuresOf(table, judged.ours === true),
  }
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
function inOrder<T extends Claim>(findings: readonly T[], { byId }: Library): T[] {
  const open = findings.filter(({ state }) => state === 'open')
  const explained = new Set(open.flatMap(({ rule }) => byId.get(rule)?.rule.explains ?? []))
  const rank = ({ rule, role, state }: Claim): number => {
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
