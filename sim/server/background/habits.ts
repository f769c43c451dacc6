import { DATABASES, type Database } from '../../../model/exchange/databases.ts'
import type { Role } from '../../../model/exchange/roles.ts'
import { MONITORING_AGENT } from '../../../model/exchange/texture.ts'
import { topologyOf } from '../../../model/exchange/voices.ts'
import { accountDomain } from '../../../model/installer/accounts.ts'
import { guidFrom } from '../../../model/installer/guid.ts'
import { type Machine, serviceNamed } from '../../../model/machine/machine.ts'
import type { EventType, LogName } from '../../../model/machine/parts.ts'
import {
  COMPONENT_SOURCE,
  CONTROL_MANAGER_SOURCE,
  INSTALLER_SOURCE,
  UPDATE_CLIENT_SOURCE,
} from '../../../model/words/eventSources.ts'
import { UNUSED_STRING } from '../../../model/words/events.ts'
import { messageText, productError, productText } from '../../../model/words/messages.ts'
import type { WindowsId } from '../../../model/words/wording.ts'
import { engineOf, fileOf, QUEUE, queueFile, someGeneration, someNumber, titleOfTool } from './ours.ts'

/**
 * What a mail server does on any day, one row for each habit: when, on which servers, and what it says then, one after the
 * other. How often and at which hours is modelled (memory); what the texts are: dailyEvents.ts. Knows no scenario and
 * nothing that goes wrong with an installation.
 */

export interface Habit {
  readonly name: string
  readonly when: When
  readonly os?: WindowsId
  /** One of these. */
  readonly roles?: readonly Role[]
  /** The service that says it: one that is there and stands still says nothing. */
  readonly by?: string
  /** Only of a server that has joined a domain. */
  readonly joined?: true
  readonly says: (on: Occasion) => readonly Said[]
}

/** All day, or some times between two hours of the local day; on one day in so many, on some days of the week (0 is Sunday). */
export type When =
  | { readonly everyMinutes: number }
  | {
      readonly from: number
      readonly to: number
      /** On a server that is as busy as most; without, once however busy it is. */
      readonly times?: number
      readonly oneDayIn?: number
      readonly weekdays?: readonly number[]
      /** Days of the month. */
      readonly days?: readonly [number, number]
    }

/** One time that it happens. */
export interface Occasion {
  readonly machine: Machine
  readonly at: number
  /** 0 <= n < below */
  readonly draw: (below: number) => number
}

export interface Said {
  /** Seconds after what was said before it. */
  readonly after?: number
  /** Application without. */
  readonly log?: LogName
  readonly source: string
  readonly id: number
  readonly type?: EventType
  readonly category?: number
  readonly strings?: readonly string[]
  readonly data?: string
  readonly user?: string
  /** It looks alarming and means nothing for an installation. */
  readonly herring?: true
}

const NIGHT = { from: 0, to: 4 } as const
const WORK = { from: 7, to: 19 } as const
const DAY_LONG = { from: 0, to: 24 } as const
const MAILBOX: readonly Role[] = ['mailbox']
const OF_2003 = 'windows-server-2003'
const OF_2008 = 'windows-server-2008'
/** The services of Exchange that have habits. */
const STORE = 'MSExchangeIS'
const TRANSPORT = 'MSExchangeTransport'
const TOPOLOGY = 'MSExchangeADTopology'
const LICENSING = 'Microsoft-Windows-Security-Licensing-SLC'

/** How long a database is defragmented, in seconds: between two and some hours. */
const DEFRAGMENTED = 7_200

/** A service enters a state, on a server that has it. */
function entered({ machine }: Occasion, name: string, state: string, after = 0): readonly Said[] {
  const service = serviceNamed(machine, name)
  const strings = [service?.displayName ?? '', state]
  return service ? [{ after, log: 'System', source: CONTROL_MANAGER_SOURCE, id: 7036, strings }] : []
}

/** It is started for some work, and stops when it has nothing more to do. */
const works = (on: Occasion, name: string, seconds: number): readonly Said[] => [
  ...entered(on, name, 'running'),
  ...entered(on, name, 'stopped', seconds),
]

const installer = (on: Occasion, id: number, type: EventType, text: string, product: string): Said => ({
  source: INSTALLER_SOURCE,
  id,
  type,
  strings: [text, ...Array<string>(3).fill(UNUSED_STRING)],
  data: guidFrom(`${product} ${on.machine.name}`),
  user: 'Administrator',
})

export const HABITS: readonly Habit[] = [
  // --------------------------------------------------------------------------------------------- Exchange: directory
  {
    name: 'topology',
    when: { everyMinutes: 15 },
    roles: ['mailbox', 'client-access', 'hub-transport', 'unified-messaging'],
    by: TOPOLOGY,
    joined: true,
    says: ({ machine }) => topologyOf(machine.domain ?? '', engineOf(machine, TOPOLOGY)),
  },
  // ------------------------------------------------------------------------------------------------- Exchange: store
  ...DATABASES.flatMap(ofDatabase),
  {
    name: 'sessions',
    when: { ...WORK, oneDayIn: 4 },
    roles: MAILBOX,
    by: STORE,
    says: on => [
      {
        source: 'MSExchangeIS',
        id: 9646,
        type: 'error',
        category: 6,
        strings: [guidFrom(`session ${someNumber(on, 999)}`), '250', 'objtMessage'],
        herring: true,
      },
    ],
  },
  {
    name: 'slow disk',
    when: { from: 20, to: 24, oneDayIn: 4 },
    roles: MAILBOX,
    by: STORE,
    says: on => [
      {
        source: 'ESE',
        id: 508,
        type: 'warning',
        category: 7,
        strings: [
          'MSExchangeIS',
          engineOf(on.machine, 'MSExchangeIS'),
          `${DATABASES[0]!.group}: `,
          fileOf(on.machine, DATABASES[0]!),
          `${on.draw(90_000) * 8_192}`,
          '8192',
          `${60 + on.draw(120)}`,
        ],
        herring: true,
      },
    ],
  },
  // --------------------------------------------------------------------------------------------- Exchange: transport
  {
    name: 'queue',
    when: NIGHT,
    roles: ['hub-transport', 'edge-transport'],
    by: TRANSPORT,
    says: on => {
      const strings = [
        'edgetransport',
        engineOf(on.machine, 'MSExchangeTransport'),
        `${QUEUE}: `,
        queueFile(on.machine),
      ]
      return [
        { source: 'ESE', id: 700, category: 10, strings },
        { after: 2 + on.draw(90), source: 'ESE', id: 701, category: 10, strings },
      ]
    },
  },
  {
    name: 'certificate of transport',
    when: { ...DAY_LONG, times: 4 },
    roles: ['hub-transport', 'edge-transport'],
    by: TRANSPORT,
    says: ({ machine: { name, domain } }) => [
      {
        source: 'MSExchangeTransport',
        id: 12_014,
        type: 'error',
        category: 12,
        strings: [`mail.${domain ?? name}`],
        herring: true,
      },
    ],
  },
  // ------------------------------------------------------------------------------------------------ Windows: backups
  {
    name: 'backup of the system state',
    when: { from: 19, to: 21 },
    os: OF_2003,
    says: on => [
      { source: 'NTBackup', id: 8018, strings: ['System State', 'Off', 'Append', 'Copy'] },
      { after: 200 + on.draw(900), source: 'NTBackup', id: 8019, strings: ['System State', 'Off', 'Append', 'Copy'] },
    ],
  },
  { name: 'shadow copies', when: { ...DAY_LONG, times: 6 }, says: () => [{ source: 'VSS', id: 8224 }] },
  // ----------------------------------------------------------------------------------------------- Windows: policies
  { name: 'policy', when: { everyMinutes: 960 }, joined: true, says: () => [{ source: 'SceCli', id: 1704 }] },
  {
    name: 'policy of the computer',
    when: { everyMinutes: 105 },
    os: OF_2008,
    joined: true,
    says: on => [
      {
        log: 'System',
        source: 'Microsoft-Windows-GroupPolicy',
        id: 1500,
        user: 'SYSTEM',
        strings: ['1', '4019', '0', `${300 + on.draw(4_000)}`, `\\\\dc01.${on.machine.domain}`],
      },
    ],
  },
  // ---------------------------------------------------------------------------------------------------- Windows: time
  ...(
    [
      [OF_2003, 'W32Time'],
      [OF_2008, 'Microsoft-Windows-Time-Service'],
    ] as const
  ).map(
    ([os, source]): Habit => ({
      name: 'time',
      when: { ...DAY_LONG, oneDayIn: 2 },
      os,
      joined: true,
      says: ({ machine: { domain } }) => {
        const strings = [`dc01.${domain} (ntp.d|10.10.0.20:123->10.10.0.11:123)`]
        return [
          { log: 'System', source, id: 37, strings },
          { after: 2, log: 'System', source, id: 35, strings },
        ]
      },
    }),
  ),
  {
    name: 'no time',
    when: { ...DAY_LONG, oneDayIn: 5 },
    os: OF_2003,
    joined: true,
    says: () => [{ log: 'System', source: 'W32Time', id: 29, type: 'error', strings: ['15'], herring: true }],
  },
  // --------------------------------------------------------------------------------------------- Windows: what it runs
  {
    name: 'transfers',
    when: { ...DAY_LONG, times: 3 },
    says: on => works(on, 'BITS', 600 + on.draw(900)),
  },
  { name: 'policies of programs', when: { ...WORK, times: 2 }, os: OF_2003, says: on => works(on, 'AppMgmt', 300) },
  { name: 'counters', when: { ...DAY_LONG, times: 4 }, says: on => works(on, 'pla', 60 + on.draw(3_000)) },
  {
    name: 'loaded counters',
    when: { ...DAY_LONG, oneDayIn: 2 },
    os: OF_2003,
    says: () => [1001, 1000].map(id => ({ after: 1, source: 'LoadPerf', id, strings: ['WmiApRpl', 'WmiApRpl'] })),
  },
  {
    name: 'providers',
    when: DAY_LONG,
    says: ({ machine }) => [
      {
        source: machine.windows.id === OF_2003 ? 'WinMgmt' : 'Microsoft-Windows-WMI',
        id: 63,
        type: 'warning',
        strings: ['HiPerfCooker_v1', 'Root\\WMI'],
        user: 'SYSTEM',
        herring: true,
      },
    ],
  },
  {
    name: 'roots',
    when: DAY_LONG,
    os: OF_2003,
    says: () => [
      {
        source: 'crypt32',
        id: 7,
        strings: ['http://www.download.windowsupdate.com/msdownload/update/v3/static/trustedr/en/authrootseq.txt'],
      },
    ],
  },
  {
    name: 'worker process',
    when: { ...DAY_LONG, times: 2 },
    os: OF_2003,
    roles: ['client-access', 'mailbox'],
    by: 'W3SVC',
    says: on => [
      {
        log: 'System',
        source: 'W3SVC',
        id: 1074,
        strings: [`${4 * (200 + on.draw(2_000))}`, 'MSExchangeOWAAppPool'],
      },
    ],
  },
  {
    name: 'printers',
    when: { ...WORK, times: 2, weekdays: [1, 2, 3, 4, 5] },
    os: OF_2003,
    says: on => [
      {
        log: 'System',
        source: 'TermServDevices',
        id: 1111,
        type: 'error',
        strings: ['HP LaserJet 4200 PCL 6', `!!PRT0${1 + on.draw(9)}!HP4200`],
        herring: true,
      },
    ],
  },
  {
    name: 'profile',
    when: { ...WORK, oneDayIn: 2, weekdays: [1, 2, 3, 4, 5] },
    os: OF_2003,
    says: ({ machine }) => [
      {
        source: 'Userenv',
        id: 1517,
        type: 'warning',
        strings: [`${accountDomain(machine)}\\Administrator`],
        user: 'SYSTEM',
        herring: true,
      },
    ],
  },
  {
    name: 'profile in use',
    when: { ...WORK, oneDayIn: 2, weekdays: [1, 2, 3, 4, 5] },
    os: OF_2008,
    says: () => [
      {
        source: 'Microsoft-Windows-User Profiles Service',
        id: 1530,
        type: 'warning',
        strings: [''],
        user: 'SYSTEM',
        herring: true,
      },
    ],
  },
  {
    name: 'desktop',
    when: WORK,
    os: OF_2008,
    says: () => [{ source: 'Desktop Window Manager', id: 9009, strings: ['0x40010004'] }],
  },
  {
    name: 'licensing',
    when: { ...DAY_LONG, times: 2 },
    os: OF_2008,
    says: () => [
      { source: LICENSING, id: 900 },
      { after: 1, source: LICENSING, id: 902 },
      { after: 302, source: LICENSING, id: 903 },
    ],
  },
  {
    name: 'election',
    when: { ...DAY_LONG, oneDayIn: 3 },
    os: OF_2003,
    says: on => [
      {
        log: 'System',
        source: 'BROWSER',
        id: 8033,
        strings: [`\\Device\\NetBT_Tcpip_${guidFrom(`adapter ${on.machine.name}`)}`],
      },
    ],
  },
  {
    name: 'permissions',
    when: { ...DAY_LONG, times: 2 },
    os: OF_2003,
    says: () => [
      {
        log: 'System',
        source: COMPONENT_SOURCE[OF_2003],
        id: 10_016,
        type: 'error',
        strings: [
          'application-specific',
          'Local',
          'Activation',
          '{61738644-F196-11D0-9953-00C04FD919C1}',
          'NT AUTHORITY',
          'NETWORK SERVICE',
          'S-1-5-20',
        ],
        herring: true,
      },
    ],
  },
  {
    name: 'spooler',
    when: { ...WORK, oneDayIn: 6 },
    says: on => {
      const [back] = entered(on, 'Spooler', 'running', 60)
      if (!back) return []
      const strings = [back.strings![0]!, '1', '60000', '1', 'Restart the service']
      return [{ log: 'System', source: CONTROL_MANAGER_SOURCE, id: 7031, type: 'error', strings, herring: true }, back]
    },
  },
  // ---------------------------------------------------------------------------------------------------------- products
  {
    name: 'removal tool',
    when: { from: 3, to: 4, weekdays: [3], days: [9, 15] },
    says: on => [
      {
        log: 'System',
        source: UPDATE_CLIENT_SOURCE[on.machine.windows.id],
        id: 19,
        category: 1,
        strings: [titleOfTool(on)],
      },
    ],
  },
  {
    name: 'agent',
    when: { ...WORK, oneDayIn: 10, weekdays: [1, 2, 3, 4, 5] },
    says: on => [
      installer(on, 11_707, 'information', productText(MONITORING_AGENT, messageText(1707)), MONITORING_AGENT),
    ],
  },
  {
    name: 'source of the agent',
    when: { ...WORK, oneDayIn: 3 },
    says: on => [
      {
        ...installer(
          on,
          11_316,
          'error',
          productError(MONITORING_AGENT, 1316, messageText(1316, `\\\\files01\\deploy\\agent\\LitwareAgent.msi`)),
          MONITORING_AGENT,
        ),
        herring: true,
      },
    ],
  },
]

function ofDatabase(known: Database): readonly Habit[] {
  const { source, group, database } = known
  return [
    {
      name: `retention of ${database}`,
      when: NIGHT,
      roles: MAILBOX,
      by: STORE,
      says: on => [
        { source, id: 1206, category: 6, strings: [`${group}\\${database}`] },
        {
          after: 4 + on.draw(300),
          source,
          id: 1207,
          category: 6,
          strings: [`${group}\\${database}`, ...[4_000, 90_000, 3_000, 70_000].map(most => someNumber(on, most))],
        },
      ],
    },
    {
      name: `defragmentation of ${database}`,
      when: { from: 1, to: 3 },
      roles: MAILBOX,
      by: STORE,
      says: on => {
        const engine = ['MSExchangeIS', engineOf(on.machine, 'MSExchangeIS'), `${group}: `, fileOf(on.machine, known)]
        return [
          { source: 'ESE', id: 700, category: 10, strings: engine },
          { after: 600 + on.draw(DEFRAGMENTED), source: 'ESE', id: 701, category: 10, strings: engine },
          { source, id: 1221, category: 6, strings: [`${group}\\${database}`, someNumber(on, 900)] },
        ]
      },
    },
    {
      name: `backup of ${database}`,
      when: { from: 21, to: 23 },
      roles: MAILBOX,
      by: STORE,
      says: on => {
        const engine = ['MSExchangeIS', engineOf(on.machine, 'MSExchangeIS'), `${group}: `]
        const [logs, file] = [someGeneration(on, known), fileOf(on.machine, known)]
        return [
          { source: 'ESE', id: 210, category: 3, strings: engine },
          { source: 'ESE', id: 220, category: 3, strings: [...engine, file, `${2 + on.draw(90)} Mb`] },
          { after: 300 + on.draw(5_000), source: 'ESE', id: 221, category: 3, strings: [...engine, file] },
          { source: 'ESE', id: 223, category: 3, strings: [...engine, ...logs] },
          { after: 5 + on.draw(60), source: 'ESE', id: 224, category: 3, strings: [...engine, ...logs] },
          { source: 'ESE', id: 213, category: 3, strings: engine },
        ]
      },
    },
    {
      name: `backup of the logs of ${database}`,
      when: { from: 8, to: 20, times: 3 },
      roles: MAILBOX,
      by: STORE,
      says: on => {
        const engine = ['MSExchangeIS', engineOf(on.machine, 'MSExchangeIS'), `${group}: `]
        const logs = someGeneration(on, known)
        return [
          { source: 'ESE', id: 211, category: 3, strings: engine },
          { source: 'ESE', id: 223, category: 3, strings: [...engine, ...logs] },
          { after: 5 + on.draw(60), source: 'ESE', id: 224, category: 3, strings: [...engine, ...logs] },
          { source: 'ESE', id: 213, category: 3, strings: engine },
        ]
      },
    },
  ]
}
