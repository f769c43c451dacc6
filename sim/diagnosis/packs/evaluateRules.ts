import { lower } from '../../../model/words/letters.ts'
import { type Condition, everyPartOf, type Pattern, patternsOf } from '../algebra/condition.ts'
import { evaluate, type Scope, type Trace } from '../algebra/evaluate.ts'
import { matching } from '../algebra/match.ts'
import { either, every, type Verdict } from '../algebra/verdict.ts'
import type { FieldValue, Row } from '../observations/kinds.ts'
import { joined, type Table } from '../observations/table.ts'
import type { Entry, Library } from './library.ts'
import type { Clauses } from './remedyUse.ts'
import type { Capture, Rule, Sign } from './schema.ts'

/**
 * What rules say of a table. Every branch of every rule is looked at, so that what comes out explains itself. Knows neither
 * a rule nor what is to be done.
 */

export interface SignTrace {
  readonly name: string
  readonly sign: Sign
  readonly verdict: Verdict
  /** Of the case that counts; 0 where none does. */
  readonly weight: number
  /** A trace for each case; a sign without cases is one. */
  readonly cases: readonly { readonly weight: number; readonly trace: Trace }[]
  /** Rows to quote for it. */
  readonly quoted: readonly Row[]
}

export interface RuleTrace {
  readonly rule: Rule
  readonly pack: string
  readonly about: Entry['about']
  readonly verdict: Verdict
  /** 0 to 1; of a rule that does not hold, what it would be. */
  readonly confidence: number
  readonly signs: readonly SignTrace[]
  readonly unless: readonly Trace[]
  /** What it was looked for in. */
  readonly table: Table
  /** The attempt that was looked at, where a rule looks at one. */
  readonly attempt?: number
  /** The first one decides. */
  readonly quoted: readonly Row[]
  readonly captured: ReadonlyMap<string, Captured>
  /** Of a remedy, or of a candidate. */
  readonly applies: (clauses: Clauses) => boolean
  /** Rows to quote for a condition beside the signs. */
  readonly rowsOf: (condition: Condition) => readonly Row[]
}

export interface Captured {
  readonly rows: readonly Row[]
  readonly values: readonly string[]
}

/** Independent signs together: each leaves less room for doubt. */
export function together(...weights: readonly number[]): number {
  const doubt = weights.reduce((rest, weight) => rest * (1 - weight), 1)
  return Math.min(0.99, Math.round((1 - doubt) * 100) / 100)
}

/** Looks at all rules. `servers` are the tables that `across: servers` compares: this one among them. */
export function evaluateRules(library: Library, table: Table, servers: readonly Table[] = [table]): RuleTrace[] {
  const evaluation = new Evaluation(library, table, servers)
  return library.entries.map(({ rule }) => evaluation.trace(rule.id))
}

/** What some rules say where the others say what is known: of a library that differs from another in those alone. */
export function evaluateAgain(
  library: Library,
  ids: ReadonlySet<string>,
  {
    table,
    servers,
    traces,
  }: { readonly table: Table; readonly servers: readonly Table[]; readonly traces: readonly RuleTrace[] },
): RuleTrace[] {
  const evaluation = new Evaluation(
    library,
    table,
    servers,
    traces.filter(({ rule }) => !ids.has(rule.id)),
  )
  return traces.map(({ rule }) => evaluation.trace(rule.id))
}

class Evaluation {
  readonly #library: Library
  readonly #table: Table
  readonly #servers: readonly Table[]
  readonly #traces: Map<string, RuleTrace>
  readonly #asking = new Set<string>()
  #joined: Table | undefined

  constructor(library: Library, table: Table, servers: readonly Table[], known: readonly RuleTrace[] = []) {
    this.#library = library
    this.#traces = new Map(known.map(trace => [trace.rule.id, trace]))
    this.#table = table
    this.#servers = servers
  }

  trace(id: string): RuleTrace {
    const known = this.#traces.get(id)
    if (known) return known
    const entry = this.#library.byId.get(id)!
    this.#asking.add(id)
    const trace = this.#looked(entry)
    this.#asking.delete(id)
    this.#traces.set(id, trace)
    return trace
  }

  /** A rule that asks for itself, by whatever way, gets no answer: a pack that does is refused when it is loaded. */
  #verdict(id: string): Verdict {
    return this.#library.byId.has(id) && !this.#asking.has(id) ? this.trace(id).verdict : 'unknown'
  }

  #looked(entry: Entry): RuleTrace {
    const { rule } = entry
    const table = this.#tableFor(entry)
    if (rule.across) return ruleTrace(entry, this.#scope(entry, table))
    const attempts = rule.each || rule.latest ? this.#attempts(entry, table) : []
    const traces: RuleTrace[] = []
    for (const attempt of attempts) {
      const scope = this.#scope(entry, table.ofAttempt(attempt))
      if (rule.latest && evaluate(rule.latest, scope).verdict !== 'yes') continue
      traces.push({ ...ruleTrace(entry, scope), attempt })
      if (rule.latest || traces.at(-1)!.verdict === 'yes') break
    }
    const found =
      traces.find(({ verdict }) => verdict === 'yes') ??
      traces.find(({ verdict }) => verdict === 'unknown') ??
      traces[0]
    return found ?? ruleTrace(entry, this.#scope(entry, table))
  }

  #all(): Table {
    this.#joined ??= joined(this.#servers)
    return this.#joined
  }

  #tableFor({ rule, about }: Entry): Table {
    const table = rule.across ? this.#all() : this.#table
    return about === 'installer' ? table : table.ours
  }

  /** The latest first: all, or those with a row that the condition of `latest` names. */
  #attempts({ rule: { latest }, define }: Entry, table: Table): number[] {
    const rows = latest
      ? patternsBelow(latest, define).flatMap(pattern => matching(pattern, table))
      : table.of(['attempt'])
    const numbers = new Set(rows.flatMap(({ attempt }) => (attempt === undefined ? [] : [attempt])))
    return [...numbers].sort((a, b) => b - a).slice(0, MOST_ATTEMPTS)
  }

  #scope({ define }: Entry, table: Table): Scope {
    const named = new Map<string, Trace>()
    const scope: Scope = {
      table,
      rule: id => this.#verdict(id),
      named: name => {
        const known = named.get(name)
        if (known) return known
        named.set(name, UNDEFINED)
        const trace = Object.hasOwn(define, name) ? evaluate(define[name]!, scope) : UNDEFINED
        named.set(name, trace)
        return trace
      },
    }
    return scope
  }
}

/** Patterns of a condition, and of those that it uses. */
function patternsBelow(condition: Condition, define: Entry['define'], used: readonly string[] = []): Pattern[] {
  return everyPartOf(condition).flatMap(part => {
    if (!('use' in part)) return patternsOf(part)
    const known = Object.hasOwn(define, part.use) && !used.includes(part.use)
    return known ? patternsBelow(define[part.use]!, define, [...used, part.use]) : []
  })
}

/** Nobody is helped by a look at older ones. */
const MOST_ATTEMPTS = 100

/** A condition that stands nowhere, or that names itself. */
const UNDEFINED: Trace = { op: 'any', condition: { any: [] }, verdict: 'unknown', held: [], parts: [] }

// ------------------------------------------------------------------------------------------------------------ a rule

function ruleTrace({ rule, pack, about }: Entry, scope: Scope): RuleTrace {
  const signs = Object.entries(rule.signs).map(([name, sign]) => signTrace(name, sign, scope))
  const unless = (rule.unless ?? []).map(condition => evaluate(condition, scope))
  return {
    rule,
    pack,
    about,
    verdict: verdictOf(rule, signs, unless),
    confidence: capped(rule, together(...signs.map(({ weight }) => weight)), scope),
    signs,
    unless,
    table: scope.table,
    quoted: distinct([...signs.flatMap(({ quoted }) => quoted), ...quotedBy(rule.quote ?? [], scope)]).slice(
      0,
      MOST_QUOTES,
    ),
    captured: new Map(Object.entries(rule.capture ?? {}).map(([name, capture]) => [name, take(capture, signs, scope)])),
    applies: clauses => applies(clauses, scope),
    rowsOf: condition => distinct(rowsHeld(evaluate(condition, scope))).slice(0, MOST_QUOTES),
  }
}

/** What is not known to stand in the way does not. */
function verdictOf({ signsNeeded = 1 }: Rule, signs: readonly SignTrace[], unless: readonly Trace[]): Verdict {
  const prevented = either(unless.map(({ verdict }) => verdict)) === 'yes'
  const musts = every(signs.filter(({ sign }) => sign.must === true).map(({ verdict }) => verdict))
  const sure = signs.filter(({ verdict, weight }) => verdict === 'yes' && weight > 0).length
  const possible = sure + signs.filter(({ verdict }) => verdict === 'unknown').length
  const enough = sure >= signsNeeded ? 'yes' : possible >= signsNeeded ? 'unknown' : 'no'
  return every([prevented ? 'no' : 'yes', musts, enough])
}

function signTrace(name: string, sign: Sign, scope: Scope): SignTrace {
  const written = sign.cases ?? [{ weight: sign.weight ?? 0, when: sign.when! }]
  const cases = written.map(({ weight, when }) => ({ weight, trace: evaluate(when, scope) }))
  const counts = cases.find(({ trace }) => trace.verdict === 'yes')
  return {
    name,
    sign,
    verdict: either(cases.map(({ trace }) => trace.verdict)),
    weight: counts?.weight ?? 0,
    cases,
    quoted: counts ? quotedOf(sign, counts.trace, scope) : [],
  }
}

/** Rows that the author wants quoted; where there is none, those that held. */
function quotedOf({ quote }: Sign, trace: Trace, scope: Scope): Row[] {
  const rows = quotedBy(quote ?? [], scope)
  return rows.length > 0 || quote?.length === 0 ? rows : rowsHeld(trace)
}

const rowsHeld = (trace: Trace): Row[] => leaves(trace).flatMap(({ held }) => held.slice(0, MOST_OF_A_KIND))

function capped({ caps = [] }: Rule, confidence: number, scope: Scope): number {
  const applied = caps.filter(cap => applies(cap, scope))
  return Math.min(confidence, ...applied.map(cap => cap.confidence))
}

/** A part of a rule that counts only then, or only where something else is not known to hold. */
const applies = ({ when, unless }: Clauses, scope: Scope): boolean =>
  (!when || evaluate(when, scope).verdict === 'yes') && (!unless || evaluate(unless, scope).verdict !== 'yes')

// ------------------------------------------------------------------------------------------------------------ quotes

/** Enough to be believed, and not a list. */
const MOST_QUOTES = 6
/** Of rows that one condition found: the next condition has something to say as well. */
const MOST_OF_A_KIND = 2

/** The parts that found the rows. */
const leaves = (trace: Trace): Trace[] =>
  trace.verdict !== 'yes' ? [] : trace.parts.length === 0 ? [trace] : trace.parts.flatMap(leaves)

const quotedBy = (patterns: NonNullable<Rule['quote']>, { table }: Scope): Row[] =>
  patterns.flatMap(pattern => matching(pattern, table).slice(0, MOST_OF_A_KIND))

/** A line once, whatever was observed in it. */
const distinct = (rows: readonly Row[]): Row[] => firstOf(rows, ({ path, line }) => JSON.stringify([path, line]))

/** Of those with the same key the first. */
function firstOf<T>(items: readonly T[], keyOf: (item: T) => string | number): T[] {
  const seen = new Set<string | number>()
  return items.filter(item => !seen.has(keyOf(item)) && seen.add(keyOf(item)))
}

// ---------------------------------------------------------------------------------------------------------- captures

function take({ from = [], of, field, leaf }: Capture, signs: readonly SignTrace[], scope: Scope): Captured {
  const rows = of
    ? matching(of, scope.table)
    : from.flatMap(
        name =>
          signs
            .find(sign => sign.name === name)
            ?.cases.flatMap(({ trace }) => (trace.verdict === 'yes' ? trace.held : [])) ?? scope.named(name).held,
      )
  const values =
    field === undefined ? [] : rows.flatMap(row => textsOf(row[field])).map(text => (leaf ? leafOf(text) : text))
  return {
    rows: firstOf(rows, ({ seq }) => seq),
    values: firstOf(
      values.filter(text => text !== ''),
      lower,
    ),
  }
}

const textsOf = (value: FieldValue | undefined): string[] =>
  value === undefined ? [] : Array.isArray(value) ? [...value] : [String(value).trim()]

const leafOf = (path: string): string => path.split('\\').at(-1) ?? path
