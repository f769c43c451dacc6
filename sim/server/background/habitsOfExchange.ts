import { DATABASES, type Database } from '../../../model/exchange/databases.ts'
import type { Role } from '../../../model/exchange/roles.ts'
import { databaseId, topologyOf } from '../../../model/exchange/voices.ts'
import { guidFrom } from '../../../model/installer/guid.ts'
import { lower } from '../../../model/words/letters.ts'
import { DAY_LONG, type Habit, NIGHT, type Occasion, WORK } from './habit.ts'
import { engineOf, fileOf, logsSince, QUEUE, queueFile, someNumber } from './ours.ts'

/**
 * What Exchange does on any day: one row for each habit. How often and at which hours is modelled (memory); what the texts
 * are: dailyEvents.ts. What its services say as they start and stop is no habit: model/exchange/voices.ts.
 */

const DEFAULT_BOOK = '\\Default Offline Address List'
const GLOBAL_LIST = '\\Global Address List'

const organizationOf = ({ machine: { texture } }: Occasion): string => texture.registeredOrganization

const MAILBOX: readonly Role[] = ['mailbox']
/** The services of Exchange that have habits. */
const STORE = 'MSExchangeIS'
const TRANSPORT = 'MSExchangeTransport'
const TOPOLOGY = 'MSExchangeADTopology'

/** How long a database is defragmented, in seconds: between two and some hours. */
const DEFRAGMENTED = 7_200
/** Hours from one backup of the logs to the next, and to the backup of everything between two of them (modelled). */
const [INCREMENTAL_H, FULL_H] = [4, 2]

export const HABITS_OF_EXCHANGE: readonly Habit[] = [
  // --------------------------------------------------------------------------------------------- Exchange: directory
  {
    name: 'topology',
    when: { everyMinutes: 240 },
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
          `${DATABASES[0].group}: `,
          fileOf(on.machine, DATABASES[0]),
          `${on.draw(90_000) * 8_192}`,
          '8192',
          `${60 + on.draw(120)}`,
        ],
        herring: true,
      },
    ],
  },
  {
    name: 'size',
    when: { from: 5, to: 5.01 },
    roles: MAILBOX,
    by: STORE,
    says: on => {
      const [{ source, group, database }] = DATABASES
      return [{ source, id: 1216, category: 6, strings: [`${group}\\${database}`, '50', String(2 + on.draw(40))] }]
    },
  },
  {
    name: 'full mailboxes',
    when: { from: 1, to: 1.1, times: 3 },
    roles: MAILBOX,
    by: STORE,
    says: on => {
      const user = `/o=${organizationOf(on)}/ou=Exchange Administrative Group (FYDIBOHF23SPDLT)/cn=Recipients/cn=user${on.draw(900)}`
      return [{ source: DATABASES[0].source, id: 8528, type: 'warning', category: 6, strings: [user], herring: true }]
    },
  },
  {
    name: 'managed folders',
    when: { from: 1, to: 1.2 },
    roles: MAILBOX,
    by: 'MSExchangeMailboxAssistants',
    says: on => {
      const [{ group, database }] = DATABASES
      const mailboxes = String(20 + on.draw(200))
      const strings = ['Managed Folder Mailbox Assistant', `${group}\\${database}`, databaseId(database), mailboxes]
      const source = 'MSExchange Assistants'
      return [
        { source, id: 9017, category: 1, strings },
        { after: 60 + on.draw(1_200), source, id: 9018, category: 1, strings },
      ]
    },
  },
  {
    name: 'offline address book',
    when: { from: 5, to: 5.05, oneDayIn: 2 },
    roles: MAILBOX,
    by: 'MSExchangeSA',
    says: () => [
      {
        source: 'MSExchangeSA',
        id: 9320,
        type: 'warning',
        category: 13,
        strings: [GLOBAL_LIST, DEFAULT_BOOK],
        herring: true,
      },
    ],
  },
  // ------------------------------------------------------------------------------------------ Exchange: client access
  {
    name: 'offline address book brought',
    when: { everyMinutes: 480, after: 12 },
    roles: ['client-access'],
    by: 'MSExchangeFDS',
    says: ({ machine }) => [
      {
        source: 'MSExchangeFDS',
        id: 1008,
        category: 1,
        strings: [
          'MSExchangeFDS.exe',
          engineOf(machine, 'MSExchangeFDS'),
          DEFAULT_BOOK,
          lower(guidFrom(`book of ${machine.domain}`)).slice(1, -1),
        ],
      },
    ],
  },
  {
    name: 'devices',
    when: { ...WORK, times: 3 },
    roles: ['client-access'],
    by: 'W3SVC',
    says: on => [
      {
        source: 'MSExchange ActiveSync',
        id: 1040,
        type: 'warning',
        category: 4,
        strings: [String(60 + on.draw(480)), '540'],
        herring: true,
      },
    ],
  },
  // --------------------------------------------------------------------------------------------- Exchange: transport
  {
    name: 'strangers',
    when: { ...DAY_LONG, times: 6 },
    roles: ['hub-transport', 'edge-transport'],
    by: TRANSPORT,
    says: on => [
      {
        source: 'MSExchangeTransport',
        id: 1035,
        type: 'warning',
        category: 1,
        strings: ['LogonDenied', `Default ${on.machine.name}`, 'Ntlm', `10.10.${on.draw(8)}.${1 + on.draw(250)}`],
        herring: true,
      },
    ],
  },
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
      name: `mailboxes that were deleted from ${database}`,
      when: NIGHT,
      roles: MAILBOX,
      by: STORE,
      says: on => [
        { source, id: 9531, category: 6, strings: [`${group}\\${database}`] },
        {
          after: 1 + on.draw(9),
          source,
          id: 9535,
          category: 6,
          strings: [`${group}\\${database}`, ...[3, 90_000, 12, 400_000].map(most => someNumber(on, most))],
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
        const [logs, file] = [logsSince(on, known, FULL_H), fileOf(on.machine, known)]
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
      when: { everyMinutes: INCREMENTAL_H * 60, after: 95 },
      roles: MAILBOX,
      by: STORE,
      says: on => {
        const engine = ['MSExchangeIS', engineOf(on.machine, 'MSExchangeIS'), `${group}: `]
        const logs = logsSince(on, known, INCREMENTAL_H)
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
