import type { BundleFile } from '../../../sim/bundle/bundleFile.ts'
import type { Label } from '../../../sim/bundle/schema.ts'
import type { EventLog } from '../../../sim/diagnosis/parse/eventRecord.ts'
import { parseEvt } from '../../../sim/diagnosis/parse/evt.ts'
import { parseEvtx } from '../../../sim/diagnosis/parse/evtx.ts'
import { decodeText, splitLines } from '../../../sim/diagnosis/parse/text.ts'

/** The files of a bundle as somebody sees them who has nothing but the files. Knows no run and no machine. */

/** What was taken from one server. */
export interface ServerFiles {
  readonly name: string
  /** By path below the server's folder: `exports/services.txt`. */
  readonly files: ReadonlyMap<string, BundleFile>
}

/** What `truth.json` says of a server. */
export interface ToldState {
  readonly name: string
  readonly after: { readonly services: Readonly<Record<string, string>>; readonly patches: readonly string[] }
}

export interface BundleFiles {
  readonly all: ReadonlyMap<string, BundleFile>
  readonly servers: readonly (ServerFiles & { readonly told: ToldState })[]
  readonly labels: readonly Label[]
}

export function bundleFiles(files: readonly BundleFile[]): BundleFiles {
  const all = new Map(files.map(file => [file.path, file]))
  const { servers } = JSON.parse(textOf(all.get('truth/truth.json')!)) as { servers: readonly ToldState[] }
  const labels = textOf(all.get('truth/labels.jsonl')!)
    .split('\n')
    .filter(row => row !== '')
    .map(row => JSON.parse(row) as Label)
  return { all, labels, servers: servers.map(told => ({ ...taken(all, told.name, servers.length > 1), told })) }
}

function taken(all: BundleFiles['all'], name: string, several: boolean): ServerFiles {
  const root = several ? `evidence/${name}/` : 'evidence/'
  const below = [...all].filter(([path]) => path.startsWith(root))
  return { name, files: new Map(below.map(([path, file]) => [path.slice(root.length), file])) }
}

type Bytes = Pick<BundleFile, 'bytes'>

/** A file is read once, however many labels point into it: a busy server writes logs of thousands of records. */
export function readOnce<T>(read: (file: Bytes) => T): (file: Bytes) => T {
  const kept = new WeakMap<Uint8Array, { readonly value: T }>()
  return file => {
    const found = kept.get(file.bytes) ?? { value: read(file) }
    kept.set(file.bytes, found)
    return found.value
  }
}

export const textOf = readOnce(({ bytes }): string => decodeText(bytes).text)

/** A log of either form, known by its first bytes. */
export const logOf = readOnce(
  ({ bytes }): EventLog =>
    Buffer.from(bytes.subarray(0, 7)).toString('latin1') === 'ElfFile' ? parseEvtx(bytes) : parseEvt(bytes),
)

export const exportOf = ({ files }: ServerFiles, name: string): string => textOf(files.get(`exports/${name}`)!)

/** What a reader of lines takes. */
export const linesOf = (server: ServerFiles, name: string): string[] => splitLines(exportOf(server, name))

/** The first difference of two lists, in words. */
export function differs(what: string, one: readonly string[], other: readonly string[]): string | undefined {
  const at = one.findIndex((entry, i) => entry !== other[i])
  if (at < 0 && one.length === other.length) return undefined
  const place = at < 0 ? one.length : at
  return `${what} ${place + 1}: ${one[place] ?? 'nothing'} / ${other[place] ?? 'nothing'}`
}
