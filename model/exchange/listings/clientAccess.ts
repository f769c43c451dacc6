/**
 * Files of the Client Access role that no public list names, by folder: `folder | roles`, then names. Knows no kind and no
 * size; how such a text is read: ../fileListing.ts.
 */
export const CLIENT_ACCESS = `
ClientAccess\\owa\\Current\\themes\\base | client-access
  addrbook.gif apptrec.gif apptmtg.gif arrowdn.gif arrowlt.gif arrowrt.gif arrowup.gif attchinl.gif bcc.gif bold.gif
  calday.gif calmonth.gif calweek.gif calwork.gif category.gif chkmrk.gif chknames.gif clr_blue.gif clr_green.gif
  clr_orange.gif clr_purple.gif clr_red.gif clr_yellow.gif contactdl.gif copy.gif cut.gif delete.gif deleted.gif docicon.gif
  errinfo.gif expand.gif collapse.gif fax.gif flagdone.gif fldrclosed.gif fldropen.gif fldrpublic.gif fldrsrch.gif
  freebusy.gif fwdmsg.gif highimp.gif indent.gif info.gif italic.gif junkmail.gif lowimp.gif mailrply.gif mailfwd.gif
  mbxfull.gif msgencr.gif msgsign.gif ndr.gif nodeminus.gif nodeplus.gif oof.gif paste.gif presence.gif readrcpt.gif
  recall.gif recurrence.gif refresh.gif room.gif save.gif send.gif sharepnt.gif sortasc.gif sortdesc.gif spell.gif
  taskdone.gif taskrec.gif underline.gif uncshare.gif voicemail.gif warning.gif wndclose.gif
ClientAccess\\owa\\Current\\themes\\{1,2} | client-access
  basic.css logon.css owafont.css lgnexlogo.gif lgntopl.gif lgntopm.gif lgntopr.gif lgnleft.gif lgnright.gif addrbk.gif
ClientAccess\\owa\\Current\\themes\\3 | client-access
  premium.css basic.css logon.css owafont.css csslogo.gif logob.gif hdrbg.gif hdrbgmain.gif navbg.gif selbg.gif tbbg.gif
  themeinfo.xml preview.gif lgnexlogo.gif lgntopl.gif lgntopm.gif lgntopr.gif
ClientAccess\\owa\\Current\\scripts\\premium | client-access
  caddrbook.js cattach.js ccalendar.js ccontact.js cdlgs.js cdocview.js cfolder.js cmeeting.js cmenu.js cnotify.js crte.js
  csearch.js cspell.js ctasks.js cvirtuallist.js dlgattach.js dlgfldr.js dlgrecur.js uspell.js umenu.js
ClientAccess\\owa\\forms\\premium | client-access
  AddressBookPicker.aspx AttachmentDialog.aspx CalendarPrint.aspx CategoryPicker.aspx ContactPicker.aspx DeletePicker.aspx
  DocumentLibrary.aspx DumpsterView.aspx EditDistributionList.aspx EditMeetingResponse.aspx EditPost.aspx EditReminder.aspx
  EditSharing.aspx ErrorDialog.aspx FolderPicker.aspx FolderProperties.aspx JunkOptions.aspx ManageFolders.aspx
  MailboxUsage.aspx MessageOptions.aspx MobileDevices.aspx MonthPicker.aspx NewFolder.aspx PasswordChange.aspx PrintMessage.aspx
  PrintContact.aspx PrintTask.aspx ReadContact.aspx ReadDistributionList.aspx ReadMeetingRequest.aspx ReadNdr.aspx
  ReadVoiceMail.aspx RecoverItems.aspx RecurrenceDialog.aspx ReminderWindow.aspx SearchFolder.aspx SendReceipt.aspx
  SignatureEditor.aspx SpellDialog.aspx TimeZonePicker.aspx VoiceOptions.aspx WebPart.aspx
ClientAccess\\owa\\forms\\basic | client-access
  AttachmentView.aspx DocumentView.aspx EditContact.aspx EditMeetingResponse.aspx EditTask.aspx JunkOptions.aspx
  MobileOptions.aspx MoveItem.aspx OofOptions.aspx PasswordOptions.aspx ReadDistributionList.aspx ReadMeetingRequest.aspx
  ReadTask.aspx RegionalOptions.aspx ResolveNames.aspx SearchResults.aspx SignatureOptions.aspx SpellCheck.aspx
ClientAccess\\owa\\bin\\{ar,bg,cs,da,el,et,fi,he,hr,hu,lt,lv,nl,no,pl,pt-PT,ro,sk,sl,sr,sv,th,tr,uk} | client-access
  Microsoft.Exchange.Clients.Strings.resources.dll
ClientAccess\\owa\\help\\{de,es,fr,it,ja,ko,pt,ru,zh-CHS,zh-CHT} | client-access
  basic.htm calendar.htm contacts.htm mail.htm options.htm premium.htm
ClientAccess\\owa\\help\\{de,en,es,fr,it,ja,ko,pt,ru,zh-CHS,zh-CHT}\\images | client-access
  addrbook.gif attach.gif calendar.gif contact.gif newmail.gif options.gif search.gif
ClientAccess\\owa\\help\\{de,en,es,fr,it,ja,ko,pt,ru,zh-CHS,zh-CHT}\\styles | client-access
  help.css print.css
ClientAccess\\owa\\bin | client-access
  Microsoft.Exchange.Clients.Security.dll Microsoft.Exchange.Clients.EventLogs.dll
ClientAccess\\owa\\bin\\DocumentViewing | client-access
  DocumentConversion.dll PdfConversion.dll SpreadsheetConversion.dll PresentationConversion.dll htmfltr.dll
ClientAccess\\owa\\smime | client-access
  mimectl.ini
ClientAccess\\Autodiscover\\help | client-access
  autodiscover.htm
ClientAccess\\exchweb\\ews\\Nego2 | client-access
  web.config
ClientAccess\\Sync\\bin | client-access
  Microsoft.Exchange.AirSyncMsg.dll Microsoft.Exchange.AirSyncUtil.dll
ClientAccess\\PopImap | client-access
  Microsoft.Exchange.PopImapMsg.dll Microsoft.Exchange.PopImap.Core.dll
ClientAccess\\PopImap\\{de,es,fr,it,ja,ko,pt,ru,zh-CHS,zh-CHT} | client-access
  Microsoft.Exchange.PopImap.Core.resources.dll
ClientAccess\\Sync\\bin\\{de,es,fr,it,ja,ko,pt,ru,zh-CHS,zh-CHT} | client-access
  Microsoft.Exchange.AirSync.resources.dll
`
