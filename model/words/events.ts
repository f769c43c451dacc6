import { EVENT_LOG_EVENTS, KERNEL_EVENTS, SHUTDOWN_EVENTS } from './bootEvents.ts'
import { DAILY_EVENTS } from './dailyEvents.ts'
import {
  COMPONENT_SOURCE,
  CONTROL_MANAGER_SOURCE,
  EVENT_LOG_SOURCE,
  INSTALLER_SOURCE,
  KERNEL_SOURCE,
  OWA_SOURCE,
  RESTART_MANAGER_SOURCE,
  SHUTDOWN_SOURCE,
  UPDATE_CLIENT_SOURCE,
} from './eventSources.ts'
import { derived, documented, modelled, observed, type Sourced } from './grade.ts'
import { lower } from './letters.ts'
import { inLog, MESSAGES, type MessageNumber, productError, productText } from './messages.ts'
import { systemErrorText } from './systemErrors.ts'
import { fillIn, from, type Wording } from './wording.ts'

/**
 * Texts of events by source: what the message files of the sources hold. `%1`, `%2` ... are the insertion strings, which
 * are all that a log file has. The two Windows that are told apart word each of these alike.
 */

const page = from(documented('win32 Msi/event-logging'))
const seen = from(observed('formats.md 3'))
const guessed = from(modelled('win32 Msi/event-logging'))

/** What a failed update without a log ends with. */
const LOG_HELP =
  'Windows Installer can create logs to help troubleshoot issues with installing software packages. Use the following link for instructions on turning on logging support: http://go.microsoft.com/fwlink/?LinkId=23127'

/** How the events from 4.0 on begin that have a status. */
const NAMED = 'Product Name: %1. Product Version: %2. Product Language: %3.'

/** Numbers below 10000; above, an event carries its whole text: `eventOfMessage`. */
export const INSTALLER_EVENTS = {
  1001: page("Detection of product '%1', feature '%2' failed during request for component '%3'"),
  1002: page("Unexpected or missing value (name: '%1', value: '%2') in key '%3'"),
  1003: page("Unexpected or missing subkey '%1' in key '%2'"),
  1004: page("Detection of product '%1', feature '%2', component '%3' failed.  The resource '%4' does not exist."),
  1005: seen("The Windows Installer initiated a system restart to complete or continue the configuration of '%1'."),
  1006: page(
    "Verification of the digital signature for cabinet '%1' cannot be performed. WinVerifyTrust is not available on the computer.",
  ),
  1007: page(
    'The installation of %1 is not permitted by software restriction policy. The Windows Installer only allows execution of unrestricted items. The authorization level returned by software restriction policy was %2.',
  ),
  1008: page(
    'The installation of %1 is not permitted due to an error in software restriction policy processing. The object cannot be trusted.',
  ),
  1012: page(
    "This version of Windows does not support deploying 64-bit packages. The script '%1' is for a 64-bit package.",
  ),
  1013: page('%1'),
  1014: page('Windows Installer proxy information not registered correctly'),
  1015: seen('Failed to connect to server. Error: %1'),
  1016: page(
    "Detection of product '%1', feature '%2', component '%3' failed.  The resource '%4' in a run-from-source component could not be located because no valid and accessible source could be found.",
  ),
  1017: page(
    "User SID had changed from '%1' to '%2' but the managed app and the user data keys cannot be updated. Error = '%3'.",
  ),
  1018: page("The application '%1' cannot be installed because it is not compatible with this version of Windows."),
  1019: page("Product: %1 - Update '%2' was successfully removed."),
  1020: page(
    "Product: %1 - Update '%2' could not be removed. Error code %3. Additional information is available in the log file %4.",
  ),
  1021: page(`Product: %1 - Update '%2' could not be removed. Error code %3. ${LOG_HELP}`),
  1022: seen("Product: %1 - Update '%2' installed successfully."),
  1023: page(
    "Product: %1 - Update '%2' could not be installed. Error code %3. Additional information is available in the log file %4.",
  ),
  1024: seen(`Product: %1 - Update '%2' could not be installed. Error code %3. ${LOG_HELP}`),
  1025: seen('Product: %1. The file %2 is being used by the following process: Name: %3 , Id %4.'),
  1026: page(
    'Windows Installer has determined that its configuration data registry key was not secured properly. The owner of the key must be either Local System or Builtin\\Administrators. The existing key will be deleted and re-created with the appropriate security settings.',
  ),
  1027: page(
    'Windows Installer has determined that a registry sub key %1 within its configuration data was not secured properly. The owner of the key must be either Local System or Builtin\\Administrators. The existing sub key and all of its contents will be deleted.',
  ),
  1028: page(
    'Windows Installer has determined that its configuration data cache folder was not secured properly. The owner of the key must be either Local System or Builtin\\Administrators. The existing folder will be deleted and re-created with the appropriate security settings.',
  ),
  1029: seen(
    'Product: %1. Restart required. The installation or update for the product required a restart for all changes to take effect. The restart was deferred to a later time.',
  ),
  1030: page(
    'Product: %1. The application tried to install a more recent version of the protected Windows file %2. You may need to update your operating system for this application to work correctly. (Package Version: %3, Operating System Protected Version: %4).',
  ),
  1031: page("Product: %1. The assembly '%2' for component '%3' is in use."),
  1032: page("An error occurred while refreshing environment variables updated during the installation of '%1'."),
  1033: seen(`Windows Installer installed the product. ${NAMED} Installation success or error status: %4.`),
  1034: guessed(`Windows Installer removed the product. ${NAMED} Removal success or error status: %4.`),
  1035: seen(`Windows Installer reconfigured the product. ${NAMED} Reconfiguration success or error status: %4.`),
  1036: page(
    `Windows Installer installed an update. ${NAMED} Update Name: %4. Installation success or error status: %5.`,
  ),
  1037: page(`Windows Installer removed an update. ${NAMED} Update Name: %4. Removal success or error status: %5.`),
  1038: page(
    `Windows Installer requires a system restart. ${NAMED} Type of System Restart: %4. Reason for Restart: %5.`,
  ),
  1040: seen('Beginning a Windows Installer transaction: %1. Client Process Id: %2.'),
  1042: seen('Ending a Windows Installer transaction: %1. Client Process Id: %2.'),
  1044: page('%1 is not Microsoft signed. So, rejecting per the Windows Lockdown Policy.'),
} as const satisfies Readonly<Record<number, Wording>>

export const CONTROL_MANAGER_EVENTS = {
  7000: from(documented('exchange-2007.md F17'))('The %1 service failed to start due to the following error: \r\n%2'),
  7001: from(modelled('memory'))(
    'The %1 service depends on the %2 service which failed to start because of the following error: \r\n%3',
  ),
  // "depends the following service: ... might not be installed" is the text of Windows 7 and later.
  7003: from(documented('technet-cc756359'))('The %1 service depends on the following nonexistent service: %2'),
  7009: from(documented('exchange-2007.md F17'))('Timeout (%1 milliseconds) waiting for the %2 service to connect.'),
  7017: from(modelled('memory'))(
    'Detected circular dependencies demand starting %1. Check the service dependency tree.',
  ),
  7018: from(modelled('memory'))(
    'Detected circular dependencies auto-starting services. Check the service dependency tree.',
  ),
  // Where recovery is set up it is 7031, which says what is done: no service here has any.
  7034: from(modelled('memory'))('The %1 service terminated unexpectedly. It has done this %2 time(s).'),
  7035: from(documented('winevt-kb'))('The %1 service was successfully sent a %2 control.'),
  7036: from(observed('formats.md 4'))('The %1 service entered the %2 state.'),
  7040: from(documented('technet-cc756379'))('The start type of the %1 service was changed from %2 to %3.'),
} as const satisfies Readonly<Record<number, Wording>>

const rmPage = from(documented('technet-cc774718'))
const rmSeen = from(observed('windows-installer.md 1.6'))

/** From Server 2008 on, in the Application log. */
export const RESTART_MANAGER_EVENTS = {
  10000: rmSeen('Starting session %1 - %2.'),
  10001: rmSeen('Ending session %1 started %2.'),
  10002: rmSeen("Shutting down application or service '<DisplayName>'."),
  10003: rmPage("Restarting application or service '<DisplayName>'."),
  10004: rmPage('Registering <nFiles> file(s), <nRegProcs> process(es), <nRegServices> service(s).'),
  10005: rmSeen('Machine restart is required.'),
  10006: rmPage("Application or service '<DisplayName>' could not be shut down."),
  10007: rmPage("Application or service '<DisplayName>' could not be restarted."),
  10008: rmPage('Restart Manager encountered an internal error.'),
  10009: rmPage('Service tagging failed to find target service in process %2.'),
  10010: rmPage("Application '<FullPath>' (pid <Pid>) cannot be restarted - <Reason>."),
} as const satisfies Readonly<Record<number, Wording>>

export const UPDATE_CLIENT_EVENTS = {
  19: from(modelled('memory'))('Installation Successful: Windows successfully installed the following update: %1'),
  20: from(documented('formats.md 4'))(
    'Installation Failure: Windows failed to install the following update with error %1: %2.',
  ),
} as const satisfies Readonly<Record<number, Wording>>

/** What starts a service for a call from another program. */
export const COMPONENT_EVENTS = {
  10005: from(modelled('exchange-2007.md F24'))(
    'DCOM got error "%1" attempting to start the service %2 with arguments "%3" in order to run the server:\r\n%4',
  ),
} as const satisfies Readonly<Record<number, Wording>>

/** Of Outlook Web Access, in the Application log. */
export const OWA_EVENTS = {
  46: from(documented('kb947168'))(
    'Client Access server "%1", running Microsoft Exchange version "%2", is proxying Outlook Web Access traffic to Client Access server "%3", which runs Exchange version "%4". To ensure reliable interoperability, the proxying Client Access server needs to be running a newer version of Exchange than the Client Access server it is proxying to. If the proxying Client Access server is running a newer version of Exchange than the Client Access server it is proxying to, the proxying Client Access server needs to have an Outlook Web Access resource folder (for example, "<Exchange Server installation path>)\\ClientAccess\\owa\\8.0.498.0" that contains all the same versioned resource files as the Client Access server it is proxying to. If you will be running Outlook Web Access proxying with mismatched server versions, you can manually copy this resource folder to the proxying Client Access server.',
  ),
} as const satisfies Readonly<Record<number, Wording>>

const EVENTS: readonly (readonly [sources: readonly string[], rows: Readonly<Record<number, Wording>>])[] = [
  [[INSTALLER_SOURCE], INSTALLER_EVENTS],
  [[CONTROL_MANAGER_SOURCE], CONTROL_MANAGER_EVENTS],
  [[RESTART_MANAGER_SOURCE], RESTART_MANAGER_EVENTS],
  [Object.values(UPDATE_CLIENT_SOURCE), UPDATE_CLIENT_EVENTS],
  [Object.values(COMPONENT_SOURCE), COMPONENT_EVENTS],
  [[EVENT_LOG_SOURCE], EVENT_LOG_EVENTS],
  [[SHUTDOWN_SOURCE], SHUTDOWN_EVENTS],
  [[KERNEL_SOURCE], KERNEL_EVENTS],
  [[OWA_SOURCE], OWA_EVENTS],
]

/** What an installation may have to do with, each with the name that its source has had longest. */
export const EVERY_EVENT: readonly { readonly source: string; readonly id: number; readonly text: string }[] =
  EVENTS.flatMap(([[source], rows]) =>
    Object.entries(rows).map(([id, { text }]) => ({ source: source!, id: Number(id), text })),
  )

/** A log may leave out who made the source: `Microsoft-Windows-`. */
const keyOf = (source: string, id: number): string => `${lower(source).replace(/^microsoft-windows-/, '')} ${id}`

const templates: ReadonlyMap<string, string> = new Map(
  [...EVENTS, ...DAILY_EVENTS].flatMap(([sources, rows]) =>
    sources.flatMap(source => Object.entries(rows).map(([id, { text }]) => [keyOf(source, Number(id)), text] as const)),
  ),
)

// ------------------------------------------------------------------------------------------------------- categories

/** The category of what a Client Access server says of another one. */
export const OWA_PROXY = {
  category: 4,
  name: 'Proxy',
  ...documented('kb947168'),
  fields: { category: modelled('our choice: the article has only the name') },
} as const

// ------------------------------------------------------------------------------------------------------- the whole

export interface EventStrings {
  readonly source: string
  readonly id: number
  readonly strings: readonly string[]
}

/** What the installer stores in a place that an event does not use. */
export const UNUSED_STRING = '(NULL)'

/** The text of an event as a viewer shows it; of one that is not known, its strings. */
export function eventText({ source, id, strings }: EventStrings): string {
  const template = templates.get(keyOf(source, id))
  if (template === undefined) return strings.filter(text => text !== '' && text !== UNUSED_STRING).join(' ')
  return fillIn(template, strings.map(withErrors))
}

/**
 * The same before its strings are put in, with `%1`, `%2` ... in their places, or `[2]` where it carries a message; undefined of
 * one that is not known.
 */
export function eventWording({ source, id }: EventStrings): string | undefined {
  const message = messageNumbers.find(number => number + MESSAGE_EVENTS === id)
  const known = templates.get(keyOf(source, id))
  if (known !== undefined || message === undefined || lower(source) !== lower(INSTALLER_SOURCE)) return known
  return eventOfMessage(message).text
}

/** A viewer puts the text of the error where a string has its number: `%%1058`. */
function withErrors(text: string): string {
  return text.replace(/%%(\d+)/g, (whole, code: string) => systemErrorText(Number(code)) ?? whole)
}

// -------------------------------------------------------------------------------------------- events with a message

/** Message N that ends a run is event 10000 + N. */
export const MESSAGE_EVENTS = 10_000

/** What stands for the name of the product in a text that is about any. */
const ANY_PRODUCT = '[ProductName]'

/** Messages that say how a run ended, without being an error. */
const RESULTS: Readonly<Partial<Record<MessageNumber, Sourced>>> = {
  1707: observed('formats.md 3'),
  1708: observed('formats.md 3'),
  1715: derived('windows-installer.md 1.2'),
  1716: derived('windows-installer.md 1.2'),
  1717: derived('windows-installer.md 1.2'),
  1724: observed('formats.md 3'),
  1725: derived('windows-installer.md 1.2'),
  1726: derived('windows-installer.md 1.2'),
  1727: derived('windows-installer.md 1.2'),
  1728: observed('formats.md 3'),
  1729: observed('formats.md 3'),
}

export const RESULT_MESSAGES = Object.keys(RESULTS).map(Number) as MessageNumber[]

/** Which other messages end a run, and so are events. */
const ERRORS: readonly (readonly [from: number, to: number])[] = [
  [1101, 1599],
  [1606, 1606],
  [1609, 1609],
  [1701, 1733],
  [1801, 1999],
]

const isError = (number: number): boolean => ERRORS.some(([from, to]) => from <= number && number <= to)

/** An event that carries a message about an error; no other has its number. */
export const isErrorEvent = (source: string, id: number): boolean =>
  lower(source) === lower(INSTALLER_SOURCE) && isError(id - MESSAGE_EVENTS) && !(id - MESSAGE_EVENTS in RESULTS)

export const messageNumbers = Object.keys(MESSAGES).map(Number) as MessageNumber[]

/** The messages that are events too, each under its number and 10000. */
export const LOGGED_MESSAGES: readonly MessageNumber[] = messageNumbers.filter(
  number => number in RESULTS || isError(number),
)

/** The text that such an event carries, about any product. */
export function eventOfMessage(number: MessageNumber): Wording {
  const { text } = MESSAGES[number]
  const result = RESULTS[number]
  if (result) return { text: productText(ANY_PRODUCT, text), ...result }
  return { text: productError(ANY_PRODUCT, number, inLog(text)), ...derived('windows-installer.md 1.1') }
}

/** A launch condition, or an internal error: a text without a number of its own. */
export const UNNUMBERED_EVENT = 10_005
export const unnumberedEvent: Wording = { text: productText(ANY_PRODUCT, '[text]'), ...observed('formats.md 3') }
