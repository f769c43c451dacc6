import { modelled, observed, type Sourced } from './grade.ts'

/**
 * What the Windows Update Agent writes to WindowsUpdate.log, session by session, `%1`, `%2` ... to be filled in, and the
 * events that it reports. Its forms are observed in logs of agents 7.3 to 7.6, which are younger; which lines stand in a session,
 * and all of an installation, is modelled. Knows neither a time nor a server.
 */

/** A line: who writes it, what, and how many milliseconds after the line before. */
export type AgentLine = readonly [component: string, text: string, after?: number]

export interface AgentSession extends Sourced {
  readonly lines: readonly AgentLine[]
}

const forms = observed('formats.md 4')
const memory = modelled('memory')

const around = (who: string, sign: string, what: string, id: string): readonly AgentLine[] => [
  [who, sign.repeat(13)],
  [who, `${sign}${sign} START ${sign}${sign}  ${who}: ${what}${id}`],
  [who, sign.repeat(9)],
]

const closing = (who: string, sign: string, what: string, id: string): readonly AgentLine[] => [
  [who, sign.repeat(9)],
  [who, `${sign}${sign}  END  ${sign}${sign}  ${who}: ${what}${id}`],
  [who, sign.repeat(13)],
]

const CALLER = ' [CallerId = AutomaticUpdates]'
const CALL = ' [CallId = %1]'

export const AGENT_SESSIONS = {
  /** %1 build of the agent, %2 zone, %3 folder of Windows, %4 version of Windows. */
  serviceStart: {
    ...forms,
    lines: [
      ['Misc', '===========  Logging initialized (build: %1, tz: %2)  ==========='],
      ['Misc', '  = Process: %3\\system32\\svchost.exe'],
      ['Misc', '  = Module: %3\\system32\\wuaueng.dll'],
      ['Service', '*************'],
      ['Service', '** START **  Service: Service startup'],
      ['Service', '*********'],
      ['Agent', '  * WU client version %1', 218],
      ['Agent', '  * Base directory: %3\\SoftwareDistribution'],
      ['Agent', '  * Access type: No proxy', 16],
      ['Agent', '  * Network state: Connected'],
      ['Agent', '***********  Agent: Initializing Windows Update Agent  ***********', 45_900],
      ['Agent', '***********  Agent: Initializing global settings cache  ***********'],
      ['Agent', '  * WSUS server: <NULL>'],
      ['Agent', '  * WSUS status server: <NULL>'],
      ['Agent', '  * Target group: (Unassigned Computers)'],
      ['Agent', '  * Windows Update access disabled: No'],
      ['DnldMgr', 'Download manager restoring 0 downloads', 16],
      ['AU', '###########  AU: Initializing Automatic Updates  ###########', 31],
      ['AU', '  # AU is configured: download and install as scheduled'],
      ['AU', '  # Will interact with non-admins (Non-admins are elevated)'],
      ['Report', '***********  Report: Initializing static reporting data  ***********', 250],
      ['Report', '  * OS Version = %4'],
      ['Report', '  * OS Product Type = 0x00000007'],
      ['Report', '  * Locale ID = 1033', 47],
      ['AU', 'AU finished delayed initialization', 16],
    ],
  },
  /** %1 id of the call, %2 folder of Windows, %3 build, %4 service, %5 updates found, %6 rules evaluated, %7 in all, %8 client, %9 pruned update. */
  search: {
    ...forms,
    lines: [
      ...around('AU', '#', 'Search for updates', ''),
      ['AU', '<<## SUBMITTED ## AU: Search for updates [CallId = %1]'],
      ...around('Agent', '*', 'Finding updates', CALLER),
      ['Agent', '  * Online = Yes; Ignore download priority = No'],
      ['Agent', '  * Criteria = "IsHidden=0 and IsInstalled=0 and DeploymentAction=\'Installation\' and IsAssigned=1"'],
      ['Agent', '  * ServiceID = %4 Third party service'],
      ['Agent', '  * Search Scope = {Machine}'],
      ['Misc', 'Validating signature for %2\\SoftwareDistribution\\WuRedir\\%4\\muv3wuredir.cab:', 320],
      ['Misc', ' Microsoft signed: Yes', 94],
      ['Setup', '***********  Setup: Checking whether self-update is required  ***********', 1100],
      ['Setup', '  * Inf file: %2\\SoftwareDistribution\\SelfUpdate\\Default\\wsus3setup.inf'],
      ...['cdm.dll', 'wuapi.dll', 'wuauclt.exe', 'wuaueng.dll', 'wucltui.dll', 'wups.dll', 'wups2.dll'].map(
        (name): AgentLine => [
          'Setup',
          `Update NOT required for %2\\system32\\${name}: target version = %3, required version = %3`,
        ],
      ),
      ['Setup', '  * IsUpdateRequired = No', 16],
      ['PT', '+++++++++++  PT: Starting category scan  +++++++++++', 2600],
      ['PT', '  + ServiceId = %4, Server URL = https://update.microsoft.com/v6/ClientWebService/client.asmx'],
      ['PT', 'Initializing simple targeting cookie, clientId = %8, target group = , DNS name = ', 900],
      ['PT', '+++++++++++  PT: Synchronizing server updates  +++++++++++', 4200],
      ['PT', '  + ServiceId = %4, Server URL = https://update.microsoft.com/v6/ClientWebService/client.asmx'],
      ['PT', '+++++++++++  PT: Synchronizing extended update info  +++++++++++', 9400],
      ['PT', '  + ServiceId = %4, Server URL = https://update.microsoft.com/v6/ClientWebService/client.asmx'],
      ['Agent', 'Update %9.100 is pruned out due to potential supersedence', 6100],
      [
        'Agent',
        '  * Found %5 updates and 42 categories in search; evaluated appl. rules of %6 out of %7 deployed entities',
        3300,
      ],
      ...closing('Agent', '*', 'Finding updates', CALLER),
      ['AU', '>>##  RESUMED  ## AU: Search for updates [CallId = %1]', 16],
      ['AU', '  # %5 updates detected'],
      ...closing('AU', '#', 'Search for updates', CALL),
    ],
  },
  /** After a search that has found nothing. %1 next search, in UTC. */
  idle: {
    ...forms,
    lines: [
      ...around('AU', '#', 'Download updates', ''),
      ['AU', '  # Found no download approved updates.'],
      ...closing('AU', '#', 'Download updates', ''),
      ['AU', 'AU setting next detection timeout to %1'],
      ['AU', 'Setting AU scheduled install time to %2'],
    ],
  },
  /** %1 id of the call, %2 update, %3 title, %4 job of BITS, %5 path of the file, %6 its name. */
  download: {
    ...memory,
    lines: [
      ...around('AU', '#', 'Download updates', ''),
      ['AU', '  # Approved updates = 1'],
      ['AU', '<<## SUBMITTED ## AU: Download updates [CallId = %1]'],
      ...around('Agent', '*', 'Downloading updates', CALLER),
      ['Agent', '  * Queue Position = 1; Priority = 2'],
      ['Agent', '  * Updates to download = 1'],
      ['Agent', '  *   Title = %3'],
      ['Agent', '  *   UpdateId = %2.101'],
      ['DnldMgr', '***********  DnldMgr: New download job [UpdateId = %2.101]  ***********', 31],
      ['DnldMgr', '  * BITS job initialized, JobId = %4', 280],
      [
        'DnldMgr',
        '  * Downloading from http://www.download.windowsupdate.com/msdownload/update/v5/ftpk/%6 to %5 (full file).',
        47,
      ],
      ['DnldMgr', 'BITS job %4 completed successfully', 31_000],
      ['Agent', '***********  Agent: Downloading updates has ended [UpdateId = %2.101]  ***********', 350],
      ...closing('Agent', '*', 'Downloading updates', CALLER),
      ['AU', '>>##  RESUMED  ## AU: Download update [UpdateId = %2, succeeded]', 16],
      ...closing('AU', '#', 'Download updates', ''),
    ],
  },
  /** %1 id of the call, %2 update, %3 title. */
  install: {
    ...memory,
    lines: [
      ...around('AU', '#', 'Install updates', ''),
      ['AU', '  # Initiating scheduled install'],
      ['AU', '  # Approved updates = 1'],
      ['AU', '<<## SUBMITTED ## AU: Install updates / installing updates [CallId = %1]'],
      ...around('Agent', '*', 'Installing updates', CALLER),
      ['Agent', '  * Updates to install = 1'],
      ['Agent', '  *   Title = %3'],
      ['Agent', '  *   UpdateId = %2.101'],
      ['Agent', '  *     Bundles 1 updates:'],
      ['Agent', '  *       %2.101'],
    ],
  },
  /** As above; %4 code as HRESULT, 0x00000000 for a success. */
  succeeded: {
    ...memory,
    lines: [
      ['AU', '>>##  RESUMED  ## AU: Installing update [UpdateId = %2, succeeded]'],
      ['AU', 'Install call completed, reboot required = %5, error = %4'],
      ...closing('Agent', '*', 'Installing updates', CALLER),
      ...closing('AU', '#', 'Install updates', CALL),
    ],
  },
  failed: {
    ...memory,
    lines: [
      ['AU', '>>##  RESUMED  ## AU: Installing update [UpdateId = %2]'],
      ['AU', '  # WARNING: Install failed, error = %4'],
      ['AU', 'Install call completed, reboot required = %5, error = %4'],
      ...closing('Agent', '*', 'Installing updates', CALLER),
      ...closing('AU', '#', 'Install updates', CALL),
    ],
  },
  /** %1 row of ReportingEvents.log. */
  report: { ...forms, lines: [['Report', 'REPORT EVENT: %1']] },
} as const satisfies Readonly<Record<string, AgentSession>>

export type AgentSessionName = keyof typeof AGENT_SESSIONS

export interface AgentEvent extends Sourced {
  readonly number: number
  readonly outcome: 'Success' | 'Failure'
  readonly about: string
}

/** Rows of ReportingEvents.log. The text of what was installed, or not, is that of the event in the System log. */
export const AGENT_EVENTS = {
  searched: { number: 147, outcome: 'Success', about: 'Software Synchronization', ...memory },
  downloaded: { number: 162, outcome: 'Success', about: 'Content Download', ...memory },
  failed: { number: 182, outcome: 'Failure', about: 'Content Install', ...forms },
  installed: { number: 183, outcome: 'Success', about: 'Content Install', ...memory },
} as const satisfies Readonly<Record<string, AgentEvent>>

export const SEARCHED = 'Windows Update Client successfully detected %1 updates.'
export const DOWNLOADED = 'Download succeeded.'
