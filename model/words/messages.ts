import { documented, observed } from './grade.ts'
import { from, type Wording } from './wording.ts'

/**
 * Messages of the installer by number. Field 1 of a message is its number, so `[2]` is the first thing that it is about;
 * what `{{ }}` encloses goes to log and event only, what `{ }` encloses only if one of its fields is filled in.
 */

/** The Error table of the SDK: texts that every package has, and a person may see. */
const table = from(documented('sdk-error-table'))
/** The reference page: texts for a log, and a few that the SDK's table lacks. */
const page = from(documented('win32 Msi/error-messages'))
const seen = from(observed('msi-log-anatomy.md 4'))

/** What an internal error is shown as: `[1]` is its number here. */
export const UNEXPECTED_ERROR = table(
  'The installer has encountered an unexpected error installing this package. This may indicate a problem with this package. The error code is [1]. {{The arguments are: [2], [3], [4]}}',
)

export const MESSAGES = {
  1101: table(
    'Error reading from file: [2]. {{ System error [3].}}  Verify that the file exists and that you can access it.',
  ),
  1301: table(
    "Cannot create the file '[2]'.  A directory with this name already exists.  Cancel the install and try installing to a different location.",
  ),
  1302: table('Please insert the disk: [2]'),
  1303: table(
    'The installer has insufficient privileges to access this directory: [2].  The installation cannot continue.  Log on as administrator or contact your system administrator.',
  ),
  1304: table('Error writing to file: [2].  Verify that you have access to that directory.'),
  1305: table(
    'Error reading from file [2]. {{ System error [3].}} Verify that the file exists and that you can access it.',
  ),
  // The KB articles print one blank between the sentences, and they are the seed.
  1306: from(documented('kb935490'))(
    "Another application has exclusive access to the file '[2]'. Please shut down all other applications, then click Retry.",
  ),
  1307: table(
    'There is not enough disk space to install this file: [2].  Free some disk space and click Retry, or click Cancel to exit.',
  ),
  1308: table('Source file not found: [2].  Verify that the file exists and that you can access it.'),
  1309: table(
    'Error reading from file: [3]. {{ System error [2].}}  Verify that the file exists and that you can access it.',
  ),
  1310: table('Error writing to file: [3]. {{ System error [2].}}  Verify that you have access to that directory.'),
  1311: table('Source file not found{{(cabinet)}}: [2].  Verify that the file exists and that you can access it.'),
  1312: table(
    "Cannot create the directory '[2]'.  A file with this name already exists.  Please rename or remove the file and click retry, or click Cancel to exit.",
  ),
  1313: table('The volume [2] is currently unavailable.  Please select another.'),
  1314: table("The specified path '[2]' is unavailable."),
  1315: table('Unable to write to the specified folder: [2].'),
  1316: table('A network error occurred while attempting to read from the file: [2]'),
  1317: table('An error occurred while attempting to create the directory: [2]'),
  1318: table('A network error occurred while attempting to create the directory: [2]'),
  1319: table('A network error occurred while attempting to open the source file cabinet: [2]'),
  1320: table('The specified path is too long: [2]'),
  1321: table('The Installer has insufficient privileges to modify this file: [2].'),
  1322: table(
    "A portion of the folder path '[2]' is invalid.  It is either empty or exceeds the length allowed by the system.",
  ),
  1323: table("The folder path '[2]' contains words that are not valid in folder paths."),
  1324: table("The folder path '[2]' contains an invalid character."),
  1325: table("'[2]' is not a valid short file name."),
  1326: table('Error getting file security: [3] GetLastError: [2]'),
  1327: table('Invalid Drive: [2]'),
  1328: table(
    'Error applying patch to file [2].  It has probably been updated by other means, and can no longer be modified by this patch.  For more information contact your patch vendor.  {{System Error: [3]}}',
  ),
  1329: table(
    'A file that is required cannot be installed because the cabinet file [2] is not digitally signed.  This may indicate that the cabinet file is corrupt.',
  ),
  1330: table(
    'A file that is required cannot be installed because the cabinet file [2] has an invalid digital signature.  This may indicate that the cabinet file is corrupt.{{  Error [3] was returned by WinVerifyTrust.}}',
  ),
  1331: table('Failed to correctly copy [2] file: CRC error.'),
  1332: table('Failed to correctly move [2] file: CRC error.'),
  1333: table('Failed to correctly patch [2] file: CRC error.'),
  1334: table(
    "The file '[2]' cannot be installed because the file cannot be found in cabinet file '[3]'. This could indicate a network error, an error reading from the CD-ROM, or a problem with this package.",
  ),
  1335: table(
    "The cabinet file '[2]' required for this installation is corrupt and cannot be used. This could indicate a network error, an error reading from the CD-ROM, or a problem with this package.",
  ),
  1336: table(
    'There was an error creating a temporary file that is needed to complete this installation.{{  Folder: [3]. System error code: [2]}}',
  ),
  1401: table(
    'Could not create key: [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
  ),
  1402: table(
    'Could not open key: [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
  ),
  1403: table(
    'Could not delete value [2] from key [3]. {{ System error [4].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
  ),
  1404: table(
    'Could not delete key [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
  ),
  1405: table(
    'Could not read value [2] from key [3]. {{ System error [4].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
  ),
  1406: table(
    'Could not write value [2] to key [3]. {{ System error [4].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
  ),
  1407: table(
    'Could not get value names for key [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
  ),
  1408: table(
    'Could not get sub key names for key [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
  ),
  1409: table(
    'Could not read security information for key [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
  ),
  1410: table(
    'Could not increase the available registry space. [2] KB of free registry space is required for the installation of this application.',
  ),
  1500: table('Another installation is in progress. You must complete that installation before continuing this one.'),
  1501: table(
    'Error accessing secured data. Please make sure the Windows Installer is configured properly and try the install again.',
  ),
  1502: table(
    "User '[2]' has previously initiated an install for product '[3]'.  That user will need to run that install again before they can use that product.  Your current install will now continue.",
  ),
  1503: table(
    "User '[2]' has previously initiated an install for product '[3]'.  That user will need to run that install again before they can use that product.",
  ),
  1601: table(
    "Out of disk space -- Volume: '[2]'; required space: [3] KB; available space: [4] KB.  Free some disk space and retry.",
  ),
  1602: table('Are you sure you want to cancel?'),
  1603: table(
    "The file [2][3] is being held in use{ by the following process: Name: [4], Id: [5], Window Title: '[6]'}.  Close that application and retry.",
  ),
  1604: table(
    "The product '[2]' is already installed, preventing the installation of this product.  The two products are incompatible.",
  ),
  1605: table(
    "There is not enough disk space on the volume '[2]' to continue the install with recovery enabled. [3] KB are required, but only [4] KB are available. Click Ignore to continue the install without saving recovery information, click Retry to check for available space again, or click Cancel to quit the installation.",
  ),
  1606: table('Could not access network location [2].'),
  1607: table('The following applications should be closed before continuing the install:'),
  1608: table('Could not find any previously installed compliant products on the machine for installing this product.'),
  1609: table(
    "An error occurred while applying security settings. [2] is not a valid user or group. This could be a problem with the package, or a problem connecting to a domain controller on the network. Check your network connection and click Retry, or Cancel to end the install. {{Unable to locate the user's SID, system error [3]}}",
  ),
  1610: table(
    'The setup must update files or services that cannot be updated while the system is running. If you choose to continue, a reboot will be required to complete the setup.',
  ),
  1611: table(
    'The setup was unable to automatically close all applications that are using files that need to be updated. If you choose to continue, a reboot will be required to complete the setup.',
  ),
  1651: page(
    'Admin user failed to apply patch for a per-user managed or a per-machine application which is in advertise state.',
  ),
  1701: table('The key [2] is not valid.  Verify that you entered the correct key.'),
  1702: table(
    'The installer must restart your system before configuration of [2] can continue.  Click Yes to restart now or No if you plan to manually restart later.',
  ),
  1703: table(
    'You must restart your system for the configuration changes made to [2] to take effect. Click Yes to restart now or No if you plan to manually restart later.',
  ),
  1704: table(
    'An installation for [2] is currently suspended.  You must undo the changes made by that installation to continue.  Do you want to undo those changes?',
  ),
  1705: table(
    'A previous installation for this product is in progress.  You must undo the changes made by that installation to continue.  Do you want to undo those changes?',
  ),
  1706: table(
    "An installation package for the product [2] cannot be found. Try the installation again using a valid copy of the installation package '[3]'.",
  ),
  1707: table('Installation completed successfully.'),
  1708: table('Installation failed.'),
  1709: table('Product: [2] -- [3]'),
  1710: table(
    'You may either restore your computer to its previous state or continue the install later. Would you like to restore?',
  ),
  1711: table(
    'An error occurred while writing installation information to disk.  Check to make sure enough disk space is available, and click Retry, or Cancel to end the install.',
  ),
  1712: table(
    'One or more of the files required to restore your computer to its previous state could not be found.  Restoration will not be possible.',
  ),
  1713: table(
    '[2] cannot install one of its required products. Contact your technical support group.  {{System Error: [3].}}',
  ),
  1714: table(
    'The older version of [2] cannot be removed.  Contact your technical support group.  {{System Error [3].}}',
  ),
  1715: table('Installed [2]'),
  1716: table('Configured [2]'),
  1717: table('Removed [2]'),
  1718: table('File [2] was rejected by digital signature policy.'),
  1719: table(
    'The Windows Installer Service could not be accessed. This can occur if the Windows Installer is not correctly installed. Contact your support personnel for assistance.',
  ),
  1720: table(
    'There is a problem with this Windows Installer package. A script required for this install to complete could not be run. Contact your support personnel or package vendor.  {{Custom action [2] script error [3], [4]: [5] Line [6], Column [7], [8] }}',
  ),
  1721: table(
    'There is a problem with this Windows Installer package. A program required for this install to complete could not be run. Contact your support personnel or package vendor. {{Action: [2], location: [3], command: [4] }}',
  ),
  1722: table(
    'There is a problem with this Windows Installer package. A program run as part of the setup did not finish as expected. Contact your support personnel or package vendor.  {{Action [2], location: [3], command: [4] }}',
  ),
  1723: table(
    'There is a problem with this Windows Installer package. A DLL required for this install to complete could not be run. Contact your support personnel or package vendor.  {{Action [2], entry: [3], library: [4] }}',
  ),
  1724: table('Removal completed successfully.'),
  1725: table('Removal failed.'),
  1726: table('Advertisement completed successfully.'),
  1727: table('Advertisement failed.'),
  1728: table('Configuration completed successfully.'),
  1729: table('Configuration failed.'),
  1730: table(
    'You must be an Administrator to remove this application. To remove this application, you can log on as an Administrator, or contact your technical support group for assistance.',
  ),
  1731: table(
    "The source installation package for the product [2] is out of sync with the client package. Try the installation again using a valid copy of the installation package '[3]'.",
  ),
  1732: table(
    'In order to complete the installation of [2], you must restart the computer. Other users are currently logged on to this computer, and restarting may cause them to lose their work. Do you want to restart now?',
  ),
  1733: table(
    'The Windows Installer service is not accessible in Safe Mode. Please try again when your computer is not in Safe Mode or you can use System Restore to return your machine to a previous good state.',
  ),
  1801: table('The path [2] is not valid.  Please specify a valid path.'),
  1802: table('Out of memory. Shut down other applications before retrying.'),
  1803: table(
    'There is no disk in drive [2]. Please insert one and click Retry, or click Cancel to go back to the previously selected volume.',
  ),
  1804: table(
    'There is no disk in drive [2]. Please insert one and click Retry, or click Cancel to return to the browse dialog and select a different volume.',
  ),
  1805: table('The folder [2] does not exist.  Please enter a path to an existing folder.'),
  1806: table('You have insufficient privileges to read this folder.'),
  1807: table('A valid destination folder for the install could not be determined.'),
  1901: table('Error attempting to read from the source install database: [2].'),
  1902: table('Scheduling reboot operation: Renaming file [2] to [3]. Must reboot to complete operation.'),
  1903: table('Scheduling reboot operation: Deleting file [2]. Must reboot to complete operation.'),
  1904: table('Module [2] failed to register.  HRESULT [3].  Contact your support personnel.'),
  1905: table('Module [2] failed to unregister.  HRESULT [3].  Contact your support personnel.'),
  1906: table('Failed to cache package [2]. Error: [3]. Contact your support personnel.'),
  1907: table(
    'Could not register font [2].  Verify that you have sufficient permissions to install fonts, and that the system supports this font.',
  ),
  1908: table('Could not unregister font [2]. Verify that you that you have sufficient permissions to remove fonts.'),
  1909: table('Could not create Shortcut [2]. Verify that the destination folder exists and that you can access it.'),
  1910: table('Could not remove Shortcut [2]. Verify that the shortcut file exists and that you can access it.'),
  1911: table('Could not register type library for file [2].  Contact your support personnel.'),
  1912: table('Could not unregister type library for file [2].  Contact your support personnel.'),
  1913: table('Could not update the ini file [2][3].  Verify that the file exists and that you can access it.'),
  1914: table(
    'Could not schedule file [2] to replace file [3] on reboot.  Verify that you have write permissions to file [3].',
  ),
  1915: table('Error removing ODBC driver manager, ODBC error [2]: [3]. Contact your support personnel.'),
  1916: table('Error installing ODBC driver manager, ODBC error [2]: [3]. Contact your support personnel.'),
  1917: table(
    'Error removing ODBC driver: [4], ODBC error [2]: [3]. Verify that you have sufficient privileges to remove ODBC drivers.',
  ),
  1918: table(
    'Error installing ODBC driver: [4], ODBC error [2]: [3]. Verify that the file [4] exists and that you can access it.',
  ),
  1919: table(
    'Error configuring ODBC data source: [4], ODBC error [2]: [3]. Verify that the file [4] exists and that you can access it.',
  ),
  1920: table(
    "Service '[2]' ([3]) failed to start.  Verify that you have sufficient privileges to start system services.",
  ),
  1921: table(
    "Service '[2]' ([3]) could not be stopped.  Verify that you have sufficient privileges to stop system services.",
  ),
  1922: table(
    "Service '[2]' ([3]) could not be deleted.  Verify that you have sufficient privileges to remove system services.",
  ),
  1923: table(
    "Service '[2]' ([3]) could not be installed.  Verify that you have sufficient privileges to install system services.",
  ),
  1924: table(
    "Could not update environment variable '[2]'.  Verify that you have sufficient privileges to modify environment variables.",
  ),
  1925: table(
    'You do not have sufficient privileges to complete this installation for all users of the machine.  Log on as administrator and then retry this installation.',
  ),
  1926: table(
    "Could not set file security for file '[3]'. Error: [2].  Verify that you have sufficient privileges to modify the security permissions for this file.",
  ),
  1927: table(
    'Component Services (COM+ 1.0) are not installed on this computer.  This installation requires Component Services in order to complete successfully.  Component Services are available on Windows 2000.',
  ),
  1928: table('Error registering COM+ Application.  Contact your support personnel for more information.'),
  1929: table('Error unregistering COM+ Application.  Contact your support personnel for more information.'),
  1930: table("The description for service '[2]' ([3]) could not be changed."),
  1931: table(
    'The Windows Installer service cannot update the system file [2] because the file is protected by Windows.  You may need to update your operating system for this program to work correctly. {{Package version: [3], OS Protected version: [4]}}',
  ),
  1932: table(
    'The Windows Installer service cannot update the protected Windows file [2]. {{Package version: [3], OS Protected version: [4], SFP Error: [5]}}',
  ),
  1933: table(
    'The Windows Installer service cannot update one or more protected Windows files. {{SFP Error: [2].  List of protected files:\\r\\n[3]}}',
  ),
  1934: table('User installations are disabled via policy on the machine.'),
  1935: table(
    "An error occurred during the installation of assembly '[6]'. Please refer to Help and Support for more information. HRESULT: [3]. {{assembly interface: [4], function: [5], component: [2]}}",
  ),
  1936: table(
    "An error occurred during the installation of assembly '[6]'. The assembly is not strongly named or is not signed with the minimal key length. HRESULT: [3]. {{assembly interface: [4], function: [5], component: [2]}}",
  ),
  1937: table(
    "An error occurred during the installation of assembly '[6]'. The signature or catalog could not be verified or is not valid. HRESULT: [3]. {{assembly interface: [4], function: [5], component: [2]}}",
  ),
  1938: table(
    "An error occurred during the installation of assembly '[6]'. One or more modules of the assembly could not be found. HRESULT: [3]. {{assembly interface: [4], function: [5], component: [2]}}",
  ),
  1939: page(
    "Service '[2]' ([3]) could not be configured. This could be a problem with the package or your permissions. Verify that you have sufficient privileges to configure system services.",
  ),
  1944: page(
    "Could not set security for service '[3]'. Error: [2]. Verify that you have sufficient privileges to modify the security permissions for this service.",
  ),
} as const satisfies Readonly<Record<number, Wording>>

/** Messages that only a log shows, mostly as `Note: 1: 2262 2: Error 3: -2147287038`: field 2 of the note is `[2]`. */
export const INTERNAL_MESSAGES = {
  2200: page('Database: [2]. Database object creation failed, mode = [3].'),
  2203: page('Database: [2]. Cannot open database file. System error [3].'),
  2205: page('Database: [2]. Table does not exist: [3].'),
  2219: page('Database: [2]. Invalid Installer database format.'),
  2225: page('Database: [2]. Transform: Cannot transform a temporary table. Table: [3].'),
  2226: page('Database: [2]. Transform failed.'),
  2228: page("Database: [2]. Unknown table '[3]' in SQL query: [4]."),
  2246: page('Database: [2]. Invalid Installer transform format.'),
  2247: page('Database: [2] Transform stream read/write failure.'),
  2260: page('Storage CopyTo failed. System error: [3].'),
  2261: page('Could not remove stream [2]. System error: [3].'),
  2262: page('Stream does not exist: [2]. System error: [3].'),
  2263: page('Could not open stream [2]. System error: [3].'),
  2265: page('Could not commit storage. System error: [3].'),
  2266: page('Could not rollback storage. System error: [3].'),
  2302: page('Patch notify: [2] bytes patched to far.'),
  2303: page('Error getting volume info. GetLastError: [2].'),
  2318: page('File does not exist: [2].'),
  2324: page('Could not open file: [3] GetLastError: [2].'),
  2327: page('Could not remove directory: [3] GetLastError: [2].'),
  2329: page('Error deleting file: [3]. GetLastError: [2].'),
  2330: page('Error getting file attributes: [3]. GetLastError: [2].'),
  2335: page('Path: [2] is not a parent of [3].'),
  2350: page('FDI server error'),
  2351: page("File key '[2]' not found in cabinet '[3]'. The installation cannot continue."),
  2355: page('Corrupt cabinet.'),
  2356: page('Could not locate cabinet in stream: [2].'),
  2371: page('Could not apply patch to file [2]. GetLastError: [3].'),
  2373: page('File [2] is not a valid patch file.'),
  2711: page("The specified Feature name ('[2]') not found in Feature table."),
  2717: page("Bad action condition or error calling custom action '[2]'."),
  2721: page('Custom action [2] not found in Binary table stream.'),
  2722: page('Custom action [2] not found in File table.'),
  2723: page('Custom action [2] specifies unsupported type.'),
  2727: page("The directory entry '[2]' does not exist in the Directory table."),
  2729: page('Install engine not initialized.'),
  2732: page('Directory Manager not initialized.'),
  2738: page('Could not access VBScript run time for custom action [2].'),
  2739: page('Could not access JScript run time for custom action [2].'),
  2745: page('Transform [2] invalid for package [3]. Expected language [4], found language [5].'),
  2746: page('Transform [2] invalid for package [3]. Expected product [4], found product [5].'),
  2747: page('Transform [2] invalid for package [3]. Expected product version < [4], found product version [5].'),
  2748: page('Transform [2] invalid for package [3]. Expected product version <= [4], found product version [5].'),
  2749: page('Transform [2] invalid for package [3]. Expected product version == [4], found product version [5].'),
  2750: page('Transform [2] invalid for package [3]. Expected product version >= [4], found product version [5].'),
  2751: page('Transform [2] invalid for package [3]. Expected product version > [4], found product version [5].'),
  2755: page('Server returned unexpected error [2] attempting to install package [3].'),
  2760: page('Transform [2] invalid for package [3]. Expected upgrade code [4], found [5].'),
  2762: page('Cannot write script record. Transaction not started.'),
  2768: page('Transform in patch package is invalid.'),
  2771: page('Upgrade of feature [2] has a missing component. .'),
  2772: page('New upgrade feature [2] must be a leaf feature.'),
  2826: seen('Control [3] on dialog [2] extends beyond the boundaries of the dialog [4] by [5] pixels'),
  2898: seen("For [2] textstyle, the system created a '[3]' font, in [4] character set, of [5] pixels height."),
  2911: page('Could not remove the folder [2].'),
} as const satisfies Readonly<Record<number, Wording>>

export type MessageNumber = keyof typeof MESSAGES
export type InternalMessageNumber = keyof typeof INTERNAL_MESSAGES

type MessageFields = Readonly<Record<number, string | number>>

/** As a log and an event have it: `messageText(1402, key, error)`, the arguments from field 2 on. */
export function messageText(number: MessageNumber, ...args: readonly (string | number)[]): string {
  return withFields(MESSAGES[number].text, Object.fromEntries(args.map((arg, i) => [i + 2, arg])))
}

/** A text with its fields filled in; one without a value becomes empty, and so do braces around it. */
export function withFields(text: string, fields: MessageFields): string {
  return inLog(text)
    .replace(/\{([^}]*)\}/g, (_, group: string) => (fieldsOf(group).every(n => filled(fields[n])) ? group : ''))
    .replace(/\[(\d)\]/g, (_, n: string) => String(fields[Number(n)] ?? ''))
}

/** What double braces enclose is shown to nobody, and stands in log and event. */
export const inLog = (text: string): string => text.replace(/\{\{(.*?)\}\}/g, '$1')

const fieldsOf = (text: string): number[] => [...text.matchAll(/\[(\d)\]/g)].map(([, n]) => Number(n))

const filled = (value: string | number | undefined): boolean => value !== undefined && value !== ''

/** How a text about a product goes to log and event: `Product: Microsoft Exchange Server -- Configuration failed.` */
export function productText(product: string, text: string): string {
  return messageText(1709, product, text)
}

/** The same of an error: `Product: Microsoft Exchange Server -- Error 1306. Another application ...` */
export function productError(product: string, number: number, text: string): string {
  return productText(product, `Error ${number}. ${text}`)
}
