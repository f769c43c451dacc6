import { wordingsOf } from '../../../model/words/systemErrors.ts'
import { opening } from '../../../model/words/turned.ts'
import type { Evidence } from '../evidence.ts'
import type { Quote } from '../finding.ts'
import type { InstallerLog, LogLine } from '../parse/installerLog.ts'
import { openInstallerEvents, openLogs, quoteEvent, quoteLog, shownTexts } from '../situation.ts'
import { firstQuotes } from './rule.ts'

/** What says that a run returned a code. Why it did is the question of the rule that asks. */

/** Recognises the text of a code, as either Windows words it. */
export const textOfCode = (code: number): RegExp => opening(...wordingsOf(code))

/** What says that a run returned a code: lines of logs, windows with its text, events. `also` are lines that belong to it. */
export function returnedCode(
  evidence: Evidence,
  code: number,
  also: (log: InstallerLog) => readonly LogLine[] = () => [],
): Quote[] {
  const inLogs = openLogs(evidence).flatMap(log => {
    const codes = log.returnCodes.filter(returned => returned.code === code).map(({ line }) => line)
    return [...also(log), ...codes].map(line => quoteLog(log, line))
  })
  const message = textOfCode(code)
  const named = new RegExp(`Error code ${code}\\b`)
  const events = openInstallerEvents(evidence).filter(({ event }) => named.test(event.message))
  const dialogs = shownTexts(evidence).filter(({ text }) => message.test(text))
  return firstQuotes(inLogs, dialogs, events.map(quoteEvent))
}
