import { LINES } from '../../model/words/logLines.ts'
import { SYSTEM_ERRORS } from '../../model/words/systemErrors.ts'
import { type Advice, type Meaning, meaningsByName } from './meaning.ts'

/** Win32 errors that stand inside messages, notes and lines of a log. What they say: model/words. */

const ADVICE: Readonly<Record<keyof typeof SYSTEM_ERRORS, Advice>> = {
  ERROR_INVALID_FUNCTION: {
    occurs:
      'A custom action that starts a program quietly reports an exit code of 1 in this form, as 0x80070001: the script failed, or PowerShell refused to run it.',
    next: 'See whether the script wrote a block into its own log at that time. If it did not, look at the execution policy.',
  },
  ERROR_FILE_NOT_FOUND: {
    occurs: 'The third field of `Note: 1: 1402` has it when a registry key does not exist; most of these are harmless.',
    next: 'See whether an action fails right behind it. If none does, read on.',
  },
  ERROR_PATH_NOT_FOUND: {
    occurs: 'A folder on the way to a file is gone, C:\\ExchangeSetupLogs for example.',
    next: 'Look for the folder that the line names.',
  },
  ERROR_ACCESS_DENIED: {
    occurs:
      'Rights are missing for a file, a key or a service: a changed access list, or a console that is not elevated.',
    next: 'See who the caller is and what `cacls` or `icacls` says about the place.',
  },
  ERROR_INVALID_DATA: {
    occurs: 'A custom action or a transform got data that it cannot read.',
    next: 'Read the line CustomActionData above the action, and make sure that the package is whole.',
  },
  ERROR_INVALID_DRIVE: {
    occurs: 'A path names a drive that the server does not have, or that is not connected for this account.',
    next: 'Copy the package to a local drive, or look at the mapped drives of the account.',
  },
  ERROR_NOT_SAME_DEVICE: {
    occurs: 'A file or folder was to get a name on another drive; only a copy gets there.',
    next: 'Compare the drives of the two paths that the line names.',
  },
  ERROR_WRITE_PROTECT: {
    occurs: 'The drive cannot be written at all.',
    next: 'Check the drive.',
  },
  ERROR_SHARING_VIOLATION: {
    occurs:
      'As LastError = 32 at the end of a log it is about the temporary copy of the .msp and no cause. About a file of Exchange it leads to message 1306 where nobody else may read the file, else to a restart.',
    next: 'See which file it is about, and who holds that file.',
  },
  ERROR_INVALID_PARAMETER: {
    occurs: 'A function was called with something that it does not take.',
    next: 'Look at the command line and at the action that failed.',
  },
  ERROR_DISK_FULL: {
    occurs:
      'A rollup needs room several times: for the cached package, for the new files, and for the old ones kept for a rollback.',
    next: 'Make room on the drive, but never in C:\\WINDOWS\\Installer; then put the services back and install again.',
  },
  ERROR_CALL_NOT_IMPLEMENTED: {
    occurs: 'A custom action called a function that custom actions must not call.',
    next: 'Find the action in the log. This is a mistake in a package.',
  },
  ERROR_INVALID_NAME: {
    occurs: 'A path was typed with a character that no name may have, or with a quotation mark too many.',
    next: 'Read the command line letter by letter.',
  },
  ERROR_DIR_NOT_EMPTY: {
    occurs: 'A folder was to be removed, and something stands in it.',
    next: 'Look what is in the folder before you remove it with everything.',
  },
  ERROR_ALREADY_EXISTS: {
    occurs: 'Something stands where the installer or a script wants to create a thing of its own.',
    next: 'Look at the place that the line names.',
  },
  ERROR_MORE_DATA: {
    occurs: 'A program has given too small a buffer to a function. It asks again with a larger one.',
    next: 'Nothing is wrong with the installation.',
  },
  WAIT_TIMEOUT: {
    occurs: `The line \`${LINES.mutexTaken.text}\` means that another installation runs; the call returns 1618.`,
    next: 'Find the other msiexec.exe and let it end.',
  },
  ERROR_NO_MORE_ITEMS: {
    occurs:
      'A custom action returns it to skip the rest of the sequence without an error; the log shows return value 5.',
    next: 'Nothing is wrong with the action that returned it.',
  },
  ERROR_DIRECTORY: {
    occurs: 'A file stands where a folder should be, or the other way round.',
    next: 'Look at the place that the line names.',
  },
  ERROR_FAIL_SHUTDOWN: {
    occurs: 'The Restart Manager could not stop everybody who holds a file. The run goes on, and may owe a restart.',
    next: 'Look for event 10006, which names the program.',
  },
  ERROR_FILE_INVALID: {
    occurs: 'The version of a file is asked for that has none.',
    next: 'Compare size and version of the file with those on a healthy server.',
  },
  ERROR_DEPENDENT_SERVICES_RUNNING: {
    occurs: 'A service was to be stopped while others that need it still run.',
    next: 'Stop those first; `sc enumdepend` lists them.',
  },
  ERROR_SERVICE_REQUEST_TIMEOUT: {
    occurs:
      'A service took longer than 30 seconds to report. After a rollup on a server without Internet access, managed services do, because each asks for revocation lists first.',
    next: 'Look for event 7009 with 30000 milliseconds, and whether crl.microsoft.com can be reached. A second start often works.',
  },
  ERROR_SERVICE_ALREADY_RUNNING: {
    occurs: 'Somebody else started the service first.',
    next: 'Nothing is wrong.',
  },
  ERROR_SERVICE_DISABLED: {
    occurs: 'A failed rollup leaves the services of Exchange and IIS disabled; whatever tries to start them gets this.',
    next: 'Look at the start types. While the saved state is good, run ServiceControl.ps1 AfterPatch; otherwise set them by hand.',
  },
  ERROR_CIRCULAR_DEPENDENCY: {
    occurs: 'A service needs, directly or not, a service that needs it: none of them can start.',
    next: 'Follow DEPENDENCIES in `sc qc` from one service to the next until a name comes again, and take out the one that does not belong.',
  },
  ERROR_SERVICE_DOES_NOT_EXIST: {
    occurs: 'The name is wrong, or the service belongs to a role that this server does not have.',
    next: 'Type `sc query` to see what there is.',
  },
  ERROR_SERVICE_CANNOT_ACCEPT_CTRL: {
    occurs:
      'A service is in the midst of something that it does not break off, as Windows Installer is of an installation.',
    next: 'Wait for the end of it, then stop the service.',
  },
  ERROR_SERVICE_NOT_ACTIVE: {
    occurs: 'A stop was asked for and there was nothing to stop.',
    next: 'Nothing is wrong.',
  },
  ERROR_SERVICE_DEPENDENCY_FAIL: {
    occurs: 'A service that this one needs did not start: the cause is there, not here.',
    next: 'Follow the chain with `sc qc` down to the one that fails for a reason of its own.',
  },
  ERROR_SERVICE_MARKED_FOR_DELETE: {
    occurs: 'A service was deleted while somebody still holds it open.',
    next: 'Close the service consoles, or restart.',
  },
  ERROR_NONE_MAPPED: {
    occurs:
      'Neither the server nor its domain knows an account or a group of that name: Windows of another language has others.',
    next: 'Name it by its SID, as in `icacls ... /grant *S-1-5-18:F` for the system.',
  },
  RPC_S_SERVER_UNAVAILABLE: {
    occurs: 'A remote procedure call found nobody: in a rollup, mostly because a service such as WinMgmt is stopped.',
    next: 'See which service the call is about and whether it runs.',
  },
}

export const systemErrorMeanings: readonly Meaning[] = meaningsByName('system-error', SYSTEM_ERRORS, ADVICE)
