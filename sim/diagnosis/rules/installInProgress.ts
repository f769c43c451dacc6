import type { Evidence } from '../evidence.ts'
import { installAgain, remedy, steps } from '../remedies.ts'
import { openInstallerEvents, openLogs, quoteEvent, quoteLog, shownTexts } from '../situation.ts'
import { firstQuotes, type Match, type Rule } from './rule.ts'

export const installInProgress: Rule = {
  id: 'install-in-progress',
  cause: 'install-in-progress',
  title: 'Another installation was running',
  where: 'verbose log: the execution mutex and code 1618; dialogs',
  match,
}

const MESSAGE = /Another installation is already in progress/i

function match(evidence: Evidence): Match | undefined {
  const inLogs = openLogs(evidence).flatMap(log => {
    const codes = log.returnCodes.filter(({ code }) => code === 1618).map(({ line }) => line)
    return [...(log.mutexTaken ? [log.mutexTaken] : []), ...codes].map(line => quoteLog(log, line))
  })
  const codes = openInstallerEvents(evidence).filter(({ event }) => /Error code 1618\b/.test(event.message))
  const dialogs = shownTexts(evidence).filter(({ text }) => MESSAGE.test(text))
  const quotes = firstQuotes(inLogs, dialogs, codes.map(quoteEvent))
  if (quotes.length === 0) return undefined
  return { confidence: 0.95, evidence: quotes, remedies: steps(evidence, WAIT, installAgain) }
}

const WAIT = remedy('wait-for-installer', 'Let the other installation end; if none is at work, end its msiexec.exe', [
  'tasklist /fi "imagename eq msiexec.exe"',
  'timeout /t 600',
])
