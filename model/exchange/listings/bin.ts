/**
 * Programs, libraries and texts that no public list names, by folder: `folder | roles`, then names. Knows no kind and no
 * size; how such a text is read: ../fileListing.ts.
 */
export const BIN = `
Bin | all
  Microsoft.Exchange.CabUtility.dll Microsoft.Exchange.Configuration.Tasks.dll Microsoft.Exchange.Data.Internal.dll
  Microsoft.Exchange.Data.Common.Internal.dll Microsoft.Exchange.Data.ThrottlingService.dll
  Microsoft.Exchange.DisasterRecovery.dll Microsoft.Exchange.EventMessages.dll Microsoft.Exchange.ExtendedRights.dll
  Microsoft.Exchange.HelpProvider.dll Microsoft.Exchange.LogParser.dll Microsoft.Exchange.MailFlowTools.dll
  Microsoft.Exchange.MailboxImport.dll Microsoft.Exchange.Management.Common.dll Microsoft.Exchange.Management.Edge.dll
  Microsoft.Exchange.Management.Monitoring.dll Microsoft.Exchange.Management.Recipient.dll
  Microsoft.Exchange.Management.ServerConfiguration.dll Microsoft.Exchange.Management.SystemManager.dll
  Microsoft.Exchange.ManagementConsole.Controls.dll Microsoft.Exchange.ManagementConsole.Wizards.dll
  Microsoft.Exchange.MessageTracking.dll Microsoft.Exchange.PowerShell.Provider.dll Microsoft.Exchange.QueueViewer.dll
  Microsoft.Exchange.Setup.Bootstrapper.dll Microsoft.Exchange.Setup.GUI.dll Microsoft.Exchange.Setup.Tasks.dll
  Microsoft.Exchange.SharedTools.dll Microsoft.Exchange.Sqm.dll Microsoft.Exchange.Troubleshooting.dll
  Microsoft.ManagementGUI.dll Microsoft.Exchange.VersionInfo.dll Microsoft.Exchange.WebServices.Proxy.dll
  Interop.ActiveDS.dll Interop.ADODB.dll Interop.CertEnroll.dll Interop.MigBase.dll Interop.Netfw.dll
  ExBPA.Common.dll ExBPA.Core.dll ExBPA.Reports.dll ExTRA.Core.dll exbpamsg.dll exchsetupmsg.dll exsetupmsg.dll exmgmt.dll
  extracer.dll exwatson.dll perfutil.dll rpcproxyx.dll scpsearch.dll srvlog.dll
Bin | mailbox
  Microsoft.Exchange.Assistants.Common.dll Microsoft.Exchange.Calendaring.dll Microsoft.Exchange.ContentIndexing.dll
  Microsoft.Exchange.ELCAssistant.dll Microsoft.Exchange.FreeBusyAssistant.dll Microsoft.Exchange.InfoWorker.Availability.dll
  Microsoft.Exchange.InfoWorker.MeetingValidator.dll Microsoft.Exchange.MailSubmissionMsg.dll
  Microsoft.Exchange.MailboxAssistantsMsg.dll Microsoft.Exchange.OABGenerator.dll Microsoft.Exchange.ReplayMsg.dll
  Microsoft.Exchange.ResourceBooking.dll Microsoft.Exchange.Search.Filters.dll Microsoft.Exchange.StoreMonitor.dll
  adrgen.dll badmail.dll calcon.dll clusterexch.dll exwmi.dll exdbmsg.dll exifs.dll exsmtp.dll mdbrest.dll mdbtask.dll
  mdbrole.dll msftepxy.dll msfteidx.dll msftefltr.dll msftewb.dll offfilt.dll nlhtml.dll mimefilt.dll xmlfilter.dll
  pttrace.dll pkmexsps.dll oabmsg.dll replmsg.dll vssexch.dll
Bin | hub-transport,edge-transport
  Microsoft.Exchange.AddressRewrite.dll Microsoft.Exchange.AntispamMsg.dll Microsoft.Exchange.ConnectionFilter.dll
  Microsoft.Exchange.ContentAggregation.dll Microsoft.Exchange.EdgeSync.Datacenter.dll Microsoft.Exchange.IPFiltering.dll
  Microsoft.Exchange.MessagingPolicies.AttachFilter.dll Microsoft.Exchange.MessagingPolicies.RedirectionAgent.dll
  Microsoft.Exchange.ProtocolAnalysis.dll Microsoft.Exchange.SafeList.dll Microsoft.Exchange.SenderId.dll
  Microsoft.Exchange.SenderReputation.dll Microsoft.Exchange.Transport.Categorizer.dll Microsoft.Exchange.Transport.DSN.dll
  Microsoft.Exchange.Transport.Pickup.dll Microsoft.Exchange.Transport.Queuing.dll Microsoft.Exchange.Transport.Smtp.dll
Bin | unified-messaging
  Microsoft.Exchange.UM.AutoAttendant.dll Microsoft.Exchange.UM.FaxReceiver.dll Microsoft.Exchange.UM.Media.dll
  Microsoft.Exchange.UM.SipSignaling.dll Microsoft.Exchange.UM.SpeechGrammar.dll Microsoft.Exchange.UM.TroubleshootingTool.dll
  Microsoft.Exchange.UM.UMServiceMsg.dll Microsoft.Rtc.Internal.Media.dll Microsoft.Rtc.Signaling.dll wmaencode.dll
Bin\\{de,es,fr,it,ja,ko,pt,ru,zh-CHS,zh-CHT} | all
  ExBPA.Core.resources.dll Microsoft.Exchange.Core.Strings.resources.dll Microsoft.Exchange.Data.resources.dll
  Microsoft.Exchange.Management.resources.dll Microsoft.Exchange.ManagementGUI.resources.dll
  Microsoft.Exchange.Setup.Common.resources.dll
  ExBPA.Config.xml ExBPA.PreReqs.xml Microsoft.Exchange.PowerShell.Configuration.dll-Help.xml exchhelp.chm
Bin\\{de,es,fr,it,ja,ko,pt,ru,zh-CHS,zh-CHT} | mailbox
  Microsoft.Exchange.Data.Storage.resources.dll Microsoft.Exchange.MailboxAssistants.resources.dll
Bin\\{de,es,fr,it,ja,ko,pt,ru,zh-CHS,zh-CHT} | unified-messaging
  Microsoft.Exchange.UM.UMCore.resources.dll Microsoft.Exchange.UM.UMCommon.resources.dll
Bin\\en | all
  ExBPA.Config.xml ExBPA.PreReqs.xml ExBPA.Baseline.xml ExBPA.Permissions.xml ExBPA.Readiness.xml ExTRA.Disaster.xml
  ExTRA.Mailflow.xml ExTRA.Performance.xml exchhelp.chm Microsoft.Exchange.PowerShell.Configuration.dll-Help.xml
Bin\\FTERef | mailbox
  noiseCHS.txt noiseCHT.txt noiseDAN.txt noiseDEU.txt noiseENG.txt noiseENU.txt noiseESN.txt noiseFRA.txt noiseITA.txt
  noiseJPN.txt noiseKOR.txt noiseNEU.txt noiseNLD.txt noisePLK.txt noisePTB.txt noisePTS.txt noiseRUS.txt noiseSVE.txt
  noiseTHA.txt noiseTRK.txt tsCHS.xml tsCHT.xml tsDAN.xml tsDEU.xml tsENG.xml tsENU.xml tsESN.xml tsFRA.xml tsGLOBAL.xml
  tsITA.xml tsJPN.xml tsKOR.xml tsNEU.xml tsNLD.xml tsPTB.xml tsRUS.xml tsSVE.xml tsSCHEMA.xml
Public\\{de,es,fr,it,ja,ko,pt,ru,zh-CHS,zh-CHT} | all
  Microsoft.Exchange.Data.Common.resources.dll
`
