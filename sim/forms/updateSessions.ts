import { guidFrom } from '../../model/installer/guid.ts'
import type { Machine } from '../../model/machine/machine.ts'
import { leafOf } from '../../model/machine/names.ts'
import type { UpdateClientPast } from '../../model/machine/parts.ts'
import { DAY, isoUtc } from '../../model/machine/time.ts'
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
import { updateId } from '../server/install.ts'

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

const report = (report: AgentReport): Told => ({ report })

/** The client's service has started. */
function started(machine: Machine, at: number, offset: (machine: Machine, at: number) => string): Told[] {
  const { windows } = machine
  const version = `${windows.version}.${windows.servicePack}.0`
  return session('serviceStart', { at }, [AGENT_BUILD, offset(machine, at), windows.systemRoot, version])
}

/** A night on which there was nothing to install. */
function searched(machine: Machine, at: number): Told[] {
  const found = searchFrom(machine, { at }, 0)
  const end = endOf(found)
  const next = isoUtc(at + DAY)
    .replace('T', ' ')
    .slice(0, 19)
  return [...found, ...session('idle', { at: end }, [next, next])]
}

function searchFrom({ name, windows }: Machine, { at, of = at }: When, count: number): Told[] {
  const [call, pruned] = [guidFrom(`search ${name} ${at}`), guidFrom(`pruned ${name}`)]
  const client = lower(guidFrom(`client ${name}`)).slice(1, -1)
  const rules = 480 + (Math.floor(of / 1000) % 90)
  const strings = [
    call,
    windows.systemRoot,
    AGENT_BUILD,
    MICROSOFT_UPDATE,
    count,
    rules,
    rules + 310,
    client,
    pruned,
  ].map(String)
  const lines = session('search', { at, of }, strings)
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

/** @param idle since when the client had nothing to do; it looks for an update and downloads it if there was time to */
function installed(machine: Machine, installation: Installation, idle: number): Told[] {
  const { title, package: path, start, end, error, restart, fact } = installation
  const update = updateId(title)
  const call = (what: string): string => guidFrom(`${what} ${machine.name} ${start}`)
  const fetched = fetchedBefore(machine, start, [call('download'), update, title, call('job'), path])
  const code = lower(error ?? '0x00000000')
  const strings = [call('install'), update, title, code, restart ? 'Yes' : 'No']
  const result = session(error ? 'failed' : 'succeeded', { at: end, still: true }, strings)
  const told = UPDATE_CLIENT_EVENTS[error ? 20 : 19].text
  return [
    ...(startOf(fetched) < idle ? [] : fetched),
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
    const found = searchFrom(machine, { at: from, of: start }, 1)
    const lines = session('download', { at: endOf(found), of: start }, [...strings, lower(leafOf(path))])
    const at = endOf(lines)
    return [...found, ...lines, report({ at, event: AGENT_EVENTS.downloaded, update, code: '0', text: DOWNLOADED })]
  }
  const took = endOf(fetch(start)) - start
  return fetch(start - took - 2_000)
}

// --------------------------------------------------------------------------------------------------------- lines

interface When {
  readonly at: number
  /** What the times between lines follow from: that of the whole, which begins before its parts. */
  readonly of?: number
  /** All at that moment. */
  readonly still?: boolean
}

const timeOf = (told: Told): number => ('line' in told ? told.line : told.report).at
const startOf = (told: readonly Told[]): number => Math.min(...told.map(timeOf))
const endOf = (told: readonly Told[]): number => Math.max(...told.map(timeOf))

function session(name: AgentSessionName, { at, of = at, still = false }: When, strings: readonly string[]): Told[] {
  const lines: readonly AgentLine[] = AGENT_SESSIONS[name].lines
  let now = at
  return lines.map(([component, text, after = 0]) => {
    // No two sessions take the same time; which it is follows from when it was.
    if (!still) now += after === 0 ? 0 : after + ((Math.floor(of / 16) + after) % Math.ceil(after / 3))
    return { line: { at: now, component, text: fillIn(text, strings) } }
  })
}

/** All that the client has done on a server, in the order of time: its threads do not wait for each other. */
export function updateSessions(
  machine: Machine,
  facts: readonly Fact[],
  past: UpdateClientPast | undefined,
  offset: (machine: Machine, at: number) => string,
): Told[] {
  const told: Told[] = []
  if (past) told.push(...started(machine, past.started, offset))
  for (const at of past?.searches ?? []) told.push(...searched(machine, at))
  for (const { at, body } of facts) if (body.kind === 'restarted') told.push(...started(machine, at, offset))
  const known = new Map<string, number>()
  for (const one of installationsIn(facts)) {
    // What has been found once is where it was downloaded to.
    told.push(...installed(machine, one, known.has(one.title) ? Infinity : Math.max(0, ...known.values())))
    known.set(one.title, one.end)
  }
  return told.sort((a, b) => timeOf(a) - timeOf(b))
}
