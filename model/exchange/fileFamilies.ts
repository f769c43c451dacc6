import { documented, modelled, type SourcedRow } from '../words/grade.ts'
import { inventedFiles } from './fileListing.ts'
import { type FileKind, type ProductFile, productFile, sizeFrom } from './productFile.ts'
import type { Roles } from './roles.ts'

/**
 * Files that a product has by the dozen: icons of a theme, pages, libraries of texts in each language, counter
 * definitions, parts of the schema, prompts. The real package has several thousand. A file says the same of its origin as
 * its family; what is invented altogether: fileListing.ts. Knows no rollup.
 */

interface FileFamily {
  readonly folders: readonly string[]
  readonly kind: FileKind
  readonly roles: Roles
  readonly names: readonly string[]
  readonly origin: SourcedRow
}

const drawn = modelled('our choice: drawn from the path')
const remembered = modelled('memory')
/** The folder is known from a public source, the names in it are not. */
const folderFrom = (source: string): SourcedRow => ({
  ...documented(source),
  fields: { name: remembered, size: drawn },
})
/** The first of a numbered series stand in files.tsv. */
const seriesOf: SourcedRow = { ...modelled('files.tsv: series continued'), fields: { size: drawn } }
const memory: SourcedRow = { ...remembered, fields: { size: drawn } }

const cas: Roles = ['client-access']
const mailbox: Roles = ['mailbox']
const um: Roles = ['unified-messaging']
const transport: Roles = ['hub-transport', 'edge-transport']

const words = (names: string): string[] => names.trim().split(/\s+/)
const numbered = (from: number, to: number, name: (n: number) => string): string[] =>
  Array.from({ length: to - from + 1 }, (_, i) => name(from + i))

/** The languages of the server besides English. */
const LANGUAGES = words('de es fr it ja ko pt ru zh-CHS zh-CHT')
const inEach = (folder: string): string[] => LANGUAGES.map(language => `${folder}\\${language}`)

const families: readonly FileFamily[] = [
  // Outlook Web Access: `base` has everything, the other themes what differs from it.
  {
    folders: ['ClientAccess\\owa\\Current\\themes\\base'],
    kind: 'web-static',
    roles: cas,
    origin: folderFrom('exchange-blog 2006-08-30'),
    names: words(`
      appt.gif attch.gif cal.gif cntct.gif cntcts.gif dellg.gif drafts.gif eml.gif fldr.gif flgcmp.gif flgempty.gif
      forward.gif help.gif imphigh.gif implow.gif inbox.gif jnk.gif jrnl.gif logoff.gif mtgreq.gif newmsg.gif notes.gif
      opts.gif print.gif prgsm.gif reply.gif replyall.gif rmndr.gif sentitms.gif srch.gif task.gif unread.gif`),
  },
  {
    folders: ['ClientAccess\\owa\\Current\\themes\\1', 'ClientAccess\\owa\\Current\\themes\\2'],
    kind: 'web-static',
    roles: cas,
    origin: folderFrom('exchange-blog 2006-08-30'),
    names: words(
      'premium.css csslogo.gif logob.gif hdrbg.gif hdrbgmain.gif navbg.gif selbg.gif tbbg.gif themeinfo.xml preview.gif',
    ),
  },
  {
    folders: ['ClientAccess\\owa\\Current\\scripts\\premium'],
    kind: 'web-static',
    roles: cas,
    origin: memory,
    names: words(
      'calendarview.js ceditmsg.js cdayview.js ctask.js dlgaddrbk.js dlgoptions.js freebusy.js navigation.js popup.js reminder.js smime.js uoptions.js',
    ),
  },
  {
    folders: ['ClientAccess\\owa\\forms\\premium'],
    kind: 'aspx',
    roles: cas,
    origin: memory,
    names: words(`
      AddressBook.aspx AttachFileDialog.aspx EditCalendarItem.aspx EditContact.aspx EditMessage.aspx EditTask.aspx
      MeetingPage.aspx Monitoring.aspx Options.aspx PrintCalendar.aspx ReadMessage.aspx ReadPost.aspx ReadTask.aspx
      StartPage.aspx`),
  },
  {
    folders: ['ClientAccess\\owa\\forms\\basic'],
    kind: 'aspx',
    roles: cas,
    origin: memory,
    names: words(`
      AddressBook.aspx AttachmentManager.aspx CalendarView.aspx ContactView.aspx EditCalendarItem.aspx EditMessage.aspx
      FolderManagement.aspx MessageView.aspx Options.aspx ReadContact.aspx ReadMessage.aspx`),
  },
  {
    folders: ['ClientAccess\\owa\\help\\en'],
    kind: 'web-static',
    roles: cas,
    origin: memory,
    names: words('basic.htm calendar.htm contacts.htm mail.htm options.htm premium.htm'),
  },
  {
    folders: inEach('ClientAccess\\owa\\bin'),
    kind: 'managed-dll',
    roles: cas,
    origin: folderFrom('exchange-blog 2009-01-28'),
    names: ['Microsoft.Exchange.Clients.Strings.resources.dll'],
  },
  // Quota messages and delivery reports are in the language of the mailbox.
  {
    folders: inEach('Bin'),
    kind: 'managed-dll',
    roles: ['mailbox', 'hub-transport'],
    origin: folderFrom('exchange-blog 2009-01-28'),
    names: words('Microsoft.Exchange.CommonMsg.resources.dll Microsoft.Exchange.TransportMsg.resources.dll'),
  },
  {
    folders: ['Bin'],
    kind: 'managed-dll',
    roles: 'all',
    origin: memory,
    names: words(`
      Microsoft.Exchange.Core.Strings.dll Microsoft.Exchange.Data.ApplicationLogic.dll Microsoft.Exchange.Data.Mapi.dll
      Microsoft.Exchange.DirectoryMsg.dll Microsoft.Exchange.Management.PublicFolders.dll
      Microsoft.Exchange.Management.DetailsTemplates.dll Microsoft.Exchange.ProcessManagerMsg.dll
      Microsoft.Exchange.Setup.Parser.dll Microsoft.Exchange.ServiceHostMsg.dll`),
  },
  {
    folders: ['Bin'],
    kind: 'managed-dll',
    roles: mailbox,
    origin: memory,
    names: words(`
      Microsoft.Exchange.Cluster.Common.dll Microsoft.Exchange.Cluster.CommonRes.dll Microsoft.Exchange.Cluster.Shared.dll
      Microsoft.Exchange.Data.Storage.EventLog.dll Microsoft.Exchange.SearchMsg.dll`),
  },
  {
    folders: ['Bin'],
    kind: 'managed-dll',
    roles: transport,
    origin: memory,
    names: words(`
      Microsoft.Exchange.EdgeSync.Common.dll Microsoft.Exchange.EdgeSyncMsg.dll Microsoft.Exchange.MessagingPolicies.Common.dll
      Microsoft.Exchange.MessagingPolicies.HygieneRules.dll Microsoft.Exchange.StoreDriver.dll`),
  },
  {
    folders: ['Bin'],
    kind: 'managed-dll',
    roles: um,
    origin: memory,
    names: words('Microsoft.Exchange.UM.Rpc.dll Microsoft.Exchange.UM.Prompts.dll Microsoft.Exchange.UM.Grammars.dll'),
  },
  {
    folders: ['Scripts'],
    kind: 'script',
    roles: 'all',
    origin: memory,
    names: words('AntispamCommon.ps1 EnableCrossForestConnector.ps1 ResetAttachmentFilterEntry.ps1'),
  },
  {
    folders: ['Setup\\Data'],
    kind: 'ldf',
    roles: 'all',
    origin: seriesOf,
    names: [...numbered(2, 9, n => `schema${n}.ldf`), ...numbered(2, 9, n => `PostExchange2003_schema${n}.ldf`)],
  },
  {
    folders: ['Setup\\Perf'],
    kind: 'perf',
    roles: 'all',
    origin: folderFrom('files.tsv'),
    names: words(`
      AvailabilityServiceCounters.xml CalendarAttendantPerfCounters.xml ContentFilterAgentPerfCounters.xml
      DsnGeneratorPerfCounters.xml EdgeSyncPerfCounters.xml ExchangeSearchPerfCounters.xml Imap4PerfCounters.xml
      JournalingAgentPerfCounters.xml OwaPerfCounters.xml Pop3PerfCounters.xml QueuingPerfCounters.xml
      ResourceBookingPerfCounters.xml SenderFilterPerfCounters.xml SmtpReceivePerfCounters.xml SmtpSendPerfCounters.xml
      UMCallAnswerPerfCounters.xml`),
  },
  {
    folders: ['UnifiedMessaging\\grammars\\en-US'],
    kind: 'data',
    roles: um,
    origin: memory,
    names: words(
      'calendar.grxml common.grxml contacts.grxml email.grxml mainmenu.grxml mowa.grxml people.grxml record.grxml',
    ),
  },
  {
    folders: ['UnifiedMessaging\\Prompts\\en-US'],
    kind: 'data',
    roles: um,
    origin: memory,
    names: words('Goodbye.wav MainMenu.wav NewVoiceMessage.wav Sorry.wav Welcome.wav'),
  },
]

const ofFamilies = families.flatMap(({ folders, names, kind, roles, origin }) =>
  folders.flatMap(folder =>
    names.map(name => productFile({ name, folder, kind, roles, size: sizeFrom(kind, `${folder}\\${name}`) }, origin)),
  ),
)

export const familyFiles: readonly ProductFile[] = [...ofFamilies, ...inventedFiles]
