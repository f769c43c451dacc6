import { MESSAGES } from '../../../model/words/messages.ts'
import { SYSTEM_ERRORS, WIN32 } from '../../../model/words/systemErrors.ts'
import { opening } from '../../../model/words/turned.ts'
import { command } from '../../foreign/commandLine.ts'
import type { Evidence, Read } from '../evidence.ts'
import type { InstallerLog, LogLine } from '../parse/installerLog.ts'
import { installAgain, remedy, servicesFirst, steps } from '../remedies.ts'
import { openInstallerEvents, openLogs, quoteEvent, quoteLog } from '../situation.ts'
import { firstQuotes, type Match, type Rule } from './rule.ts'

/** A drive had no room. What fills it no log says. */

export const diskFull: Rule = {
  id: 'disk-full',
  cause: 'disk-full',
  title: 'The drive is full',
  where: 'verbose log: system error 112 or OutOfDiskSpace before the first return value 3; events 113xx',
  match,
}

/** Error-table messages that carry a system error: reading, writing, creating, removing. */
const WITH_ERROR: ReadonlySet<number> = new Set([
  1301, 1303, 1304, 1305, 1307, 1308, 1309, 1310, 1311, 1321, 1335, 1601,
])
/** The error of Windows, or a message of the installer about the space that it needs. */
const TEXTS = opening(SYSTEM_ERRORS.ERROR_DISK_FULL.text, MESSAGES[1601].text, MESSAGES[1605].text)
const FULL = new RegExp(`System error:? ${WIN32.DISK_FULL}\\b|${TEXTS.source}`, 'i')

function match(evidence: Evidence): Match | undefined {
  const inLogs = openLogs(evidence).flatMap(log => fullIn(log).map(line => quoteLog(log, line)))
  const inEvents = openInstallerEvents(evidence).filter(
    ({ event }) => event.type === 'error' && FULL.test(event.message),
  )
  const quotes = firstQuotes(inLogs, inEvents.map(quoteEvent))
  if (quotes.length === 0) return undefined
  return {
    confidence: inLogs.length > 0 ? 0.95 : 0.85,
    evidence: quotes,
    remedies: steps(evidence, FREE, servicesFirst, installAgain),
  }
}

function fullIn(log: Read<InstallerLog>): LogLine[] {
  const limit = log.firstFailure?.end?.number ?? Number.POSITIVE_INFINITY
  const notes = log.notes.filter(
    ({ number, fields }) => WITH_ERROR.has(number) && fields.includes(String(WIN32.DISK_FULL)),
  )
  const messages = log.messages.filter(({ form, text }) => form !== 'debug' && FULL.test(text))
  const costing = [...log.changes, ...log.properties].filter(
    ({ name, value }) => name === 'OutOfDiskSpace' && value === '1',
  )
  const told = [...notes, ...messages].map(({ line }) => line).filter(line => line.number < limit)
  return [...told.sort((a, b) => a.number - b.number), ...costing.map(({ line }) => line)]
}

const FREE = remedy(
  'free-space',
  'Make room on the drive, but never in C:\\WINDOWS\\Installer',
  [command`del /q "C:\\WINDOWS\\Temp\\*.*"`],
  ['Find out what fills the drive'],
)
