import { documented, modelled } from './grade.ts'
import { lower } from './letters.ts'
import { from, type Row, type WindowsId, wordingOn } from './wording.ts'

/**
 * What the Services tool, `net` and events call a service, by its short name. Knows neither what a service does nor which
 * server has it.
 */
const shown = from(modelled('memory'))
const listed = from(documented('technet-aa998342'))

const renamed = (text: string, on2003: string): Row => ({ ...shown(text), on2003: shown(on2003) })

const WINDOWS = {
  AppHostSvc: shown('Application Host Helper Service'),
  AppMgmt: shown('Application Management'),
  BFE: shown('Base Filtering Engine'),
  BITS: shown('Background Intelligent Transfer Service'),
  CryptSvc: shown('Cryptographic Services'),
  DcomLaunch: shown('DCOM Server Process Launcher'),
  Dnscache: shown('DNS Client'),
  Eventlog: renamed('Windows Event Log', 'Event Log'),
  EventSystem: shown('COM+ Event System'),
  HTTPFilter: shown('HTTP SSL'),
  IISADMIN: shown('IIS Admin Service'),
  LanmanServer: shown('Server'),
  LanmanWorkstation: shown('Workstation'),
  MpsSvc: shown('Windows Firewall'),
  MSDTC: shown('Distributed Transaction Coordinator'),
  MSIServer: shown('Windows Installer'),
  Netlogon: renamed('Netlogon', 'Net Logon'),
  NtLmSsp: shown('NT LM Security Support Provider'),
  pla: shown('Performance Logs & Alerts'),
  PlugPlay: shown('Plug and Play'),
  PolicyAgent: shown('IPSEC Services'),
  ProtectedStorage: shown('Protected Storage'),
  RemoteRegistry: shown('Remote Registry'),
  RpcSs: shown('Remote Procedure Call (RPC)'),
  SamSs: shown('Security Accounts Manager'),
  Schedule: shown('Task Scheduler'),
  Spooler: shown('Print Spooler'),
  TermService: shown('Terminal Services'),
  W32Time: shown('Windows Time'),
  W3SVC: shown('World Wide Web Publishing Service'),
  WAS: shown('Windows Process Activation Service'),
  Winmgmt: shown('Windows Management Instrumentation'),
  wuauserv: renamed('Windows Update', 'Automatic Updates'),
} as const satisfies Readonly<Record<string, Row>>

const EXCHANGE = {
  MSExchangeADTopology: listed('Microsoft Exchange Active Directory Topology Service'),
  MSExchangeSA: listed('Microsoft Exchange System Attendant'),
  MSExchangeIS: listed('Microsoft Exchange Information Store'),
  MSExchangeMailSubmission: listed('Microsoft Exchange Mail Submission Service'),
  MSExchangeMailboxAssistants: listed('Microsoft Exchange Mailbox Assistants'),
  MSExchangeRepl: listed('Microsoft Exchange Replication Service'),
  MSExchangeSearch: listed('Microsoft Exchange Search Indexer'),
  'msftesql-Exchange': listed('Microsoft Search (Exchange)'),
  MSExchangeServiceHost: listed('Microsoft Exchange Service Host'),
  MSExchangeTransport: listed('Microsoft Exchange Transport'),
  MSExchangeTransportLogSearch: listed('Microsoft Exchange Transport Log Search'),
  MSExchangeEdgeSync: listed('Microsoft Exchange EdgeSync'),
  MSExchangeAntispamUpdate: listed('Microsoft Exchange Anti-spam Update'),
  EdgeCredentialSvc: listed('Microsoft Exchange Credential Service'),
  MSExchangeFDS: listed('Microsoft Exchange File Distribution Service'),
  MSExchangeIMAP4: listed('Microsoft Exchange IMAP4'),
  MSExchangePOP3: listed('Microsoft Exchange POP3'),
  MSExchangeMonitoring: listed('Microsoft Exchange Monitoring'),
  MSExchangeUM: listed('Microsoft Exchange Unified Messaging'),
  MSSpeechService: listed('Microsoft Exchange Speech Engine'),
  wsbexchange: listed('Microsoft Exchange Server Extension for Windows Server Backup'),
  ADAM_MSExchange: listed('Microsoft Exchange ADAM'),
} as const satisfies Readonly<Record<string, Row>>

/** Of other products that a script of the rollup knows, and of a cluster. */
const OTHERS = {
  HealthService: shown('OpsMgr Health Service'),
  OMCFG: shown('OpsMgr Config Service'),
  MOM: shown('MOM'),
  OnePoint: shown('OnePoint'),
  ClusSvc: shown('Cluster Service'),
} as const satisfies Readonly<Record<string, Row>>

export const SERVICE_NAMES: Readonly<Record<string, Row>> = { ...WINDOWS, ...EXCHANGE, ...OTHERS }

const byName: ReadonlyMap<string, Row> = new Map(Object.entries(SERVICE_NAMES).map(([name, row]) => [lower(name), row]))

/** A service that is not known goes by its short name. */
export function serviceDisplayName(name: string, windows: WindowsId = 'windows-server-2008'): string {
  const row = byName.get(lower(name))
  return row ? wordingOn(windows, row).text : name
}
