import { derived, documented, modelled } from './grade.ts'
import { from, type Wording } from './wording.ts'

/**
 * What logs say on any day of a mail server, by source: backups, maintenance of databases, policies, time. None of it has to
 * do with an installation. When it is said, and by which server: sim/server/background. What a source is called on each
 * Windows is in its row; the rest of what a record has: providers.ts.
 */

const pack = from(documented('mp-events'))
const memory = from(modelled('memory'))
const engine = from(documented('winevt-kb: esent.dll'))

type Rows = Readonly<Record<number, Wording>>

/**
 * The database engine of the store and of transport, in the words of the one that Windows has (esent.dll 6.0). `%1` is the
 * program, `%2` its process, `%3` the storage group and a colon.
 */
const ESE = {
  100: engine('%1 (%2) %3The database engine %4.%5.%6.%7 started.'),
  101: pack('%1 (%2) %3The database engine stopped.'),
  102: pack('%1 (%2) %3The database engine (%5.%6.%7.%8) started a new instance (%4).'),
  103: pack('%1 (%2) %3The database engine stopped the instance (%4).'),
  210: engine('%1 (%2) %3A full backup is starting.'),
  211: engine('%1 (%2) %3An incremental backup is starting.'),
  213: engine('%1 (%2) %3The backup procedure has been successfully completed.'),
  220: engine('%1 (%2) %3Beginning the backup of the file %4 (size %5).'),
  221: engine('%1 (%2) %3Ending the backup of the file %4.'),
  223: engine('%1 (%2) %3Starting the backup of log files (range %4 - %5). '),
  224: engine('%1 (%2) %3Deleting log files %4 to %5. '),
  300: engine('%1 (%2) %3The database engine is initiating recovery steps.'),
  301: engine('%1 (%2) %3The database engine has begun replaying logfile %4.'),
  302: engine('%1 (%2) %3The database engine has successfully completed recovery steps.'),
  508: engine(
    '%1 (%2) %3A request to write to the file "%4" at offset %5 for %6 bytes succeeded, but took an abnormally long time (%7 seconds) to be serviced by the OS. This problem is likely due to faulty hardware. Please contact your hardware vendor for further assistance diagnosing the problem.',
  ),
  700: pack("%1 (%2) %3Online defragmentation is beginning a full pass on database '%4'."),
  701: engine("%1 (%2) %3Online defragmentation has completed a full pass on database '%4'."),
} as const satisfies Rows

/** Maintenance of one database at night, and what becomes of it with its service. */
const STORE = {
  1206: memory('Starting cleanup of items past retention date for Item Recovery on database "%1".'),
  1207: memory(
    'Cleanup of items past retention date for Item Recovery on database "%1" is complete.\r\n Start: %2 items; %3 Kbytes\r\n End: %4 items; %5 Kbytes',
  ),
  1221: from(documented('kb186291'))(
    'The database "%1" has %2 megabytes of free space after online defragmentation has terminated.',
  ),
  1216: memory(
    "The Exchange store '%1' is limited to %2 GB. The current physical size of this database (the .edb file) is %3 GB. If the physical size of this database minus its logical free space exceeds the limit of %2 GB, the database will be dismounted on a regular basis.",
  ),
  8528: memory(
    'The mailbox for %1 has exceeded the maximum mailbox size. This mailbox cannot send or receive messages. Incoming messages to this mailbox are returned to sender.',
  ),
  9531: memory('Starting cleanup of deleted mailboxes that are past the retention date on database "%1".'),
  9535: memory(
    'Cleanup of deleted mailboxes that are past the retention date is finished for database "%1".\r\n %2 deleted mailboxes (%3 KB) have been removed.\r\n %4 deleted mailboxes (%5 KB) have been retained.',
  ),
  9523: from(modelled('memory: a script of 2010, CollectOverMetrics, reads mounts from this number'))(
    'The Microsoft Exchange Database "%1" has been started.\r\n\r\nDatabase File: %2\r\nTransaction Logfiles: %3\r\nBase Name (logfile prefix): %4\r\nSystem Path: %5',
  ),
  9539: memory('The Microsoft Exchange Database "%1" has been stopped.'),
} as const satisfies Rows

const SHADOW_COPY = { 8224: memory('The VSS service is shutting down due to idle timeout.') } as const satisfies Rows

const DIRECTORY_ACCESS = {
  2080: from(documented('kb316300'))(
    'Process %1 (PID=%2). Exchange Active Directory Provider has discovered the following servers with the following characteristics:\r\n (Server name | Roles | Enabled | Reachability | Synchronized | GC capable | PDC | SACL right | Critical Data | Netlogon | OS Version) \r\nIn-site:\r\n%3\r\n Out-of-site:\r\n%4',
  ),
  2081: from(derived('itpro-2081'))(
    'Process %1 (PID=%2). Exchange Active Directory Provider will use the servers from the following list:\r\n Domain Controllers:\r\n%3\r\n Global Catalogs:\r\n%4\r\n The Configuration Domain Controller is set to %5.',
  ),
} as const satisfies Rows

/** Of the services that do not run managed code. */
const STARTED = memory('%1, service startup complete, version %2 (build %3).')

/** Of the System Attendant. That `%1` is the name of the service stands in 1004, which the packs have. */
const ATTENDANT = {
  1000: memory('%1 is starting.'),
  1001: STARTED,
  1002: memory('%1 is stopping.'),
  1003: memory('%1 has stopped.'),
  9320: memory(
    "OALGen could not generate full details for some entries in the offline address list for address list '%1'. To see which entries are affected, event logging for the OAL Generator must be set to at least medium.\r\n- %2",
  ),
} as const satisfies Rows

const REPLICATION = {
  2001: from(documented('technet-ff983506'))('The Microsoft Exchange Replication service has started.'),
} as const satisfies Rows

const ASSISTANTS = {
  9017: memory(
    'Service MSExchangeMailboxAssistants. %1 for database %2 (%3) is entering a work cycle. There are %4 mailboxes on this database.',
  ),
  9018: memory(
    'Service MSExchangeMailboxAssistants. %1 for database %2 (%3) is exiting a work cycle. %4 out of %4 mailboxes were successfully processed.',
  ),
} as const satisfies Rows

/** It brings what clients have of the address book when they are offline. */
const DISTRIBUTION = {
  1008: memory(
    'Process %1 (PID=%2). Offline address book synchronization task has completed successfully. OAB name: "%3", Guid: %4',
  ),
} as const satisfies Rows

const DEVICES = {
  1040: memory(
    'The average of the most recent heartbeat intervals [%1] for request [Ping] used by clients is less than or equal to [%2]. Make sure that your firewall configuration is set to work correctly with Exchange ActiveSync and direct push technology.',
  ),
} as const satisfies Rows

/** Of a product that there is not. */
const SCANNER = {
  302: memory('Scan of %1 complete: %2 files, %3 threats.'),
  303: memory('Scan of %1 started.'),
  307: memory('Signatures %1 are loaded.'),
} as const satisfies Rows

/** The same. */
const AGENT = { 200: memory('Collected %1 counters in %2 milliseconds.') } as const satisfies Rows

const SEARCH = {
  108: memory('Exchange Search has enabled indexing for mailbox database %1 (GUID = %2).'),
} as const satisfies Rows

/** A report of a failure; what it is about is told by letters and numbers. */
const REPORTS = {
  4999: from(documented('kb3145482: of 2013; dw20.exe is memory'))(
    'Watson report about to be sent to dw20.exe for process id: %1, with parameters: %2, %3, %4, %5, %6, %7, %8.',
  ),
} as const satisfies Rows

const COMPONENT_EVENTS = {
  4625: memory(
    'The EventSystem sub system is suppressing duplicate event log entries for a duration of %1 seconds. The suppression timeout can be controlled by a REG_DWORD value named %2 under the following registry key: HKLM\\%3.',
  ),
} as const satisfies Rows

const TRANSPORT = {
  1035: memory(
    'Inbound authentication failed with error %1 for Receive connector %2. The authentication mechanism is %3. The source IP address of the client who tried to authenticate to Microsoft Exchange is [%4].',
  ),
  12014: memory(
    "Microsoft Exchange couldn't find a certificate that contains the domain name %1 in the personal store on the local computer. Therefore, it is unable to offer the STARTTLS SMTP verb for any connector with a FQDN parameter of %1. Verify the connector configuration and the installed certificates to make sure that there is a certificate with a domain name for every connector FQDN.",
  ),
} as const satisfies Rows

const SESSIONS = {
  1001: STARTED,
  9646: memory('Mapi session "%1" exceeded the maximum of %2 objects of type "%3".'),
} as const satisfies Rows

const BACKUP_TOOL = {
  8000: memory('Begin Operation'),
  8001: memory(
    'End Operation: The operation was successfully completed.\r\nConsult the backup report for more details.',
  ),
  8018: memory("Begin Backup of '%1'\r\nVerify: %2\r\nMode: %3\r\nType: %4"),
  8019: memory("End Backup of '%1'\r\nVerify: %2\r\nMode: %3\r\nType: %4"),
} as const satisfies Rows

const POLICY = {
  1704: memory('Security policy in the Group policy objects has been applied successfully.'),
} as const satisfies Rows

const POLICY_SERVICE = {
  1500: memory(
    'The Group Policy settings for the computer were processed successfully. There were no changes detected since the last successful processing of Group Policy.',
  ),
} as const satisfies Rows

const ROOTS = {
  7: memory('Successful auto update retrieval of third-party root list sequence number from: <%1>'),
} as const satisfies Rows

const PROFILES = {
  1517: memory(
    "Windows saved user %1 registry while an application or service was still using the registry during log off. The memory used by the user's registry has not been freed. The registry will be unloaded when it is no longer in use.\r\n\r\n This is often caused by services running as a user account, try configuring the services to run in either the LocalService or NetworkService account.",
  ),
} as const satisfies Rows

const PROFILE_SERVICE = {
  1530: memory(
    'Windows detected your registry file is still in use by other applications or services. The file will be unloaded now. The applications or services that hold your registry file may not function properly afterwards. %1',
  ),
} as const satisfies Rows

const DESKTOP = { 9009: memory('The Desktop Window Manager has exited with code (%1)') } as const satisfies Rows

const LICENSING = {
  900: memory('The Software Licensing service is starting.'),
  902: memory('The Software Licensing service has started.'),
  903: memory('The Software Licensing service has stopped.'),
} as const satisfies Rows

const MANAGEMENT = {
  63: memory(
    'A provider, %1, has been registered in the WMI namespace, %2, to use the LocalSystem account. This account is privileged and the provider may cause a security violation if it does not correctly impersonate user requests.',
  ),
} as const satisfies Rows

const COUNTERS = {
  1000: memory('Performance counters for the %1 (%2) service were loaded successfully.'),
  1001: memory('Performance counters for the %1 (%2) service were removed successfully.'),
} as const satisfies Rows

const TIME = {
  29: from(documented('kb830092'))(
    'The time provider NtpClient is configured to acquire time from one or more time sources, however none of the sources are currently accessible. No attempt to contact a source will be made for %1 minutes. NtpClient has no source of accurate time.',
  ),
  35: memory('The time service is now synchronizing the system time with the time source %1.'),
  37: memory('The time provider NtpClient is currently receiving valid time data from %1.'),
} as const satisfies Rows

const WEB = {
  1074: memory(
    "A worker process with process id of '%1' serving application pool '%2' has requested a recycle because the worker process reached its allowed processing time limit.",
  ),
} as const satisfies Rows

const PRINTERS = {
  1111: memory(
    'Driver %1 required for printer %2 is unknown. Contact the administrator to install the driver before you log in again.',
  ),
} as const satisfies Rows

const BROWSER = {
  8033: memory('The browser has forced an election on network %1 because a master browser was stopped.'),
} as const satisfies Rows

/** A program is not allowed to start another one, which it does not need. */
const PERMISSIONS = {
  10016: from(documented('eventtracker'))(
    'The %1 permission settings do not grant %2 %3 permission for the COM Server application with CLSID \r\n%4\r\n to the user %5\\%6 SID (%7). This security permission can be modified using the Component Services administrative tool.',
  ),
} as const satisfies Rows

/** Of services that do not belong to Exchange. */
const CONTROL = {
  7011: memory('Timeout (%1 milliseconds) waiting for a transaction response from the %2 service.'),
  7031: memory(
    'The %1 service terminated unexpectedly. It has done this %2 time(s). The following corrective action will be taken in %3 milliseconds: %5.',
  ),
} as const satisfies Rows

/** A source has the name that it has had longest first, then those of other Windows. */
export const DAILY_EVENTS = [
  [['ESE', 'ESENT'], ESE],
  [['MSExchangeIS Mailbox Store', 'MSExchangeIS Public Store'], STORE],
  [['MSExchangeIS'], SESSIONS],
  [['MSExchange ADAccess'], DIRECTORY_ACCESS],
  [['MSExchangeTransport'], TRANSPORT],
  [['MSExchangeSA'], ATTENDANT],
  [['MSExchangeRepl'], REPLICATION],
  [['MSExchange Search Indexer'], SEARCH],
  [['MSExchange Common'], REPORTS],
  [['MSExchange Assistants'], ASSISTANTS],
  [['MSExchangeFDS'], DISTRIBUTION],
  [['MSExchange ActiveSync'], DEVICES],
  [['Litware AntiVirus'], SCANNER],
  [['Litware Monitoring Agent'], AGENT],
  [['EventSystem', 'Microsoft-Windows-EventSystem'], COMPONENT_EVENTS],
  [['VSS'], SHADOW_COPY],
  [['NTBackup'], BACKUP_TOOL],
  [['SceCli'], POLICY],
  [['Microsoft-Windows-GroupPolicy'], POLICY_SERVICE],
  [['crypt32'], ROOTS],
  [['Userenv'], PROFILES],
  [['Microsoft-Windows-User Profiles Service'], PROFILE_SERVICE],
  [['Desktop Window Manager'], DESKTOP],
  [['Microsoft-Windows-Security-Licensing-SLC'], LICENSING],
  [['WinMgmt', 'Microsoft-Windows-WMI'], MANAGEMENT],
  [['LoadPerf', 'Microsoft-Windows-LoadPerf'], COUNTERS],
  [['W32Time', 'Microsoft-Windows-Time-Service'], TIME],
  [['W3SVC'], WEB],
  [['TermServDevices'], PRINTERS],
  [['BROWSER'], BROWSER],
  [['DCOM', 'Microsoft-Windows-DistributedCOM'], PERMISSIONS],
  [['Service Control Manager'], CONTROL],
] as const satisfies readonly (readonly [sources: readonly string[], rows: Rows])[]
