import type { Machine } from '../machine/machine.ts'
import { derived, documented, modelled, type SourcedRow } from '../words/grade.ts'
import { type BaselineId, baselines } from './builds.ts'
import { familyFiles } from './fileFamilies.ts'
import { type FileKind, type ProductFile, productFile } from './productFile.ts'
import { concerns, type Role, type Roles } from './roles.ts'

/**
 * The files of the product, where they lie and which roles have them. Names and folders come from files.tsv; sizes are
 * nobody's measurement: drawn once from the name, then written down. Which rollup replaces them: contents.ts.
 */

/** Where setup puts the product if nobody says otherwise. */
export const USUAL_FOLDER = 'C:\\Program Files\\Microsoft\\Exchange Server\\'

/** @param path below the folder of the product */
export const inProduct = ({ texture }: Pick<Machine, 'texture'>, path: string): string =>
  `${texture.installPath}${path}`

/** By its version one knows the level of a server. */
export const levelFile = (machine: Pick<Machine, 'texture'>): string => inProduct(machine, 'Bin\\ExSetup.exe')

/** Of Outlook Web Access. */
export const owaFolder = (machine: Pick<Machine, 'texture'>): string => inProduct(machine, 'ClientAccess\\owa')

// ----------------------------------------------------------------------------------------------------- origins

const drawn = { size: modelled('our choice: drawn from the name') }
const noPlace = { size: drawn.size, folder: modelled('files.tsv: not settled') }

/** A public source names the file in this folder. */
const confirmed: SourcedRow = { ...documented('files.tsv'), fields: drawn }
const bulletin: SourcedRow = { ...documented('bulletin'), fields: drawn }
/** KB944752 changes service configurations; one is named there, the others are named after their programs. */
const revocation: SourcedRow = { ...documented('kb944752'), fields: drawn }
const pattern: SourcedRow = { ...derived('kb944752'), fields: drawn }
/** Vulnerability checkers test its version. */
const securityChecks: SourcedRow = { ...documented('ms09-003'), fields: drawn }
/** UpdateOwa.ps1 of Exchange 2007 can be read. */
const owaScript: SourcedRow = { ...derived('exchange-2007.md 3.3'), fields: drawn }
/** Known from a list for Exchange 2003. */
const olderList: SourcedRow = { ...modelled('files.tsv: Exchange 2003 list'), fields: drawn }
const memory: SourcedRow = { ...modelled('memory'), fields: drawn }
const placed: SourcedRow = { ...documented('files.tsv'), fields: noPlace }

// ------------------------------------------------------------------------------------------------------- files

const mailbox: Roles = ['mailbox']
const cas: Roles = ['client-access']
const hub: Roles = ['hub-transport']
const um: Roles = ['unified-messaging']
const edge: Roles = ['edge-transport']
const mailboxHub: Roles = ['mailbox', 'hub-transport']
const mailboxCasUm: Roles = ['mailbox', 'client-access', 'unified-messaging']
const mailboxTransport: Roles = ['mailbox', 'hub-transport', 'edge-transport']
const transport: Roles = ['hub-transport', 'edge-transport']
const casUm: Roles = ['client-access', 'unified-messaging']
/** Every server role inside the organisation. */
const inside: Roles = ['mailbox', 'client-access', 'hub-transport', 'unified-messaging']

type ProductFileRow = readonly [
  name: string,
  kind: FileKind,
  roles: Roles,
  size: number,
  origin: SourcedRow,
  since?: BaselineId,
]

const tree: readonly (readonly [folder: string, rows: readonly ProductFileRow[]])[] = [
  [
    'Bin',
    [
      // programs
      ['store.exe', 'native-exe', mailbox, 5_731_312, confirmed],
      ['mad.exe', 'native-exe', mailbox, 1_136_368, confirmed],
      ['msftesql.exe', 'native-exe', mailboxHub, 121_656, confirmed],
      ['msftefd.exe', 'native-exe', mailboxHub, 358_920, confirmed],
      ['MSExchangeADTopologyService.exe', 'managed-exe', inside, 191_520, confirmed],
      ['MSExchangeMailSubmission.exe', 'managed-exe', mailbox, 112_000, confirmed],
      ['MSExchangeMailboxAssistants.exe', 'managed-exe', mailbox, 54_120, confirmed],
      ['Microsoft.Exchange.Cluster.ReplayService.exe', 'managed-exe', mailbox, 37_792, confirmed],
      ['Microsoft.Exchange.Search.ExSearch.exe', 'managed-exe', mailbox, 128_064, confirmed],
      ['Microsoft.Exchange.Monitoring.exe', 'managed-exe', 'all', 37_832, confirmed],
      ['Microsoft.Exchange.ServiceHost.exe', 'managed-exe', 'all', 79_728, confirmed],
      ['MSExchangeTransport.exe', 'managed-exe', transport, 217_648, confirmed],
      ['EdgeTransport.exe', 'managed-exe', transport, 38_376, confirmed],
      ['Microsoft.Exchange.AntispamUpdateSvc.exe', 'managed-exe', transport, 163_648, confirmed],
      ['MSExchangeTransportLogSearch.exe', 'managed-exe', mailboxTransport, 140_736, confirmed],
      ['Microsoft.Exchange.EdgeSyncSvc.exe', 'managed-exe', hub, 61_616, confirmed],
      ['EdgeCredentialSvc.exe', 'managed-exe', edge, 367_320, confirmed],
      ['MSExchangeFDS.exe', 'managed-exe', casUm, 189_296, confirmed],
      ['umservice.exe', 'managed-exe', um, 53_576, confirmed],
      ['UMWorkerProcess.exe', 'managed-exe', um, 190_600, confirmed],
      ['SpeechService.exe', 'native-exe', um, 196_904, placed],
      ['wsbexchange.exe', 'native-exe', mailbox, 142_232, memory, 'sp2'],
      ['QuietExe.exe', 'native-exe', 'all', 19_120, bulletin],
      ['ExSetup.exe', 'managed-exe', 'all', 88_432, confirmed],
      ['ExSetupUI.exe', 'managed-exe', 'all', 97_976, confirmed],
      ['eseutil.exe', 'native-exe', mailbox, 511_456, confirmed],
      ['isinteg.exe', 'native-exe', mailbox, 627_616, memory],
      ['ExBPA.exe', 'managed-exe', 'all', 298_664, confirmed],
      ['ExTRA.exe', 'managed-exe', 'all', 369_496, memory],
      ['ExBPACmd.exe', 'managed-exe', 'all', 83_264, memory],
      ['OleConverter.exe', 'native-exe', mailboxCasUm, 288_616, confirmed],
      ['SESWorker.exe', 'native-exe', mailboxCasUm, 531_752, confirmed],
      ['GalGrammarGenerator.exe', 'native-exe', mailboxCasUm, 276_416, confirmed],
      ['Microsoft.Exchange.InfoWorker.Assistants.exe', 'native-exe', mailboxCasUm, 98_744, confirmed],
      ['ExchangeUMTestPhone.exe', 'managed-exe', um, 169_312, confirmed],
      ['ECMangen.exe', 'native-exe', 'all', 1_106_448, confirmed],
      // configurations
      ['MSExchangeADTopologyService.exe.config', 'config', inside, 3_251, pattern],
      ['MSExchangeFDS.exe.config', 'config', casUm, 615, pattern],
      ['MSExchangeMailboxAssistants.exe.config', 'config', mailbox, 1_232, pattern],
      ['MSExchangeMailSubmission.exe.config', 'config', mailbox, 531, pattern],
      ['MSExchangeTransport.exe.config', 'config', transport, 1_392, pattern],
      ['EdgeTransport.exe.config', 'config', transport, 568, revocation],
      ['MSExchangeTransportLogSearch.exe.config', 'config', mailboxTransport, 2_662, pattern],
      ['Microsoft.Exchange.AntispamUpdateSvc.exe.config', 'config', transport, 2_758, pattern],
      ['Microsoft.Exchange.Cluster.ReplayService.exe.config', 'config', mailbox, 727, pattern],
      ['Microsoft.Exchange.EdgeSyncSvc.exe.config', 'config', hub, 2_401, pattern],
      ['Microsoft.Exchange.Monitoring.exe.config', 'config', 'all', 458, pattern],
      ['Microsoft.Exchange.Search.ExSearch.exe.config', 'config', mailbox, 496, pattern],
      ['Microsoft.Exchange.ServiceHost.exe.config', 'config', 'all', 1_236, pattern],
      ['umservice.exe.config', 'config', um, 913, pattern],
      ['UMWorkerProcess.exe.config', 'config', um, 670, pattern],
      ['EdgeCredentialSvc.exe.config', 'config', edge, 468, pattern],
      ['TraceFileConfig.xml', 'config', 'all', 1_990, confirmed],
      // native libraries
      ['exsetdata.dll', 'native-dll', 'all', 197_960, confirmed],
      ['exrpc32.dll', 'native-dll', 'all', 588_168, confirmed],
      ['extrace.dll', 'native-dll', 'all', 53_736, confirmed],
      ['exchmem.dll', 'native-dll', 'all', 971_624, confirmed],
      ['exosal.dll', 'native-dll', 'all', 260_008, confirmed],
      ['ese.dll', 'native-dll', mailboxTransport, 2_284_432, confirmed],
      ['jcb.dll', 'native-dll', mailboxTransport, 90_520, confirmed],
      ['davex.dll', 'native-dll', mailbox, 297_520, securityChecks],
      ['exprox.dll', 'native-dll', cas, 211_288, confirmed],
      ['exoledb.dll', 'native-dll', mailbox, 1_149_752, olderList],
      ['cdoex.dll', 'native-dll', mailbox, 310_448, olderList],
      ['mdbsz.dll', 'native-dll', mailbox, 1_258_784, olderList],
      ['oabgen.dll', 'native-dll', mailbox, 84_584, olderList],
      ['reapi.dll', 'native-dll', mailbox, 92_008, olderList],
      ['phatcat.dll', 'native-dll', mailbox, 840_640, olderList],
      ['epoxy.dll', 'native-dll', mailbox, 591_088, olderList],
      ['exmime.dll', 'native-dll', mailbox, 121_664, olderList],
      ['exres.dll', 'native-dll', mailbox, 396_984, olderList],
      ['mdbmsg.dll', 'native-dll', mailbox, 571_280, memory],
      ['mdbevent.dll', 'native-dll', mailbox, 43_408, memory],
      ['mdbperf.dll', 'native-dll', mailbox, 44_904, memory],
      ['mdbperfx.dll', 'native-dll', mailbox, 80_040, memory],
      ['eseperf.dll', 'native-dll', mailbox, 42_896, memory],
      ['esebcli2.dll', 'native-dll', mailbox, 76_256, memory],
      ['exmapi32.dll', 'native-dll', mailbox, 431_968, memory],
      ['abv_dg.dll', 'native-dll', mailbox, 176_608, memory],
      ['dsproxy.dll', 'native-dll', mailbox, 1_035_760, memory],
      ['madmsg.dll', 'native-dll', mailbox, 593_848, memory],
      ['ExchHelp.dll', 'native-dll', 'all', 141_328, memory],
      ['dsaccess.dll', 'native-dll', 'all', 665_288, memory],
      ['dscmsg.dll', 'native-dll', 'all', 58_320, memory],
      ['dscperf.dll', 'native-dll', 'all', 1_152_448, memory],
      ['exchres.dll', 'native-dll', 'all', 251_864, memory],
      // managed libraries
      ['Microsoft.Exchange.Common.dll', 'managed-dll', 'all', 571_800, confirmed],
      ['Microsoft.Exchange.Diagnostics.dll', 'managed-dll', 'all', 189_680, confirmed],
      ['Microsoft.Exchange.Net.dll', 'managed-dll', 'all', 676_848, confirmed],
      ['Microsoft.Exchange.PowerShell.Configuration.dll', 'managed-dll', 'all', 1_692_352, confirmed],
      ['Microsoft.Exchange.Rpc.dll', 'managed-dll', 'all', 534_440, confirmed],
      ['Microsoft.Exchange.Common.IL.dll', 'managed-dll', 'all', 967_936, memory],
      ['Microsoft.Exchange.CommonMsg.dll', 'managed-dll', 'all', 65_984, memory],
      ['Microsoft.Exchange.Configuration.ObjectModel.dll', 'managed-dll', 'all', 215_112, memory],
      ['Microsoft.Exchange.Data.dll', 'managed-dll', 'all', 181_920, memory],
      ['Microsoft.Exchange.Data.Directory.dll', 'managed-dll', 'all', 2_726_168, memory],
      ['Microsoft.Exchange.Data.Providers.dll', 'managed-dll', 'all', 239_968, memory],
      ['Microsoft.Exchange.Data.Storage.dll', 'managed-dll', 'all', 3_834_992, memory],
      ['Microsoft.Exchange.Extensibility.Internal.dll', 'managed-dll', 'all', 285_080, memory],
      ['Microsoft.Exchange.Management.dll', 'managed-dll', 'all', 5_689_344, memory],
      ['Microsoft.Exchange.Management.NativeResources.dll', 'managed-dll', 'all', 113_600, memory],
      ['Microsoft.Exchange.Management.SnapIn.Esm.dll', 'managed-dll', 'all', 2_362_632, memory],
      ['Microsoft.Exchange.ManagementGUI.dll', 'managed-dll', 'all', 3_650_336, memory],
      ['Microsoft.Exchange.ManagementMsg.dll', 'managed-dll', 'all', 1_110_184, memory],
      ['Microsoft.Exchange.Security.dll', 'managed-dll', 'all', 1_312_664, memory],
      ['Microsoft.Exchange.Setup.Common.dll', 'managed-dll', 'all', 798_680, memory],
      ['Microsoft.Exchange.StoreProvider.dll', 'managed-dll', 'all', 515_552, memory],
      ['Microsoft.Exchange.Assistants.dll', 'managed-dll', mailbox, 376_200, memory],
      ['Microsoft.Exchange.Cluster.Replay.dll', 'managed-dll', mailbox, 288_464, memory],
      ['Microsoft.Exchange.Cluster.ReplicaSeeder.dll', 'managed-dll', mailbox, 76_544, memory],
      ['Microsoft.Exchange.InfoWorker.Common.dll', 'managed-dll', mailbox, 497_080, memory],
      ['Microsoft.Exchange.InfoWorker.EventLog.dll', 'managed-dll', mailbox, 52_352, memory],
      ['Microsoft.Exchange.Isam.dll', 'managed-dll', mailbox, 1_367_720, memory],
      ['Microsoft.Exchange.Search.dll', 'managed-dll', mailbox, 91_296, memory],
      ['Microsoft.Exchange.Search.NativeApi.dll', 'managed-dll', mailbox, 121_128, memory],
      ['Microsoft.Exchange.MailboxAssistants.dll', 'managed-dll', mailbox, 1_913_008, memory],
      ['Microsoft.Exchange.Transport.dll', 'managed-dll', transport, 1_060_752, memory],
      ['Microsoft.Exchange.Transport.Logging.Search.dll', 'managed-dll', transport, 1_645_376, memory],
      ['Microsoft.Exchange.MessageSecurity.dll', 'managed-dll', transport, 264_096, memory],
      ['Microsoft.Exchange.MessageSecurityMsg.dll', 'managed-dll', transport, 1_488_656, memory],
      ['Microsoft.Exchange.MessagingPolicies.Rules.dll', 'managed-dll', transport, 2_110_408, memory],
      ['Microsoft.Exchange.EdgeSync.dll', 'managed-dll', transport, 975_840, memory],
      ['Microsoft.Exchange.TransportMsg.dll', 'managed-dll', transport, 119_064, memory],
      ['Microsoft.Exchange.UM.UMCommon.dll', 'managed-dll', um, 588_704, memory],
      ['Microsoft.Exchange.UM.UMCore.dll', 'managed-dll', um, 1_033_192, memory],
      ['Microsoft.Exchange.UM.UMPhoneSession.dll', 'managed-dll', um, 1_607_296, memory],
      // scripts
      ['ServiceControl.ps1', 'script', 'all', 10_364, bulletin],
      ['UpdateOwa.ps1', 'script', 'all', 4_856, owaScript],
      ['Exchange.ps1', 'script', 'all', 13_072, confirmed],
      ['ExShell.psc1', 'script', 'all', 5_113, confirmed],
      ['Exchange.format.ps1xml', 'script', 'all', 10_791, memory],
      ['Exchange.types.ps1xml', 'script', 'all', 34_211, memory],
      // other
      ['eseperf.ini', 'data', mailbox, 2_625, memory],
      ['eseperf.hxx', 'data', mailbox, 17_542, memory],
      ['mdbperf.ini', 'data', mailbox, 1_808, memory],
      ['mdbperf.h', 'data', mailbox, 2_523, memory],
    ],
  ],
  ['Bin\\en', [['extips.xml', 'config', 'all', 467, placed]]],
  [
    'Public',
    [
      ['Microsoft.Exchange.Data.Common.dll', 'managed-dll', 'all', 2_252_840, confirmed],
      ['Microsoft.Exchange.Data.Transport.dll', 'managed-dll', transport, 870_744, memory],
    ],
  ],
  [
    'ClientAccess\\Autodiscover',
    [
      ['autodiscover.xml', 'web', cas, 5_336, memory],
      ['web.config', 'web', cas, 45_555, memory],
      ['global.asax', 'web', cas, 5_067, memory],
    ],
  ],
  ['ClientAccess\\Autodiscover\\bin', [['Microsoft.Exchange.AutoDiscover.dll', 'managed-dll', cas, 93_264, memory]]],
  [
    'ClientAccess\\exchweb\\ews',
    [
      ['exchange.asmx', 'web', cas, 7_491, memory],
      ['services.wsdl', 'web', cas, 8_419, memory],
      ['messages.xsd', 'web', cas, 72_420, memory],
      ['types.xsd', 'web', cas, 158_210, memory],
      ['UM2007Legacy.asmx', 'web', cas, 10_106, memory],
      ['web.config', 'web', cas, 2_019, memory],
    ],
  ],
  ['ClientAccess\\exchweb\\ews\\bin', [['Microsoft.Exchange.Services.dll', 'managed-dll', cas, 1_752_392, memory]]],
  [
    'ClientAccess\\OAB',
    [
      ['web.config', 'web', cas, 2_525, memory],
      ['oab.xml', 'web', cas, 5_306, memory],
    ],
  ],
  [
    'ClientAccess\\owa',
    [
      ['web.config', 'config', cas, 2_159, memory],
      ['global.asax', 'config', cas, 1_706, memory],
      ['default.aspx', 'config', cas, 1_552, memory],
    ],
  ],
  [
    'ClientAccess\\owa\\auth',
    [
      ['owaauth.dll', 'native-dll', cas, 1_127_744, memory],
      ['logon.aspx', 'aspx', cas, 4_769, confirmed],
      ['logoff.aspx', 'aspx', cas, 6_023, memory],
      ['error.aspx', 'aspx', cas, 5_496, memory],
    ],
  ],
  [
    'ClientAccess\\owa\\bin',
    [
      ['Microsoft.Exchange.Clients.Owa.dll', 'managed-dll', cas, 2_768_744, owaScript],
      ['Microsoft.Exchange.Clients.Common.dll', 'managed-dll', cas, 73_552, memory],
      ['Microsoft.Exchange.Clients.Strings.dll', 'managed-dll', cas, 300_304, memory],
      ['Microsoft.Exchange.UM.ClientAccess.dll', 'managed-dll', cas, 97_776, memory],
    ],
  ],
  ['ClientAccess\\owa\\bin\\DocumentViewing', [['TranscodingService.exe', 'native-exe', cas, 151_784, confirmed]]],
  [
    'ClientAccess\\owa\\Current\\scripts\\premium',
    [
      ['uglobal.js', 'web-static', cas, 79_430, memory],
      ['startpage.js', 'web-static', cas, 10_309, memory],
      ['flogon.js', 'web-static', cas, 11_175, memory],
      ['cstartpage.js', 'web-static', cas, 56_073, memory],
      ['freadmsg.js', 'web-static', cas, 88_204, memory],
      ['uview.js', 'web-static', cas, 43_882, memory],
    ],
  ],
  [
    'ClientAccess\\owa\\Current\\themes\\base',
    [
      ['premium.css', 'web-static', cas, 4_631, memory],
      ['basic.css', 'web-static', cas, 54_768, memory],
      ['logon.css', 'web-static', cas, 23_168, memory],
      ['owafont.css', 'web-static', cas, 4_871, memory],
      ['lgntopl.gif', 'web-static', cas, 5_233, memory],
      ['lgntopm.gif', 'web-static', cas, 2_720, memory],
      ['lgntopr.gif', 'web-static', cas, 4_716, memory],
      ['lgnbotl.gif', 'web-static', cas, 2_818, memory],
      ['lgnbotm.gif', 'web-static', cas, 3_570, memory],
      ['lgnbotr.gif', 'web-static', cas, 4_279, memory],
      ['lgnleft.gif', 'web-static', cas, 3_888, memory],
      ['lgnright.gif', 'web-static', cas, 1_448, memory],
      ['lgnexlogo.gif', 'web-static', cas, 4_697, memory],
      ['csslogo.gif', 'web-static', cas, 2_654, memory],
      ['clear.gif', 'web-static', cas, 43, memory],
    ],
  ],
  ['ClientAccess\\owa\\forms', [['registry.xml', 'config', cas, 2_656, memory]]],
  ['ClientAccess\\owa\\smime', [['owasmime.msi', 'msi', cas, 436_782, memory]]],
  [
    'ClientAccess\\PopImap',
    [
      ['Microsoft.Exchange.Imap4Service.exe', 'managed-exe', cas, 204_496, confirmed],
      ['Microsoft.Exchange.Imap4.exe', 'managed-exe', cas, 241_336, confirmed],
      ['Microsoft.Exchange.Pop3Service.exe', 'managed-exe', cas, 88_008, confirmed],
      ['Microsoft.Exchange.Pop3.exe', 'managed-exe', cas, 177_704, confirmed],
      ['Microsoft.Exchange.Imap4Service.exe.config', 'config', cas, 784, pattern],
      ['Microsoft.Exchange.Imap4.exe.config', 'config', cas, 2_254, pattern],
      ['Microsoft.Exchange.Pop3Service.exe.config', 'config', cas, 1_897, pattern],
      ['Microsoft.Exchange.Pop3.exe.config', 'config', cas, 543, pattern],
    ],
  ],
  [
    'ClientAccess\\Sync',
    [
      ['default.eas', 'web', cas, 4_846, memory],
      ['web.config', 'web', cas, 13_098, memory],
      ['global.asax', 'web', cas, 8_786, memory],
    ],
  ],
  [
    'ClientAccess\\Sync\\bin',
    [
      ['Microsoft.Exchange.AirSync.dll', 'managed-dll', cas, 907_232, memory],
      ['Microsoft.Exchange.AirSyncHandler.dll', 'managed-dll', cas, 58_264, memory],
    ],
  ],
  [
    'Scripts',
    [
      ['AddReplicaToPFRecursive.ps1', 'script', mailbox, 11_038, confirmed],
      ['RemoveReplicaFromPFRecursive.ps1', 'script', mailbox, 7_406, confirmed],
      ['MoveAllReplicas.ps1', 'script', mailbox, 9_331, confirmed],
      ['ReplaceReplicaOnPFRecursive.ps1', 'script', mailbox, 10_105, confirmed],
      ['AddUsersToPFRecursive.ps1', 'script', mailbox, 30_727, confirmed],
      ['ReplaceUserWithUserOnPFRecursive.ps1', 'script', mailbox, 8_111, confirmed],
      ['ReplaceUserPermissionOnPFRecursive.ps1', 'script', mailbox, 20_371, confirmed],
      ['RemoveUserFromPFRecursive.ps1', 'script', mailbox, 8_501, confirmed],
      ['ExportEdgeConfig.ps1', 'script', edge, 5_361, confirmed],
      ['ImportEdgeConfig.ps1', 'script', edge, 8_608, confirmed],
      ['Install-AntispamAgents.ps1', 'script', 'all', 9_710, memory],
      ['Uninstall-AntispamAgents.ps1', 'script', 'all', 16_335, memory],
      ['ResetSearchIndex.ps1', 'script', 'all', 7_865, memory],
      ['GetDatabaseForSearchIndex.ps1', 'script', 'all', 12_446, memory],
      ['GetSearchIndexForDatabase.ps1', 'script', 'all', 6_112, memory],
      ['ConvertTo-MessageLatency.ps1', 'script', 'all', 6_757, memory],
      ['get-AntispamFilteringReport.ps1', 'script', 'all', 18_736, memory],
      ['get-AntispamSCLHistogram.ps1', 'script', 'all', 12_542, memory],
      ['get-AntispamTopBlockedSenderDomains.ps1', 'script', 'all', 6_261, memory],
      ['get-AntispamTopBlockedSenderIPs.ps1', 'script', 'all', 36_874, memory],
      ['get-AntispamTopBlockedSenders.ps1', 'script', 'all', 10_640, memory],
      ['get-AntispamTopRBLProviders.ps1', 'script', 'all', 25_689, memory],
      ['get-AntispamTopRecipients.ps1', 'script', 'all', 12_582, memory],
      ['Get-UCPool.ps1', 'script', 'all', 6_861, memory],
      ['ExchUCUtil.ps1', 'script', 'all', 7_236, memory],
      ['MigrateUMCustomPrompts.ps1', 'script', 'all', 11_849, memory],
    ],
  ],
  ['Scripts\\Customization', [['CustomPatchInstallerActions.ps1.template', 'script', 'all', 10_213, confirmed, 'sp2']]],
  [
    'Setup\\Data',
    [
      ['schema0.ldf', 'ldf', 'all', 138_601, memory],
      ['schema1.ldf', 'ldf', 'all', 418_986, memory],
      ['schemaadam.ldf', 'ldf', 'all', 614_927, memory],
      ['PostExchange2003_schema0.ldf', 'ldf', 'all', 255_512, memory],
      ['PostExchange2003_schema1.ldf', 'ldf', 'all', 899_676, memory],
    ],
  ],
  [
    'Setup\\Perf',
    [
      ['AssistantsPerformanceCounters.xml', 'perf', 'all', 42_245, memory],
      ['ActiveSyncCounters.xml', 'perf', 'all', 29_850, memory],
      ['ADAccess.xml', 'perf', 'all', 17_608, memory],
      ['ReplayServicePerfmon.xml', 'perf', 'all', 19_690, memory],
    ],
  ],
  [
    'TransportRoles\\agents\\EdgeMessagingPolicies',
    [['Microsoft.Exchange.MessagingPolicies.EdgeAgents.dll', 'managed-dll', edge, 2_389_568, confirmed]],
  ],
  [
    'TransportRoles\\agents\\Hygiene',
    [
      ['Microsoft.Exchange.ContentFilter.Wrapper.exe', 'managed-exe', transport, 125_584, confirmed],
      ['Microsoft.Exchange.Transport.Agent.Hygiene.dll', 'managed-dll', transport, 197_608, confirmed],
    ],
  ],
  [
    'TransportRoles\\agents\\Journaling',
    [
      ['Microsoft.Exchange.MessagingPolicies.JournalAgent.dll', 'managed-dll', hub, 263_912, confirmed],
      ['Microsoft.Exchange.MessagingPolicies.UnJournalAgent.dll', 'managed-dll', hub, 660_360, confirmed],
    ],
  ],
  [
    'TransportRoles\\agents\\RmSvc',
    [['Microsoft.Exchange.MessagingPolicies.RmSvcAgent.dll', 'managed-dll', hub, 74_680, confirmed]],
  ],
  [
    'TransportRoles\\agents\\Rule',
    [['Microsoft.Exchange.MessagingPolicies.TransportRuleAgent.dll', 'managed-dll', hub, 311_016, confirmed]],
  ],
  ['TransportRoles\\Shared', [['agents.config', 'config', transport, 2_348, confirmed]]],
]

const listed: readonly ProductFile[] = tree.flatMap(([folder, rows]) =>
  rows.map(([name, kind, roles, size, origin, since]) =>
    productFile({ name, folder, kind, roles, size, ...(since && { since }) }, origin),
  ),
)

export const productFiles: readonly ProductFile[] = [...listed, ...familyFiles]

/** The files that a server with these roles has at this baseline. */
export function installedFiles(roles: readonly Role[], baseline: BaselineId): ProductFile[] {
  const age = (id: BaselineId): number => baselines.findIndex(row => row.id === id)
  return productFiles.filter(
    file => concerns(file.roles, roles) && (file.since === undefined || age(file.since) <= age(baseline)),
  )
}

// -------------------------------------------------------------------------------------------- ExchangeSetupLogs

export const setupLogFolder = 'C:\\ExchangeSetupLogs'

/** What setup and the rollup's scripts keep in `C:\ExchangeSetupLogs`. */
export interface SetupLogFile extends SourcedRow {
  readonly name: string
  readonly kind: 'log' | 'state' | 'rules'
  readonly writer: 'setup' | 'ServiceControl.ps1' | 'UpdateOwa.ps1'
  /** There after a finished installation of the baseline. */
  readonly kept: boolean
}

const known = documented('exchange-2007.md 2.2')
const remembered = modelled('memory')

export const setupLogFiles: readonly SetupLogFile[] = [
  { name: 'ExchangeSetup.log', kind: 'log', writer: 'setup', kept: true, ...known },
  { name: 'ExchangeSetup.msilog', kind: 'log', writer: 'setup', kept: true, ...known },
  { name: 'ExBPA.PreReqs.xml', kind: 'rules', writer: 'setup', kept: true, ...documented('files.tsv') },
  { name: 'Install.en.ExchangeServer.msilog', kind: 'log', writer: 'setup', kept: true, ...remembered },
  { name: 'InstallSearch.msilog', kind: 'log', writer: 'setup', kept: true, ...remembered },
  { name: 'ExchangeSetup.watermark', kind: 'state', writer: 'setup', kept: false, ...remembered },
  { name: 'ServiceControl.log', kind: 'log', writer: 'ServiceControl.ps1', kept: false, ...known },
  { name: 'ServiceState.xml', kind: 'state', writer: 'ServiceControl.ps1', kept: false, ...known },
  { name: 'ServiceStartupMode.xml', kind: 'state', writer: 'ServiceControl.ps1', kept: false, ...known },
  { name: 'UpdateOwa.log', kind: 'log', writer: 'UpdateOwa.ps1', kept: false, ...known },
]
