import { pathIn, type ReadableFs, readBytes } from '../readableFs.ts'
import { type CliXmlObject, parseCliXml } from './parse/cliXml.ts'
import { type EventEntry, eventEntries, parseEventText, parseEventXml } from './parse/events.ts'
import { parseEvt } from './parse/evt.ts'
import { parseEvtx } from './parse/evtx.ts'
import { type InstallerLog, parseInstallerLogs } from './parse/installerLog.ts'
import { parseRegistry, type RegistryExport } from './parse/registry.ts'
import { parseServiceControl, type ServiceControlBlock } from './parse/serviceControl.ts'
import { parseServices, type ServiceListing } from './parse/services.ts'
import { splitLines } from './parse/text.ts'
import { type EvidenceKind, type Recognised, recognise } from './sniff.ts'

/**
 * Evidence: the files that were handed over, each read by the parser for its kind, from any file system. Does not know
 * what is wrong with the server, nor what is missing here.
 */

/** What a parser made of a file, and which file. */
export type Read<T> = T & { readonly path: string }

export interface EventFile {
  readonly events: readonly EventEntry[]
  readonly binary: boolean
}

export interface TextFile {
  readonly lines: readonly string[]
}

export interface ReadWarning {
  readonly path: string
  readonly reason: string
}

/** Everything that was handed over about one server. */
export interface Evidence {
  /** Every file that was looked at, recognised or not: what is absent can be a sign. */
  readonly files: readonly { readonly path: string; readonly kind: EvidenceKind }[]
  readonly installerLogs: readonly Read<InstallerLog>[]
  readonly eventFiles: readonly Read<EventFile>[]
  readonly serviceControl: readonly Read<{ readonly blocks: readonly ServiceControlBlock[] }>[]
  readonly updateOwa: readonly Read<TextFile>[]
  /** Exports of service states and start modes. */
  readonly savedStates: readonly Read<{ readonly objects: readonly CliXmlObject[] }>[]
  readonly registries: readonly Read<RegistryExport>[]
  readonly services: readonly Read<{ readonly listing: ServiceListing }>[]
  readonly dialogs: readonly Read<TextFile>[]
  readonly owa: readonly Read<TextFile>[]
  readonly warnings: readonly ReadWarning[]
}

export interface RawFile {
  readonly path: string
  readonly bytes: Uint8Array
}

// ------------------------------------------------------------------------------------------------------ reading

/**
 * Reads what an engineer was handed: files, folders, or a bundle, of which only `evidence/` is opened. A path in the
 * result is relative to the folder if one folder was given, and otherwise begins as the argument did. Never throws:
 * what cannot be read is a warning.
 */
export function readEvidence(fs: ReadableFs, paths: readonly string[]): Evidence {
  const folder = new Folder(fs)
  for (const path of paths) folder.open(path, paths.length === 1)
  const evidence = evidenceFrom(folder.files)
  return { ...evidence, warnings: [...folder.warnings, ...evidence.warnings] }
}

/** More entries than any server's logs have; a loop of links would have no end. */
const MOST_ENTRIES = 200_000
const DEEPEST = 40
/** A log of a rollup has some megabytes. */
const LARGEST = 256 * 1024 * 1024

/** Kinds of file on a server's disk that are no logs, and many. */
const NOT_EVIDENCE =
  /\.(?:exe|dll|msi|msp|mst|cab|rbf|rbs|edb|stm|jrs|pdb|tlb|gif|png|jpg|ico|css|js|aspx?|asmx|ashx|htm|html|hlp|chm|ttf|sys|ocx|ps1|psm1|ps1xml|psc1|config|xsd|wsdl|mof|ini|inf)$/i

class Folder {
  readonly files: RawFile[] = []
  readonly warnings: ReadWarning[] = []
  readonly #fs: ReadableFs
  #entries = 0

  constructor(fs: ReadableFs) {
    this.#fs = fs
  }

  open(path: string, alone: boolean): void {
    const isFolder = this.#isFolder(path)
    if (isFolder === undefined) return
    if (isFolder) this.#folder(path, alone)
    else this.#read(path, path)
  }

  #folder(path: string, alone: boolean): void {
    const shown = alone ? '' : path.replace(/[\\/]+$/, '')
    // The truth of a bundle lies beside its evidence and is not for diagnosis to see.
    if (this.#names(path).includes('bundle.json')) this.#walk(pathIn(path, 'evidence'), pathIn(shown, 'evidence'), 0)
    else this.#walk(path, shown, 0)
  }

  #walk(path: string, shown: string, depth: number): void {
    for (const name of this.#names(path)) {
      if (++this.#entries > MOST_ENTRIES || depth > DEEPEST) {
        return void this.warnings.push({ path: shown, reason: 'too many files or folders: the rest is not read' })
      }
      const [at, as] = [pathIn(path, name), pathIn(shown, name)]
      if (NOT_EVIDENCE.test(name)) this.files.push({ path: as, bytes: new Uint8Array() })
      else if (this.#isFolder(at)) this.#walk(at, as, depth + 1)
      else this.#read(at, as)
    }
  }

  #names(path: string): string[] {
    const names = this.#attempt(path, () => this.#fs.readdirSync(path).map(String)) ?? []
    return names.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  }

  #isFolder(path: string): boolean | undefined {
    return this.#attempt(path, () => this.#fs.statSync(path).isDirectory())
  }

  #read(path: string, shown: string): void {
    const size = this.#attempt(shown, () => Number(this.#fs.statSync(path).size))
    if (size === undefined) return
    if (size > LARGEST) return void this.warnings.push({ path: shown, reason: `too large to read: ${size} bytes` })
    const bytes = this.#attempt(shown, () => readBytes(this.#fs, path))
    if (bytes !== undefined) this.files.push({ path: shown, bytes })
  }

  #attempt<T>(path: string, call: () => T): T | undefined {
    try {
      return call()
    } catch (error) {
      this.warnings.push({ path, reason: reasonOf(error) })
      return undefined
    }
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

// ------------------------------------------------------------------------------------------------- understanding

type EvidenceDraft = { -readonly [K in keyof Evidence]: Evidence[K] extends readonly (infer T)[] ? T[] : never }

interface OpenedFile {
  readonly path: string
  readonly text: string
  readonly bytes: Uint8Array
}

const READERS: Readonly<Record<EvidenceKind, (evidence: EvidenceDraft, file: OpenedFile) => void>> = {
  'installer-log': (e, { path, text }) =>
    e.installerLogs.push(...parseInstallerLogs(text).map(log => ({ path, ...log }))),
  evt: (e, file) => {
    const { records, warnings } = parseEvt(file.bytes)
    e.eventFiles.push({ path: file.path, binary: true, events: eventEntries({ records, warnings }) })
    for (const { offset, reason } of warnings)
      e.warnings.push({ path: file.path, reason: `${reason} (byte ${offset})` })
  },
  evtx: (e, file) => {
    const { records, warnings } = parseEvtx(file.bytes)
    e.eventFiles.push({ path: file.path, binary: true, events: eventEntries({ records, warnings }) })
    for (const { offset, reason } of warnings)
      e.warnings.push({ path: file.path, reason: `${reason} (byte ${offset})` })
  },
  'event-xml': (e, { path, text }) => e.eventFiles.push({ path, binary: false, events: parseEventXml(text) }),
  'event-text': (e, { path, text }) => e.eventFiles.push({ path, binary: false, events: parseEventText(text) }),
  'service-control': (e, { path, text }) => e.serviceControl.push({ path, blocks: parseServiceControl(text) }),
  'update-owa': (e, { path, text }) => e.updateOwa.push({ path, lines: splitLines(text) }),
  clixml: (e, { path, text }) => e.savedStates.push({ path, objects: parseCliXml(text) }),
  registry: (e, { path, text }) => e.registries.push({ path, ...parseRegistry(text) }),
  services: (e, { path, text }) => e.services.push({ path, listing: parseServices(text) }),
  dialogs: (e, { path, text }) => e.dialogs.push({ path, lines: splitLines(text) }),
  owa: (e, { path, text }) => e.owa.push({ path, lines: splitLines(text) }),
  unknown: () => {},
}

/** Makes evidence of files that are in memory already. Never throws. */
export function evidenceFrom(files: readonly RawFile[]): Evidence {
  const evidence: EvidenceDraft = {
    files: [],
    installerLogs: [],
    eventFiles: [],
    serviceControl: [],
    updateOwa: [],
    savedStates: [],
    registries: [],
    services: [],
    dialogs: [],
    owa: [],
    warnings: [],
  }
  for (const { path, bytes } of files) {
    try {
      const { kind, text }: Recognised = recognise(path, bytes)
      evidence.files.push({ path, kind })
      READERS[kind](evidence, { path, text, bytes })
    } catch (error) {
      evidence.warnings.push({ path, reason: reasonOf(error) })
    }
  }
  return evidence
}

/**
 * Evidence of several servers taken apart: a bundle has a folder for each, with the drives and `exports` inside. What
 * lies in no such folder belongs to the one server there is.
 */
export function byServer(evidence: Evidence): Evidence[] {
  const servers = [...new Set(evidence.files.map(file => serverOf(file.path)))].filter(s => s !== '')
  if (servers.length < 2) return [evidence]
  return servers.sort().map(server => only(evidence, path => ['', server].includes(serverOf(path))))
}

/** `EXCH02` of `evidence/EXCH02/C/WINDOWS/...`; empty where no server's folder is named. */
function serverOf(path: string): string {
  return /(?:^|\/)([^/]+)\/(?:[A-Z]|exports)\//.exec(`/${path}`)?.[1]?.replace(/^evidence$/, '') ?? ''
}

function only(evidence: Evidence, keep: (path: string) => boolean): Evidence {
  const kept = Object.entries(evidence).map(([kind, files]: [string, readonly { path: string }[]]) => {
    return [kind, files.filter(file => keep(file.path))]
  })
  return Object.fromEntries(kept) as Evidence
}
