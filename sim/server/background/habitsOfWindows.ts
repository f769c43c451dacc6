import { MONITORING_AGENT } from '../../../model/exchange/texture.ts'
import { accountDomain } from '../../../model/installer/accounts.ts'
import { guidFrom } from '../../../model/installer/guid.ts'
import { serviceNamed } from '../../../model/machine/machine.ts'
import type { EventType } from '../../../model/machine/parts.ts'
import { toCivil, yyyymmdd } from '../../../model/machine/time.ts'
import {
  COMPONENT_SOURCE,
  CONTROL_MANAGER_SOURCE,
  INSTALLER_SOURCE,
  UPDATE_CLIENT_SOURCE,
} from '../../../model/words/eventSources.ts'
import { UNUSED_STRING } from '../../../model/words/events.ts'
import { messageText, productError, productText } from '../../../model/words/messages.ts'
import { DAY_LONG, type Habit, type Occasion, type Said, WORK } from './habit.ts'
import { engineOf, titleOfTool } from './ours.ts'

/**
 * What Windows and other products do on any day of a server: one row for each habit. How often and at which hours is modelled
 * (memory); what the texts are: dailyEvents.ts. Knows no scenario and nothing that goes wrong with an installation.
 */

const OF_2003 = 'windows-server-2003'
const OF_2008 = 'windows-server-2008'
const ANTIVIRUS = 'Litware AntiVirus'

/** `20070827.003`: a day, and which of that day's. */
const signatureOf = ({ machine: { zone }, at }: Occasion): string =>
  `${yyyymmdd(at, zone)}.${String(1 + Math.floor(toCivil(at, zone).hour / 8)).padStart(3, '0')}`

const LICENSING = 'Microsoft-Windows-Security-Licensing-SLC'

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

export const HABITS_OF_WINDOWS: readonly Habit[] = [
  // ------------------------------------------------------------------------------------------------ Windows: backups
  {
    name: 'backup of the system state',
    when: { from: 19, to: 21 },
    os: OF_2003,
    says: on => [
      { source: 'NTBackup', id: 8000 },
      { after: 3, source: 'NTBackup', id: 8018, strings: ['System State', 'Off', 'Append', 'Copy'] },
      { after: 200 + on.draw(900), source: 'NTBackup', id: 8019, strings: ['System State', 'Off', 'Append', 'Copy'] },
      { after: 5, source: 'NTBackup', id: 8001 },
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
  {
    name: 'database of updates',
    when: { everyMinutes: 480, after: 51 },
    os: OF_2008,
    by: 'wuauserv',
    says: on => {
      const engine = ['wuaueng.dll', engineOf(on.machine, 'wuauserv'), 'SUS20ClientDataStore: ', '0']
      const { build } = on.machine.windows
      return [
        { source: 'ESENT', id: 102, category: 1, strings: [...engine, '6', '00', String(build), '0000'] },
        { after: 600 + on.draw(30), source: 'ESENT', id: 103, category: 1, strings: engine },
      ]
    },
  },
  // ---------------------------------------------------------------------------------------------------------- products
  {
    name: 'signatures',
    when: { everyMinutes: 240, after: 133 },
    says: on => [{ source: ANTIVIRUS, id: 307, strings: [signatureOf(on)] }],
  },
  {
    name: 'scan',
    when: { from: 2, to: 2.01 },
    says: on => [
      { source: ANTIVIRUS, id: 303, strings: ['C:'] },
      {
        after: 900 + on.draw(4_000),
        source: ANTIVIRUS,
        id: 302,
        strings: ['C:', String(60_000 + on.draw(90_000)), '0'],
      },
    ],
  },
  {
    name: 'counters of the agent',
    when: { everyMinutes: 60, after: 7 },
    says: on => [
      { source: MONITORING_AGENT, id: 200, strings: [String(180 + on.draw(40)), String(300 + on.draw(2_000))] },
    ],
  },
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
