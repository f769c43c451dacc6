/**
 * Scripts, definitions and data that no public list names, by folder: `folder | roles`, then names. Knows no kind and no
 * size; how such a text is read: ../fileListing.ts.
 */
export const REST = `
Setup\\Perf | all
  {AssistantsPerformanceCounters,ActiveSyncCounters,ADAccess,ReplayServicePerfmon,AvailabilityServiceCounters}.{ini,h}
  {CalendarAttendantPerfCounters,ContentFilterAgentPerfCounters,DsnGeneratorPerfCounters,EdgeSyncPerfCounters}.{ini,h}
  {ExchangeSearchPerfCounters,Imap4PerfCounters,JournalingAgentPerfCounters,OwaPerfCounters,Pop3PerfCounters}.{ini,h}
  {QueuingPerfCounters,ResourceBookingPerfCounters,SenderFilterPerfCounters,SmtpReceivePerfCounters}.{ini,h}
  {SmtpSendPerfCounters,UMCallAnswerPerfCounters}.{ini,h}
  {AttachmentFilterPerfCounters,AutodiscoverCounters,ConnectionFilterPerfCounters,DatabasePerfCounters}.{xml,ini,h}
  {ElcAssistantPerfCounters,EwsPerfCounters,MailSubmissionCounters,MessageTrackingPerfCounters}.{xml,ini,h}
  {OobPerfCounters,PickupPerfCounters,ProtocolAnalysisPerfCounters,RecipientFilterPerfCounters}.{xml,ini,h}
  {ResolverPerfCounters,RulesPerfCounters,SecureMailPerfCounters,SenderIdPerfCounters,StoreDriverPerfCounters}.{xml,ini,h}
  {UMAutoAttendantPerfCounters,UMGeneralPerfCounters,UMSubscriberAccessPerfCounters}.{xml,ini,h}
Setup\\Data | all
  PostExchange2000_schema{0,1,2,3,4,5,6,7,8,9}.ldf PostWindows2003_schema{0,1,2,3,4,5}.ldf
  ADAMSchema.ldf ADAMConfiguration.ldf AddressTemplates.ldf DisplaySpecifiers{0,1,2,3,4,5,6,7}.ldf ExtendedRights.ldf
  Indexes.ldf PropertySets.ldf RecipientPolicy.ldf
  AdminTools.xml Bridgehead.xml ClientAccess.xml Gateway.xml Mailbox.xml UnifiedMessaging.xml Organization.xml Domain.xml
Scripts | all
  Add-PublicFolderReplicas.ps1 Check-Queues.ps1 Convert-AddressLists.ps1 Enable-SafelistAggregation.ps1
  Export-AcceptedDomains.ps1 Export-TransportRules.ps1 get-AntispamRejectedMessages.ps1 Get-CopyStatusReport.ps1
  Get-MailboxSizeReport.ps1 Get-MessageTrackingReport.ps1 Import-AcceptedDomains.ps1 Import-TransportRules.ps1
  New-CrossForestTrust.ps1 Reset-OabDistribution.ps1 Set-VirtualDirectoryUrls.ps1 Test-RecipientPolicies.ps1
Scripts\\Samples | all
  MailboxReport.ps1 QueueReport.ps1 RecipientReport.ps1 ServerReport.ps1
Mailbox\\address\\{SMTP,X400,MS,CCMAIL,NOTES,GWISE,FAX}\\{amd64,i386} | mailbox
  addrgen.dll
Mailbox\\address\\{SMTP,X400,MS,CCMAIL,NOTES,GWISE,FAX} | mailbox
  template.ini details.ini
Mailbox\\Templates\\{de,en,es,fr,it,ja,ko,pt,ru,zh-CHS,zh-CHT} | mailbox
  contact.xml group.xml mailbox.xml publicfolder.xml
TransportRoles\\agents\\AddressRewriting | edge-transport
  Microsoft.Exchange.Transport.Agent.AddressRewriting.dll Microsoft.Exchange.Transport.Agent.AddressRewritingMsg.dll
TransportRoles\\agents\\AttachmentFiltering | edge-transport
  Microsoft.Exchange.Transport.Agent.AttachmentFiltering.dll
TransportRoles\\agents\\Hygiene | hub-transport,edge-transport
  Microsoft.Exchange.Transport.Agent.ConnectionFiltering.dll Microsoft.Exchange.Transport.Agent.ContentFiltering.dll
  Microsoft.Exchange.Transport.Agent.ProtocolAnalysis.dll Microsoft.Exchange.Transport.Agent.RecipientFiltering.dll
  Microsoft.Exchange.Transport.Agent.SenderFiltering.dll Microsoft.Exchange.Transport.Agent.SenderId.dll
  filterdata.dat filterrules.dat phrases.dat
TransportRoles\\data\\Definitions | hub-transport,edge-transport
  dsn.xml quota.xml headers.xml routing.xml
TransportRoles\\Shared\\{de,es,fr,it,ja,ko,pt,ru,zh-CHS,zh-CHT} | hub-transport,edge-transport
  dsntext.xml systemmessages.xml
UnifiedMessaging\\grammars\\en-US | unified-messaging
  autoattendant.grxml callback.grxml confirm.grxml dates.grxml directory.grxml distributionlist.grxml extension.grxml
  folders.grxml forward.grxml gal.grxml help.grxml meeting.grxml navigation.grxml numbers.grxml options.grxml outofoffice.grxml
  playback.grxml reply.grxml search.grxml times.grxml transfer.grxml voicemail.grxml
UnifiedMessaging\\Prompts\\en-US | unified-messaging
  Day_{Monday,Tuesday,Wednesday,Thursday,Friday,Saturday,Sunday}.wav
  Month_{January,February,March,April,May,June,July,August,September,October,November,December}.wav
  Number_{Zero,One,Two,Three,Four,Five,Six,Seven,Eight,Nine,Ten,Eleven,Twelve,Thirteen,Fourteen,Fifteen}.wav
  Number_{Sixteen,Seventeen,Eighteen,Nineteen,Twenty,Thirty,Forty,Fifty,Hundred,Thousand}.wav
  Calendar_{Accepted,AllDay,Cancelled,Conflict,Declined,NextMeeting,NoMeetings,Organizer,Tentative,Today,Tomorrow}.wav
  Email_{Attachment,Deleted,Forwarded,HighImportance,NewMessages,NoMessages,Read,Replied,Sent,Subject,Unread}.wav
  Directory_{MultipleMatches,NoMatch,SayName,SpellName,Transfer}.wav Greeting_{Extended,Standard,Name}.wav
  Menu_{Calendar,Contacts,Directory,Email,Options,Voicemail}.wav Pin_{Changed,Enter,Expired,Invalid,New,Repeat}.wav
  Voicemail_{Deleted,End,From,NewMessages,NoMessages,Private,Received,Saved,TooShort,Urgent}.wav
`
