import { guidFrom } from '../../../model/installer/guid.ts'
import type { ReportedEvent } from '../../../model/machine/parts.ts'
import { serviceSid } from '../../../model/machine/token.ts'

/** Texts of events: what the message files of the sources hold. `%1`, `%2` ... are the insertion strings. */
const LOG_HELP =
  'Windows Installer can create logs to help troubleshoot issues with installing software packages. Use the following link for instructions on turning on logging support: http://go.microsoft.com/fwlink/?LinkId=23127'

const MSI_INSTALLER: Readonly<Record<number, string>> = {
  1007: 'The installation of %1 is not permitted by software restriction policy. The Windows Installer only allows execution of unrestricted items. The authorization level returned by software restriction policy was %2.',
  1019: "Product: %1 - Update '%2' was successfully removed.",
  1020: "Product: %1 - Update '%2' could not be removed. Error code %3. Additional information is available in the log file %4.",
  1021: `Product: %1 - Update '%2' could not be removed. Error code %3. ${LOG_HELP}`,
  1022: "Product: %1 - Update '%2' installed successfully.",
  1023: "Product: %1 - Update '%2' could not be installed. Error code %3. Additional information is available in the log file %4.",
  1024: `Product: %1 - Update '%2' could not be installed. Error code %3. ${LOG_HELP}`,
  1025: 'Product: %1. The file %2 is being used by the following process: Name: %3 , Id %4.',
  1029: 'Product: %1. Restart required. The installation or update for the product required a restart for all changes to take effect. The restart was deferred to a later time.',
  1035: 'Windows Installer reconfigured the product. Product Name: %1. Product Version: %2. Product Language: %3. Reconfiguration success or error status: %4.',
  1036: 'Windows Installer installed an update. Product Name: %1. Product Version: %2. Product Language: %3. Update Name: %4. Installation success or error status: %5.',
  1037: 'Windows Installer removed an update. Product Name: %1. Product Version: %2. Product Language: %3. Update Name: %4. Removal success or error status: %5.',
  1038: 'Windows Installer requires a system restart. Product Name: %1. Product Version: %2. Product Language: %3. Type of System Restart: %4. Reason for Restart: %5.',
  1040: 'Beginning a Windows Installer transaction: %1. Client Process Id: %2.',
  1042: 'Ending a Windows Installer transaction: %1. Client Process Id: %2.',
}

const DISTRIBUTED_COM: Readonly<Record<number, string>> = {
  10005: 'DCOM got error "%1" attempting to start the service %2 with arguments "%3" in order to run the server:\r\n%4',
}

const TEMPLATES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  MsiInstaller: MSI_INSTALLER,
  'Service Control Manager': {
    7000: 'The %1 service failed to start due to the following error: \r\n%2',
    7001: 'The %1 service depends on the %2 service which failed to start because of the following error: \r\n%3',
    7003: 'The %1 service depends the following service: %2. This service might not be installed.',
    7009: 'Timeout (%1 milliseconds) waiting for the %2 service to connect.',
    7036: 'The %1 service entered the %2 state.',
    7040: 'The start type of the %1 service was changed from %2 to %3.',
  },
  DCOM: DISTRIBUTED_COM,
  'Microsoft-Windows-DistributedCOM': DISTRIBUTED_COM,
  EventLog: { 6008: 'The previous system shutdown at %1 on %2 was unexpected.' },
  'Windows Update Agent': {
    19: 'Installation Successful: Windows successfully installed the following update: %1',
    20: 'Installation Failure: Windows failed to install the following update with error %1: %2.',
  },
  'Microsoft-Windows-WindowsUpdateClient': {
    19: 'Installation Successful: Windows successfully installed the following update: %1',
    20: 'Installation Failure: Windows failed to install the following update with error %1: %2.',
  },
  'Microsoft-Windows-RestartManager': {
    10000: 'Starting session %1 - %2.',
    10001: 'Ending session %1 started %2.',
  },
}

/** Win32 errors in `%%1058` strings. */
const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  '%%2': 'The system cannot find the file specified.',
  '%%5': 'Access is denied.',
  '%%32': 'The process cannot access the file because it is being used by another process.',
  '%%1053': 'The service did not respond to the start or control request in a timely fashion.',
  '%%1058':
    'The service cannot be started, either because it is disabled or because it has no enabled devices associated with it.',
  '%%1068': 'The dependency service or group failed to start.',
}

const texts = new WeakMap<ReportedEvent, string>()

/** The text of an event as a viewer shows it. Every export asks for it; the memo only saves time. */
export function eventText(event: ReportedEvent): string {
  const known = texts.get(event)
  if (known !== undefined) return known
  const text = filled(event)
  texts.set(event, text)
  return text
}

/** Events of 10000 and above carry their whole text. */
function filled(event: ReportedEvent): string {
  const template = TEMPLATES[event.source]?.[event.id] ?? '%1'
  return template.replace(/%(\d)/g, (_, n: string) => {
    const value = event.strings[Number(n) - 1] ?? ''
    return SYSTEM_ERRORS[value] ?? value
  })
}

/** The security identifier of an account; that of the administrator belongs to the machine. */
export function sidOf(user: string | undefined, machine: string): string | undefined {
  if (user === undefined) return undefined
  const known = serviceSid(user)
  if (known) return known
  const words = guidFrom(`sid ${machine}`).match(/[0-9A-F]{8}|[0-9A-F]{4}/g) ?? []
  const number = (i: number): number => Number.parseInt(`${words[i] ?? '1'}${words[i + 1] ?? '2'}`, 16) % 0xffff_fff0
  return `S-1-5-21-${number(0)}-${number(2)}-${number(3)}-500`
}
