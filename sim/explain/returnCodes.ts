import { RETURN_CODES } from '../../model/words/systemErrors.ts'
import { type Advice, type Meaning, meaningsByName } from './meaning.ts'

/** What the installer returns to its caller. What they say: model/words. */

const ADVICE: Readonly<Record<keyof typeof RETURN_CODES, Advice>> = {
  ERROR_SUCCESS: {
    occurs: 'The end of a good installation that owes no restart; event 1022 names the rollup.',
    next: 'Compare the version of ExSetup.exe and the state of the services all the same: scripts of a rollup may fail without the installer hearing of it.',
  },
  ERROR_APPHELP_BLOCK: {
    occurs:
      'An application-compatibility prompt stood in the way and was declined. A rollup has no entry there, so another package was started.',
    next: 'See which file was started, and whether a compatibility database has been deployed to the server.',
  },
  ERROR_INSTALL_SERVICE_FAILURE: {
    occurs:
      'The client cannot reach the Windows Installer service: it is disabled, not registered, or does not start. Nothing has changed yet; Microsoft Update shows 0x80070641.',
    next: 'Type `sc qc msiserver`: its start type should be manual (3). Event 1015 has the error of the connection.',
  },
  ERROR_INSTALL_USEREXIT: {
    occurs:
      'Somebody pressed Cancel: in the wizard, at the question of message 1306, or with Exit in the list of files in use. What the script had done is rolled back; services that the rollup disabled stay disabled.',
    next: 'Read which dialog was answered, then look at the services and run ServiceControl.ps1 AfterPatch if they are disabled.',
  },
  ERROR_INSTALL_FAILURE: {
    occurs:
      'Any fatal error in a sequence or in the script ends with it, so it names no cause. Microsoft Update shows it as 0x80070643.',
    next: 'In the verbose log find the first `return value 3` and read the lines above it; in the Application log read the event before 1023 or 1024.',
  },
  ERROR_INSTALL_SUSPEND: {
    occurs: 'A restart was forced in the middle of the run, or the run was suspended. A rollup does neither by itself.',
    next: 'Restart, start the same installation again, and see whether the transaction is still marked InProgress.',
  },
  ERROR_UNKNOWN_PRODUCT: {
    occurs:
      'The product code is not installed where the caller can see it: Exchange is absent, installed for another user, or its registration is damaged.',
    next: 'Compare the product code on the command line with the Products key below the Installer key in the registry.',
  },
  ERROR_UNKNOWN_FEATURE: {
    occurs: 'A feature is asked for that the product does not have. In a rollup this points to a damaged registration.',
    next: 'Look at the features registered for the product; a damaged registration is not repaired in place.',
  },
  ERROR_UNKNOWN_COMPONENT: {
    occurs: 'A component is asked for that is not registered. In a rollup this points to a damaged registration.',
    next: 'Look at the components registered for the product; a damaged registration is not repaired in place.',
  },
  ERROR_UNKNOWN_PROPERTY: {
    occurs: 'A program asked for a property that the product does not have.',
    next: 'See which program asked: an installation of a rollup does not end with this code.',
  },
  ERROR_INVALID_HANDLE_STATE: {
    occurs: 'A custom action used a handle that was closed or never valid; the log shows return value 6.',
    next: 'Find the action in the log, and the lines that close its handles.',
  },
  ERROR_BAD_CONFIGURATION: {
    occurs: 'The registration of the product is there and cannot be read.',
    next: 'Check the disk and the Installer keys. Where these are beyond repair, a rebuild with setup /m:RecoverServer is the way out.',
  },
  ERROR_INDEX_ABSENT: {
    occurs: 'A program asked for a published component under a qualifier that nobody registered.',
    next: 'See which program asked: an installation of a rollup does not end with this code.',
  },
  ERROR_INSTALL_SOURCE_ABSENT: {
    occurs:
      'The package of the product or of a patch is needed, the cached copy is gone, and no source in the list has it.',
    next: 'Read the SOURCEMGMT lines: they name the package and each place that was tried. Put the original package back under its cached name.',
  },
  ERROR_INSTALL_PACKAGE_VERSION: {
    occurs: 'The package was made for a later Windows Installer than the server has.',
    next: 'Compare the version in the first lines of the log with what the package asks for.',
  },
  ERROR_PRODUCT_UNINSTALLED: {
    occurs: 'The product was removed while it was being used.',
    next: 'Check whether Exchange is still listed under installed programs.',
  },
  ERROR_BAD_QUERY_SYNTAX: {
    occurs: 'A custom action sent a query that the installer cannot read.',
    next: 'Find the action in the log. This is a mistake in a package, not in the server.',
  },
  ERROR_INVALID_FIELD: {
    occurs: 'A custom action asked a record for a field that it does not have.',
    next: 'Find the action in the log. This is a mistake in a package, not in the server.',
  },
  ERROR_DEVICE_REMOVED: {
    occurs: 'A device went away during the call. Windows Installer does not return it by itself.',
    next: 'Check the drive that holds the package and the one that holds Exchange.',
  },
  ERROR_INSTALL_ALREADY_RUNNING: {
    occurs:
      'Another installation holds the execution mutex: automatic updates, another administrator, or a call that hangs. Microsoft Update shows 0x80070652.',
    next: 'List the processes named msiexec.exe and let the other installation end; then install again.',
  },
  ERROR_INSTALL_PACKAGE_OPEN_FAILED: {
    occurs: 'The .msi cannot be opened: it is absent, locked or unreadable. For the .msp of a rollup the code is 1635.',
    next: 'Check the path on the command line and who may read it.',
  },
  ERROR_INSTALL_PACKAGE_INVALID: {
    occurs: 'The file that was given as .msi is no installer database.',
    next: 'Compare its size and signature with the original, and copy it again.',
  },
  ERROR_INSTALL_UI_FAILURE: {
    occurs: 'The installer could not show its dialogs.',
    next: 'Install with /qb or /qn, or from a session at the console.',
  },
  ERROR_INSTALL_LOG_FAILURE: {
    occurs:
      'The log asked for with /l cannot be written: its folder is absent or closed to the caller. Nothing has been installed.',
    next: 'Name a folder that exists, such as C:\\, and call again.',
  },
  ERROR_INSTALL_LANGUAGE_UNSUPPORTED: {
    occurs: 'The package supports no language of this system.',
    next: 'Take the package of the right language.',
  },
  ERROR_INSTALL_TRANSFORM_FAILURE: {
    occurs: 'A transform is missing, or its conditions do not fit the database.',
    next: 'Read the TRANSFORMS property in the log and check each path.',
  },
  ERROR_INSTALL_PACKAGE_REJECTED: {
    occurs: 'A policy forbids the product to be installed: DisableMSI, or a software restriction.',
    next: 'Read the lines `Machine policy value` at the head of the log, then ask who sets the policy.',
  },
  ERROR_FUNCTION_NOT_CALLED: {
    occurs: 'A function was asked for and never ran; a log shows it as return value 0.',
    next: 'For an action with return value 0 there is nothing to do.',
  },
  ERROR_FUNCTION_FAILED: {
    occurs: 'A function of the installer ran and failed.',
    next: 'Find the call in the log.',
  },
  ERROR_INVALID_TABLE: {
    occurs: 'A custom action named a table that the database does not have.',
    next: 'Find the action in the log. This is a mistake in a package.',
  },
  ERROR_DATATYPE_MISMATCH: {
    occurs: 'A custom action handed over a value of the wrong type.',
    next: 'Find the action in the log. This is a mistake in a package.',
  },
  ERROR_UNSUPPORTED_TYPE: {
    occurs: 'A custom action handed over a type that the installer does not take.',
    next: 'Find the action in the log. This is a mistake in a package.',
  },
  ERROR_CREATE_FAILED: {
    occurs: 'The service did not start.',
    next: 'Look in the System log for 7000 or 7009 about Windows Installer.',
  },
  ERROR_INSTALL_TEMP_UNWRITABLE: {
    occurs:
      'The TEMP folder of the caller is absent, full or closed. The installer needs it for a copy of the package.',
    next: 'Type `echo %TEMP%`, then see whether the folder exists, can be written, and has room.',
  },
  ERROR_INSTALL_PLATFORM_UNSUPPORTED: {
    occurs:
      'The package is for another processor: in a rollup, mostly the wrong one of the x86 and x64 files. Rollups usually notice it themselves and end with 1603.',
    next: 'Compare the end of the file name, -x86-EN or -x64-EN, with the server.',
  },
  ERROR_INSTALL_NOTUSED: {
    occurs: 'The component asked about is not in use here.',
    next: 'An installation of a rollup does not end with this code; see who asked.',
  },
  ERROR_PATCH_PACKAGE_OPEN_FAILED: {
    occurs:
      'The .msp cannot be opened. Either it is the new rollup itself, or the cached .msp of an earlier one, because every patch of the product is opened again.',
    next: 'See which file the log names as missing: the new package, or one in C:\\WINDOWS\\Installer. For the latter, put the original package back under that name.',
  },
  ERROR_PATCH_PACKAGE_INVALID: {
    occurs: 'The .msp was opened and is no patch: cut off in the download, or damaged.',
    next: 'Compare size and digital signature with the original, and download it again.',
  },
  ERROR_PATCH_PACKAGE_UNSUPPORTED: {
    occurs: 'The patch asks for a later Windows Installer than the server has.',
    next: 'Compare the version in the first lines of the log with what the rollup asks for.',
  },
  ERROR_PRODUCT_VERSION: {
    occurs: 'An .msi was started while the same product is installed from another package. A patch does not cause it.',
    next: 'Look at what was started: a rollup is the .msp, and service packs go through setup.com.',
  },
  ERROR_INVALID_COMMAND_LINE: {
    occurs: 'A switch is unknown, lacks its value, or does not go with another: /p and /i, for example.',
    next: 'Read the command line letter by letter; msiexec /? lists the switches.',
  },
  ERROR_INSTALL_REMOTE_DISALLOWED: {
    occurs: 'The caller is in a terminal session and no administrator.',
    next: 'Sign in as an administrator, or at the console.',
  },
  ERROR_SUCCESS_REBOOT_INITIATED: {
    occurs: 'The installation is done and the restart has begun; event 1005 says so.',
    next: 'Wait for the restart, then check versions and services.',
  },
  ERROR_PATCH_TARGET_NOT_FOUND: {
    occurs:
      'No installed product fits the patch: Exchange is absent, or has another baseline than the rollup is for (RTM, SP1, SP2 and SP3 have series of their own).',
    next: 'Read the version of ExSetup.exe: 8.0 is RTM, 8.1 is SP1, 8.2 is SP2, 8.3 is SP3. Then take the rollup of that series.',
  },
  ERROR_PATCH_PACKAGE_REJECTED: {
    occurs: 'A policy forbids patches: DisablePatch, or a software restriction on the .msp.',
    next: 'Read the lines `Machine policy value` at the head of the log for DisablePatch.',
  },
  ERROR_INSTALL_TRANSFORM_REJECTED: {
    occurs: 'A policy forbids the transform that was given.',
    next: 'Read the TRANSFORMS property in the log, then ask who sets the policy.',
  },
  ERROR_INSTALL_REMOTE_PROHIBITED: {
    occurs: 'The policy of old terminal servers forbids installations from a session.',
    next: 'Install at the console.',
  },
  ERROR_PATCH_REMOVAL_UNSUPPORTED: {
    occurs: 'A patch was to be removed that does not allow it.',
    next: 'See whether the rollup is listed as removable under installed updates.',
  },
  ERROR_UNKNOWN_PATCH: {
    occurs: 'MSIPATCHREMOVE names a patch that this product does not have.',
    next: 'Compare the patch code on the command line with the patches registered for the product.',
  },
  ERROR_PATCH_NO_SEQUENCE: {
    occurs: 'The patches of the product contradict each other, so that no order fits.',
    next: 'Read the lines `PATCH SEQUENCER` and the list `Final Patch Application Order`.',
  },
  ERROR_PATCH_REMOVAL_DISALLOWED: {
    occurs: 'A policy or missing rights forbid the removal of patches.',
    next: 'Look for DisablePatchUninstall among the policy values at the head of the log.',
  },
  ERROR_INVALID_PATCH_XML: {
    occurs: 'A program handed over XML about patches that cannot be read.',
    next: 'See who asked: msiexec does not return it for a rollup.',
  },
  ERROR_PATCH_MANAGED_ADVERTISED_PRODUCT: {
    occurs: 'The product is only advertised, so there is nothing to patch.',
    next: 'Install at least one feature first. An Exchange server is never in this state.',
  },
  ERROR_INSTALL_SERVICE_SAFEBOOT: {
    occurs: 'Windows runs in Safe Mode, where the Windows Installer service does not start.',
    next: 'Restart normally.',
  },
  ERROR_ROLLBACK_DISABLED: {
    occurs: 'Several packages were to be installed in one transaction while a policy switches rollback off.',
    next: 'Look for DisableRollback among the policy values. A tool that prints another text for this number reads a later list.',
  },
  ERROR_INSTALL_REJECTED: {
    occurs: 'The system is a Windows that does not run such programs. Windows Server is none of these.',
    next: 'Check on which machine the package was started.',
  },
  ERROR_SUCCESS_REBOOT_REQUIRED: {
    occurs:
      'The installation is done; a file was in use, so its old version stays loaded until the restart. Events 1038 and 1029 say so from Windows Installer 4.0 on.',
    next: 'Restart the server, then check versions and services. Until then an update that wants a clean start may refuse.',
  },
}

export const returnCodeMeanings: readonly Meaning[] = meaningsByName('return-code', RETURN_CODES, ADVICE)
