import type { Evidence } from '../evidence.ts'
import { remedy } from '../remedies.ts'
import { noTarget } from './noTarget.ts'
import { firstQuotes, type Match, type Rule } from './rule.ts'

/** The patch found no product at all. Whether there ever was one is not known. */

export const productAbsent: Rule = {
  id: 'product-absent',
  cause: 'product-absent',
  title: 'Exchange Server 2007 is not installed on this computer',
  where: 'verbose log: code 1642 before any product was opened',
  match,
}

function match(evidence: Evidence): Match | undefined {
  const found = noTarget(evidence)
  if (found?.product !== 'absent') return undefined
  return {
    confidence: 0.8,
    evidence: firstQuotes(found.quotes),
    remedies: [
      remedy('choose-server', 'Install the rollup on a server or workstation that has Exchange Server 2007', []),
    ],
  }
}
