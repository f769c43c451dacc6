/**
 * Texts of events that a log file stores without their text: `%1` ... are its insertion strings.
 * Source: win32 docs Msi/event-logging, the KB articles of the rollups, Service Control Manager messages of Windows.
 */
const CONFIGURED = 'Product Name: %1. Product Version: %2. Product Language: %3.'

const INSTALLER: Readonly<Record<number, string>> = {
  1022: "Product: %1 - Update '%2' installed successfully.",
  1023: "Product: %1 - Update '%2' could not be installed. Error code %3. Additional information is available in the log file %4.",
  1024: "Product: %1 - Update '%2' could not be installed. Error code %3.",
  1025: 'Product: %1. The file %2 is being used by the following process: Name: %3 , Id %4.',
  1029: 'Product: %1. Restart required.',
  1035: `Windows Installer reconfigured the product. ${CONFIGURED} Reconfiguration success or error status: %4.`,
  1036: `Windows Installer installed an update. ${CONFIGURED} Update Name: %4. Installation success or error status: %5.`,
  1038: `Windows Installer requires a system restart. ${CONFIGURED} Type of System Restart: %4. Reason for Restart: %5.`,
  1040: 'Beginning a Windows Installer transaction: %1. Client Process Id: %2.',
  1042: 'Ending a Windows Installer transaction: %1. Client Process Id: %2.',
}

const CONTROL_MANAGER: Readonly<Record<number, string>> = {
  7000: 'The %1 service failed to start due to the following error: %2',
  7001: 'The %1 service depends on the %2 service which failed to start because of the following error: %3',
  7003: 'The %1 service depends on the following nonexistent service: %2',
  7009: 'Timeout (%1 milliseconds) waiting for the %2 service to connect.',
  7036: 'The %1 service entered the %2 state.',
  7040: 'The start type of the %1 service was changed from %2 to %3.',
}

const SOURCES: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  msiinstaller: INSTALLER,
  'service control manager': CONTROL_MANAGER,
}

/** The text of an event; of one that is not known, its strings. Events without a text of their own carry it whole. */
export function eventText(source: string, id: number, strings: readonly string[]): string {
  const template = SOURCES[source.toLowerCase()]?.[id]
  const used = strings.filter(s => s !== '' && s !== '(NULL)')
  if (template === undefined) return used.join(' ')
  return template.replace(/%(\d)/g, (_, n: string) => strings[Number(n) - 1] ?? '')
}
