import { lower } from '../../../model/words/letters.ts'
import type { Evidence } from '../evidence.ts'
import type { Quote } from '../finding.ts'
import { isExchange } from '../knowledge/services.ts'
import { installAgain, servicesFirstOrAfterPatch, steps } from '../remedies.ts'
import {
  disabledNow,
  lostStateSigns,
  quoteEvent,
  quoteText,
  serviceControlLog,
  servicesRepaired,
  startChanges,
} from '../situation.ts'
import { fileInUse } from './fileInUse.ts'
import { firstQuotes, type Match, type Rule, together } from './rule.ts'

/** Services are down since a BeforePatch. What stopped the rollup in between is for other rules. */

export const servicesDisabled: Rule = {
  id: 'services-disabled',
  cause: 'services-disabled',
  title: 'Services were stopped and disabled for the rollup and have not been restored',
  where: 'ServiceControl.log: a BeforePatch without an AfterPatch; services.txt; System log: event 7040',
  match,
}

function match(evidence: Evidence): Match | undefined {
  if (servicesRepaired(evidence)) return undefined
  const inScript = scriptQuotes(evidence)
  const inList = listQuotes(evidence)
  const inEvents = eventQuotes(evidence)
  if (inScript.length + inList.length + inEvents.length === 0) return undefined
  const seen = together(inScript.length > 0 ? 0.7 : 0, inList.length > 0 ? 0.7 : 0, inEvents.length > 0 ? 0.4 : 0)
  // Behind a held file or a lost state it is what follows, not what went wrong.
  const explained = lostStateSigns(evidence).length > 0 || fileInUse.match(evidence) !== undefined
  return {
    confidence: explained ? Math.min(seen, 0.6) : seen,
    evidence: firstQuotes(inScript, inList, inEvents),
    remedies: steps(evidence, servicesFirstOrAfterPatch, ...(explained ? [] : [installAgain])),
  }
}

/** The last run of the script that did anything is a BeforePatch that came to disabling. */
function scriptQuotes(evidence: Evidence): Quote[] {
  const log = serviceControlLog(evidence)
  const last = log?.blocks.findLast(block => block.kind !== 'unknown')
  if (!log || last?.kind !== 'BeforePatch' || last.disabled.length === 0) return []
  const decisive = last.disabling ?? last.disabled[0]!
  return [decisive, ...last.disabled.filter(({ service }) => isExchange(service)).slice(0, 1)].map(line =>
    quoteText(log.path, line),
  )
}

function listQuotes(evidence: Evidence): Quote[] {
  const down = (disabledNow(evidence) ?? []).filter(({ service }) => isExchange(service.name))
  return down.slice(0, 2).map(({ path, service, start }) => ({
    path,
    line: start.line,
    text: `${service.name}: ${start.text}`,
  }))
}

/** The last change of an Exchange service's start type was to disabled. */
function eventQuotes(evidence: Evidence): Quote[] {
  const last = new Map(startChanges(evidence).map(change => [lower(change.service), change]))
  return [...last.values()]
    .filter(({ service, to }) => to === 'disabled' && isExchange(service))
    .slice(0, 2)
    .map(({ found }) => quoteEvent(found))
}
