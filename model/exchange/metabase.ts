import { joinPath } from '../machine/names.ts'
import type { Role } from './roles.ts'

/**
 * MetaBase.xml: what IIS serves, on a server with Exchange. Form of IIS 6, short: the site, its application pools and the
 * virtual directories of the roles, with the properties that tell them apart (modelled: memory). Does not know who changes it.
 */

export function metabaseFile(systemRoot: string): string {
  return joinPath(systemRoot, 'system32', 'inetsrv', 'MetaBase.xml')
}

type Property = readonly [name: string, value: string]

function element(name: string, location: string, properties: readonly Property[]): string {
  const rows = properties.map(([key, value]) => `\t\t${key}="${value}"\r\n`).join('')
  return `<${name}\tLocation ="${location}"\r\n${rows}\t>\r\n</${name}>\r\n`
}

const ROOT = '/LM/W3SVC/1/ROOT'
const END = '</MBProperty>'

const entered = (version: string): string => `Location ="${ROOT}/owa/${version}"`

/** The version folder of Outlook Web Access, as UpdateOwa.ps1 enters it. */
export function metabaseEntry(version: string): string {
  return element('IIsWebDirectory', `${ROOT}/owa/${version}`, [
    ['AppPoolId', 'MSExchangeOWAAppPool'],
    ['AuthFlags', 'AuthAnonymous'],
    ['HttpExpires', 'D, 0x278d00'],
  ])
}

export function hasMetabaseEntry(text: string, version: string): boolean {
  return text.includes(entered(version))
}

/** Behind all others; at the end of a text that is no metabase. */
export function withMetabaseEntry(text: string, version: string): string {
  const end = text.indexOf(END)
  const at = end < 0 ? text.length : end
  return text.slice(0, at) + metabaseEntry(version) + text.slice(at)
}

interface Directory {
  readonly role: Role
  readonly name: string
  readonly pool: string
  /** Below the folder of the product, or of a drive that stands for the store. */
  readonly path: string
  readonly auth: string
}

const BASIC = 'AuthBasic'
const BOTH = 'AuthBasic | AuthNTLM'
const NTLM = 'AuthNTLM'
const OWA_POOL = 'MSExchangeOWAAppPool'

const row = (role: Role, name: string, pool: string, path: string, auth: string): Directory => {
  return { role, name, pool, path, auth }
}

const DIRECTORIES: readonly Directory[] = [
  row('mailbox', 'Exadmin', 'ExchangeApplicationPool', '\\\\.\\BackOfficeStorage', NTLM),
  row('client-access', 'Autodiscover', 'MSExchangeAutodiscoverAppPool', 'ClientAccess\\Autodiscover', BOTH),
  row('client-access', 'EWS', 'MSExchangeServicesAppPool', 'ClientAccess\\exchweb\\EWS', NTLM),
  row('client-access', 'Exchange', OWA_POOL, '\\\\.\\BackOfficeStorage', BASIC),
  row('client-access', 'Microsoft-Server-ActiveSync', 'MSExchangeSyncAppPool', 'ClientAccess\\sync', BASIC),
  row('client-access', 'OAB', 'DefaultAppPool', 'ClientAccess\\OAB', NTLM),
  row('client-access', 'owa', OWA_POOL, 'ClientAccess\\owa', BASIC),
  row('client-access', 'Public', OWA_POOL, '\\\\.\\BackOfficeStorage', BASIC),
  row('client-access', 'UnifiedMessaging', 'MSExchangeUMAppPool', 'ClientAccess\\exchweb\\EWS', NTLM),
]

/** As setup leaves it, with the version folder of what it has installed. */
export function metabaseText(roles: readonly Role[], root: string, version: string): string {
  const served = DIRECTORIES.filter(({ role }) => roles.includes(role))
  const pools = [...new Set(['DefaultAppPool', ...served.map(({ pool }) => pool)])]
  const text = [
    '<?xml version ="1.0"?>\r\n<configuration xmlns="urn:microsoft-catalog:XML_Metabase_V64_0">\r\n<MBProperty>\r\n',
    element('IIsWebService', '/LM/W3SVC', [['AppPoolId', 'DefaultAppPool']]),
    ...pools.map(pool => element('IIsApplicationPool', `/LM/W3SVC/AppPools/${pool}`, [['AppPoolAutoStart', 'TRUE']])),
    element('IIsWebServer', '/LM/W3SVC/1', [
      ['ServerBindings', ':80:'],
      ['SecureBindings', ':443:'],
      ['ServerComment', 'Default Web Site'],
    ]),
    element('IIsWebVirtualDir', ROOT, [['Path', 'C:\\Inetpub\\wwwroot']]),
    ...served.map(({ name, pool, path, auth }) =>
      element('IIsWebVirtualDir', `${ROOT}/${name}`, [
        ['AppFriendlyName', name],
        ['AppPoolId', pool],
        ['AuthFlags', auth],
        ['Path', path.startsWith('\\\\') ? path : `${root}${path}`],
      ]),
    ),
    `${END}\r\n</configuration>\r\n`,
  ].join('')
  return roles.includes('client-access') ? withMetabaseEntry(text, version) : text
}
