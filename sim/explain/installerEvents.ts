import { type Entry, type Meaning, meaningsOf } from './meaning.ts'
import { MESSAGES } from './messages.ts'

/** Events of the source MsiInstaller in the Application log. Texts: words.md 4; those of Windows Installer 4.0 and 4.5. */
const RESULTS: readonly Entry[] = [
  {
    code: 1001,
    text: "Detection of product '%1', feature '%2' failed during request for component '%3'",
    occurs: 'On-demand repair found a part of a product missing; 1004 follows. No rollup is involved.',
    next: 'Read 1004 for the thing that is missing.',
  },
  {
    code: 1002,
    text: "Unexpected or missing value (name: '%1', value: '%2') in key '%3'",
    occurs: "A value of the installer's registration is wrong: damage, or a registry edited by hand.",
    next: 'Look at the key that it names. Where registration is beyond repair, a rebuild is the way out.',
  },
  {
    code: 1003,
    text: "Unexpected or missing subkey '%1' in key '%2'",
    occurs: "A key of the installer's registration is wrong: damage, or a registry edited by hand.",
    next: 'Look at the key that it names. Where registration is beyond repair, a rebuild is the way out.',
  },
  {
    code: 1004,
    text: "Detection of product '%1', feature '%2', component '%3' failed.  The resource '%4' does not exist.",
    occurs: 'Follows 1001 and names the file or key that a component is recognised by.',
    next: 'See who removed it.',
  },
  {
    code: 1005,
    text: "The Windows Installer initiated a system restart to complete or continue the configuration of '%1'.",
    occurs: 'The installer itself starts a restart; the return code is 1641. Rollups leave the restart to people.',
    next: 'See who called the installer, and with which switches.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 1006,
    text: "Verification of the digital signature for cabinet '%1' cannot be performed. WinVerifyTrust is not available on the computer.",
    occurs: 'A cabinet should be checked and the checker is absent.',
    next: 'Look at the Cryptographic Services.',
  },
  {
    code: 1007,
    text: 'The installation of %1 is not permitted by software restriction policy. The Windows Installer only allows execution of unrestricted items. The authorization level returned by software restriction policy was %2.',
    occurs: 'A software restriction forbids the package: return code 1625, or 1643 for an .msp.',
    next: 'Ask who sets the policy, and compare the signature of the package.',
  },
  {
    code: 1008,
    text: 'The installation of %1 is not permitted due to an error in software restriction policy processing. The object cannot be trusted.',
    occurs:
      'The check of a package against the policy itself failed, as it does when memory runs out on a large .msp; 11718 follows.',
    next: 'Look at free memory and at the signature of the package.',
  },
  {
    code: 1012,
    text: "This version of Windows does not support deploying 64-bit packages. The script '%1' is for a 64-bit package.",
    occurs: 'A 64-bit package was advertised on a 32-bit Windows.',
    next: 'Take the other package.',
  },
  {
    code: 1013,
    text: '%1',
    occurs: 'The engine met an exception that it does not handle.',
    next: 'Compare the version of msi.dll with that of a healthy server.',
  },
  {
    code: 1014,
    text: 'Windows Installer proxy information not registered correctly',
    occurs: 'A part of the installer that connects its two sides is not registered.',
    next: 'Register Windows Installer again with msiexec /regserver.',
  },
  {
    code: 1015,
    text: 'Failed to connect to server. Error: %1',
    occurs: 'The client did not reach the service; the call returns 1601. It has the HRESULT of the connection.',
    next: 'Explain that HRESULT, and type `sc qc msiserver`.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 1016,
    text: "Detection of product '%1', feature '%2', component '%3' failed.  The resource '%4' in a run-from-source component could not be located because no valid and accessible source could be found.",
    occurs: 'As 1004, for a component that runs from its source.',
    next: 'Make the source reachable.',
  },
  {
    code: 1017,
    text: "User SID had changed from '%1' to '%2' but the managed app and the user data keys cannot be updated. Error = '%3'.",
    occurs: 'An account got another identifier. Exchange is installed for the machine and not concerned.',
    next: 'See which account it names.',
  },
  {
    code: 1018,
    text: "The application '%1' cannot be installed because it is not compatible with this version of Windows.",
    occurs: 'Application compatibility stopped a program.',
    next: 'See which product it names.',
  },
  {
    code: 1019,
    text: "Product: %1 - Update '%2' was successfully removed.",
    occurs: 'A rollup was removed, for example by way of Add or Remove Programs.',
    next: 'Check versions, services and Outlook Web Access.',
  },
  {
    code: 1020,
    text: "Product: %1 - Update '%2' could not be removed. Error code %3. Additional information is available in the log file %4.",
    occurs: 'A rollup could not be removed, and there is a log.',
    next: 'In the log that it names, find the first `return value 3`.',
  },
  {
    code: 1021,
    text: "Product: %1 - Update '%2' could not be removed. Error code %3. Windows Installer can create logs to help troubleshoot issues with installing software packages. Use the following link for instructions on turning on logging support: http://go.microsoft.com/fwlink/?LinkId=23127",
    occurs: 'A rollup could not be removed, and nobody wrote a log.',
    next: 'Switch logging on, then try again.',
  },
  {
    code: 1022,
    text: "Product: %1 - Update '%2' installed successfully.",
    occurs: 'The rollup is installed. It says nothing about the scripts, whose failures the installer may not see.',
    next: 'Check the services and Outlook Web Access all the same.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 1023,
    text: "Product: %1 - Update '%2' could not be installed. Error code %3. Additional information is available in the log file %4.",
    occurs: 'The rollup could not be installed, and there is a log. The code in it is mostly 1603 and names no cause.',
    next: 'In the log that it names, find the first `return value 3`; in the Application log, read the event just before.',
  },
  {
    code: 1024,
    text: "Product: %1 - Update '%2' could not be installed. Error code %3. Windows Installer can create logs to help troubleshoot issues with installing software packages. Use the following link for instructions on turning on logging support: http://go.microsoft.com/fwlink/?LinkId=23127",
    occurs:
      'The rollup could not be installed, and nobody wrote a log. The code in it is mostly 1603 and names no cause.',
    next: 'Install again with /lxv* and a path, or set the Logging policy for the time of the test.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 1025,
    text: 'Product: %1. The file %2 is being used by the following process: Name: %3 , Id %4.',
    occurs:
      'Before anything is replaced, one event for each file in use and each process that holds it. Alone it is no failure.',
    next: 'See whether 1306 or 3010 follows; the process named is the one to stop.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 1026,
    text: 'Windows Installer has determined that its configuration data registry key was not secured properly. The owner of the key must be either Local System or Builtin\\Administrators. The existing key will be deleted and re-created with the appropriate security settings.',
    occurs:
      "The installer's registry key had an owner it does not trust, and was made anew. Registered products are gone.",
    next: 'See which programs are still listed as installed.',
  },
  {
    code: 1027,
    text: 'Windows Installer has determined that a registry sub key %1 within its configuration data was not secured properly. The owner of the key must be either Local System or Builtin\\Administrators. The existing sub key and all of its contents will be deleted.',
    occurs: "A key of the installer's registration had an owner it does not trust, and was deleted.",
    next: 'See which key it names and what belonged to it.',
  },
  {
    code: 1028,
    text: 'Windows Installer has determined that its configuration data cache folder was not secured properly. The owner of the key must be either Local System or Builtin\\Administrators. The existing folder will be deleted and re-created with the appropriate security settings.',
    occurs:
      'The folder C:\\WINDOWS\\Installer had an owner it does not trust, and was made anew. Cached packages are gone.',
    next: 'Put the original packages back, or every rollup from now on fails with 1635.',
  },
  {
    code: 1029,
    text: 'Product: %1. Restart required. The installation or update for the product required a restart for all changes to take effect. The restart was deferred to a later time.',
    occurs: 'The rollup is installed and a restart was put off; the return code is 3010.',
    next: 'Restart the server.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 1030,
    text: 'Product: %1. The application tried to install a more recent version of the protected Windows file %2. You may need to update your operating system for this application to work correctly. (Package Version: %3, Operating System Protected Version: %4).',
    occurs: 'A file that Windows protects was left alone.',
    next: 'See which product it names.',
  },
  {
    code: 1031,
    text: "Product: %1. The assembly '%2' for component '%3' is in use.",
    occurs: 'An assembly was in use, so a restart is due.',
    next: 'Restart the server.',
  },
  {
    code: 1032,
    text: "An error occurred while refreshing environment variables updated during the installation of '%1'.",
    occurs: 'Environment variables could not be refreshed.',
    next: 'Sign in again.',
  },
  {
    code: 1033,
    text: 'Windows Installer installed the product. Product Name: %1. Product Version: %2. Product Language: %3. Installation success or error status: %4.',
    occurs:
      'A first installation ended, well or not; also a patch that fits no product. The last number is the return code.',
    next: 'Read the last number: Information as a level does not mean success.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 1034,
    text: 'Windows Installer removed the product. Product Name: %1. Product Version: %2. Product Language: %3. Removal success or error status: %4.',
    occurs: 'A product was removed, or not: the last number is the return code.',
    next: 'Read the last number.',
    grade: 'modelled',
  },
  {
    code: 1035,
    text: 'Windows Installer reconfigured the product. Product Name: %1. Product Version: %2. Product Language: %3. Reconfiguration success or error status: %4.',
    occurs:
      'A run on an installed product ended, well or not: with every rollup from Windows Installer 4.0 on. The last number is the return code.',
    next: 'Read the last number: Information as a level does not mean success.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 1036,
    text: 'Windows Installer installed an update. Product Name: %1. Product Version: %2. Product Language: %3. Update Name: %4. Installation success or error status: %5.',
    occurs:
      'Stands behind 1022, 1023 or 1024 from Windows Installer 4.0 on, one for each patch. The last number is the return code.',
    next: 'Read the last number: Information as a level does not mean success.',
  },
  {
    code: 1037,
    text: 'Windows Installer removed an update. Product Name: %1. Product Version: %2. Product Language: %3. Update Name: %4. Removal success or error status: %5.',
    occurs: 'Stands behind 1019, 1020 or 1021 from Windows Installer 4.0 on. The last number is the return code.',
    next: 'Read the last number.',
  },
  {
    code: 1038,
    text: 'Windows Installer requires a system restart. Product Name: %1. Product Version: %2. Product Language: %3. Type of System Restart: %4. Reason for Restart: %5.',
    occurs: 'The rollup is installed and a restart is due. Type 2 is one that was put off; reason 1 is files in use.',
    next: 'Restart the server.',
  },
  {
    code: 1040,
    text: 'Beginning a Windows Installer transaction: %1. Client Process Id: %2.',
    occurs: 'A transaction begins, from Windows Installer 4.5 on.',
    next: 'Look for 1042 behind it: without it the run was cut off.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 1042,
    text: 'Ending a Windows Installer transaction: %1. Client Process Id: %2.',
    occurs: 'A transaction ends, from Windows Installer 4.5 on; well or not.',
    next: 'Read the events between 1040 and this one.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 1044,
    text: '%1 is not Microsoft signed. So, rejecting per the Windows Lockdown Policy.',
    occurs: 'A later Windows that runs signed programs only. Windows Server 2003 and 2008 do not write it.',
    next: 'See which server it comes from.',
  },
  {
    code: 11707,
    text: 'Product: [ProductName] -- Installation completed successfully.',
    occurs: 'A first installation ended well. For a rollup the event is 11728.',
    next: 'Nothing is wrong.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 11708,
    text: 'Product: [ProductName] -- Installation failed.',
    occurs: 'A run ended before there was anything to configure: the patch did not fit, or could not be opened.',
    next: 'Read the code in 1023 or 1024 before it: 1642 is the baseline, 1635 a package that cannot be opened.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 11715,
    text: 'Product: [ProductName] -- Installed [2]',
    occurs: 'A short result of older engines, which no engine of a server with Exchange 2007 writes.',
    next: 'Nothing is wrong.',
    grade: 'derived',
    source: 'windows-installer.md 1.2',
  },
  {
    code: 11716,
    text: 'Product: [ProductName] -- Configured [2]',
    occurs: 'A short result of older engines, which no engine of a server with Exchange 2007 writes.',
    next: 'Nothing is wrong.',
    grade: 'derived',
    source: 'windows-installer.md 1.2',
  },
  {
    code: 11717,
    text: 'Product: [ProductName] -- Removed [2]',
    occurs: 'A short result of older engines, which no engine of a server with Exchange 2007 writes.',
    next: 'Nothing is wrong.',
    grade: 'derived',
    source: 'windows-installer.md 1.2',
  },
  {
    code: 11724,
    text: 'Product: [ProductName] -- Removal completed successfully.',
    occurs: 'A product was removed.',
    next: 'See whether somebody meant to.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 11725,
    text: 'Product: [ProductName] -- Removal failed.',
    occurs: 'A product could not be removed.',
    next: 'Find the first `return value 3` in the log.',
    grade: 'derived',
    source: 'windows-installer.md 1.2',
  },
  {
    code: 11726,
    text: 'Product: [ProductName] -- Advertisement completed successfully.',
    occurs: 'A product was advertised. Rollups do not do this.',
    next: 'Nothing is wrong.',
    grade: 'derived',
    source: 'windows-installer.md 1.2',
  },
  {
    code: 11727,
    text: 'Product: [ProductName] -- Advertisement failed.',
    occurs: 'A product could not be advertised. Rollups do not do this.',
    next: 'See which product it names.',
    grade: 'derived',
    source: 'windows-installer.md 1.2',
  },
  {
    code: 11728,
    text: 'Product: [ProductName] -- Configuration completed successfully.',
    occurs: 'The product was changed as asked: the rollup is installed, or removed.',
    next: '1022 or 1019 beside it names the rollup. Check services and Outlook Web Access all the same.',
    grade: 'observed',
    source: 'formats.md 3',
  },
  {
    code: 11729,
    text: 'Product: [ProductName] -- Configuration failed.',
    occurs: 'The product could not be changed. It follows every failed rollup and never says why.',
    next: 'Read the event before it with an Error number, such as 11306, and the code in 1023 or 1024.',
    grade: 'observed',
    source: 'formats.md 3',
  },
]

/** A launch condition, a search of the rollup's own, or an internal error: texts without a number of their own. */
const UNNUMBERED: readonly Entry[] = [
  {
    code: 10005,
    text: 'Product: [ProductName] -- [text]',
    occurs:
      'The package itself says why it does not go on: wrong architecture, an interim update, a newer rollup. Also an internal error, whose number stands in the text.',
    next: 'Read the text: it is the reason. Nothing has been changed yet.',
    grade: 'observed',
    source: 'formats.md 3',
  },
]

/** Message N that ends a run is event 10000 + N; what a run says at its end has rows of its own. */
function fromMessages(): Entry[] {
  const own = new Set(RESULTS.map(entry => entry.code))
  return MESSAGES.filter(({ code }) => LOGGED.some(([from, to]) => from <= code && code <= to))
    .filter(({ code }) => !own.has(10_000 + code))
    .map(({ code, text, occurs, next }) => ({
      code: 10_000 + code,
      text: `Product: [ProductName] -- Error ${code}. ${text
        .replace(/\{\{\s*|\s*\}\}/g, ' ')
        .replace(/ {3,}/g, '  ')
        .trim()}`,
      occurs,
      next,
      grade: 'derived',
      source: 'windows-installer.md 1.1',
    }))
}

/** Numbers of messages that the log of events knows. */
const LOGGED: readonly (readonly [from: number, to: number])[] = [
  [1101, 1599],
  [1606, 1606],
  [1609, 1609],
  [1701, 1733],
  [1801, 1999],
]

export const INSTALLER_EVENTS: readonly Meaning[] = meaningsOf(
  'event',
  { name: 'MsiInstaller', grade: 'documented', source: 'win32 Msi/event-logging' },
  [...RESULTS, ...UNNUMBERED, ...fromMessages()],
)
