import { INSTALLER_SOURCE } from '../../../../model/words/eventSources.ts'
import { CONTROL_MANAGER_EVENTS, INSTALLER_EVENTS } from '../../../../model/words/events.ts'
import { lower } from '../../../../model/words/letters.ts'
import { type Filled, reader } from '../../../../model/words/turned.ts'
import type { Evidence } from '../../evidence.ts'
import { productNamed } from '../../knowledge/products.ts'
import { isExchange } from '../../knowledge/services.ts'
import type { EventEntry } from '../../parse/events.ts'
import {
  type FoundEvent,
  isOurEvent,
  openInstallerEvents,
  quoteEvent,
  serviceNames,
  startChanges,
} from '../../situation.ts'
import type { Observed } from '../kinds.ts'
import { fileSaid, messageOfEvent, resultIn, systemErrorIn } from '../spoken.ts'
import { codes, programOf } from './logs.ts'

/**
 * What event logs show. The same log is often there several times, as a file and as exports of it: of each source the file
 * with most of its events counts, and of two the original. Does not know what an event means.
 */

export function* fromEvents(evidence: Evidence): Generator<Observed> {
  const open = new Set(openInstallerEvents(evidence).map(({ event }) => event))
  const nameOf = serviceNames(evidence)
  for (const { source, found } of bySource(evidence)) {
    for (const one of found) {
      if (isOfSystem(source)) yield systemRow(one, nameOf)
      else if (source === INSTALLER) yield* installerRows(one, open.has(one.event))
      else yield otherRow(one)
    }
  }
  yield* changes(evidence)
  yield* witnesses(evidence)
}

const INSTALLER = lower(INSTALLER_SOURCE)

/** Sources of the System log, as far as somebody asks for them. */
const SYSTEM =
  /^(?:microsoft-windows-)?(?:service control manager|eventlog|windowsupdateclient|dcom|distributedcom|user32|disk|ntfs|srv)\b|^windows update agent$/

const isOfSystem = (source: string): boolean => SYSTEM.test(source)

interface OfSource {
  readonly source: string
  readonly binary: boolean
  readonly found: FoundEvent[]
}

/** The installer's own first, the others as they come. */
function bySource(evidence: Evidence): OfSource[] {
  const best = new Map<string, OfSource>()
  for (const { path, binary, events } of evidence.eventFiles) {
    const own = new Map<string, OfSource>()
    const asWritten = new Map<string, OfSource>()
    for (const event of events) {
      const group = asWritten.get(event.source) ?? groupIn(own, event.source, binary)
      asWritten.set(event.source, group)
      group.found.push({ path, event })
    }
    for (const [source, group] of own) if (isBetter(group, best.get(source))) best.set(source, group)
  }
  return [...best.values()].sort((a, b) => Number(b.source === INSTALLER) - Number(a.source === INSTALLER))
}

function groupIn(groups: Map<string, OfSource>, written: string, binary: boolean): OfSource {
  const source = lower(written)
  const group = groups.get(source) ?? { source, binary, found: [] }
  groups.set(source, group)
  return group
}

const isBetter = (one: OfSource, other: OfSource | undefined): boolean =>
  !other ||
  one.found.length > other.found.length ||
  (one.found.length === other.found.length && one.binary && !other.binary)

// ------------------------------------------------------------------------------------------------------- application

function otherRow(found: FoundEvent): Observed {
  const systemError = systemErrorIn(found.event.message)
  const row = { kind: 'event', ...quoteEvent(found), ...basic(found.event) } as const
  return systemError === undefined ? row : { ...row, systemError }
}

/** Of the installer; `open`: no success of the same product followed. */
function* installerRows(found: FoundEvent, open: boolean): Generator<Observed> {
  const { event } = found
  const quote = quoteEvent(found)
  const body = event.message
  const [product, ours] = [productNamed(body), isOurEvent(event)]
  const state = { open, ...(product !== undefined && { product }), ...(ours !== undefined && { ours }) }
  const [code, file, systemError] = [resultIn(body), fileSaid(messageOfEvent(event.id), body), systemErrorIn(body)]
  yield {
    kind: 'event',
    ...quote,
    ...state,
    ...basic(event),
    ...(code !== undefined && { code }),
    ...(file !== undefined && { file }),
    ...(systemError !== undefined && { systemError }),
  }
  if (code !== undefined) yield { kind: 'result.code', ...quote, ...state, code, by: 'event' }
  for (const said of codes(body)) yield { kind: 'result.code', ...quote, ...state, ...said }
  const told = event.id === 1025 ? holder(body) : undefined
  const [path, program] = [told?.get(2), told?.get(3)]
  if (path !== undefined && program !== undefined) {
    yield { kind: 'handle', ...quote, ...state, file: path, program: programOf(program) }
  }
}

const holder = reader(INSTALLER_EVENTS[1025].text)

const basic = ({ source, id, type, message }: EventEntry) => ({
  source,
  id,
  body: message,
  ...(type !== undefined && { type }),
})

// ------------------------------------------------------------------------------------------------------------ system

const readers = new Map<number, (said: string) => Filled | undefined>(
  Object.entries(CONTROL_MANAGER_EVENTS).map(([id, { text }]) => [Number(id), reader(text)]),
)

/** A short name by the one that the Services tool shows, as far as it is known. */
type NameOf = (displayName: string) => string | undefined

function systemRow(found: FoundEvent, nameOf: NameOf): Observed {
  const { event } = found
  const told = [...(readers.get(event.id)?.(event.message)?.values() ?? [])]
  const service = told.map(nameOf).find(name => name !== undefined)
  return {
    kind: 'system.event',
    ...quoteEvent(found),
    ...basic(event),
    ...(service !== undefined && { service, exchange: isExchange(service) }),
  }
}

function changes(evidence: Evidence): Observed[] {
  const all = startChanges(evidence)
  const last = new Map(all.map((change, i) => [lower(change.service), i]))
  return all.map(({ found, service, from, to }, i): Observed => {
    const exchange = isExchange(service)
    return {
      kind: 'start-change',
      ...quoteEvent(found),
      service,
      exchange,
      from,
      to,
      last: last.get(lower(service)) === i,
    }
  })
}

/** A log shows what was in it when it was taken. */
function witnesses({ eventFiles }: Evidence): Observed[] {
  return eventFiles.map(({ path, events, loose }): Observed => {
    const sources = new Set(events.map(({ source }) => source))
    const system = [...sources].some(source => isOfSystem(lower(source)))
    const of = system ? ['system.event', 'start-change'] : ['event']
    return { kind: 'listing', path, line: 1, text: path, of, whole: events.length > 0 && !loose, rows: events.length }
  })
}
