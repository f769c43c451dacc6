import type { Evidence } from '../evidence.ts'
import { installAgain, servicesByHand, servicesFirst, steps } from '../remedies.ts'
import { lostStateSigns, serviceState } from '../situation.ts'
import { fileInUse } from './fileInUse.ts'
import { firstQuotes, type Match, type Rule, together } from './rule.ts'

/**
 * The saved state of the services is that of services that were down. What they were like before is not known from it.
 */

export const savedStateLost: Rule = {
  id: 'saved-state-lost',
  cause: 'saved-state-lost',
  title: 'The saved state of the services was overwritten while they were down: AfterPatch cannot restore them',
  where:
    'ServiceControl.log: two BeforePatch without an AfterPatch; ServiceStartupMode.xml: Exchange services Disabled',
  match,
}

function match(evidence: Evidence): Match | undefined {
  const signs = lostStateSigns(evidence)
  if (signs.length === 0) return undefined
  // A held file that is still held comes next: services by hand, then the file, then the rollup.
  const release = (fileInUse.match(evidence)?.remedies ?? []).filter(({ id }) => id === 'release-file')
  const services = serviceState(evidence) === 'lost' ? servicesFirst(evidence) : [servicesByHand(evidence)]
  return {
    confidence: together(...signs.map(({ weight }) => weight)),
    evidence: firstQuotes(...signs.map(({ quotes }) => quotes)),
    remedies: steps(evidence, ...services, ...release, installAgain),
  }
}
