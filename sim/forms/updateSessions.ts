import { guidFrom } from '../../model/installer/guid.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { leafOf } from '../../model/machine/names.ts'
import type { UpdateClientPast } from '../../model/machine/parts.ts'
import { isoUtc } from '../../model/machine/time.ts'
import { UPDATE_CLIENT_EVENTS } from '../../model/words/events.ts'
import { lower } from '../../model/words/letters.ts'
import {
  AGENT_EVENTS,
  AGENT_SESSIONS,
  type AgentEvent,
  type AgentLine,
  type AgentSessionName,
  DOWNLOADED,
  SEARCHED,
} from '../../model/words/updateAgent.ts'
import { fillIn } from '../../model/words/wording.ts'
import type { Fact } from '../server/facts.ts'

/**
 * What the update client has done, as sessions: lines of WindowsUpdate.log with their times, and the events that it has
 * reported. A session is told by the facts of an installation, or by what the client did before anything was simulated.
 * Knows no file.
 */

export interface AgentEntry {
  readonly at: number
  readonly component: string
  readonly text: string
  /** Index of the fact that the line comes from. */
  readonly fact?: number | undefined
}

export interface AgentReport {
  readonly at: number
  readonly event: AgentEvent
  readonly update: string
  /** HRESULT in hexadecimal, without 0x. */
  readonly code: string
  readonly text: string
  readonly fact?: number | undefined
}

export type Told = { readonly line: AgentEntry } | { readonly report: AgentReport }

export const AGENT_BUILD = '7.0.6000.381'
const MICROSOFT_UPDATE = '{7971F918-A847-4430-9279-4A52D1EFE18D}'
export const NO_UPDATE = '{00000000-0000-0000-0000-000000000000}'
const DAY_MS = 86_400_000

const report = (report: AgentReport): Told => ({ report })

/** The client's service has started. */
function started({ windows, zone }: Machine, at: number, offset: (zone: number) => string): Told[] {
  const version = `${windows.versionNT === 502 ? '5.2' : '6.0'}.${windows.build}.${windows.servicePack}.0`
  return session('serviceStart', { at }, [AGENT_BUILD, offset(zone), windows.systemRoot, version])
}

/** A night on which there was nothing to install. */
function searched(machine: Machine, at: number): Told[] {
  const found = searchFrom(machine, at, 0)
  const end = endOf(found)
  const next = isoUtc(at + DAY_MS)
    .replace('T', ' ')
    .slice(0, 19)
  return [...found, ...session('idle', { at: end }, [next, next])]
}

function searchFrom({ name, windows }: Machine, at: number, count: number): Told[] {
  const call = guidFrom(`search ${name} ${at}`)
  const rules = 480 + (Math.floor(at / 1000) % 90)
  const strings = [call, windows.systemRoot, AGENT_BUILD, MICROSOFT_UPDATE, count, rules, rules + 310].map(String)
  const lines = session('search', { at }, strings)
  const text = fillIn(SEARCHED, [String(count)])
  return [...lines, report({ at: endOf(lines), event: AGENT_EVENTS.searched, update: NO_UPDATE, code: '0', text })]
}

// ------------------------------------------------------------------------------------------------- installations

interface Installation {
  readonly start: number
  readonly package: string
  readonly title: string
  readonly error: string | undefined
  /** The code behind the call was 3010. */
  readonly restart: boolean
  readonly end: number
  readonly fact: number
}

/** Those that came to an end: of one that did not, the client has said nothing to its logs. */
function installationsIn(facts: readonly Fact[]): Installation[] {
  const found: Installation[] = []
  let began: { readonly start: number; readonly package: string; readonly run: number } | undefined
  let restart = false
  facts.forEach(({ at, body }, fact) => {
    if (body.kind === 'run-started' && /\\wuauclt\.exe$/i.test(body.callingProcess)) {
      began = { start: at, package: body.package, run: body.run }
    } else if (body.kind === 'run-ended' && body.run === began?.run) restart = body.exitCode === 3010
    else if (body.kind === 'update-client' && began) {
      found.push({ ...began, title: body.title, error: body.error, restart, end: at, fact })
      began = undefined
    }
  })
  return found
}

/** The first call for an update comes after it was found and downloaded; later ones find it where it is. */
function installed(machine: Machine, installation: Installation, known: boolean): Told[] {
  const { title, package: path, start, end, error, restart, fact } = installation
  const update = guidFrom(`update ${title}`)
  const call = (what: string): string => guidFrom(`${what} ${machine.name} ${start}`)
  const fetched = known ? [] : fetchedBefore(machine, start, [call('download'), update, title, call('job'), path])
  const code = lower(error ?? '0x00000000')
  const strings = [call('install'), update, title, code, restart ? 'Yes' : 'No']
  const result = session(error ? 'failed' : 'succeeded', { at: end, still: true }, strings)
  const told = UPDATE_CLIENT_EVENTS[error ? 20 : 19].text
  return [
    ...fetched,
    ...session('install', { at: start, still: true }, strings),
    report({
      at: end,
      event: error ? AGENT_EVENTS.failed : AGENT_EVENTS.installed,
      update,
      code: error ? code.replace(/^0x/, '') : '0',
      text: fillIn(told, error ? [code, title] : [title]),
      fact,
    }),
    ...result.map(one =>
      'line' in one && error && one.line.text.includes(code) ? { line: { ...one.line, fact } } : one,
    ),
  ]
}

/** Ends when the call begins. */
function fetchedBefore(machine: Machine, start: number, strings: readonly string[]): Told[] {
  const [, update = '', , , path = ''] = strings
  const fetch = (from: number): Told[] => {
    const found = searchFrom(machine, from, 1)
    const lines = session('download', { at: endOf(found) }, [...strings, lower(leafOf(path))])
    const at = endOf(lines)
    return [...found, ...lines, report({ at, event: AGENT_EVENTS.downloaded, update, code: '0', text: DOWNLOADED })]
  }
  const took = endOf(fetch(start)) - start
  return fetch(start - took - 2_000)
}

// --------------------------------------------------------------------------------------------------------- lines

interface When {
  readonly at: number
  /** All at that moment. */
  readonly still?: boolean
}

const endOf = (told: readonly Told[]): number =>
  Math.max(...told.map(one => ('line' in one ? one.line : one.report).at))

function session(name: AgentSessionName, { at, still = false }: When, strings: readonly string[]): Told[] {
  const lines: readonly AgentLine[] = AGENT_SESSIONS[name].lines
  let now = at
  return lines.map(([component, text, after = 0]) => {
    // No two sessions take the same time; which it is follows from when it was.
    if (!still) now += after === 0 ? 0 : after + ((Math.floor(at / 16) + after) % Math.ceil(after / 3))
    return { line: { at: now, component, text: fillIn(text, strings) } }
  })
}

/** All that the client has done on a server, in the order of time. */
export function updateSessions(
  machine: Machine,
  facts: readonly Fact[],
  past: UpdateClientPast | undefined,
  offset: (zone: number) => string,
): Told[] {
  const told: Told[] = past
    ? [...started(machine, past.started, offset), ...past.searches.flatMap(at => searched(machine, at))]
    : []
  const known = new Set<string>()
  const since = [
    ...facts.flatMap(({ at, body }) => (body.kind === 'restarted' ? [{ at, told: started(machine, at, offset) }] : [])),
    ...installationsIn(facts).map(one => {
      const told = installed(machine, one, known.has(one.title))
      known.add(one.title)
      return { at: one.start, told }
    }),
  ].sort((a, b) => a.at - b.at)
  return [...told, ...since.flatMap(one => one.told)]
}
