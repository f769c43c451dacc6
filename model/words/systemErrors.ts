import { documented, modelled, observed, type Sourced } from './grade.ts'
import { upper } from './letters.ts'
import { MESSAGES } from './messages.ts'
import { type Row, type WindowsId, wordingOn } from './wording.ts'

/**
 * Errors of Win32 by their names in winerror.h, those included that the installer returns to its caller. The texts are
 * what FormatMessage makes of them; where a page prints one blank between two sentences, a log may have two.
 */

interface ErrorRow<Code extends number> extends Row {
  readonly code: Code
}

const codes = documented('system-error-codes')

const error = <const Code extends number>(code: Code, text: string, sourced: Sourced = codes): ErrorRow<Code> => ({
  code,
  text,
  ...sourced,
})

/** Until Server 2003 a patch is called a patch, from Windows Vista on an update (msi.h, and what both systems print). */
const patchError = <const Code extends number>(
  code: Code,
  text: string,
  on2003: string,
  sourced: Sourced = documented('system-error-codes: msi.h of the SDK of 2005'),
): ErrorRow<Code> => ({ ...error(code, text), on2003: { text: on2003, ...sourced } })

/** What a change of the machine, a service or a program ends with. */
export const SYSTEM_ERRORS = {
  ERROR_INVALID_FUNCTION: error(1, 'Incorrect function.', observed('exchange-2007.md 3.2')),
  ERROR_FILE_NOT_FOUND: error(2, 'The system cannot find the file specified.', documented('windows-installer.md 2.3')),
  ERROR_PATH_NOT_FOUND: error(3, 'The system cannot find the path specified.'),
  ERROR_ACCESS_DENIED: error(5, 'Access is denied.'),
  ERROR_INVALID_DATA: error(13, 'The data is invalid.'),
  ERROR_INVALID_DRIVE: error(15, 'The system cannot find the drive specified.'),
  ERROR_NOT_SAME_DEVICE: error(17, 'The system cannot move the file to a different disk drive.'),
  ERROR_WRITE_PROTECT: error(19, 'The media is write protected.'),
  ERROR_SHARING_VIOLATION: error(
    32,
    'The process cannot access the file because it is being used by another process.',
    documented('bulletin'),
  ),
  ERROR_INVALID_PARAMETER: error(87, 'The parameter is incorrect.'),
  ERROR_DISK_FULL: error(112, 'There is not enough space on the disk.'),
  ERROR_CALL_NOT_IMPLEMENTED: error(120, 'This function is not supported on this system.'),
  ERROR_INVALID_NAME: error(123, 'The filename, directory name, or volume label syntax is incorrect.'),
  ERROR_DIR_NOT_EMPTY: error(145, 'The directory is not empty.'),
  ERROR_ALREADY_EXISTS: error(183, 'Cannot create a file when that file already exists.'),
  ERROR_MORE_DATA: error(234, 'More data is available.'),
  WAIT_TIMEOUT: error(258, 'The wait operation timed out.', modelled('windows-installer.md 2.2')),
  ERROR_NO_MORE_ITEMS: error(259, 'No more data is available.', documented('windows-installer.md 4.7')),
  ERROR_DIRECTORY: error(267, 'The directory name is invalid.'),
  ERROR_FAIL_SHUTDOWN: error(351, 'A process could not be shut down in time.', observed('windows-installer.md 4.8')),
  ERROR_FILE_INVALID: error(
    1006,
    'The volume for a file has been externally altered so that the opened file is no longer valid.',
  ),
  ERROR_DEPENDENT_SERVICES_RUNNING: error(
    1051,
    'A stop control has been sent to a service that other running services are dependent on.',
  ),
  ERROR_SERVICE_REQUEST_TIMEOUT: error(
    1053,
    'The service did not respond to the start or control request in a timely fashion.',
    documented('exchange-2007.md F17'),
  ),
  ERROR_SERVICE_ALREADY_RUNNING: error(1056, 'An instance of the service is already running.'),
  ERROR_SERVICE_DISABLED: error(
    1058,
    'The service cannot be started, either because it is disabled or because it has no enabled devices associated with it.',
    documented('kb935490'),
  ),
  ERROR_CIRCULAR_DEPENDENCY: error(1059, 'Circular service dependency was specified.'),
  ERROR_SERVICE_DOES_NOT_EXIST: error(1060, 'The specified service does not exist as an installed service.'),
  ERROR_SERVICE_CANNOT_ACCEPT_CTRL: error(1061, 'The service cannot accept control messages at this time.'),
  ERROR_SERVICE_NOT_ACTIVE: error(1062, 'The service has not been started.'),
  ERROR_SERVICE_DEPENDENCY_FAIL: error(1068, 'The dependency service or group failed to start.'),
  ERROR_SERVICE_MARKED_FOR_DELETE: error(1072, 'The specified service has been marked for deletion.'),
  ERROR_NONE_MAPPED: error(1332, 'No mapping between account names and security IDs was done.'),
  RPC_S_SERVER_UNAVAILABLE: error(1722, 'The RPC server is unavailable.'),
} as const

/** What the installer returns to its caller. */
export const RETURN_CODES = {
  ERROR_SUCCESS: error(0, 'The operation completed successfully.'),
  ERROR_APPHELP_BLOCK: error(1259, 'AppHelp dialog canceled thus preventing the application from starting.'),
  ERROR_INSTALL_SERVICE_FAILURE: error(1601, MESSAGES[1719].text),
  ERROR_INSTALL_USEREXIT: error(1602, 'User cancelled installation.'),
  ERROR_INSTALL_FAILURE: error(1603, 'Fatal error during installation.'),
  ERROR_INSTALL_SUSPEND: error(1604, 'Installation suspended, incomplete.'),
  ERROR_UNKNOWN_PRODUCT: error(1605, 'This action is only valid for products that are currently installed.'),
  ERROR_UNKNOWN_FEATURE: error(1606, 'Feature ID not registered.'),
  ERROR_UNKNOWN_COMPONENT: error(1607, 'Component ID not registered.'),
  ERROR_UNKNOWN_PROPERTY: error(1608, 'Unknown property.'),
  ERROR_INVALID_HANDLE_STATE: error(1609, 'Handle is in an invalid state.'),
  ERROR_BAD_CONFIGURATION: error(
    1610,
    'The configuration data for this product is corrupt.  Contact your support personnel.',
  ),
  ERROR_INDEX_ABSENT: error(1611, 'Component qualifier not present.'),
  ERROR_INSTALL_SOURCE_ABSENT: error(
    1612,
    'The installation source for this product is not available.  Verify that the source exists and that you can access it.',
  ),
  ERROR_INSTALL_PACKAGE_VERSION: error(
    1613,
    'This installation package cannot be installed by the Windows Installer service. You must install a Windows service pack that contains a newer version of the Windows Installer service.',
  ),
  ERROR_PRODUCT_UNINSTALLED: error(1614, 'Product is uninstalled.'),
  ERROR_BAD_QUERY_SYNTAX: error(1615, 'SQL query syntax invalid or unsupported.'),
  ERROR_INVALID_FIELD: error(1616, 'Record field does not exist.'),
  ERROR_DEVICE_REMOVED: error(1617, 'The device has been removed.'),
  ERROR_INSTALL_ALREADY_RUNNING: error(
    1618,
    'Another installation is already in progress.  Complete that installation before proceeding with this install.',
  ),
  ERROR_INSTALL_PACKAGE_OPEN_FAILED: error(
    1619,
    'This installation package could not be opened.  Verify that the package exists and that you can access it, or contact the application vendor to verify that this is a valid Windows Installer package.',
  ),
  ERROR_INSTALL_PACKAGE_INVALID: error(
    1620,
    'This installation package could not be opened.  Contact the application vendor to verify that this is a valid Windows Installer package.',
  ),
  ERROR_INSTALL_UI_FAILURE: error(
    1621,
    'There was an error starting the Windows Installer service user interface. Contact your support personnel.',
  ),
  ERROR_INSTALL_LOG_FAILURE: error(
    1622,
    'Error opening installation log file. Verify that the specified log file location exists and that you can write to it.',
  ),
  ERROR_INSTALL_LANGUAGE_UNSUPPORTED: error(
    1623,
    'The language of this installation package is not supported by your system.',
  ),
  ERROR_INSTALL_TRANSFORM_FAILURE: error(
    1624,
    'Error applying transforms. Verify that the specified transform paths are valid.',
  ),
  ERROR_INSTALL_PACKAGE_REJECTED: error(
    1625,
    'This installation is forbidden by system policy.  Contact your system administrator.',
  ),
  ERROR_FUNCTION_NOT_CALLED: error(1626, 'Function could not be executed.'),
  ERROR_FUNCTION_FAILED: error(1627, 'Function failed during execution.'),
  ERROR_INVALID_TABLE: error(1628, 'Invalid or unknown table specified.'),
  ERROR_DATATYPE_MISMATCH: error(1629, 'Data supplied is of wrong type.'),
  ERROR_UNSUPPORTED_TYPE: error(1630, 'Data of this type is not supported.'),
  ERROR_CREATE_FAILED: error(1631, 'The Windows Installer service failed to start. Contact your support personnel.'),
  ERROR_INSTALL_TEMP_UNWRITABLE: error(
    1632,
    'The Temp folder is on a drive that is full or is inaccessible. Free up space on the drive or verify that you have write permission on the Temp folder.',
  ),
  ERROR_INSTALL_PLATFORM_UNSUPPORTED: error(
    1633,
    'This installation package is not supported by this processor type. Contact your product vendor.',
  ),
  ERROR_INSTALL_NOTUSED: error(1634, 'Component not used on this computer.'),
  ERROR_PATCH_PACKAGE_OPEN_FAILED: patchError(
    1635,
    'This update package could not be opened. Verify that the update package exists and that you can access it, or contact the application vendor to verify that this is a valid Windows Installer update package.',
    'This patch package could not be opened. Verify that the patch package exists and that you can access it, or contact the application vendor to verify that this is a valid Windows Installer patch package.',
    documented('bulletin'),
  ),
  ERROR_PATCH_PACKAGE_INVALID: patchError(
    1636,
    'This update package could not be opened.  Contact the application vendor to verify that this is a valid Windows Installer update package.',
    'This patch package could not be opened.  Contact the application vendor to verify that this is a valid Windows Installer patch package.',
  ),
  ERROR_PATCH_PACKAGE_UNSUPPORTED: patchError(
    1637,
    'This update package cannot be processed by the Windows Installer service. You must install a Windows service pack that contains a newer version of the Windows Installer service.',
    'This patch package cannot be processed by the Windows Installer service.  You must install a Windows service pack that contains a newer version of the Windows Installer service.',
  ),
  ERROR_PRODUCT_VERSION: error(
    1638,
    'Another version of this product is already installed.  Installation of this version cannot continue.  To configure or remove the existing version of this product, use Add/Remove Programs on the Control Panel.',
  ),
  ERROR_INVALID_COMMAND_LINE: error(
    1639,
    'Invalid command line argument. Consult the Windows Installer SDK for detailed command line help.',
  ),
  ERROR_INSTALL_REMOTE_DISALLOWED: error(
    1640,
    'Only administrators have permission to add, remove, or configure server software during a Terminal services remote session. If you want to install or configure software on the server, contact your network administrator.',
  ),
  ERROR_SUCCESS_REBOOT_INITIATED: error(
    1641,
    'The requested operation completed successfully. The system will be restarted so the changes can take effect.',
  ),
  ERROR_PATCH_TARGET_NOT_FOUND: patchError(
    1642,
    'The upgrade cannot be installed by the Windows Installer service because the program to be upgraded may be missing, or the upgrade may update a different version of the program. Verify that the program to be upgraded exists on your computer and that you have the correct upgrade.',
    'The upgrade patch cannot be installed by the Windows Installer service because the program to be upgraded may be missing, or the upgrade patch may update a different version of the program. Verify that the program to be upgraded exists on your computer and that you have the correct upgrade patch.',
  ),
  ERROR_PATCH_PACKAGE_REJECTED: patchError(
    1643,
    'The update package is not permitted by software restriction policy.',
    'The patch package is not permitted by software restriction policy.',
  ),
  ERROR_INSTALL_TRANSFORM_REJECTED: error(
    1644,
    'One or more customizations are not permitted by software restriction policy.',
  ),
  ERROR_INSTALL_REMOTE_PROHIBITED: error(
    1645,
    'The Windows Installer does not permit installation from a Remote Desktop Connection.',
  ),
  ERROR_PATCH_REMOVAL_UNSUPPORTED: patchError(
    1646,
    'Uninstallation of the update package is not supported.',
    'Uninstallation of the patch package is not supported.',
  ),
  ERROR_UNKNOWN_PATCH: patchError(
    1647,
    'The update is not applied to this product.',
    'The patch is not applied to this product.',
  ),
  ERROR_PATCH_NO_SEQUENCE: patchError(
    1648,
    'No valid sequence could be found for the set of updates.',
    'No valid sequence could be found for the set of patches.',
  ),
  ERROR_PATCH_REMOVAL_DISALLOWED: patchError(
    1649,
    'Update removal was disallowed by policy.',
    'Patch removal was disallowed by policy.',
  ),
  ERROR_INVALID_PATCH_XML: patchError(1650, 'The XML update data is invalid.', 'The XML patch data is invalid.'),
  ERROR_PATCH_MANAGED_ADVERTISED_PRODUCT: patchError(
    1651,
    'Windows Installer does not permit updating of managed advertised products. At least one feature of the product must be installed before applying the update.',
    'Windows Installer does not permit patching of managed advertised products. At least one feature of the product must be installed before applying the patch.',
  ),
  ERROR_INSTALL_SERVICE_SAFEBOOT: error(1652, MESSAGES[1733].text),
  ERROR_ROLLBACK_DISABLED: error(
    1653,
    'Could not perform a multiple-package transaction because rollback has been disabled. Multiple-package installations cannot run if rollback is disabled.',
    documented('win32 Msi/error-codes'),
  ),
  ERROR_INSTALL_REJECTED: error(
    1654,
    'The app that you are trying to run is not supported on this version of Windows.',
  ),
  ERROR_SUCCESS_REBOOT_REQUIRED: error(
    3010,
    'The requested operation is successful. Changes will not be effective until the system is rebooted.',
  ),
} as const

type ErrorRows = typeof SYSTEM_ERRORS & typeof RETURN_CODES

/** `ERROR_FILE_NOT_FOUND` without what every name begins with. */
type Short<Name> = Name extends `ERROR_${infer Rest}` ? Rest : Name

const rows: readonly (readonly [name: string, row: ErrorRow<number>])[] = [
  ...Object.entries(SYSTEM_ERRORS),
  ...Object.entries(RETURN_CODES),
]

/** The numbers by name: `WIN32.FILE_NOT_FOUND` is 2. */
export const WIN32 = Object.fromEntries(rows.map(([name, { code }]) => [name.replace(/^ERROR_/, ''), code])) as {
  readonly [Name in keyof ErrorRows as Short<Name>]: ErrorRows[Name]['code']
}

const byCode: ReadonlyMap<number, Row> = new Map(rows.map(([, row]) => [row.code, row]))

/** The text of an error as that Windows has it; undefined where the number is not known. Most have one wording. */
export function systemErrorText(code: number, windows: WindowsId = 'windows-server-2008'): string | undefined {
  const row = byCode.get(code)
  return row && wordingOn(windows, row).text
}

/** An error as the HRESULT of a call has it: 1603 is 0x80070643. */
export const HRESULT_FROM_WIN32 = 0x8007_0000

export const hresultText = (code: number): string => `0x${upper((HRESULT_FROM_WIN32 + code).toString(16))}`

/** Every wording of an error, the newest first. */
export function wordingsOf(code: number): readonly string[] {
  const row = byCode.get(code)
  return row ? [row.text, ...(row.on2003 ? [row.on2003.text] : [])] : []
}
