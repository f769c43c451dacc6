import { command } from '../../foreign/commandLine.ts'
import type { Evidence } from '../evidence.ts'
import { installAgain, remedy, steps } from '../remedies.ts'
import { returnedCode } from './returnedCode.ts'
import type { Match, Rule } from './rule.ts'

/** Another installation held the mutex. Which one is not known. */

export const installInProgress: Rule = {
  id: 'install-in-progress',
  cause: 'install-in-progress',
  title: 'Another installation was running',
  where: 'verbose log: the execution mutex and code 1618; dialogs',
  match,
}

function match(evidence: Evidence): Match | undefined {
  const quotes = returnedCode(evidence, 1618, log => (log.mutexTaken ? [log.mutexTaken] : []))
  if (quotes.length === 0) return undefined
  return { confidence: 0.95, evidence: quotes, remedies: steps(evidence, WAIT, installAgain) }
}

const WAIT = remedy('wait-for-installer', 'Let the other installation end; if none is at work, end its msiexec.exe', [
  command`tasklist /fi "imagename eq msiexec.exe"`,
  command`timeout /t 600`,
])
