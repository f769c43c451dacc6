import {
  COMPONENT_SOURCE,
  CONTROL_MANAGER_SOURCE,
  EVENT_LOG_SOURCE,
  KERNEL_SOURCE,
  OWA_SOURCE,
  RESTART_MANAGER_SOURCE,
  SHUTDOWN_SOURCE,
  UPDATE_CLIENT_SOURCE,
} from './eventSources.ts'
import { OWA_PROXY } from './events.ts'
import { derived, documented, modelled, observed, type SourcedRow } from './grade.ts'
import type { WindowsId } from './wording.ts'

/**
 * How each provider writes its events on each Windows: what stands around the strings. What has no row is a classic source,
 * which calls `ReportEvent`; on Server 2003 all are. One row per provider. It does not know what an event says: events.ts.
 */

/** By what kind of event it is. */
type BySeverity = Readonly<Record<'error' | 'warning' | 'information', number>>

/** Who writes: a program that Windows starts, the process of a service, or the kernel. */
export type Writer = { readonly program: string } | { readonly service: string } | 'kernel' | 'unknown'

/** The element that an event carries in place of strings: one element in it for each string. */
export interface UserElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
}

export interface Provider extends SourcedRow {
  readonly guid?: string
  readonly eventSourceName?: string
  readonly version?: number
  readonly opcode?: number
  /** Bits of a successful event, and of an error where they differ. Without: those of a classic source. */
  readonly keywords?: bigint
  readonly errorKeywords?: bigint
  /** Upper half of the message identifier. Without: none is stored. */
  readonly qualifiers?: BySeverity
  /** What a viewer calls task, opcode and keywords. */
  readonly tasks?: Readonly<Record<number, string>>
  readonly opcodeName?: string
  readonly keywordNames?: readonly string[]
  readonly errorKeywordNames?: readonly string[]
  /** Classic sources report whole seconds; the others what the clock shows, which moves by ticks. */
  readonly time: 'second' | 'tick'
  /** Execution: the process and the thread that write. Without, an event has none. */
  readonly writer?: Writer
  /** Names of the strings: `param1`, `param2` ... or those of each event. Without, they have none. */
  readonly names?: 'params' | Readonly<Record<number, readonly string[]>>
  readonly userData?: UserElement
}

const NONE: BySeverity = { error: 0, warning: 0, information: 0 }
/** Severity, and the system's own facility: 7036 is 0x40001B7C. */
const SYSTEM: BySeverity = { error: 0xc000, warning: 0x8000, information: 0x4000 }
/** The log's own events are warnings by their identifiers and reported as information: 6005 is 0x80001775. */
const WARNING: BySeverity = { error: 0x8000, warning: 0x8000, information: 0x8000 }
/** Severity, and facility 4 of Exchange: event 2080 is 0x40040820, which viewers of identifiers show as 1074006048. */
const EXCHANGE: BySeverity = { error: 0xc004, warning: 0x8004, information: 0x4004 }
/** Facility 6 of the store: scripts ask WMI for its event 1221 by 1074136261, which is 0x400604C5. */
const STORE: BySeverity = { error: 0xc006, warning: 0x8006, information: 0x4006 }

const classic = (qualifiers: BySeverity, tasks?: Readonly<Record<number, string>>): Provider => ({
  qualifiers,
  ...(tasks && { tasks }),
  time: 'second',
  ...observed('formats.md 3'),
})

/** Of the database engine; the same in the message table of esent.dll 6.0. */
const ENGINE_TASKS = { 1: 'General', 3: 'Logging/Recovery', 7: 'Performance', 10: 'Online Defragmentation' } as const

/** The names that each Server has for the categories of its sources. */
const CLASSIC: Readonly<Record<string, Provider>> = {
  [CONTROL_MANAGER_SOURCE]: classic(SYSTEM),
  [COMPONENT_SOURCE['windows-server-2003']]: { ...classic(SYSTEM), ...modelled('memory') },
  [EVENT_LOG_SOURCE]: { ...classic(WARNING), ...modelled('memory') },
  [SHUTDOWN_SOURCE]: { ...classic(WARNING), ...modelled('memory') },
  [UPDATE_CLIENT_SOURCE['windows-server-2003']]: {
    ...classic(NONE, { 1: 'Installation' }),
    ...documented('formats.md 3.1'),
  },
  ...Object.fromEntries(
    ['ESE', 'ESENT'].map(source => [
      source,
      { ...classic(NONE, ENGINE_TASKS), ...documented('winevt-kb'), fields: { qualifiers: modelled('memory') } },
    ]),
  ),
  'MSExchange ADAccess': { ...classic(EXCHANGE, { 3: 'Topology' }), ...modelled('memory') },
  MSExchangeIS: {
    ...classic(STORE, { 6: 'General' }),
    ...modelled('memory'),
    fields: { qualifiers: documented('wmi-1221') },
  },
  'MSExchangeIS Mailbox Store': {
    ...classic(STORE, { 6: 'General' }),
    ...modelled('memory'),
    fields: { qualifiers: documented('wmi-1221') },
  },
  'MSExchangeIS Public Store': {
    ...classic(STORE, { 6: 'General' }),
    ...modelled('memory'),
    fields: { qualifiers: documented('wmi-1221') },
  },
  MSExchangeRepl: { ...classic(EXCHANGE, { 1: 'Service' }), ...documented('technet-ff983506') },
  ...Object.fromEntries(
    ['MSExchange Assistants', 'MSExchange Common', 'MSExchange Search Indexer', 'MSExchangeFDS'].map(source => [
      source,
      { ...classic(EXCHANGE, { 1: 'General' }), ...modelled('memory') },
    ]),
  ),
  MSExchangeSA: { ...classic(EXCHANGE, { 1: 'General', 13: 'OAL Generator' }), ...modelled('memory') },
  'MSExchange ActiveSync': { ...classic(EXCHANGE, { 4: 'Requests' }), ...modelled('memory') },
  MSExchangeTransport: { ...classic(EXCHANGE, { 1: 'SmtpReceive', 12: 'TransportService' }), ...modelled('memory') },
  [OWA_SOURCE]: { ...classic(EXCHANGE, { [OWA_PROXY.category]: OWA_PROXY.name }), ...modelled('memory') },
}

/** Other sources of Exchange have the same identifiers. */
const OF_EXCHANGE: Provider = { ...classic(EXCHANGE), ...modelled('memory') }

/** With a manifest, and none of the classic names. */
const manifest = (guid: string, writer: Writer, more: Partial<Provider> = {}): Provider => ({
  guid,
  version: 0,
  opcode: 0,
  opcodeName: 'Info',
  keywords: 0x8000_0000_0000_0000n,
  keywordNames: [],
  time: 'tick',
  writer,
  ...modelled('memory'),
  ...more,
})

/** Under its old name too, and without a process. */
const renamed = (guid: string, eventSourceName: string, more: Partial<Provider> = {}): Provider => ({
  guid,
  eventSourceName,
  version: 0,
  opcode: 0,
  keywords: 0x80_0000_0000_0000n,
  keywordNames: ['Classic'],
  qualifiers: NONE,
  time: 'second',
  writer: 'unknown',
  names: 'params',
  ...modelled('memory'),
  ...more,
})

const OF_2008: Readonly<Record<string, Provider>> = {
  [CONTROL_MANAGER_SOURCE]: {
    guid: '{555908d1-a6d7-4695-8e1e-26931d2012f4}',
    eventSourceName: CONTROL_MANAGER_SOURCE,
    version: 0,
    opcode: 0,
    keywords: 0x8080_0000_0000_0000n,
    keywordNames: ['Classic'],
    qualifiers: SYSTEM,
    time: 'tick',
    writer: { program: 'services.exe' },
    names: 'params',
    ...observed('formats.md 3.2'),
  },
  [RESTART_MANAGER_SOURCE]: manifest(
    '{0888E5EF-9B98-4695-979D-E92CE4247224}',
    { service: 'msiserver' },
    {
      names: { 10000: ['RmSessionId', 'UTCStartTime'], 10001: ['RmSessionId', 'UTCStartTime'] },
      userData: {
        name: 'RmSessionEvent',
        attributes: {
          'xmlns:auto-ns2': 'http://schemas.microsoft.com/win/2004/08/events',
          xmlns: 'http://www.microsoft.com/2005/08/Windows/Reliability/RestartManager/',
        },
      },
      ...observed('formats.md 3.2'),
      fields: { userData: modelled('memory: the name spaces') },
    },
  ),
  [UPDATE_CLIENT_SOURCE['windows-server-2008']]: manifest(
    '{945A8954-C147-4ACD-923F-40C45405A658}',
    { service: 'wuauserv' },
    {
      opcode: 13,
      opcodeName: 'Installation',
      keywords: 0x8000_0000_0000_0018n,
      errorKeywords: 0x8000_0000_0000_0028n,
      keywordNames: ['Success', 'Installation'],
      errorKeywordNames: ['Failure', 'Installation'],
      tasks: { 1: 'Windows Update Agent' },
      names: {
        19: ['updateTitle', 'updateGuid', 'updateRevisionNumber'],
        20: ['errorCode', 'updateTitle', 'updateGuid', 'updateRevisionNumber'],
      },
      ...observed('formats.md 3.2'),
      fields: { errorKeywords: derived('formats.md 3.2'), version: modelled('memory: 1 in later Windows') },
    },
  ),
  [COMPONENT_SOURCE['windows-server-2008']]: renamed(
    '{1B562E86-B7AA-4131-BADC-B6F3A001407E}',
    COMPONENT_SOURCE['windows-server-2003'],
    {
      qualifiers: SYSTEM,
      ...observed('formats.md 3.2'),
      fields: { keywords: modelled('memory: as in Windows 7'), time: modelled('memory: as in Windows 7') },
    },
  ),
  [KERNEL_SOURCE]: manifest('{A68CA8B7-004F-D7B6-A698-07E2DE0F1F5D}', 'kernel', {
    names: {
      12: ['MajorVersion', 'MinorVersion', 'BuildVersion', 'QfeVersion', 'ServiceVersion', 'BootMode', 'StartTime'],
      13: ['StopTime'],
    },
    fields: { guid: observed('formats.md 3.2') },
  }),
}

/** Of what a server does on any day. */
const DAILY_2008: Readonly<Record<string, Provider>> = {
  'Microsoft-Windows-GroupPolicy': manifest(
    '{AEA1B4FA-97D1-45F2-A64C-4D69FFFD92C9}',
    { service: 'gpsvc' },
    {
      opcode: 1,
      opcodeName: 'Start',
      names: { 1500: ['SupportInfo1', 'SupportInfo2', 'ProcessingMode', 'ProcessingTimeInMilliseconds', 'DCName'] },
    },
  ),
  'Microsoft-Windows-Time-Service': manifest(
    '{06EDCFEB-0FD0-4E53-ACCA-A6F8BBF81BCB}',
    { service: 'W32Time' },
    {
      names: { 35: ['TimeSource'], 37: ['TimeSource'] },
    },
  ),
  'Microsoft-Windows-User Profiles Service': manifest(
    '{89B1E9F0-5AFF-44A6-9B44-0A07A7CE5845}',
    { service: 'ProfSvc' },
    {
      names: { 1530: ['Detail'] },
    },
  ),
  'Microsoft-Windows-Security-Licensing-SLC': renamed(
    '{1FD7C1D2-D037-4620-8D29-B2C7E5FCC13A}',
    'Software Licensing Service',
  ),
  'Microsoft-Windows-EventSystem': renamed('{899DAACE-4868-4295-AFCD-9EB8FB497561}', 'EventSystem'),
  'Microsoft-Windows-WMI': renamed('{1EDEEE53-0AFE-4609-B846-D8C0B2075B1F}', 'WinMgmt'),
}

const UNKNOWN: Provider = classic(NONE)

const rowOf = (rows: Readonly<Record<string, Provider>>, source: string): Provider | undefined =>
  Object.hasOwn(rows, source) ? rows[source] : undefined

export function providerOn(windows: WindowsId, source: string): Provider {
  const own = windows === 'windows-server-2008' ? (rowOf(OF_2008, source) ?? rowOf(DAILY_2008, source)) : undefined
  const old = rowOf(CLASSIC, source)
  return own ?? old ?? (source.startsWith('MSExchange') ? OF_EXCHANGE : UNKNOWN)
}

/** A name for each string of an event; undefined where strings have none. */
export function namesOf({ names }: Provider, id: number, count: number): readonly string[] | undefined {
  if (names === undefined || count === 0) return undefined
  const own = names === 'params' ? [] : (names[id] ?? [])
  return Array.from({ length: count }, (_, i) => own[i] ?? `param${i + 1}`)
}

/** What a viewer shows of a task that has a number alone. */
export function taskName({ tasks }: Provider, task: number): string {
  return task === 0 ? 'None' : (tasks?.[task] ?? `(${task})`)
}

export const keywordNamesOf = (
  { keywordNames = ['Classic'], errorKeywordNames }: Provider,
  type: keyof BySeverity,
): readonly string[] => (type === 'error' ? (errorKeywordNames ?? keywordNames) : keywordNames)
