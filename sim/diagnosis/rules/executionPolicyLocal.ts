import { command } from '../../foreign/commandLine.ts'
import type { Evidence } from '../evidence.ts'
import type { Quote } from '../finding.ts'
import { installAgain, remedy, servicesFirst, steps } from '../remedies.ts'
import { quoteLog, quoteText } from '../situation.ts'
import { firstQuotes, type Match, type Rule, together } from './rule.ts'
import { exportedPolicy, type FailedScript, failedScript, scriptWrote, stopsServices } from './scriptAction.ts'

/**
 * PowerShell refused the script that stops the services. The log tells the refusal, not its reason: that takes the
 * registry.
 */

export const executionPolicyLocal: Rule = {
  id: 'execution-policy-local',
  cause: 'execution-policy-local',
  title: 'PowerShell refused to run the script that stops the services: execution policy',
  where:
    'verbose log: first return value 3 on CA_SAVEDATA_STOP_SERVICES; ServiceControl.log: no block of that time; registry',
  match,
}

const REFUSED = /execution of scripts is disabled|is not digitally signed|AuthorizationManager check failed/i
/** PowerShell starts, refuses and ends; stopping services takes minutes. */
const SOON_MS = 5000

function match(evidence: Evidence): Match | undefined {
  const failed = failedScript(evidence)
  if (!failed || !stopsServices(failed)) return undefined
  const { policy, found } = exportedPolicy(evidence)
  const wrote = scriptWrote(evidence, failed)
  if (wrote === true || policy === 'runs' || policy === 'group') return undefined
  const told = failed.output.filter(({ text }) => REFUSED.test(text))
  const registry: Quote[] = found ? [quoteText(found.path, found.value)] : []
  return {
    confidence: confidenceOf(failed, policy === 'refuses', wrote === false, told.length > 0),
    evidence: firstQuotes(
      [quoteLog(failed.log, failed.end)],
      registry,
      [...told, ...failed.output].map(line => quoteLog(failed.log, line)),
    ),
    remedies: steps(evidence, ALLOW, servicesFirst, installAgain),
  }
}

function confidenceOf(failed: FailedScript, refuses: boolean, silent: boolean, told: boolean): number {
  const soon = failed.tookMs !== undefined && failed.tookMs >= 0 && failed.tookMs < SOON_MS
  return together(0.4, soon ? 0.3 : 0, silent ? 0.4 : 0, refuses ? 0.9 : 0, told ? 0.9 : 0)
}

const ALLOW = remedy(
  'allow-scripts',
  'Allow local scripts, in a 64-bit PowerShell that runs elevated',
  [command`Get-ExecutionPolicy`, command`Set-ExecutionPolicy RemoteSigned`],
  ['Leave the execution policy at RemoteSigned'],
)
