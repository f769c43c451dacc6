import { ownCommand } from '../foreign/commandLine.ts'
import type { Evidence } from './evidence.ts'
import type { Candidate, Finding, Quote, Remedy } from './finding.ts'
import { hasExchange } from './knowledge/signs.ts'
import type { Row } from './observations/kinds.ts'
import type { Table } from './observations/table.ts'
import type { RuleTrace } from './packs/evaluateRules.ts'
import { clausesOf, isOwnRemedy, namedRemedy } from './packs/remedyUse.ts'
import type { RemedyUse } from './packs/schema.ts'
import { placesIn } from './places.ts'
import { PRESCRIPTIONS } from './prescriptions.ts'
import { openly, remedy } from './remedies.ts'
import type { Judged } from './situation.ts'

/** From what rules say to what a person is told. Knows no rule. */

const quoteOf = ({ path, line, text }: Row): Quote => ({ path, line, text })

export const judgedBy = (traces: readonly RuleTrace[], evidence: Evidence, table: Table): Judged => ({
  evidence,
  ours: hasExchange(table) || undefined,
  lost: traces.some(({ rule, verdict }) => rule.tells === 'saved-state-worthless' && verdict === 'yes'),
  places: placesIn(table),
})

/** Where nothing says that a server has Exchange Server 2007, what is said of Exchange is less sure. */
const UNKNOWN_PRODUCT = 0.8

export type Claim = Pick<Finding, 'rule' | 'cause' | 'role' | 'state' | 'confidence'>

/** What a rule that holds says, without the words. */
export function claimOf({ rule, about, quoted, confidence }: RuleTrace, server: Judged): Claim {
  const { ours } = judgedFor(quoted, server)
  const doubt = about === 'installer' || ours ? 1 : UNKNOWN_PRODUCT
  return {
    rule: rule.id,
    cause: rule.cause,
    role: rule.role,
    state: rule.latent ? 'latent' : 'open',
    confidence: Math.round(confidence * doubt * 100) / 100,
  }
}

export function findingOf(trace: RuleTrace, server: Judged, table: Table): Finding {
  const { quoted } = trace
  const other = foreignIn(quoted)
  const { rule, cause, ...claimed } = claimOf(trace, server)
  return {
    rule,
    cause,
    title: titleOf(trace) + (other?.product === undefined ? '' : ` (${other.product})`),
    ...claimed,
    evidence: quoted.map(quoteOf),
    remedies: remediesOf(trace, judgedFor(quoted, server), table),
  }
}

const foreignIn = (quoted: readonly Row[]): Row | undefined => quoted.find(({ ours }) => ours === false)

const judgedFor = (quoted: readonly Row[], server: Judged): Judged => ({
  ...server,
  ours: foreignIn(quoted) ? false : server.ours,
})

/** Filled in where every capture that it names has a value. */
function titleOf({ rule: { title, titled }, captured }: RuleTrace): string {
  if (titled === undefined) return title
  const parts = titled.split(/[{}]/)
  const filled = parts.map((part, i) => (i % 2 === 0 ? part : (captured.get(part)?.values.join(', ') ?? '')))
  return filled.some((part, i) => i % 2 === 1 && part === '') ? title : filled.join('')
}

/** Several may need the same before them: it is done once. */
function remediesOf(trace: RuleTrace, judged: Judged, table: Table): Remedy[] {
  const remedies = trace.rule.remedies.flatMap(entry => prescribed(entry, trace, judged, table))
  return remedies.filter(({ id }, i) => remedies.findIndex(other => other.id === id) === i).map(openly)
}

function prescribed(entry: RemedyUse, trace: RuleTrace, judged: Judged, table: Table): readonly Remedy[] {
  if (!trace.applies(clausesOf(entry))) return []
  if (isOwnRemedy(entry)) return [remedy(entry.id, entry.title, entry.commands.map(ownCommand), entry.owed)]
  const { name, given } = namedRemedy(entry)!
  const gifts = Object.entries(given).map(([what, capture]) => [what, trace.captured.get(capture)!])
  return PRESCRIPTIONS[name]!.make({ ...judged, table, given: Object.fromEntries(gifts) })
}

/** What could be the cause as well, where a rule finds nothing and nothing tells. */
export function candidateOf(trace: RuleTrace, judged: Judged, table: Table): Candidate[] {
  const { rule, verdict, applies, rowsOf } = trace
  const { candidate, cause, title } = rule
  if (!candidate || verdict === 'yes' || !applies(candidate)) return []
  const { why } = candidate
  // The folder of the product may stand in a command: it is a path, or a word to fill in.
  const command = candidate.command.replaceAll('{exchange}', judged.places.exchange)
  const evidence = rowsOf(candidate.when).map(quoteOf)
  return [{ rule: rule.id, cause, title, why, command, evidence, remedies: remediesOf(trace, judged, table) }]
}
