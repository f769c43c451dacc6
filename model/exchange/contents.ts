import { derived, documented, modelled, type Sourced } from '../words/grade.ts'
import { predecessorsOf, type Rollup } from './builds.ts'
import { productFiles } from './files.ts'
import { laterAdditions } from './laterContents.ts'
import type { ProductFile } from './productFile.ts'

/**
 * Which files a rollup carries: whole files, all with the rollup's build. A rollup carries what its predecessors of the
 * same baseline carried plus its own share, and the seed of one folder `ClientAccess\owa\<version>\`.
 *
 * No list of a real rollup is public. ExSetup.exe, Microsoft.Exchange.Clients.Owa.dll and other files that rollups are
 * known for come with the first of a series; the rest was drawn once by a hash of path and KB number.
 *
 * How a file gets onto a server is the installer's affair.
 */

const choice = modelled('decisions.md 7')

/** Additions with a better source than our choice. */
const sourced: readonly { readonly kb: string; readonly files: RegExp; readonly origin: Sourced }[] = [
  { kb: 'KB953467', files: /\.exe\.config$/, origin: derived('kb944752') },
  { kb: 'KB953467', files: /\\davex\.dll$/, origin: documented('ms09-003') },
]

/** Where it is from that this rollup adds this file. */
export function additionOrigin(kb: string, path: string): Sourced {
  return sourced.find(row => row.kb === kb && row.files.test(path))?.origin ?? choice
}

/** What each rollup adds to its predecessors. */
export const ownAdditions: Readonly<Record<string, readonly string[]>> = {
  KB930809: [
    'Bin\\cdoex.dll',
    'Bin\\EdgeCredentialSvc.exe',
    'Bin\\EdgeTransport.exe',
    'Bin\\esebcli2.dll',
    'Bin\\ExBPACmd.exe',
    'Bin\\Exchange.ps1',
    'Bin\\Exchange.types.ps1xml',
    'Bin\\ExchangeUMTestPhone.exe',
    'Bin\\exres.dll',
    'Bin\\exrpc32.dll',
    'Bin\\ExSetup.exe',
    'Bin\\ExSetupUI.exe',
    'Bin\\ExShell.psc1',
    'Bin\\mdbmsg.dll',
    'Bin\\mdbperf.dll',
    'Bin\\mdbperfx.dll',
    'Bin\\Microsoft.Exchange.Data.dll',
    'Bin\\Microsoft.Exchange.Data.Providers.dll',
    'Bin\\Microsoft.Exchange.Data.Storage.dll',
    'Bin\\Microsoft.Exchange.InfoWorker.Assistants.exe',
    'Bin\\Microsoft.Exchange.Management.dll',
    'Bin\\Microsoft.Exchange.MessageSecurity.dll',
    'Bin\\Microsoft.Exchange.Search.dll',
    'Bin\\Microsoft.Exchange.Search.ExSearch.exe',
    'Bin\\Microsoft.Exchange.Search.NativeApi.dll',
    'Bin\\Microsoft.Exchange.ServiceHost.exe',
    'Bin\\Microsoft.Exchange.TransportMsg.dll',
    'Bin\\MSExchangeTransport.exe',
    'Bin\\msftefd.exe',
    'Bin\\QuietExe.exe',
    'Bin\\store.exe',
    'Public\\Microsoft.Exchange.Data.Transport.dll',
    'ClientAccess\\owa\\auth\\error.aspx',
    'ClientAccess\\owa\\auth\\logon.aspx',
    'ClientAccess\\owa\\auth\\owaauth.dll',
    'ClientAccess\\owa\\bin\\Microsoft.Exchange.Clients.Owa.dll',
    'ClientAccess\\owa\\bin\\Microsoft.Exchange.UM.ClientAccess.dll',
    'ClientAccess\\owa\\Current\\scripts\\premium\\flogon.js',
    'ClientAccess\\owa\\Current\\scripts\\premium\\uview.js',
    'ClientAccess\\owa\\Current\\themes\\base\\basic.css',
    'ClientAccess\\owa\\Current\\themes\\base\\clear.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\csslogo.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnbotl.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnbotm.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnbotr.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnexlogo.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnleft.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnright.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgntopl.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgntopm.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgntopr.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\logon.css',
    'ClientAccess\\owa\\Current\\themes\\base\\owafont.css',
    'ClientAccess\\owa\\Current\\themes\\base\\premium.css',
    'Scripts\\ExchUCUtil.ps1',
    'Scripts\\get-AntispamSCLHistogram.ps1',
    'Scripts\\GetSearchIndexForDatabase.ps1',
    'Scripts\\ImportEdgeConfig.ps1',
    'Scripts\\MigrateUMCustomPrompts.ps1',
    'Scripts\\MoveAllReplicas.ps1',
  ],
  KB935490: [
    'Bin\\Exchange.format.ps1xml',
    'Bin\\phatcat.dll',
    'Bin\\UMWorkerProcess.exe',
    'ClientAccess\\exchweb\\ews\\services.wsdl',
    'ClientAccess\\exchweb\\ews\\types.xsd',
    'Scripts\\Get-UCPool.ps1',
  ],
  KB935999: [
    'Bin\\dscperf.dll',
    'Bin\\eseperf.dll',
    'Bin\\exchres.dll',
    'Bin\\Microsoft.Exchange.AntispamUpdateSvc.exe',
    'Bin\\Microsoft.Exchange.InfoWorker.EventLog.dll',
    'Bin\\Microsoft.Exchange.ManagementGUI.dll',
    'Bin\\Microsoft.Exchange.MessageSecurityMsg.dll',
    'Bin\\Microsoft.Exchange.UM.UMPhoneSession.dll',
    'Bin\\oabgen.dll',
    'Bin\\SESWorker.exe',
    'ClientAccess\\owa\\bin\\DocumentViewing\\TranscodingService.exe',
    'Scripts\\get-AntispamTopBlockedSenderDomains.ps1',
    'TransportRoles\\agents\\Hygiene\\Microsoft.Exchange.Transport.Agent.Hygiene.dll',
  ],
  KB940006: [
    'Bin\\abv_dg.dll',
    'Bin\\dsproxy.dll',
    'Bin\\exprox.dll',
    'Bin\\extrace.dll',
    'Bin\\mad.exe',
    'Bin\\Microsoft.Exchange.InfoWorker.Common.dll',
    'Bin\\Microsoft.Exchange.StoreProvider.dll',
    'Bin\\MSExchangeADTopologyService.exe',
    'ClientAccess\\PopImap\\Microsoft.Exchange.Imap4Service.exe',
    'Scripts\\get-AntispamTopRecipients.ps1',
    'Scripts\\ResetSearchIndex.ps1',
  ],
  KB941421: [
    'Bin\\dsaccess.dll',
    'Bin\\ExBPA.exe',
    'Bin\\Microsoft.Exchange.Cluster.Replay.dll',
    'Bin\\Microsoft.Exchange.Diagnostics.dll',
    'ClientAccess\\exchweb\\ews\\exchange.asmx',
    'ClientAccess\\exchweb\\ews\\bin\\Microsoft.Exchange.Services.dll',
    'ClientAccess\\owa\\Current\\scripts\\premium\\startpage.js',
    'ClientAccess\\PopImap\\Microsoft.Exchange.Pop3.exe',
    'Scripts\\AddUsersToPFRecursive.ps1',
    'Scripts\\ReplaceUserPermissionOnPFRecursive.ps1',
    'TransportRoles\\agents\\Journaling\\Microsoft.Exchange.MessagingPolicies.JournalAgent.dll',
  ],
  KB942846: [
    'Bin\\GalGrammarGenerator.exe',
    'Bin\\Microsoft.Exchange.Isam.dll',
    'Bin\\Microsoft.Exchange.Management.NativeResources.dll',
    'Bin\\Microsoft.Exchange.ManagementMsg.dll',
    'Bin\\Microsoft.Exchange.Transport.dll',
    'ClientAccess\\owa\\bin\\Microsoft.Exchange.Clients.Strings.dll',
    'ClientAccess\\Sync\\bin\\Microsoft.Exchange.AirSync.dll',
    'Scripts\\get-AntispamFilteringReport.ps1',
    'Scripts\\Uninstall-AntispamAgents.ps1',
    'TransportRoles\\agents\\Hygiene\\Microsoft.Exchange.ContentFilter.Wrapper.exe',
    'TransportRoles\\agents\\RmSvc\\Microsoft.Exchange.MessagingPolicies.RmSvcAgent.dll',
  ],
  KB953469: [
    'Bin\\exoledb.dll',
    'Bin\\Microsoft.Exchange.MailboxAssistants.dll',
    'Bin\\Microsoft.Exchange.Monitoring.exe',
    'Bin\\OleConverter.exe',
    'Bin\\umservice.exe',
    'Scripts\\get-AntispamTopRBLProviders.ps1',
    'Scripts\\ReplaceReplicaOnPFRecursive.ps1',
    'TransportRoles\\agents\\Journaling\\Microsoft.Exchange.MessagingPolicies.UnJournalAgent.dll',
  ],
  KB945684: [
    'Bin\\dscmsg.dll',
    'Bin\\EdgeCredentialSvc.exe',
    'Bin\\EdgeTransport.exe',
    'Bin\\epoxy.dll',
    'Bin\\ese.dll',
    'Bin\\Exchange.format.ps1xml',
    'Bin\\exmime.dll',
    'Bin\\ExSetup.exe',
    'Bin\\mdbevent.dll',
    'Bin\\mdbsz.dll',
    'Bin\\Microsoft.Exchange.Assistants.dll',
    'Bin\\Microsoft.Exchange.Cluster.Replay.dll',
    'Bin\\Microsoft.Exchange.Cluster.ReplayService.exe',
    'Bin\\Microsoft.Exchange.Data.Storage.dll',
    'Bin\\Microsoft.Exchange.Diagnostics.dll',
    'Bin\\Microsoft.Exchange.Isam.dll',
    'Bin\\Microsoft.Exchange.MailboxAssistants.dll',
    'Bin\\Microsoft.Exchange.Management.dll',
    'Bin\\Microsoft.Exchange.ManagementGUI.dll',
    'Bin\\Microsoft.Exchange.Rpc.dll',
    'Bin\\Microsoft.Exchange.Search.dll',
    'Bin\\Microsoft.Exchange.ServiceHost.exe',
    'Bin\\Microsoft.Exchange.Transport.dll',
    'Bin\\MSExchangeADTopologyService.exe',
    'Bin\\MSExchangeMailboxAssistants.exe',
    'Bin\\SpeechService.exe',
    'Bin\\store.exe',
    'Public\\Microsoft.Exchange.Data.Transport.dll',
    'ClientAccess\\exchweb\\ews\\messages.xsd',
    'ClientAccess\\owa\\auth\\error.aspx',
    'ClientAccess\\owa\\auth\\logon.aspx',
    'ClientAccess\\owa\\auth\\owaauth.dll',
    'ClientAccess\\owa\\bin\\Microsoft.Exchange.Clients.Owa.dll',
    'ClientAccess\\owa\\bin\\DocumentViewing\\TranscodingService.exe',
    'ClientAccess\\owa\\Current\\scripts\\premium\\cstartpage.js',
    'ClientAccess\\owa\\Current\\scripts\\premium\\freadmsg.js',
    'ClientAccess\\owa\\Current\\themes\\base\\basic.css',
    'ClientAccess\\owa\\Current\\themes\\base\\clear.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\csslogo.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnbotl.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnbotm.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnbotr.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnexlogo.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnleft.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgnright.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgntopl.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgntopm.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\lgntopr.gif',
    'ClientAccess\\owa\\Current\\themes\\base\\logon.css',
    'ClientAccess\\owa\\Current\\themes\\base\\owafont.css',
    'ClientAccess\\owa\\Current\\themes\\base\\premium.css',
    'ClientAccess\\PopImap\\Microsoft.Exchange.Pop3.exe',
    'ClientAccess\\Sync\\bin\\Microsoft.Exchange.AirSync.dll',
    'Scripts\\AddReplicaToPFRecursive.ps1',
    'Scripts\\get-AntispamFilteringReport.ps1',
    'Scripts\\get-AntispamSCLHistogram.ps1',
    'Scripts\\Get-UCPool.ps1',
    'Scripts\\GetDatabaseForSearchIndex.ps1',
    'Scripts\\MoveAllReplicas.ps1',
    'Scripts\\Uninstall-AntispamAgents.ps1',
  ],
  KB948016: [
    'Bin\\dsaccess.dll',
    'Bin\\ExchangeUMTestPhone.exe',
    'Bin\\Microsoft.Exchange.CommonMsg.dll',
    'Bin\\Microsoft.Exchange.TransportMsg.dll',
    'Bin\\Microsoft.Exchange.UM.UMPhoneSession.dll',
    'Scripts\\Install-AntispamAgents.ps1',
    'TransportRoles\\agents\\Journaling\\Microsoft.Exchange.MessagingPolicies.UnJournalAgent.dll',
  ],
  KB949870: [
    'Bin\\ExBPA.exe',
    'Bin\\exprox.dll',
    'Bin\\Microsoft.Exchange.Cluster.ReplicaSeeder.dll',
    'Bin\\Microsoft.Exchange.Search.NativeApi.dll',
    'Bin\\Microsoft.Exchange.StoreProvider.dll',
    'ClientAccess\\PopImap\\Microsoft.Exchange.Imap4.exe',
    'Scripts\\ImportEdgeConfig.ps1',
  ],
  KB952580: [
    'Bin\\eseperf.dll',
    'Bin\\GalGrammarGenerator.exe',
    'Bin\\Microsoft.Exchange.Data.Providers.dll',
    'Bin\\Microsoft.Exchange.MessageSecurity.dll',
    'Bin\\phatcat.dll',
    'Bin\\ServiceControl.ps1',
    'Bin\\UMWorkerProcess.exe',
    'Scripts\\get-AntispamTopBlockedSenderDomains.ps1',
  ],
  KB953467: [
    'Bin\\davex.dll',
    'Bin\\EdgeCredentialSvc.exe.config',
    'Bin\\EdgeTransport.exe.config',
    'Bin\\Microsoft.Exchange.AntispamUpdateSvc.exe.config',
    'Bin\\Microsoft.Exchange.Cluster.ReplayService.exe.config',
    'Bin\\Microsoft.Exchange.EdgeSyncSvc.exe.config',
    'Bin\\Microsoft.Exchange.Monitoring.exe',
    'Bin\\Microsoft.Exchange.Monitoring.exe.config',
    'Bin\\Microsoft.Exchange.Search.ExSearch.exe.config',
    'Bin\\Microsoft.Exchange.ServiceHost.exe.config',
    'Bin\\Microsoft.Exchange.Transport.Logging.Search.dll',
    'Bin\\MSExchangeADTopologyService.exe.config',
    'Bin\\MSExchangeFDS.exe.config',
    'Bin\\MSExchangeMailboxAssistants.exe.config',
    'Bin\\MSExchangeMailSubmission.exe.config',
    'Bin\\MSExchangeTransport.exe.config',
    'Bin\\MSExchangeTransportLogSearch.exe.config',
    'Bin\\msftesql.exe',
    'Bin\\umservice.exe.config',
    'Bin\\UMWorkerProcess.exe.config',
    'ClientAccess\\exchweb\\ews\\bin\\Microsoft.Exchange.Services.dll',
    'ClientAccess\\PopImap\\Microsoft.Exchange.Imap4.exe.config',
    'ClientAccess\\PopImap\\Microsoft.Exchange.Imap4Service.exe.config',
    'ClientAccess\\PopImap\\Microsoft.Exchange.Pop3.exe.config',
    'ClientAccess\\PopImap\\Microsoft.Exchange.Pop3Service.exe.config',
    'Scripts\\ReplaceUserWithUserOnPFRecursive.ps1',
  ],
  KB959241: [
    'Bin\\Microsoft.Exchange.AntispamUpdateSvc.exe',
    'Bin\\Microsoft.Exchange.InfoWorker.Common.dll',
    'Bin\\Microsoft.Exchange.Management.NativeResources.dll',
    'Scripts\\get-AntispamTopBlockedSenderIPs.ps1',
  ],
  KB960384: [
    'Bin\\exoledb.dll',
    'Bin\\exsetdata.dll',
    'Bin\\umservice.exe',
    'Public\\Microsoft.Exchange.Data.Common.dll',
    'ClientAccess\\Autodiscover\\bin\\Microsoft.Exchange.AutoDiscover.dll',
    'ClientAccess\\owa\\bin\\Microsoft.Exchange.UM.ClientAccess.dll',
    'ClientAccess\\owa\\Current\\scripts\\premium\\uglobal.js',
  ],
  KB968012: [
    'Bin\\cdoex.dll',
    'Bin\\exrpc32.dll',
    'Bin\\isinteg.exe',
    'Bin\\Microsoft.Exchange.Common.dll',
    'Bin\\Microsoft.Exchange.Extensibility.Internal.dll',
    'Scripts\\get-AntispamTopBlockedSenders.ps1',
    'TransportRoles\\agents\\EdgeMessagingPolicies\\Microsoft.Exchange.MessagingPolicies.EdgeAgents.dll',
  ],
  KB970162: [
    'Bin\\mad.exe',
    'Bin\\Microsoft.Exchange.ManagementMsg.dll',
    'Bin\\MSExchangeTransport.exe',
    'ClientAccess\\exchweb\\ews\\types.xsd',
    'ClientAccess\\owa\\Current\\scripts\\premium\\startpage.js',
    'ClientAccess\\owa\\Current\\scripts\\premium\\uview.js',
  ],
  KB981407: [
    'Bin\\eseutil.exe',
    'Bin\\extrace.dll',
    'Bin\\mdbperf.dll',
    'Bin\\Microsoft.Exchange.Management.SnapIn.Esm.dll',
    'Bin\\msftefd.exe',
    'Bin\\OleConverter.exe',
    'Scripts\\ConvertTo-MessageLatency.ps1',
    'Scripts\\ExchUCUtil.ps1',
  ],
  ...laterAdditions,
}

/** Files of `Current` whose copies a rollup puts into its own version folder; UpdateOwa.ps1 then fills that folder. */
const seeds: readonly string[] = [
  'themes\\base\\premium.css',
  'themes\\base\\logon.css',
  'scripts\\premium\\uglobal.js',
  'scripts\\premium\\startpage.js',
]

const owa = 'ClientAccess\\owa'
const byPath: ReadonlyMap<string, ProductFile> = new Map(productFiles.map(file => [file.path, file]))

/** `ClientAccess\owa\8.0.711.2`: every rollup brings a new Outlook Web Access, so every rollup has one. */
export function owaFolder(rollup: Pick<Rollup, 'version'>): string {
  return `${owa}\\${rollup.version}`
}

/** The first files of a rollup's version folder. */
export function owaSeed(rollup: Pick<Rollup, 'version'>): ProductFile[] {
  return seeds.map(path => {
    const current = byPath.get(`${owa}\\Current\\${path}`)!
    const folder = current.folder.replace(`${owa}\\Current`, owaFolder(rollup))
    const origin = documented('exchange-2007.md 2.2')
    return { ...current, folder, path: `${folder}\\${current.name}`, ...origin, fields: { name: choice, size: choice } }
  })
}

const carried = new Map<string, readonly ProductFile[]>()

/** Everything a rollup carries, in the order of the product's file table, then its seed. The memo only saves time. */
export function filesOf(rollup: Rollup): readonly ProductFile[] {
  const known = carried.get(rollup.kb)
  if (known) return known
  const paths = new Set([...predecessorsOf(rollup), rollup].flatMap(row => ownAdditions[row.kb]!))
  const files = [...productFiles.filter(file => paths.has(file.path)), ...owaSeed(rollup)]
  carried.set(rollup.kb, files)
  return files
}
