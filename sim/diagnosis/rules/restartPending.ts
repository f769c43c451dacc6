import { command } from '../../foreign/commandLine.ts'
import type { Evidence } from '../evidence.ts'
import type { Quote, Remedy } from '../finding.ts'
import { installAgain, remedy, steps } from '../remedies.ts'
import {
  exportedValue,
  installerEvents,
  lastAttemptFailed,
  logsInOrder,
  quoteEvent,
  quoteLog,
  quoteText,
} from '../situation.ts'
import { firstQuotes, type Match, type Rule, together } from './rule.ts'

/** Windows waits for a restart, or the installation does. Who asked for it is not known. */

export const restartPending: Rule = {
  id: 'restart-pending',
  cause: 'restart-pending',
  title: 'Files wait for a restart to be replaced',
  where: 'verbose log: code 3010, message 1902 or 1903; events 1029 and 1038; registry: PendingFileRenameOperations',
  match,
}

const SESSION_MANAGER = 'HKLM\\SYSTEM\\CurrentControlSet\\Control\\Session Manager'
const RESTART_EVENTS: ReadonlySet<number> = new Set([1029, 1038])

function match(evidence: Evidence): Match | undefined {
  const renames = pendingRenames(evidence)
  // An export without the list is of a server that has been restarted since.
  if (renames === 'none') return undefined
  const told = [...logQuotes(evidence), ...eventQuotes(evidence)]
  if (renames.length + told.length === 0) return undefined
  const confidence = together(told.length > 0 ? 0.7 : 0, renames.length > 0 ? 0.5 : 0)
  return {
    // Where the last attempt failed, something else stopped it.
    confidence: lastAttemptFailed(evidence) ? Math.min(confidence, 0.4) : confidence,
    evidence: firstQuotes(told, renames),
    remedies: steps(evidence, RESTART, installAgain),
  }
}

const RESTART: Remedy = remedy(
  'restart',
  'Restart the server',
  [command`shutdown /r /t 0`],
  ['Confirm the versions of the files that were in use'],
)

/** What the registry says: the list, that there is none, or nothing at all about its key. */
function pendingRenames(evidence: Evidence): Quote[] | 'none' {
  const found = exportedValue(evidence, SESSION_MANAGER, 'PendingFileRenameOperations')
  if (found && Array.isArray(found.value.data) && found.value.data.some(path => path !== '')) {
    return [quoteText(found.path, found.value)]
  }
  const exported = evidence.registries.some(({ keys }) =>
    keys.has('hklm\\system\\currentcontrolset\\control\\session manager'),
  )
  return exported ? 'none' : []
}

function logQuotes(evidence: Evidence): Quote[] {
  const last = logsInOrder(evidence).at(-1)
  if (!last) return []
  return [
    ...last.returnCodes.filter(({ code }) => code === 3010).map(({ line }) => quoteLog(last, line)),
    ...last.messages
      .filter(({ number, form }) => (number === 1902 || number === 1903) && form === 'info')
      .map(({ line }) => quoteLog(last, line)),
  ]
}

function eventQuotes(evidence: Evidence): Quote[] {
  const events = installerEvents(evidence)
  const last = events.findLastIndex(({ event }) => RESTART_EVENTS.has(event.id))
  const later = events.slice(last + 1).some(({ event }) => event.id === 1023 || event.id === 1024)
  return last < 0 || later ? [] : [quoteEvent(events[last]!)]
}
