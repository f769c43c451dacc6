import { byName, fold } from '../machine/names.ts'
import { derived, documented, modelled, observed, type Sourced } from '../words/grade.ts'
import type { Role } from './roles.ts'

/**
 * Which services ServiceControl.ps1 stops, disables and starts again. The lists are those of a later copy of the script,
 * reduced to names that exist in Exchange 2007, in the script's spelling; names that Exchange 2007 must add come last.
 * Knows no server, so some of the names may not exist there.
 */

export type ScriptRole = 'AdminTools' | 'Bridgehead' | 'ClientAccess' | 'Gateway' | 'Mailbox' | 'UnifiedMessaging'
export type ScriptList = ScriptRole | 'Common' | 'Critical'

export interface ScriptService extends Sourced {
  readonly service: string
}

const script = derived('exchange-2007.md 3.2')
const addition = derived('exchange-2007.md 3.2: needed in Exchange 2007')
const renamed = derived('exchange-2007.md 3.2: the name that Exchange 2007 uses')

const listed = (origin: Sourced, ...names: readonly string[]): ScriptService[] =>
  names.map(service => ({ service, ...origin }))

export const serviceLists: Readonly<Record<ScriptList, readonly ScriptService[]>> = {
  Common: listed(script, 'WinMgmt', 'RemoteRegistry', 'HealthService', 'OnePoint', 'MOM', 'OMCFG', 'pla'),
  Critical: listed(script, 'WinMgmt', 'RemoteRegistry', 'W3Svc', 'IISAdmin'),
  AdminTools: [],
  Bridgehead: [
    ...listed(script, 'MSExchangeMonitoring', 'MSExchangeTransport', 'MSExchangeADTopology', 'MSExchangeEdgeSync'),
    ...listed(script, 'MSExchangeTransportLogSearch', 'MSExchangeAntispamUpdate', 'MSExchangeServiceHost', 'W3Svc'),
  ],
  ClientAccess: [
    ...listed(script, 'MSExchangeMonitoring', 'MSExchangeIMAP4', 'MSExchangePOP3', 'MSExchangeADTopology'),
    ...listed(script, 'MSExchangeFDS', 'IISAdmin', 'MSExchangeServiceHost', 'W3Svc'),
  ],
  Gateway: [
    ...listed(script, 'MSExchangeMonitoring', 'MSExchangeTransport', 'MSExchangeTransportLogSearch'),
    ...listed(script, 'MSExchangeAntispamUpdate', 'MSExchangeServiceHost'),
    ...listed(renamed, 'EdgeCredentialSvc'),
  ],
  Mailbox: [
    ...listed(script, 'MSExchangeMonitoring', 'IISAdmin', 'MSExchangeIS', 'MSExchangeMailboxAssistants'),
    ...listed(script, 'MSFTESQL-Exchange', 'MSExchangeADTopology', 'MSExchangeRepl', 'MSExchangeTransportLogSearch'),
    ...listed(script, 'MSExchangeServiceHost', 'W3Svc', 'HTTPFilter', 'wsbexchange'),
    ...listed(addition, 'MSExchangeSA', 'MSExchangeMailSubmission', 'MSExchangeSearch'),
  ],
  UnifiedMessaging: [
    ...listed(script, 'MSExchangeMonitoring', 'MSExchangeADTopology', 'MSExchangeFDS', 'MSExchangeUM'),
    ...listed(script, 'MSExchangeServiceHost', 'W3Svc'),
    ...listed(addition, 'MSSpeechService'),
  ],
}

/** What the script does with one set of roles: the common list and that of each role, sorted, each name once. */
export function servicesControlled(roles: readonly ScriptRole[]): string[] {
  const names = new Map<string, string>()
  for (const list of ['Common', ...roles] as const) {
    for (const { service } of serviceLists[list]) if (!names.has(fold(service))) names.set(fold(service), service)
  }
  return [...names.values()].sort(byName)
}

/** How the script finds the roles of a server, in the order of its log. */
export interface ScriptRoleRow extends Sourced {
  readonly script: ScriptRole
  /** The role of a scenario; management tools come with every other role. */
  readonly role: Role
  /** Below `HKLM\SOFTWARE\Microsoft\Exchange\v8.0`. */
  readonly registryKey: string
  readonly order: Sourced
}

const keys = documented('exchange-2007.md 1.3')
const seen = observed('exchange-2007.md 3.2')

export const scriptRoles: readonly ScriptRoleRow[] = [
  { script: 'AdminTools', role: 'management-tools', registryKey: 'AdminTools', ...keys, order: seen },
  { script: 'ClientAccess', role: 'client-access', registryKey: 'ClientAccessRole', ...keys, order: seen },
  { script: 'Bridgehead', role: 'hub-transport', registryKey: 'HubTransportRole', ...keys, order: seen },
  { script: 'Mailbox', role: 'mailbox', registryKey: 'MailboxRole', ...keys, order: seen },
  { script: 'UnifiedMessaging', role: 'unified-messaging', registryKey: 'UnifiedMessagingRole', ...keys, order: seen },
  {
    script: 'Gateway',
    role: 'edge-transport',
    registryKey: 'EdgeTransportRole',
    ...keys,
    order: modelled('our choice: never together with another role'),
  },
]

/** The roles that the script finds on a server with these roles: AdminTools always, then the others. */
export function scriptRolesOf(roles: readonly Role[]): ScriptRole[] {
  return scriptRoles
    .filter(({ role }) => role === 'management-tools' || roles.includes(role))
    .map(({ script }) => script)
}
