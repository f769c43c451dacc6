import { lower } from '../../../model/words/letters.ts'
import { serviceDisplayName } from '../../../model/words/serviceNames.ts'
import { serviceName, type Word } from '../../foreign/commandLine.ts'

/**
 * The services that ServiceControl.ps1 stops and disables, each after those it depends on, with the start type of a fresh
 * installation. Source: Exchange Server 2007 services (technet aa998342); Windows Server 2003 and 2008 defaults; order and
 * lists: exchange-2007.md 2.1 and 3.2. Knows no server: what one has instead is in its own listings.
 */

export interface KnownService {
  readonly name: Word
  readonly displayName: string
  readonly start: 'auto' | 'demand'
  /** Belongs to Exchange: its state is what mail depends on. */
  readonly exchange: boolean
}

type KnownServiceRow = readonly [name: string, start: 'auto' | 'demand']

const WINDOWS: readonly KnownServiceRow[] = [
  ['WinMgmt', 'auto'],
  ['RemoteRegistry', 'auto'],
  ['IISAdmin', 'auto'],
  ['HTTPFilter', 'demand'],
  ['W3Svc', 'auto'],
  ['pla', 'demand'],
  ['HealthService', 'auto'],
  ['OnePoint', 'auto'],
  ['MOM', 'auto'],
  ['OMCFG', 'auto'],
]

const EXCHANGE: readonly KnownServiceRow[] = [
  ['MSExchangeADTopology', 'auto'],
  ['MSExchangeSA', 'auto'],
  ['MSExchangeIS', 'auto'],
  ['MSFTESQL-Exchange', 'demand'],
  ['MSExchangeServiceHost', 'auto'],
  ['MSExchangeMailSubmission', 'auto'],
  ['MSExchangeMailboxAssistants', 'auto'],
  ['MSExchangeRepl', 'auto'],
  ['MSExchangeSearch', 'auto'],
  ['MSExchangeTransport', 'auto'],
  ['MSExchangeTransportLogSearch', 'auto'],
  ['MSExchangeEdgeSync', 'auto'],
  ['MSExchangeAntispamUpdate', 'auto'],
  ['EdgeCredentialSvc', 'auto'],
  ['MSExchangeFDS', 'auto'],
  ['MSSpeechService', 'auto'],
  ['MSExchangeUM', 'auto'],
  ['MSExchangeIMAP4', 'demand'],
  ['MSExchangePOP3', 'demand'],
  ['MSExchangeMonitoring', 'demand'],
  ['wsbexchange', 'demand'],
]

const rows = (list: readonly KnownServiceRow[], exchange: boolean): KnownService[] =>
  list.map(([name, start]) => ({ name: serviceName(name)!, displayName: serviceDisplayName(name), start, exchange }))

export const CONTROLLED_SERVICES: readonly KnownService[] = [...rows(WINDOWS, false), ...rows(EXCHANGE, true)]

export const foldName = (name: string): string => lower(name)

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
