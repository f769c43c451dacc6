/**
 * The databases that an Exchange server has open, as setup makes them: names, files and logs. What is said of them:
 * voices.ts, and sim/server/background. Sizes, and what is in them, are not simulated.
 */

export interface Database {
  /** Who speaks of it in the Application log. */
  readonly source: string
  readonly group: string
  readonly database: string
  /** What the names of its log files begin with. */
  readonly prefix: string
}

/** Of the store: a mailbox database, and one for public folders. */
export const DATABASES: readonly [Database, Database] = [
  {
    source: 'MSExchangeIS Mailbox Store',
    group: 'First Storage Group',
    database: 'Mailbox Database',
    prefix: 'E00',
  },
  {
    source: 'MSExchangeIS Public Store',
    group: 'Second Storage Group',
    database: 'Public Folder Database',
    prefix: 'E01',
  },
]

export const logFolder = (installPath: string, { group }: Database): string => `${installPath}Mailbox\\${group}`

export const databaseFile = (installPath: string, known: Database): string =>
  `${logFolder(installPath, known)}\\${known.database}.edb`

/** Of transport: its messages, and the addresses that it refuses (modelled). */
export const QUEUES = [
  { instance: 'Transport Mail Database', folder: 'Queue', file: 'mail.que' },
  { instance: 'IP Filtering Database', folder: 'IpFilter', file: 'IpFiltering.edb' },
] as const

export const queueFolder = (installPath: string, { folder }: (typeof QUEUES)[number]): string =>
  `${installPath}TransportRoles\\data\\${folder}`
