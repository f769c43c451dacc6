import { DAILY_EVENTS } from '../../model/words/dailyEvents.ts'
import { type Advice, type Meaning, meaningsOf } from './meaning.ts'

/** Events of any day: what they mean to whoever looks for why an installation failed, which is nothing. */

const calm = (occurs: string): Advice => ({ occurs, next: 'Nothing is wrong.' })
const loud = (occurs: string, next: string): Advice => ({
  occurs: `${occurs} It has no part in an installation.`,
  next,
})

const ABOUT: Readonly<Record<string, Readonly<Record<number, Advice>>>> = {
  ESE: {
    100: calm('The database engine starts: with the Information Store, or with the queue of transport.'),
    101: calm('The database engine ends with the service that it belongs to.'),
    102: calm('An instance starts: one for each storage group.'),
    103: calm('An instance ends in order.'),
    210: calm('A backup of a storage group begins, all of it.'),
    211: calm('A backup of the log files of a storage group begins.'),
    213: calm('A backup has ended well.'),
    220: calm('The backup comes to a database.'),
    221: calm('The backup is through with a database.'),
    223: calm('The backup comes to the log files.'),
    224: calm('Log files that are in the backup are deleted.'),
    300: calm(
      'The databases were not closed: the store, or transport, was ended and not stopped, or the power was lost.',
    ),
    301: calm('What the log files have and the database has not is done again.'),
    302: calm('Nothing was lost.'),
    508: loud('The disk was slow for a while, often while a backup ran.', 'Look at the disks if it comes every day.'),
    700: calm('A database is defragmented in the hours that are set for it.'),
    701: calm('The defragmentation of a database has come to its end.'),
  },
  'MSExchangeIS Mailbox Store': {
    1206: calm('Maintenance of a database at night: items that were deleted long ago go.'),
    1207: calm('The same is done.'),
    1216: calm('The Standard Edition tells how much room its limit leaves a database.'),
    8528: loud('A mailbox is full.', 'Its owner should know.'),
    9531: calm('Maintenance of a database at night: mailboxes that were deleted long ago go.'),
    9535: calm('The same is done.'),
    1221: calm('How much room is left inside a database after it was defragmented.'),
    9523: calm('A database is mounted: the Information Store has started.'),
    9539: calm('A database is dismounted: the Information Store is being stopped.'),
  },
  MSExchangeIS: {
    1001: calm('The Information Store runs; its databases are mounted.'),
    9646: loud(
      'A client has more objects open than the store allows one session.',
      'Find the client, if somebody complains.',
    ),
  },
  'MSExchange ADAccess': {
    2080: calm('The directory was looked at: the domain controllers that Exchange may use, with what each can do.'),
    2081: calm('Which of them it uses.'),
  },
  MSExchangeSA: {
    1000: calm('The System Attendant starts.'),
    1001: calm('The System Attendant runs.'),
    1002: calm('Somebody has the System Attendant stop.'),
    1003: calm('The System Attendant has stopped.'),
    9320: loud('An entry of the address book lacks something.', 'Leave it alone, unless somebody is missing in it.'),
  },
  MSExchangeRepl: { 2001: calm('The Replication service runs.') },
  'MSExchange Search Indexer': { 108: calm('The Search Indexer has started, and keeps an index of a database.') },
  'MSExchange Common': {
    4999: {
      occurs:
        'A program of Exchange has failed and tells the people who wrote it; a TimeoutException comes of a managed service that did not start in time.',
      next: 'Look in the System log for 7009 and 7000 of the same minute.',
    },
  },
  'MSExchange Assistants': {
    9017: calm('An assistant goes through the mailboxes of a database, as it does every night.'),
    9018: calm('It is through with them.'),
  },
  MSExchangeFDS: { 1008: calm('This server has fetched the offline address book.') },
  'MSExchange ActiveSync': {
    1040: loud('A firewall ends the requests of mobile devices early.', 'Have its time-out raised.'),
  },
  'Litware AntiVirus': {
    302: calm('A scan of a drive has ended.'),
    303: calm('A scan of a drive begins.'),
    307: calm('The antivirus program has new signatures.'),
  },
  'Litware Monitoring Agent': { 200: calm('An agent reads counters, every hour.') },
  EventSystem: { 4625: calm('The event system has started.') },
  MSExchangeTransport: {
    1035: loud('Somebody could not sign in to send mail.', 'Look who it is, if it goes on.'),
    12014: loud('A connector has a name for which there is no certificate.', 'Give it one, or another name.'),
  },
  VSS: { 8224: calm('Nobody has asked for a shadow copy for a while.') },
  NTBackup: {
    8000: calm('The backup tool begins.'),
    8001: calm('The backup tool has ended.'),
    8018: calm('The backup tool begins with a part.'),
    8019: calm('The backup tool has ended a part.'),
  },
  SceCli: { 1704: calm('Policies of the domain were applied, as they are twice a day.') },
  'Microsoft-Windows-GroupPolicy': { 1500: calm('Policies were looked at, and nothing was new.') },
  crypt32: { 7: calm('The list of root certificates was fetched: this server reaches the Internet.') },
  Userenv: {
    1517: loud('Somebody has signed out while a program still used the profile.', 'Leave it alone.'),
  },
  'Microsoft-Windows-User Profiles Service': {
    1530: loud('Somebody has signed out while a program still used the profile.', 'Leave it alone.'),
  },
  'Desktop Window Manager': { 9009: calm('A remote session has ended.') },
  'Microsoft-Windows-Security-Licensing-SLC': {
    900: calm('The service that checks the licence of Windows comes up when it is asked.'),
    902: calm('It is up.'),
    903: calm('It has gone down again by itself.'),
  },
  WinMgmt: {
    63: loud('A provider of WMI runs as the system.', 'Leave it alone: that is how it is set up.'),
  },
  LoadPerf: { 1000: calm('Counters are there again.'), 1001: calm('Counters are renewed: first they go.') },
  W32Time: {
    29: loud('No domain controller answered when the clock was to be set.', 'See whether 35 comes behind it.'),
    35: calm('The clock is set by a domain controller.'),
    37: calm('A domain controller answers with its time.'),
  },
  W3SVC: { 1074: calm('A worker process is replaced after so many hours.') },
  TermServDevices: {
    1111: loud('Whoever signs in from elsewhere brings a printer that this server does not know.', 'Leave it alone.'),
  },
  BROWSER: { 8033: calm('The computers of a network agree on who keeps their list.') },
  DCOM: {
    10016: loud('A service may not start a component that it asks for.', 'Leave it alone.'),
  },
  'Service Control Manager': {
    7011: loud('A service took its time to answer.', 'Look whether it is one of Exchange: then it is no noise.'),
    7031: loud(
      'A service broke down, and is started again.',
      'Look whether it is one of Exchange: then it is no noise.',
    ),
  },
}

/** Under each name that a source has. */
export const dailyEventMeanings: readonly Meaning[] = DAILY_EVENTS.flatMap(([sources, rows]) =>
  sources.flatMap(source => meaningsOf('event', rows, ABOUT[sources[0]]!, id => `${source} ${id}`)),
)
