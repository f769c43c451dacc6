import { lower } from '../../model/words/letters.ts'
import { grouped, LIMITS } from '../limits.ts'
import type { ReadableFs } from '../readableFs.ts'
import { type CliXmlObject, parseCliXml } from './parse/cliXml.ts'
import { parseEventJson } from './parse/eventJson.ts'
import type { EventLog } from './parse/eventRecord.ts'
import { type EventEntry, eventEntries, parseEventXml } from './parse/events.ts'
import { parseEventTable } from './parse/eventTable.ts'
import { parseEventText } from './parse/eventText.ts'
import { parseEvt } from './parse/evt.ts'
import { parseEvtx } from './parse/evtx.ts'
import { parseHive } from './parse/hive.ts'
import { type InstalledUpdate, parseInstalledUpdates } from './parse/installedUpdates.ts'
import { type InstallerLog, readInstallerLogs } from './parse/installerLog.ts'
import { type Lines, LinesOfPieces, linesIn, linesOf } from './parse/lines.ts'
import { type Printed, parsePrinted } from './parse/printed/printed.ts'
import { parseRegistry, type RegistryExport } from './parse/registry.ts'
import { isSaid, type Passage, Sentences } from './parse/sentences.ts'
import { parseServiceControl, type ServiceControlBlock } from './parse/serviceControl.ts'
import { parseServices, type ServiceListing } from './parse/services.ts'
import { parseSetupLog, type SetupError } from './parse/setupLog.ts'
import { decodeText, eachLine, splitLines, withLineFeeds } from './parse/text.ts'
import { parseUpdateLog, type UpdateLine } from './parse/updateLog.ts'
import { frontDoor } from './pasted/frontDoor.ts'
import { mayHaveParts, partsOf } from './pasted/parts.ts'
import type { WayBack } from './pasted/wayBack.ts'
import { Budget, type FileBudget, type ReadWarning } from './read/budget.ts'
import { Files, type FoundFile } from './read/files.ts'
import { type EvidenceKind, FAR, headOf, kindOfBytes, kindOfText, NEAR } from './sniff.ts'

/**
 * Evidence: the files that were handed over, each read by the parser for its kind, from any file system. Does not know
 * what is wrong with the server, nor what is missing here.
 */

/** What a parser made of a file, and which file. */
export type Read<T> = T & { readonly path: string }

export interface EventFile {
  readonly events: readonly EventEntry[]
  readonly binary: boolean
  /** Events that stood by themselves: what else was in the log is not known. */
  readonly loose?: true
}

export interface TextFile {
  readonly lines: readonly string[]
}

/** A file that was looked at. */
export interface EvidenceFile {
  readonly path: string
  readonly kind: EvidenceKind
  /** Its name says that it is no evidence: it was not opened. */
  readonly unopened?: true
  /** It lies where a remedy saves evidence before it goes on: not read, for it tells of an earlier time. */
  readonly saved?: true
  /** The computer that it names as the one it is about. */
  readonly host?: string
}

/** Everything that was handed over about one server. */
export interface Evidence {
  /** Every file that was looked at, recognised or not: what is absent can be a sign. */
  readonly files: readonly EvidenceFile[]
  readonly installerLogs: readonly Read<InstallerLog>[]
  readonly eventFiles: readonly Read<EventFile>[]
  readonly serviceControl: readonly Read<{ readonly blocks: readonly ServiceControlBlock[] }>[]
  readonly updateOwa: readonly Read<TextFile>[]
  /** Of each ExchangeSetup.log what went wrong in its last run. */
  readonly setupLogs: readonly Read<SetupError>[]
  /** Exports of service states and start modes. */
  readonly savedStates: readonly Read<{ readonly objects: readonly CliXmlObject[] }>[]
  readonly registries: readonly Read<RegistryExport>[]
  readonly services: readonly Read<{ readonly listing: ServiceListing }>[]
  /** What commands printed: folders, rights, processes, open files, drives. */
  readonly printed: readonly Read<Omit<Printed, 'registry'>>[]
  readonly installedUpdates: readonly Read<{ readonly updates: readonly InstalledUpdate[] }>[]
  readonly updateLogs: readonly Read<{ readonly lines: readonly UpdateLine[] }>[]
  readonly dialogs: readonly Read<TextFile>[]
  /** Sentences of Windows in any other text. */
  readonly texts: readonly Read<{ readonly passages: readonly Passage[] }>[]
  readonly owa: readonly Read<TextFile>[]
  /** Texts whose lines readers see otherwise than they were given; every line number above is a reader's. */
  readonly pasted: readonly Read<{ readonly wayBack: WayBack }>[]
  readonly warnings: readonly ReadWarning[]
}

export interface RawFile {
  readonly path: string
  readonly bytes: Uint8Array
}

// ------------------------------------------------------------------------------------------------------ reading

/** What comes through a path that names no file, such as `-`. */
export type Streams = (path: string) => (() => Iterable<Uint8Array>) | undefined

/**
 * Reads what an engineer was handed: files, folders, or a bundle, of which only `evidence/` is opened. A path in the
 * result is relative to the folder if one folder was given, and otherwise begins as the argument did. Never throws:
 * what cannot be read is a warning, and so is what is over the budget. One file at a time is in memory.
 */
export function readEvidence(fs: ReadableFs, paths: readonly string[], streams: Streams = () => undefined): Evidence {
  const budget = new Budget()
  const files = new Files(fs, budget)
  const evidence = emptyEvidence()
  for (const path of paths) {
    const pieces = streams(path)
    if (pieces) readFile(evidence, budget, { path, pieces })
    else for (const file of files.below(path, paths.length === 1)) readFile(evidence, budget, file)
  }
  return { ...evidence, warnings: budget.warnings() }
}

/** Makes evidence of files that are in memory already. Never throws. */
export function evidenceFrom(files: readonly RawFile[], budget = new Budget()): Evidence {
  const evidence = emptyEvidence()
  for (const { path, bytes } of files) readFile(evidence, budget, { path, pieces: () => [bytes] })
  return { ...evidence, warnings: budget.warnings() }
}

// ------------------------------------------------------------------------------------------------- understanding

type EvidenceDraft = { -readonly [K in keyof Evidence]: Evidence[K] extends readonly (infer T)[] ? T[] : never }

/** A file as a reader takes it: by lines, as one text, or as bytes, whichever it asks for. */
interface OpenedFile {
  readonly path: string
  readonly file: FileBudget
  readonly lines: () => Iterable<string>
  readonly linesThere: () => Lines
  readonly text: () => string
  readonly bytes: () => Uint8Array
}

const READERS: Readonly<Record<EvidenceKind, (evidence: EvidenceDraft, opened: OpenedFile) => void>> = {
  'installer-log': (e, { path, linesThere, file }) =>
    readInstallerLogs(linesThere(), file, log => e.installerLogs.push({ path, ...log })),
  evt: (e, { path, bytes, file }) => addEvents(e, path, file, parseEvt(bytes(), 'Application', file)),
  evtx: (e, { path, bytes, file }) => addEvents(e, path, file, parseEvtx(bytes(), file)),
  'event-xml': (e, { path, text, file }) =>
    e.eventFiles.push({ path, binary: false, events: parseEventXml(text(), file) }),
  'event-text': (e, { path, lines, file }) => {
    const beside = new Sentences(file)
    const events = parseEventText(lines(), file, (line, index) => beside.take(line, index))
    e.eventFiles.push({ path, binary: false, events })
    addSentences(e, path, beside)
  },
  'event-table': (e, { path, lines, file }) =>
    e.eventFiles.push({ path, binary: false, events: parseEventTable(lines(), file) }),
  'event-json': (e, { path, text, file }) =>
    e.eventFiles.push({ path, binary: false, events: parseEventJson(text(), file) }),
  'service-control': (e, { path, lines, file }) =>
    e.serviceControl.push({ path, blocks: parseServiceControl(lines(), file) }),
  'update-owa': (e, opened) => e.updateOwa.push(textFile(opened)),
  'setup-log': (e, { path, lines, file }) => {
    const error = parseSetupLog(lines(), file)
    if (error) e.setupLogs.push({ path, ...error })
  },
  clixml: (e, { path, text, file }) => e.savedStates.push({ path, objects: parseCliXml(text(), file) }),
  registry: (e, { path, lines, file }) => e.registries.push({ path, ...parseRegistry(lines(), file) }),
  services: (e, { path, lines, file }) => e.services.push({ path, listing: parseServices(lines(), file) }),
  hive: (e, { path, bytes, file }) => e.registries.push({ path, ...parseHive(bytes(), path, file) }),
  printed: (e, { path, lines, file }) => {
    const { registry, ...printed } = parsePrinted(lines(), file)
    e.printed.push({ path, ...printed })
    if (registry.keys.size > 0 || registry.whole?.length) e.registries.push({ path, ...registry })
  },
  'update-log': (e, { path, lines, file }) => e.updateLogs.push({ path, lines: parseUpdateLog(lines(), file) }),
  'installed-updates': (e, { path, lines, file }) =>
    e.installedUpdates.push({ path, updates: parseInstalledUpdates(lines(), file) }),
  dialogs: (e, opened) => e.dialogs.push(textFile(opened)),
  owa: (e, opened) => e.owa.push(textFile(opened)),
  text: looksThrough,
  unknown: () => {},
}

function looksThrough(evidence: EvidenceDraft, { path, lines, file }: OpenedFile): void {
  const found = new Sentences(file)
  eachLine(lines(), file, (line, index) => found.take(line, index))
  addSentences(evidence, path, found)
}

function addSentences(evidence: EvidenceDraft, path: string, found: Sentences): void {
  found.end()
  const { passages, events } = found
  if (passages.length > 0) evidence.texts.push({ path, passages })
  if (events.length > 0) evidence.eventFiles.push({ path, binary: false, loose: true, events })
}

function addEvents(evidence: EvidenceDraft, path: string, file: FileBudget, log: EventLog): void {
  evidence.eventFiles.push({ path, binary: true, events: eventEntries(log) })
  for (const { offset, reason } of log.warnings) file.warn(`${reason} (byte ${offset})`)
}

function textFile({ path, lines, file }: OpenedFile): Read<TextFile> {
  const kept: string[] = []
  eachLine(lines(), file, line => file.keep('lines') && kept.push(line))
  return { path, lines: kept }
}

/** The folder of copies that a remedy made, in small letters: they tell of an earlier time than the rest, which was diagnosed. */
export const copyOfEvidence = (path: string): string | undefined =>
  /(?:^|[\\/])[a-z]:?[\\/](evidence-\d{1,9})[\\/]/.exec(lower(path))?.[1]

function readFile(evidence: EvidenceDraft, budget: Budget, { path, pieces }: FoundFile): void {
  if (copyOfEvidence(path) !== undefined) return void evidence.files.push({ path, kind: 'unknown', saved: true })
  if (!pieces) return void evidence.files.push({ path, kind: 'unknown', unopened: true })
  const file = budget.file(path)
  file.spendOn(() => {
    const bytes = pieces()[Symbol.iterator]()
    const first = bytes.next()
    const head = first.done ? new Uint8Array() : first.value
    const all = (): Iterable<Uint8Array> => metered(head, bytes, file)
    const { kind, host, short, ...texts } = opened(evidence, path, head, all, file)
    const seen: { readonly path: string; kind: EvidenceKind; readonly host?: string } = {
      path,
      kind,
      ...(host !== undefined && { host }),
    }
    evidence.files.push(seen)
    const whole: OpenedFile = { path, file, ...texts, bytes: () => wholeOf(all(), file) }
    const read = short && mayHaveParts(kind) ? partsIn(kind, whole) : [[kind, whole] as const]
    for (const [part, own] of read) READERS[part](evidence, own)
    if (kind === 'text' && !saysAnything(evidence, path)) seen.kind = 'unknown'
    bytes.return?.()
  })
}

const saysAnything = ({ texts, eventFiles }: EvidenceDraft, path: string): boolean =>
  [texts.at(-1), eventFiles.at(-1)].some(last => last?.path === path)

/** A file as text: through the front door where its beginning says that it was pasted, and otherwise as it is. */
function opened(
  evidence: EvidenceDraft,
  path: string,
  head: Uint8Array,
  all: () => Iterable<Uint8Array>,
  file: FileBudget,
): Pick<OpenedFile, 'lines' | 'linesThere' | 'text'> & {
  readonly kind: EvidenceKind
  readonly host?: string | undefined
  /** What was looked at is all there is. */
  readonly short?: boolean
} {
  const lines = (): Iterable<string> => linesOf(all(), file)
  const linesThere = (): Lines => new LinesOfPieces(all(), file)
  const text = (): string => withLineFeeds(decodeText(wholeOf(all(), file)).text)
  const known = kindOfBytes(head)
  if (known) return { kind: known, lines, linesThere, text }
  const beginning = headOf(head, NEAR)
  const short = head.length <= 2 * NEAR && beginning.length < NEAR
  const door = frontDoor(path, beginning)
  if (!door) return { ...(about(path, beginning) ?? toldAfar(path, head)), short, lines, linesThere, text }
  evidence.pasted.push({ path, wayBack: door.wayBack })
  return {
    ...(about(path, door.sample) ?? ANY_TEXT),
    short,
    lines: () => door.through(lines()),
    linesThere: () => linesIn(door.through(lines())),
    text: () => [...door.through(splitLines(text()))].join('\n'),
  }
}

/** As its readers take it: each kind of evidence in it, and mostly it has one. */
function partsIn(kind: EvidenceKind, whole: OpenedFile): Iterable<readonly [EvidenceKind, OpenedFile]> {
  const lines = [...whole.lines()]
  const parts = partsOf(kind, lines, isSaid) ?? new Map([[kind, lines]])
  return [...parts].map(([part, own]) => [
    part,
    { ...whole, lines: () => own, linesThere: () => linesIn(own), text: () => own.join('\n') },
  ])
}

interface About {
  readonly kind: EvidenceKind
  /** The server that it is about, where it says so. */
  readonly host?: string | undefined
}

/** What a text is, by its beginning; undefined where nothing is known in it. */
function about(path: string, beginning: string): About | undefined {
  const kind = kindOfText(path, beginning)
  const host = HOST_IN.includes(kind) ? hostIn(beginning) : undefined
  if (kind === 'unknown') return host === undefined ? undefined : { ...ANY_TEXT, host }
  return { kind, host }
}

/** Any text may hold a sentence of Windows. */
const ANY_TEXT: About = { kind: 'text' }

/** Kinds that may be what systeminfo prints, whole or in parts. */
const HOST_IN: readonly EvidenceKind[] = ['installed-updates', 'unknown']

const toldAfar = (path: string, head: Uint8Array): About => about(path, headOf(head, FAR)) ?? ANY_TEXT

/** As systeminfo prints it. */
const hostIn = (beginning: string): string | undefined => /^Host Name:[ \t]+(\S+)/m.exec(beginning)?.[1]

/** All pieces, of which the first has been taken already. */
function* metered(head: Uint8Array, rest: Iterator<Uint8Array>, file: FileBudget): Generator<Uint8Array> {
  try {
    for (let piece = head; ; ) {
      file.read(piece.length)
      yield piece
      const next = rest.next()
      if (next.done) return
      piece = next.value
    }
  } finally {
    rest.return?.()
  }
}

/** As much of a file as is kept in memory at once. */
function wholeOf(pieces: Iterable<Uint8Array>, file: FileBudget): Uint8Array {
  const kept: Uint8Array[] = []
  let size = 0
  for (const piece of pieces) {
    const room = LIMITS.whole.most - size
    kept.push(new Uint8Array(piece.subarray(0, room)))
    size += Math.min(room, piece.length)
    if (piece.length > room) {
      file.warn(`larger than ${grouped(LIMITS.whole.most)} ${LIMITS.whole.unit}: the rest is not read`)
      break
    }
  }
  return kept.length === 1 ? kept[0]! : Buffer.concat(kept)
}

function emptyEvidence(): EvidenceDraft {
  return {
    files: [],
    installerLogs: [],
    eventFiles: [],
    serviceControl: [],
    updateOwa: [],
    setupLogs: [],
    savedStates: [],
    registries: [],
    services: [],
    printed: [],
    installedUpdates: [],
    updateLogs: [],
    dialogs: [],
    texts: [],
    owa: [],
    pasted: [],
    warnings: [],
  }
}
