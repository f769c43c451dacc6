import { type INSTALLER_EVENTS, UPDATE_CLIENT_EVENTS } from '../../model/words/events.ts'
import { reader } from '../../model/words/turned.ts'
import { guid, patchPath, type Word } from '../foreign/commandLine.ts'
import type { Evidence, Read } from './evidence.ts'
import type { InstallerLog } from './parse/installerLog.ts'
import { eventsOf, isOurs, kbIn, kbOf, openLogs, ownEvents } from './situation.ts'

/**
 * What somebody wanted when it last went wrong: by the call itself, as its log, an event of it or the update client tells.
 * What is installed, and what was tried before something else, says nothing of it. Does not know what went wrong.
 */
export interface Wanted {
  readonly what: 'install' | 'remove'
  readonly kb?: Word
  /** Where the package was when it was to be installed. */
  readonly path?: Word
  /** Of the patch that was to be removed. */
  readonly code?: Word
}

/** Undefined where the last call that is told of was not in vain. */
export function wantedCall(evidence: Evidence): Wanted | undefined {
  const logged = openLogs(evidence).findLast(log => isOurs(log) !== false)
  const own = logged && ofLog(logged)
  const result = lastResult(evidence)
  const told = [
    // A call that ended before it had a result left no event of it either.
    logged?.results.length === 0 ? own : undefined,
    result?.wanted && withLog(result.wanted, own),
    byUpdateClient(evidence),
    own,
    byWindow(evidence),
  ].filter(wanted => wanted !== undefined)
  const wanted = told.find(isNamed) ?? told[0]
  // By another way it came in since then.
  const done = result && !result.wanted && result.kb !== undefined && result.kb === wanted?.kb
  return done ? undefined : wanted
}

const isNamed = ({ kb, path, code }: Wanted): boolean => (kb ?? path ?? code) !== undefined

// --------------------------------------------------------------------------------------------------------- logs

const REMOVAL = /\bMSIPATCHREMOVE="?(\{[^}]{36}\})/i

function ofLog(log: Read<InstallerLog>): Wanted {
  const code = log.commandLines.map(({ value }) => guid(REMOVAL.exec(value)?.[1])).find(found => found !== undefined)
  return {
    what: code === undefined ? 'install' : 'remove',
    ...given('kb', kbOf(log)),
    ...given('path', patchPath(log.originalPatches[0]?.value)),
    ...given('code', code),
  }
}

/** What a log says beside the event, if it is the log of that call. */
const withLog = (wanted: Wanted, told: Wanted | undefined): Wanted =>
  told && told.what === wanted.what && (told.kb ?? wanted.kb) === wanted.kb ? { ...told, ...wanted } : wanted

const given = <K extends keyof Wanted>(key: K, value: Wanted[K]): Partial<Wanted> =>
  value === undefined ? {} : { [key]: value }

// ------------------------------------------------------------------------------------------------------- events

/** What the event says of an update, and of what became of it. */
const RESULTS: readonly { readonly id: keyof typeof INSTALLER_EVENTS; readonly what?: Wanted['what'] }[] = [
  { id: 1019 },
  { id: 1020, what: 'remove' },
  { id: 1021, what: 'remove' },
  { id: 1022 },
  { id: 1023, what: 'install' },
  { id: 1024, what: 'install' },
]

interface Result {
  readonly kb: Word | undefined
  /** Undefined where the update came in. */
  readonly wanted: Wanted | undefined
}

function lastResult(evidence: Evidence): Result | undefined {
  const told = ownEvents(evidence).flatMap(({ event }) => {
    const row = RESULTS.find(({ id }) => id === event.id)
    return row ? [{ ...row, kb: kbIn(event.message) }] : []
  })
  const last = told.at(-1)
  return last && { kb: last.kb, wanted: last.what && { what: last.what, ...given('kb', last.kb) } }
}

const UPDATE_CLIENT = /WindowsUpdateClient|^Windows Update Agent/i
const updateFailed = reader(UPDATE_CLIENT_EVENTS[20].text)

/** What the update client wanted last. */
function byUpdateClient(evidence: Evidence): Wanted | undefined {
  const last = eventsOf(evidence, UPDATE_CLIENT).findLast(({ event }) => event.id in UPDATE_CLIENT_EVENTS)
  const failed = last?.event.id === 20 ? updateFailed(last.event.message) : undefined
  return failed && installing(kbIn(failed.get(2)))
}

/** The window of the update client names the update above its code. */
function byWindow({ dialogs }: Evidence): Wanted | undefined {
  const lines = dialogs.flatMap(({ lines }) => lines)
  const last = lines.findLastIndex(line => /^\s*Error Code: 0x/i.test(line))
  return last < 1 ? undefined : installing(kbIn(lines[last - 1]))
}

const installing = (kb: Word | undefined): Wanted | undefined =>
  kb === undefined ? undefined : { what: 'install', kb }
