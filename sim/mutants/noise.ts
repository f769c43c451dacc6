import { INSTALLER_SOURCE } from '../../model/words/eventSources.ts'
import { eventText } from '../../model/words/events.ts'
import { lineText } from '../../model/words/logLines.ts'
import { MESSAGES, messageText, productText } from '../../model/words/messages.ts'

/**
 * What other products leave on any server, and lines that look alarming and mean nothing, in the words of the installer. Does
 * not know where it is put.
 */

const PRODUCT = 'Contoso Archive Agent'
const CODE = '{0A3C5E19-7B2D-4F68-9C41-5D8E2B7A6F10}'

const speaking = (side: 'c' | 's', text: string): string => `MSI (${side}) (A4:3C) [10:00:01:000]: ${text}`

const eventOf = (id: number, ...strings: readonly string[]): string =>
  eventText({ source: INSTALLER_SOURCE, id, strings })

const installed = eventOf(1033, PRODUCT, '3.2.1', '1033', '0')

const configured = productText(PRODUCT, MESSAGES[1728].text)

/** A verbose log of another product, which was installed on that day and is fine. */
export const otherLog = (day: string): string[] => [
  lineText('verboseStarted', [day, '10:00:00', '3.01.4000.4042', 'C:\\WINDOWS\\system32\\msiexec.exe']),
  speaking('c', lineText('resettingPolicies', [])),
  speaking('c', lineText('runEngine', [])),
  lineText('runEngineProduct', [CODE]),
  lineText('runEngineAction', ['']),
  lineText('runEngineCommandLine', []),
  speaking('c', lineText('grabbedMutex', [])),
  speaking('s', lineText('note3', [2205, '', 'MsiFileHash'])),
  lineText('actionStart', ['10:00:01', 'INSTALL']),
  lineText('actionEnded', ['10:00:04', 'InstallFinalize', 1]),
  lineText('actionEnded', ['10:00:04', 'INSTALL', 1]),
  lineText('propertyRow', ['S', 'ProductCode', CODE]),
  lineText('propertyRow', ['S', 'ProductName', PRODUCT]),
  speaking('s', configured),
  '',
  speaking('s', installed),
  '',
  lineText('loggingStopped', [day, '10:00:05']),
  speaking('s', lineText('engineReturns', [0])),
  speaking('c', lineText('engineReturns', [0])),
  lineText('verboseStopped', [day, '10:00:05']),
]

/** The event of that, as an export in XML has it. */
export const otherEvent = (at: string): string =>
  `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='${INSTALLER_SOURCE}'/><EventID>11728</EventID><Level>4</Level><TimeCreated SystemTime='${at}'/><EventRecordID>90001</EventRecordID><Channel>Application</Channel></System><EventData><Data>${configured}</Data></EventData></Event>`

/** What a program of somebody else writes of its own troubles. */
export const OTHER_PROGRAM: readonly string[] = [
  '2007-08-27 09:12:01 INFO  archive agent 3.2.1 started, service account CONTOSO\\svc-archive',
  '2007-08-27 09:12:04 WARN  retry 1 of 5: the remote server returned an error: (503) Server Unavailable',
  '2007-08-27 09:12:09 ERROR could not open mailbox store, will try again in 60 s (code 1612)',
  '2007-08-27 09:13:10 INFO  mailbox store opened',
  '2007-08-27 09:13:11 DEBUG 1306 items archived, 1618 left, 1642 skipped',
]

/** Any log has such lines. */
export const HERRINGS: readonly string[] = [
  speaking('s', lineText('note3', [2205, '', 'Error'])),
  speaking('s', lineText('note3', [2262, 'AdminUISequence', -2147287038])),
  speaking('c', lineText('attemptingDelete', ['C:\\WINDOWS\\Installer\\1f03a.msp'])),
  speaking('c', lineText('unableToDelete', [32])),
]

const HELD = lineText('message', [1306, messageText(1306, 'C:\\Program Files\\Contoso\\agent.dll')])
const BUSY = lineText('engineReturns', [1618])
const FULL = lineText('message', [1601, messageText(1601, 'C:')])

/**
 * Properties whose values are the words of failures: some on their line, one that goes on over several. Of a line that begins
 * as the engine's own do nobody could tell that it is none.
 */
export const SPEAKING_PROPERTIES: readonly string[] = [
  lineText('propertyRow', ['S', 'CONTOSOHELP1', HELD]),
  lineText('propertyRow', ['S', 'CONTOSOHELP2', BUSY]),
  lineText('propertyRow', ['S', 'CONTOSOHELP3', 'If you see one of these:']),
  FULL,
  BUSY,
  lineText('actionEnded', ['10:00:00', 'InstallFinalize', 3]),
  HELD,
]
