import type { Evidence } from '../evidence.ts'
import { remedy } from '../remedies.ts'
import { noTarget } from './noTarget.ts'
import { firstQuotes, type Match, type Rule } from './rule.ts'

/** The rollup was made for another service pack. Which one the site wants is not known. */

export const wrongBaseline: Rule = {
  id: 'wrong-baseline',
  cause: 'wrong-baseline',
  title: 'The rollup is for another service pack level of Exchange Server 2007',
  where: 'verbose log: "is not applicable" and code 1642; events 1023 and 1024 with code 1642',
  match,
}

/** Product versions of the baselines; rollups do not move them. */
const BASELINES: Readonly<Record<string, string>> = {
  '8.0': 'Exchange Server 2007 without a service pack',
  '8.1': 'Exchange Server 2007 Service Pack 1',
  '8.2': 'Exchange Server 2007 Service Pack 2',
  '8.3': 'Exchange Server 2007 Service Pack 3',
}

const CONFIDENCE = { 'other-version': 0.95, unknown: 0.5, absent: 0 } as const

function match(evidence: Evidence): Match | undefined {
  const found = noTarget(evidence)
  if (!found || found.product === 'absent') return undefined
  const installed = BASELINES[found.version?.split('.').slice(0, 2).join('.') ?? '']
  return {
    ...(installed !== undefined && {
      title: `The rollup is not for what is installed: ${installed} (${found.version})`,
    }),
    confidence: CONFIDENCE[found.product],
    evidence: firstQuotes(found.quotes),
    remedies: [
      remedy(
        'match-baseline',
        installed === undefined
          ? 'Take a rollup for the service pack that is installed, or install the service pack that this rollup needs'
          : `Take a rollup for ${installed}, or install the service pack that this rollup needs`,
        [],
      ),
    ],
  }
}
