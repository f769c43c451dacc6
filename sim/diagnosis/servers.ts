import { upper } from '../../model/words/letters.ts'
import { groupedBy } from '../grouped.ts'
import type { EventFile, Evidence, Read } from './evidence.ts'
import type { InstallerLog } from './parse/installerLog.ts'

/**
 * Evidence of several servers taken apart: by the computer that a record names, and else by the folder in which a file lies.
 * Does not know what a file says of its server.
 */

export interface ServerEvidence {
  /** Of the computer, or of the folder; empty where there is only one. */
  readonly name: string
  readonly evidence: Evidence
}

/** One for each server. A bundle of several has a folder for each; what lies beside these folders belongs to all. */
export function byServer(evidence: Evidence): ServerEvidence[] {
  const parts = partsOf(evidence)
  const nameOf = placesOf(parts)
  const placed = parts.map(part => ({ part, name: nameOf(part) }))
  const names = [...new Set(placed.map(({ name }) => name))].filter(name => name !== SHARED).sort()
  if (names.length < 2) return [{ name: names[0] === UNNAMED ? '' : (names[0] ?? ''), evidence }]
  return names.map(name => {
    const own = placed.filter(place => place.name === name || place.name === SHARED).map(({ part }) => part)
    return { name, evidence: together(evidence, own) }
  })
}

// ------------------------------------------------------------------------------------------------------------- parts

type Kind = keyof Evidence

/** What was read of a file, or as much of it as one computer has written. */
interface Part {
  readonly kind: Kind
  readonly item: Evidence[Kind][number]
  readonly computer: string | undefined
}

/** One computer may be named with its domain and without. */
const computerOf = (name = ''): string | undefined => upper(name.trim().split('.')[0]!) || undefined

const computerName = ({ properties }: InstallerLog): string | undefined =>
  properties.find(({ name }) => name === 'ComputerName')?.value

const eventParts = (file: Read<EventFile>): Part[] =>
  [...groupedBy(file.events, event => computerOf(event.computer))].map(([computer, events]) => ({
    kind: 'eventFiles',
    item: { ...file, events },
    computer,
  }))

function partsOf(evidence: Evidence): Part[] {
  const logs = evidence.installerLogs.map((item): Part => {
    return { kind: 'installerLogs', item, computer: computerOf(computerName(item)) }
  })
  const events = evidence.eventFiles.flatMap(file =>
    file.events.length === 0 ? [{ kind: 'eventFiles' as const, item: file, computer: undefined }] : eventParts(file),
  )
  const named = new Map([...logs, ...events].map(({ item, computer }) => [item.path, computer]))
  const files = evidence.files.map((item): Part => {
    return { kind: 'files', item, computer: computerOf(item.host) ?? named.get(item.path) }
  })
  const others = OTHERS.flatMap(kind => evidence[kind].map((item): Part => ({ kind, item, computer: undefined })))
  return [...logs, ...events, ...files, ...others]
}

/**
 * Everything that a file was read as, and whether it is taken apart above. The compiler wants a row for each: what is not of
 * one server is of all of them.
 */
const KINDS: Readonly<Record<PartedKind, 'by-record' | 'by-file'>> = {
  files: 'by-record',
  installerLogs: 'by-record',
  eventFiles: 'by-record',
  serviceControl: 'by-file',
  updateOwa: 'by-file',
  setupLogs: 'by-file',
  savedStates: 'by-file',
  registries: 'by-file',
  services: 'by-file',
  printed: 'by-file',
  installedUpdates: 'by-file',
  updateLogs: 'by-file',
  dialogs: 'by-file',
  texts: 'by-file',
  owa: 'by-file',
}

/** Ways back lead from quotes, and warnings are about reading, whoever's the file is. */
type PartedKind = Exclude<Kind, 'pasted' | 'warnings'>

const PARTED = Object.keys(KINDS) as readonly PartedKind[]

/** What names no computer, and is of one server all the same. */
const OTHERS = PARTED.filter(kind => KINDS[kind] === 'by-file')

/** Evidence of some of its parts. */
function together(evidence: Evidence, parts: readonly Part[]): Evidence {
  const byKind = groupedBy(parts, ({ kind }) => kind)
  const own = PARTED.map(kind => [kind, (byKind.get(kind) ?? []).map(({ item }) => item)] as const)
  return { ...evidence, ...Object.fromEntries(own) }
}

// ------------------------------------------------------------------------------------------------------------ places

/** Belongs to every server. */
const SHARED = '*'
/** Nobody says to which server it belongs. */
const UNNAMED = '?'

/**
 * The server that a part belongs to. What names no computer goes with its neighbours: it belongs to the one that most files
 * of its folder name, or of the folder above that, and to a server of its own where as many name another.
 */
function placesOf(parts: readonly Part[]): (part: Part) => string {
  const folders = new Set(parts.map(({ item }) => serverFolder(item.path)).filter(folder => folder !== ''))
  const votes = new Map<string, Map<string, number>>()
  for (const { item, computer } of parts) {
    if (computer === undefined) continue
    for (const folder of foldersOf(item.path)) {
      const count = votes.get(folder) ?? new Map<string, number>()
      votes.set(folder, count.set(computer, (count.get(computer) ?? 0) + 1))
    }
  }
  return ({ item: { path }, computer }) => {
    if (computer !== undefined) return computer
    const own = serverFolder(path)
    if (own === '' && folders.size > 1) return SHARED
    const within = foldersOf(path).filter(folder => folder.includes(own))
    const named = within.map(folder => mostNamed(votes.get(folder))).find(name => name !== undefined)
    return named ?? (own === '' ? UNNAMED : own)
  }
}

function mostNamed(count: ReadonlyMap<string, number> = new Map()): string | undefined {
  const [first, second] = [...count].sort(([, a], [, b]) => b - a)
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : undefined
}

/** The folders around a file, the innermost first, the empty one last. */
function foldersOf(path: string): string[] {
  const names = path.split(/[\\/]/).slice(0, -1)
  return names.map((_, i) => names.slice(0, names.length - i).join('/')).concat('')
}

/** `EXCH02` of `evidence/EXCH02/C/WINDOWS/...`; empty where no server's folder is named. */
const serverFolder = (path: string): string =>
  /(?:^|\/)([^/]+)\/(?:[A-Z]|exports)\//.exec(`/${path}`)?.[1]?.replace(/^evidence$/, '') ?? ''
