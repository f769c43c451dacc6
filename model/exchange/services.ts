import { byName, fold } from '../machine/names.ts'
import type { Service } from '../machine/parts.ts'
import { processName } from '../machine/services.ts'
import { documented, modelled, observed, type Sourced, type SourcedRow } from '../words/grade.ts'
import { serviceDisplayName } from '../words/serviceNames.ts'
import { type BaselineId, baselines, checkedBuilds } from './builds.ts'
import { USUAL_FOLDER } from './files.ts'
import { type OsId, operatingSystems } from './os.ts'
import type { Role } from './roles.ts'
import { voiceOf } from './voices.ts'

/**
 * The services of an Exchange server: those that the product installs, and those of Windows that it depends on or that
 * the rollup's scripts touch. A service is configured; whether it runs follows: automatic ones run, and what they need.
 * What the scripts make of them: scripts/serviceControl.ts.
 */

export type Account = 'LocalSystem' | 'NT AUTHORITY\\NetworkService' | 'NT AUTHORITY\\LocalService'
export type DefaultStart = 'automatic' | 'manual'

const system = 'LocalSystem'
const network = 'NT AUTHORITY\\NetworkService'
const local = 'NT AUTHORITY\\LocalService'

const mailbox = 'mailbox'
const cas = 'client-access'
const hub = 'hub-transport'
const um = 'unified-messaging'
const edge = 'edge-transport'

const memory = modelled('memory')
const technet = documented('technet-aa998342')

// --------------------------------------------------------------------------------------------------- Exchange

export interface ExchangeService extends SourcedRow {
  readonly name: string
  readonly displayName: string
  readonly roles: readonly Role[]
  readonly start: DefaultStart
  readonly account: Account
  readonly dependsOn: readonly string[]
  /** On an Edge Transport server, instead of `dependsOn`. */
  readonly onEdge?: readonly string[]
  /** On Windows Server 2003, in addition. */
  readonly on2003?: readonly string[]
  /** Below the install root. */
  readonly image: string
  /** Managed code: its start checks signatures for revocation. */
  readonly managed: boolean
  readonly since?: BaselineId
  /** Only on this operating system. */
  readonly os?: OsId
}

const serverBase: readonly string[] = ['EventLog', 'LanmanServer', 'LanmanWorkstation', 'RpcSs']

const rows: readonly Omit<ExchangeService, 'displayName'>[] = [
  {
    name: 'MSExchangeADTopology',
    roles: [mailbox, cas, hub, um],
    start: 'automatic',
    account: system,
    dependsOn: [],
    image: 'Bin\\MSExchangeADTopologyService.exe',
    managed: true,
    ...technet,
    fields: { managed: modelled('exchange-2007.md 2.1: not settled') },
  },
  {
    name: 'MSExchangeSA',
    roles: [mailbox],
    start: 'automatic',
    account: system,
    dependsOn: serverBase,
    on2003: ['NtLmSsp'],
    image: 'Bin\\mad.exe',
    managed: false,
    ...technet,
  },
  {
    name: 'MSExchangeIS',
    roles: [mailbox],
    start: 'automatic',
    account: system,
    dependsOn: serverBase,
    on2003: ['NtLmSsp'],
    image: 'Bin\\store.exe',
    managed: false,
    ...technet,
    fields: { dependsOn: modelled('exchange-2007.md 2.1: some texts name the System Attendant too') },
  },
  {
    name: 'MSExchangeMailSubmission',
    roles: [mailbox],
    start: 'automatic',
    account: system,
    dependsOn: ['MSExchangeADTopology'],
    image: 'Bin\\MSExchangeMailSubmission.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSExchangeMailboxAssistants',
    roles: [mailbox],
    start: 'automatic',
    account: system,
    dependsOn: ['MSExchangeADTopology'],
    image: 'Bin\\MSExchangeMailboxAssistants.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSExchangeRepl',
    roles: [mailbox],
    start: 'automatic',
    account: system,
    dependsOn: ['MSExchangeADTopology'],
    image: 'Bin\\Microsoft.Exchange.Cluster.ReplayService.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSExchangeSearch',
    roles: [mailbox],
    start: 'automatic',
    account: system,
    dependsOn: ['MSExchangeADTopology', 'msftesql-Exchange'],
    image: 'Bin\\Microsoft.Exchange.Search.ExSearch.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'msftesql-Exchange',
    roles: [mailbox, hub],
    start: 'manual',
    account: system,
    dependsOn: ['RpcSs'],
    image: 'Bin\\msftesql.exe',
    managed: false,
    ...technet,
  },
  {
    name: 'MSExchangeServiceHost',
    roles: [mailbox, cas, edge],
    start: 'automatic',
    account: system,
    dependsOn: ['MSExchangeADTopology'],
    onEdge: ['ADAM_MSExchange'],
    image: 'Bin\\Microsoft.Exchange.ServiceHost.exe',
    managed: true,
    ...technet,
    fields: { roles: modelled('exchange-2007.md 2.1: the Edge Transport role is uncertain') },
  },
  {
    name: 'MSExchangeTransport',
    roles: [hub, edge],
    start: 'automatic',
    account: network,
    dependsOn: ['MSExchangeADTopology'],
    onEdge: ['ADAM_MSExchange'],
    image: 'Bin\\MSExchangeTransport.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSExchangeTransportLogSearch',
    roles: [mailbox, hub, edge],
    start: 'automatic',
    account: system,
    dependsOn: ['MSExchangeADTopology'],
    onEdge: ['ADAM_MSExchange'],
    image: 'Bin\\MSExchangeTransportLogSearch.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSExchangeEdgeSync',
    roles: [hub],
    start: 'automatic',
    account: system,
    dependsOn: ['MSExchangeADTopology'],
    image: 'Bin\\Microsoft.Exchange.EdgeSyncSvc.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSExchangeAntispamUpdate',
    roles: [hub, edge],
    start: 'automatic',
    account: system,
    dependsOn: ['MSExchangeADTopology'],
    onEdge: ['ADAM_MSExchange'],
    image: 'Bin\\Microsoft.Exchange.AntispamUpdateSvc.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'EdgeCredentialSvc',
    roles: [edge],
    start: 'automatic',
    account: system,
    dependsOn: ['ADAM_MSExchange'],
    image: 'Bin\\EdgeCredentialSvc.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSExchangeFDS',
    roles: [cas, um],
    start: 'automatic',
    account: system,
    dependsOn: ['MSExchangeADTopology', 'LanmanWorkstation'],
    image: 'Bin\\MSExchangeFDS.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSExchangeIMAP4',
    roles: [cas],
    start: 'manual',
    account: network,
    dependsOn: ['MSExchangeADTopology'],
    image: 'ClientAccess\\PopImap\\Microsoft.Exchange.Imap4Service.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSExchangePOP3',
    roles: [cas],
    start: 'manual',
    account: network,
    dependsOn: ['MSExchangeADTopology'],
    image: 'ClientAccess\\PopImap\\Microsoft.Exchange.Pop3Service.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSExchangeMonitoring',
    roles: [mailbox, cas, hub, um, edge],
    start: 'manual',
    account: system,
    dependsOn: [],
    image: 'Bin\\Microsoft.Exchange.Monitoring.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSExchangeUM',
    roles: [um],
    start: 'automatic',
    account: system,
    dependsOn: ['MSExchangeADTopology', 'MSSpeechService'],
    image: 'Bin\\umservice.exe',
    managed: true,
    ...technet,
  },
  {
    name: 'MSSpeechService',
    roles: [um],
    start: 'automatic',
    account: network,
    dependsOn: ['WinMgmt'],
    image: 'Bin\\SpeechService.exe',
    managed: false,
    ...technet,
    fields: { name: modelled('exchange-2007.md 2.1: MSS in some texts'), image: modelled('files.tsv: not settled') },
  },
  {
    name: 'wsbexchange',
    roles: [mailbox],
    start: 'manual',
    account: system,
    dependsOn: [],
    image: 'Bin\\wsbexchange.exe',
    managed: false,
    since: 'sp2',
    os: 'windows-server-2008',
    ...technet,
    fields: { image: memory, managed: memory, os: memory },
  },
]

export const exchangeServices: readonly ExchangeService[] = rows.map(row => ({
  ...row,
  displayName: serviceDisplayName(row.name),
}))

// ---------------------------------------------------------------------------------------------------- Windows

export interface WindowsService extends SourcedRow {
  readonly name: string
  readonly displayName: string
  readonly start: DefaultStart
  /** Runs on a healthy server. A manual service also runs where an automatic one needs it. */
  readonly running: boolean
  readonly account: Account
  /** Command line below the system root. */
  readonly image: string
  /** One of several services in a host process. */
  readonly shared: boolean
  /** Services only: the model has no drivers. */
  readonly dependsOn: readonly string[]
  /** Present only with one of these roles. */
  readonly roles?: readonly Role[]
}

const svchost = (group: string): string => `system32\\svchost.exe -k ${group}`
const lsass = 'system32\\lsass.exe'
const services = 'system32\\services.exe'
const inetinfo = 'system32\\inetsrv\\inetinfo.exe'

/** Web services are installed where Exchange asks for them. */
const web: readonly Role[] = [mailbox, cas]

type ServiceDataRow = readonly [
  name: string,
  start: DefaultStart,
  running: boolean,
  account: Account,
  image: string,
  shared: boolean,
  dependsOn: readonly string[],
  origin?: SourcedRow,
  roles?: readonly Role[],
]

const auto = 'automatic'
const manual = 'manual'
const runs = true
const stopped = false
const own = false
const shared = true

const iisModes: SourcedRow = { ...memory, fields: { image: documented('technet-iis6-isolation-modes') } }
const scOutput: SourcedRow = { ...memory, fields: { shared: documented('formats.md 4') } }
const kb951402: SourcedRow = { ...memory, fields: { name: documented('kb951402') } }
const adam: SourcedRow = { ...technet, fields: { image: documented('files.tsv') } }
const lds: SourcedRow = { ...technet, fields: { image: memory } }
const rpc: readonly string[] = ['RpcSs']

const windows2003: readonly ServiceDataRow[] = [
  ['AppMgmt', manual, stopped, system, svchost('netsvcs'), shared, []],
  ['BITS', manual, stopped, system, svchost('netsvcs'), shared, rpc],
  ['CryptSvc', auto, runs, system, svchost('netsvcs'), shared, rpc],
  ['DcomLaunch', auto, runs, system, svchost('DcomLaunch'), shared, []],
  ['Dnscache', auto, runs, network, svchost('NetworkService'), shared, []],
  ['Eventlog', auto, runs, system, services, shared, []],
  ['EventSystem', auto, runs, system, svchost('netsvcs'), shared, rpc],
  ['HTTPFilter', manual, stopped, system, lsass, shared, ['IISADMIN'], iisModes, web],
  ['IISADMIN', auto, runs, system, inetinfo, shared, ['RpcSs', 'SamSs'], memory, web],
  ['lanmanserver', auto, runs, system, svchost('netsvcs'), shared, []],
  ['lanmanworkstation', auto, runs, system, svchost('netsvcs'), shared, []],
  ['MSDTC', auto, runs, network, 'system32\\msdtc.exe', own, ['RpcSs', 'SamSs']],
  ['MSIServer', manual, stopped, system, 'system32\\msiexec.exe /V', shared, rpc, scOutput],
  ['Netlogon', auto, runs, system, lsass, shared, ['LanmanWorkstation']],
  ['NtLmSsp', manual, stopped, system, lsass, shared, [], kb951402],
  ['PlugPlay', auto, runs, system, services, shared, []],
  ['PolicyAgent', auto, runs, system, lsass, shared, rpc],
  ['ProtectedStorage', auto, runs, system, lsass, shared, rpc],
  ['RemoteRegistry', auto, runs, local, svchost('regsvc'), shared, rpc],
  ['RpcSs', auto, runs, network, svchost('rpcss'), shared, []],
  ['SamSs', auto, runs, system, lsass, shared, rpc],
  ['Schedule', auto, runs, system, svchost('netsvcs'), shared, rpc],
  ['Spooler', auto, runs, system, 'system32\\spoolsv.exe', own, rpc],
  ['TermService', manual, runs, system, svchost('termsvcs'), shared, rpc],
  ['W32Time', auto, runs, local, svchost('LocalService'), shared, []],
  ['W3SVC', auto, runs, system, svchost('iissvcs'), shared, ['RpcSs', 'HTTPFilter', 'IISADMIN'], memory, web],
  ['winmgmt', auto, runs, system, svchost('netsvcs'), shared, rpc],
  ['wuauserv', auto, runs, system, svchost('netsvcs'), shared, []],
  ['ADAM_MSExchange', auto, runs, network, 'ADAM\\dsamain.exe -sn:MSExchange', own, ['EventSystem'], adam, [edge]],
]

const windows2008: readonly ServiceDataRow[] = [
  ['AppHostSvc', auto, runs, system, svchost('apphost'), shared, [], memory, web],
  ['AppMgmt', manual, stopped, system, svchost('netsvcs'), shared, []],
  ['BFE', auto, runs, local, svchost('LocalServiceNoNetwork'), shared, rpc],
  ['BITS', auto, runs, system, svchost('netsvcs'), shared, rpc],
  ['CryptSvc', auto, runs, network, svchost('NetworkService'), shared, rpc],
  ['DcomLaunch', auto, runs, system, svchost('DcomLaunch'), shared, []],
  ['Dnscache', auto, runs, network, svchost('NetworkService'), shared, []],
  ['Eventlog', auto, runs, local, svchost('LocalServiceNetworkRestricted'), shared, []],
  ['EventSystem', auto, runs, local, svchost('LocalService'), shared, rpc],
  ['IISADMIN', auto, runs, system, inetinfo, shared, ['RpcSs', 'SamSs'], memory, web],
  ['LanmanServer', auto, runs, system, svchost('netsvcs'), shared, ['SamSs']],
  ['LanmanWorkstation', auto, runs, local, svchost('LocalService'), shared, []],
  ['MpsSvc', auto, runs, local, svchost('LocalServiceNoNetwork'), shared, ['BFE']],
  ['MSDTC', auto, runs, network, 'System32\\msdtc.exe', own, ['RpcSs', 'SamSs']],
  ['msiserver', manual, stopped, system, 'system32\\msiexec.exe /V', own, rpc, scOutput],
  ['Netlogon', auto, runs, system, lsass, shared, ['LanmanWorkstation']],
  ['pla', manual, stopped, local, svchost('LocalServiceNoNetwork'), shared, rpc],
  ['PlugPlay', auto, runs, system, svchost('DcomLaunch'), shared, []],
  ['RemoteRegistry', auto, runs, local, svchost('regsvc'), shared, rpc],
  ['RpcSs', auto, runs, network, svchost('rpcss'), shared, ['DcomLaunch']],
  ['SamSs', auto, runs, system, lsass, shared, rpc],
  ['Schedule', auto, runs, system, svchost('netsvcs'), shared, ['RpcSs', 'EventLog']],
  ['Spooler', auto, runs, system, 'System32\\spoolsv.exe', own, rpc],
  ['TermService', auto, runs, network, svchost('NetworkService'), shared, rpc],
  ['W32Time', auto, runs, local, svchost('LocalService'), shared, []],
  ['W3SVC', auto, runs, system, svchost('iissvcs'), shared, ['WAS'], memory, web],
  ['WAS', manual, stopped, system, svchost('iissvcs'), shared, rpc, memory, web],
  ['Winmgmt', auto, runs, system, svchost('netsvcs'), shared, rpc],
  ['wuauserv', auto, runs, system, svchost('netsvcs'), shared, rpc],
  ['ADAM_MSExchange', auto, runs, network, 'System32\\dsamain.exe -sn:MSExchange', own, ['EventSystem'], lds, [edge]],
]

export const windowsServices: Readonly<Record<OsId, readonly WindowsService[]>> = {
  'windows-server-2003': windows2003.map(row => windowsService('windows-server-2003', row)),
  'windows-server-2008': windows2008.map(row => windowsService('windows-server-2008', row)),
}

function windowsService(os: OsId, row: ServiceDataRow): WindowsService {
  const [name, start, running, account, image, shared, dependsOn, origin = memory, roles] = row
  const displayName = serviceDisplayName(name, os)
  const service = { name, displayName, start, running, account, image, shared, dependsOn, ...origin }
  return roles === undefined ? service : { ...service, roles }
}

/** Services of other products that the script's lists name. A server has them only if a scenario adds them. */
export interface OptionalService extends SourcedRow {
  readonly name: string
  readonly displayName: string
  readonly image: string
}

const others: readonly Omit<OptionalService, 'displayName'>[] = [
  {
    name: 'HealthService',
    image: 'C:\\Program Files\\System Center Operations Manager 2007\\HealthService.exe',
    ...memory,
  },
  {
    name: 'OMCFG',
    image: 'C:\\Program Files\\System Center Operations Manager 2007\\Microsoft.Mom.ConfigServiceHost.exe',
    ...memory,
  },
  {
    name: 'MOM',
    image: 'C:\\Program Files\\Microsoft Operations Manager 2005\\MOMService.exe',
    ...memory,
  },
  {
    name: 'OnePoint',
    image: 'C:\\Program Files\\Microsoft Operations Manager\\OnePoint\\OnePointService.exe',
    ...memory,
  },
  { name: 'ClusSvc', image: 'C:\\WINDOWS\\cluster\\clussvc.exe', ...memory },
]

export const optionalServices: readonly OptionalService[] = others.map(row => ({
  ...row,
  displayName: serviceDisplayName(row.name),
}))

/** The service that every node of a failover cluster runs. */
export function clusterService(os: OsId): InstalledService {
  const { name, displayName } = optionalServices.find(row => row.name === 'ClusSvc')!
  return {
    name,
    displayName,
    start: 'automatic',
    state: 'running',
    account: system,
    image: `${operatingSystems[os].systemRoot}\\cluster\\clussvc.exe`,
    shared: false,
    dependsOn: ['RpcSs'],
    managed: false,
    ...timingOf(name),
  }
}

// ----------------------------------------------------------------------------------------------------- timings

/** How long a start and a stop take on an idle server. Stops were seen in one log of a later version. */
export interface Timing {
  readonly startMs: number
  readonly stopMs: number
  readonly fields: { readonly startMs: Sourced; readonly stopMs: Sourced }
}

const chosen = modelled('our choice')
const seen = observed('exchange-2007.md 3.2')

const timings: ReadonlyMap<string, Timing> = new Map([
  timing('MSExchangeADTopology', 9_000, 35_000, seen),
  timing('MSExchangeSA', 6_500, 12_000),
  timing('MSExchangeIS', 17_000, 14_000, seen),
  timing('MSExchangeMailSubmission', 4_500, 3_500),
  timing('MSExchangeMailboxAssistants', 5_000, 400, seen),
  timing('MSExchangeRepl', 4_000, 11_000, seen),
  timing('MSExchangeSearch', 5_500, 6_000),
  timing('msftesql-Exchange', 2_500, 4_000),
  timing('MSExchangeServiceHost', 4_000, 2_000, seen),
  timing('MSExchangeTransport', 11_000, 17_000, seen),
  timing('MSExchangeTransportLogSearch', 3_500, 600, seen),
  timing('MSExchangeEdgeSync', 3_500, 1_000, seen),
  timing('MSExchangeAntispamUpdate', 3_500, 500, seen),
  timing('EdgeCredentialSvc', 3_500, 2_000),
  timing('MSExchangeFDS', 4_000, 3_000),
  timing('MSExchangeIMAP4', 4_500, 1_500, seen),
  timing('MSExchangePOP3', 4_500, 1_000, seen),
  timing('MSExchangeMonitoring', 3_000, 1_500),
  timing('MSExchangeUM', 12_000, 14_000, seen),
  timing('MSSpeechService', 8_000, 5_000),
  timing('wsbexchange', 1_000, 800),
  timing('ADAM_MSExchange', 4_000, 3_000),
  timing('HTTPFilter', 900, 1_200),
  timing('IISADMIN', 2_800, 6_000, seen),
  timing('pla', 600, 400, seen),
  timing('RemoteRegistry', 500, 400),
  timing('W3SVC', 3_600, 91_000, seen),
  timing('WAS', 1_200, 1_500),
  timing('winmgmt', 1_800, 11_000, seen),
])

const quick: Timing = { startMs: 700, stopMs: 600, fields: { startMs: chosen, stopMs: chosen } }

function timing(name: string, startMs: number, stopMs: number, stop: Sourced = chosen): readonly [string, Timing] {
  return [fold(name), { startMs, stopMs, fields: { startMs: chosen, stopMs: stop } }]
}

export function timingOf(name: string): Timing {
  return timings.get(fold(name)) ?? quick
}

// --------------------------------------------------------------------------------------- the services of a server

/** A service as a healthy server has it; a machine takes it as it stands. */
export interface InstalledService extends Service {
  readonly start: DefaultStart
  readonly state: 'running' | 'stopped'
  readonly account: Account
  readonly stopMs: number
}

/** Every service of a healthy server, by name: those of Windows, and with a baseline those of Exchange. */
export function servicesOf(
  os: OsId,
  roles: readonly Role[],
  baseline: BaselineId | 'none',
  installPath = USUAL_FOLDER,
): InstalledService[] {
  const present = [
    ...windowsServices[os].filter(row => !row.roles || shares(row.roles, roles)).map(row => installed(os, row)),
    ...exchangeServices
      .filter(row => hasService(row, os, roles, baseline))
      .map(row => installedHere(row, os, roles, installPath)),
  ]
  const needed = requirements(present)
  return present
    .map(({ running, ...service }): InstalledService => {
      return { ...service, state: running || needed.has(fold(service.name)) ? 'running' : 'stopped' }
    })
    .sort((a, b) => byName(a.name, b.name))
}

/** The processes of all services that a server with this system may have, whatever its roles. */
export function serviceProcesses(os: OsId): string[] {
  const windows = [...windowsServices[os].map(row => installed(os, row)), clusterService(os)]
  const exchange = exchangeServices.filter(row => row.os === undefined || row.os === os)
  return [...windows.map(processName), ...exchange.map(row => fold(row.name))]
}

type Configured = Omit<InstalledService, 'state'> & { readonly running: boolean }

function shares(a: readonly Role[], b: readonly Role[]): boolean {
  return a.some(role => b.includes(role))
}

function hasService(row: ExchangeService, os: OsId, roles: readonly Role[], baseline: BaselineId | 'none'): boolean {
  if (baseline === 'none' || !shares(row.roles, roles) || (row.os !== undefined && row.os !== os)) return false
  return row.since === undefined || age(baseline) >= age(row.since)
}

function age(id: BaselineId): number {
  return baselines.findIndex(row => row.id === id)
}

function installed(os: OsId, row: WindowsService): Configured {
  const { name, displayName, start, running, account, shared, dependsOn } = row
  const image = `${operatingSystems[os].systemRoot}\\${row.image}`
  const { startMs, stopMs } = timingOf(name)
  const service = { name, displayName, start, running, account, image, shared, dependsOn, managed: false }
  const voice = voiceOf(name, false, os, USUAL_FOLDER)
  return { ...service, startMs, stopMs, ...(voice && { voice }) }
}

function installedHere(row: ExchangeService, os: OsId, roles: readonly Role[], installPath: string): Configured {
  const { name, displayName, start, account, managed } = row
  const base = roles.includes(edge) && row.onEdge ? row.onEdge : row.dependsOn
  const dependsOn = os === 'windows-server-2003' && row.on2003 ? [...base, ...row.on2003] : base
  const image = `"${installPath}${row.image}"`
  const { startMs, stopMs } = timingOf(name)
  const running = start === 'automatic'
  const checked = managed && { checkedBuilds }
  const voice = voiceOf(name, managed, os, installPath)
  return {
    ...{ name, displayName, start, running, account, image, shared: false, dependsOn, managed, startMs, stopMs },
    ...checked,
    ...(voice && { voice }),
  }
}

/** Folded names of everything that the running services need, directly or not. */
function requirements(services: readonly Configured[]): Set<string> {
  const byFolded = new Map(services.map(service => [fold(service.name), service]))
  const needed = new Set<string>()
  const visit = (name: string): void => {
    if (needed.has(fold(name))) return
    needed.add(fold(name))
    for (const dependency of byFolded.get(fold(name))?.dependsOn ?? []) visit(dependency)
  }
  for (const service of services) if (service.running) visit(service.name)
  return needed
}
