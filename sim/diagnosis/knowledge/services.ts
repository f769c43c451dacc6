/**
 * The services that ServiceControl.ps1 stops and disables, each after those it depends on, with the start type of a fresh
 * installation. Source: Exchange Server 2007 services (technet aa998342); Windows Server 2003 and 2008 defaults; order and
 * lists: exchange-2007.md 2.1 and 3.2. Knows no server: what one has instead is in its own listings.
 */

export interface KnownService {
  readonly name: string
  readonly displayName: string
  readonly start: 'auto' | 'demand'
  /** Belongs to Exchange: its state is what mail depends on. */
  readonly exchange: boolean
}

type KnownServiceRow = readonly [name: string, displayName: string, start: 'auto' | 'demand']

const WINDOWS: readonly KnownServiceRow[] = [
  ['WinMgmt', 'Windows Management Instrumentation', 'auto'],
  ['RemoteRegistry', 'Remote Registry', 'auto'],
  ['IISAdmin', 'IIS Admin Service', 'auto'],
  ['HTTPFilter', 'HTTP SSL', 'demand'],
  ['W3Svc', 'World Wide Web Publishing Service', 'auto'],
  ['pla', 'Performance Logs & Alerts', 'demand'],
  ['HealthService', 'OpsMgr Health Service', 'auto'],
  ['OnePoint', 'OnePoint', 'auto'],
  ['MOM', 'MOM', 'auto'],
  ['OMCFG', 'OpsMgr Config Service', 'auto'],
]

const EXCHANGE: readonly KnownServiceRow[] = [
  ['MSExchangeADTopology', 'Microsoft Exchange Active Directory Topology Service', 'auto'],
  ['MSExchangeSA', 'Microsoft Exchange System Attendant', 'auto'],
  ['MSExchangeIS', 'Microsoft Exchange Information Store', 'auto'],
  ['MSFTESQL-Exchange', 'Microsoft Search (Exchange)', 'demand'],
  ['MSExchangeServiceHost', 'Microsoft Exchange Service Host', 'auto'],
  ['MSExchangeMailSubmission', 'Microsoft Exchange Mail Submission Service', 'auto'],
  ['MSExchangeMailboxAssistants', 'Microsoft Exchange Mailbox Assistants', 'auto'],
  ['MSExchangeRepl', 'Microsoft Exchange Replication Service', 'auto'],
  ['MSExchangeSearch', 'Microsoft Exchange Search Indexer', 'auto'],
  ['MSExchangeTransport', 'Microsoft Exchange Transport', 'auto'],
  ['MSExchangeTransportLogSearch', 'Microsoft Exchange Transport Log Search', 'auto'],
  ['MSExchangeEdgeSync', 'Microsoft Exchange EdgeSync', 'auto'],
  ['MSExchangeAntispamUpdate', 'Microsoft Exchange Anti-spam Update', 'auto'],
  ['EdgeCredentialSvc', 'Microsoft Exchange Credential Service', 'auto'],
  ['MSExchangeFDS', 'Microsoft Exchange File Distribution Service', 'auto'],
  ['MSSpeechService', 'Microsoft Exchange Speech Engine', 'auto'],
  ['MSExchangeUM', 'Microsoft Exchange Unified Messaging', 'auto'],
  ['MSExchangeIMAP4', 'Microsoft Exchange IMAP4', 'demand'],
  ['MSExchangePOP3', 'Microsoft Exchange POP3', 'demand'],
  ['MSExchangeMonitoring', 'Microsoft Exchange Monitoring', 'demand'],
  ['wsbexchange', 'Microsoft Exchange Server Extension for Windows Server Backup', 'demand'],
]

const rows = (list: readonly KnownServiceRow[], exchange: boolean): KnownService[] =>
  list.map(([name, displayName, start]) => ({ name, displayName, start, exchange }))

export const CONTROLLED_SERVICES: readonly KnownService[] = [...rows(WINDOWS, false), ...rows(EXCHANGE, true)]

export const foldName = (name: string): string => name.toLowerCase()

const byName = new Map(CONTROLLED_SERVICES.map(service => [foldName(service.name), service]))
const byDisplayName = new Map(CONTROLLED_SERVICES.map(service => [foldName(service.displayName), service]))

export function knownService(name: string): KnownService | undefined {
  return byName.get(foldName(name))
}

/** System events name services as the Services tool shows them. */
export function knownByDisplayName(displayName: string): KnownService | undefined {
  return byDisplayName.get(foldName(displayName))
}

export const isExchange = (name: string): boolean => knownService(name)?.exchange === true
