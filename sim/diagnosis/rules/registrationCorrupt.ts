import type { Evidence } from '../evidence.ts'
import type { Remedy } from '../finding.ts'
import { remedy } from '../remedies.ts'
import { returnedCode } from './returnedCode.ts'
import type { Match, Rule } from './rule.ts'

/** The configuration data of the product is corrupt. What is wrong with it is not known: it can only be made anew. */

export const registrationCorrupt: Rule = {
  id: 'registration-corrupt',
  cause: 'registration-corrupt',
  title: 'The registration of the product cannot be read, and nothing repairs it in place',
  where: 'verbose log and events 1023, 1024: code 1610; dialogs',
  match,
}

function match(evidence: Evidence): Match | undefined {
  const quotes = returnedCode(evidence, 1610)
  return quotes.length === 0 ? undefined : { confidence: 0.9, evidence: quotes, remedies: [REBUILD] }
}

/** None of it can be typed on the server as it is (bulletin). */
const REBUILD: Remedy = {
  ...remedy(
    'rebuild-server',
    'Save databases and configuration, install Windows afresh, then Exchange with setup /m:RecoverServer, then the rollup',
    [],
  ),
  ends: 'rebuild',
}
