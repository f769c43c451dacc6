import type { Evidence } from '../evidence.ts'
import type { Quote } from '../finding.ts'
import type { LogLine } from '../parse/installerLog.ts'
import { openInstallerEvents, openLogs, quoteEvent, quoteLog, returnCode, shownTexts } from '../situation.ts'
import { textOfCode } from './returnedCode.ts'

/** Code 1642: the patch has no target on this server. Why is another question. The rules that ask may know. */
export interface NoTarget {
  readonly quotes: readonly Quote[]
  /** The product is there in another version, it is not there, or nothing tells. */
  readonly product: 'other-version' | 'absent' | 'unknown'
  readonly version: string | undefined
}

const CODE = 1642
const MESSAGE = textOfCode(CODE)

export function noTarget(evidence: Evidence): NoTarget | undefined {
  for (const log of openLogs(evidence).toReversed()) {
    if (returnCode(log) !== CODE && log.notApplicable.length === 0) continue
    const refused = log.notApplicable.map(({ line }) => line)
    const told = log.shown.filter(({ text }) => MESSAGE.test(text))
    const codes: LogLine[] = log.returnCodes.filter(({ code }) => code === CODE).map(({ line }) => line)
    const version = log.sequencedFor[0]?.value.split(' ')[1]
    const quotes = [...refused, ...told, ...codes].map(line => quoteLog(log, line))
    return { quotes, product: version === undefined ? 'absent' : 'other-version', version }
  }
  const update = openInstallerEvents(evidence).find(
    ({ event }) => [1023, 1024].includes(event.id) && /Error code 1642\b/.test(event.message),
  )
  if (update) return { quotes: [quoteEvent(update)], product: 'other-version', version: undefined }
  const dialog = shownTexts(evidence).filter(({ text }) => MESSAGE.test(text))
  return dialog.length > 0 ? { quotes: dialog, product: 'unknown', version: undefined } : undefined
}
