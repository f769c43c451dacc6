import { WIN32 } from '../../../model/machine/host.ts'

/** System messages by Win32 code, as every program prints them (winerror.h; documented). */
const TEXTS: Readonly<Record<number, string>> = {
  [WIN32.OK]: 'The operation completed successfully.',
  [WIN32.FILE_NOT_FOUND]: 'The system cannot find the file specified.',
  [WIN32.PATH_NOT_FOUND]: 'The system cannot find the path specified.',
  [WIN32.ACCESS_DENIED]: 'Access is denied.',
  15: 'The system cannot find the drive specified.',
  [WIN32.SHARING_VIOLATION]: 'The process cannot access the file because it is being used by another process.',
  87: 'The parameter is incorrect.',
  [WIN32.DISK_FULL]: 'There is not enough space on the disk.',
  123: 'The filename, directory name, or volume label syntax is incorrect.',
  145: 'The directory is not empty.',
  [WIN32.ALREADY_EXISTS]: 'Cannot create a file when that file already exists.',
  267: 'The directory name is invalid.',
  [WIN32.DEPENDENT_SERVICES_RUNNING]:
    'A stop control has been sent to a service that other running services are dependent on.',
  [WIN32.SERVICE_REQUEST_TIMEOUT]: 'The service did not respond to the start or control request in a timely fashion.',
  [WIN32.SERVICE_ALREADY_RUNNING]: 'An instance of the service is already running.',
  [WIN32.SERVICE_DISABLED]:
    'The service cannot be started, either because it is disabled or because it has no enabled devices associated with it.',
  [WIN32.SERVICE_DOES_NOT_EXIST]: 'The specified service does not exist as an installed service.',
  [WIN32.SERVICE_NOT_ACTIVE]: 'The service has not been started.',
  [WIN32.SERVICE_DEPENDENCY_FAIL]: 'The dependency service or group failed to start.',
  1601: 'The Windows Installer service could not be accessed. Contact your support personnel to verify that the Windows Installer service is properly registered.',
  1602: 'User cancelled installation.',
  1603: 'Fatal error during installation.',
  1618: 'Another installation is already in progress. Complete that installation before proceeding with this install.',
  1622: 'Error opening installation log file. Verify that the specified log file location exists and that you can write to it.',
  1635: 'This patch package could not be opened. Verify that the patch package exists and that you can access it, or contact the application vendor to verify that this is a valid Windows Installer patch package.',
  1639: 'Invalid command line argument. Consult the Windows Installer SDK for detailed command line help.',
  1642: 'The upgrade patch cannot be installed by the Windows Installer service because the program to be upgraded may be missing, or the upgrade patch may update a different version of the program. Verify that the program to be upgraded exists on your computer and that you have the correct upgrade patch.',
  3010: 'The requested operation is successful. Changes will not be effective until the system is rebooted.',
}

export function errorText(code: number): string {
  return TEXTS[code] ?? `Win32 error ${code}.`
}

export function knownError(code: number): string | undefined {
  return TEXTS[code]
}
