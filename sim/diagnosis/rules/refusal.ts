import type { Cause } from '../../causes.ts'
import type { Evidence } from '../evidence.ts'
import type { Quote, Remedy } from '../finding.ts'
import { shownTexts } from '../situation.ts'
import { firstQuotes, type Match, type Rule } from './rule.ts'

/**
 * A fault that the rollup's own message names. The same texts stand as properties in every log: those do not count.
 * Knows no particular message.
 */
export interface RefusalMessage {
  readonly cause: Cause
  readonly title: string
  readonly message: RegExp
  readonly remedies: (evidence: Evidence) => readonly Remedy[]
}

export function refusalRule({ cause, title, message, remedies }: RefusalMessage): Rule {
  return {
    id: cause,
    cause,
    title,
    where: 'dialogs; verbose log and event 10005: the message itself, not the property of the same text',
    match: evidence => matchText(evidence, message, remedies),
  }
}

function matchText(evidence: Evidence, message: RegExp, remedies: RefusalMessage['remedies']): Match | undefined {
  const quotes: Quote[] = shownTexts(evidence).filter(({ text }) => message.test(text) && !PROPERTY.test(text))
  return quotes.length === 0
    ? undefined
    : { confidence: 0.97, evidence: firstQuotes(quotes), remedies: remedies(evidence) }
}

const PROPERTY = /Property\([SC]\): |PROPERTY CHANGE: /
