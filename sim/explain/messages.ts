import { type Entry, type Meaning, meaningsOf } from './meaning.ts'

/**
 * Messages that a person sees, and as notes the same numbers in a log. Texts: words.md 3, from the Error table of the
 * SDK; `[2]` is the first thing that a message is about, and what `{{ }}` encloses goes to log and event only.
 */
const ENTRIES: readonly Entry[] = [
  {
    code: 1101,
    text: 'Error reading from file: [2]. {{ System error [3].}}  Verify that the file exists and that you can access it.',
    occurs: 'A stream inside the package, or a file beside it, could not be read.',
    next: 'Copy the package again, and see who may read it.',
  },
  {
    code: 1301,
    text: "Cannot create the file '[2]'.  A directory with this name already exists.  Cancel the install and try installing to a different location.",
    occurs: 'A folder stands where the rollup has a file.',
    next: 'Rename the folder that the message names.',
  },
  {
    code: 1302,
    text: 'Please insert the disk: [2]',
    occurs: 'A product installed from several disks asks for one. The .msp of a rollup carries all its files.',
    next: 'See which product the event names.',
  },
  {
    code: 1303,
    text: 'The installer has insufficient privileges to access this directory: [2].  The installation cannot continue.  Log on as administrator or contact your system administrator.',
    occurs: 'The folder is closed to the account that installs, an antivirus rule included.',
    next: 'Compare the access list of the folder with that of a healthy server.',
  },
  {
    code: 1304,
    text: 'Error writing to file: [2].  Verify that you have access to that directory.',
    occurs: 'A file of the rollup could not be written: rights, a scanner, or no room.',
    next: 'Look at the access list and the free space, then at who has the file open.',
  },
  {
    code: 1305,
    text: 'Error reading from file [2]. {{ System error [3].}} Verify that the file exists and that you can access it.',
    occurs: 'A file could not be read from where it was copied.',
    next: 'Copy the package to a local drive.',
  },
  {
    code: 1306,
    text: "Another application has exclusive access to the file '[2]'.  Please shut down all other applications, then click Retry.",
    occurs:
      'A program holds a file of Exchange so that nobody else may even rename it: a scanner, a backup or a monitoring agent. The wizard asks Retry or Cancel; a silent run gives up with 1603 and leaves the services disabled.',
    next: 'The message names the file. Find who holds it, stop that program, put the services back with ServiceControl.ps1 AfterPatch, install again.',
  },
  {
    code: 1307,
    text: 'There is not enough disk space to install this file: [2].  Free some disk space and click Retry, or click Cancel to exit.',
    occurs: 'The drive filled up while files were copied.',
    next: 'Make room, but never in C:\\WINDOWS\\Installer; then put the services back and install again.',
  },
  {
    code: 1308,
    text: 'Source file not found: [2].  Verify that the file exists and that you can access it.',
    occurs: 'A file is to be taken from the source of the product, and it is not there.',
    next: 'Make the original installation media reachable.',
  },
  {
    code: 1309,
    text: 'Error reading from file: [3]. {{ System error [2].}}  Verify that the file exists and that you can access it.',
    occurs: 'The source file exists and cannot be opened.',
    next: 'The system error says why: 5 is rights, 32 is somebody who holds it.',
  },
  {
    code: 1310,
    text: 'Error writing to file: [3]. {{ System error [2].}}  Verify that you have access to that directory.',
    occurs: 'A file of the rollup could not be created or written over.',
    next: 'The system error says why: 5 is rights, 112 is a full disk, 32 is somebody who holds it.',
  },
  {
    code: 1311,
    text: 'Source file not found{{(cabinet)}}: [2].  Verify that the file exists and that you can access it.',
    occurs: 'A cabinet of the source is not there. A rollup carries its cabinet inside.',
    next: 'Make the original installation media reachable.',
  },
  {
    code: 1312,
    text: "Cannot create the directory '[2]'.  A file with this name already exists.  Please rename or remove the file and click retry, or click Cancel to exit.",
    occurs: 'A file stands where the rollup has a folder.',
    next: 'Rename the file that the message names.',
  },
  {
    code: 1313,
    text: 'The volume [2] is currently unavailable.  Please select another.',
    occurs: 'A drive that the installation needs is not there.',
    next: 'Check mapped and removable drives.',
  },
  {
    code: 1314,
    text: "The specified path '[2]' is unavailable.",
    occurs:
      'As `Note: 1: 1314` with the name of an .msp: the cached copy of an earlier rollup is gone and no source has it.',
    next: 'The name is that of the original package. Put that package back under its cached name in C:\\WINDOWS\\Installer.',
  },
  {
    code: 1315,
    text: 'Unable to write to the specified folder: [2].',
    occurs: 'The folder cannot be written.',
    next: 'Compare the access list of the folder with that of a healthy server.',
  },
  {
    code: 1316,
    text: 'A network error occurred while attempting to read from the file: [2]',
    occurs:
      'The package that was found is not the one that the product was installed from, or it cannot be read from there.',
    next: 'Compare the package with the original, baseline and build included.',
  },
  {
    code: 1317,
    text: 'An error occurred while attempting to create the directory: [2]',
    occurs: 'A folder could not be created.',
    next: 'Look at the folder above it: rights, free space, a file of that name.',
  },
  {
    code: 1318,
    text: 'A network error occurred while attempting to create the directory: [2]',
    occurs: 'A folder on a share could not be created. A rollup writes to local drives.',
    next: 'See which product the event names.',
  },
  {
    code: 1319,
    text: 'A network error occurred while attempting to open the source file cabinet: [2]',
    occurs: 'A cabinet on a share could not be opened.',
    next: 'Copy the package to a local drive.',
  },
  {
    code: 1320,
    text: 'The specified path is too long: [2]',
    occurs: 'A path is too long.',
    next: 'Choose a shorter folder for the package.',
  },
  {
    code: 1321,
    text: 'The Installer has insufficient privileges to modify this file: [2].',
    occurs: 'The file may not be changed by the account that installs.',
    next: 'Look at its access list and attributes, and at rules of the antivirus program.',
  },
  {
    code: 1322,
    text: "A portion of the folder path '[2]' is invalid.  It is either empty or exceeds the length allowed by the system.",
    occurs: 'A folder name is empty or too long.',
    next: 'Look at the Directory lines of the log for the name.',
  },
  {
    code: 1323,
    text: "The folder path '[2]' contains words that are not valid in folder paths.",
    occurs: 'A folder name has a word that Windows keeps for devices.',
    next: 'Look at the Directory lines of the log for the name.',
  },
  {
    code: 1324,
    text: "The folder path '[2]' contains an invalid character.",
    occurs: 'A folder name has a character that Windows does not allow.',
    next: 'Look at the Directory lines of the log, and at the registry value that the path comes from.',
  },
  {
    code: 1325,
    text: "'[2]' is not a valid short file name.",
    occurs: 'A name does not fit the short form.',
    next: 'Look at the Directory lines of the log for the name.',
  },
  {
    code: 1326,
    text: 'Error getting file security: [3] GetLastError: [2]',
    occurs: 'The access list of a file could not be read.',
    next: 'Look at the owner of the file, and check the disk.',
  },
  {
    code: 1327,
    text: 'Invalid Drive: [2]',
    occurs: 'The path names a drive that does not exist.',
    next: 'Check mapped drives, and where the shell folders of the account point.',
  },
  {
    code: 1328,
    text: 'Error applying patch to file [2].  It has probably been updated by other means, and can no longer be modified by this patch.  For more information contact your patch vendor.  {{System Error: [3]}}',
    occurs:
      'A patch that carries differences met a file that is not the one it was made for. Rollups of Exchange 2007 carry whole files.',
    next: 'Compare the version of the file with the list of builds.',
  },
  {
    code: 1329,
    text: 'A file that is required cannot be installed because the cabinet file [2] is not digitally signed.  This may indicate that the cabinet file is corrupt.',
    occurs: 'A cabinet should be signed and is not.',
    next: 'Download the package again.',
  },
  {
    code: 1330,
    text: 'A file that is required cannot be installed because the cabinet file [2] has an invalid digital signature.  This may indicate that the cabinet file is corrupt.{{  Error [3] was returned by WinVerifyTrust.}}',
    occurs: 'The signature of a cabinet does not hold: damaged, or no root certificate.',
    next: 'Look at the digital signature of the package, and download it again.',
  },
  {
    code: 1331,
    text: 'Failed to correctly copy [2] file: CRC error.',
    occurs: 'A copied file differs from its source.',
    next: 'Copy the package to a local drive, and check the disk.',
  },
  {
    code: 1332,
    text: 'Failed to correctly move [2] file: CRC error.',
    occurs: 'A moved file differs from its source.',
    next: 'Check the disk.',
  },
  {
    code: 1333,
    text: 'Failed to correctly patch [2] file: CRC error.',
    occurs: 'A patched file is not what it should have become.',
    next: 'Check the disk, and compare the file with the list of builds.',
  },
  {
    code: 1334,
    text: "The file '[2]' cannot be installed because the file cannot be found in cabinet file '[3]'. This could indicate a network error, an error reading from the CD-ROM, or a problem with this package.",
    occurs: 'The cabinet does not hold a file that the tables list: the package is cut off or made wrongly.',
    next: 'Compare size and signature with the original, and download it again.',
  },
  {
    code: 1335,
    text: "The cabinet file '[2]' required for this installation is corrupt and cannot be used. This could indicate a network error, an error reading from the CD-ROM, or a problem with this package.",
    occurs: 'The cabinet is damaged.',
    next: 'Compare size and signature with the original, and download it again.',
  },
  {
    code: 1336,
    text: 'There was an error creating a temporary file that is needed to complete this installation.{{  Folder: [3]. System error code: [2]}}',
    occurs: 'A temporary file could not be created.',
    next: 'Look at TEMP and at the folder that the message names: rights and free space.',
  },
  {
    code: 1401,
    text: 'Could not create key: [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
    occurs: 'A registry key could not be created.',
    next: 'Look at the rights on the key above it.',
  },
  {
    code: 1402,
    text: 'Could not open key: [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
    occurs:
      'As an error, a key is closed to the installer. As `Note: 1: 1402 ... 3: 2` it only says that a key does not exist, which every healthy log has.',
    next: 'See the last field: 2 is harmless, 5 is rights on that key.',
  },
  {
    code: 1403,
    text: 'Could not delete value [2] from key [3]. {{ System error [4].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
    occurs: 'A registry value could not be deleted.',
    next: 'Look at the rights on the key.',
  },
  {
    code: 1404,
    text: 'Could not delete key [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
    occurs: 'A registry key could not be deleted.',
    next: 'Look at the rights on the key, and who has it open.',
  },
  {
    code: 1405,
    text: 'Could not read value [2] from key [3]. {{ System error [4].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
    occurs: 'A registry value could not be read.',
    next: 'Look at the rights on the key.',
  },
  {
    code: 1406,
    text: 'Could not write value [2] to key [3]. {{ System error [4].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
    occurs: 'A registry value could not be written.',
    next: 'Look at the rights on the key, and at the antivirus program.',
  },
  {
    code: 1407,
    text: 'Could not get value names for key [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
    occurs: 'The values of a key could not be listed.',
    next: 'Look at the rights on the key.',
  },
  {
    code: 1408,
    text: 'Could not get sub key names for key [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
    occurs: 'The keys below a key could not be listed.',
    next: 'Look at the rights on the key.',
  },
  {
    code: 1409,
    text: 'Could not read security information for key [2]. {{ System error [3].}}  Verify that you have sufficient access to that key, or contact your support personnel.',
    occurs: 'The access list of a key could not be read.',
    next: 'Look at the owner of the key.',
  },
  {
    code: 1410,
    text: 'Could not increase the available registry space. [2] KB of free registry space is required for the installation of this application.',
    occurs: 'The registry is full. Windows Server 2003 and later have no such limit in practice.',
    next: 'Look at the size of the registry files.',
  },
  {
    code: 1500,
    text: 'Another installation is in progress. You must complete that installation before continuing this one.',
    occurs: 'Another installation runs; the call returns 1618.',
    next: 'Find the other msiexec.exe and let it end.',
  },
  {
    code: 1501,
    text: 'Error accessing secured data. Please make sure the Windows Installer is configured properly and try the install again.',
    occurs: "The installer's own registration is closed or damaged.",
    next: 'Look at the rights on the Installer keys.',
  },
  {
    code: 1502,
    text: "User '[2]' has previously initiated an install for product '[3]'.  That user will need to run that install again before they can use that product.  Your current install will now continue.",
    occurs: 'Another account has begun an installation of this product.',
    next: 'See who is signed in, and let that installation end.',
  },
  {
    code: 1503,
    text: "User '[2]' has previously initiated an install for product '[3]'.  That user will need to run that install again before they can use that product.",
    occurs: 'Another account has begun an installation of this product.',
    next: 'See who is signed in, and let that installation end.',
  },
  {
    code: 1601,
    text: "Out of disk space -- Volume: '[2]'; required space: [3] KB; available space: [4] KB.  Free some disk space and retry.",
    occurs:
      'Costing found too little room on a drive. This is message 1601; the return code of that number is about the service.',
    next: 'Make room on the drive that the message names, but never in C:\\WINDOWS\\Installer.',
  },
  {
    code: 1602,
    text: 'Are you sure you want to cancel?',
    occurs: 'The question behind the Cancel button of the wizard.',
    next: 'Nothing to look for: the answer decides, and a yes ends with return code 1602.',
  },
  {
    code: 1603,
    text: "The file [2][3] is being held in use{ by the following process: Name: [4], Id: [5], Window Title: '[6]'}.  Close that application and retry.",
    occurs:
      'As `Info 1603` in a log: somebody has a file open that is to be replaced. The new file is put in its place all the same, and the run ends with 3010. This is message 1603; the return code of that number is the general failure.',
    next: 'The line names file and process. Restart afterwards; `Info 1903` says what waits for the restart.',
  },
  {
    code: 1604,
    text: "The product '[2]' is already installed, preventing the installation of this product.  The two products are incompatible.",
    occurs: 'Two products do not go together on one machine. Rollups do not ask for it.',
    next: 'See which product the message names.',
  },
  {
    code: 1605,
    text: "There is not enough disk space on the volume '[2]' to continue the install with recovery enabled. [3] KB are required, but only [4] KB are available. Click Ignore to continue the install without saving recovery information, click Retry to check for available space again, or click Cancel to quit the installation.",
    occurs: 'There is too little room to keep the old files for a rollback.',
    next: 'Make room. Going on without means that a failure cannot be undone.',
  },
  {
    code: 1606,
    text: 'Could not access network location [2].',
    occurs: 'A folder on the network cannot be reached, often because a shell folder of the account points there.',
    next: 'Look at User Shell Folders in the registry of the account that installs.',
  },
  {
    code: 1607,
    text: 'The following applications should be closed before continuing the install:',
    occurs: 'The heading of the list of programs that hold files.',
    next: 'Close what the list names.',
  },
  {
    code: 1608,
    text: 'Could not find any previously installed compliant products on the machine for installing this product.',
    occurs: 'An upgrade looks for an older product and finds none. Rollups do not ask for it.',
    next: 'See which product the message names.',
  },
  {
    code: 1609,
    text: "An error occurred while applying security settings. [2] is not a valid user or group. This could be a problem with the package, or a problem connecting to a domain controller on the network. Check your network connection and click Retry, or Cancel to end the install. {{Unable to locate the user's SID, system error [3]}}",
    occurs: 'An account or group that is to get rights does not exist, or no domain controller answers.',
    next: 'Check the connection to the domain.',
  },
  {
    code: 1610,
    text: 'The setup must update files or services that cannot be updated while the system is running. If you choose to continue, a reboot will be required to complete the setup.',
    occurs:
      'Files or services are in use that cannot be let go while Windows runs; the wizard asks whether to go on with a restart at the end.',
    next: 'Plan the restart before you say yes.',
  },
  {
    code: 1611,
    text: 'The setup was unable to automatically close all applications that are using files that need to be updated. If you choose to continue, a reboot will be required to complete the setup.',
    occurs: 'The Restart Manager could not close every program that holds a file.',
    next: 'Look for event 10006, which names the program.',
  },
  {
    code: 1651,
    text: 'Admin user failed to apply patch for a per-user managed or a per-machine application which is in advertise state.',
    occurs: 'A patch is for a product that is only advertised. An Exchange server is never in this state.',
    next: 'See which product the message names.',
    source: 'win32 Msi/error-messages',
  },
  {
    code: 1701,
    text: 'The key [2] is not valid.  Verify that you entered the correct key.',
    occurs: 'A product key is wrong. Rollups ask for none.',
    next: 'See which product the message names.',
  },
  {
    code: 1702,
    text: 'The installer must restart your system before configuration of [2] can continue.  Click Yes to restart now or No if you plan to manually restart later.',
    occurs: 'A restart is needed before the configuration can go on.',
    next: 'Restart, then start the same installation again.',
  },
  {
    code: 1703,
    text: 'You must restart your system for the configuration changes made to [2] to take effect. Click Yes to restart now or No if you plan to manually restart later.',
    occurs: 'The installation is done and a restart is due: files were in use.',
    next: 'Restart the server, then check versions and services.',
  },
  {
    code: 1704,
    text: 'An installation for [2] is currently suspended.  You must undo the changes made by that installation to continue.  Do you want to undo those changes?',
    occurs: 'An earlier installation was suspended and has not been ended.',
    next: 'Let it be undone, restart, install again.',
  },
  {
    code: 1705,
    text: 'A previous installation for this product is in progress.  You must undo the changes made by that installation to continue.  Do you want to undo those changes?',
    occurs:
      'An earlier run was cut off, by loss of power for example, and is marked InProgress. The wizard asks; a silent call undoes it without asking.',
    next: 'Let it be undone, then look at the services: the rollback does not touch what scripts did.',
  },
  {
    code: 1706,
    text: "An installation package for the product [2] cannot be found. Try the installation again using a valid copy of the installation package '[3]'.",
    occurs:
      'No source has the package of the product or of a patch. As a note behind `SOURCEMGMT` lines it is repeated for each kind of source.',
    next: 'The last field is the file name of the package. Put that package back under its cached name, or make a source reachable.',
  },
  {
    code: 1707,
    text: 'Installation completed successfully.',
    occurs: 'A first installation ended well. For a rollup the message is 1728.',
    next: 'Nothing is wrong.',
  },
  {
    code: 1708,
    text: 'Installation failed.',
    occurs: 'The run ended before there was anything to configure: the patch did not fit, or could not be opened.',
    next: 'Read the code in event 1023 or 1024 before it: 1642 is the baseline, 1635 a package that cannot be opened.',
  },
  {
    code: 1709,
    text: 'Product: [2] -- [3]',
    occurs: 'The form of the texts that go to the event log: product, then what is said about it.',
    next: 'Read what stands behind the two hyphens.',
  },
  {
    code: 1710,
    text: 'You may either restore your computer to its previous state or continue the install later. Would you like to restore?',
    occurs: 'The wizard asks whether to restore or to go on later.',
    next: 'Restore, then look for the cause.',
  },
  {
    code: 1711,
    text: 'An error occurred while writing installation information to disk.  Check to make sure enough disk space is available, and click Retry, or Cancel to end the install.',
    occurs: 'The installer could not write down what it is doing: full disk, or a damaged Installer folder.',
    next: 'Look at the free space of the system drive and at the rights on C:\\WINDOWS\\Installer.',
  },
  {
    code: 1712,
    text: 'One or more of the files required to restore your computer to its previous state could not be found.  Restoration will not be possible.',
    occurs: 'Files kept for the rollback are gone from Config.Msi, so the old state does not come back.',
    next: 'Find who cleans C:\\Config.Msi. Then repair or rebuild: files of two builds may stand side by side.',
  },
  {
    code: 1713,
    text: '[2] cannot install one of its required products. Contact your technical support group.  {{System Error: [3].}}',
    occurs: 'A product that this one brings along was not installed. Rollups bring none.',
    next: 'See which product the message names.',
  },
  {
    code: 1714,
    text: 'The older version of [2] cannot be removed.  Contact your technical support group.  {{System Error [3].}}',
    occurs: 'An older product could not be removed. Rollups remove none.',
    next: 'See which product the message names.',
  },
  {
    code: 1715,
    text: 'Installed [2]',
    occurs: 'A short form of the result, of older engines.',
    next: 'Nothing is wrong.',
  },
  {
    code: 1716,
    text: 'Configured [2]',
    occurs: 'A short form of the result, of older engines.',
    next: 'Nothing is wrong.',
  },
  {
    code: 1717,
    text: 'Removed [2]',
    occurs: 'A short form of the result, of older engines.',
    next: 'Nothing is wrong.',
  },
  {
    code: 1718,
    text: 'File [2] was rejected by digital signature policy.',
    occurs:
      'A policy about signatures turns the file down: the signature does not hold, or the check ran out of memory on a large .msp.',
    next: 'Look at the digital signature of the package and at the root certificates; download it again, or take the re-signed version.',
  },
  {
    code: 1719,
    text: 'The Windows Installer Service could not be accessed. This can occur if the Windows Installer is not correctly installed. Contact your support personnel for assistance.',
    occurs: 'The Windows Installer service cannot be reached: disabled, not registered, or it does not start.',
    next: 'Type `sc qc msiserver`: its start type should be manual (3).',
  },
  {
    code: 1720,
    text: 'There is a problem with this Windows Installer package. A script required for this install to complete could not be run. Contact your support personnel or package vendor.  {{Custom action [2] script error [3], [4]: [5] Line [6], Column [7], [8] }}',
    occurs: 'A custom action written as a script failed.',
    next: 'The message names the action, line and column.',
  },
  {
    code: 1721,
    text: 'There is a problem with this Windows Installer package. A program required for this install to complete could not be run. Contact your support personnel or package vendor. {{Action: [2], location: [3], command: [4] }}',
    occurs: 'The program of a custom action could not be started.',
    next: 'See whether the program that the message names exists and may be run.',
  },
  {
    code: 1722,
    text: 'There is a problem with this Windows Installer package. A program run as part of the setup did not finish as expected. Contact your support personnel or package vendor.  {{Action [2], location: [3], command: [4] }}',
    occurs:
      'The program of a custom action ended with an error. Rollups of Exchange 2007 run their scripts through a DLL, which shows CAQuietExec lines in place of this.',
    next: 'The message names action and command line; run it by hand.',
  },
  {
    code: 1723,
    text: 'There is a problem with this Windows Installer package. A DLL required for this install to complete could not be run. Contact your support personnel or package vendor.  {{Action [2], entry: [3], library: [4] }}',
    occurs: 'The DLL of a custom action could not be loaded, or lacks the function.',
    next: 'Look at TEMP: the DLL is unpacked there, and a scanner may take it away.',
  },
  { code: 1724, text: 'Removal completed successfully.', occurs: 'A product was removed.', next: 'Nothing is wrong.' },
  {
    code: 1725,
    text: 'Removal failed.',
    occurs: 'A product could not be removed.',
    next: 'Find the first `return value 3` in the log.',
  },
  {
    code: 1726,
    text: 'Advertisement completed successfully.',
    occurs: 'A product was advertised. Rollups do not do this.',
    next: 'Nothing is wrong.',
  },
  {
    code: 1727,
    text: 'Advertisement failed.',
    occurs: 'A product could not be advertised. Rollups do not do this.',
    next: 'See which product the message names.',
  },
  {
    code: 1728,
    text: 'Configuration completed successfully.',
    occurs: 'The product was changed as asked: the rollup is installed, or removed.',
    next: 'Event 1022 names the rollup. Check the services and Outlook Web Access all the same.',
  },
  {
    code: 1729,
    text: 'Configuration failed.',
    occurs:
      'The product could not be changed: the rollup was not installed, or not removed. It says that it failed and never why.',
    next: 'Read the event before it with an Error number, such as 11306, and the code in 1023 or 1024.',
  },
  {
    code: 1730,
    text: 'You must be an Administrator to remove this application. To remove this application, you can log on as an Administrator, or contact your technical support group for assistance.',
    occurs: 'Only an administrator may remove the product.',
    next: 'Sign in as one; on Server 2008 use an elevated console.',
  },
  {
    code: 1731,
    text: "The source installation package for the product [2] is out of sync with the client package. Try the installation again using a valid copy of the installation package '[3]'.",
    occurs: 'The package found at the source has another package code than the cached one.',
    next: 'Find the original package of this baseline.',
  },
  {
    code: 1732,
    text: 'In order to complete the installation of [2], you must restart the computer. Other users are currently logged on to this computer, and restarting may cause them to lose their work. Do you want to restart now?',
    occurs: 'A restart is due while other people are signed in.',
    next: 'Ask them to sign off, then restart.',
  },
  {
    code: 1733,
    text: 'The Windows Installer service is not accessible in Safe Mode. Please try again when your computer is not in Safe Mode or you can use System Restore to return your machine to a previous good state.',
    occurs: 'Windows runs in Safe Mode, where the service does not start.',
    next: 'Restart normally.',
  },
  {
    code: 1801,
    text: 'The path [2] is not valid.  Please specify a valid path.',
    occurs: 'A path typed into a dialog does not exist.',
    next: 'Type another.',
  },
  {
    code: 1802,
    text: 'Out of memory. Shut down other applications before retrying.',
    occurs: 'Memory ran out.',
    next: 'Close programs, or restart.',
  },
  {
    code: 1803,
    text: 'There is no disk in drive [2]. Please insert one and click Retry, or click Cancel to go back to the previously selected volume.',
    occurs: 'A drive is empty.',
    next: 'Put the disk in, or choose another drive.',
  },
  {
    code: 1804,
    text: 'There is no disk in drive [2]. Please insert one and click Retry, or click Cancel to return to the browse dialog and select a different volume.',
    occurs: 'A drive is empty.',
    next: 'Put the disk in, or choose another drive.',
  },
  {
    code: 1805,
    text: 'The folder [2] does not exist.  Please enter a path to an existing folder.',
    occurs: 'A folder typed into a dialog does not exist.',
    next: 'Type another.',
  },
  {
    code: 1806,
    text: 'You have insufficient privileges to read this folder.',
    occurs: 'A folder may not be read.',
    next: 'Look at its access list.',
  },
  {
    code: 1807,
    text: 'A valid destination folder for the install could not be determined.',
    occurs: 'No folder could be chosen to install into. A rollup takes the folder that Exchange has.',
    next: 'See whether the registration of the product still has its folder.',
  },
  {
    code: 1901,
    text: 'Error attempting to read from the source install database: [2].',
    occurs: 'The source database could not be read.',
    next: 'Copy the package again.',
  },
  {
    code: 1902,
    text: 'Scheduling reboot operation: Renaming file [2] to [3]. Must reboot to complete operation.',
    occurs: 'A file in use could not be moved aside now; it is renamed at the restart.',
    next: 'Restart the server. PendingFileRenameOperations lists what waits.',
  },
  {
    code: 1903,
    text: 'Scheduling reboot operation: Deleting file [2]. Must reboot to complete operation.',
    occurs:
      'The old version of a file in use was moved to C:\\Config.Msi and is deleted at the restart. The new one is in place; the run ends with 3010.',
    next: 'Restart the server. PendingFileRenameOperations lists what waits.',
  },
  {
    code: 1904,
    text: 'Module [2] failed to register.  HRESULT [3].  Contact your support personnel.',
    occurs: 'A library could not be registered.',
    next: 'The HRESULT says why. Exchange registers its own through setup.',
  },
  {
    code: 1905,
    text: 'Module [2] failed to unregister.  HRESULT [3].  Contact your support personnel.',
    occurs: 'A library could not be unregistered.',
    next: 'The HRESULT says why.',
  },
  {
    code: 1906,
    text: 'Failed to cache package [2]. Error: [3]. Contact your support personnel.',
    occurs: 'The package could not be copied to C:\\WINDOWS\\Installer.',
    next: 'Look at free space and rights there.',
  },
  {
    code: 1907,
    text: 'Could not register font [2].  Verify that you have sufficient permissions to install fonts, and that the system supports this font.',
    ...foreign('fonts'),
  },
  {
    code: 1908,
    text: 'Could not unregister font [2]. Verify that you that you have sufficient permissions to remove fonts.',
    ...foreign('fonts'),
  },
  {
    code: 1909,
    text: 'Could not create Shortcut [2]. Verify that the destination folder exists and that you can access it.',
    ...foreign('shortcuts'),
  },
  {
    code: 1910,
    text: 'Could not remove Shortcut [2]. Verify that the shortcut file exists and that you can access it.',
    ...foreign('shortcuts'),
  },
  {
    code: 1911,
    text: 'Could not register type library for file [2].  Contact your support personnel.',
    ...foreign('type libraries'),
  },
  {
    code: 1912,
    text: 'Could not unregister type library for file [2].  Contact your support personnel.',
    ...foreign('type libraries'),
  },
  {
    code: 1913,
    text: 'Could not update the ini file [2][3].  Verify that the file exists and that you can access it.',
    ...foreign('.ini files'),
  },
  {
    code: 1914,
    text: 'Could not schedule file [2] to replace file [3] on reboot.  Verify that you have write permissions to file [3].',
    occurs: 'A file in use could not be marked for the restart.',
    next: 'Look at the rights on the file, and on the Session Manager key.',
  },
  {
    code: 1915,
    text: 'Error removing ODBC driver manager, ODBC error [2]: [3]. Contact your support personnel.',
    ...foreign('ODBC drivers'),
  },
  {
    code: 1916,
    text: 'Error installing ODBC driver manager, ODBC error [2]: [3]. Contact your support personnel.',
    ...foreign('ODBC drivers'),
  },
  {
    code: 1917,
    text: 'Error removing ODBC driver: [4], ODBC error [2]: [3]. Verify that you have sufficient privileges to remove ODBC drivers.',
    ...foreign('ODBC drivers'),
  },
  {
    code: 1918,
    text: 'Error installing ODBC driver: [4], ODBC error [2]: [3]. Verify that the file [4] exists and that you can access it.',
    ...foreign('ODBC drivers'),
  },
  {
    code: 1919,
    text: 'Error configuring ODBC data source: [4], ODBC error [2]: [3]. Verify that the file [4] exists and that you can access it.',
    ...foreign('ODBC data sources'),
  },
  {
    code: 1920,
    text: "Service '[2]' ([3]) failed to start.  Verify that you have sufficient privileges to start system services.",
    occurs:
      'A service that the package starts did not start. The services of Exchange are started by a script, so this is about one in the ServiceControl table.',
    next: 'Look in the System log for 7000, 7001, 7003 or 7009 at that minute, and start the service by hand.',
  },
  {
    code: 1921,
    text: "Service '[2]' ([3]) could not be stopped.  Verify that you have sufficient privileges to stop system services.",
    occurs: 'A service that the package stops did not stop in time.',
    next: 'See whether it still shows stop pending, and what its process waits for.',
  },
  {
    code: 1922,
    text: "Service '[2]' ([3]) could not be deleted.  Verify that you have sufficient privileges to remove system services.",
    occurs: 'A service could not be deleted.',
    next: 'Close the service consoles, or restart.',
  },
  {
    code: 1923,
    text: "Service '[2]' ([3]) could not be installed.  Verify that you have sufficient privileges to install system services.",
    occurs: 'A service could not be installed.',
    next: 'See whether one of that name is marked for deletion: a restart removes it.',
  },
  {
    code: 1924,
    text: "Could not update environment variable '[2]'.  Verify that you have sufficient privileges to modify environment variables.",
    occurs: 'An environment variable could not be changed.',
    next: 'Look at the rights on the Environment key.',
  },
  {
    code: 1925,
    text: 'You do not have sufficient privileges to complete this installation for all users of the machine.  Log on as administrator and then retry this installation.',
    occurs:
      'The run is for all users and the caller has no rights for that: no administrator, or a filtered token on Server 2008.',
    next: 'Install from a console that was started with Run as administrator.',
  },
  {
    code: 1926,
    text: "Could not set file security for file '[3]'. Error: [2].  Verify that you have sufficient privileges to modify the security permissions for this file.",
    occurs: 'The access list of a file could not be set.',
    next: 'The error says why; look at the owner of the file.',
  },
  {
    code: 1927,
    text: 'Component Services (COM+ 1.0) are not installed on this computer.  This installation requires Component Services in order to complete successfully.  Component Services are available on Windows 2000.',
    ...foreign('COM+ applications'),
  },
  {
    code: 1928,
    text: 'Error registering COM+ Application.  Contact your support personnel for more information.',
    ...foreign('COM+ applications'),
  },
  {
    code: 1929,
    text: 'Error unregistering COM+ Application.  Contact your support personnel for more information.',
    ...foreign('COM+ applications'),
  },
  {
    code: 1930,
    text: "The description for service '[2]' ([3]) could not be changed.",
    occurs: 'The description of a service could not be changed.',
    next: 'Look at who may configure the service.',
  },
  {
    code: 1931,
    text: 'The Windows Installer service cannot update the system file [2] because the file is protected by Windows.  You may need to update your operating system for this program to work correctly. {{Package version: [3], OS Protected version: [4]}}',
    occurs: 'The file belongs to Windows and is protected.',
    next: 'A rollup has no such file; see which product the message names.',
  },
  {
    code: 1932,
    text: 'The Windows Installer service cannot update the protected Windows file [2]. {{Package version: [3], OS Protected version: [4], SFP Error: [5]}}',
    occurs: 'The file belongs to Windows and is protected.',
    next: 'A rollup has no such file; see which product the message names.',
  },
  {
    code: 1933,
    text: 'The Windows Installer service cannot update one or more protected Windows files. {{SFP Error: [2].  List of protected files:\\r\\n[3]}}',
    occurs: 'Files belong to Windows and are protected.',
    next: 'A rollup has no such file; see which product the message names.',
  },
  {
    code: 1934,
    text: 'User installations are disabled via policy on the machine.',
    occurs: 'A policy forbids installations for one user. Exchange is installed for all.',
    next: 'Look at DisableUserInstalls.',
  },
  {
    code: 1935,
    text: "An error occurred during the installation of assembly '[6]'. Please refer to Help and Support for more information. HRESULT: [3]. {{assembly interface: [4], function: [5], component: [2]}}",
    occurs: 'An assembly could not be put into the global assembly cache or WinSxS.',
    next: 'The HRESULT says why. Look at the .NET Framework and at scanners that hold the cache.',
  },
  {
    code: 1936,
    text: "An error occurred during the installation of assembly '[6]'. The assembly is not strongly named or is not signed with the minimal key length. HRESULT: [3]. {{assembly interface: [4], function: [5], component: [2]}}",
    occurs: 'An assembly lacks a strong name.',
    next: 'Compare the package with the original, and download it again.',
  },
  {
    code: 1937,
    text: "An error occurred during the installation of assembly '[6]'. The signature or catalog could not be verified or is not valid. HRESULT: [3]. {{assembly interface: [4], function: [5], component: [2]}}",
    occurs: 'The signature or catalogue of an assembly does not hold.',
    next: 'Look at the Cryptographic Services, and download the package again.',
  },
  {
    code: 1938,
    text: "An error occurred during the installation of assembly '[6]'. One or more modules of the assembly could not be found. HRESULT: [3]. {{assembly interface: [4], function: [5], component: [2]}}",
    occurs: 'A part of an assembly is missing.',
    next: 'Compare the package with the original, and download it again.',
  },
  {
    code: 1939,
    text: "Service '[2]' ([3]) could not be configured. This could be a problem with the package or your permissions. Verify that you have sufficient privileges to configure system services.",
    occurs: 'A service could not be configured.',
    next: 'Look at who may configure the service.',
    source: 'win32 Msi/error-messages',
  },
  {
    code: 1944,
    text: "Could not set security for service '[3]'. Error: [2]. Verify that you have sufficient privileges to modify the security permissions for this service.",
    occurs: 'The access list of a service could not be set.',
    next: 'Look at who may configure the service.',
    source: 'win32 Msi/error-messages',
  },
]

/** Numbers that another product's package may bring, and no rollup does. */
function foreign(things: string): Pick<Entry, 'occurs' | 'next'> {
  return {
    occurs: `Rollups of Exchange Server 2007 bring no ${things}, so this is about another product.`,
    next: 'See which product the event or the log names.',
  }
}

export const MESSAGES: readonly Meaning[] = meaningsOf(
  'message',
  { grade: 'documented', source: 'sdk-error-table' },
  ENTRIES,
)
