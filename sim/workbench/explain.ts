import {
  type Condition,
  type Fields,
  fieldsOf,
  type Operator,
  type Pattern,
  patternsOf,
} from '../diagnosis/algebra/condition.ts'
import type { Trace } from '../diagnosis/algebra/evaluate.ts'
import { has, kindsOf, matching } from '../diagnosis/algebra/match.ts'
import type { Verdict } from '../diagnosis/algebra/verdict.ts'
import type { Traced } from '../diagnosis/diagnose.ts'
import type { Evidence } from '../diagnosis/evidence.ts'
import type { Quote } from '../diagnosis/finding.ts'
import type { FieldValue, Row } from '../diagnosis/observations/kinds.ts'
import type { Table } from '../diagnosis/observations/table.ts'
import { quoteAsGiven } from '../diagnosis/pasted/wayBack.ts'
import { LIMITS, withoutMiddle } from '../limits.ts'
import { flow } from './flow.ts'

/**
 * Why a rule says what it says: each of its branches with the rows that decide, and where none does, with the row that comes
 * nearest and what of it is otherwise. Made from the evaluator's own trace; looks nothing up by itself but rows.
 */
export interface Explanation {
  readonly rule: string
  readonly cause: string
  readonly title: string
  /** As its records name it; empty where none does. */
  readonly server: string
  /** Of the evidence as it was before a later attempt succeeded. */
  readonly past: boolean
  readonly verdict: Verdict
  /** 0 to 1; of a rule that does not hold, what it would be. */
  readonly confidence: number
  /** Where the rule looks at one attempt: which. */
  readonly attempt: number | null
  readonly signsNeeded: number
  readonly signs: readonly SignExplained[]
  readonly unless: readonly Branch[]
}

export interface SignExplained {
  readonly name: string
  /** Without this sign there is no finding. */
  readonly must: boolean
  readonly verdict: Verdict
  /** What it counts; 0 where it does not hold. */
  readonly weight: number
  readonly cases: readonly { readonly weight: number; readonly branch: Branch }[]
}

export interface Branch {
  /** The condition as a pack writes it; of one with parts, the word alone. */
  readonly says: string
  readonly verdict: Verdict
  /** Rows that are so, the first few. */
  readonly rows: readonly Quote[]
  /** How many more there are. */
  readonly more: number
  /** Of rows of these kinds, how many there are, and how many listings would show one. */
  readonly looked: { readonly rows: number; readonly witnesses: number } | null
  /** Where no row is so: the one that comes nearest. */
  readonly nearest: Nearest | null
  readonly parts: readonly Branch[]
}

export interface Nearest extends Quote {
  readonly differs: readonly { readonly field: string; readonly wanted: string; readonly found: string | null }[]
}

export function explain(traces: readonly Traced[], evidence: Evidence): Explanation[] {
  const explainer = new Explainer(quoteAsGiven(evidence))
  return traces.map(trace => explainer.rule(trace))
}

/** Enough to see what it is about. */
const MOST_ROWS = 3
/** Among so many rows the nearest is looked for: a log may have a million. */
const MOST_COMPARED = 5000
/** Of a value that was found. */
const MOST_VALUE = 120

class Explainer {
  readonly #asGiven: (quote: Quote) => Quote

  constructor(asGiven: (quote: Quote) => Quote) {
    this.#asGiven = asGiven
  }

  rule({ rule, server, past, verdict, confidence, attempt, signs, unless, table }: Traced): Explanation {
    return {
      rule: rule.id,
      cause: rule.cause,
      title: rule.title,
      server,
      past,
      verdict,
      confidence,
      attempt: attempt ?? null,
      signsNeeded: rule.signsNeeded ?? 1,
      signs: signs.map(({ name, sign, verdict: holds, weight, cases }) => ({
        name,
        must: sign.must === true,
        verdict: holds,
        weight,
        cases: cases.map(one => ({ weight: one.weight, branch: this.#branch(one.trace, table) })),
      })),
      unless: unless.map(trace => this.#branch(trace, table)),
    }
  }

  #branch(trace: Trace, table: Table): Branch {
    const { condition, verdict, looked, parts } = trace
    const rows = rowsOf(trace, table)
    return {
      says: says(trace),
      verdict,
      rows: rows.slice(0, MOST_ROWS).map(row => this.#quote(row)),
      more: Math.max(0, rows.length - MOST_ROWS),
      looked: looked ? { rows: looked.rows, witnesses: looked.witnesses } : null,
      nearest: rows.length === 0 ? this.#nearest(condition, table) : null,
      parts: parts.map(part => this.#branch(part, table)),
    }
  }

  #quote({ path, line, text }: Row): Quote {
    return this.#asGiven({ path, line, text: withoutMiddle(text, LIMITS.quote.most) })
  }

  #nearest(condition: Condition, table: Table): Nearest | null {
    const more = fieldsOf(condition).at(-1)
    for (const { is, ...fields } of patternsOf(condition)) {
      const pattern = { is, ...fields } as Pattern
      const such = matching(pattern, table)
      const found =
        such.length === 0
          ? nearestOf(table.of(kindsOf(pattern)), fields, 1)
          : more && nearestOf('last' in condition ? such.slice(-1) : such, more, 0)
      if (found) return { ...this.#quote(found.row), differs: found.differs }
    }
    return null
  }
}

/** Rows by which a branch is decided: those that held, and of `none` those that it found. */
const rowsOf = ({ condition, held }: Trace, table: Table): readonly Row[] =>
  'none' in condition ? matching(condition.none, table) : held

// ------------------------------------------------------------------------------------------------------ as it is written

/** A condition that has others in it is told by its parts. */
const COMPOSED: readonly Operator[] = ['all', 'any', 'not']

const says = ({ op, condition }: Trace): string => (COMPOSED.includes(op) ? op : flow(condition))

// ---------------------------------------------------------------------------------------------------------- nearest

type Difference = Nearest['differs'][number]

interface Compared {
  readonly row: Row
  readonly differs: readonly Difference[]
}

/** The row that has most of what is wanted; undefined where none has at least so many fields of it. */
function nearestOf(rows: readonly Row[], fields: Fields, least: number): Compared | undefined {
  const wanted = Object.entries(fields)
  let best: Compared | undefined
  for (const row of rows.slice(-MOST_COMPARED)) {
    const differs = wanted
      .filter(([field, match]) => !has(row, { [field]: match }))
      .map(([field, match]): Difference => ({ field, wanted: flow(match), found: shown(row[field]) }))
    if (differs.length < (best?.differs.length ?? wanted.length - least + 1)) best = { row, differs }
  }
  return best
}

const shown = (value: FieldValue | undefined): string | null =>
  value === undefined ? null : withoutMiddle(Array.isArray(value) ? value.join(', ') : String(value), MOST_VALUE)
