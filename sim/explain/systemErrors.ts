import { type Meaning, meaningsOf } from './meaning.ts'

/** Win32 errors that stand inside messages, notes and lines of a log. */
export const SYSTEM_ERRORS: readonly Meaning[] = meaningsOf(
  'system-error',
  { grade: 'documented', source: 'system-error-codes' },
  [
    {
      code: 1,
      name: 'ERROR_INVALID_FUNCTION',
      text: 'Incorrect function.',
      occurs:
        'A custom action that starts a program quietly reports an exit code of 1 in this form, as 0x80070001: the script failed, or PowerShell refused to run it.',
      next: 'See whether the script wrote a block into its own log at that time. If it did not, look at the execution policy.',
      grade: 'observed',
      source: 'exchange-2007.md 3.2',
    },
    {
      code: 2,
      name: 'ERROR_FILE_NOT_FOUND',
      text: 'The system cannot find the file specified.',
      occurs:
        'The third field of `Note: 1: 1402` has it when a registry key does not exist; most of these are harmless.',
      next: 'See whether an action fails right behind it. If none does, read on.',
      source: 'windows-installer.md 2.3',
    },
    {
      code: 3,
      name: 'ERROR_PATH_NOT_FOUND',
      text: 'The system cannot find the path specified.',
      occurs: 'A folder on the way to a file is gone, C:\\ExchangeSetupLogs for example.',
      next: 'Look for the folder that the line names.',
    },
    {
      code: 5,
      name: 'ERROR_ACCESS_DENIED',
      text: 'Access is denied.',
      occurs:
        'Rights are missing for a file, a key or a service: a changed access list, or a console that is not elevated.',
      next: 'See who the caller is and what `cacls` or `icacls` says about the place.',
    },
    {
      code: 13,
      name: 'ERROR_INVALID_DATA',
      text: 'The data is invalid.',
      occurs: 'A custom action or a transform got data that it cannot read.',
      next: 'Read the line CustomActionData above the action, and make sure that the package is whole.',
    },
    {
      code: 19,
      name: 'ERROR_WRITE_PROTECT',
      text: 'The media is write protected.',
      occurs: 'The drive cannot be written at all.',
      next: 'Check the drive.',
    },
    {
      code: 32,
      name: 'ERROR_SHARING_VIOLATION',
      text: 'The process cannot access the file because it is being used by another process.',
      occurs:
        'As LastError = 32 at the end of a log it is about the temporary copy of the .msp and no cause. About a file of Exchange it leads to message 1306.',
      next: 'See which file it is about, and who holds that file.',
      source: 'bulletin',
    },
    {
      code: 87,
      name: 'ERROR_INVALID_PARAMETER',
      text: 'The parameter is incorrect.',
      occurs: 'A function was called with something that it does not take.',
      next: 'Look at the command line and at the action that failed.',
    },
    {
      code: 112,
      name: 'ERROR_DISK_FULL',
      text: 'There is not enough space on the disk.',
      occurs:
        'A rollup needs room several times: for the cached package, for the new files, and for the old ones kept for a rollback.',
      next: 'Make room on the drive, but never in C:\\WINDOWS\\Installer; then put the services back and install again.',
    },
    {
      code: 120,
      name: 'ERROR_CALL_NOT_IMPLEMENTED',
      text: 'This function is not supported on this system.',
      occurs: 'A custom action called a function that custom actions must not call.',
      next: 'Find the action in the log. This is a mistake in a package.',
    },
    {
      code: 183,
      name: 'ERROR_ALREADY_EXISTS',
      text: 'Cannot create a file when that file already exists.',
      occurs: 'Something stands where the installer or a script wants to create a thing of its own.',
      next: 'Look at the place that the line names.',
    },
    {
      code: 258,
      name: 'WAIT_TIMEOUT',
      text: 'The wait operation timed out.',
      occurs:
        'The line `Failed to grab execution mutex. System error 258.` means that another installation runs; the call returns 1618.',
      next: 'Find the other msiexec.exe and let it end.',
      grade: 'modelled',
      source: 'windows-installer.md 2.2',
    },
    {
      code: 259,
      name: 'ERROR_NO_MORE_ITEMS',
      text: 'No more data is available.',
      occurs:
        'A custom action returns it to skip the rest of the sequence without an error; the log shows return value 5.',
      next: 'Nothing is wrong with the action that returned it.',
      source: 'windows-installer.md 4.7',
    },
    {
      code: 267,
      name: 'ERROR_DIRECTORY',
      text: 'The directory name is invalid.',
      occurs: 'A file stands where a folder should be, or the other way round.',
      next: 'Look at the place that the line names.',
    },
    {
      code: 351,
      name: 'ERROR_FAIL_SHUTDOWN',
      text: 'A process could not be shut down in time.',
      occurs: 'The Restart Manager could not stop everybody who holds a file. The run goes on, and may owe a restart.',
      next: 'Look for event 10006, which names the program.',
      grade: 'observed',
      source: 'windows-installer.md 4.8',
    },
    {
      code: 1051,
      name: 'ERROR_DEPENDENT_SERVICES_RUNNING',
      text: 'A stop control has been sent to a service that other running services are dependent on.',
      occurs: 'A service was to be stopped while others that need it still run.',
      next: 'Stop those first; `sc enumdepend` lists them.',
    },
    {
      code: 1053,
      name: 'ERROR_SERVICE_REQUEST_TIMEOUT',
      text: 'The service did not respond to the start or control request in a timely fashion.',
      occurs:
        'A service took longer than 30 seconds to report. After a rollup on a server without Internet access, managed services do, because each asks for revocation lists first.',
      next: 'Look for event 7009 with 30000 milliseconds, and whether crl.microsoft.com can be reached. A second start often works.',
      source: 'exchange-2007.md F17',
    },
    {
      code: 1056,
      name: 'ERROR_SERVICE_ALREADY_RUNNING',
      text: 'An instance of the service is already running.',
      occurs: 'Somebody else started the service first.',
      next: 'Nothing is wrong.',
    },
    {
      code: 1058,
      name: 'ERROR_SERVICE_DISABLED',
      text: 'The service cannot be started, either because it is disabled or because it has no enabled devices associated with it.',
      occurs:
        'A failed rollup leaves the services of Exchange and IIS disabled; whatever tries to start them gets this.',
      next: 'Look at the start types. While the saved state is good, run ServiceControl.ps1 AfterPatch; otherwise set them by hand.',
      source: 'kb935490',
    },
    {
      code: 1060,
      name: 'ERROR_SERVICE_DOES_NOT_EXIST',
      text: 'The specified service does not exist as an installed service.',
      occurs: 'The name is wrong, or the service belongs to a role that this server does not have.',
      next: 'Type `sc query` to see what there is.',
    },
    {
      code: 1062,
      name: 'ERROR_SERVICE_NOT_ACTIVE',
      text: 'The service has not been started.',
      occurs: 'A stop was asked for and there was nothing to stop.',
      next: 'Nothing is wrong.',
    },
    {
      code: 1068,
      name: 'ERROR_SERVICE_DEPENDENCY_FAIL',
      text: 'The dependency service or group failed to start.',
      occurs: 'A service that this one needs did not start: the cause is there, not here.',
      next: 'Follow the chain with `sc qc` down to the one that fails for a reason of its own.',
    },
    {
      code: 1072,
      name: 'ERROR_SERVICE_MARKED_FOR_DELETE',
      text: 'The specified service has been marked for deletion.',
      occurs: 'A service was deleted while somebody still holds it open.',
      next: 'Close the service consoles, or restart.',
    },
    {
      code: 1722,
      name: 'RPC_S_SERVER_UNAVAILABLE',
      text: 'The RPC server is unavailable.',
      occurs: 'A remote procedure call found nobody: in a rollup, mostly because a service such as WinMgmt is stopped.',
      next: 'See which service the call is about and whether it runs.',
    },
  ],
)
