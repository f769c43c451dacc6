import { CONTROL_MANAGER_EVENTS } from '../../model/words/events.ts'
import { lower, upper } from '../../model/words/letters.ts'
import { reader } from '../../model/words/turned.ts'
import { kbNumber, type Word } from '../foreign/commandLine.ts'
import type { Evidence, Read } from './evidence.ts'
import type { Quote } from './finding.ts'
import { isExchange2007, productNamed, versionNamed } from './knowledge/products.ts'
import { foldName, isExchange, knownByDisplayName, knownService } from './knowledge/services.ts'
import { codesOfInstaller, codesSaid, resultIn } from './observations/spoken.ts'
import { once } from './once.ts'
import type { CliXmlObject } from './parse/cliXml.ts'
import { type EventEntry, parseLocalTime } from './parse/events.ts'
import type { InstallerLog, Mention } from './parse/installerLog.ts'
import type { ServiceControlBlock } from './parse/serviceControl.ts'
import type { ListedService, Stated } from './parse/services.ts'
import { fileName } from './paths.ts'
import type { Places } from './places.ts'

/**
 * What several rules want to know of the evidence: which attempts still count, which services are down, and since when.
 * Names no cause: that is for the rules.
 */

// ------------------------------------------------------------------------------------------------------ quotes

export const quoteLog = (log: Read<InstallerLog>, line: { readonly number: number; readonly raw: string }): Quote => ({
  path: log.path,
  line: line.number,
  text: line.raw,
})

export const quoteText = (path: string, told: { readonly line: number; readonly text: string }): Quote => ({
  path,
  line: told.line,
  text: told.text,
})

export const quoteEvent = (found: FoundEvent): Quote => {
  const { path, event } = found
  return { path, line: event.line, text: `${event.source} ${event.id}: ${event.message}` }
}

// --------------------------------------------------------------------------------------------- installer logs

/** What the whole run returned, as far as the log says: of several engines the caller's is last. */
export function returnCode(log: InstallerLog): number | undefined {
  return log.returnCodes.at(-1)?.code
}

export function succeeded(log: InstallerLog): boolean {
  const code = returnCode(log)
  return (code === 0 || code === 3010) && log.failures.length === 0
}

/** As the first result names it. */
export const productOf = (log: InstallerLog): string | undefined => firstOf(log.results, productNamed)

const firstOf = (mentions: readonly Mention[], tell: (text: string) => string | undefined): string | undefined =>
  mentions.map(({ value }) => tell(value)).find(told => told !== undefined)

const listed = (log: InstallerLog, name: string): string | undefined =>
  log.properties.find(property => property.name === name)?.value

/** Whether the attempt was about Exchange Server 2007; undefined where its log does not tell. */
export const isOurs = once((log: InstallerLog) => {
  const [code, version] = log.sequencedFor[0]?.value.split(' ') ?? []
  return isExchange2007({
    name: productOf(log) ?? listed(log, 'ProductName'),
    code: listed(log, 'ProductCode') ?? code,
    version: listed(log, 'ProductVersion') ?? firstOf(log.results, versionNamed) ?? version,
    updates: [...log.results, ...log.originalPatches].map(({ value }) => value),
  })
})

export function startedAt(log: InstallerLog): number | undefined {
  return log.header ? parseLocalTime(`${log.header.date} ${log.header.time}`) : undefined
}

/** By what a log is known, wherever it lies and in whichever encoding. */
function signOf({ header, first, last, failures, messages, notes, properties, returnCodes, shown }: InstallerLog) {
  const lines = [header?.line, ...failures.map(({ end }) => end), ...returnCodes.map(({ line }) => line), ...shown]
  const counts = [last - first, ...[messages, notes, properties].map(list => list.length)]
  return [...counts, ...lines.map(line => line?.raw.trim())].join('\n')
}

/**
 * Oldest first; a log that does not say when it began goes last, in the order it was given. A copy of a log, such as one
 * in another encoding, is no further attempt: the first that was given counts.
 */
export const logsInOrder = once((evidence: Evidence): readonly Read<InstallerLog>[] => {
  const when = (log: InstallerLog): number => startedAt(log) ?? Number.POSITIVE_INFINITY
  const signs = new Set<string>()
  return evidence.installerLogs
    .filter(log => {
      const sign = signOf(log)
      const copy = signs.has(sign)
      signs.add(sign)
      return !copy
    })
    .map((log, order) => ({ log, order, at: when(log) }))
    .sort((a, b) => (a.at === b.at ? a.order - b.order : a.at - b.at))
    .map(({ log }) => log)
})

export const kbIn = (text: string | undefined): Word | undefined => {
  const named = /(?<![a-z])KB ?\d{6,7}(?!\d)/i.exec(text ?? '')?.[0]
  return kbNumber(named && upper(named).replace(' ', ''))
}

/** Who names a log after the rollup that he installs has said which. */
export const kbOf = ({ originalPatches, results, path }: Read<InstallerLog>): Word | undefined =>
  kbIn(originalPatches[0]?.value) ?? kbIn(results.at(-1)?.value) ?? kbIn(fileName(path))

/** Products by the names that texts give them: of two spellings one. */
const foldProduct = (name: string | undefined): string | undefined => name && lower(name)

/**
 * Logs of attempts that failed and have not been made good: none that a success for the same product followed, and none of a
 * rollup that came in since then, as the events say.
 */
export const openLogs = once((evidence: Evidence): readonly Read<InstallerLog>[] => {
  /** Products that a later attempt installed after all. */
  const redeemed = new Set<string | undefined>()
  const open = logsInOrder(evidence)
    .toReversed()
    .filter(log => {
      const product = foldProduct(productOf(log))
      const failed = !succeeded(log)
      if (!failed && startedAt(log) !== undefined) redeemed.add(product)
      return failed && !redeemed.has(product) && !cameIn(evidence, log)
    })
  return open.reverse()
})

/** Whether the last event about a rollup that was to be installed says that it was. */
function cameIn(evidence: Evidence, log: Read<InstallerLog>): boolean {
  const kb = log.originalPatches.length > 0 ? kbOf(log) : undefined
  return kb !== undefined && lastResults(evidence).get(kb) === 1022
}

/** By rollup. */
const lastResults = once((evidence: Evidence): ReadonlyMap<string | undefined, number> => {
  const told = ownEvents(evidence).filter(({ event }) => UPDATE_RESULTS.has(event.id))
  return new Map(told.map(({ event }) => [kbIn(event.message), event.id]))
})

/** Without attempts that are known to be about another product. */
export const ownLogs = once((evidence: Evidence): readonly Read<InstallerLog>[] =>
  logsInOrder(evidence).filter(log => isOurs(log) !== false),
)

/**
 * The evidence as it was before a later attempt succeeded, if one did: what made the earlier one fail is still worth
 * knowing.
 */
export function beforeSuccess(evidence: Evidence): Evidence | undefined {
  const failed = logsInOrder(evidence).filter(log => !succeeded(log))
  const events = installerEvents(evidence)
  const redeemed = events.filter(({ event }) => !SUCCESSES.has(event.id)).length > openInstallerEvents(evidence).length
  if (failed.length === openLogs(evidence).length && !redeemed) return undefined
  const eventFiles = evidence.eventFiles.map(file => ({
    ...file,
    events: file.events.filter(({ id, source }) => !(SUCCESSES.has(id) && INSTALLER.test(source))),
  }))
  return { ...evidence, installerLogs: failed, eventFiles }
}

/** Of the logs that say how their attempt ended the last: by its date, if any has one. */
export function lastJudged<T extends InstallerLog>(logs: readonly T[]): T | undefined {
  const judged = logs.filter(log => returnCode(log) !== undefined || log.failures.length > 0)
  return judged.findLast(log => startedAt(log) !== undefined) ?? judged.at(-1)
}

/**
 * The last attempt of all failed. Where nothing tells, it did: somebody asks for a diagnosis. So did one of which a window
 * alone tells: nobody knows when it stood there.
 */
export function lastAttemptFailed(evidence: Evidence): boolean {
  if (onlyShown(evidence)) return true
  const last = lastJudged(ownLogs(evidence))
  if (last) return openLogs(evidence).includes(last)
  const result = ownEvents(evidence).findLast(({ event }) => RESULTS.has(event.id))
  return result === undefined || !SUCCESSES.has(result.event.id)
}

/** A window shows a code that neither a log nor an event tells. */
function onlyShown(evidence: Evidence): boolean {
  const told = new Set([
    ...ownLogs(evidence).flatMap(({ returnCodes }) => returnCodes.map(({ code }) => code)),
    ...ownEvents(evidence).map(({ event }) => resultIn(event.message)),
  ])
  return evidence.dialogs.some(({ lines }) => lines.some(line => codesShown(line).some(code => !told.has(code))))
}

const codesShown = (line: string): number[] => [...codesSaid(line), ...codesOfInstaller(line).map(({ code }) => code)]

// ------------------------------------------------------------------------------------------------------ events

export interface FoundEvent {
  readonly path: string
  readonly event: EventEntry
}

const INSTALLER = /^MsiInstaller$/i

/** 1022 update installed, 11728 configured; 1020, 1021, 1023, 1024, 11729 the opposites. */
const SUCCESSES: ReadonlySet<number> = new Set([1022, 11_728])
const UPDATE_RESULTS: ReadonlySet<number> = new Set([1020, 1021, 1022, 1023, 1024])
const RESULTS: ReadonlySet<number> = new Set([...SUCCESSES, ...UPDATE_RESULTS, 11_729])

/**
 * The events of one source, oldest first. The same log is often there several times, as a file and as exports of it: the
 * one with most of them counts, and of two the original.
 */
export function eventsOf(evidence: Evidence, source: RegExp): FoundEvent[] {
  const candidates = evidence.eventFiles.map(({ path, binary, events }) => ({
    path,
    binary,
    found: events.filter(event => source.test(event.source)),
  }))
  const best = candidates.sort((a, b) => b.found.length - a.found.length || Number(b.binary) - Number(a.binary))[0]
  return best?.found.map(event => ({ path: best.path, event })) ?? []
}

export const installerEvents = once((evidence: Evidence): readonly FoundEvent[] => eventsOf(evidence, INSTALLER))

/** Without those that are known to be about another product. */
export const ownEvents = once((evidence: Evidence): readonly FoundEvent[] =>
  installerEvents(evidence).filter(({ event }) => isOurEvent(event) !== false),
)

/** Of installations and repairs that came to a good end. */
export const successesOf = (evidence: Evidence): EventEntry[] =>
  ownEvents(evidence).flatMap(({ event }) => (SUCCESSES.has(event.id) ? [event] : []))

/** Whether an event of the installer is about Exchange Server 2007; undefined where its text does not tell. */
export const isOurEvent = ({ message }: EventEntry): boolean | undefined => {
  const name = productNamed(message)
  return isExchange2007({ name, version: versionNamed(message), updates: name === undefined ? [] : [message] })
}

/**
 * Events of the Windows Installer that no success of the same product followed. One that names no product goes with the
 * one after it that does.
 */
export function openInstallerEvents(evidence: Evidence): FoundEvent[] {
  const redeemed = new Set<string | undefined>()
  let product: string | undefined
  const open = installerEvents(evidence)
    .toReversed()
    .filter(({ event }) => {
      product = foldProduct(productNamed(event.message)) ?? product
      if (SUCCESSES.has(event.id)) redeemed.add(product)
      return !redeemed.has(product)
    })
  return open.reverse()
}

/** A start type that was changed, event 7040, by the texts of Windows: `auto start`, `demand start`, `disabled`. */
export interface StartChange {
  readonly found: FoundEvent
  readonly service: string
  readonly from: string
  readonly to: string
}

const changed = reader(CONTROL_MANAGER_EVENTS[7040].text)

export const startChanges = once((evidence: Evidence): readonly StartChange[] => {
  const nameOf = serviceNames(evidence)
  return eventsOf(evidence, /^(?:Microsoft-Windows-)?Service Control Manager/i).flatMap(found => {
    const told = found.event.id === 7040 ? changed(found.event.message) : undefined
    const [display, from, to] = [told?.get(1), told?.get(2), told?.get(3)]
    if (display === undefined || from === undefined || to === undefined) return []
    const service = nameOf(display) ?? display
    return [{ found, service, from: lower(from), to: lower(to) }]
  })
})

/** Short names of services by those that the Services tool shows, as far as a listing of the server tells or they are known. */
export function serviceNames(evidence: Evidence): (displayName: string) => string | undefined {
  const names = displayNames(evidence)
  return display => names.get(foldName(display)) ?? knownByDisplayName(display)?.name
}

function displayNames(evidence: Evidence): Map<string, string> {
  const listed = evidence.services.flatMap(({ listing }) => [...listing.values()])
  const saved = evidence.savedStates.flatMap(({ objects }) => objects)
  return new Map([
    ...saved.flatMap(({ properties }): [string, string][] => {
      const display = properties.get('DisplayName')
      return display === undefined ? [] : [[foldName(display), properties.get('Name') ?? display]]
    }),
    ...listed.flatMap((s): [string, string][] =>
      s.displayName === undefined ? [] : [[foldName(s.displayName), s.name]],
    ),
  ])
}

// ---------------------------------------------------------------------------------------------------- services

/** The script's log that the scripts write now, not one in a folder that was moved away. */
export function serviceControlLog(
  evidence: Evidence,
): Read<{ readonly blocks: readonly ServiceControlBlock[] }> | undefined {
  const inPlace = evidence.serviceControl.find(({ path }) => /(?:^|[\\/])ExchangeSetupLogs[\\/]/i.test(path))
  return inPlace ?? evidence.serviceControl[0]
}

export interface Down {
  readonly path: string
  readonly service: ListedService
  readonly start: Stated<string>
}

/** Controlled services that the server's list shows as disabled; undefined without a list that says so of any. */
export function disabledNow(evidence: Evidence): Down[] | undefined {
  const listed = evidence.services.flatMap(({ path, listing }) =>
    [...listing.values()].flatMap(service => {
      const { start } = service
      return start && knownService(service.name) ? [{ path, service, start }] : []
    }),
  )
  return listed.length === 0 ? undefined : listed.filter(({ start }) => start.value === 'DISABLED')
}

/** The server's list shows its Exchange services enabled: whatever happened before has been repaired. */
export function servicesRepaired(evidence: Evidence): boolean {
  const down = disabledNow(evidence)
  return down?.every(({ service }) => !isExchange(service.name)) ?? false
}

export interface SavedMode {
  readonly name: string
  readonly mode: string
  readonly line: number
}

export function modeOf({ properties, lines, line }: CliXmlObject): SavedMode[] {
  const [name, mode] = [properties.get('Name'), properties.get('StartMode')]
  if (name === undefined || mode === undefined) return []
  return [{ name, mode: lower(mode), line: lines.get('StartMode') ?? line }]
}

/** The start modes that were saved, as far as they are worth restoring. */
export function savedModes({ evidence, lost }: Judged): SavedMode[] {
  return lost ? [] : evidence.savedStates.flatMap(({ objects }) => objects.flatMap(modeOf))
}

/**
 * What the script disabled is disabled still, of Windows too, where Exchange has no service of its own; or what it stopped
 * before it gave up is stopped still.
 */
function isDown({ services }: Evidence, last: ServiceControlBlock | undefined): boolean {
  if (last?.kind !== 'BeforePatch') return false
  const names = new Set([...last.stopped, ...last.disabled].map(({ service }) => foldName(service)))
  return services.some(({ listing }) =>
    [...listing.values()].some(({ name, start, state }) => {
      return names.has(foldName(name)) && (start?.value === 'DISABLED' || state?.value === 'STOPPED')
    }),
  )
}

/** Evidence, and what a rule says of it. */
export interface Judged {
  readonly evidence: Evidence
  /** The state of the services was saved when they were already down, so that AfterPatch cannot restore it. */
  readonly lost: boolean
  /** Whether it is about Exchange Server 2007; undefined where nothing tells. */
  readonly ours: boolean | undefined
  /** Where things lie, for commands. */
  readonly places: Places
}

/** What has to be done for the services before anything is installed again. */
export type ServiceRecovery = 'lost' | 'saved' | 'down' | 'fine' | 'unknown'

/**
 * - `lost`: down, and the saved state says so too: only by hand
 * - `saved`: down since a BeforePatch whose saved state is good: AfterPatch
 * - `down`: disabled, and nothing is saved: by hand
 * - `fine`, `unknown`: nothing to do; nothing known
 */
export function serviceState(judged: Judged): ServiceRecovery {
  const { evidence, lost } = judged
  const last = serviceControlLog(evidence)?.blocks.findLast(block => block.kind !== 'unknown')
  if (servicesRepaired(evidence) && !isDown(evidence, last)) return 'fine'
  if (lost) return 'lost'
  if (last?.kind === 'BeforePatch') return last.disabled.length + last.stopped.length > 0 ? 'saved' : 'unknown'
  // Services are down; what is saved decides how they come back.
  const down = disabledNow(evidence)
  if (down) return savedModes(judged).length > 0 ? 'saved' : 'down'
  return last ? 'fine' : 'unknown'
}
