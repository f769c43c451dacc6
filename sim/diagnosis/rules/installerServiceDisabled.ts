import { hresultText, WIN32 } from '../../../model/words/systemErrors.ts'
import { command } from '../../foreign/commandLine.ts'
import type { Evidence } from '../evidence.ts'
import type { Quote } from '../finding.ts'
import { installAgain, remedy, steps } from '../remedies.ts'
import { openLogs, quoteLog, shownTexts } from '../situation.ts'
import { textOfCode } from './returnedCode.ts'
import { firstQuotes, type Match, type Rule, together } from './rule.ts'

/** The installer's own service could not be started. Who disabled it is not known. */

export const installerServiceDisabled: Rule = {
  id: 'installer-service-disabled',
  cause: 'installer-service-disabled',
  title: 'The Windows Installer service is disabled',
  where: 'services.txt: start type of MSIServer; verbose log: code 1601; dialogs',
  match,
}

const MESSAGE = textOfCode(1601)
/** As the client's log has it. */
const DISABLED = new RegExp(`${hresultText(WIN32.SERVICE_DISABLED)}\\b`, 'i')

function match(evidence: Evidence): Match | undefined {
  const list = listQuotes(evidence)
  if (list === 'enabled') return undefined
  const inLogs = openLogs(evidence).flatMap(log => {
    const codes = log.returnCodes.filter(({ code }) => code === 1601).map(({ line }) => line)
    return [...(log.serverUnreachable ? [log.serverUnreachable] : []), ...codes].map(line => quoteLog(log, line))
  })
  const dialogs = shownTexts(evidence).filter(({ text }) => MESSAGE.test(text))
  const told = [...inLogs, ...dialogs]
  if (list.length + told.length === 0) return undefined
  const named = told.some(({ text }) => DISABLED.test(text))
  return {
    confidence: together(list.length > 0 ? 0.8 : 0, told.length > 0 ? 0.6 : 0, named ? 0.8 : 0),
    evidence: firstQuotes(told.slice(0, 1), list, told),
    remedies: steps(evidence, ENABLE, installAgain),
  }
}

function listQuotes(evidence: Evidence): Quote[] | 'enabled' {
  for (const { path, listing } of evidence.services) {
    const start = listing.get('msiserver')?.start
    if (start?.value === 'DISABLED') return [{ path, line: start.line, text: `MSIServer: ${start.text}` }]
    if (start) return 'enabled'
  }
  return []
}

const ENABLE = remedy(
  'enable-installer',
  'Let the Windows Installer service start on demand, as it does by default',
  [command`sc config msiserver start= demand`],
  ['Ask who disabled the service: a policy may do it again'],
)
