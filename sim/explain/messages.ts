import { MESSAGES, type MessageNumber } from '../../model/words/messages.ts'
import { type Advice, type Meaning, meaningsOf } from './meaning.ts'

/** Messages that a person sees, and as notes the same numbers in a log. What they say: model/words. */

export const MESSAGE_ADVICE: Readonly<Record<MessageNumber, Advice>> = {
  1101: {
    occurs: 'A stream inside the package, or a file beside it, could not be read.',
    next: 'Copy the package again, and see who may read it.',
  },
  1301: {
    occurs: 'A folder stands where the rollup has a file.',
    next: 'Rename the folder that the message names.',
  },
  1302: {
    occurs: 'A product installed from several disks asks for one. The .msp of a rollup carries all its files.',
    next: 'See which product the event names.',
  },
  1303: {
    occurs: 'The folder is closed to the account that installs, an antivirus rule included.',
    next: 'Compare the access list of the folder with that of a healthy server.',
  },
  1304: {
    occurs: 'A file of the rollup could not be written: rights, a scanner, or no room.',
    next: 'Look at the access list and the free space, then at who has the file open.',
  },
  1305: {
    occurs: 'A file could not be read from where it was copied.',
    next: 'Copy the package to a local drive.',
  },
  1306: {
    occurs:
      'A program holds a file of Exchange so that nobody else may even rename it: a scanner, a backup or a monitoring agent. The wizard asks Retry or Cancel; a silent run gives up with 1603 and leaves the services disabled.',
    next: 'The message names the file. Find who holds it, stop that program, put the services back with ServiceControl.ps1 AfterPatch, install again.',
  },
  1307: {
    occurs: 'The drive filled up while files were copied.',
    next: 'Make room, but never in C:\\WINDOWS\\Installer; then put the services back and install again.',
  },
  1308: {
    occurs: 'A file is to be taken from the source of the product, and it is not there.',
    next: 'Make the original installation media reachable.',
  },
  1309: {
    occurs: 'The source file exists and cannot be opened.',
    next: 'The system error says why: 5 is rights, 32 is somebody who holds it.',
  },
  1310: {
    occurs: 'A file of the rollup could not be created or written over.',
    next: 'The system error says why: 5 is rights, 112 is a full disk, 32 is somebody who holds it.',
  },
  1311: {
    occurs: 'A cabinet of the source is not there. A rollup carries its cabinet inside.',
    next: 'Make the original installation media reachable.',
  },
  1312: {
    occurs: 'A file stands where the rollup has a folder.',
    next: 'Rename the file that the message names.',
  },
  1313: {
    occurs: 'A drive that the installation needs is not there.',
    next: 'Check mapped and removable drives.',
  },
  1314: {
    occurs:
      'As `Note: 1: 1314` with the name of an .msp: the cached copy of an earlier rollup is gone and no source has it.',
    next: 'The name is that of the original package. Put that package back under its cached name in C:\\WINDOWS\\Installer.',
  },
  1315: {
    occurs: 'The folder cannot be written.',
    next: 'Compare the access list of the folder with that of a healthy server.',
  },
  1316: {
    occurs:
      'The package that was found is not the one that the product was installed from, or it cannot be read from there.',
    next: 'Compare the package with the original, baseline and build included.',
  },
  1317: {
    occurs: 'A folder could not be created.',
    next: 'Look at the folder above it: rights, free space, a file of that name.',
  },
  1318: {
    occurs: 'A folder on a share could not be created. A rollup writes to local drives.',
    next: 'See which product the event names.',
  },
  1319: {
    occurs: 'A cabinet on a share could not be opened.',
    next: 'Copy the package to a local drive.',
  },
  1320: {
    occurs: 'A path is too long.',
    next: 'Choose a shorter folder for the package.',
  },
  1321: {
    occurs: 'The file may not be changed by the account that installs.',
    next: 'Look at its access list and attributes, and at rules of the antivirus program.',
  },
  1322: {
    occurs: 'A folder name is empty or too long.',
    next: 'Look at the Directory lines of the log for the name.',
  },
  1323: {
    occurs: 'A folder name has a word that Windows keeps for devices.',
    next: 'Look at the Directory lines of the log for the name.',
  },
  1324: {
    occurs: 'A folder name has a character that Windows does not allow.',
    next: 'Look at the Directory lines of the log, and at the registry value that the path comes from.',
  },
  1325: {
    occurs: 'A name does not fit the short form.',
    next: 'Look at the Directory lines of the log for the name.',
  },
  1326: {
    occurs: 'The access list of a file could not be read.',
    next: 'Look at the owner of the file, and check the disk.',
  },
  1327: {
    occurs: 'The path names a drive that does not exist.',
    next: 'Check mapped drives, and where the shell folders of the account point.',
  },
  1328: {
    occurs:
      'A patch that carries differences met a file that is not the one it was made for. Rollups of Exchange 2007 carry whole files.',
    next: 'Compare the version of the file with the list of builds.',
  },
  1329: {
    occurs: 'A cabinet should be signed and is not.',
    next: 'Download the package again.',
  },
  1330: {
    occurs: 'The signature of a cabinet does not hold: damaged, or no root certificate.',
    next: 'Look at the digital signature of the package, and download it again.',
  },
  1331: {
    occurs: 'A copied file differs from its source.',
    next: 'Copy the package to a local drive, and check the disk.',
  },
  1332: {
    occurs: 'A moved file differs from its source.',
    next: 'Check the disk.',
  },
  1333: {
    occurs: 'A patched file is not what it should have become.',
    next: 'Check the disk, and compare the file with the list of builds.',
  },
  1334: {
    occurs: 'The cabinet does not hold a file that the tables list: the package is cut off or made wrongly.',
    next: 'Compare size and signature with the original, and download it again.',
  },
  1335: {
    occurs: 'The cabinet is damaged.',
    next: 'Compare size and signature with the original, and download it again.',
  },
  1336: {
    occurs: 'A temporary file could not be created.',
    next: 'Look at TEMP and at the folder that the message names: rights and free space.',
  },
  1401: {
    occurs: 'A registry key could not be created.',
    next: 'Look at the rights on the key above it.',
  },
  1402: {
    occurs:
      'As an error, a key is closed to the installer. As `Note: 1: 1402 ... 3: 2` it only says that a key does not exist, which every healthy log has.',
    next: 'See the last field: 2 is harmless, 5 is rights on that key.',
  },
  1403: {
    occurs: 'A registry value could not be deleted.',
    next: 'Look at the rights on the key.',
  },
  1404: {
    occurs: 'A registry key could not be deleted.',
    next: 'Look at the rights on the key, and who has it open.',
  },
  1405: {
    occurs: 'A registry value could not be read.',
    next: 'Look at the rights on the key.',
  },
  1406: {
    occurs: 'A registry value could not be written.',
    next: 'Look at the rights on the key, and at the antivirus program.',
  },
  1407: {
    occurs: 'The values of a key could not be listed.',
    next: 'Look at the rights on the key.',
  },
  1408: {
    occurs: 'The keys below a key could not be listed.',
    next: 'Look at the rights on the key.',
  },
  1409: {
    occurs: 'The access list of a key could not be read.',
    next: 'Look at the owner of the key.',
  },
  1410: {
    occurs: 'The registry is full. Windows Server 2003 and later have no such limit in practice.',
    next: 'Look at the size of the registry files.',
  },
  1500: {
    occurs: 'Another installation runs; the call returns 1618.',
    next: 'Find the other msiexec.exe and let it end.',
  },
  1501: {
    occurs: "The installer's own registration is closed or damaged.",
    next: 'Look at the rights on the Installer keys.',
  },
  1502: {
    occurs: 'Another account has begun an installation of this product.',
    next: 'See who is signed in, and let that installation end.',
  },
  1503: {
    occurs: 'Another account has begun an installation of this product.',
    next: 'See who is signed in, and let that installation end.',
  },
  1601: {
    occurs:
      'Costing found too little room on a drive. This is message 1601; the return code of that number is about the service.',
    next: 'Make room on the drive that the message names, but never in C:\\WINDOWS\\Installer.',
  },
  1602: {
    occurs: 'The question behind the Cancel button of the wizard.',
    next: 'Nothing to look for: the answer decides, and a yes ends with return code 1602.',
  },
  1603: {
    occurs:
      'As `Info 1603` in a log: somebody has a file open that is to be replaced. The new file is put in its place all the same, and the run ends with 3010. This is message 1603; the return code of that number is the general failure.',
    next: 'The line names file and process. Restart afterwards; `Info 1903` says what waits for the restart.',
  },
  1604: {
    occurs: 'Two products do not go together on one machine. Rollups do not ask for it.',
    next: 'See which product the message names.',
  },
  1605: {
    occurs: 'There is too little room to keep the old files for a rollback.',
    next: 'Make room. Going on without means that a failure cannot be undone.',
  },
  1606: {
    occurs: 'A folder on the network cannot be reached, often because a shell folder of the account points there.',
    next: 'Look at User Shell Folders in the registry of the account that installs.',
  },
  1607: {
    occurs: 'The heading of the list of programs that hold files.',
    next: 'Close what the list names.',
  },
  1608: {
    occurs: 'An upgrade looks for an older product and finds none. Rollups do not ask for it.',
    next: 'See which product the message names.',
  },
  1609: {
    occurs: 'An account or group that is to get rights does not exist, or no domain controller answers.',
    next: 'Check the connection to the domain.',
  },
  1610: {
    occurs:
      'Files or services are in use that cannot be let go while Windows runs; the wizard asks whether to go on with a restart at the end.',
    next: 'Plan the restart before you say yes.',
  },
  1611: {
    occurs: 'The Restart Manager could not close every program that holds a file.',
    next: 'Look for event 10006, which names the program.',
  },
  1651: {
    occurs: 'A patch is for a product that is only advertised. An Exchange server is never in this state.',
    next: 'See which product the message names.',
  },
  1701: {
    occurs: 'A product key is wrong. Rollups ask for none.',
    next: 'See which product the message names.',
  },
  1702: {
    occurs: 'A restart is needed before the configuration can go on.',
    next: 'Restart, then start the same installation again.',
  },
  1703: {
    occurs: 'The installation is done and a restart is due: files were in use.',
    next: 'Restart the server, then check versions and services.',
  },
  1704: {
    occurs: 'An earlier installation was suspended and has not been ended.',
    next: 'Let it be undone, restart, install again.',
  },
  1705: {
    occurs:
      'An earlier run was cut off, by loss of power for example, and is marked InProgress. The wizard asks; a silent call undoes it without asking.',
    next: 'Let it be undone, then look at the services: the rollback does not touch what scripts did.',
  },
  1706: {
    occurs:
      'No source has the package of the product or of a patch. As a note behind `SOURCEMGMT` lines it is repeated for each kind of source.',
    next: 'The last field is the file name of the package. Put that package back under its cached name, or make a source reachable.',
  },
  1707: {
    occurs: 'A first installation ended well. For a rollup the message is 1728.',
    next: 'Nothing is wrong.',
  },
  1708: {
    occurs: 'The run ended before there was anything to configure: the patch did not fit, or could not be opened.',
    next: 'Read the code in event 1023 or 1024 before it: 1642 is the baseline, 1635 a package that cannot be opened.',
  },
  1709: {
    occurs: 'The form of the texts that go to the event log: product, then what is said about it.',
    next: 'Read what stands behind the two hyphens.',
  },
  1710: {
    occurs: 'The wizard asks whether to restore or to go on later.',
    next: 'Restore, then look for the cause.',
  },
  1711: {
    occurs: 'The installer could not write down what it is doing: full disk, or a damaged Installer folder.',
    next: 'Look at the free space of the system drive and at the rights on C:\\WINDOWS\\Installer.',
  },
  1712: {
    occurs: 'Files kept for the rollback are gone from Config.Msi, so the old state does not come back.',
    next: 'Find who cleans Config.Msi on that drive. Then repair or rebuild: files of two builds may stand side by side.',
  },
  1713: {
    occurs: 'A product that this one brings along was not installed. Rollups bring none.',
    next: 'See which product the message names.',
  },
  1714: {
    occurs: 'An older product could not be removed. Rollups remove none.',
    next: 'See which product the message names.',
  },
  1715: {
    occurs: 'A short form of the result, of older engines.',
    next: 'Nothing is wrong.',
  },
  1716: {
    occurs: 'A short form of the result, of older engines.',
    next: 'Nothing is wrong.',
  },
  1717: {
    occurs: 'A short form of the result, of older engines.',
    next: 'Nothing is wrong.',
  },
  1718: {
    occurs:
      'A policy about signatures turns the file down: the signature does not hold, or the check ran out of memory on a large .msp.',
    next: 'Look at the digital signature of the package and at the root certificates; download it again, or take the re-signed version.',
  },
  1719: {
    occurs: 'The Windows Installer service cannot be reached: disabled, not registered, or it does not start.',
    next: 'Type `sc qc msiserver`: its start type should be manual (3).',
  },
  1720: {
    occurs: 'A custom action written as a script failed.',
    next: 'The message names the action, line and column.',
  },
  1721: {
    occurs: 'The program of a custom action could not be started.',
    next: 'See whether the program that the message names exists and may be run.',
  },
  1722: {
    occurs:
      'The program of a custom action ended with an error. Rollups of Exchange 2007 run their scripts through a DLL, which shows CAQuietExec lines in place of this.',
    next: 'The message names action and command line; run it by hand.',
  },
  1723: {
    occurs: 'The DLL of a custom action could not be loaded, or lacks the function.',
    next: 'Look at TEMP: the DLL is unpacked there, and a scanner may take it away.',
  },
  1724: { occurs: 'A product was removed.', next: 'Nothing is wrong.' },
  1725: {
    occurs: 'A product could not be removed.',
    next: 'Find the first `return value 3` in the log.',
  },
  1726: {
    occurs: 'A product was advertised. Rollups do not do this.',
    next: 'Nothing is wrong.',
  },
  1727: {
    occurs: 'A product could not be advertised. Rollups do not do this.',
    next: 'See which product the message names.',
  },
  1728: {
    occurs: 'The product was changed as asked: the rollup is installed, or removed.',
    next: 'Event 1022 names the rollup. Check the services and Outlook Web Access all the same.',
  },
  1729: {
    occurs:
      'The product could not be changed: the rollup was not installed, or not removed. It says that it failed and never why.',
    next: 'Read the event before it with an Error number, such as 11306, and the code in 1023 or 1024.',
  },
  1730: {
    occurs: 'Only an administrator may remove the product.',
    next: 'Sign in as one; on Server 2008 use an elevated console.',
  },
  1731: {
    occurs: 'The package found at the source has another package code than the cached one.',
    next: 'Find the original package of this baseline.',
  },
  1732: {
    occurs: 'A restart is due while other people are signed in.',
    next: 'Ask them to sign off, then restart.',
  },
  1733: {
    occurs: 'Windows runs in Safe Mode, where the service does not start.',
    next: 'Restart normally.',
  },
  1801: {
    occurs: 'A path typed into a dialog does not exist.',
    next: 'Type another.',
  },
  1802: {
    occurs: 'Memory ran out.',
    next: 'Close programs, or restart.',
  },
  1803: {
    occurs: 'A drive is empty.',
    next: 'Put the disk in, or choose another drive.',
  },
  1804: {
    occurs: 'A drive is empty.',
    next: 'Put the disk in, or choose another drive.',
  },
  1805: {
    occurs: 'A folder typed into a dialog does not exist.',
    next: 'Type another.',
  },
  1806: {
    occurs: 'A folder may not be read.',
    next: 'Look at its access list.',
  },
  1807: {
    occurs: 'No folder could be chosen to install into. A rollup takes the folder that Exchange has.',
    next: 'See whether the registration of the product still has its folder.',
  },
  1901: {
    occurs: 'The source database could not be read.',
    next: 'Copy the package again.',
  },
  1902: {
    occurs:
      'Somebody holds a file so that others may read it and nobody rename it. The new one stands beside it and takes its name at the restart; until then the old one is in force. The run ends with 3010.',
    next: 'Restart the server. PendingFileRenameOperations lists what waits.',
  },
  1903: {
    occurs:
      'The old version of a file in use was moved to Config.Msi on its drive and is deleted at the restart. The new one is in place; the run ends with 3010.',
    next: 'Restart the server. PendingFileRenameOperations lists what waits.',
  },
  1904: {
    occurs: 'A library could not be registered.',
    next: 'The HRESULT says why. Exchange registers its own through setup.',
  },
  1905: {
    occurs: 'A library could not be unregistered.',
    next: 'The HRESULT says why.',
  },
  1906: {
    occurs: 'The package could not be copied to C:\\WINDOWS\\Installer.',
    next: 'Look at free space and rights there.',
  },
  1907: {
    ...foreign('fonts'),
  },
  1908: {
    ...foreign('fonts'),
  },
  1909: {
    ...foreign('shortcuts'),
  },
  1910: {
    ...foreign('shortcuts'),
  },
  1911: {
    ...foreign('type libraries'),
  },
  1912: {
    ...foreign('type libraries'),
  },
  1913: {
    ...foreign('.ini files'),
  },
  1914: {
    occurs: 'A file in use could not be marked for the restart.',
    next: 'Look at the rights on the file, and on the Session Manager key.',
  },
  1915: {
    ...foreign('ODBC drivers'),
  },
  1916: {
    ...foreign('ODBC drivers'),
  },
  1917: {
    ...foreign('ODBC drivers'),
  },
  1918: {
    ...foreign('ODBC drivers'),
  },
  1919: {
    ...foreign('ODBC data sources'),
  },
  1920: {
    occurs:
      'A service that the package starts did not start. The services of Exchange are started by a script, so this is about one in the ServiceControl table.',
    next: 'Look in the System log for 7000, 7001, 7003 or 7009 at that minute, and start the service by hand.',
  },
  1921: {
    occurs: 'A service that the package stops did not stop in time.',
    next: 'See whether it still shows stop pending, and what its process waits for.',
  },
  1922: {
    occurs: 'A service could not be deleted.',
    next: 'Close the service consoles, or restart.',
  },
  1923: {
    occurs: 'A service could not be installed.',
    next: 'See whether one of that name is marked for deletion: a restart removes it.',
  },
  1924: {
    occurs: 'An environment variable could not be changed.',
    next: 'Look at the rights on the Environment key.',
  },
  1925: {
    occurs:
      'The run is for all users and the caller has no rights for that: no administrator, or a filtered token on Server 2008.',
    next: 'Install from a console that was started with Run as administrator.',
  },
  1926: {
    occurs: 'The access list of a file could not be set.',
    next: 'The error says why; look at the owner of the file.',
  },
  1927: {
    ...foreign('COM+ applications'),
  },
  1928: {
    ...foreign('COM+ applications'),
  },
  1929: {
    ...foreign('COM+ applications'),
  },
  1930: {
    occurs: 'The description of a service could not be changed.',
    next: 'Look at who may configure the service.',
  },
  1931: {
    occurs: 'The file belongs to Windows and is protected.',
    next: 'A rollup has no such file; see which product the message names.',
  },
  1932: {
    occurs: 'The file belongs to Windows and is protected.',
    next: 'A rollup has no such file; see which product the message names.',
  },
  1933: {
    occurs: 'Files belong to Windows and are protected.',
    next: 'A rollup has no such file; see which product the message names.',
  },
  1934: {
    occurs: 'A policy forbids installations for one user. Exchange is installed for all.',
    next: 'Look at DisableUserInstalls.',
  },
  1935: {
    occurs: 'An assembly could not be put into the global assembly cache or WinSxS.',
    next: 'The HRESULT says why. Look at the .NET Framework and at scanners that hold the cache.',
  },
  1936: {
    occurs: 'An assembly lacks a strong name.',
    next: 'Compare the package with the original, and download it again.',
  },
  1937: {
    occurs: 'The signature or catalogue of an assembly does not hold.',
    next: 'Look at the Cryptographic Services, and download the package again.',
  },
  1938: {
    occurs: 'A part of an assembly is missing.',
    next: 'Compare the package with the original, and download it again.',
  },
  1939: {
    occurs: 'A service could not be configured.',
    next: 'Look at who may configure the service.',
  },
  1944: {
    occurs: 'The access list of a service could not be set.',
    next: 'Look at who may configure the service.',
  },
}

/** Numbers that another product's package may bring, and no rollup does. */
function foreign(things: string): Advice {
  return {
    occurs: `Rollups of Exchange Server 2007 bring no ${things}, so this is about another product.`,
    next: 'See which product the event or the log names.',
  }
}

export const messageMeanings: readonly Meaning[] = meaningsOf('message', MESSAGES, MESSAGE_ADVICE)
