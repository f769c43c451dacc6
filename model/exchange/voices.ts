import { guidFrom } from '../installer/guid.ts'
import type { Utterance, Voice } from '../machine/parts.ts'
import { lower } from '../words/letters.ts'
import { serviceDisplayName } from '../words/serviceNames.ts'
import type { WindowsId } from '../words/wording.ts'
import { DATABASES, type Database, databaseFile, logFolder, QUEUES, queueFolder } from './databases.ts'

/**
 * What services write into the Application log as they start and stop, one row for each that is known to. Numbers and texts, and
 * where they are from: model/words/dailyEvents.ts. In which order they come, and that the rest of Exchange's services say
 * nothing at the level at which they log without being asked for more, is modelled (memory).
 */
export function voiceOf(name: string, managed: boolean, os: WindowsId, installPath: string): Voice | undefined {
  const row = VOICES[lower(name)]
  if (!row && !managed) return undefined
  return { starts: [], stops: [], ...row?.(installPath, os), ...(managed && { timesOut: [report(name)] }) }
}

type Row = (installPath: string, os: WindowsId) => Partial<Voice>

const VOICES: Readonly<Record<string, Row>> = {
  msexchangeadtopology: () => ({ starts: TOPOLOGY }),
  msexchangesa: () => ({
    starts: [attendant(1000), attendant(1001, ...RELEASE)],
    stops: [attendant(1002), attendant(1003)],
  }),
  msexchangeis: path => ({
    starts: [
      ...engineStarts(path, 'MSExchangeIS'),
      ...DATABASES.flatMap((known, i) => [
        ...opened(path, 'MSExchangeIS', known.group, i, `${logFolder(path, known)}\\${known.prefix}.log`),
        mounted(path, known),
      ]),
      { source: 'MSExchangeIS', id: 1001, category: 6, strings: [serviceDisplayName('MSExchangeIS'), ...RELEASE] },
    ],
    stops: [
      ...DATABASES.flatMap(({ source, group, database }, i) => [
        { source, id: 9539, category: 6, strings: [`${group}\\${database}`] },
        closedInstance('MSExchangeIS', group, i),
      ]),
      engineStops('MSExchangeIS'),
    ],
  }),
  msexchangetransport: path => ({
    starts: [
      ...engineStarts(path, 'edgetransport'),
      ...QUEUES.flatMap((queue, i) =>
        opened(path, 'edgetransport', queue.instance, i, `${queueFolder(path, queue)}\\trn.log`),
      ),
    ],
    stops: [
      ...QUEUES.map(({ instance }, i) => closedInstance('edgetransport', instance, i)),
      engineStops('edgetransport'),
    ],
  }),
  msexchangerepl: () => ({ starts: [{ source: 'MSExchangeRepl', id: 2001, category: 1, strings: [] }] }),
  msexchangesearch: () => ({
    starts: [
      {
        source: 'MSExchange Search Indexer',
        id: 108,
        category: 1,
        strings: [DATABASES[0].database, databaseId(DATABASES[0].database)],
      },
    ],
  }),
  eventsystem: (_, os) => ({
    starts: [
      {
        source: EVENT_SYSTEM[os],
        id: 4625,
        category: 0,
        strings: ['86400', 'SuppressDuplicateDuration', 'Software\\Microsoft\\EventSystem\\EventLog'],
      },
    ],
  }),
}

/** As the directory has it, without braces. */
export const databaseId = (database: string): string => lower(guidFrom(`database ${database}`)).slice(1, -1)

const EVENT_SYSTEM: Readonly<Record<WindowsId, string>> = {
  'windows-server-2003': 'EventSystem',
  'windows-server-2008': 'Microsoft-Windows-EventSystem',
}

// -------------------------------------------------------------------------------------------------------- directory

const TOPOLOGY_PROCESS = 'MSEXCHANGEADTOPOLOGYSERVICE.EXE'

/** The domain controllers that there are, with what each can do. */
export const controllersIn = (domain: string): string =>
  ['dc01', 'dc02'].map(name => `${name}.${domain}\tCDG 1 7 7 1 0 1 1 7 1`).join('\r\n')

const serversIn = (domain: string): string => ['dc01', 'dc02'].map(name => `${name}.${domain}`).join('\r\n')

/** What the topology service says once it has looked at the directory: as it starts, and later. */
export const topologyOf = (domain: string, pid: string): readonly Utterance[] => [
  { source: 'MSExchange ADAccess', id: 2080, category: 3, strings: [TOPOLOGY_PROCESS, pid, controllersIn(domain), ''] },
  {
    source: 'MSExchange ADAccess',
    id: 2081,
    category: 3,
    strings: [TOPOLOGY_PROCESS, pid, serversIn(domain), serversIn(domain), `dc01.${domain}`],
  },
]

const TOPOLOGY = topologyOf('{domain}', '{pid}')

// ---------------------------------------------------------------------------------------- store and system attendant

/** `8.0`, `685.25` */
const RELEASE = ['{major}.{minor}', '{build}.{revision}']

const attendant = (id: number, ...version: readonly string[]): Utterance => ({
  source: 'MSExchangeSA',
  id,
  category: 1,
  strings: [serviceDisplayName('MSExchangeSA'), ...version],
})

// -------------------------------------------------------------------------------------------------- database engine

const VERSION = ['{2 major}', '{2 minor}', '{4 build}', '{4 revision}']

const GENERAL = 1
const RECOVERY = 3

const engine = (id: number, category: number, program: string, strings: readonly string[]): Utterance => ({
  source: 'ESE',
  id,
  category,
  strings: [program, '{pid}', ...strings],
})

const ofEngine = (path: string, line: Utterance): Utterance => ({ ...line, versionOf: `${path}Bin\\ese.dll` })

const engineStarts = (path: string, program: string): Utterance[] => [
  ofEngine(path, engine(100, GENERAL, program, ['', ...VERSION])),
]

const engineStops = (program: string): Utterance => engine(101, GENERAL, program, [''])

/** What was not closed is put right first: the last log file is done again. */
function opened(path: string, program: string, instance: string, number: number, log: string): Utterance[] {
  const of = `${instance}: `
  const recovery = (id: number, ...more: readonly string[]): Utterance => ({
    ...engine(id, RECOVERY, program, [of, ...more]),
    recovers: true,
  })
  return [
    ofEngine(path, engine(102, GENERAL, program, [of, String(number), ...VERSION])),
    recovery(300),
    recovery(301, log),
    recovery(302),
  ]
}

const closedInstance = (program: string, instance: string, number: number): Utterance =>
  engine(103, GENERAL, program, [`${instance}: `, String(number)])

function mounted(path: string, known: Database): Utterance {
  const { source, group, database, prefix } = known
  const folder = `${logFolder(path, known)}\\`
  const strings = [`${group}\\${database}`, databaseFile(path, known), folder, prefix, folder]
  return { source, id: 9523, category: 6, strings }
}

// ----------------------------------------------------------------------------------------------------- its failures

/** Managed code that was given up on, as it tells the people who wrote it (exchange-2007.md F17: number and exception). */
function report(name: string): Utterance {
  const hash = lower(guidFrom(`report of ${name}`)).slice(1, 5)
  return {
    source: 'MSExchange Common',
    id: 4999,
    type: 'error',
    category: 1,
    strings: [
      '{pid}',
      'E12, c-RTL-{processor}, {2 major}.{2 minor}.{4 build}.{3 revision}',
      name,
      'S.ServiceProcess',
      'S.S.ServiceController.WaitForStatus',
      'System.ServiceProcess.TimeoutException',
      hash,
      '02.00.50727.042',
    ],
  }
}
