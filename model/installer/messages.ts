/**
 * Texts of the installer that a person sees, by number: Error table (numbers above 1000 that end in an event) and
 * return codes. English as shipped; sources in the source column. `[1]`, `[2]` are filled in.
 */
export interface Message {
  readonly number: number
  readonly text: string
  readonly source: string
}

/** The KB articles print one blank between the sentences of 1306, and they are the seed. */
const ERRORS: readonly Message[] = [
  {
    number: 1306,
    text: "Another application has exclusive access to the file '[1]'. Please shut down all other applications, then click Retry.",
    source: 'kb935490',
  },
  {
    number: 1310,
    text: 'Error writing to file: [1].   System error [2].  Verify that you have access to that directory.',
    source: 'sdk-error-table',
  },
  {
    number: 1402,
    text: 'Could not open key: [1].   System error [2].  Verify that you have sufficient access to that key, or contact your support personnel.',
    source: 'sdk-error-table',
  },
  {
    number: 1920,
    text: "Service '[1]' ([2]) failed to start.  Verify that you have sufficient privileges to start system services.",
    source: 'sdk-error-table',
  },
  {
    number: 1921,
    text: "Service '[1]' ([2]) could not be stopped.  Verify that you have sufficient privileges to stop system services.",
    source: 'sdk-error-table',
  },
  {
    number: 1925,
    text: 'You do not have sufficient privileges to complete this installation for all users of the machine.  Log on as administrator and then retry this installation.',
    source: 'sdk-error-table',
  },
  {
    number: 1705,
    text: 'A previous installation for this product is in progress.  You must undo the changes made by that installation to continue.  Do you want to undo those changes?',
    source: 'sdk-error-table',
  },
  {
    number: 1706,
    text: "An installation package for the product [1] cannot be found.  Try the installation again using a valid copy of the installation package '[2]'.",
    source: 'sdk-error-table',
  },
  { number: 1728, text: 'Configuration completed successfully.', source: 'sdk-error-table' },
  { number: 1729, text: 'Configuration failed.', source: 'kb935490' },
  { number: 1708, text: 'Installation failed.', source: 'bulletin' },
]

/** FormatMessage texts of return codes, as the bulletin and the SDK of the time print them. */
const RETURN_CODES: readonly Message[] = [
  {
    number: 1605,
    text: 'This action is only valid for products that are currently installed.',
    source: 'system-error-codes',
  },
  {
    number: 1619,
    text: 'This installation package could not be opened.  Verify that the package exists and that you can access it, or contact the application vendor to verify that this is a valid Windows Installer package.',
    source: 'system-error-codes',
  },
  {
    number: 1620,
    text: 'This installation package could not be opened.  Contact the application vendor to verify that this is a valid Windows Installer package.',
    source: 'system-error-codes',
  },
  {
    number: 1636,
    text: 'This update package could not be opened.  Contact the application vendor to verify that this is a valid Windows Installer update package.',
    source: 'system-error-codes',
  },
  {
    number: 1638,
    text: 'Another version of this product is already installed.  Installation of this version cannot continue.  To configure or remove the existing version of this product, use Add/Remove Programs on the Control Panel.',
    source: 'system-error-codes',
  },
  {
    number: 1646,
    text: 'Uninstallation of the update package is not supported.',
    source: 'system-error-codes',
  },
  {
    number: 1647,
    text: 'The update is not applied to this product.',
    source: 'system-error-codes',
  },
  {
    number: 1649,
    text: 'Update removal was disallowed by policy.',
    source: 'system-error-codes',
  },
  {
    number: 1601,
    text: 'The Windows Installer Service could not be accessed. This can occur if the Windows Installer is not correctly installed. Contact your support personnel for assistance.',
    source: 'system-error-codes',
  },
  {
    number: 1610,
    text: 'The configuration data for this product is corrupt.  Contact your support personnel.',
    source: 'system-error-codes',
  },
  {
    number: 1625,
    text: 'This installation is forbidden by system policy.  Contact your system administrator.',
    source: 'system-error-codes',
  },
  {
    number: 1632,
    text: 'The Temp folder is on a drive that is full or is inaccessible. Free up space on the drive or verify that you have write permission on the Temp folder.',
    source: 'system-error-codes',
  },
  {
    number: 1643,
    text: 'The update package is not permitted by software restriction policy.',
    source: 'system-error-codes',
  },
  {
    number: 1612,
    text: 'The installation source for this product is not available.  Verify that the source exists and that you can access it.',
    source: 'system-error-codes',
  },
  {
    number: 1618,
    text: 'Another installation is already in progress.  Complete that installation before proceeding with this install.',
    source: 'system-error-codes',
  },
  {
    number: 1635,
    text: 'This patch package could not be opened. Verify that the patch package exists and that you can access it, or contact the application vendor to verify that this is a valid Windows Installer patch package.',
    source: 'bulletin',
  },
  {
    number: 1642,
    text: 'The upgrade patch cannot be installed by the Windows Installer service because the program to be upgraded may be missing, or the upgrade patch may update a different version of the program. Verify that the program to be upgraded exists on your computer and that you have the correct upgrade patch.',
    source: 'system-error-codes',
  },
]

const byNumber = (rows: readonly Message[]): ReadonlyMap<number, string> => new Map(rows.map(m => [m.number, m.text]))
const errors = byNumber(ERRORS)
const returnCodes = byNumber(RETURN_CODES)

export function errorText(number: number, ...args: readonly (string | number)[]): string {
  return fill(errors.get(number) ?? '', args)
}

export function returnCodeText(code: number): string {
  return returnCodes.get(code) ?? ''
}

/** Puts arguments into `[1]`, `[2]`, ...; what has no argument becomes empty. */
export function fill(template: string, args: readonly (string | number)[]): string {
  return template.replace(/\[(\d)\]/g, (_, n: string) => String(args[Number(n) - 1] ?? ''))
}
